"""What one State alone cannot do to others by a notice of lunar activity: bind them, escape from them, end for them."""

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.lunar_notice import GERMANY, INDIA, KOREA, ROLL, exchanging, in_force, text, under_silence
from workflows.kernel.view import Facts
from workflows.lunar.charters import charters
from workflows.lunar.notice_terms import NoticeTerms
from workflows.lunar_notice import notice

REASONS = {"reasons": "Another plan."}
OUTSIDE_BY_NOW = Facts({f"{ROLL}:member": [GERMANY, INDIA]})


def with_germany() -> Play:
    """Play until India, Korea and Germany talk, and a text lies under silence from 5 April 2027."""
    play = exchanging()
    for who in (KOREA, GERMANY):
        play.take("raise_concern", who, "2027-03-20")
    play.take("open_talks", INDIA, "2027-03-25")
    play.take("open_silence", INDIA, "2027-04-05", filing=text())
    return play


@pytest.mark.parametrize(("step", "track"), [("stand_aside", "aside"), ("leave", "left")])
def test_a_text_under_silence_falls_when_nobody_is_left_whom_it_could_bind(step: str, track: str) -> None:
    """An arrangement of one State with itself is none."""
    play = under_silence()
    play.take(step, KOREA, "2027-04-06")

    assert ("consulting", track, "talking") == (play.state(), play.state("concerned:KOR"), play.state("notifier:IND"))
    assert [] == play.pass_time("2027-05-20")
    assert "arrangement_stands" not in play.case.flags


@pytest.mark.parametrize("step", ["stand_aside", "leave"])
def test_whoever_stands_aside_keeps_nobody_from_the_text_that_lies_under_silence(step: str) -> None:
    """Germany said that it does, on 6 April 2027; India and Korea are bound on the 20th, Germany is not."""
    play = with_germany()
    play.take(step, GERMANY, "2027-04-06")

    refused = play.refused("break_silence", GERMANY, "2027-04-07")
    assert "You take no part in this text any more: it binds you to nothing." == str(refused)
    assert {"break_silence", "extend_silence"}.isdisjoint(play.offered(GERMANY, "2027-04-07"))
    assert {"break_silence", "extend_silence"} <= play.offered(KOREA, "2027-04-07")
    play.pass_time("2027-04-20")
    assert ("arrangement_in_force", "accepted") == (play.state(), play.state("concerned:KOR"))
    assert "accepted" != play.state("concerned:DEU")


def test_silence_binds_nobody_who_is_no_member_any_more_when_it_is_opened() -> None:
    """Korea was one when the lander was notified, and has left the mechanism since."""
    play = exchanging()
    play.world = OUTSIDE_BY_NOW
    play.take("raise_concern", KOREA, "2027-03-20")
    play.take("open_talks", INDIA, "2027-03-25")

    refused = play.refused("open_silence", INDIA, "2027-04-05", filing=text())
    assert "A State in the talks is not held to the silence procedure" in str(refused)
    play.take("agree_to_silence", KOREA, "2027-04-06", track="concerned:KOR")
    play.take("open_silence", INDIA, "2027-04-06", filing=text())
    assert "arrangement_drafted" == play.state()


def test_the_state_that_notifies_is_bound_by_silence_only_while_it_is_a_member() -> None:
    """India left the mechanism after its notice: Korea cannot put a text before it in silence."""
    play = exchanging()
    play.world = Facts({f"{ROLL}:member": [GERMANY, KOREA]})
    play.take("raise_concern", KOREA, "2027-03-20")
    play.take("open_talks", KOREA, "2027-03-25")

    assert "not held to the silence procedure" in str(play.refused("open_silence", KOREA, "2027-04-05", filing=text()))


@pytest.mark.parametrize("step", ["withdraw", "supersede"])
def test_nobody_escapes_an_arrangement_by_ending_the_case(step: str) -> None:
    """Thirty days of notice are not to be had shorter by withdrawing the notice of the activity."""
    play = in_force()
    refused = play.refused(step, INDIA, "2027-05-01")
    assert "An arrangement is in force: it ends by notice, by its term, or by all together." == str(refused)
    assert step not in play.offered(INDIA, "2027-05-01")

    play.take("end", INDIA, "2027-05-01", filing=REASONS)
    play.pass_time("2027-06-01")
    assert "arrangement_ended" == play.state()


def test_a_case_in_which_no_arrangement_holds_is_still_withdrawn_by_its_filer() -> None:
    """Talks are no arrangement."""
    play = under_silence()
    play.take("withdraw", INDIA, "2027-04-06")
    assert "withdrawn" == play.state()


def test_no_notice_of_another_makes_ones_own_longer_and_nobody_takes_back_that_of_another() -> None:
    """Korea gives notice on 1 May 2027, India on the 29th: the arrangement ends after Korea's thirty days."""
    play = in_force()
    play.take("end", KOREA, "2027-05-01", filing=REASONS)
    play.take("end", INDIA, "2027-05-29", filing=REASONS)
    assert ("2027-05-31", "2027-06-28") == (play.ends("ending:KOR"), play.ends("ending_of_notifying"))
    again = play.refused("end", KOREA, "2027-05-30", filing=REASONS, track="concerned:KOR")
    assert "Your notice runs already; another one would only make it longer." in str(again)

    assert ["enter_arrangement_ended"] == play.pass_time("2027-06-01")
    assert ("arrangement_ended", "stopped 2027-06-28") == (play.state(), play.ends("ending_of_notifying"))


def test_a_notice_that_is_taken_back_leaves_that_of_another() -> None:
    """India took one back in May and cannot take back Korea's in June for that."""
    play = in_force()
    play.take("end", INDIA, "2027-05-01", filing=REASONS)
    play.take("end", KOREA, "2027-05-03", filing=REASONS)
    play.take("take_back_notice", INDIA, "2027-05-04", track="notifier:IND")
    assert "2027-06-02" == play.ends("ending:KOR")

    why = play.refused("take_back_notice", INDIA, "2027-05-05", track="notifier:IND")
    assert "You gave no notice that runs." in str(why)
    play.pass_time("2027-06-03")
    assert "arrangement_ended" == play.state()


def test_a_state_for_which_no_arrangement_holds_cannot_refer_it_away() -> None:
    """Germany came later; Korea, for which it holds, may refer a dispute, and the arrangement holds on."""
    play = in_force()
    play.take("join_as_concerned", GERMANY, "2027-05-01")
    assert "refer" not in play.offered(GERMANY, "2027-05-02")

    play.take("refer", KOREA, "2027-05-02", filing={"target": "settlement"})

    assert ("arrangement_in_force", True) == (play.state(), "arrangement_stands" in play.case.flags)
    play.take("end", KOREA, "2027-05-03", filing=REASONS)
    play.pass_time("2027-06-03")
    assert "arrangement_ended" == play.state()


def test_a_state_that_never_answered_cannot_end_the_talks_of_others_by_a_referral() -> None:
    """Chile was named and is silent; before there are talks it may take the matter elsewhere."""
    play = exchanging()
    play.take("identify_overlap", INDIA, "2027-03-20", filing={"states": [KOREA, "CHL"]})
    assert "refer" in play.offered("CHL", "2027-03-21")
    play.take("open_talks", KOREA, "2027-03-21")

    assert "refer" not in play.offered("CHL", "2027-03-22")
    assert "refer" in play.offered(KOREA, "2027-03-22")


def test_the_record_of_all_this_reads_back() -> None:
    """A text that fell, a notice that ran beside another, and a referral."""
    play = with_germany()
    for who in (KOREA, GERMANY):
        play.take("stand_aside", who, "2027-04-06")
    assert play.case == play.replayed()


def test_every_charter_names_a_notice_a_proposal_and_not_law() -> None:
    """The title says so, as that of every machine of the mechanism does."""
    for key in charters():
        assert notice(NoticeTerms(charter=key)).title.endswith("proposal, not law)")
