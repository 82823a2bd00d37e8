"""The clock: one reader of time, always aware, held still by tests."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from consult import clock

NEW_YEAR = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)


def test_now_is_aware_and_in_utc() -> None:
    """The running clock gives instants in UTC that do not go back."""
    first, second = clock.now(), clock.now()

    assert UTC == first.tzinfo
    assert first <= second


def test_the_date_is_that_of_the_zone() -> None:
    """At one instant it is already the next year in Tokyo, and still the old one in Washington."""
    with clock.frozen(NEW_YEAR):
        assert date(2027, 1, 1) == clock.today("Asia/Tokyo")
        assert date(2026, 12, 31) == clock.today(ZoneInfo("America/New_York"))


def test_a_held_clock_stands_and_then_runs_again() -> None:
    """Holding can be nested, and each end gives back what was before."""
    with clock.frozen(NEW_YEAR):
        with clock.frozen(NEW_YEAR + timedelta(days=1)):
            assert NEW_YEAR + timedelta(days=1) == clock.now()
        assert NEW_YEAR == clock.now()

    assert NEW_YEAR != clock.now()


def test_an_instant_of_another_zone_is_held_in_utc() -> None:
    """What goes in with an offset comes out in UTC."""
    with clock.frozen(NEW_YEAR.astimezone(timezone(timedelta(hours=9)))):
        assert (NEW_YEAR, UTC) == (clock.now(), clock.now().tzinfo)


def test_an_instant_without_a_zone_is_refused() -> None:
    """A naive instant has no place in the record."""
    with pytest.raises(ValueError, match="this one has none"), clock.frozen(NEW_YEAR.replace(tzinfo=None)):
        pass
