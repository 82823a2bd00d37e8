"""The duty to consult, row by row: what each step needs, moves, starts and tells (OST IX third sentence)."""

import pytest

from tests.workflows.article_ix import (
    BRAZIL,
    FRANCE,
    JAPAN,
    KOREA,
    NOTHING_ELSE,
    NOTICE,
    assessing,
    consulting,
    join,
    receipt,
    received,
    served,
)
from tests.workflows.kernel.play import Play, hand, utc
from workflows.kernel.guards import Refused
from workflows.kernel.machine import perform
from workflows.kernel.view import Facts

KOREAN = "addressee:KOR"


def test_an_assessment_is_internal_and_may_be_made_by_a_liaison() -> None:
    """Row 1: nobody is told, and no time limit runs."""
    play = Play(NOTICE, "2027-01-04", {"planning": [JAPAN]}, NOTHING_ELSE)
    act = play.take("start_assessment", hand(JAPAN, "draft"), "2027-01-04")
    assert "under_assessment" == play.state()
    assert () == act.told
    assert "C4" == act.level
    assert {} == play.case.limits


def test_an_assessment_asks_for_an_activity_that_is_planned_or_continues() -> None:
    """Row 1: nothing is assessed about an activity that is over."""
    play = Play(NOTICE, "2027-01-04", {"planning": [JAPAN]}, Facts({"activity": "completed"}))
    assert "completed" in str(play.refused("start_assessment", JAPAN, "2027-01-04"))


def test_no_reason_to_believe_is_found_by_an_authorising_official_with_reasons() -> None:
    """Row 2: a liaison cannot find it, and the reasons are asked for."""
    play = assessing()
    liaison = play.refused("find_no_interference", hand(JAPAN, "draft"), "2027-01-05")
    assert "official who may clear" in str(liaison)
    play.take("find_no_interference", hand(JAPAN, "clear"), "2027-01-05")
    assert "closed_no_interference" == play.state()


def test_an_assessment_that_found_nothing_can_be_made_anew() -> None:
    """The closed assessment rests and is reopened as a new version."""
    play = assessing()
    play.take("find_no_interference", JAPAN, "2027-01-05")
    play.take("start_assessment", JAPAN, "2027-03-01")
    assert "under_assessment" == play.state()


def test_only_the_ministry_or_the_mission_serves_a_notice() -> None:
    """Row 3: a liaison and an authorising official prepare, and do not dispatch."""
    refused = assessing().refused("serve_notice", hand(JAPAN, "draft", "clear"), "2027-01-11")
    assert "foreign ministry" in str(refused)


def test_a_notice_needs_at_least_one_addressee_and_an_earliest_start() -> None:
    """Row 3: both are named field by field."""
    case, filing = assessing().case, {"addressees": [], "earliest_start": ""}
    with pytest.raises(Refused) as caught:
        perform(case, "serve_notice", by=hand(JAPAN), at=utc("2027-01-11"), world=NOTHING_ELSE, filing=filing)
    assert {"addressees", "earliest_start"} <= {refusal.field for refusal in caught.value.refusals}


def test_a_notice_is_not_addressed_to_oneself() -> None:
    """Row 3: the planning State consults others."""
    refused = assessing().refused("serve_notice", JAPAN, "2027-01-11", filing={"addressees": [JAPAN, KOREA]})
    assert "does not address itself" in str(refused)


def test_serving_a_notice_starts_acknowledgement_from_dispatch_and_reply_only_from_receipt() -> None:
    """Row 3: ten working days from 11 January 2027; the reply waits."""
    play = served()
    assert "open" == play.state()
    assert "2027-01-25" == play.ends("acknowledgement:KOR")
    assert "armed unknown" == play.ends("reply:KOR")
    assert [KOREA, FRANCE] == [t.party for t in play.case.tracks.values()]


def test_the_earliest_start_is_a_standard_of_law_and_no_period() -> None:
    """Row 3: "before proceeding" has a date beside it, and never passes."""
    play = served()
    standard = next(s for s in NOTICE.standards if s.key == "earliest_start")
    assert "2027-12-01" == play.case.facts["earliest_start"]
    assert ("LAW_T", "earliest_start") == (str(standard.under[0].binding), standard.until)
    assert "earliest_start" not in play.case.limits


def test_every_period_is_a_product_default_and_none_is_law() -> None:
    """The text has no time limit, so nothing may ever be shown as expired."""
    assert {"DEFAULT"} == {str(limit.binding) for limit in NOTICE.limits}


def test_all_addressees_are_told_of_the_notice_and_those_who_get_copies() -> None:
    """Row 3: the secretariat is told where the filer wishes."""
    play = assessing()
    filing = {"addressees": [KOREA, FRANCE], "copied_to": ["OOSA"]}
    act = play.take("serve_notice", JAPAN, "2027-01-11", filing=filing)
    assert ("FRA", "KOR", "OOSA") == act.told


def test_receipt_on_three_days_gives_three_days_for_the_reply() -> None:
    """Row 7b: thirty days run from each proven receipt."""
    play = served(KOREA, FRANCE, BRAZIL)
    for party, on in (KOREA, "2027-01-12"), (FRANCE, "2027-01-14"), (BRAZIL, "2027-01-20"):
        receipt(play, party, on)
    assert ["2027-02-11", "2027-02-13", "2027-02-19"] == [play.ends(f"reply:{p}") for p in (KOREA, FRANCE, BRAZIL)]
    assert "received" == play.state(KOREAN)


def test_an_earlier_proof_moves_the_reply_and_a_later_one_does_not() -> None:
    """Row 7b: the earliest proof counts; each is kept with its channel."""
    play = served(KOREA)
    receipt(play, KOREA, "2027-01-15", "courier")
    receipt(play, KOREA, "2027-01-18", "note")
    assert "2027-02-14" == play.ends("reply:KOR")
    filing = {"channel": "fax", "received_at": {"at": "2027-01-13T12:00:00+00:00", "zone": "UTC"}}
    play.take("record_receipt", JAPAN, "2027-01-19", filing=filing)
    assert "2027-02-12" == play.ends("reply:KOR")
    assert ("courier", "fax", "note") == play.case.tracks[KOREAN].facts["channel"]


def test_a_liaison_acknowledges_and_that_proves_receipt() -> None:
    """Row 8: the acknowledgement ends, and the reply begins where no earlier receipt was proved."""
    play = served(KOREA)
    act = play.take("acknowledge", hand(KOREA, "draft"), "2027-01-14")
    assert "acknowledged" == play.state(KOREAN)
    assert "stopped 2027-01-25" == play.ends("acknowledgement:KOR")
    assert "2027-02-13" == play.ends("reply:KOR")
    assert not act.late


def test_an_acknowledgement_is_on_time_on_the_last_day_and_late_the_day_after() -> None:
    """Row 8: the target is 25 January 2027; a late one is taken and marked."""
    last, after = served(KOREA), served(KOREA)
    assert not last.take("acknowledge", KOREA, "2027-01-25T23:59").late
    assert after.take("acknowledge", KOREA, "2027-01-26").late


def test_questions_stop_the_reply_and_answers_let_it_go_on() -> None:
    """Rows 9 and 10: four days stood still, so the reply ends four days later."""
    play = received(KOREA)
    play.take("ask_information", KOREA, "2027-01-20")
    assert ("info_requested", "paused 2027-02-12") == (play.state(KOREAN), play.ends("reply:KOR"))
    assert "2027-02-04" == play.ends("information:KOR")
    play.take("supply_information", hand(JAPAN, "draft"), "2027-01-24")
    assert ("info_supplied", "2027-02-16") == (play.state(KOREAN), play.ends("reply:KOR"))


def test_questions_before_any_receipt_prove_it_and_stop_the_reply_at_once() -> None:
    """Row 9: the reply that begins with this act stands still from the same moment."""
    play = served(KOREA)
    play.take("ask_information", KOREA, "2027-01-14")
    assert play.ends("reply:KOR").startswith("paused")
    play.pass_time("2027-05-01")
    assert "info_requested" == play.state(KOREAN)


def test_a_refusal_of_information_needs_a_category() -> None:
    """Row 10: security, proprietary or unavailable; then the reply goes on too."""
    play = received(KOREA)
    play.take("ask_information", KOREA, "2027-01-20")
    wrong = play.refused("refuse_information", JAPAN, "2027-01-24", filing={"category": "politics"})
    assert {"category"} == {r.field for r in wrong.refusals}
    play.take("refuse_information", JAPAN, "2027-01-24", filing={"category": "security"})
    assert ("info_supplied", "2027-02-16") == (play.state(KOREAN), play.ends("reply:KOR"))


def test_talks_begin_with_both_hands_and_not_with_one() -> None:
    """Row 11: one hand is visible and waits; the second opens the window of sixty days."""
    play = received(KOREA)
    play.take("enter_consultation", KOREA, "2027-01-20")
    assert ("open", "received") == (play.state(), play.state(KOREAN))
    assert "window" not in play.case.limits
    play.take("enter_consultation", JAPAN, "2027-01-21", track=KOREA)
    assert ("consulting", "consulting", "2027-03-22") == (play.state(), play.state(KOREAN), play.ends("window"))


def test_a_hand_on_talks_can_be_taken_back_until_the_other_is_laid() -> None:
    """Row 11: a joint act is withdrawable before its last hand."""
    play = received(KOREA)
    play.take("enter_consultation", KOREA, "2027-01-20")
    play.take("enter_consultation", KOREA, "2027-01-21", withdraw=True)
    play.take("enter_consultation", JAPAN, "2027-01-22")
    assert "open" == play.state()


def test_the_window_is_not_counted_anew_when_a_second_state_enters() -> None:
    """Row 11: the window belongs to the case."""
    play = consulting(KOREA, FRANCE)
    join(play, "enter_consultation", "2027-02-01", FRANCE)
    assert "2027-03-21" == play.ends("window")


def test_the_window_is_extended_by_those_who_talk_and_not_held_up_by_a_silent_state() -> None:
    """Row 11: thirty days more by agreement of the planning State and those in talks."""
    play = consulting(KOREA, FRANCE)
    play.take("extend_window", JAPAN, "2027-03-20")
    assert "2027-03-21" == play.ends("window")
    play.take("extend_window", KOREA, "2027-03-20")
    assert "2027-04-20" == play.ends("window")
    assert "silent_closed" == play.state("addressee:FRA")


def test_measures_are_tabled_in_talks_and_ask_for_comments() -> None:
    """Row 12: fifteen days, a product default."""
    play = consulting(KOREA)
    play.take("table_measures", JAPAN, "2027-02-01")
    assert ("measures_tabled", "2027-02-16") == (play.state(), play.ends("comments"))


def test_asking_for_changes_leads_back_to_talks_and_the_window_goes_on() -> None:
    """Row 12b: the window is not restarted."""
    play = consulting(KOREA)
    play.take("table_measures", JAPAN, "2027-02-01")
    play.take("ask_changes", KOREA, "2027-02-10")
    assert ("consulting", "2027-03-21") == (play.state(), play.ends("window"))


def test_a_concern_sets_a_flag_and_changes_no_state() -> None:
    """Row 13: told to all; no period starts or ends, and the wait for a reply goes on."""
    play = received()
    act = play.take("register_concern", KOREA, "2027-01-20")
    assert ("open", "received") == (play.state(), play.state(KOREAN))
    assert ("concern_registered",) == play.case.tracks[KOREAN].flags
    assert ("FRA", "JPN") == act.told
    assert "window" not in play.case.limits
    play.pass_time("2027-02-13")
    assert ("silent", "silent") == (play.state(KOREAN), play.state("addressee:FRA"))
    play.take("register_concern", KOREA, "2027-02-14")
    assert "silent" == play.state(KOREAN)


def test_agreement_needs_both_hands_and_no_objection_and_disagreement_one() -> None:
    """Row 14: three steps, in writing."""
    play = consulting(KOREA, FRANCE)
    play.take("record_agreed", KOREA, "2027-02-01")
    assert "consulting" == play.state(KOREAN)
    play.take("record_agreed", JAPAN, "2027-02-02", track=KOREA)
    play.take("record_no_objection", FRANCE, "2027-02-03")
    assert ("agreed", "no_objection") == (play.state(KOREAN), play.state("addressee:FRA"))
    assert "party of the track" in str(play.refused("record_not_agreed", JAPAN, "2027-02-04", track=KOREA))


def test_a_consultation_is_not_concluded_before_all_results_or_the_end_of_the_window() -> None:
    """Row 15: closed on the last day of the window with the day on which it opens, open the day after."""
    play = consulting(KOREA)
    refused = play.refused("conclude", JAPAN, "2027-03-21")
    assert "2027-03-22" == str(refused.opens_on)
    play.take("conclude", JAPAN, "2027-03-22")
    assert "concluded_no_agreement" == play.state()


def test_the_result_is_computed_from_the_tracks() -> None:
    """Row 15: all satisfied, some, none."""
    results = {}
    for name, steps in {
        "all": ("record_no_objection", "record_no_objection"),
        "some": ("record_no_objection", "record_not_agreed"),
        "none": ("record_not_agreed", "decline_consultation"),
    }.items():
        play = received()
        for step, party in zip(steps, (KOREA, FRANCE), strict=True):
            play.take(step, party, "2027-02-01")
        play.take("conclude", JAPAN, "2027-02-02")
        results[name] = play.state()
    assert {"all": "concluded_agreed", "some": "concluded_partial", "none": "concluded_no_agreement"} == results


def test_a_case_is_closed_without_reply_only_by_the_filer_and_with_two_proofs_on_two_channels() -> None:
    """Row 16: the clock closes nothing; delivery to each silent State must be proved."""
    play = received(KOREA)
    play.pass_time("2027-02-27")
    assert ("open", "silent_closed") == (play.state(), play.state(KOREAN))
    assert "recorded: 1 on 1" in str(play.refused("close_unanswered", JAPAN, "2027-03-01"))
    receipt(play, KOREA, "2027-03-02")
    assert "recorded: 2 on 1" in str(play.refused("close_unanswered", JAPAN, "2027-03-03"))
    receipt(play, KOREA, "2027-03-04", "fax")
    play.take("close_unanswered", JAPAN, "2027-03-05")
    assert "concluded_no_reply" == play.state()


def test_conclude_asks_for_the_same_proofs_where_all_were_silent() -> None:
    """Rows 15 and 16: the other way to the same end is as narrow."""
    play = received(KOREA)
    assert "proofs of delivery" in str(play.refused("conclude", JAPAN, "2027-03-01"))
    receipt(play, KOREA, "2027-03-02", "courier")
    play.take("conclude", JAPAN, "2027-03-03")
    assert "concluded_no_reply" == play.state()


def test_the_planning_state_may_drop_the_activity_from_any_live_state() -> None:
    """Row 17: the case ends and all are told."""
    play = consulting(KOREA)
    act = play.take("cancel_activity", JAPAN, "2027-02-01")
    assert ("activity_cancelled", "cancelled", (KOREA,)) == (play.state(), play.case.activity, act.told)
    assert {"stopped"} == {limit.status for limit in play.case.limits.values()}


def test_a_material_change_serves_all_anew_with_a_shorter_reply_counted_anew_from_receipt() -> None:
    """Row 19: results fall away and fifteen days run from the change, and from the new receipt once it is proved."""
    play = consulting(KOREA, FRANCE)
    play.take("record_no_objection", FRANCE, "2027-01-25")
    play.take("change_activity", JAPAN, "2027-02-01", filing={"earliest_start": "2028-01-10"})
    assert ("open", "modified", "2028-01-10") == (play.state(), play.case.activity, play.case.facts["earliest_start"])
    assert {"served"} == {t.state for t in play.case.tracks.values()}
    assert "2027-02-16" == play.ends("reply:KOR")
    play.take("acknowledge", KOREA, "2027-02-03")
    assert ("2027-02-18", "2027-02-16") == (play.ends("reply:KOR"), play.ends("reply:FRA"))
    play.pass_time("2027-02-17")
    assert ("acknowledged", "silent") == (play.state(KOREAN), play.state("addressee:FRA"))


def test_a_deferral_is_a_change_with_its_own_status() -> None:
    """Row 19: the activity is deferred, the case goes on."""
    play = served(KOREA)
    play.take("change_activity", JAPAN, "2027-02-01", filing={"new_status": "deferred"})
    assert ("open", "deferred") == (play.state(), play.case.activity)


def test_a_completed_activity_lets_the_filer_close_before_any_consultation() -> None:
    """Row 20: proposed only once the activity is completed."""
    play = served(KOREA)
    assert "not completed" in str(play.refused("close_inconsistent", JAPAN, "2027-02-01"))
    play.take("report_completed", JAPAN, "2027-02-02")
    play.take("close_inconsistent", JAPAN, "2027-02-03")
    assert "concluded_inconsistent_status" == play.state()


def test_a_case_is_referred_only_where_the_other_procedure_is_available() -> None:
    """Row 21: otherwise the offer is closed and says so."""
    absent = consulting(KOREA).refused("refer", KOREA, "2027-02-01", filing={"target": "settlement"})
    assert "“Settlement of disputes” is not installed here" in str(absent)
    play = served(KOREA, world=Facts({"available": False, "available:lunar_decision": True}))
    play.take("refer", KOREA, "2027-02-01", filing={"target": "lunar"})
    assert "referred" == play.state()


def test_the_report_after_the_event_runs_from_completion_and_is_filed_after_the_end() -> None:
    """Row 15: thirty days from 1 June 2027, in a case that has ended."""
    play = received(KOREA)
    play.take("record_no_objection", KOREA, "2027-01-20")
    play.take("conclude", JAPAN, "2027-01-21")
    assert "has not been taken" in str(play.refused("file_post_event_report", JAPAN, "2027-05-01"))
    play.take("report_completed", JAPAN, "2027-06-01")
    assert "2027-07-01" == play.ends("post_event_report")
    assert play.take("file_post_event_report", JAPAN, "2027-07-02").late
