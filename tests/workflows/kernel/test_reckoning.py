"""Time limits counted by hand, with the day before, the day and the day after, and against an oracle that walks."""

import calendar as months_of
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.faults.figures import figure
from workflows.kernel.reckoning import (
    BeyondTable,
    Calendar,
    Expiry,
    Period,
    add_stopped_time,
    elapsed_text,
    end_of_day,
    expiry,
    local_date,
    safe_expiry,
    start_of_day,
)

VIENNA = "Europe/Vienna"
WEEKEND = frozenset({5, 6})
ZONES = (
    "UTC",
    VIENNA,
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Nuuk",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "Pacific/Chatham",
    "Antarctica/Casey",
)


def utc(text: str) -> datetime:
    """Read an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    """Read a date."""
    return date.fromisoformat(text)


def table(*holidays: str, weekend: frozenset[int] = WEEKEND, workdays: tuple[str, ...] = ()) -> Calendar:
    """Make a calendar of invented holidays."""
    return Calendar(
        "Testland",
        weekend,
        frozenset(day(text) for text in holidays),
        day("1957-01-01"),
        day("2080-12-31"),
        frozenset(day(text) for text in workdays),
    )


# Periods


@pytest.mark.parametrize(
    ("period", "key", "text"),
    [
        (Period(hours=72), "PT72H", "72 hours"),
        (Period(hours=1), "PT1H", "1 hour"),
        (Period(days=30), "P30D", "30 days"),
        (Period(days=1), "P1D", "1 day"),
        (Period(working_days=10), "P10WD", "10 working days"),
        (Period(working_days=1), "P1WD", "1 working day"),
        (Period(months=2), "P2M", "2 months"),
        (Period(years=1), "P1Y", "1 year"),
    ],
)
def test_a_period_has_one_key_and_one_wording(period: Period, key: str, text: str) -> None:
    """A key reads back as the same period."""
    assert (key, text, period) == (period.key(), period.text(), Period.parse(key))


@pytest.mark.parametrize("units", [{}, {"days": 1, "hours": 1}, {"months": 1, "years": 1}])
def test_a_period_with_no_unit_or_with_two_is_refused(units: dict[str, int]) -> None:
    """A period in mixed units has no single way of counting."""
    with pytest.raises(ValueError, match="exactly one of hours, days, working_days, months, years"):
        Period(**units)


@pytest.mark.parametrize("amount", [0, -1, 1.5, True, "3"])
def test_a_period_that_is_no_whole_number_above_zero_is_refused(amount: object) -> None:
    """Zero, negative, fractional and quoted amounts count nothing."""
    with pytest.raises(ValueError, match="whole number of days above zero"):
        Period(days=amount)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    "key", ["", "P", "P0D", "P01D", "P-1D", "PT1D", "P1H", "P1W", "P1Y2M", "p1d", "P1D\n", " P1D", "P١D"]
)
def test_a_key_that_no_period_writes_is_refused(key: str) -> None:
    """One period has one key, so that editions compare as text."""
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(key)


# Days of a place


@pytest.mark.parametrize(
    ("zone", "on", "start", "end"),
    [
        ("UTC", "2026-06-01", "2026-06-01T00:00", "2026-06-02T00:00"),
        (VIENNA, "2026-03-28", "2026-03-27T23:00", "2026-03-28T23:00"),
        (VIENNA, "2026-03-29", "2026-03-28T23:00", "2026-03-29T22:00"),
        (VIENNA, "2026-03-30", "2026-03-29T22:00", "2026-03-30T22:00"),
        (VIENNA, "2026-10-24", "2026-10-23T22:00", "2026-10-24T22:00"),
        (VIENNA, "2026-10-25", "2026-10-24T22:00", "2026-10-25T23:00"),
        (VIENNA, "2026-10-26", "2026-10-25T23:00", "2026-10-26T23:00"),
        ("America/New_York", "2026-03-07", "2026-03-07T05:00", "2026-03-08T05:00"),
        ("America/New_York", "2026-03-08", "2026-03-08T05:00", "2026-03-09T04:00"),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00"),
        ("Asia/Kolkata", "2026-06-01", "2026-05-31T18:30", "2026-06-01T18:30"),
        ("Asia/Kathmandu", "2026-06-01", "2026-05-31T18:15", "2026-06-01T18:15"),
        ("America/St_Johns", "2026-06-01", "2026-06-01T02:30", "2026-06-02T02:30"),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00", "2026-04-05T13:30"),
        ("Pacific/Kiritimati", "2026-06-01", "2026-05-31T10:00", "2026-06-01T10:00"),
        # Midnight itself does not exist: the day begins at 01:00 local.
        ("America/Sao_Paulo", "2018-11-03", "2018-11-03T03:00", "2018-11-04T03:00"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", "2018-11-05T02:00"),
        # The last hour of the day comes twice.
        ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00", "2018-02-18T03:00"),
        # The first hour of the day comes twice.
        ("America/Havana", "2026-10-31", "2026-10-31T04:00", "2026-11-01T04:00"),
        ("America/Havana", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00"),
        # One minute after midnight the clocks returned to the day before.
        ("America/St_Johns", "2010-11-06", "2010-11-06T02:30", "2010-11-07T03:30"),
        # 30 December 2011 did not take place.
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00", "2011-12-31T10:00"),
    ],
)
def test_a_local_day_begins_and_ends_at_the_instants_of_its_place(zone: str, on: str, start: str, end: str) -> None:
    """Days of 23, 24, 25 and no hours have the bounds that their clocks showed."""
    assert (utc(start), utc(end)) == (start_of_day(day(on), zone), end_of_day(day(on), zone))


@pytest.mark.parametrize(
    ("instant", "zone", "on"),
    [
        ("2026-06-01T21:59:59", VIENNA, "2026-06-01"),
        ("2026-06-01T22:00:00", VIENNA, "2026-06-02"),
        ("2026-06-01T09:59:59", "Pacific/Kiritimati", "2026-06-01"),
        ("2026-06-01T10:00:00", "Pacific/Kiritimati", "2026-06-02"),
        ("2011-12-30T09:59:59", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30T10:00:00", "Pacific/Apia", "2011-12-31"),
    ],
)
def test_an_instant_has_the_date_of_its_place(instant: str, zone: str, on: str) -> None:
    """The date in law is the instant seen in the zone of the limit."""
    assert day(on) == local_date(utc(instant), zone)


@pytest.mark.parametrize("zone", ["", "Vienna", "Europe/Wien2", "../etc/passwd", "+02:00", "europe/vienna "])
def test_an_unknown_zone_is_refused_with_a_sentence(zone: str) -> None:
    """A zone is an IANA name."""
    with pytest.raises(ValueError, match="is not a known time zone"):
        expiry(day("2026-01-01"), Period(days=1), zone)


def test_an_instant_without_a_zone_is_refused() -> None:
    """A naive instant could be any of a day's instants."""
    with pytest.raises(ValueError, match="has no time zone"):
        local_date(utc("2026-01-01T12:00").replace(tzinfo=None), VIENNA)


# Days, months, years


@pytest.mark.parametrize(
    ("start", "key", "on"),
    [
        ("2007-01-24", "P21D", "2007-02-14"),
        ("2026-12-31", "P1D", "2027-01-01"),
        ("2024-02-28", "P1D", "2024-02-29"),
        ("2024-02-29", "P1D", "2024-03-01"),
        ("2026-02-28", "P1D", "2026-03-01"),
        ("2026-01-30", "P1M", "2026-02-28"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2026-02-01", "P1M", "2026-03-01"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2026-02-28", "P1M", "2026-03-28"),
        ("2026-08-31", "P6M", "2027-02-28"),
        ("2026-11-30", "P1M", "2026-12-30"),
        ("2026-12-15", "P1M", "2027-01-15"),
        ("2026-12-31", "P12M", "2027-12-31"),
        ("2024-02-28", "P1Y", "2025-02-28"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-03-01", "P1Y", "2025-03-01"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2023-02-28", "P1Y", "2024-02-28"),
        ("2099-02-28", "P1Y", "2100-02-28"),
    ],
)
def test_a_period_ends_on_its_last_day_and_not_a_microsecond_earlier(start: str, key: str, on: str) -> None:
    """The day before and the whole last day are in time; the next day is late."""
    ending = expiry(day(start), Period.parse(key), VIENNA)
    assert day(on) == ending.on
    assert not ending.has_lapsed(start_of_day(day(on), VIENNA) - timedelta(seconds=1))
    assert not ending.has_lapsed(end_of_day(day(on), VIENNA) - timedelta(microseconds=1))
    assert ending.has_lapsed(end_of_day(day(on), VIENNA))
    assert ending.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("instant", "zone", "at"),
    [
        ("2026-03-28T12:00", VIENNA, "2026-03-29T22:00"),
        ("2026-10-24T12:00", VIENNA, "2026-10-25T23:00"),
        ("2026-03-07T12:00", "America/New_York", "2026-03-09T04:00"),
        ("2026-10-31T12:00", "America/New_York", "2026-11-02T05:00"),
        ("2026-05-31T22:30", VIENNA, "2026-06-02T22:00"),
        ("2026-05-31T21:30", VIENNA, "2026-06-01T22:00"),
        ("2026-05-31T18:29", "Asia/Kolkata", "2026-06-01T18:30"),
        ("2026-05-31T18:30", "Asia/Kolkata", "2026-06-02T18:30"),
        ("2026-05-31T10:00", "Pacific/Kiritimati", "2026-06-02T10:00"),
    ],
)
def test_one_day_from_an_instant_ends_at_the_end_of_the_next_local_day(instant: str, zone: str, at: str) -> None:
    """Day 0 is the local date of the event, whatever the date elsewhere."""
    assert utc(at) == expiry(utc(instant), Period(days=1), zone).at


@pytest.mark.parametrize(
    ("start", "key", "on", "at"),
    [
        ("2011-12-28", "P1D", "2011-12-29", "2011-12-30T10:00"),
        ("2011-12-29", "P1D", "2011-12-31", "2011-12-31T10:00"),
        ("2011-12-29", "P2D", "2012-01-01", "2012-01-01T10:00"),
        ("2011-11-30", "P1M", "2011-12-31", "2011-12-31T10:00"),
        ("2010-12-30", "P1Y", "2011-12-31", "2011-12-31T10:00"),
        ("2011-12-01", "P60D", "2012-01-31", "2012-01-31T10:00"),
    ],
)
def test_a_date_that_a_place_skipped_is_no_day_of_notice(start: str, key: str, on: str, at: str) -> None:
    """Samoa passed from 29 to 31 December 2011, and nobody loses a day by it."""
    assert Expiry(day(on), utc(at)) == expiry(day(start), Period.parse(key), "Pacific/Apia")


@pytest.mark.parametrize(
    ("start", "key", "on"),
    [
        ("2026-12-01", "P90D", "2026-09-02"),
        ("2026-03-31", "P1M", "2026-02-28"),
        ("2028-03-31", "P1M", "2028-02-29"),
        ("2026-01-15", "P1M", "2025-12-15"),
        ("2028-02-29", "P1Y", "2027-02-28"),
        ("2026-01-01", "P1D", "2025-12-31"),
    ],
)
def test_counting_backwards_gives_the_day_by_whose_end_it_must_be_done(start: str, key: str, on: str) -> None:
    """Lead times run into the past and still leave the whole of their day."""
    ending = expiry(day(start), Period.parse(key), VIENNA, backwards=True)
    assert Expiry(day(on), end_of_day(day(on), VIENNA)) == ending


def test_a_year_with_a_skipped_date_ends_on_its_calendar_number() -> None:
    """Months and years go by the number on the calendar, so the year in which a date is missing is a day shorter."""
    ending = expiry(day("2011-06-01"), Period(years=1), "Pacific/Apia")
    assert day("2012-06-01") == ending.on


def test_counting_backwards_passes_over_a_skipped_date() -> None:
    """One day before 31 December 2011 in Samoa was 29 December."""
    ending = expiry(day("2011-12-31"), Period(days=1), "Pacific/Apia", backwards=True)
    assert day("2011-12-29") == ending.on


@pytest.mark.parametrize("key", ["P999999999D", "P8000Y", "P99999M", "PT99999999H"])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_period_that_leaves_the_calendar_is_refused(key: str, backwards: bool) -> None:
    """An absurd period gets a sentence and not a fault of arithmetic."""
    with pytest.raises(ValueError, match="lies outside the years 1 to 9999"):
        expiry(utc("2026-01-01T12:00"), Period.parse(key), VIENNA, backwards=backwards)


# Hours


@pytest.mark.parametrize("start", ["2026-03-28T12:00", "2026-10-24T12:00", "2026-12-31T12:00", "2028-02-28T12:00"])
def test_hours_run_through_every_edge(start: str) -> None:
    """Seventy-two hours are elapsed time, whatever the clocks on the wall do."""
    assert Expiry(None, utc(start) + timedelta(hours=72)) == expiry(utc(start), Period(hours=72), VIENNA)


def test_hours_from_a_mere_date_are_refused() -> None:
    """A date has no hour from which to count."""
    with pytest.raises(ValueError, match="runs from an instant"):
        expiry(day("2026-01-01"), Period(hours=72), VIENNA)


def test_hours_do_not_roll_to_a_working_day() -> None:
    """A period in hours has no last day to move."""
    with pytest.raises(ValueError, match="does not roll"):
        expiry(utc("2026-01-01T12:00"), Period(hours=72), VIENNA, rolling=True, calendar=table())


# Working days and rolling


@pytest.mark.parametrize(
    ("start", "amount", "on"),
    [
        ("2007-01-24", 5, "2007-01-31"),
        ("2026-05-28", 1, "2026-05-29"),
        ("2026-05-29", 1, "2026-06-01"),
        ("2026-05-30", 1, "2026-06-01"),
        ("2026-05-31", 1, "2026-06-01"),
        ("2026-06-03", 1, "2026-06-05"),
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_only_working_days_after_day_zero_count(start: str, amount: int, on: str) -> None:
    """Weekends and holidays are passed over, also as day 0."""
    holidays = table("2026-06-04", "2026-12-25", "2027-01-01")
    assert day(on) == expiry(day(start), Period(working_days=amount), VIENNA, calendar=holidays).on


def test_a_place_that_rests_on_friday_and_saturday_works_on_sunday() -> None:
    """The weekend belongs to the place."""
    place = table(weekend=frozenset({4, 5}))
    assert day("2026-06-07") == expiry(day("2026-06-04"), Period(working_days=1), "Asia/Riyadh", calendar=place).on


def test_an_exchanged_working_day_counts_although_it_is_a_saturday() -> None:
    """A day on which the place works wins over its weekend."""
    place = table(workdays=("2026-02-14",))
    assert day("2026-02-14") == expiry(day("2026-02-13"), Period(working_days=1), "Asia/Shanghai", calendar=place).on


def test_a_skipped_friday_is_no_working_day() -> None:
    """Samoa had no Friday 30 December 2011, so the next working day was the Monday."""
    ending = expiry(day("2011-12-29"), Period(working_days=1), "Pacific/Apia", calendar=table())
    assert day("2012-01-02") == ending.on


def test_working_days_can_be_counted_backwards() -> None:
    """Two working days before a Tuesday is the Friday."""
    ending = expiry(day("2026-06-09"), Period(working_days=2), VIENNA, calendar=table(), backwards=True)
    assert day("2026-06-05") == ending.on


@pytest.mark.parametrize(
    ("start", "plain", "rolled"),
    [
        ("2026-05-06", "2026-06-05", "2026-06-05"),
        ("2026-05-07", "2026-06-06", "2026-06-08"),
        ("2026-05-08", "2026-06-07", "2026-06-08"),
        ("2026-05-09", "2026-06-08", "2026-06-08"),
        ("2026-05-05", "2026-06-04", "2026-06-05"),
    ],
)
def test_an_end_on_a_holiday_moves_only_where_rolling_is_asked(start: str, plain: str, rolled: str) -> None:
    """Holidays inside the period count; only the end moves, and only under an instrument that says so."""
    place = table("2026-06-04")
    assert day(plain) == expiry(day(start), Period(days=30), VIENNA, calendar=place).on
    assert day(rolled) == expiry(day(start), Period(days=30), VIENNA, calendar=place, rolling=True).on


def test_rolling_backwards_moves_further_into_the_past() -> None:
    """A lead time is never shortened by a weekend."""
    ending = expiry(day("2026-06-09"), Period(days=2), VIENNA, calendar=table(), rolling=True, backwards=True)
    assert day("2026-06-05") == ending.on


@pytest.mark.parametrize("kwargs", [{"period": Period(working_days=1)}, {"period": Period(days=1), "rolling": True}])
def test_working_days_without_a_calendar_are_refused(kwargs: dict[str, object]) -> None:
    """Nobody's working days are guessed."""
    with pytest.raises(ValueError, match="needs the calendar of a place"):
        expiry(day("2026-01-01"), zone=VIENNA, **kwargs)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(("start", "backwards"), [("2080-12-30", False), ("1957-01-02", True)])
def test_a_day_beyond_the_table_is_never_taken_for_a_working_day(start: str, backwards: bool) -> None:
    """The table's end is named in the refusal."""
    with pytest.raises(BeyondTable, match="runs from 1957-01-01 to 2080-12-31 and does not cover"):
        expiry(day(start), Period(working_days=3), VIENNA, calendar=table(), backwards=backwards)


def test_the_first_and_last_day_of_a_table_belong_to_it() -> None:
    """Both bounds are included."""
    assert (True, True) == (table().is_working_day(day("1957-01-01")), table().is_working_day(day("2080-12-31")))


@pytest.mark.parametrize("weekend", [frozenset(range(7)), frozenset({7}), frozenset({-1})])
def test_a_weekend_that_is_none_is_refused(weekend: frozenset[int]) -> None:
    """Seven free days, or a day that no week has, would make counting endless."""
    with pytest.raises(ValueError, match="must leave a working day"):
        table(weekend=weekend)


def test_a_table_that_ends_before_it_starts_is_refused() -> None:
    """The dates are given in their order."""
    with pytest.raises(ValueError, match="after its end"):
        Calendar("Testland", WEEKEND, frozenset(), day("2026-02-01"), day("2026-01-01"))


# Stopped clocks, several zones, elapsed time


def test_stopped_hours_are_added_to_the_second() -> None:
    """A pause of ten hours, one minute and one second moves the end by just that."""
    ending = expiry(utc("2026-06-01T12:00"), Period(hours=72), VIENNA)
    moved = add_stopped_time(ending, utc("2026-06-02T00:00"), utc("2026-06-02T10:01:01"), Period(hours=72), VIENNA)
    assert Expiry(None, utc("2026-06-04T22:01:01")) == moved


@pytest.mark.parametrize(
    ("stopped_from", "stopped_to", "on"),
    [
        ("2026-06-02T08:00", "2026-06-02T21:59", "2026-07-01"),
        ("2026-06-02T21:59", "2026-06-02T22:00", "2026-07-02"),
        ("2026-06-02T08:00", "2026-06-05T08:00", "2026-07-04"),
        ("2026-06-02T08:00", "2026-06-02T08:00", "2026-07-01"),
    ],
)
def test_stopped_days_are_the_local_midnights_passed(stopped_from: str, stopped_to: str, on: str) -> None:
    """Anything counted in days moves by whole local days."""
    ending = expiry(day("2026-06-01"), Period(days=30), VIENNA)
    moved = add_stopped_time(ending, utc(stopped_from), utc(stopped_to), Period(days=30), VIENNA)
    assert Expiry(day(on), end_of_day(day(on), VIENNA)) == moved


def test_a_stopped_period_of_working_days_ends_on_a_working_day() -> None:
    """Two stopped days move a Thursday to Saturday and so to Monday."""
    period = Period(working_days=3)
    ending = expiry(day("2026-06-08"), period, VIENNA, calendar=table())
    moved = add_stopped_time(ending, utc("2026-06-09T08:00"), utc("2026-06-11T08:00"), period, VIENNA, calendar=table())
    assert (day("2026-06-11"), day("2026-06-15")) == (ending.on, moved.on)


def test_a_stopped_rolling_period_ends_on_a_working_day() -> None:
    """An end that rolled once rolls again."""
    ending = expiry(day("2026-06-01"), Period(days=4), VIENNA, rolling=True, calendar=table())
    stop = utc("2026-06-02T08:00"), utc("2026-06-03T08:00")
    moved = add_stopped_time(ending, *stop, Period(days=4), VIENNA, rolling=True, calendar=table())
    assert (day("2026-06-05"), day("2026-06-08")) == (ending.on, moved.on)


def test_a_stopped_period_of_working_days_without_a_calendar_is_refused() -> None:
    """Nobody's working days are guessed here either."""
    ending = expiry(day("2026-06-08"), Period(working_days=3), VIENNA, calendar=table())
    with pytest.raises(ValueError, match="needs the calendar of a place"):
        add_stopped_time(ending, utc("2026-06-09T08:00"), utc("2026-06-11T08:00"), Period(working_days=3), VIENNA)


def test_a_stop_that_ends_before_it_begins_is_refused() -> None:
    """Stopped time is never negative."""
    ending = expiry(day("2026-06-01"), Period(days=30), VIENNA)
    with pytest.raises(ValueError, match="cannot start again"):
        add_stopped_time(ending, utc("2026-06-03T08:00"), utc("2026-06-02T08:00"), Period(days=30), VIENNA)


def test_a_period_that_is_over_cannot_be_stopped() -> None:
    """A lapsed limit is not brought back by a pause."""
    ending = expiry(day("2026-06-01"), Period(days=1), VIENNA)
    with pytest.raises(ValueError, match="cannot stop"):
        add_stopped_time(ending, ending.at, ending.at + timedelta(days=1), Period(days=1), VIENNA)


def test_the_safe_expiry_is_the_earliest_of_the_zones() -> None:
    """Kiritimati reaches the end of the day first."""
    ending = safe_expiry(day("2026-06-01"), Period(years=1), ["America/New_York", "Pacific/Kiritimati", VIENNA])
    assert Expiry(day("2027-06-01"), utc("2027-06-01T10:00")) == ending


def test_the_safe_expiry_of_an_instant_uses_the_earlier_local_date() -> None:
    """Where it was still the day before, the year ends a day before."""
    ending = safe_expiry(utc("2026-06-01T02:00"), Period(years=1), ["America/New_York", "Asia/Tokyo"])
    assert Expiry(day("2027-05-31"), utc("2027-06-01T04:00")) == ending


def test_a_safe_expiry_over_no_zone_is_refused() -> None:
    """The earliest of nothing is nothing."""
    with pytest.raises(ValueError, match="at least one time zone"):
        safe_expiry(day("2026-06-01"), Period(days=1), [])


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (day("2026-06-01"), day("2026-06-01"), "0 days"),
        (day("2026-06-01"), day("2026-06-02"), "1 day"),
        (day("2026-02-28"), day("2026-03-30"), "30 days"),
        (utc("2026-06-01T12:00"), utc("2026-06-02T11:59:59"), "0 days"),
        (utc("2026-06-01T12:00"), utc("2026-06-02T12:00:00"), "1 day"),
    ],
)
def test_elapsed_time_is_told_in_whole_days(start: date, end: date, text: str) -> None:
    """A standard without a number shows what has passed and asserts nothing."""
    assert text == elapsed_text(start, end)


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (day("2026-06-02"), day("2026-06-01"), "before its start"),
        (utc("2026-06-02T00:00"), utc("2026-06-01T23:59"), "before its start"),
        (utc("2026-06-02T00:00"), day("2026-06-03"), "between two dates or two instants"),
        (day("2026-06-02"), utc("2026-06-03T00:00"), "between two dates or two instants"),
    ],
)
def test_elapsed_time_backwards_or_mixed_is_refused(start: date, end: date, sentence: str) -> None:
    """Dates and instants differ by a zone that nobody named."""
    with pytest.raises(ValueError, match=sentence):
        elapsed_text(start, end)


# Against an oracle that walks through the hours of the place

instants = st.datetimes(datetime(1970, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds that a zone is added to
zones = st.sampled_from(ZONES)
calendars = st.builds(
    lambda weekend, offsets: Calendar(
        "Anyland",
        weekend,
        frozenset(day("1969-01-01") + timedelta(days=offset) for offset in offsets),
        day("1960-01-01"),
        day("2060-12-31"),
    ),
    st.sampled_from([WEEKEND, frozenset({4, 5}), frozenset({6}), frozenset()]),
    st.sets(st.integers(0, 28_000), max_size=400),
)
periods = st.one_of(
    st.builds(Period, hours=st.integers(1, 2_000)),
    st.builds(Period, days=st.integers(1, 400)),
    st.builds(Period, working_days=st.integers(1, 60)),
    st.builds(Period, months=st.integers(1, 36)),
    st.builds(Period, years=st.integers(1, 5)),
)


def walked_days(start: datetime, zone: str) -> Iterator[date]:
    """Give the dates that the clocks of a place show from an instant on, one after the other."""
    # The shortest day that any place had is far longer than six hours, so no date is stepped over.
    place, last, now, step = ZoneInfo(zone), date.min, start, timedelta(hours=6)
    while True:
        shown = now.astimezone(place).date()
        if shown > last:
            last = shown
            yield shown
        now += step


def numbered_day(zero: date, months: int) -> date:
    """Find the same calendar number some months later, or the last day of that month."""
    year, month = zero.year, zero.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(zero.day, months_of.monthrange(year, month)[1]))


def working(shown: Iterable[date], place: Calendar) -> Iterator[date]:
    """Leave out the dates on which a place rests."""
    return (one for one in shown if one.weekday() not in place.weekend and one not in place.holidays)


def oracle_day(start: datetime, period: Period, zone: str, place: Calendar, rolling: bool) -> date:
    """Count on the dates that the place saw, one by one from day zero."""
    shown = walked_days(start, zone)
    zero = next(shown)
    if period.unit == "working_days":
        return next(islice(working(shown, place), period.amount - 1, None))
    nominal = numbered_day(zero, period.amount * {"months": 1, "years": 12}.get(period.unit, 0))
    end = next(islice(shown, period.amount - 1, None) if period.unit == "days" else (d for d in shown if d >= nominal))
    return next(working(chain([end], shown), place)) if rolling else end


@settings(max_examples=figure(200, 10_000))
@given(instants, periods, zones, calendars, st.booleans())
def test_every_expiry_agrees_with_the_walked_calendar(
    start: datetime, period: Period, zone: str, place: Calendar, rolling: bool
) -> None:
    """The last microsecond of the last day is in time and the next instant is late, on the wall of the place."""
    assume(not (rolling and period.unit == "hours"))
    ending = expiry(start, period, zone, rolling=rolling, calendar=place)
    if period.unit == "hours":
        assert Expiry(None, start + timedelta(hours=period.amount)) == ending
        return
    expected = oracle_day(start, period, zone, place, rolling)
    assert expected == ending.on
    assert expected == (ending.at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    for later in (0, 1, 3_599, 3_600, 7_200):
        assert (ending.at + timedelta(seconds=later)).astimezone(ZoneInfo(zone)).date() > expected


@given(instants, periods, zones, calendars)
def test_an_expiry_lies_after_the_whole_period(start: datetime, period: Period, zone: str, place: Calendar) -> None:
    """Nothing fires early, but for the hours of summer time and for a date that a month or year of the place lacked."""
    ending = expiry(start, period, zone, calendar=place)
    least = {"hours": timedelta(hours=1), "months": timedelta(days=28), "years": timedelta(days=365)}
    allowance = timedelta(hours={"hours": 0, "months": 27, "years": 27}.get(period.unit, 3))
    assert ending.at - start >= period.amount * least.get(period.unit, timedelta(days=1)) - allowance


@given(instants, periods, zones, calendars)
def test_a_longer_period_never_ends_earlier(start: datetime, period: Period, zone: str, place: Calendar) -> None:
    """One unit more cannot take time away."""
    longer = Period(**{period.unit: period.amount + 1})
    ends = [expiry(start, one, zone, calendar=place).at for one in (period, longer)]
    assert sorted(ends) == ends


@given(instants, instants, periods, zones, calendars)
def test_a_later_start_never_ends_earlier(
    one: datetime, other: datetime, period: Period, zone: str, place: Calendar
) -> None:
    """Of two equal periods the one that begins first ends first or together."""
    first, second = sorted((one, other))
    assert expiry(first, period, zone, calendar=place).at <= expiry(second, period, zone, calendar=place).at


@given(instants, st.integers(1, 400), zones)
def test_days_counted_there_and_back_return_to_day_zero(start: datetime, amount: int, zone: str) -> None:
    """Days are the one unit of the calendar that is its own inverse."""
    there = expiry(start, Period(days=amount), zone).on
    assert there is not None
    assert local_date(start, zone) == expiry(there, Period(days=amount), zone, backwards=True).on


@given(instants, st.integers(1, 60), zones, calendars)
def test_working_days_counted_there_and_back_return_to_a_working_day_zero(
    start: datetime, amount: int, zone: str, place: Calendar
) -> None:
    """From a working day the way back has the same length."""
    zero = local_date(start, zone)
    assume(place.is_working_day(zero))
    there = expiry(start, Period(working_days=amount), zone, calendar=place).on
    assert there is not None
    assert zero == expiry(there, Period(working_days=amount), zone, calendar=place, backwards=True).on


@given(instants, st.integers(1, 60), zones)
def test_a_place_that_never_rests_counts_working_days_as_days(start: datetime, amount: int, zone: str) -> None:
    """Without weekend and holidays the two units are one."""
    restless = Calendar("Anyland", frozenset(), frozenset(), day("1960-01-01"), day("2060-12-31"))
    days = expiry(start, Period(days=amount), zone)
    assert days == expiry(start, Period(working_days=amount), zone, calendar=restless)
    assert days == expiry(start, Period(days=amount), zone, rolling=True, calendar=restless)


@given(instants, periods, st.lists(zones, min_size=1, max_size=4), calendars)
def test_a_safe_expiry_is_safe_in_each_zone(
    start: datetime, period: Period, several: list[str], place: Calendar
) -> None:
    """It is one of the expiries, and none is earlier."""
    ends = [expiry(start, period, zone, calendar=place).at for zone in several]
    assert min(ends) == safe_expiry(start, period, several, calendar=place).at


@given(periods)
def test_every_period_reads_back_from_its_key(period: Period) -> None:
    """Editions keep the key."""
    assert period == Period.parse(period.key())
