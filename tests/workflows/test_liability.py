"""A claim before and after it is presented: the dates of Article X, the bars, the year of talks."""

from collections.abc import Callable

import pytest

from tests.workflows.claims import (
    CLAIM,
    DAY,
    FREE,
    PRESENTED,
    WAIVED,
    WAIVER,
    examined,
    identified,
    incident,
    presented,
    talking,
    together,
)
from tests.workflows.kernel.play import Play, hand
from workflows.kernel.view import Facts


def test_the_year_runs_from_the_damage_and_a_second_one_from_the_identification() -> None:
    """Article X(1) has two alternatives; both ends are shown, each under its own name."""
    play = identified(on="2026-02-08")
    assert ("2027-01-24", "2027-02-08") == (play.ends("presentation"), play.ends("identification"))
    assert {"LAW_T"} == {play.case.limits[key].binding for key in ("presentation", "identification")}


@pytest.mark.parametrize(("day", "over"), [("2027-02-07", False), ("2027-02-08", False), ("2027-02-09", True)])
def test_the_claim_can_be_presented_until_the_last_of_its_dates_has_passed(day: str, over: bool) -> None:
    """The year from the damage ended before; the one from the identification ends on 8 February 2027."""
    play = identified(on="2026-02-08")
    play.take("run_bars", "CAN", "2026-02-11", track="launcher:RUS", filing=FREE)
    if over:
        assert "closed" == play.refused("present", "CAN", day, filing=PRESENTED).kind
        assert "window_expired_unpresented" == play.state()
        return
    play.take("present", "CAN", day, filing=PRESENTED)
    assert ("claim_presented", True) == (
        play.state(),
        "presented_after_a_year_from_the_damage" in play.case.flags,
    )


@pytest.mark.parametrize(("day", "flagged"), [("2027-01-23", False), ("2027-01-24", False), ("2027-01-25", True)])
def test_presenting_after_a_year_from_the_damage_is_flagged(day: str, flagged: bool) -> None:
    """On the last day it is not; the day after it is, and it is presented all the same."""
    play = identified(on="2026-02-08")
    play.take("run_bars", "CAN", "2026-02-11", track="launcher:RUS", filing=FREE)
    play.take("present", "CAN", day, filing=PRESENTED)
    assert flagged == ("presented_after_a_year_from_the_damage" in play.case.flags)


def test_an_end_on_a_holiday_does_not_move() -> None:
    """24 January 2027 is a Sunday: the Convention has no rule that moves it."""
    assert "2027-01-24" == incident().ends("presentation")


def test_presentation_and_documentation_are_two_events_with_two_clocks() -> None:
    """Presenting ends the dates for presenting and begins no year; the notice begins it, on the same day if need be."""
    play = presented()
    assert ("stopped 2027-01-24", False) == (play.ends("presentation"), "negotiation_year" in play.case.limits)
    play.take("documentation_notice", "CAN", "2026-03-05")
    assert ("negotiation", "2027-03-05") == (play.state(), play.ends("negotiation_year"))


def test_a_launching_state_that_is_not_known_leaves_the_case_open_when_the_year_has_passed() -> None:
    """The second alternative has not begun; found in 2027, it runs until 2028."""
    play = incident()
    play.take("unknown_launcher", "CAN", "2026-03-01", filing={"inquiries": "Asked around."})
    assert ["presentation"] == play.pass_time("2027-01-26")
    assert "identification_pending" == play.state()
    play.take("ask_help_to_identify", "CAN", "2027-01-27", filing={"request": "Two States that track objects."})
    play.take("identify", "CAN", "2027-02-01", filing={
        "launchers": ["RUS"], "identified_on": "2027-02-01", "learned_on": "2027-02-01"})  # fmt: skip
    assert ("2028-02-01", "2028-02-01") == (play.ends("identification"), play.ends("knowledge"))


def test_damage_that_comes_to_light_after_its_year_is_logged_and_counted_from_the_identification() -> None:
    """The year from the damage has passed before the case is opened; the launching State was identified last week."""
    play = Play(CLAIM, "2028-02-01", {"claimant": ["CAN"]}, Facts())
    play.take("log_incident", "CAN", "2028-02-01", filing={"occurred_on": DAY})
    assert ("incident_recorded", "lapsed 2027-01-24") == (play.state(), play.ends("presentation"))
    play.take("identify", "CAN", "2028-02-02", filing={"launchers": ["RUS"], "identified_on": "2028-01-25"})
    assert ("claim_preparation", "2029-01-25") == (play.state(), play.ends("identification"))


def test_a_search_that_is_over_is_reopened_for_facts_learned_later() -> None:
    """Nobody was identified before; the search goes on, with the year of Article X(2)."""
    play = incident()
    play.take("unknown_launcher", "CAN", "2026-03-01", filing={"inquiries": "x", "diligence_on": "2026-03-01"})
    play.pass_time("2027-03-02")
    body = {"reason": "A log was found.", "learned_on": "2027-06-01", "diligence_on": "2027-06-01"}
    for person in ("one", "two"):
        play.take("override", hand("CAN", person=person), "2027-06-10", filing=body)
    assert ("identification_pending", "2028-06-01") == (play.state(), play.ends("knowledge"))


def test_later_knowledge_is_capped_by_the_day_on_which_diligence_would_have_brought_it_out() -> None:
    """Article X(2): both days are stored, and the earlier one counts."""
    play = incident()
    play.take("unknown_launcher", "CAN", "2026-03-01", filing={"inquiries": "x"})
    play.take("identify", "CAN", "2026-09-01", filing={
        "launchers": ["RUS"], "identified_on": "2026-09-01", "learned_on": "2026-09-01",
        "diligence_on": "2026-06-01"})  # fmt: skip
    limit = play.case.limits["knowledge"]
    assert ("2027-06-01", "diligence_on") == (play.ends("knowledge"), limit.trigger)
    assert (("learned_on", "2026-09-01"), ("diligence_on", "2026-06-01")) == limit.candidates


@pytest.mark.parametrize(("day", "state"), [
    ("2027-03-01T23:59", "identification_pending"), ("2027-03-02", "window_expired_unpresented"),
])  # fmt: skip
def test_a_search_that_diligence_would_have_ended_a_year_ago_is_over(day: str, state: str) -> None:
    """The cap of Article X(2) passes with 1 March 2027."""
    play = incident()
    play.take("unknown_launcher", "CAN", "2026-03-01", filing={"inquiries": "x", "diligence_on": "2026-03-01"})
    play.pass_time(day)
    assert state == play.state()


def test_a_day_of_damage_that_is_to_come_is_refused_at_its_question() -> None:
    """Nothing is logged that has not happened."""
    play = Play(CLAIM, "2026-02-01", {"claimant": ["CAN"]}, Facts())
    refused = play.refused("log_incident", "CAN", "2026-02-01", filing={"occurred_on": "2026-02-02"})
    assert ("content", "occurred_on") == (refused.kind, refused.refusals[0].field)
    assert "“When the damage occurred” (2 February 2026) is still to come." == str(refused)


@pytest.mark.parametrize("bar", ["own_nationals", "participants"])
def test_own_nationals_and_participants_are_barred(bar: str) -> None:
    """Article VII(a) and (b); with every launching State barred the case rests."""
    play = identified()
    play.take("run_bars", "CAN", "2026-02-11", track="launcher:RUS", filing=FREE | {bar: "yes"})
    assert ("barred", "barred") == (play.state(), play.state("launcher:RUS"))
    assert "enter_barred" == play.acts[-1].step


def test_a_bar_against_one_launching_state_is_none_against_the_other() -> None:
    """Every object's full list of launching States is examined, the claimant's own State among them."""
    play = identified("USA", "JPN", claimant="USA")
    play.take("run_bars", "USA", "2026-02-11", track="launcher:USA", filing=FREE | {"own_nationals": "yes"})
    play.take("run_bars", "USA", "2026-02-11", track="launcher:JPN", filing=FREE)
    assert ("claim_preparation", "barred", "free") == (
        play.state(), play.state("launcher:USA"), play.state("launcher:JPN"))  # fmt: skip
    why = play.refused("present", "USA", "2026-03-01", filing=PRESENTED | {"respondents": ["USA", "JPN"]})
    assert "content" == why.kind
    play.take("present", "USA", "2026-03-01", filing=PRESENTED | {"respondents": ["JPN"]})
    assert ("JPN",) == play.case.parties["respondent"]


def test_whoever_is_named_as_a_launching_state_takes_no_part_before_the_claim_is_presented() -> None:
    """It has no role and nothing is offered to it; every act before is for the claimant alone."""
    play = examined("RUS", "KAZ")
    assert (None, {"CAN"}) == (play.case.tracks["launcher:RUS"].party, set(play.case.parties["claimant"]))
    assert "respondent" not in play.case.parties
    assert set() == play.offered("RUS", "2026-02-12")
    assert {"C4"} == {act.level for act in play.acts}


@pytest.mark.parametrize("no", ["sides", "cause", "victim"])
def test_the_waiver_bars_only_where_all_three_questions_are_answered_yes(no: str) -> None:
    """One no, and the claim is free of it."""
    play = identified("CAN", procedure=WAIVED, claimant="JPN")
    play.take("run_bars", "JPN", "2026-02-11", track="launcher:CAN", filing=FREE | WAIVER | {no: "no"})
    assert "free" == play.state("launcher:CAN")


@pytest.mark.parametrize(("exception", "state"), [
    ("none", "barred"), ("one_family", "free"), ("natural_persons", "free"), ("wilful_misconduct", "free"),
    ("intellectual_property", "free"), ("not_passed_down", "free"),
])  # fmt: skip
def test_an_exception_of_the_waiver_leaves_the_claim_free(exception: str, state: str) -> None:
    """The exceptions are those of the agreement's file."""
    play = identified("CAN", procedure=WAIVED, claimant="JPN")
    body = FREE | WAIVER | {"exception": exception}
    play.take("run_bars", "JPN", "2026-02-11", track="launcher:CAN", filing=body)
    assert state == play.state("launcher:CAN")


def test_a_bar_is_set_aside_by_two_persons_of_the_ministry_and_stays_on_record() -> None:
    """One is not enough, and not the same one twice."""
    play = identified()
    play.take("run_bars", "CAN", "2026-02-11", track="launcher:RUS", filing=FREE | {"own_nationals": "yes"})
    body = {"ground": "new_facts", "reason": "They are not its nationals."}
    play.take("override", hand("CAN", person="one"), "2026-03-01", filing=body)
    assert "barred" == play.state()
    assert play.refused("override", hand("CAN", person="one"), "2026-03-01", filing=body)
    play.take("override", hand("CAN", person="two"), "2026-03-01", filing=body)
    assert ("claim_preparation", "overridden") == (play.state(), play.state("launcher:RUS"))
    assert "bar_set_aside" in play.case.flags
    play.take("present", "CAN", "2026-03-02", filing=PRESENTED)
    assert "claim_presented" == play.state()


@pytest.mark.parametrize(("learned", "refused"), [("2026-06-09", True), ("2026-06-10", False)])
def test_dates_that_have_passed_are_reopened_only_within_a_year_of_learning_the_facts(
    learned: str, refused: bool
) -> None:
    """A year from 9 June 2026 ended on 9 June 2027, the day before the act."""
    play = identified()
    play.pass_time("2027-02-01")
    assert "window_expired_unpresented" == play.state()
    body = {"reason": "Hidden damage.", "learned_on": learned, "diligence_on": learned}
    if refused:
        why = play.refused("override", hand("CAN", person="one"), "2027-06-10", filing=body)
        assert ("content", "LC X(2)") == (why.kind, str(why.under[0]))
        assert "1 year from 9 June 2026 ended on 9 June 2027." in str(why)
        return
    for person in ("one", "two"):
        play.take("override", hand("CAN", person=person), "2027-06-10", filing=body)
    assert ("claim_preparation", "2027-06-10") == (play.state(), play.ends("knowledge"))


def test_the_cap_of_diligence_closes_a_reopening_too() -> None:
    """Learned yesterday, but diligence would have brought it out long ago."""
    play = identified()
    play.pass_time("2027-02-01")
    body = {"reason": "x", "learned_on": "2027-06-09", "diligence_on": "2026-06-01"}
    assert "diligence_on" == play.refused("override", "CAN", "2027-06-10", filing=body).refusals[0].field


def test_the_same_damage_pursued_elsewhere_holds_the_claim_and_stops_no_clock() -> None:
    """Article XI(2); the year passes while it is held, and what is left of it is seen at the end."""
    play = identified()
    body = FREE | {"parallel": "yes", "parallel_where": "A court."}
    play.take("run_bars", "CAN", "2026-02-11", track="launcher:RUS", filing=body)
    assert ("held_parallel_remedy", "2027-01-24") == (play.state(), play.ends("presentation"))
    play.take("parallel_remedy_ends", "CAN", "2027-01-20", filing={"how": "Dismissed; nothing recovered."})
    assert ("claim_preparation", "2027-01-24") == (play.state(), play.ends("presentation"))
    play.pass_time("2027-01-25")
    assert "window_expired_unpresented" == play.state()


def test_where_a_remedy_is_said_to_be_pending_it_is_named() -> None:
    """The question for the place is asked with the answer yes."""
    why = identified().refused("run_bars", "CAN", "2026-02-11", track="launcher:RUS", exact=True,
                               filing=FREE | {"parallel": "yes"})  # fmt: skip
    assert ("parallel_where", "LC XI(2)") == (why.refusals[0].field, str(why.under[0]))


@pytest.mark.parametrize(("launcher", "period"), [("USA", True), ("RUS", False)])
def test_a_claim_in_an_agency_has_the_period_of_that_states_own_law(launcher: str, period: bool) -> None:
    """Six months in the United States, by its law; none is recorded of others."""
    play = identified(launcher)
    play.take("record_domestic_claim", "CAN", "2026-05-22", track=f"launcher:{launcher}",
              filing={"presented_on": "2026-05-22", "parallel": "yes"})  # fmt: skip
    assert ("held_parallel_remedy", period) == (play.state(), "domestic_claim_usa" in play.case.limits)
    if period:
        assert ("2026-11-22", "LAW_N") == (
            play.ends("domestic_claim_usa"), play.case.limits["domestic_claim_usa"].binding)  # fmt: skip


def test_a_domestic_claim_for_other_damage_holds_nothing() -> None:
    """Article XI(2) speaks of the same damage."""
    play = identified("USA")
    play.take("record_domestic_claim", "CAN", "2026-05-22", track="launcher:USA",
              filing={"presented_on": "2026-05-22", "parallel": "no"})  # fmt: skip
    assert "claim_preparation" == play.state()


def test_nothing_is_presented_before_the_bars_of_each_launching_state_were_gone_through() -> None:
    """The refusal says so under Article VII."""
    play = identified("RUS", "KAZ")
    play.take("run_bars", "CAN", "2026-02-11", track="launcher:RUS", filing=FREE)
    why = play.refused("present", "CAN", "2026-03-01", filing=PRESENTED)
    assert ("Go through the bars for each launching State first.", "LC VII") == (str(why), str(why.under[0]))


def test_the_convention_must_bind_both_on_the_day_of_the_damage() -> None:
    """Whoever has withdrawn since stays bound for what happened before."""
    answers = {f"bound:LC:RUS:{day}": {"bound": bound, "reason": "RUS withdrew from the Liability Convention."}
               for day, bound in (("2026-01-24", True), ("2026-03-05", False))}  # fmt: skip
    assert "claim_presented" == presented(world=Facts(answers=answers)).state()
    never = Facts(answers={"bound:LC:RUS:2026-01-24": {"bound": False, "reason": "RUS is not a party."}})
    why = examined(world=never).refused("present", "CAN", "2026-03-05", filing=PRESENTED)
    assert ("RUS is not a party. Another basis than this Convention is then needed.", "LC XXIV(4)") == (
        str(why), str(why.under[0]))  # fmt: skip


def test_a_state_that_the_convention_did_not_bind_on_the_day_of_the_damage_logs_no_claim_under_it() -> None:
    """It learns so at once; since then it may have become a party."""
    before = {"bound:LC:CAN:2026-01-24": {"bound": False, "reason": "CAN was not a party on 24 January 2026."}}
    play = Play(CLAIM, "2026-02-01", {"claimant": ["CAN"]}, Facts(answers=before))
    assert "log_incident" in play.offered("CAN", "2026-02-01")
    why = play.refused("log_incident", "CAN", "2026-02-01", filing={"occurred_on": DAY})
    assert ("closed", "LC XXIV(4)") == (why.kind, str(why.under[0]))
    assert "claim on another basis" in str(why)


def test_an_organisation_claims_through_a_member() -> None:
    """Article XXII(4)."""
    play = examined(world=Facts(answers={"kind:CAN": "igo"}))
    why = play.refused("present", "CAN", "2026-03-05", filing=PRESENTED)
    assert ("closed", "LC XXII(4)") == (why.kind, str(why.under[0]))


@pytest.mark.parametrize(("given", "field", "under"), [
    ({"place_type": "elsewhere"}, "fault", "LC III"),
    ({"standing": "residence"}, "no_other_claim", "LC VIII(3)"),
    ({"channel": "secretary_general"}, "through", "LC IX"),
    ({"remedies": "pending"}, "remedies", "LC XI(2)"),
], ids=["fault", "residence", "channel", "remedy"])  # fmt: skip
def test_a_claim_that_lacks_what_its_article_asks_is_refused_at_the_question(
    given: dict[str, str], field: str, under: str
) -> None:
    """Fault outside the Earth, the order of those who may claim, the channel, one way at a time."""
    body = {"nationality": "x", "facts": "x", "heads": [{"head": "property", "persons": "x"}], "law": "x",
            "waivers": "x"} | PRESENTED | given  # fmt: skip
    why = examined().refused("present", "CAN", "2026-03-05", filing=body, exact=True)
    assert ("content", field, under) == (why.kind, why.refusals[0].field, str(why.under[0]))


def test_the_intention_to_claim_is_on_record_and_moves_nothing() -> None:
    """Article VIII(3): the State of residence looks at it."""
    play = examined()
    play.take("notify_intention", "CAN", "2026-02-20", filing={"notified": ["RUS"], "notified_on": "2026-02-19"})
    assert ("claim_preparation", True) == (play.state(), "intention_notified" in play.case.flags)


def test_a_commission_becomes_available_the_day_after_the_year_and_nobody_has_to_ask() -> None:
    """On 1 April 2027 not yet."""
    play = talking()
    assert "closed" == play.refused("request_commission", "CAN", "2027-04-01").kind
    assert ["year_passes"] == play.pass_time("2027-04-02T00:00")
    assert {"request_commission", "settle"} <= play.offered("RUS", "2027-04-02")


def test_a_suspension_does_not_stop_the_year_of_talks() -> None:
    """It passes while the case rests, and the way is open on return."""
    play = talking()
    together(play, "suspend", "2027-01-01", filing={"reason": "Talks", "until": "2027-06-30"})
    play.pass_time("2027-04-02")
    assert "suspended" == play.state()
    together(play, "resume", "2027-05-01", filing={})
    assert ("commission_available", play.case) == (play.state(), play.replayed())


def test_a_settlement_ends_the_case_at_any_time_after_the_claim_with_a_day_for_payment() -> None:
    """Both hands on one text; the day is the parties' own."""
    play = talking()
    together(play, "settle", "2026-12-01", filing={"terms": "A sum.", "payment_on": "2027-01-31"})
    assert ("closed_settled", "2027-01-31", "LAW_A") == (
        play.state(), play.ends("payment"), play.case.limits["payment"].binding)  # fmt: skip
    play.take("confirm_settlement_paid", "CAN", "2027-01-30")
    assert ("closed_paid", play.case) == (play.state(), play.replayed())


def test_a_claim_that_is_withdrawn_is_presented_again_only_while_the_dates_run() -> None:
    """On 24 January 2027 it may, on the next day it may not."""
    case = talking()
    case.take("withdraw", "CAN", "2026-10-01")
    assert ("closed_withdrawn", "2027-01-24") == (case.state(), case.ends("presentation"))
    body = PRESENTED | {"respondents": ["RUS"]}
    assert "LC X(1)" == str(case.refused("present_again", "CAN", "2027-01-25", filing=body).under[0])
    case.take("present_again", "CAN", "2027-01-24", filing=body)
    assert ("claim_presented", case.case) == (case.state(), case.replayed())


@pytest.mark.parametrize(("play", "state"), [(examined, "claim_preparation"), (incident, "incident_recorded")],
                         ids=["prepared", "logged"])  # fmt: skip
def test_a_claim_that_was_dropped_is_taken_up_again_where_it_stood_while_the_dates_run(
    play: Callable[[], Play], state: str
) -> None:
    """Nothing was presented, so that nothing is presented again."""
    case = play()
    case.take("drop", "CAN", "2026-10-01")
    assert {"prepare_again"} == case.offered("CAN", "2027-01-24") & {"prepare_again", "present_again"}
    assert "prepare_again" not in case.offered("CAN", "2027-01-25")
    case.take("prepare_again", "CAN", "2027-01-24")
    assert (state, case.case) == (case.state(), case.replayed())


def test_no_state_claims_from_itself() -> None:
    """Where only the own State is free nothing can be presented, and the refusal says so."""
    play = identified("CAN", "RUS")
    play.take("run_bars", "CAN", "2026-02-11", track="launcher:CAN", filing=FREE)
    play.take("run_bars", "CAN", "2026-02-11", track="launcher:RUS", filing=FREE | {"participants": "yes"})
    why = play.refused("present", "CAN", "2026-03-01", filing=PRESENTED)
    assert "There is no launching State but yourself that is" in str(why)


def test_before_it_is_presented_an_incident_is_the_claimants_alone() -> None:
    """Common papers in that time are for its own delegation too."""
    play = identified()
    play.take("make_statement", "CAN", "2026-02-12", filing={"text": "A note."})
    assert ("C4", "own") == (play.acts[-1].level, play.procedure.rows["make_statement"][0].tell)
    later = presented()
    later.take("make_statement", "CAN", "2026-03-12", filing={"text": "A statement."})
    assert "C2" == later.acts[-1].level


def test_the_questions_of_the_bars_are_those_of_the_waiver() -> None:
    """Without one there are none on it."""
    asked = [{f.key for f in form.rows["run_bars"][0].filing.fields} for form in (CLAIM, WAIVED)]
    assert {"sides", "cause", "victim", "exception"} == asked[1] - asked[0]
