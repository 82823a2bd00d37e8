"""Nobody concludes alone, no guest is waited for, and who came to a mechanism or left it counts as it is today."""

from tests.workflows.kernel.play import Play
from tests.workflows.test_lunar_charter import silent, tabled
from tests.workflows.test_meeting import BEGINS, CALL, PLENARY, ROLLS, held, plenary, together
from workflows.kernel.frozen_text import frozen_text
from workflows.kernel.view import Facts
from workflows.lunar_charter import DraftingTerms, lunar_charter

MEMBERS = "roll:lunar_participation:copuos-draft:member"
WORDS = {"conclusion": "Data go out in a year."}


def at_the_gavel() -> Play:
    """Play until the United States has put words to the meeting, on 15 June 2027."""
    play = held()
    play.take("put_to_meeting", "USA", "2027-06-15T09:00", track="item:1", filing=WORDS)
    return play


def test_a_party_that_is_left_alone_in_the_room_concludes_nothing() -> None:
    """China left at half past nine: no consensus of one."""
    play = at_the_gavel()
    play.take("leave_room", "CHN", "2027-06-15T09:30", track="delegation:CHN")

    refused = play.refused("gavel", "USA", "2027-06-15T09:31", track="item:1", filing=WORDS)

    assert ("closed", True) == (refused.kind, "not all of them take part" in str(refused))
    assert "gavel@item:1" not in play.offered("USA", "2027-06-15T09:31")
    assert "at_gavel" == play.state("item:1")


def test_an_observer_in_the_room_lays_no_hand_on_a_conclusion_and_is_not_waited_for() -> None:
    """Brazil sits with a delegation; the two parties conclude."""
    play = held()
    together(play, "admit_observer", "2027-06-15T08:30", filing={"observer": "BRA"})
    play.take("announce_delegation", "BRA", "2027-06-15T08:40")
    play.take("take_seat", "BRA", "2027-06-15T08:41", track="delegation:BRA")
    play.take("put_to_meeting", "USA", "2027-06-15T09:00", track="item:1", filing=WORDS)
    assert "gavel@item:1" not in play.offered("BRA", "2027-06-15T09:01")

    together(play, "gavel", "2027-06-15T09:10", track="item:1", filing=WORDS)
    assert "concluded" == play.state("item:1")
    assert play.case == play.replayed()


def test_an_observer_beside_one_party_does_not_make_two() -> None:
    """China left; the United States and a guest conclude nothing."""
    play = held()
    together(play, "admit_observer", "2027-06-15T08:30", filing={"observer": "BRA"})
    play.take("announce_delegation", "BRA", "2027-06-15T08:40")
    play.take("take_seat", "BRA", "2027-06-15T08:41", track="delegation:BRA")
    play.take("put_to_meeting", "USA", "2027-06-15T09:00", track="item:1", filing=WORDS)
    play.take("leave_room", "CHN", "2027-06-15T09:30", track="delegation:CHN")
    assert "closed" == play.refused("gavel", "USA", "2027-06-15T09:31", track="item:1", filing=WORDS).kind


def test_a_member_admitted_after_the_call_comes_to_the_plenary() -> None:
    """Japan was admitted in March 2027: confirming the meeting names it, and so does the secretariat before that."""
    with_japan = Facts({**ROLLS, MEMBERS: ["ROU", "PAK", "DEU", "IND", "JPN"]})
    for step, by in ("confirm", "ROU"), ("include_newcomers", "OOSA"):
        play = Play(PLENARY, "2027-01-10", {"convener": ["ROU"]}, Facts(ROLLS))
        play.take("call_meeting", "ROU", "2027-02-01", filing={**CALL, "items": [{"text": "Form of notices"}]})
        assert "announce_delegation" not in play.offered("JPN", "2027-04-30")
        play.world = with_japan
        play.take(step, by, "2027-05-01", filing={"starts_at": BEGINS, "place": "Vienna"} if by == "ROU" else None)
        assert "announce_delegation" in play.offered("JPN", "2027-05-02")


def test_a_member_that_left_the_mechanism_since_the_call_prevents_no_consensus() -> None:
    """India sits in the room and is a member no more."""
    play = plenary("ROU", "DEU", "IND")
    play.take("put_to_meeting", "ROU", "2027-06-15T09:00", track="item:1")
    play.world = Facts({**ROLLS, MEMBERS: ["ROU", "PAK", "DEU"]})
    why = str(play.refused("object", "IND", "2027-06-15T09:01", track="item:1"))
    assert "IND is not of the class that may object under this charter." == why
    play.take("object", "DEU", "2027-06-15T09:02", track="item:1")
    assert "objected" == play.state("item:1")


def test_a_text_of_those_on_a_roll_lies_before_those_who_are_on_it_when_silence_is_opened() -> None:
    """Japan came and India left after the invitation of 4 January 2027."""
    form = lunar_charter(DraftingTerms(convened="copuos-draft"))
    play = tabled(procedure=form, invitation={"subject": "Charter", "mandate": "A/79/20"},
                  world=Facts({MEMBERS: ["IND", "LUX"]}))  # fmt: skip
    play.world = Facts({MEMBERS: ["JPN", "LUX"]})
    silent(play, "2027-02-10")

    assert ("JPN", "LUX") == frozen_text(play.case).entitled
    assert "break_silence" not in play.offered("IND", "2027-02-11")
    play.take("break_silence", "JPN", "2027-02-11", filing={})
    assert "drafting" == play.state()


def test_an_invited_team_stays_as_it_was_invited() -> None:
    """No roll adds to it."""
    play = tabled(world=Facts({MEMBERS: ["JPN"]}))
    silent(play, "2027-02-10")
    assert ("IND", "LUX", "ROU") == frozen_text(play.case).entitled
