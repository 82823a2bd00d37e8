"""Who came to the mechanism, or left it, after a case began: neither left out of what is still open, nor in the way."""

from tests.workflows import lunar_notice as lander
from tests.workflows.kernel.play import Play
from tests.workflows.test_lunar_decision import CIRCULATED, MEETING, MEMBERS, proposed
from workflows.kernel.frozen_text import frozen_text
from workflows.kernel.view import Facts

ROLL = "roll:lunar_participation:copuos-draft:member"
WITH_JAPAN = Facts({ROLL: [*MEMBERS, "JPN"]})
WITHOUT_KOREA = Facts({ROLL: [who for who in MEMBERS if who != "KOR"]})
GAVEL = {"held_on": "2027-03-20", "present": ["IND", "ROU"]}


def test_a_member_admitted_before_the_meeting_objects_in_it() -> None:
    """Japan was admitted after the proposal of 1 March 2027 and before the meeting of the 20th."""
    play = proposed()
    play.world = WITH_JAPAN
    play.take("discuss", "ROU", "2027-03-20", filing=MEETING)
    play.take("object_in_meeting", "JPN", "2027-03-20T13:00")

    refused = play.refused("gavel_consensus", "ROU", "2027-03-20T14:00", filing=GAVEL)
    assert "A member present objects: there is no consensus." == str(refused)


def test_the_secretariat_includes_whoever_was_admitted_since_and_only_then() -> None:
    """Everybody is told; who is in the case already needs nothing."""
    play = proposed()
    assert "include_newcomers" not in play.offered("OOSA", "2027-03-02")
    play.world = WITH_JAPAN
    act = play.take("include_newcomers", "OOSA", "2027-03-02")

    assert ("JPN" in act.told, "JPN" in play.case.parties["member"]) == (True, True)
    assert "include_newcomers" not in play.offered("OOSA", "2027-03-03")


def test_a_member_admitted_while_a_text_lies_under_silence_reads_it_and_breaks_nothing() -> None:
    """Entitled are those on the roll when silence was opened."""
    play = proposed()
    play.take("open_silence", "ROU", "2027-03-03", filing=CIRCULATED, exact=True)
    play.world = WITH_JAPAN
    play.take("include_newcomers", "OOSA", "2027-03-04")

    assert tuple(MEMBERS) == frozen_text(play.case).entitled
    assert "was not among those entitled" in str(play.refused("break_silence", "JPN", "2027-03-05"))


def test_a_member_that_left_objects_no_more_and_its_objection_stands_in_nobodys_way() -> None:
    """Korea objects in the meeting of 20 March 2027 and leaves the mechanism before the gavel."""
    play = proposed()
    play.take("discuss", "ROU", "2027-03-20", filing=MEETING)
    play.take("object_in_meeting", "KOR", "2027-03-20T13:00")
    play.world = WITHOUT_KOREA
    assert "KOR is not a member under this charter any more." == str(
        play.refused("object_in_meeting", "KOR", "2027-04-20")
    )

    play.take("gavel_consensus", "ROU", "2027-04-20T14:00", filing=GAVEL)
    assert ("adopted", "stands") == (play.state(), play.state("objection:KOR"))
    assert play.case == play.replayed()


def notice_with_japan() -> Play:
    """Play until the lander is notified; Japan is admitted as a member after that."""
    play = lander.notified()
    play.world = Facts({f"{lander.ROLL}:member": [*lander.MEMBERS, "JPN"]})
    return play


def test_a_member_admitted_after_a_notice_raises_a_concern_once_the_exchange_is_opened() -> None:
    """Opening the exchange names the members of the day; so does the secretariat at any time."""
    play = notice_with_japan()
    assert "raise_concern" not in play.offered("JPN", "2027-03-09")
    play.take("open_exchange", lander.OFFICE, "2027-03-10")
    play.take("raise_concern", "JPN", "2027-03-20")
    assert "talking" == play.state("concerned:JPN")

    other = notice_with_japan()
    other.take("include_newcomers", lander.OFFICE, "2027-03-09")
    assert "raise_concern" in other.offered("JPN", "2027-03-09")
