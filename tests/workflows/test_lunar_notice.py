"""Notice of a lunar activity: what is told, screened and answered, before and after talks (procedures 4.5 and 4.6)."""

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.lunar_notice import (
    CHAIR,
    CHILE,
    GERMANY,
    INDIA,
    KOREA,
    OFFICE,
    PROCEDURE,
    SITE,
    WORLD,
    described,
    exchanging,
    in_force,
    notified,
    talking,
    under_silence,
)
from workflows.kernel.opening import open_case
from workflows.kernel.placeholders import fill
from workflows.kernel.view import View


def test_members_chairs_and_secretariat_are_told_of_a_notice_and_observers_are_not() -> None:
    """Participants read it at C1; the public part is in the register."""
    act = notified().acts[-1]
    assert ((GERMANY, KOREA, OFFICE, "PAK", CHAIR), "C1") == (act.told, act.level)


def test_a_notice_is_short_from_the_day_on_which_less_than_180_days_are_left() -> None:
    """The landing is on 1 March 2028; 180 days before is 3 September 2027. The flag is a product's, never a breach."""
    for day, flags in ("2027-09-02", ()), ("2027-09-03", ()), ("2027-09-04", ("short_notice",)):
        play = Play(PROCEDURE, "2027-02-01", {"notifying": [INDIA]}, WORLD)
        play.take("notify", INDIA, day, filing=described())
        assert flags == play.case.flags, day


def test_dates_of_a_description_are_in_order_also_within_its_lists() -> None:
    """The last day is not before the first, of the whole and of each area."""
    play = Play(PROCEDURE, "2027-02-01", {"notifying": [INDIA]}, WORLD)
    assert "lies before" in str(play.refused("notify", INDIA, "2027-03-01", filing=described(latest_end="2028-02-29")))
    wrong = described(areas=[SITE, {**SITE, "starts": "2028-03-02", "ends": "2028-03-01"}])
    refused = play.refused("notify", INDIA, "2027-03-01", filing=wrong)
    assert "areas/1/ends" == refused.refusals[0].field
    assert "Entry 2 of “Areas on the surface” ends (1 March 2028) before it begins (2 March 2028)." in str(refused)


def test_whoever_uses_resources_or_asks_for_room_says_how_that_stands_beside_article_ii() -> None:
    """The statement is asked for by OST II; without a resource or such an area it is not."""
    filing = dict(_complete(described()))
    filing.pop("non_appropriation", None)
    play = Play(PROCEDURE, "2027-02-01", {"notifying": [INDIA]}, WORLD)
    mining = {**filing, "resources": [{"kind": "water", "use": "extraction"}]}
    refused = play.refused("notify", INDIA, "2027-03-01", filing=mining, exact=True)
    assert ("non_appropriation", "OST II") == (refused.refusals[0].field, str(refused.refusals[0].under[0]))
    clear = {**filing, "areas": [{**SITE, "kind": "keep_clear"}], "keep_clear_basis": "Plume model"}
    assert "To be kept clear" in str(play.refused("notify", INDIA, "2027-03-01", filing=clear, exact=True))
    play.take("notify", INDIA, "2027-03-01", filing=filing, exact=True)


def _complete(filing: dict[str, object]) -> dict[str, object]:
    """Complete a description with placeholders, as an exercise does."""
    case = open_case(PROCEDURE, {"notifying": [INDIA]}, utc("2027-02-01"))
    row = next(row for row in PROCEDURE.steps if row.key == "notify")
    return fill(row, filing, View(PROCEDURE, case, hand(INDIA), utc("2027-03-01"), WORLD, step=row))


def test_each_version_of_the_activity_goes_to_the_register() -> None:
    """The notice and every change of it."""
    assert {"notify", "change_activity"} == {row.key for row in PROCEDURE.steps if row.registers == "activity"}


def test_the_secretariat_has_14_days_and_then_the_state_that_notifies_opens_the_exchange_itself() -> None:
    """From 1 March 2027 to 15 March; on the 16th India need not wait any longer."""
    play = notified()
    assert "2027-03-15" == play.ends("acknowledgement")
    assert "runs until 15 March 2027" in str(play.refused("open_exchange", INDIA, "2027-03-15"))
    play.take("open_exchange", INDIA, "2027-03-16")
    assert ("information_exchange", "2027-04-15") == (play.state(), play.ends("comments"))


def test_members_ask_and_comment_and_an_answer_is_due_in_fifteen_days() -> None:
    """A question of 12 March 2027 is due on the 27th; an answer of the 28th is late and counts."""
    play = exchanging()
    play.take("ask", GERMANY, "2027-03-12")
    assert "2027-03-27" == play.ends("answer:1")
    assert not play.take("comment", KOREA, "2027-04-09").late
    assert play.take("answer", INDIA, "2027-04-10", track="question:1").late
    assert ("answered", "C1") == (play.state("question:1"), play.acts[-1].level)


def test_no_overlap_is_found_after_the_period_for_comments_and_not_before() -> None:
    """Thirty days from 10 March 2027: the 9th of April is the last."""
    play = exchanging()
    assert "runs until 9 April 2027" in str(play.refused("screen_clear", OFFICE, "2027-04-09"))
    play.take("screen_clear", OFFICE, "2027-04-10")
    assert "no_overlap" == play.state()
    play.take("raise_concern", KOREA, "2027-06-01")
    assert "overlap_identified" == play.state()


def test_a_named_state_that_does_not_answer_in_14_days_is_recorded_as_silent_and_bound_by_nothing() -> None:
    """Named on 20 March 2027: nothing on 3 April, no reply recorded on the 4th."""
    play = exchanging()
    play.take("identify_overlap", OFFICE, "2027-03-20", filing={"states": [KOREA]})
    assert ((INDIA, KOREA), "2027-04-03") == (play.acts[-1].told, play.ends("reply:KOR"))
    play.pass_time("2027-04-03")
    assert "named" == play.state("concerned:KOR")
    play.pass_time("2027-04-04")
    assert "no_reply" == play.state("concerned:KOR")
    assert "Silence of a State concerned is not consent" in PROCEDURE.notes[3]


def test_nobody_names_the_state_that_notifies_as_concerned_by_its_own_activity() -> None:
    """The refusal says so by name."""
    play = exchanging()
    refused = play.refused("identify_overlap", OFFICE, "2027-03-20", filing={"states": [INDIA]})
    assert "notifies this activity itself" in str(refused)
    assert "take part in this matter already" in str(play.refused("raise_concern", INDIA, "2027-03-20"))


def test_where_every_named_state_says_that_it_is_not_concerned_nothing_is_left_to_talk_about() -> None:
    """Korea was named by the secretariat and answers."""
    play = exchanging()
    play.take("identify_overlap", OFFICE, "2027-03-20", filing={"states": [KOREA]})
    assert "is named as concerned" in str(play.refused("screen_clear", INDIA, "2027-03-21"))
    play.take("state_no_concern", KOREA, "2027-03-22")
    play.take("screen_clear", INDIA, "2027-03-23")
    assert "no_overlap" == play.state()


def test_talks_last_sixty_days_and_are_extended_once_by_thirty_by_those_who_talk() -> None:
    """From 25 March 2027 to 24 May, then to 23 June."""
    play = talking()
    assert "2027-05-24" == play.ends("window")
    play.take("extend_window", INDIA, "2027-05-20", filing={"reason": "One more round"})
    play.take("extend_window", KOREA, "2027-05-21", filing={"reason": "One more round"})
    assert "2027-06-23" == play.ends("window")
    assert "cannot be extended" in str(play.refused("extend_window", INDIA, "2027-06-01"))


def test_the_chair_offers_good_offices_and_they_are_taken_up_by_all_or_declined_by_one() -> None:
    """Nothing is decided by them."""
    play = talking()
    assert "offered nothing" in str(play.refused("accept_good_offices", INDIA, "2027-03-26"))
    play.take("offer_good_offices", CHAIR, "2027-04-01")
    play.take("accept_good_offices", INDIA, "2027-04-02", filing={})
    assert "good_offices_accepted" not in play.case.flags
    play.take("accept_good_offices", KOREA, "2027-04-03", filing={})
    assert ("consulting", True) == (play.state(), "good_offices_accepted" in play.case.flags)


def test_one_state_can_end_the_talks_and_cannot_stop_the_activity() -> None:
    """No consensus, no veto: after the talks have failed India reports that it has landed."""
    play = talking()
    play.take("fail", KOREA, "2027-05-25")
    assert "no_arrangement" == play.state()
    play.take("report_proceeding", INDIA, "2028-03-01")
    assert ("proceeding", True) == (play.case.activity, "begun_before_talks_ended" not in play.case.flags)


def test_a_landing_before_talks_end_is_flagged_and_safety_data_are_asked_for_within_seven_days() -> None:
    """India lands on 20 April 2027; the data are due on the 27th and are late on the 28th."""
    play = talking()
    play.take("report_proceeding", INDIA, "2027-04-20")
    assert ("consulting", "2027-04-27") == (play.state(), play.ends("safety_data"))
    assert {"begun_before_talks_ended", "safety_data_requested"} <= set(play.case.flags)
    assert play.take("supply_safety_data", INDIA, "2027-04-28").late
    assert "safety_data_requested" not in play.case.flags


def test_a_moved_landing_moves_the_physical_clock_and_all_participants_are_told() -> None:
    """The talks go on over the new version."""
    play = talking()
    act = play.take("change_activity", INDIA, "2027-04-10", filing=described(earliest_start="2027-09-01"))
    assert ("consulting", "2027-09-01") == (play.state(), play.case.facts["earliest_start"])
    assert (True, True) == (KOREA in act.told, "short_notice" in play.case.flags)


def test_a_change_makes_a_text_under_silence_fall() -> None:
    """What is adopted is never a text on what is planned no more."""
    play = under_silence()
    play.take("change_activity", INDIA, "2027-04-10", filing=described(earliest_start="2028-05-01"))
    play.pass_time("2027-05-20")
    assert ("consulting", "talking") == (play.state(), play.state("concerned:KOR"))


def test_a_changed_activity_is_screened_anew_within_fifteen_days_and_an_arrangement_holds_meanwhile() -> None:
    """Changed on 1 June 2027: comments until the 16th, from the exchange of the 1st; then the arrangement goes on."""
    play = in_force()
    play.take("change_activity", INDIA, "2027-06-01", filing=described(earliest_start="2028-03-10"))
    assert ("notified", "2027-06-16", True) == (play.state(), play.ends("comments"), "review_due" in play.case.flags)
    play.take("open_exchange", OFFICE, "2027-06-02")
    play.take("screen_clear", OFFICE, "2027-07-03")
    assert ("arrangement_in_force", "accepted") == (play.state(), play.state("concerned:KOR"))


def test_an_emergency_is_told_at_once_and_the_notice_follows_in_seven_days() -> None:
    """Any side may note it, in any state, before and after an arrangement."""
    play = in_force()
    play.take("note_emergency_landing", KOREA, "2028-03-02", filing={"reference": None})
    assert "2028-03-09" == play.ends("post_notice")
    assert not play.take("file_post_notice", KOREA, "2028-03-09").late
    assert "emergency_landing" not in play.case.flags


def test_a_state_outside_the_mechanism_may_notify_and_is_marked_so_and_bound_by_no_silence() -> None:
    """Chile is on no roll: members answer it, and silence is refused until it agrees to that expressly."""
    play = notified(CHILE)
    assert "outside_the_mechanism" in play.case.flags
    play.take("open_exchange", OFFICE, "2027-03-10")
    play.take("raise_concern", KOREA, "2027-03-20")
    play.take("open_talks", KOREA, "2027-03-25")
    assert "not held to the silence procedure" in str(play.refused("open_silence", CHILE, "2027-04-05"))
    play.take("agree_to_silence", CHILE, "2027-04-06")
    play.take("open_silence", CHILE, "2027-04-07", filing={"term_until": "2029-12-31"})
    assert "arrangement_drafted" == play.state()


def test_a_state_outside_may_be_named_and_takes_part_bound_by_its_express_acceptance_only() -> None:
    """Chile is named, talks, and keeps the text from silence until it agrees to that."""
    play = talking()
    play.take("identify_overlap", INDIA, "2027-03-26", filing={"states": [CHILE]})
    play.take("take_part", CHILE, "2027-03-30")
    assert ("binds_itself_expressly_only",) == play.case.tracks["concerned:CHL"].flags
    assert "not held to the silence procedure" in str(play.refused("open_silence", INDIA, "2027-04-05"))
    play.take("agree_to_silence", CHILE, "2027-04-06", track="concerned:CHL")
    play.take("open_silence", INDIA, "2027-04-07", filing={"term_until": "2029-12-31"})
    assert ("agreed_to_silence",) == play.case.tracks["concerned:CHL"].flags


def test_the_matter_is_referred_and_the_other_case_is_opened_in_preparation() -> None:
    """To Article IX, to a settlement, or to the plenary, as far as these are installed."""
    for target, procedure in ("ost9", "ost9"), ("settlement", "settlement"), ("plenary", "lunar_decision"):
        play = talking()
        act = play.take("refer", KOREA, "2027-05-01", filing={"target": target})
        assert ("referred", procedure) == (play.state(), next(e for e in act.effects if e[0] == "begin")[2])


def test_the_record_reads_back_and_no_period_is_law() -> None:
    """Editions, acts and every expiry; LAW is nowhere mixed with a proposal."""
    play = in_force()
    assert play.replayed() == play.case
    assert {"DEFAULT", "SOFT"} >= {str(limit.binding) for limit in PROCEDURE.limits}
