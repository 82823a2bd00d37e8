"""The arrangement of a lunar notice: silence, express acceptance, later acceptance, review, disagreement and end."""

from tests.workflows.kernel.play import Play
from tests.workflows.lunar_notice import (
    GERMANY,
    INDIA,
    KOREA,
    PLACE,
    SLOT,
    described,
    in_force,
    talking,
    text,
    under_silence,
)

LAST = "2027-04-19T23:59:59"


def open_text() -> Play:
    """Play until a text is laid open for express acceptance, on 5 April 2027."""
    play = talking()
    play.take("draft_text", INDIA, "2027-04-05", filing=text())
    return play


def test_an_unbroken_silence_of_ten_working_days_puts_the_arrangement_in_force() -> None:
    """From Monday 5 April 2027 to the end of Monday the 19th; nothing a second before, all at that instant."""
    play = under_silence()
    assert "2027-04-20T00:00:00" == play.ends("silence")
    play.pass_time(LAST)
    assert ("arrangement_drafted", "talking") == (play.state(), play.state("concerned:KOR"))
    play.pass_time("2027-04-20T00:00:00")
    states = play.state(), play.state("concerned:KOR"), play.state("notifier:IND")
    assert ("arrangement_in_force", "accepted", "accepted") == states
    assert play.replayed() == play.case


def test_a_break_in_the_last_second_returns_the_text_and_a_new_text_is_a_new_silence() -> None:
    """The same text is refused; another one runs for the full period."""
    play = under_silence()
    play.take("break_silence", KOREA, LAST)
    assert ("consulting", "talking") == (play.state(), play.state("concerned:KOR"))
    play.take("open_silence", INDIA, "2027-05-03", filing=text(changes="By note within a day"))
    assert "2027-05-18T00:00:00" == play.ends("silence")
    play.pass_time("2027-05-18")
    assert "arrangement_in_force" == play.state()


def test_silence_does_not_bind_a_named_state_that_never_answered() -> None:
    """Germany was named and is silent: the others arrange among themselves, and it may accept later."""
    play = talking()
    play.take("identify_overlap", INDIA, "2027-03-26", filing={"states": [GERMANY]})
    play.take("open_silence", INDIA, "2027-04-12", filing=text())
    play.pass_time("2027-04-30")
    assert ("arrangement_in_force", "no_reply") == (play.state(), play.state("concerned:DEU"))
    play.take("accede", GERMANY, "2027-09-01")
    assert "accepted" == play.state("concerned:DEU")


def test_a_text_names_exactly_the_states_that_take_part() -> None:
    """Neither a State that never answered nor less than all who talk."""
    play = talking()
    play.take("identify_overlap", INDIA, "2027-03-26", filing={"states": [GERMANY]})
    whole = text(parties=[GERMANY, INDIA, KOREA])
    assert "Germany" in str(play.refused("open_silence", INDIA, "2027-04-05", filing=whole)).replace("DEU", "Germany")
    refused = play.refused("draft_text", INDIA, "2027-04-05", filing=text(parties=[INDIA]))
    assert ("parties", True) == (refused.refusals[0].field, "must be named" in str(refused))


def test_slots_end_after_they_begin_and_the_statement_on_appropriation_is_asked_of_every_text() -> None:
    """Refused by field."""
    play = talking()
    wrong = text(slots=[SLOT, {**SLOT, "to": "2028-02-28"}])
    assert "slots/1/to" == play.refused("draft_text", INDIA, "2027-04-05", filing=wrong).refusals[0].field
    bare = {"name": "Slots", "parties": [INDIA, KOREA], **text()}
    missing = play.refused("draft_text", INDIA, "2027-04-05", filing=bare, exact=True)
    assert "non_appropriation" in {refusal.field for refusal in missing.refusals}


def test_a_text_laid_open_holds_once_all_who_take_part_have_accepted_it_expressly() -> None:
    """India on the 6th, Korea on the 8th of April 2027; it may be returned until then."""
    play = open_text()
    play.take("accept", INDIA, "2027-04-06")
    play.pass_time("2027-04-07")
    assert "arrangement_drafted" == play.state()
    assert "break_silence" not in play.offered(KOREA, "2027-04-07")
    play.take("accept", KOREA, "2027-04-08")
    assert ("arrangement_in_force", "2027-10-05") == (play.state(), play.ends("review"))
    returned = open_text()
    returned.take("accept", INDIA, "2027-04-06")
    returned.take("return_text", KOREA, "2027-04-07")
    assert ("consulting", "talking") == (returned.state(), returned.state("notifier:IND"))


def test_one_state_stands_aside_and_keeps_nobody_from_an_arrangement() -> None:
    """Germany stands aside; the acceptance of the two others suffices."""
    play = talking()
    play.take("raise_concern", GERMANY, "2027-03-28")
    play.take("draft_text", INDIA, "2027-04-05", filing=text())
    play.take("accept", INDIA, "2027-04-06")
    play.take("accept", KOREA, "2027-04-07")
    assert "arrangement_drafted" == play.state()
    play.take("stand_aside", GERMANY, "2027-04-08")
    assert ("arrangement_in_force", "aside") == (play.state(), play.state("concerned:DEU"))


def test_a_third_state_that_joins_while_a_text_is_under_silence_is_not_bound_by_it() -> None:
    """Germany announces a mission on 8 April 2027; it may accept expressly, later."""
    play = under_silence()
    play.take("join_as_concerned", GERMANY, "2027-04-08", filing={"reference": None})
    play.pass_time("2027-04-20")
    assert ("arrangement_in_force", "beside") == (play.state(), play.state("concerned:DEU"))


def test_a_third_state_that_joins_an_arrangement_in_force_makes_a_review_due() -> None:
    """The parties record the review, and the next one is counted from it."""
    play = in_force()
    play.take("join_as_concerned", GERMANY, "2027-07-01", filing={"reference": None})
    assert ("beside", True) == (play.state("concerned:DEU"), "review_due" in play.case.flags)
    play.take("review", KOREA, "2027-07-20")
    assert ("2028-01-16", False) == (play.ends("review"), "review_due" in play.case.flags)


def test_a_review_is_due_after_180_days_and_again_after_each() -> None:
    """In force since 20 April 2027: the 17th of October is the last day, on the 18th the review is due."""
    play = in_force()
    assert "2027-10-17" == play.ends("review")
    play.pass_time("2027-10-17")
    assert "review_due" not in play.case.flags
    play.pass_time("2027-10-18")
    assert ("review_due" in play.case.flags, play.state()) == (True, "arrangement_in_force")
    assert "2028-04-14" == play.ends("review")


def test_a_disagreement_on_application_opens_talks_of_thirty_days_and_the_arrangement_holds() -> None:
    """From 1 June 2027 to 1 July; settled jointly, or failed, the arrangement stands."""
    for ending in ("settled", "failed"):
        play = in_force()
        play.take("dispute_on_application", KOREA, "2027-06-01")
        assert ("consulting", "2027-07-01", "accepted") == (
            play.state(), play.ends("window"), play.state("concerned:KOR"),
        )  # fmt: skip
        if ending == "settled":
            play.take("settle_application", KOREA, "2027-06-10", filing={"result": "As drawn", "held_on": "2027-06-09"})
            play.take("settle_application", INDIA, "2027-06-11", filing={"result": "As drawn", "held_on": "2027-06-09"})
        else:
            play.take("fail", INDIA, "2027-07-02")
        assert ("arrangement_in_force", "accepted") == (play.state(), play.state("concerned:KOR"))


def test_a_new_text_takes_the_place_of_the_arrangement_and_one_that_falls_leaves_it_as_it_was() -> None:
    """The earlier arrangement holds until the new text does."""
    play = in_force()
    play.take("dispute_on_application", KOREA, "2027-06-01")
    play.take("draft_text", KOREA, "2027-06-05", filing=text(emergency="As agreed anew"))
    assert "revising" == play.state("concerned:KOR")
    play.take("accept", KOREA, "2027-06-06")
    play.take("return_text", INDIA, "2027-06-07")
    assert ("accepted", "accepted") == (play.state("concerned:KOR"), play.state("notifier:IND"))
    play.take("open_silence", INDIA, "2027-06-08", filing=text(emergency="As agreed last"))
    play.pass_time("2027-06-30")
    assert ("arrangement_in_force", "accepted") == (play.state(), play.state("concerned:KOR"))


def test_an_arrangement_ends_thirty_days_after_notice_which_may_be_taken_back() -> None:
    """Notice of 1 June 2027: in force on 1 July, ended on the 2nd."""
    play = in_force()
    play.take("end", KOREA, "2027-06-01")
    assert "2027-07-01" == play.ends("ending:KOR")
    kept = play.case
    play.pass_time("2027-07-01")
    assert "arrangement_in_force" == play.state()
    play.pass_time("2027-07-02")
    assert "arrangement_ended" == play.state()
    play.case = kept
    assert "You gave no notice that runs." in str(play.refused("take_back_notice", INDIA, "2027-06-20"))
    play.take("take_back_notice", KOREA, "2027-06-20")
    play.pass_time("2027-08-01")
    assert "arrangement_in_force" == play.state()


def test_an_arrangement_ends_with_its_term_and_with_the_hands_of_all() -> None:
    """The last day is 31 December 2029."""
    play = in_force()
    kept = play.case
    play.pass_time("2029-12-31")
    assert "arrangement_in_force" == play.state()
    play.pass_time("2030-01-01")
    assert "arrangement_ended" == play.state()
    play.case = kept
    play.take("end_together", INDIA, "2027-06-01", filing={"reasons": "Both have left"})
    play.take("end_together", KOREA, "2027-06-02", filing={"reasons": "Both have left"})
    assert "arrangement_ended" == play.state()


def test_a_changed_mission_gives_cause_to_end_an_arrangement() -> None:
    """India moves its site on 1 June 2027; Korea gives notice on the 10th, and the arrangement ends on 11 July."""
    play = in_force()
    moved = described(areas=[{"kind": "landing", "place": {**PLACE, "lat": "-84.1"}}])
    play.take("change_activity", INDIA, "2027-06-01", filing=moved)
    play.take("end", KOREA, "2027-06-10")
    play.pass_time("2027-07-10")
    assert "notified" == play.state()
    play.pass_time("2027-07-11")
    assert "arrangement_ended" == play.state()


def test_members_read_that_an_arrangement_holds_and_its_summary_and_never_its_text() -> None:
    """Text and acceptance are for the States in the talks."""
    play = in_force()
    levels = {act.step: act.level for act in play.acts}
    assert ("C2", "C1") == (levels["open_silence"], levels["expire_silence"])
    told = {act.step: act.told for act in play.acts}
    assert ((KOREA,), True) == (told["open_silence"], GERMANY in told["expire_silence"])
    assert "C1" == play.take("circulate_summary", KOREA, "2027-05-01").level
