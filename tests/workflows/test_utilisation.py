"""A project aboard a station: arrangement, signature, integration, safety, operation, incidents, results, closure."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play
from workflows.kernel.view import Facts
from workflows.utilisation import utilisation
from workflows.utilising.frame import UtilisationTerms

PROCEDURE = utilisation(UtilisationTerms())
TEXT = {
    "planned_on": "2028-03-01", "operation_until": "2028-09-30", "return_kind": "returned", "short_lived": "no",
    "modules": [{"module": "Laboratory I", "state": "CHN", "law": "Law of China"}],
}  # fmt: skip
WHOLE = {
    "project": "Flames", "kind": "experiment", "institutions": [{"name": "University", "state": "ITA"}],
    "mass": {"value": "12.5", "unit": "kg"},
    **dict.fromkeys(("objectives", "results", "property", "costs", "liability", "ending"), "As agreed"),
}  # fmt: skip
ITALY, KENYA = "participant:ITA", "participant:KEN"


def proposed(*partners: str, **text: Any) -> Play:
    """Play until Italy has proposed the arrangement at noon of 1 February 2027."""
    play = Play(PROCEDURE, "2027-02-01", {"user": ["ITA"]}, Facts())
    filing = {**TEXT, "provider": "CHN", "partners": list(partners), **text}
    play.take("propose_arrangement", "ITA", "2027-02-01", filing=filing)
    return play


def cleared(*partners: str, **text: Any) -> Play:
    """Play until everybody is cleared at home on 10 February."""
    play = proposed(*partners, **text)
    for party in ("ITA", *partners):
        play.take("clear_at_home", party, "2027-02-10", track=f"participant:{party}")
    return play


def sign(play: Play, at: str, *parties: str, **text: Any) -> None:
    """Lay hands on one and the same text."""
    filing = {**WHOLE, **TEXT, **text}
    for party in parties:
        play.take("sign_arrangement", party, at, filing=filing, exact=True)


def integrating(**text: Any) -> Play:
    """Play until integration has begun on 1 March 2027."""
    play = cleared(**text)
    sign(play, "2027-02-20", "CHN", "ITA", **text)
    play.take("begin_integration", "ITA", "2027-03-01", filing={"planned_on": "2028-03-01"})
    return play


def operating(**text: Any) -> Play:
    """Play until the project runs aboard from 1 March 2028."""
    play = integrating(**text)
    play.take("file_safety_data", "ITA", "2027-06-01")
    play.take("accept_safety", "CHN", "2027-07-01")
    play.take("file_crew_sheet", "ITA", "2027-10-01", filing={"subjects": "no"})
    play.take("begin_operation", "CHN", "2028-03-01", filing={"begun_on": "2028-03-01"})
    return play


def over(**text: Any) -> Play:
    """Play until the operation has ended on 30 September 2028."""
    play = operating(**text)
    play.take("end_operation", "CHN", "2028-09-30", filing={"ended_on": "2028-09-30"})
    return play


def test_an_arrangement_is_proposed_to_whoever_runs_the_station_and_the_office_reads_it() -> None:
    """What was opened under the agreement of the station is at the level of agencies, and no period is law."""
    play = proposed("KEN")
    assert ("arrangement_proposed", ("CHN",), ("OOSA",)) == (
        play.state(), play.case.parties["provider"], play.case.parties["convener"],
    )  # fmt: skip
    assert ("agency", {"DEFAULT"}) == (PROCEDURE.level, {limit.binding.value for limit in PROCEDURE.limits})
    assert (("OOSA_CMSA", "framework", "LAW_A"), ("GA51_122", "para 2", "SOFT")) == play.acts[0].basis
    assert ("2027-03-03", "2027-04-02") == (play.ends("home_clearance:KEN"), play.ends("signature"))


def test_only_a_party_to_the_agreement_runs_the_station() -> None:
    """The refusal stands at the question; a model clause has no parties and asks nothing."""
    play = Play(PROCEDURE, "2027-02-01", {"user": ["ITA"]}, Facts())
    why = play.refused("propose_arrangement", "ITA", "2027-02-01", filing={**TEXT, "provider": "BRA"})
    assert ("content", "provider") == (why.kind, why.refusals[0].field)
    model = utilisation(UtilisationTerms(agreement="station-framework"))
    free = Play(model, "2027-02-01", {"user": ["ITA"]}, Facts())
    free.take("propose_arrangement", "ITA", "2027-02-01", filing={**TEXT, "provider": "BRA", "partners": []})
    assert ("arrangement_proposed", "convener" in free.case.parties) == (free.state(), False)


@pytest.mark.parametrize(
    ("until", "taken"), [("2028-02-29", False), ("2028-03-01", True), ("2028-03-02", True)], ids=str
)  # fmt: skip
def test_the_time_aboard_does_not_end_before_it_begins(until: str, taken: bool) -> None:
    """The day before, the day, the day after."""
    if taken:
        assert until == proposed(operation_until=until).case.facts["operation_until"]
    else:
        play = Play(PROCEDURE, "2027-02-01", {"user": ["ITA"]}, Facts())
        filing = {**TEXT, "provider": "CHN", "operation_until": until}
        why = play.refused("propose_arrangement", "ITA", "2027-02-01", filing=filing)
        assert "operation_until" == why.refusals[0].field


def test_clearance_at_home_comes_before_the_signature_of_anybody() -> None:
    """It moves nothing else, and it is no condition of whoever runs the station."""
    play = proposed()
    why = play.refused("sign_arrangement", "CHN", "2027-02-05", filing=TEXT)
    assert ("Every participant is cleared at home before the arrangement is signed.", "OST VI s2") == (
        str(why), str(why.under[0]),
    )  # fmt: skip
    act = play.take("clear_at_home", "ITA", "2027-02-10", track=ITALY)
    assert ("arrangement_proposed", "given", (("OST", "VI s2", "LAW_T"),)) == (
        play.state(), play.state(ITALY), act.basis,
    )  # fmt: skip


@pytest.mark.parametrize(("at", "late"), [("2027-03-02", False), ("2027-03-03", False), ("2027-03-04", True)], ids=str)
def test_a_clearance_that_comes_late_is_taken(at: str, late: bool) -> None:
    """Thirty days from the proposal, by a target."""
    assert late == proposed().take("clear_at_home", "ITA", at, track=ITALY).late


def test_refused_at_home_it_is_not_signed_until_it_is_given_or_the_partner_is_out() -> None:
    """A bar at home stays at home: nobody else sets it aside, and the others may go on without that partner."""
    play = cleared("KEN")
    play.take("refuse_at_home", "KEN", "2027-02-11", track=KENYA)
    assert "closed" == play.refused("sign_arrangement", "CHN", "2027-02-12", filing=TEXT).kind
    play.take("strike_partner", "ITA", "2027-02-13", track=KENYA)
    sign(play, "2027-02-14", "CHN", "ITA")
    assert ("agreement_signed", "left") == (play.state(), play.state(KENYA))


def test_the_arrangement_is_signed_with_the_last_hand_on_one_text() -> None:
    """A changed text voids what was signed before."""
    play = cleared("KEN")
    sign(play, "2027-02-15", "CHN", "ITA")
    play.take("revise_arrangement", "KEN", "2027-02-16", filing={**TEXT, "operation_until": "2028-10-31"})
    assert ("arrangement_proposed", "2027-04-17") == (play.state(), play.ends("signature"))
    sign(play, "2027-02-20", "CHN", "ITA", "KEN", operation_until="2028-10-31")
    assert ("agreement_signed", "2028-10-31") == (play.state(), play.case.facts["operation_until"])
    assert play.case == play.replayed()


@pytest.mark.parametrize(
    ("at", "open_"), [("2027-04-01", False), ("2027-04-02", False), ("2027-04-03", True)], ids=str
)  # fmt: skip
def test_only_the_silence_of_those_who_did_not_sign_lets_an_arrangement_lapse(at: str, open_: bool) -> None:
    """Sixty days; whoever runs the station has signed, and records it. Nothing lapses by itself."""
    play = cleared()
    sign(play, "2027-02-20", "CHN")
    play.pass_time(at)
    assert ("arrangement_proposed", open_) == (play.state(), "lapse" in play.offered("CHN", at))


def test_where_the_provider_is_silent_nothing_lapses() -> None:
    """The participant that signed may wait, or withdraw freely before the signature."""
    play = cleared()
    sign(play, "2027-02-20", "ITA")
    why = play.refused("lapse", "CHN", "2027-05-01")
    assert "You have not signed yourself" in str(why)
    play.take("withdraw", "ITA", "2027-05-02")
    assert "withdrawn" == play.state()


def test_after_the_signature_a_project_is_ended_and_not_withdrawn() -> None:
    """Before anything came aboard the case ends; afterwards what came is handed over."""
    play = cleared()
    sign(play, "2027-02-20", "CHN", "ITA")
    assert "withdraw" not in play.offered("ITA", "2027-02-21")
    play.take("end_early", "ITA", "2027-02-22")
    assert "ended" == play.state()
    other = integrating()
    other.take("end_early", "ITA", "2027-04-01")
    assert ("results_pending", "2027-05-01", "2028-04-01") == (
        other.state(), other.ends("return"), other.ends("results"),
    )  # fmt: skip


def test_a_refusal_of_the_arrangement_ends_the_case_with_its_reason() -> None:
    """No appeal is known; a participant cannot decline in the other's place."""
    play = cleared()
    assert "standing" == play.refused("decline_arrangement", "ITA", "2027-02-21").kind
    play.take("decline_arrangement", "CHN", "2027-02-21")
    assert ("rejected", set()) == (play.state(), play.offered("CHN", "2027-02-22") & {"sign_arrangement", "lapse"})


def test_a_partner_added_midway_has_a_clearance_and_a_period_of_its_own() -> None:
    """Before the signature the lead adds it and hands are void; afterwards everybody consents."""
    play = cleared()
    sign(play, "2027-02-15", "CHN")
    play.take("add_partner", "ITA", "2027-02-16", filing={"party": "KEN"})
    assert ("pending", "2027-03-18", "given") == (play.state(KENYA), play.ends("home_clearance:KEN"), play.state(ITALY))
    play.take("clear_at_home", "KEN", "2027-02-17", track=KENYA)
    sign(play, "2027-02-20", "CHN", "ITA", "KEN")

    later = integrating()
    later.take("add_partner", "ITA", "2027-04-01", filing={"party": "KEN"})
    assert KENYA not in later.case.tracks
    later.take("add_partner", "CHN", "2027-04-02", filing={"party": "KEN"})
    assert ("integration", "pending", "2027-05-02") == (
        later.state(), later.state(KENYA), later.ends("home_clearance:KEN"),
    )  # fmt: skip


def test_a_partner_leaves_and_the_lead_does_not() -> None:
    """The project goes on with the others; their hands suffice."""
    play = cleared("KEN")
    assert "withdraws it, or ends it" in str(play.refused("leave_project", "ITA", "2027-02-11", track=ITALY))
    play.take("leave_project", "KEN", "2027-02-11", track=KENYA)
    sign(play, "2027-02-12", "CHN", "ITA")
    assert "agreement_signed" == play.state()


def test_a_third_state_asks_to_join_and_all_admit_it_or_it_observes() -> None:
    """Admitted, it is cleared at home like every other participant."""
    play = integrating()
    play.take("request_join", "KEN", "2027-04-01")
    for party in ("CHN", "ITA"):
        play.take("admit_entrant", party, "2027-04-02", track="entrant:KEN")
    assert ("admitted", "pending", "2027-05-02") == (
        play.state("entrant:KEN"), play.state(KENYA), play.ends("home_clearance:KEN"),
    )  # fmt: skip


@pytest.mark.parametrize(("at", "late"), [("2027-12-01", False), ("2027-12-02", False), ("2027-12-03", True)], ids=str)
def test_the_crew_sheet_is_due_ninety_days_before_the_planned_start(at: str, late: bool) -> None:
    """Counted backwards from 1 March 2028."""
    play = integrating()
    assert "2027-12-02" == play.ends("crew_sheet")
    assert late == play.take("file_crew_sheet", "ITA", at, filing={"subjects": "no"}).late


def test_where_members_of_the_crew_are_subjects_the_consent_is_told() -> None:
    """The sheet names nobody."""
    why = integrating().refused(
        "file_crew_sheet", "ITA", "2027-10-01", exact=True,
        filing={"tasks": [{"task": "Draw blood", "time": {"value": "2", "unit": "h"}}], "procedures": "x",
                "subjects": "yes", "contact": {"channel": "email", "address": "desk@ita.example"}},
    )  # fmt: skip
    assert "consent" in {refusal.field for refusal in why.refusals}


def test_nothing_runs_aboard_before_safety_is_accepted_and_the_crew_sheet_is_filed() -> None:
    """Signed is not aboard; data that are filed anew are reviewed anew."""
    play = integrating()
    begun = {"begun_on": "2027-05-01"}
    assert "not accepted yet" in str(play.refused("begin_operation", "CHN", "2027-05-01", filing=begun))
    play.take("file_safety_data", "ITA", "2027-06-01")
    assert "2027-07-31" == play.ends("safety_review")
    play.take("return_safety_data", "CHN", "2027-06-20")
    play.take("file_safety_data", "ITA", "2027-06-25")
    play.take("accept_safety", "CHN", "2027-07-01")
    assert "crew sheet" in str(play.refused("begin_operation", "CHN", "2027-07-02", filing=begun))
    play.take("file_crew_sheet", "ITA", "2027-07-03", filing={"subjects": "no"})
    play.take("file_safety_data", "ITA", "2027-07-04")
    assert "not accepted yet" in str(play.refused("begin_operation", "CHN", "2027-07-05", filing=begun))


@pytest.mark.parametrize(("at", "late"), [("2027-07-30", False), ("2027-07-31", False), ("2027-08-01", True)], ids=str)
def test_the_safety_review_has_a_target_of_sixty_days(at: str, late: bool) -> None:
    """From the filing of 1 June."""
    play = integrating()
    play.take("file_safety_data", "ITA", "2027-06-01")
    assert late == play.take("accept_safety", "CHN", at).late


@pytest.mark.parametrize(("at", "late"), [("2028-08-30", False), ("2028-08-31", False), ("2028-09-01", True)], ids=str)
def test_more_time_aboard_is_asked_for_thirty_days_before_the_end(at: str, late: bool) -> None:
    """A request that comes later is late and is answered all the same."""
    play = operating()
    assert "2028-08-31" == play.ends("extension_request")
    act = play.take("ask_more_time_aboard", "ITA", at, filing={"operation_until": "2028-12-31"})
    assert ("extension_requested", late) == (play.state(), act.late)
    play.take("grant_more_time_aboard", "CHN", "2028-09-05", filing={"operation_until": "2028-12-31"})
    assert ("operation", "2028-12-31", "2028-12-01") == (
        play.state(), play.ends("operation"), play.ends("extension_request"),
    )  # fmt: skip


def test_more_time_that_is_refused_leaves_the_end_where_it_was() -> None:
    """Fifteen days for the answer, by a target."""
    play = operating()
    play.take("ask_more_time_aboard", "ITA", "2028-08-01", filing={"operation_until": "2028-12-31"})
    assert "2028-08-16" == play.ends("extension_answer")
    play.take("refuse_more_time_aboard", "CHN", "2028-08-10")
    assert ("operation", "2028-09-30") == (play.state(), play.ends("operation"))


@pytest.mark.parametrize(
    ("at", "proposed_"), [("2028-09-29", False), ("2028-09-30", False), ("2028-10-01", True)], ids=str
)  # fmt: skip
def test_the_end_of_the_agreed_time_ends_nothing_by_itself(at: str, proposed_: bool) -> None:
    """It puts the record of the end on the desk of whoever runs the station."""
    play = operating()
    play.pass_time(at)
    assert ("operation", proposed_) == (play.state(), "lapsed" in play.ends("operation"))
    assert "end_operation" in play.offered("CHN", at)


@pytest.mark.parametrize("start", [integrating, operating], ids=["integration", "operation"])
def test_an_incident_leads_aside_and_back_and_the_time_since_it_is_told(start: Any) -> None:
    """Use beyond the plan is an incident too; whoever runs the station decides when the project goes on."""
    play = start()
    before = play.state()
    happened = {"incident": "beyond_plan", "occurred_at": {"at": "2028-04-01T06:00:00+00:00", "zone": "UTC"}}
    act = play.take("report_incident", "ITA", "2028-04-02", filing=happened)
    assert ("incident", "2028-04-17") == (play.state(), play.ends("incident_report"))
    assert any(effect[:2] == ("fact", "elapsed") for effect in act.effects)
    play.take("file_incident_report", "ITA", "2028-04-10")
    assert "standing" == play.refused("enter_previous", "ITA", "2028-04-11").kind
    play.take("enter_previous", "CHN", "2028-04-11")
    assert before == play.state()


def test_what_has_not_happened_yet_is_no_incident() -> None:
    """The moment does not lie ahead."""
    ahead = {"occurred_at": {"at": "2028-04-03T06:00:00+00:00", "zone": "UTC"}}
    why = operating().refused("report_incident", "ITA", "2028-04-02", filing=ahead)
    assert "occurred_at" == why.refusals[0].field


@pytest.mark.parametrize(
    ("keeps", "ends"), [("no", "2028-10-30"), ("yes", "2028-10-03T12:00:00")], ids=["keeps", "does-not-keep"]
)  # fmt: skip
def test_samples_that_do_not_keep_are_handed_over_sooner(keeps: str, ends: str) -> None:
    """Urgency shortens a default, and nothing else."""
    assert ends == over(short_lived=keeps).ends("return")


def test_a_project_closes_when_items_and_results_are_accounted_for() -> None:
    """Publication is an act of its own, at the level of the public, and comes after the results."""
    play = over()
    assert "not accounted for" in str(play.refused("close", "CHN", "2028-10-01"))
    play.take("account_for_items", "ITA", "2028-10-10", filing={"received_on": "2028-10-09"})
    assert "final results are not filed" in str(play.refused("close", "CHN", "2028-10-11"))
    assert "final results are not filed" in str(play.refused("publish_results", "ITA", "2028-10-11"))
    play.take("file_final_results", "ITA", "2029-03-01")
    assert "C0" == play.take("publish_results", "ITA", "2029-03-02").level
    play.take("close", "CHN", "2029-04-01")
    assert ("closed", play.case) == (play.state(), play.replayed())


def test_where_nothing_but_data_is_handed_over_no_hand_over_is_owed() -> None:
    """No period runs for it, and the project closes with its results."""
    play = over(return_kind="none")
    assert "return" not in play.case.limits
    assert "closed" == play.refused("account_for_items", "ITA", "2028-10-01").kind
    play.take("file_final_results", "ITA", "2028-12-01")
    play.take("close", "CHN", "2028-12-02")
    assert "closed" == play.state()


@pytest.mark.parametrize(
    ("at", "open_"), [("2029-09-29", False), ("2029-09-30", False), ("2029-10-01", True)], ids=str
)  # fmt: skip
def test_results_that_never_come_let_the_case_be_closed_with_a_mark(at: str, open_: bool) -> None:
    """Twelve months from the end of the operation; the mark stays."""
    play = over()
    play.pass_time(at)
    assert open_ == ("close_without_results" in play.offered("CHN", at))
    if open_:
        play.take("close_without_results", "CHN", at)
        assert ("closed", True) == (play.state(), "results_outstanding" in play.case.flags)


def test_what_is_owed_may_be_disputed_beside_the_case() -> None:
    """The case goes on; that the procedure was not adequate may be said without moving anything."""
    play = over()
    play.take("contest_adequacy", "ITA", "2028-10-02")
    act = play.take("refer", "ITA", "2028-10-03", filing={"agreement": "station-framework"})
    assert ("results_pending", True) == (play.state(), "adequacy_contested" in play.case.flags)
    begun = ("begin", "dispute", "settlement", (("agreement", "station-framework"),))
    assert begun in [tuple(effect) for effect in act.effects]


def test_a_suspended_project_stops_the_targets_and_is_not_withdrawn_meanwhile() -> None:
    """After the signature there is nothing to withdraw, not even from a pause."""
    play = integrating()
    for party in ("CHN", "ITA"):
        play.take("suspend", party, "2027-04-01", filing={"until": "2027-05-01", "reason": "x"}, exact=True)
    assert ("suspended", set()) == (play.state(), play.offered("ITA", "2027-04-02") & {"withdraw", "end_early"})
    play.pass_time("2027-05-02")
    assert "integration" == play.state()
