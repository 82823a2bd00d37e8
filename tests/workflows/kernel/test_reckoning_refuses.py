"""Time limits that cannot be counted: the sentence of each, to the letter."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

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
)

DAY, NEXT = date(2026, 11, 20), date(2026, 11, 23)  # a Friday and a Monday
NOON, LATER = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (20, 22))
WORK, MONTH, HOURS = Period(working_days=1), Period(months=1), Period(hours=5)


def table(first: date, last: date, weekend: frozenset[int] = frozenset({5, 6}), *holidays: date) -> Calendar:
    """The table of Geneva."""
    return Calendar(place="Geneva", weekend=weekend, holidays=frozenset(holidays), first=first, last=last)


GENEVA = table(date(2026, 1, 1), date(2026, 12, 31))
ENDING = Expiry(DAY, end_of_day(DAY, "UTC"))


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (lambda: Period(), "A period has exactly one of hours, days, working_days, months, years; given: none."),
        (
            lambda: Period(hours=1, years=1),
            "A period has exactly one of hours, days, working_days, months, years; given: hours, years.",
        ),
        (lambda: Period(days=0), "A period counts a whole number of days above zero, not 0."),
        (lambda: Period(working_days=True), "A period counts a whole number of working_days above zero, not True."),
        (lambda: Period.parse("P1W"), "'P1W' is not a period; write one like PT72H, P30D, P10WD, P2M or P1Y."),
        (lambda: expiry(DAY, HOURS, "UTC"), "A period in hours runs from an instant; 2026-11-20 is only a date."),
        (
            lambda: expiry(NOON, HOURS, "UTC", rolling=True, calendar=GENEVA),
            "A period in hours runs through every day and does not roll to a working day.",
        ),
        (lambda: expiry(DAY, WORK, "UTC"), "Counting working days needs the calendar of a place."),
        (lambda: expiry(DAY, MONTH, "UTC", rolling=True), "Rolling needs the calendar of a place."),
        (
            lambda: expiry(DAY, MONTH, "Mars/Base"),
            "'Mars/Base' is not a known time zone; write one like Europe/Vienna or UTC.",
        ),
        (
            lambda: expiry(date(9999, 12, 1), MONTH, "UTC"),
            "1 month from 9999-12-01 lies outside the years 1 to 9999.",
        ),
        (
            lambda: expiry(date(2026, 12, 31), WORK, "UTC", calendar=GENEVA),
            "The Geneva table runs from 2026-01-01 to 2026-12-31 and does not cover 2027-01-01.",
        ),
        (lambda: safe_expiry(DAY, MONTH, ()), "A safe expiry needs at least one time zone."),
        (
            lambda: add_stopped_time(ENDING, NOON, datetime(2026, 11, 19, tzinfo=UTC), MONTH, "UTC"),
            f"The clock cannot start again at 2026-11-19 00:00:00+00:00, before it stopped at {NOON}.",
        ),
        (
            lambda: add_stopped_time(ENDING, LATER, LATER, MONTH, "UTC"),
            "The clock cannot stop at 2026-11-22 12:00:00+00:00: the period ended at 2026-11-21 00:00:00+00:00.",
        ),
        (
            lambda: add_stopped_time(ENDING, NOON, LATER, WORK, "UTC"),
            "Stopping a period that ends on a working day needs the calendar of a place.",
        ),
        (
            lambda: add_stopped_time(ENDING, NOON, LATER, MONTH, "UTC", rolling=True),
            "Stopping a period that ends on a working day needs the calendar of a place.",
        ),
        (
            lambda: elapsed_text(DAY, NOON),
            "Elapsed time runs between two dates or two instants, not from one to the other.",
        ),
        (
            lambda: elapsed_text(NOON, DAY),
            "Elapsed time runs between two dates or two instants, not from one to the other.",
        ),
        (lambda: elapsed_text(NEXT, DAY), "Elapsed time cannot end at 2026-11-20, before its start at 2026-11-23."),
        (
            lambda: local_date(datetime(2026, 11, 20), "UTC"),  # noqa: DTZ001 - without a zone on purpose
            "The instant 2026-11-20 00:00:00 has no time zone; only aware instants are counted.",
        ),
        (
            lambda: table(NEXT, DAY),
            "The table of Geneva starts on 2026-11-23, after its end on 2026-11-20.",
        ),
        (
            lambda: table(DAY, NEXT, frozenset(range(7))),
            "The weekend of Geneva must leave a working day; days are 0 to 6 from Monday.",
        ),
    ],
)
def test_what_cannot_be_counted_is_told_to_the_letter(count: Callable[[], object], says: str) -> None:
    """With what was given: a party reads it beside the rule that it broke."""
    with pytest.raises((ValueError, BeyondTable), match=r"\.$") as refused:
        count()

    assert says == str(refused.value)


def test_a_period_that_ends_on_a_working_day_does_so_also_after_its_clock_stood_still() -> None:
    """From Friday 20 November 2026: Saturday and Sunday give Monday, Monday and Tuesday themselves."""
    for until, ends in ((21, NEXT), (22, NEXT), (23, NEXT), (24, date(2026, 11, 24))):
        stopped = add_stopped_time(
            ENDING, NOON, datetime(2026, 11, until, 12, tzinfo=UTC), WORK, "UTC", calendar=GENEVA
        )
        assert Expiry(ends, end_of_day(ends, "UTC")) == stopped
    one = table(DAY, date(2026, 12, 31), frozenset({5, 6}), NEXT)
    after = add_stopped_time(ENDING, NOON, LATER, MONTH, "UTC", rolling=True, calendar=one)
    assert date(2026, 11, 24) == after.on
