"""A date that the case keeps: whether it has passed, how far ahead it lies, and whether something came before it."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel.guards import Guard
from workflows.kernel.guards_of_facts import Passed, Precedes, ShorterThan
from workflows.kernel.language import Period

AT = {"at": "2026-03-10T08:00:00+00:00", "zone": "UTC"}


def kept(guard: Guard, **filing: Any) -> Play:
    """Play a case that keeps a day or an instant, and in which a step hangs on it."""
    found = play([step("keep", asks=Paper, keeps=("on_day", "until")), step("act", when=guard)])
    found.take("keep", "JPN", "2026-01-01", filing=filing, exact=True)
    return found


@pytest.mark.parametrize(
    ("at", "passed"), [("2026-03-10T07:59", False), ("2026-03-10T08:00", True), ("2026-03-11T00:00", True)], ids=str
)
def test_an_instant_has_passed_when_it_is_there(at: str, passed: bool) -> None:
    """To the minute."""
    assert passed == ("act" in kept(Passed("until"), until=AT).offered("JPN", at))


@pytest.mark.parametrize(
    ("at", "passed"), [("2026-03-09T23:59", False), ("2026-03-10T23:59", False), ("2026-03-11T00:00", True)], ids=str
)
def test_a_day_has_passed_when_it_is_over(at: str, passed: bool) -> None:
    """The day before, the day, the day after."""
    assert passed == ("act" in kept(Passed("on_day"), on_day="2026-03-10").offered("JPN", at))


@pytest.mark.parametrize(
    ("at", "short"), [("2026-03-02", False), ("2026-03-03", False), ("2026-03-04", True), ("2026-03-12", True)], ids=str
)
def test_less_than_seven_days_are_counted_back_from_the_day_of_the_event(at: str, short: bool) -> None:
    """On 3 March there are still seven."""
    guard = ShorterThan("until", Period(days=7))
    assert short == ("act" in kept(guard, until=AT).offered("JPN", at))


@pytest.mark.parametrize(("at", "short"), [("2026-03-07T07:59", False), ("2026-03-07T08:00", True)], ids=str)
def test_hours_are_counted_back_from_the_instant(at: str, short: bool) -> None:
    """Seventy-two hours."""
    guard = ShorterThan("until", Period(hours=72))
    assert short == ("act" in kept(guard, until=AT).offered("JPN", at))


def test_each_says_why_it_does_not_hold_and_what_it_asks() -> None:
    """A date that is not known has neither passed nor is near."""
    unknown = kept(Passed("until"), on_day="2026-03-10").refused("act", "JPN", "2026-03-11")
    assert "“Until” is not known as a date." == str(unknown)
    ahead = kept(Passed("until"), until=AT).refused("act", "JPN", "2026-03-01")
    assert "“Until” (10 March 2026, 08:00:00 UTC) is still to come." == str(ahead)
    seven = ShorterThan("until", Period(days=7))
    assert "“Until” lies 7 days ahead, or more." == str(kept(seven, until=AT).refused("act", "JPN", "2026-03-01"))
    assert "“Until” is not known as a date." == str(
        kept(seven, on_day="2026-03-10").refused("act", "JPN", "2026-03-01")
    )
    found = kept(Passed("until"), until=AT)
    words = [guard.words(found.procedure) for guard in (Passed("until"), seven)]
    assert ["“Until” has passed", "“Until” is less than 7 days ahead"] == words


@pytest.mark.parametrize(
    ("filed", "holds"),
    [
        ({"until": {"at": "2026-03-10T07:59:00+00:00", "zone": "UTC"}}, True),
        ({"until": AT}, False),
        ({"until": {"at": "2026-03-10T08:01:00+00:00", "zone": "UTC"}}, False),
    ],
    ids=["a minute before", "at the time", "a minute after"],
)
def test_what_a_filing_names_came_before_what_is_kept(filed: dict[str, Any], holds: bool) -> None:
    """Instants are compared to the second; the refusal says that it did not."""
    guard = Precedes("until", "until")
    rows = [step("keep", asks=Paper, keeps=("until",)), step("act", asks=Paper, when=guard)]
    found = play(rows)
    found.take("keep", "JPN", "2026-01-01", filing={"until": AT}, exact=True)
    if holds:
        assert "step" == found.take("act", "JPN", "2026-01-02", filing=filed, exact=True).kind
        return
    no = found.refused("act", "JPN", "2026-01-02", filing=filed, exact=True)
    assert "“Until” is not before “Until”." == str(no)
    assert "“Until” is before “Until”" == guard.words(found.procedure)


@pytest.mark.parametrize(("day", "holds"), [("2026-03-09", True), ("2026-03-10", False)], ids=str)
def test_a_day_and_an_instant_are_compared_by_their_days(day: str, holds: bool) -> None:
    """On the same day neither came before the other."""
    rows = [step("keep", asks=Paper, keeps=("until",)), step("act", asks=Paper, when=Precedes("on_day", "until"))]
    found = play(rows)
    found.take("keep", "JPN", "2026-01-01", filing={"until": AT}, exact=True)
    if holds:
        assert "step" == found.take("act", "JPN", "2026-01-02", filing={"on_day": day}, exact=True).kind
    else:
        assert "is not before" in str(found.refused("act", "JPN", "2026-01-02", filing={"on_day": day}, exact=True))
