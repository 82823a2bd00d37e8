"""The rescue card of a mission: sealed, checked, opened on an alert by its keeper or whom it trusts, sealed again."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows import catalogue, stories
from workflows.kernel.stories import read, run
from workflows.kernel.view import Facts
from workflows.rescue_card import RescueCardTerms, rescue_card

PROCEDURE = rescue_card(RescueCardTerms())
OPENING = {"readers": ["AUS"], "alert": "Landing off course."}


def sealed(**world: Any) -> Play:
    """Play until Japan's card is sealed on 1 March 2027, with ESA trusted to open it."""
    play = Play(PROCEDURE, "2027-03-01", {"keeper": ["JPN"]}, Facts(world))
    play.take("seal_card", "JPN", "2027-03-01", filing={"mission": "Capsule", "custodians": ["ESA"]})
    return play


def opened() -> Play:
    """Play until it is open to Australia."""
    play = sealed()
    play.take("open_card", "JPN", "2027-06-01", filing=OPENING)
    return play


def test_every_act_is_sealed_and_so_is_the_existence_of_the_card() -> None:
    """Whoever is not in it does not know that there is one."""
    play = opened()
    assert ("C5", {"C5"}) == (PROCEDURE.levels.existence, {act.level for act in play.acts})
    assert ("ESA",) == play.acts[0].told
    assert {"C5"} == {row.level for row in PROCEDURE.steps if not row.common}


def test_the_keeper_opens_it_without_waiting_for_its_ministry() -> None:
    """A duty officer with a mandate to draft is enough; others are told to whom it was opened."""
    play = sealed()
    act = play.take("open_card", hand("JPN", "draft"), "2027-06-01", filing=OPENING)
    assert ("opened", ("AUS", "ESA"), ("AUS",)) == (play.state(), act.told, play.case.parties["reader"])


def test_whom_the_keeper_trusted_opens_it_and_this_is_on_record() -> None:
    """The keeper is told at once."""
    play = sealed()
    act = play.take("open_card", hand("ESA", "office"), "2027-06-01", filing=OPENING)
    assert ("opened", True, ("AUS", "JPN")) == (play.state(), "opened_by_custodian" in play.case.flags, act.told)


def test_a_custodian_is_struck_out_and_may_be_named_again() -> None:
    """It opens nothing any more and is told of nothing later."""
    play = sealed()
    play.take("strike_custodian", "JPN", "2027-04-01", track="custodian:ESA")
    assert "open_card" not in play.offered("ESA", "2027-04-02")
    assert () == play.take("renew_card", "JPN", "2027-04-03").told
    play.take("add_custodian", "JPN", "2027-05-01", filing={"custodians": ["ESA"]})
    assert ("trusted", True) == (play.state("custodian:ESA"), "open_card" in play.offered("ESA", "2027-05-02"))


def test_nobody_else_opens_it() -> None:
    """Neither a reader for a further State, nor anybody outside."""
    play = opened()
    for party in ("AUS", "NZL"):
        assert "standing" == play.refused("open_card", party, "2027-06-02", filing={**OPENING, "readers": ["NZL"]}).kind
        assert "open_card" not in play.offered(party, "2027-06-02")


@pytest.mark.parametrize(("here", "taken"), [(True, True), (False, False)], ids=["party", "stranger"])
def test_a_case_that_is_named_is_one_to_which_the_keeper_is_a_party(here: bool, taken: bool) -> None:
    """Without a case here it is opened on what was told by telephone."""
    matter = {"offices": [], "parties": ["AUS", "JPN"] if here else [], "open": here}
    play = sealed(**{"matter:RESC-2027-ABCDEF:JPN": matter})
    body = {**OPENING, "case": "RESC-2027-ABCDEF"}
    if taken:
        play.take("open_card", "JPN", "2027-06-01", filing=body)
        assert "opened" == play.state()
    else:
        why = play.refused("open_card", "JPN", "2027-06-01", filing=body)
        assert ("content", "case") == (why.kind, why.refusals[0].field)


def test_where_no_case_is_named_none_is_asked_for() -> None:
    """The State that rescues may have no case here, or be no party of this installation."""
    play = sealed(matter={"offices": [], "parties": [], "open": False})
    play.take("open_card", "JPN", "2027-06-01", filing=OPENING, exact=True)
    assert "opened" == play.state()


def test_medical_data_goes_in_both_directions_and_to_readers_alone() -> None:
    """The rescuer says what it found, the keeper what it knows."""
    play = opened()
    act = play.take("add_information", "AUS", "2027-06-01T18:00", filing={"kind": "medical", "information": "Stable."})
    assert ("C5", ("ESA", "JPN")) == (act.level, act.told)
    play.take("add_information", "JPN", "2027-06-01T19:00", filing={"kind": "hazard", "information": "Vent first."})
    assert "add_information" not in sealed().offered("JPN", "2027-06-01")


def test_the_card_is_sealed_again_reader_by_reader() -> None:
    """With the last one the card is sealed; a new alert opens it anew, to the same State too."""
    play = opened()
    play.take("open_card", "JPN", "2027-06-02", filing={**OPENING, "readers": ["NZL"]})
    play.take("seal_again", "JPN", "2027-06-10", track="reader:AUS")
    assert ("opened", "ended", "reading") == (play.state(), play.state("reader:AUS"), play.state("reader:NZL"))
    assert "AUS" not in play.take("add_information", "JPN", "2027-06-10").told
    play.take("seal_again", "JPN", "2027-06-11", track="reader:NZL")
    assert ("sealed", set()) == (play.state(), play.offered("AUS", "2027-06-11"))
    play.take("open_card", "JPN", "2027-07-01", filing=OPENING)
    assert ("opened", "reading", play.case) == (play.state(), play.state("reader:AUS"), play.replayed())


@pytest.mark.parametrize(("at", "late"), [("2027-05-29", False), ("2027-05-30", False), ("2027-05-31", True)], ids=str)
def test_the_card_is_checked_every_ninety_days(at: str, late: bool) -> None:
    """A missed check shows and the next one is counted; the card stays ready."""
    play = sealed()
    assert "2027-05-30" == play.ends("review")
    play.pass_time(at)
    assert ("sealed", late) == (play.state(), "2027-05-30" != play.ends("review"))
    play.take("confirm_card", hand("JPN", "draft"), "2027-06-20")
    assert "2027-09-18" == play.ends("review")


def test_a_card_is_never_suspended() -> None:
    """It could not be opened then."""
    assert not {"suspend", "resume"} & set(PROCEDURE.rows)
    assert "suspended" not in [state.key for state in PROCEDURE.states]


def test_a_card_is_closed_with_the_mission_and_opened_to_nobody_any_more() -> None:
    """The record stays."""
    play = opened()
    play.take("close", "JPN", "2027-12-01")
    assert ("closed", True) == (play.state(), play.refused("open_card", "JPN", "2027-12-02").kind == "closed")


STORY = """
title = "A card named to a rescue"
loose = true
[[case]]
case = "rescue"
procedure = "rescue_persons"
[case.parties]
Australia = "reporting"
Japan = "authority"
[[case]]
case = "card"
procedure = "rescue_card"
[case.parties]
WHO = "keeper"
Australia = "outsider"
[[event]]
at = 2027-06-01T02:00:00+00:00
case = "rescue"
by = "Australia"
step = "information"
filing = { learned_at = 2027-06-01T01:50:00+00:00 }
[[event]]
at = 2027-06-01T03:00:00+00:00
case = "rescue"
by = "Australia"
step = "notify"
filing = { authorities = ["Japan"], reach = "reached", learned_at = 2027-06-01T01:50:00+00:00 }
[[event]]
at = 2027-06-01T03:10:00+00:00
case = "card"
by = "WHO"
step = "seal_card"
[[event]]
at = 2027-06-01T04:00:00+00:00
case = "card"
by = "WHO"
step = "open_card"
filing = { readers = ["Australia"], case = "rescue" }
EXPECT
"""


@pytest.mark.parametrize(
    ("who", "expect"),
    [("Japan", '{ state = "opened" }'), ("France", '{ refused = "no party to an open case" }')],
    ids=["authority", "stranger"],
)
def test_only_a_party_to_the_rescue_names_it_when_the_card_is_opened(who: str, expect: str) -> None:
    """The authority that was told is one; another State's card is not opened on that case."""
    told = STORY.replace("WHO", who).replace("EXPECT", f"expect = {expect}")
    results = run(read(told, "card.toml"), catalogue(), stories.tables())
    assert [] == [each for result in results for each in result.differences]
