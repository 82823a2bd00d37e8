"""Rescue of persons: who is told and how fast, who directs, offers of help, return without condition, false alarms."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.kernel.view import Facts
from workflows.rescue.persons_frame import RescuePersonsTerms
from workflows.rescue_persons import rescue_persons

PROCEDURE = rescue_persons(RescuePersonsTerms())
ALERT = {
    "event": "unintended", "learned_at": {"at": "2027-06-01T02:00:00+00:00", "zone": "UTC"},
    "place_kind": "own_territory",
}  # fmt: skip
NOTICE = {**ALERT, "authorities": ["JPN"], "reach": "reached"}
TRACK = "authority:JPN"


def alerted(**alert: Any) -> Play:
    """Play until Australia has recorded what it learned at two o'clock on 1 June 2027."""
    play = Play(PROCEDURE, "2027-06-01T02:05", {"reporting": ["AUS"]}, Facts())
    play.take("information", "AUS", "2027-06-01T02:10", filing={**ALERT, **alert})
    return play


def notified(**notice: Any) -> Play:
    """Play until Japan and the Secretary-General are told at four."""
    play = alerted()
    play.take("notify", "AUS", "2027-06-01T04:00", filing={**NOTICE, **notice})
    return play


def searching() -> Play:
    """Play until the operation has run since five."""
    play = notified()
    play.take("start_sar", "AUS", "2027-06-01T05:00")
    return play


def found(missing: int = 0) -> Play:
    """Play until two persons are found at eight."""
    play = searching()
    at = {"at": "2027-06-01T08:00:00+00:00", "zone": "UTC"}
    play.take("find", "AUS", "2027-06-01T08:30", filing={"found_at": at, "persons": 2, "missing": missing})
    return play


def test_the_alert_is_for_its_own_state_until_others_are_told() -> None:
    """Nobody is told of it; the targets run from when it was learned of, not from when it was written down."""
    play = alerted()
    assert ((), "C4") == (play.acts[0].told, play.acts[0].level)
    assert ("2027-06-01T03:00:00", "2027-06-02T02:00:00") == (play.ends("call"), play.ends("note"))


def test_immediately_is_a_standard_and_its_targets_are_the_products() -> None:
    """The treaty has no number; nothing is called expired."""
    play = notified()
    assert ["immediately", "safely and promptly"] == [one.words for one in PROCEDURE.standards]
    assert {"DEFAULT"} == {str(limit.binding) for limit in play.case.limits.values()}


@pytest.mark.parametrize(
    ("at", "late"), [("2027-06-01T23:00", False), ("2027-06-02T01:59", False), ("2027-06-02T02:01", True)], ids=str
)
def test_a_notice_after_the_day_is_taken_and_marked_as_late(at: str, late: bool) -> None:
    """The target forbids nothing."""
    assert late == alerted().take("notify", "AUS", at, filing=NOTICE).late


def test_word_by_telephone_is_no_notice() -> None:
    """It stops the target for the call; the note stays due, and the record of the call is one's own."""
    play = alerted()
    call = {"called_at": {"at": "2027-06-01T02:30:00+00:00", "zone": "UTC"}}
    act = play.take("record_call", "AUS", "2027-06-01T02:40", filing=call)
    assert ("alert", (), "C4") == (play.state(), act.told, act.level)
    assert ("stopped 2027-06-01T03:00:00", "2027-06-02T02:00:00") == (play.ends("call"), play.ends("note"))


def test_what_is_still_to_come_was_not_learned() -> None:
    """The instant of learning does not lie after the act."""
    later = {"at": "2027-06-01T09:00:00+00:00", "zone": "UTC"}
    play = Play(PROCEDURE, "2027-06-01T02:05", {"reporting": ["AUS"]}, Facts())
    why = play.refused("information", "AUS", "2027-06-01T02:10", filing={**ALERT, "learned_at": later})
    assert "still to come" in str(why)


def test_launching_authority_and_secretary_general_are_told_with_one_act() -> None:
    """Both duties of the first article."""
    play = notified()
    assert ("JPN", "OOSA") == play.acts[-1].told
    assert (("ARRA", "1(a)", "LAW_T"), ("ARRA", "1(b)", "LAW_T")) == play.acts[-1].basis
    assert ("told", "ARRA") == (play.state(TRACK), play.case.tracks[TRACK].basis)


@pytest.mark.parametrize("reach", ["unknown", "unreachable"])
def test_where_nobody_is_reached_a_public_announcement_is_due(reach: str) -> None:
    """The announcement is public, and what is said of it elsewhere is not."""
    play = notified(authorities=[], reach=reach)
    assert {"public_announcement_due"} == set(play.case.flags)
    act = play.take("announce_publicly", "AUS", "2027-06-01T04:10")
    assert ("C0", {"publicly_announced"}) == (act.level, set(play.case.flags))
    play.take("start_sar", "AUS", "2027-06-01T04:20")
    assert "search_rescue" == play.state()


def test_whoever_is_reached_is_named() -> None:
    """Otherwise nobody would be told."""
    why = alerted().refused("notify", "AUS", "2027-06-01T04:00", filing={**ALERT, "reach": "reached"}, exact=True)
    assert "authorities" in [one.field for one in why.refusals]


def test_outside_the_rescue_agreement_the_basis_is_chosen_and_shown() -> None:
    """A State that is not bound is refused under the treaty and may notify voluntarily."""
    unbound = Facts({"bound:ARRA:AUS:2027-06-01": {"bound": False, "reason": "AUS is not bound"}})
    play = Play(PROCEDURE, "2027-06-01T02:05", {"reporting": ["AUS"]}, unbound)
    play.take("information", "AUS", "2027-06-01T02:10", filing=ALERT)
    why = play.refused("notify", "AUS", "2027-06-01T04:00", filing=NOTICE)
    assert ("ARRA 1(a)", "closed") == (str(why.under[0]), why.kind)
    assert "voluntary" in str(why)
    free = rescue_persons(RescuePersonsTerms(basis="voluntary"))
    other = Play(free, "2027-06-01T02:05", {"reporting": ["AUS"]}, unbound)
    other.take("information", "AUS", "2027-06-01T02:10", filing=ALERT)
    other.take("notify", "AUS", "2027-06-01T04:00", filing=NOTICE)
    assert ("notified", (("PRODUCT", "", "DEFAULT"),)) == (other.state(), other.acts[-1].basis)


def test_two_possible_authorities_are_both_told_and_one_may_deny() -> None:
    """Each has a track of its own; the other's stays as it is, and whoever denied may be told again."""
    play = notified(authorities=["JPN", "FRA"])
    play.take("deny_authority", "JPN", "2027-06-01T05:00", track=TRACK)
    assert ("denied", "told") == (play.state(TRACK), play.state("authority:FRA"))
    play.take("add_authority", "AUS", "2027-06-01T06:00", filing={"party": "JPN"})
    assert "told" == play.state(TRACK)


def test_an_authority_that_never_answers_holds_nothing_up() -> None:
    """No reply recorded: the operation, the return and the report go on."""
    play = found()
    play.take("hand_over", "AUS", "2027-06-02", filing={"fitness": "fit"})
    at = {"at": "2027-06-02T15:00:00+00:00", "zone": "UTC"}
    play.take("enter_returned", "AUS", "2027-06-02T16:00", filing={"returned_at": at, "persons": 2})
    assert ("returned", "told") == (play.state(), play.state(TRACK))


def test_receipt_is_proved_by_hand_or_by_opening_the_paper() -> None:
    """The second moves nothing further."""
    assert ["opened"] == [row.proof.kind for row in PROCEDURE.rows["record_receipt"] if row.proof]
    play = notified()
    play.take("record_receipt", "AUS", "2027-06-01T05:00", track=TRACK)
    assert "received" == play.state(TRACK)
    play.take("acknowledge", "JPN", "2027-06-01T06:00", track=TRACK)
    assert "answering" == play.state(TRACK)


@pytest.mark.parametrize(
    ("place", "by", "under"),
    [("own_territory", "AUS", "ARRA 2"), ("high_seas", "JPN", "ARRA 3"), ("no_jurisdiction", "AUS", "ARRA 3"),
     ("celestial_body", "JPN", "OST V(2)")],
    ids=str,
)  # fmt: skip
def test_the_place_decides_under_which_provision_and_by_whom_the_operation_is_directed(
    place: str, by: str, under: str
) -> None:
    """On its own territory the territorial State directs; elsewhere any that is able."""
    play = notified(place_kind=place)
    act = play.take("start_sar", by, "2027-06-01T05:00")
    assert (under, (by,)) == (" ".join(act.basis[0][:2]), play.case.parties["directing"])


def test_nobody_but_the_territorial_state_directs_on_its_territory() -> None:
    """Refused with the reason, and not offered."""
    play = notified()
    why = play.refused("start_sar", "JPN", "2027-06-01T05:00")
    assert ("In its own territory the State that notified directs the operation.", "ARRA 2") == (
        str(why), str(why.under[0]),
    )  # fmt: skip
    assert "start_sar" not in play.offered("JPN", "2027-06-01T05:00")
    assert "start_sar" in play.offered("AUS", "2027-06-01T05:00")


def test_reports_recur_while_the_search_runs_and_stop_with_it() -> None:
    """Every six hours; each report counts anew, a missed one only shows that the target passed."""
    play = searching()
    assert "2027-06-01T11:00:00" == play.ends("progress")
    play.take("report_progress", "AUS", "2027-06-01T10:00")
    assert "2027-06-01T16:00:00" == play.ends("progress")
    assert ["progress"] == play.pass_time("2027-06-01T16:30")
    assert ("search_rescue", "2027-06-01T22:00:00") == (play.state(), play.ends("progress"))
    play.take("find", "AUS", "2027-06-01T17:00")
    assert play.ends("progress").startswith("stopped")


def test_a_third_state_offers_help_and_whoever_directs_decides() -> None:
    """Before it is accepted it reads nothing that is for the parties; then it reads the file of the operation."""
    play = searching()
    play.take("offer_help", "NZL", "2027-06-01T06:00")
    assert "helper" not in play.case.parties
    act = play.take("report_progress", "AUS", "2027-06-01T06:10")
    assert ("JPN", "OOSA") == act.told
    play.take("decline_help", "AUS", "2027-06-01T06:20", track="offer:NZL")
    play.take("accept_help", "AUS", "2027-06-01T07:00", track="offer:NZL")
    assert (("NZL",), True) == (play.case.parties["helper"], "help_accepted" in play.case.flags)
    assert ("JPN", "NZL", "OOSA") == play.acts[-1].told
    assert ("JPN", "NZL", "OOSA") == play.take("report_progress", "AUS", "2027-06-01T08:00").told


def test_an_offer_that_came_by_telephone_is_recorded_for_the_state_that_made_it() -> None:
    """Neither it nor the launching authority decides."""
    play = searching()
    act = play.take("record_offer", "AUS", "2027-06-01T06:00", filing={"party": "NZL"})
    assert ("C1", "offered") == (act.level, play.state("offer:NZL"))
    assert "standing" == play.refused("accept_help", "JPN", "2027-06-01T06:10", track="offer:NZL").kind
    assert not [one for one in play.offered("NZL", "2027-06-01T06:10") if one.startswith("accept_help")]


@pytest.mark.parametrize(
    ("at", "late"), [("2027-06-03T08:00", False), ("2027-06-04T08:00", True), ("2027-06-05T08:00", True)], ids=str
)
def test_return_is_prompt_by_a_target_that_runs_from_the_finding(at: str, late: bool) -> None:
    """Seventy-two hours; a return after them is taken all the same."""
    play = found()
    assert "2027-06-04T08:00:00" == play.ends("hand_over")
    play.take("hand_over", "AUS", "2027-06-02", filing={"fitness": "fit"})
    moment = {"at": f"{at}:00+00:00", "zone": "UTC"}
    act = play.take("enter_returned", "AUS", at, filing={"returned_at": moment, "persons": 2})
    assert (late, "returned") == (act.late, play.state())


def test_persons_who_are_not_fit_to_travel_stay_in_care() -> None:
    """The refusal names the question."""
    why = found().refused("hand_over", "AUS", "2027-06-02", filing={"fitness": "unfit"})
    assert ("content", "fitness") == (why.kind, why.refusals[0].field)


def test_the_state_of_registry_is_told_beside_the_launching_authority() -> None:
    """The two treaties name two addressees."""
    play = found()
    act = play.take("hand_over", "AUS", "2027-06-02", filing={"fitness": "fit", "registry_state": "FRA"})
    assert ("FRA", "JPN", "OOSA") == act.told
    assert (("ARRA", "4", "LAW_T"), ("OST", "V(1)", "LAW_T")) == act.basis


def test_some_are_found_before_others_and_the_first_clock_runs_on() -> None:
    """The search goes on; the period of those who were found first is not lengthened by a later finding."""
    play = found(missing=1)
    play.take("continue_search", "AUS", "2027-06-01T09:00")
    play.take("find", "AUS", "2027-06-02T09:00")
    assert ("persons_found", "2027-06-04T08:00:00") == (play.state(), play.ends("hand_over"))


def test_a_search_may_end_without_having_found_anybody() -> None:
    """With reasons, and the case is closed."""
    play = searching()
    play.take("end_search", "AUS", "2027-06-20")
    assert ("closed", True) == (play.state(), "persons_not_found" in play.case.flags)


@pytest.mark.parametrize("start", [alerted, notified], ids=["alert", "notified"])
def test_a_false_alarm_stands_down_and_the_secretary_general_is_told(start: Any) -> None:
    """Whether or not others were told before; after the operation has begun it is ended otherwise."""
    play = start()
    act = play.take("stand_down", "AUS", "2027-06-01T05:00", filing={"cause": "false_alarm"})
    assert ("stood_down", True) == (play.state(), "OOSA" in act.told)
    assert "stand_down" not in searching().offered("AUS", "2027-06-01T06:00")


def test_the_secretary_general_spreads_what_it_was_told_and_does_nothing_else() -> None:
    """An office acts in its own capacity."""
    play = notified()
    assert {"spread_information"} == play.offered("OOSA", "2027-06-01T05:00")
    act = play.take("spread_information", hand("OOSA", "office"), "2027-06-01T05:00")
    assert (("ARRA", "1(b)", "LAW_T"),) == act.basis


def test_the_final_report_is_due_seven_days_after_the_return() -> None:
    """The eighth is late; the report is taken all the same and ends the case."""
    play = found()
    play.take("hand_over", "AUS", "2027-06-02", filing={"fitness": "fit"})
    moment = {"at": "2027-06-02T10:00:00+00:00", "zone": "UTC"}
    play.take("enter_returned", "AUS", "2027-06-02", filing={"returned_at": moment, "persons": 2})
    assert "2027-06-09" == play.ends("final_report")
    assert play.take("close", "AUS", "2027-06-10").late
    assert ("closed", play.case) == (play.state(), play.replayed())


def test_a_craft_found_with_the_crew_has_a_case_of_its_own() -> None:
    """It is opened with the act, in the name of whoever takes it."""
    act = found().take("report_object", "AUS", "2027-06-02")
    assert [("begin", "object", "rescue_objects", ())] == act.effects_of("begin")


def test_whether_all_possible_steps_are_taken_may_be_disputed_while_the_rescue_goes_on() -> None:
    """The dispute is a case of its own, under the agreement that is chosen."""
    play = searching()
    act = play.take("refer", "JPN", "2027-06-01T06:00", filing={"agreement": "un-charter-33"})
    assert [("begin", "dispute", "settlement", (("agreement", "un-charter-33"),))] == act.effects_of("begin")
    assert "search_rescue" == play.state()


def test_between_parties_to_the_moon_agreement_use_of_anothers_equipment_is_told() -> None:
    """Under its own basis alone; the owner and the Secretary-General read it."""
    moon = rescue_persons(RescuePersonsTerms(basis="moon"))
    play = Play(moon, "2027-06-01T02:05", {"reporting": ["AUS"]}, Facts())
    there = {**ALERT, "place_kind": "celestial_body"}
    play.take("information", "AUS", "2027-06-01T02:10", filing=there)
    play.take("notify", "AUS", "2027-06-01T04:00", filing={**there, "authorities": ["JPN"], "reach": "reached"})
    assert ("MOON", "10", "LAW_T") == play.take("start_sar", "AUS", "2027-06-01T05:00").basis[0]
    act = play.take("report_use_of_equipment", "AUS", "2027-06-01T06:00", filing={"party": "FRA"})
    assert (("MOON", "12(3)", "LAW_T"), ("FRA", "JPN", "OOSA")) == (act.basis[0], act.told)
    assert "report_use_of_equipment" not in PROCEDURE.rows
