"""Times: days that count whole, instants, open ends, and dates that may move."""

from datetime import date, timedelta

import pytest

from consult.lunar.faults import BadWindow
from consult.lunar.windows import common, gap_s, near, window_of

DAY = 86_400
PAIRS = {
    "the same day": ("2027-03-01", "2027-03-01", "2027-03-01", "2027-03-01", 1, -1),
    "the last day of one is the first of the other": ("2027-03-01", "2027-03-10", "2027-03-10", "2027-03-20", 1, -1),
    "the day after": ("2027-03-01", "2027-03-10", "2027-03-11", "2027-03-20", 0, 0),
    "two days after": ("2027-03-01", "2027-03-10", "2027-03-12", "2027-03-20", 0, 1),
    "one inside the other": ("2027-01-01", "2027-12-31", "2027-03-01", "2027-03-31", 31, -31),
    "over the end of February in a leap year": ("2028-02-28", "2028-03-01", "2028-02-01", "2028-03-31", 3, -3),
    "end open": ("2027-01-01", None, "2031-12-31", "2032-01-01", 2, -2),
    "beginning open": (None, "2027-01-01", "2026-12-31", None, 2, -2),
    "both for ever": (None, None, None, None, None, None),
}


@pytest.mark.parametrize(("a", "b", "c", "d", "days", "gap"), PAIRS.values(), ids=PAIRS)
def test_days_in_common_are_counted_whole_and_in_either_order(a, b, c, d, days, gap):
    one, other = window_of(a, b), window_of(c, d)
    for x, y in ((one, other), (other, one)):
        both = common(x, y)
        assert (both.days if both else 0) == days
        if gap is not None:
            assert gap_s(x, y) == gap * DAY


def test_common_days_have_a_first_and_a_last():
    both = common(window_of("2027-03-01", "2027-03-10"), window_of("2027-03-08", "2027-04-01"))

    assert (both.first_day, both.last_day) == (date(2027, 3, 8), date(2027, 3, 10))


NEARNESS = {
    "far apart": ("2027-03-20", None, 0, False),
    "apart by less than the dates may move": ("2027-03-14", "5", 0, True),
    "apart by exactly what the dates may move": ("2027-03-16", "5", 0, False),
    "apart by less than dates and product allow": ("2027-03-16", "2", 4, True),
    "in common, which is more than near": ("2027-03-10", "5", 5, False),
    "end to end without slack": ("2027-03-11", None, 0, False),
    "end to end with slack": ("2027-03-11", "0.5", 0, True),
}


@pytest.mark.parametrize(("starts", "slack", "more", "expected"), NEARNESS.values(), ids=NEARNESS)
def test_times_are_near_when_they_miss_each_other_by_less_than_they_may_move(starts, slack, more, expected):
    first = window_of("2027-03-01", "2027-03-10")
    second = window_of(starts, None, slack and {"value": slack, "unit": "days"})

    assert near(first, second, timedelta(days=more)) is near(second, first, timedelta(days=more)) is expected


def test_instants_count_to_the_second_and_in_any_zone():
    one = window_of(None, {"at": "2027-03-10T12:00:00+01:00", "zone": "Europe/Paris"})
    other = window_of({"at": "2027-03-10T11:00:01+00:00", "zone": "UTC"}, None)

    assert gap_s(one, other) == 1
    assert common(one, other) is None


def test_a_part_without_dates_has_those_of_the_whole():
    whole = window_of("2027-03-01", "2027-06-30", {"value": "10", "unit": "days"})
    part = window_of(None, "2027-04-30", within=whole)

    assert (part.first_day, part.last_day, part.slack) == (date(2027, 3, 1), date(2027, 4, 30), timedelta(days=10))


FAULTY = {
    "end on the day before": ("2027-03-02", "2027-03-01", None, "ends", "This ends before it starts."),
    "end long before start": ("2027-03-02", "2026-03-01", None, "ends", "This ends before it starts."),
    "no such day": (
        "2027-02-30", None, None, "starts",
        "Give a date that exists, as year-month-day, or an instant with its time zone.",
    ),
    "after the last day of the calendar": (
        None, "9999-12-31", None, "ends",
        "Give a date that exists, as year-month-day, or an instant with its time zone.",
    ),
    "moving backward": (
        None, None, {"value": "-1", "unit": "days"}, "uncertainty_days",
        "Say by how many days the dates may move: 0 or more.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("starts", "ends", "slack", "path", "sentence"), FAULTY.values(), ids=FAULTY)
def test_a_time_that_is_none_is_refused(starts, ends, slack, path, sentence):
    with pytest.raises(BadWindow) as refused:
        window_of(starts, ends, slack)

    assert (refused.value.path, refused.value.sentence) == (path, sentence)


def test_a_part_may_not_start_after_the_whole_has_ended():
    with pytest.raises(BadWindow) as refused:
        window_of("2027-07-01", None, within=window_of("2027-03-01", "2027-06-30"))

    assert str(refused.value) == "ends: This ends before it starts."
