"""Reminders and lapses through the nights in which clocks change, over 29 February, and through a day on which nothing
ran: each once, in the morning of whoever is reminded and never by night; on both databases.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from consult.db import reading
from consult.models.cases import ACT
from consult.models.delivery import MESSAGE
from consult.models.reminding import REMINDER
from tests.consult.docket.conftest import Office
from tests.consult.docket.test_reminding import give_mail, tick, told

PARIS = ZoneInfo("Europe/Paris")
BODY = {"vehicle": "Cargo 7", "size": "small", "asked": ["FRA"]}
# When France received, the last day of its ten, when that day is over, and the morning after it: all told in UTC.
CHANGES = {
    "forward on 28 March 2027": ("2027-03-17", "2027-03-27T23:00", "2027-03-28T06:00"),
    "the night before that": ("2027-03-16", "2027-03-26T23:00", "2027-03-27T07:00"),
    "the day after that": ("2027-03-18", "2027-03-28T22:00", "2027-03-29T06:00"),
    "back on 31 October 2027": ("2027-10-20", "2027-10-30T22:00", "2027-10-31T07:00"),
    "the night before that one": ("2027-10-19", "2027-10-29T22:00", "2027-10-30T06:00"),
    "the day after that one": ("2027-10-21", "2027-10-31T23:00", "2027-11-01T07:00"),
    "28 February of a leap year": ("2028-02-18", "2028-02-28T23:00", "2028-02-29T07:00"),
    "29 February": ("2028-02-19", "2028-02-29T23:00", "2028-03-01T07:00"),
    "1 March of a leap year": ("2028-02-20", "2028-03-01T23:00", "2028-03-02T07:00"),
    "28 February of another year": ("2027-02-18", "2027-02-28T23:00", "2027-03-01T07:00"),
}


def moment(text: str) -> datetime:
    """Read an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def received(office: Office, day: str) -> str:
    """Record at nine on a day that France received the request; its ten days run."""
    at = moment(f"{day}T09:00")
    give_mail(office, "FRA", "desk@fra.example")
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=at, title="").ref)
    from_day = (date.fromisoformat(day) + timedelta(days=60)).isoformat()
    office.take("JPN", ref, "ask", at=at, body={**BODY, "from_day": from_day})
    office.take("FRA", ref, "record_receipt", at=at)
    return ref


def lapses(office: Office) -> list[datetime]:
    """Read on which instant each lapse is dated."""
    with reading(office.engine) as connection:
        return list(connection.execute(select(ACT.c.on_at).where(ACT.c.step == "no_answer")).scalars())


def asked_at(office: Office) -> list[datetime]:
    """Read when each reminder was asked for."""
    with reading(office.engine) as connection:
        return list(connection.execute(select(MESSAGE.c.asked_at).order_by(MESSAGE.c.id)).scalars())


@pytest.mark.parametrize(("day", "end", "morning"), CHANGES.values(), ids=CHANGES)
def test_a_period_of_ten_days_lapses_with_its_last_day_and_is_told_in_the_morning(
    office: Office, day: str, end: str, morning: str
) -> None:
    """A second before the last day is over nothing; with its end the lapse; at eight in Paris, and not a second
    before, the reminder."""
    received(office, day)
    counts = []
    for text in (end, morning):
        for at in (moment(text) - timedelta(seconds=1), moment(text)):
            tick(office, at)
            counts.append((len(lapses(office)), [mark for mark, _outcome, _reason in told(office)].count("end")))

    assert [(0, 0), (1, 0), (1, 0), (1, 1)] == counts
    assert [moment(end)] == lapses(office)
    assert "08:00" == f"{asked_at(office)[-1].astimezone(PARIS):%H:%M}"


@pytest.mark.parametrize("day", ["2027-03-17", "2027-10-20", "2028-02-19"], ids=["spring", "autumn", "leap year"])
def test_a_worker_that_ticks_through_the_night_disturbs_nobody_and_tells_each_moment_once(
    office: Office, day: str
) -> None:
    """Every hour from the receipt to the third day after the end; the hours are those of Paris."""
    received(office, day)
    at, last = moment(f"{day}T09:00"), moment(f"{day}T09:00") + timedelta(days=14)
    while at <= last:
        tick(office, at)
        at += timedelta(hours=1)

    hours = [asked.astimezone(PARIS).hour for asked in asked_at(office)]
    assert [("50%", "sent", ""), ("90%", "sent", ""), ("end", "sent", ""), ("+1d", "sent", "")] == told(office)
    assert (4, []) == (len(hours), [hour for hour in hours if not 7 <= hour < 22])


@pytest.mark.parametrize("day", ["2027-03-17", "2027-10-20", "2028-02-19"], ids=["spring", "autumn", "leap year"])
def test_after_a_day_on_which_nothing_ran_nothing_is_left_out_and_nothing_comes_twice(office: Office, day: str) -> None:
    """The worker stops an hour before the last day is over and runs again a day later, then three times more: one
    lapse, dated on its end, and each moment is dealt with once."""
    received(office, day)
    end = datetime.combine(date.fromisoformat(day) + timedelta(days=11), datetime.min.time(), PARIS).astimezone(UTC)
    tick(office, end - timedelta(hours=1))
    before = len(asked_at(office))
    for hours in (23, 23, 33, 34):
        tick(office, end + timedelta(hours=hours))

    assert [end] == lapses(office)
    with reading(office.engine) as connection:
        kept = Counter(connection.execute(select(REMINDER.c.mark, REMINDER.c.outcome)).all())
    assert {1} == set(kept.values())
    assert {"50%", "90%", "end", "+1d"} == {mark for mark, _outcome in kept}
    assert {("end", "sent"), ("+1d", "sent")} <= set(kept)
    assert before + 2 == len(asked_at(office))
