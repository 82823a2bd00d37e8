"""A filing that tells of what has happened names no day and no instant that is still to come."""

import pytest

from tests.workflows.kernel.play import hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel.language import NotToCome
from workflows.kernel.view import Facts, View

DAY, INSTANT = NotToCome("on_day"), NotToCome("until")


@pytest.mark.parametrize(
    ("day", "taken"), [("2025-12-31", True), ("2026-01-01", True), ("2026-01-02", True), ("2026-01-03", False)], ids=str
)
def test_a_day_has_begun_where_it_has_begun_anywhere(day: str, taken: bool) -> None:
    """At noon UTC of 1 January it is 2 January at the place that is furthest ahead."""
    found = play([step("act", asks=Paper, checks=(DAY,))])
    if taken:
        assert "step" == found.take("act", "JPN", "2026-01-01", filing={"on_day": day}).kind
        return
    why = found.refused("act", "JPN", "2026-01-01", filing={"on_day": day})
    sentence = "“Day” (3 January 2026) is still to come; it tells of what has happened."
    assert (sentence, "content", "on_day") == (str(why), why.kind, why.refusals[0].field)


@pytest.mark.parametrize(
    ("at", "taken"),
    [("2026-01-01T11:59:59+00:00", True), ("2026-01-01T12:00:00+00:00", True), ("2026-01-01T12:00:01+00:00", False)],
    ids=["before", "then", "after"],
)
def test_an_instant_is_compared_to_the_second(at: str, taken: bool) -> None:
    """With the moment of the act."""
    found = play([step("act", asks=Paper, checks=(INSTANT,))])
    body = {"until": {"at": at, "zone": "UTC"}}
    if taken:
        assert "step" == found.take("act", "JPN", "2026-01-01", filing=body).kind
    else:
        assert "still to come" in str(found.refused("act", "JPN", "2026-01-01", filing=body))


@pytest.mark.parametrize("check", [DAY, INSTANT], ids=["day", "instant"])
def test_a_draft_is_mended_with_the_moment_of_the_act(check: NotToCome) -> None:
    """In the form of the answer; nothing is asked where nothing is answered."""
    found = play([step("act", asks=Paper, checks=(check,))])
    body = {"on_day": "2030-01-01", "until": {"at": "2030-01-01T00:00:00+00:00", "zone": "UTC"}}
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts(), filing=body)
    view.filing = check.mend(body, view)
    assert check.check(view) is None
    view.filing = {}
    assert check.check(view) is None
    assert "“Day” not to come" == DAY.words(Paper.spec)
