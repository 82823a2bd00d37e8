"""Decisions of the lunar mechanism: who proposes, consensus in a meeting, silence within its scope, and dropping."""

import pytest

from tests.workflows.kernel.play import Play
from workflows.kernel.frozen_text import frozen_text
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import Facts
from workflows.lunar.charters import charters
from workflows.lunar_decision import DecisionTerms, decision

PROCEDURE = decision(DecisionTerms())
MEMBERS = ["IND", "KOR", "PAK", "ROU"]
SIX = ["ar", "en", "es", "fr", "ru", "zh"]
WORLD = Facts(
    {
        "roll:lunar_participation:copuos-draft:member": MEMBERS,
        "roll:lunar_participation:copuos-draft:associate": ["ESA"],
        "roll:lunar_participation:copuos-draft:observer": ["BRA"],
        "roll:lunar_participation:open-copuos:member": MEMBERS,
    }
)
TEXT = {"heading": "Time", "text": "Times are given in UTC.", "matter": "procedural"}
CIRCULATED = {"heading": "Time", "text": "Times are given in UTC.", "posted_in": SIX}
MEETING = {"held_on": "2027-03-20", "silence_agreed": "not_agreed"}


def proposed(by: str = "IND", procedure: Procedure = PROCEDURE, **filing: str) -> Play:
    """Play until a text was proposed on 1 March 2027."""
    play = Play(procedure, "2027-02-20", {"proposer": [by]}, WORLD)
    play.take("propose", by, "2027-03-01", filing=TEXT | filing, exact=True)
    return play


@pytest.mark.parametrize("by", ["IND", "ESA", "ROU"])
def test_a_member_an_associate_and_a_chair_propose(by: str) -> None:
    """Members, chairs and secretariat are named from roll and charter, and told; observers do not see it."""
    play = proposed(by)

    assert ("proposed", tuple(MEMBERS)) == (play.state(), play.case.parties["member"])
    assert (("ROU", "PAK"), ("OOSA",)) == (play.case.parties["chair"], play.case.parties["secretariat"])
    assert "observer" not in play.case.parties


@pytest.mark.parametrize("by", ["BRA", "CHN"])
def test_an_observer_and_a_stranger_propose_nothing(by: str) -> None:
    """The charter's rule is named."""
    play = Play(PROCEDURE, "2027-02-20", {"proposer": [by]}, WORLD)

    refused = play.refused("propose", by, "2027-03-01", filing=TEXT, exact=True)

    assert "members, associates where it says so, and the chairs propose; observers do not." in str(refused)


def test_consensus_is_that_nobody_present_objects_and_takes_effect_at_once() -> None:
    """Korea objects on 20 March 2027: no gavel; withdrawn, the text is adopted though Pakistan is absent."""
    play = proposed()
    play.take("discuss", "ROU", "2027-03-20", filing=MEETING)
    play.take("object_in_meeting", "KOR", "2027-03-20T10:00")

    gavel = {"held_on": "2027-03-20", "present": ["IND", "KOR", "ROU"]}
    refused = play.refused("gavel_consensus", "ROU", "2027-03-20T11:00", filing=gavel)
    assert ("closed", "A member present objects: there is no consensus.") == (refused.kind, str(refused))
    play.take("withdraw_objection", "KOR", "2027-03-20T12:00")
    play.take("gavel_consensus", "ROU", "2027-03-20T12:01", filing=gavel)

    assert ("adopted", ()) == (play.state(), play.case.flags)
    assert "No adoption by silence waits for a letter." == str(play.refused("confirm_adoption", "ROU", "2027-03-21"))


def test_only_members_object_and_only_a_chair_finds_consensus() -> None:
    """An associate has no veto; a member has no gavel."""
    play = proposed()
    play.take("discuss", "ROU", "2027-03-20", filing=MEETING)

    assert "standing" == play.refused("object_in_meeting", "ESA", "2027-03-20").kind
    assert "standing" == play.refused("gavel_consensus", "IND", "2027-03-20").kind


@pytest.mark.parametrize(("on", "short"), [("2027-03-11", True), ("2027-03-12", False)])
def test_a_circulation_shorter_than_ten_days_is_marked_and_refuses_nothing(on: str, short: bool) -> None:
    """Ten days from 1 March 2027 run to the end of the 11th: a default, and no law."""
    play = proposed()
    play.take("discuss", "ROU", on, filing=MEETING)

    assert (("short_circulation",) if short else ()) == play.case.flags


def test_silence_is_for_points_of_procedure_unless_a_meeting_agreed_otherwise() -> None:
    """A point of substance waits for a meeting's agreement under the draft charter; the open one knows no scope."""
    play = proposed(matter="substance")
    refused = play.refused("open_silence", "ROU", "2027-03-02", filing=CIRCULATED, exact=True)
    assert "silence is for points of procedure, unless a meeting agreed otherwise" in str(refused)
    play.take("discuss", "ROU", "2027-03-20", filing=MEETING | {"silence_agreed": "agreed"})
    play.take("open_silence", "ROU", "2027-03-21", filing=CIRCULATED, exact=True)
    assert "under_silence" == play.state()

    other = proposed(procedure=decision(DecisionTerms(charter="open-copuos")), matter="substance")
    other.take("open_silence", "ROU", "2027-03-02", filing=CIRCULATED, exact=True)
    assert "under_silence" == other.state()


def test_the_members_of_the_day_are_entitled_and_nobody_else() -> None:
    """Associates and chairs that are no members break nothing; each period is the charter's."""
    play = proposed("ESA")
    play.take("open_silence", "PAK", "2027-03-03T10:00", filing=CIRCULATED, exact=True)

    assert tuple(MEMBERS) == frozen_text(play.case).entitled
    assert ("2027-03-18T00:00:00", "SOFT") == (play.ends("silence"), play.case.limits["silence"].binding)
    assert "standing" == play.refused("break_silence", "ESA", "2027-03-04").kind
    play.take("break_silence", "IND", "2027-03-17T23:59:59")
    assert "silence_broken" == play.state()


def test_an_amended_text_goes_to_a_meeting_or_under_silence_and_the_same_text_to_neither() -> None:
    """Objections to the earlier text fall with it."""
    play = proposed()
    play.take("discuss", "ROU", "2027-03-20", filing=MEETING)
    play.take("object_in_meeting", "KOR", "2027-03-20")
    play.take("open_silence", "ROU", "2027-03-21", filing=CIRCULATED, exact=True)
    play.take("break_silence", "KOR", "2027-03-22")

    same = {"heading": "Again", "text": "Times are given in  UTC."}
    assert "text" == play.refused("enter_discussed", "ROU", "2027-03-23", filing=same, exact=True).refusals[0].field
    play.take("enter_discussed", "ROU", "2027-03-23", filing=same | {"text": "Times are in UTC or TAI."}, exact=True)

    assert ("discussed", "withdrawn") == (play.state(), play.state("objection:KOR"))
    assert play.case == play.replayed()


@pytest.mark.parametrize("who", ["IND", "PAK"])
def test_the_proposer_withdraws_and_a_chair_records_that_there_is_no_consensus(who: str) -> None:
    """Also under silence: the clock stops for good."""
    play = proposed()
    play.take("open_silence", "ROU", "2027-03-03", filing=CIRCULATED, exact=True)

    play.take("drop", who, "2027-03-04", filing={"reason": "No consensus."})

    assert ("not_adopted", []) == (play.state(), play.pass_time("2027-06-01"))
    assert "closed" == play.refused("break_silence", "KOR", "2027-06-01").kind


@pytest.mark.parametrize("key", sorted(charters()))
def test_nothing_of_a_decision_is_called_law(key: str) -> None:
    """Every step and limit rests on the charter, on a pattern that is soft, or on the product."""
    procedure = decision(DecisionTerms(charter=key))

    bindings = {str(c.binding) for part in (*procedure.steps, *procedure.limits) for c in part.under}
    assert bindings <= {"SOFT", "DEFAULT"}
    assert "proposal, not law" in procedure.title
