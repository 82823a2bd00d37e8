"""An exact closing, an end that is moved on for all, standing in another case, and offices in joint steps."""

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.rounds import AFTER, AT, LAST, REQUEST, called, shape
from workflows.kernel.checks_of_extension import AfterEnd
from workflows.kernel.checks_of_matter import StandsIn
from workflows.kernel.guards_of_closing import BeforeClosing
from workflows.kernel.rooms import stands
from workflows.kernel.view import Facts, View
from workflows.rounds.building import build

from .play import utc


def seen(play: Play, when: str, **filing: object) -> View:
    """Look at a case at a moment, with a filing."""
    return View(play.procedure, play.case, hand("FRA"), utc(when), play.world, filing=filing)


@pytest.mark.parametrize(("when", "open_"), [(LAST, True), (AT, False), (AFTER, False)], ids=str)
def test_a_closing_is_judged_to_the_second(when: str, open_: bool) -> None:
    """Before it, at it, after it."""
    assert open_ == BeforeClosing("closing").holds(seen(called(), when))


def test_a_closing_that_is_on_record_is_not_undone_by_an_earlier_date() -> None:
    """Nor does it hold before it is set; the refusal says what is open instead."""
    play = called()
    play.pass_time(AFTER)
    why = BeforeClosing("closing", "Try again.").check(seen(play, LAST))
    assert why is not None
    assert why.sentence.endswith("is too late. Try again.")
    fresh = Play(play.procedure, "2023-11-01", {"curator": ["CHN"]}, Facts())
    why = BeforeClosing("closing").check(seen(fresh, "2023-11-02"))
    assert why is not None
    assert "“Closing of the call” is not set yet." == why.sentence
    assert "received before the instant" in BeforeClosing("closing").words(play.procedure)


@pytest.mark.parametrize(("at", "holds"), [("15:59:59", False), ("16:00:00", False), ("16:00:01", True)], ids=str)
def test_an_announced_end_is_only_moved_on(at: str, holds: bool) -> None:
    """At the same instant nothing would be moved."""
    filing = {"closes_at": {"at": f"2023-12-22T{at}+00:00", "zone": "UTC"}}
    found = AfterEnd("closes_at", "closing").check(seen(called(), "2023-12-01", **filing))
    assert holds == (found is None)


@pytest.mark.parametrize(
    ("states", "holds"), [(["selected"], True), (["rejected", "selected"], True), (["rejected"], False), ([], False)],
    ids=["selected", "one of two", "rejected", "unknown"],
)  # fmt: skip
def test_what_is_opened_rests_on_where_one_stands_in_the_other_case(states: list[str], holds: bool) -> None:
    """A case that there is not, one of others, and another state are one answer."""
    play = called()
    play.world = Facts({"stands:SRND-1:application:FRA": states})
    check = StandsIn("round", "application", ("selected",), "Not selected there.")
    found = check.check(seen(play, "2023-12-01", round="SRND-1"))
    assert holds == (found is None)
    assert check.check(seen(play, "2023-12-01")) is None, "where no case is named nothing is asked"


def test_where_a_party_stands_is_told_of_its_own_tracks_alone() -> None:
    """Two applications of one party, one of another."""
    play = called()
    for party in ("FRA", "ITA", "FRA"):
        play.take("apply", party, "2023-12-01", filing=REQUEST)
    assert (["submitted", "submitted"], ["submitted"], []) == (
        stands(play.case, "application", "FRA"), stands(play.case, "application", "ITA"),
        stands(play.case, "application", "JPN"),
    )  # fmt: skip


def test_an_office_joins_a_joint_step_in_office_and_no_other_hand_does() -> None:
    """The record keeps in what capacity each hand was laid."""
    play = Play(build(shape()), "2027-04-01", {"organiser": ["OOSA"]}, Facts())
    play.take("invite_convener", hand("OOSA", "office"), "2027-04-02", filing={"convener": "CHN"})
    body = {"closes_at": {"at": "2027-08-01T12:00:00+00:00", "zone": "UTC"}}
    assert "publish_call" in play.offered(hand("OOSA", "office"), "2027-05-01")
    assert "publish_call" not in play.offered(hand("CHN", "office"), "2027-05-01")
    why = play.refused("publish_call", hand("OOSA", "draft"), "2027-05-01", filing=body)
    assert "standing" == why.kind
    act = play.take("publish_call", hand("OOSA", "office"), "2027-05-01", filing=body)
    assert "office" == act.capacity
