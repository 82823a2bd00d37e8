"""When a limit is recalled: days before for law, tenths for product periods, never by night; against a second reckoning
that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.kernel.reckoning import end_of_day
from workflows.kernel.reminding import LONGEST_NIGHT, Run, first_after, marks

PARIS, SEOUL, NEW_YORK = "Europe/Paris", "Asia/Seoul", "America/New_York"
ZONES = ("UTC", PARIS, SEOUL, NEW_YORK, "America/St_Johns", "Asia/Kathmandu", "Africa/Cairo", "Pacific/Apia")


def days(binding: str, begun: str, last: str, zone: str = "UTC") -> Run:
    """A limit that began at nine on a day and ends with the last day of a zone."""
    start = datetime.fromisoformat(f"{begun}T09:00").replace(tzinfo=UTC)
    return Run(binding, start, end_of_day(date.fromisoformat(last), zone), by_days=True, zone=zone)


def said(run: Run, zone: str) -> list[str]:
    """Write the moments in the hours of a zone."""
    return [f"{m.key} {m.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for m in marks(run, zone)]


def test_law_is_recalled_ninety_thirty_seven_days_and_a_day_before() -> None:
    """A year that ends with 30 June 2027 in Paris: each at eight, since midnight is night."""
    assert [
        "-90d 2027-04-02 08:00",
        "-30d 2027-06-01 08:00",
        "-7d 2027-06-24 08:00",
        "-1d 2027-06-30 08:00",
        "end 2027-07-01 08:00",
        "+1d 2027-07-02 08:00",
    ] == said(days("LAW_T", "2026-06-30", "2027-06-30", PARIS), PARIS)


def test_what_lies_before_the_beginning_is_not_recalled() -> None:
    """Thirty days of law begin on 1 June: neither ninety nor thirty days before the end."""
    keys = [mark.key for mark in marks(days("LAW_A", "2027-06-01", "2027-06-30"), "UTC")]
    assert ["-7d", "-1d", "end", "+1d"] == keys


def test_law_of_less_than_a_day_is_recalled_by_tenths() -> None:
    """Twelve hours that an agreement sets: after six and after 10 h 48."""
    start = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
    run = Run("LAW_A", start, start + timedelta(hours=12), by_days=False, zone="UTC")
    assert ["50% 2027-03-01 12:00", "90% 2027-03-01 16:48", "end 2027-03-01 18:00", "+1d 2027-03-02 18:00"] == said(
        run, "UTC"
    )


@pytest.mark.parametrize("binding", ["DEFAULT", "SOFT", ""])
def test_a_product_period_is_recalled_at_half_and_nine_tenths(binding: str) -> None:
    """From nine on 1 March to 24:00 on the 11th: 255 hours, of which half and nine tenths."""
    assert ["50% 2027-03-06 16:30", "90% 2027-03-11 08:00", "end 2027-03-12 08:00", "+1d 2027-03-13 08:00"] == said(
        days(binding, "2027-03-01", "2027-03-11"), "UTC"
    )


@pytest.mark.parametrize(
    ("at", "moved"),
    [("21:59", "21:59"), ("22:00", "08:00"), ("06:59", "08:00"), ("07:00", "07:00"), ("07:30", "07:30")],
    ids=["one to ten", "ten", "one to seven", "seven", "half past seven"],
)
def test_the_night_ends_at_seven_and_what_fell_into_it_comes_at_eight(at: str, moved: str) -> None:
    """By days, in the hours of whoever is reminded: the end of a day elsewhere is no midnight here."""
    local = datetime.combine(date(2027, 3, 9), time.fromisoformat(at), ZoneInfo(SEOUL))
    run = Run("LAW_T", None, local.astimezone(UTC), by_days=True, zone="UTC")
    end = next(mark for mark in marks(run, SEOUL) if mark.key == "end")
    assert moved == f"{end.at.astimezone(ZoneInfo(SEOUL)):%H:%M}"


def test_a_period_of_hours_does_not_wait_for_a_morning_after_its_end() -> None:
    """24 hours from 20:00 in Seoul: half at 08:00; 12 hours from 14:00: at 20:00, at 00:48 by night, at 02:00 by night;
    the day after waits for the morning."""
    start = datetime(2027, 3, 1, 14, 0, tzinfo=ZoneInfo(SEOUL)).astimezone(UTC)
    run = Run("DEFAULT", start, start + timedelta(hours=12), by_days=False, zone=SEOUL)
    assert ["50% 2027-03-01 20:00", "90% 2027-03-02 00:48", "end 2027-03-02 02:00", "+1d 2027-03-03 08:00"] == said(
        run, SEOUL
    )


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2027-03-29", ["-7d 2027-03-23 08:00", "-1d 2027-03-29 08:00", "end 2027-03-30 08:00"]),
        ("2027-11-01", ["-7d 2027-10-26 08:00", "-1d 2027-11-01 08:00", "end 2027-11-02 08:00"]),
        ("2028-02-29", ["-7d 2028-02-23 08:00", "-1d 2028-02-29 08:00", "end 2028-03-01 08:00"]),
    ],
    ids=["clocks go forward on 28 March", "clocks go back on 31 October", "29 February"],
)
def test_days_are_those_of_the_calendar_when_clocks_change(last: str, expected: list[str]) -> None:
    """Seven days before in Paris is the same hour, be the week an hour shorter or longer."""
    found = said(days("LAW_T", "2026-01-01", last, PARIS), PARIS)
    assert expected == [one for one in found if one.split()[0] in ("-7d", "-1d", "end")]


def by_walking(rule_at: datetime, zone: str, latest: datetime | None) -> datetime:
    """The second reckoning: walk minute by minute out of the night to the first eight o'clock."""
    hour = rule_at.astimezone(ZoneInfo(zone)).hour
    if 7 <= hour < 22:
        return rule_at
    walker = rule_at.replace(second=0, microsecond=0)
    while walker < rule_at or f"{walker.astimezone(ZoneInfo(zone)):%H:%M}" != "08:00":
        walker += timedelta(minutes=1)
    return rule_at if latest is not None and walker > latest else walker


def expected(run: Run, zone: str) -> list[tuple[str, datetime]]:
    """The second reckoning of all moments: days are counted on the wall clock of the limit's zone."""
    start = run.starts_on or datetime.min.replace(tzinfo=UTC)
    wall = run.expires_at.astimezone(ZoneInfo(run.zone)).replace(tzinfo=None)

    def on_the_wall(shift: int) -> datetime:
        fold = run.expires_at.astimezone(ZoneInfo(run.zone)).fold
        local = (wall + timedelta(days=shift)).replace(tzinfo=ZoneInfo(run.zone), fold=fold)
        return local.astimezone(UTC)

    before = [(f"-{n}d", on_the_wall(-n)) for n in (90, 30, 7, 1)] if run.binding.startswith("LAW") else []
    if not [at for _key, at in before if at > start]:
        total = (run.expires_at - start).total_seconds()
        before = [(f"{n}0%", start + timedelta(seconds=total * n / 10)) for n in (5, 9)]
    inside = [(key, at) for key, at in before if start < at < run.expires_at]
    rule = [*inside, ("end", run.expires_at), ("+1d", on_the_wall(1))]
    urgent = None if run.by_days else run.expires_at
    return [(key, by_walking(at, zone, None if key == "+1d" else urgent)) for key, at in rule]


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """A limit of law or of the product, by days or to the instant, between 2026 and 2029, over every change of clocks
    and both ends of February."""
    zone = draw(st.sampled_from(ZONES))
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 3 * 365 * 86_400)))
    binding = draw(st.sampled_from(["LAW_T", "LAW_N", "LAW_A", "SOFT", "DEFAULT"]))
    if draw(st.booleans()):
        last = start.date() + timedelta(days=draw(st.integers(1, 400)))
        return Run(binding, start, end_of_day(last, zone), by_days=True, zone=zone)
    return Run(binding, start, start + timedelta(hours=draw(st.integers(6, 96))), by_days=False, zone=zone)


@given(runs(), st.sampled_from(ZONES))
def test_every_moment_agrees_with_a_second_reckoning(run: Run, zone: str) -> None:
    """To the second; and none lies in the night but where a period of hours leaves no morning."""
    found = [(mark.key, mark.at) for mark in marks(run, zone)]
    assert [key for key, _at in expected(run, zone)] == [key for key, _at in found]
    for (key, mine), (_key, theirs) in zip(found, expected(run, zone), strict=True):
        assert abs(mine - theirs) < timedelta(seconds=1), key


@given(runs(), st.sampled_from(ZONES), st.integers(0, 400 * 24))
def test_nothing_that_is_still_to_come_lies_before_the_moment_of_the_row(run: Run, zone: str, hours: int) -> None:
    """Wherever the reminded sits: what has not come when a limit got its date, comes at the row's moment or later."""
    since = (run.starts_on or run.expires_at) + timedelta(hours=hours)
    first = first_after(run, since)
    ahead = [mark.at for mark in marks(run, zone) if mark.at > since]
    assert not ahead or (first is not None and first <= min(ahead))
    assert first is None or since - LONGEST_NIGHT < first
