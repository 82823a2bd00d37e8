"""Visits to facilities on celestial bodies (OST XII): domain, hosts, three objections, plan, silence, the visit."""

import json
from dataclasses import replace

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.test_ost9_random import Wanderer
from workflows.article_xii.terms import MOON_PROFILE, VisitTerms
from workflows.kernel.acts import Act
from workflows.kernel.fields import REQUIRED, Field, FilingSpec
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import RESTING, Link
from workflows.kernel.view import Facts, World
from workflows.ost12 import visiting

INDIA, JAPAN, FRANCE, BRAZIL = "IND", "JPN", "FRA", "BRA"
VISIT = visiting(VisitTerms())
BY_MOON = visiting(replace(VisitTerms(), profile=MOON_PROFILE))
ALONE = Facts({"available": False})
PRE_VISIT = (
    "notice_served", "host_acknowledged", "consulting", "date_shift_proposed", "safety_hold", "reciprocity_contested",
    "terms_settled", "scheduled",
)  # fmt: skip


def served(*hosts: str, procedure: Procedure = VISIT, world: World = ALONE, **filing: object) -> Play:
    """Play until India has served Japan, or those named, on 10 January 2031 about a visit on 1 June."""
    play = Play(procedure, "2031-01-05", {"visiting": [INDIA]}, world)
    body = {"hosts": list(hosts) or [JAPAN], "where": "moon", "facility_kind": "crewed", "visit_on": "2031-06-01"}
    play.take("serve_notice", INDIA, "2031-01-10", filing=body | filing)
    return play


def consulting(*hosts: str, procedure: Procedure = VISIT) -> Play:
    """Play until the talks began on 15 January 2031, so that their window runs to 14 February."""
    play = served(*hosts, procedure=procedure)
    for host in hosts or (JAPAN,):
        play.take("acknowledge", host, "2031-01-14", track=host)
    play.take("open_consultation", JAPAN, "2031-01-15")
    return play


def paper(step: str, procedure: Procedure = VISIT) -> FilingSpec:
    """Give what a step asks in writing."""
    spec = procedure.rows[step][0].filing
    assert spec is not None
    return spec


def question(step: str, key: str, procedure: Procedure = VISIT) -> Field:
    """Give one question of a step."""
    return next(field for field in paper(step, procedure).fields if field.key == key)


def together(play: Play, step: str, at: str, *parties: str, **filing: object) -> None:
    """Lay every hand on one joint step."""
    for party in parties:
        play.take(step, party, at, filing=filing)


def scheduled(*hosts: str) -> Play:
    """Play until the visit is fixed for 20 June 2031, eight o'clock."""
    play = consulting(*hosts)
    all_of = (INDIA, *(hosts or (JAPAN,)))
    together(play, "settle_plan", "2031-02-01", *all_of)
    together(play, "enter_scheduled", "2031-02-02", *all_of, go_at={"at": "2031-06-20T08:00:00+00:00", "zone": "UTC"})
    return play


def test_a_station_in_orbit_is_refused_with_the_reason_and_what_there_is_instead() -> None:
    """The Article reaches facilities on the Moon and other celestial bodies only."""
    play = Play(VISIT, "2031-01-05", {"visiting": [INDIA]}, ALONE)
    body = {"hosts": [JAPAN], "where": "orbit", "visit_on": "2031-06-01"}
    no = play.refused("serve_notice", INDIA, "2031-01-10", filing=body)
    assert ("content", "where", ("OST XII s1",)) == (no.kind, no.refusals[0].field, tuple(map(str, no.under)))
    for words in ("celestial bodies", "a station in orbit is outside it", "by invitation", "rules of the agreement"):
        assert words in str(no)


def test_a_place_on_the_earth_is_no_place_of_such_a_visit() -> None:
    """What is said in words and what the place says have to fit."""
    play = Play(VISIT, "2031-01-05", {"visiting": [INDIA]}, ALONE)
    body = {"where": "moon", "hosts": [JAPAN], "place": {"body": "earth", "shape": "point", "lat": "1", "lon": "1"}}
    assert "place" == play.refused("serve_notice", INDIA, "2031-01-10", filing=body).refusals[0].field


def test_a_notice_needs_the_treaty_on_both_sides() -> None:
    """The refusal says who is not bound, and points to invitation or an agreement."""
    unbound = Facts({"bound:OST:JPN:2031-01-10": {"bound": False, "reason": "Japan is not bound"}, "available": False})
    play = Play(VISIT, "2031-01-05", {"visiting": [INDIA]}, unbound)
    no = play.refused("serve_notice", INDIA, "2031-01-10", filing={"hosts": [JAPAN], "visit_on": "2031-06-01"})
    assert "Japan is not bound" in str(no)
    assert "by invitation" in str(no)


def test_a_body_other_than_the_moon_is_named_and_a_private_operator_too() -> None:
    """The host of a private facility is the State that authorises it."""
    play = Play(VISIT, "2031-01-05", {"visiting": [INDIA]}, ALONE)
    for given, asked in ({"where": "body"}, "body"), ({"where": "moon", "operated_by": "private"}, "private_operator"):
        base = play._filing("serve_notice", hand(INDIA), play.case.opened_on, {"hosts": [JAPAN], **given}) or {}
        no = play.refused("serve_notice", INDIA, "2031-01-10", filing=base | {asked: ""}, exact=True)
        assert asked in {refusal.field for refusal in no.refusals}
    assert "for a private operator the State that authorises it" in question("serve_notice", "hosts").help


@pytest.mark.parametrize(
    ("kind", "visit_on", "flags"),
    [
        ("crewed", "2031-04-09", ("short_notice",)),
        ("crewed", "2031-04-10", ()),
        ("robotic", "2031-02-08", ("short_notice",)),
        ("robotic", "2031-02-09", ()),
        ("other", "2031-03-10", ("short_notice",)),
        ("other", "2031-03-11", ()),
    ],
    ids=str,
)
def test_notice_is_measured_against_the_products_aim_and_never_judged(
    kind: str, visit_on: str, flags: tuple[str]
) -> None:
    """Ninety days for a crewed facility, thirty for a robotic one, sixty else: counted from 10 January 2031."""
    play = served(facility_kind=kind, visit_on=visit_on)
    assert flags == play.case.flags
    standard = VISIT.standards[0]
    assert ("reasonable advance notice", "LAW_T", "visit_on") == (
        standard.words, standard.under[0].binding, standard.until,
    )  # fmt: skip
    assert {"DEFAULT"} == {str(limit.binding) for limit in VISIT.limits}


def test_a_shared_facility_has_a_track_for_each_state_and_all_sign_the_plan() -> None:
    """Two of three hands leave the case where it is."""
    play = consulting(JAPAN, FRANCE)
    assert {"operator:JPN", "operator:FRA"} == set(play.case.tracks)
    together(play, "settle_plan", "2031-02-01", INDIA, JAPAN)
    assert "consulting" == play.state()
    together(play, "settle_plan", "2031-02-02", FRANCE)
    assert ("terms_settled", "joined") == (play.state(), play.state("operator:FRA"))


def test_a_silent_partner_is_not_passed_over() -> None:
    """One host answers, the other does not: the plan waits for its hand, and it may come late."""
    play = served(JAPAN, FRANCE)
    play.take("acknowledge", JAPAN, "2031-01-14", track=JAPAN)
    play.take("open_consultation", JAPAN, "2031-01-15")
    no = play.refused("settle_plan", INDIA, "2031-03-01")
    assert "FRA is “No reply recorded, grace passed”; needed is “Acknowledged”." == str(no)
    act = play.take("acknowledge", FRANCE, "2031-03-02", track=FRANCE)
    assert (True, "acknowledged") == (act.late, play.state("operator:FRA"))
    together(play, "settle_plan", "2031-03-03", INDIA, JAPAN, FRANCE)
    assert "terms_settled" == play.state()


def test_a_host_opens_talks_after_it_has_acknowledged() -> None:
    """Nobody who talks is recorded as silent."""
    play = served(JAPAN, FRANCE)
    play.take("acknowledge", JAPAN, "2031-01-14", track=JAPAN)
    assert "open_consultation" not in play.offered(FRANCE, "2031-01-15")
    assert "open_consultation" in play.offered(JAPAN, "2031-01-15") & play.offered(INDIA, "2031-01-15")


def test_a_host_that_is_added_late_opens_the_plan_again_and_has_the_full_period() -> None:
    """A partner found after the moment was fixed signs like the others."""
    play = scheduled()
    play.take("add_host", INDIA, "2031-03-01", filing={"party": BRAZIL})
    assert ("consulting", "acknowledged", "served") == (
        play.state(), play.state("operator:JPN"), play.state("operator:BRA"),
    )  # fmt: skip
    assert "2031-03-08" == play.ends("acknowledgement:BRA")


@pytest.mark.parametrize(
    ("at", "state"),
    [("2031-01-17T23:59", "received"), ("2031-01-18", "silent"), ("2031-01-31T23:59", "silent")],
    ids=str,
)
def test_a_host_that_does_not_answer_is_recorded_neutrally(at: str, state: str) -> None:
    """Acknowledgement by 17 January 2031, grace by 31 January."""
    play = served()
    play.take("record_receipt", INDIA, "2031-01-12", track=JAPAN, filing={"channel": "note"})
    play.pass_time(at)
    assert ("notice_served", state) == (play.state(), play.state("operator:JPN"))
    label = next(s.title for s in VISIT.track_set("operator").states if s.key == "silent")
    assert "No reply recorded" == label


def test_without_a_reply_the_visit_is_not_held_once_delivery_is_proved() -> None:
    """The day after grace; without a proof nothing is recorded but silence on the track."""
    play, unproved = served(), served()
    play.take("record_receipt", INDIA, "2031-01-12", track=JAPAN, filing={"channel": "note"})
    play.pass_time("2031-02-01")
    unproved.pass_time("2031-03-01")
    assert ("not_held", "cancelled") == (play.state(), play.case.activity)
    assert ("notice_served", "silent_closed") == (unproved.state(), unproved.state("operator:JPN"))
    unproved.take("record_receipt", INDIA, "2031-03-02", track=JAPAN, filing={"channel": "note"})
    assert "not_held" == unproved.state()
    assert RESTING == VISIT.state("not_held").kind


def test_a_late_reply_is_taken_into_the_record_after_the_end() -> None:
    """It revives nothing; a new notice stays possible."""
    play = served()
    play.take("record_receipt", INDIA, "2031-01-12", track=JAPAN, filing={"channel": "note"})
    play.pass_time("2031-02-01")
    act = play.take("acknowledge", JAPAN, "2031-02-10", track=JAPAN)
    assert (True, "not_held", ("replied_late",)) == (act.late, play.state(), play.case.flags)


def test_no_path_lets_the_visitor_enter_alone() -> None:
    """Only a host starts a visit, only from a fixed moment, and that only under a plan that every host signed."""
    into = [row for row in VISIT.steps if "in_progress" in row.targets and not row.common]
    assert [("start", ("scheduled",), {"host"})] == [(r.key, r.frm, set(r.by.roles())) for r in into]
    fixed = {row.key for row in VISIT.steps if "scheduled" in row.targets and not row.common}
    settled = {row.key for row in VISIT.steps if "terms_settled" in row.targets and not row.common}
    assert ({"enter_scheduled"}, {"settle_plan"}) == (fixed, settled)
    for play in (served(), consulting(), scheduled()):
        assert "start" not in play.offered(INDIA, "2031-06-20")


def test_there_are_three_typed_objections_and_no_other_ground_for_declining() -> None:
    """Safety, operations, reciprocity; nothing is called a veto."""
    grounds = question("decline", "ground").options
    assert ["safety", "operations", "reciprocity"] == [key for key, _ in grounds]
    play = consulting()
    objections = {"safety_hold", "propose_date", "contest_reciprocity"}
    assert objections <= {step.partition("@")[0] for step in play.offered(JAPAN, "2031-01-16")}
    assert not objections & {step.partition("@")[0] for step in play.offered(INDIA, "2031-01-16")}
    assert "register_concern" not in VISIT.rows


@pytest.mark.parametrize("state", [s for s in PRE_VISIT if s != "safety_hold"])
def test_a_hazard_stops_preparations_from_any_state_before_the_visit(state: str) -> None:
    """Each state before the visit, once."""
    rows = [row for row in VISIT.rows["safety_hold"] if state in row.frm]
    assert ["safety_hold"] == [row.to for row in rows]


@pytest.mark.parametrize(
    ("review_on", "taken"), [("2031-02-18", True), ("2031-02-19", True), ("2031-02-20", False)], ids=str
)
def test_a_hold_names_a_day_of_review_at_most_thirty_days_ahead(review_on: str, taken: bool) -> None:
    """Counted from 20 January 2031; the period is the product's, and the refusal says so."""
    play = consulting()
    filing = {"hazard": "A landing", "review_on": review_on}
    if taken:
        play.take("safety_hold", JAPAN, "2031-01-20", track=JAPAN, filing=filing)
        assert ("safety_hold", review_on) == (play.state(), play.ends("review:JPN"))
        assert "stopped 2031-02-14" == play.ends("window")
    else:
        no = play.refused("safety_hold", JAPAN, "2031-01-20", track=JAPAN, filing=filing)
        assert "lies after 19 February 2031" in str(no)
        assert all(cited.is_product for cited in no.under)


def test_a_review_that_passes_is_shown_and_lifts_nothing() -> None:
    """The day, and the day after; the hold is stated anew with another day."""
    play = consulting()
    play.take("safety_hold", JAPAN, "2031-01-20", track=JAPAN, filing={"hazard": "Dust", "review_on": "2031-02-01"})
    play.pass_time("2031-02-01T23:59")
    assert () == play.case.tracks["operator:JPN"].flags
    play.pass_time("2031-02-02")
    assert ("safety_hold", ("review_passed",)) == (play.state(), play.case.tracks["operator:JPN"].flags)
    play.take("review_hold", JAPAN, "2031-02-03", track=JAPAN, filing={"hazard": "Dust", "review_on": "2031-02-10"})
    assert ((), "2031-02-10") == (play.case.tracks["operator:JPN"].flags, play.ends("review:JPN"))


def test_two_hazards_have_both_to_end() -> None:
    """Each host clears its own; the talks go on with the last one and their window begins anew."""
    play = consulting(JAPAN, FRANCE)
    for host in (JAPAN, FRANCE):
        play.take("safety_hold", host, "2031-01-20", track=host, filing={"hazard": "Dust", "review_on": "2031-02-01"})
    assert "clear_hold@operator:FRA" not in play.offered(JAPAN, "2031-01-21")
    play.take("clear_hold", JAPAN, "2031-01-22", track=JAPAN)
    assert ("safety_hold", "stopped 2031-02-14") == (play.state(), play.ends("window"))
    play.take("clear_hold", FRANCE, "2031-01-25", track=FRANCE)
    assert ("consulting", "2031-02-24") == (play.state(), play.ends("window"))


def test_a_hold_after_the_plan_was_signed_opens_it_again() -> None:
    """What was signed fitted another state of things."""
    play = scheduled(JAPAN, FRANCE)
    assert "2031-06-17T08:00:00" == play.ends("go_no_go")
    play.take("safety_hold", JAPAN, "2031-06-01", track=JAPAN, filing={"hazard": "Dust", "review_on": "2031-06-10"})
    play.take("clear_hold", JAPAN, "2031-06-05", track=JAPAN)
    assert ("consulting", "acknowledged") == (play.state(), play.state("operator:FRA"))


def test_another_date_is_answered_and_the_talks_go_on_with_the_date_named() -> None:
    """Seven days of the product for the answer; nothing follows from their passing."""
    play = consulting()
    play.take("propose_date", JAPAN, "2031-01-20", track=JAPAN, filing={"proposed_on": "2031-07-01"})
    assert ("date_shift_proposed", "2031-01-27") == (play.state(), play.ends("date_answer"))
    play.pass_time("2031-01-28")
    assert "date_shift_proposed" == play.state()
    act = play.take("enter_consulting", INDIA, "2031-01-29", filing={"answer": "agreed", "visit_on": "2031-07-01"})
    assert (True, "consulting", "2031-07-01") == (act.late, play.state(), play.case.facts["visit_on"])


def test_reciprocity_is_answered_by_an_offer_or_the_visit_is_not_held() -> None:
    """Offer, refusal, or the host drops it."""
    for step, by, state in (
        ("answer_reciprocity", INDIA, "consulting"),
        ("refuse_reciprocity", INDIA, "not_held"),
        ("accept_openness", JAPAN, "consulting"),
    ):
        play = consulting()
        play.take("contest_reciprocity", JAPAN, "2031-01-20", track=JAPAN, filing={"state": INDIA})
        assert ("reciprocity_contested", "2031-02-03") == (play.state(), play.ends("reciprocity_answer"))
        play.take(step, by, "2031-02-01")
        assert state == play.state()
    assert "stopped" in play.ends("reciprocity_answer")


def test_under_the_moon_agreement_reciprocity_is_no_condition() -> None:
    """No such objection, no such state, no such ground; the Secretary-General's help needs nobody's consent."""
    assert "contest_reciprocity" not in BY_MOON.rows
    assert "reciprocity_contested" not in {state.key for state in BY_MOON.states}
    grounds = question("decline", "ground", BY_MOON).options
    assert ["safety", "operations"] == [key for key, _ in grounds]
    play = consulting(procedure=BY_MOON)
    play.take("seek_assistance", INDIA, "2031-01-20")
    assert ("assistance_sought",) == play.case.flags
    assert "seek_assistance" not in VISIT.rows


def test_an_arrival_before_terms_is_recorded_told_to_all_and_settles_nothing() -> None:
    """A safety channel is asked for; the talks go on, and the visit has no easier way than before."""
    play = consulting(JAPAN, FRANCE)
    act = play.take("report_arrival", JAPAN, "2031-01-20")
    assert ("consulting", ("arrived_without_terms",), "proceeding") == (
        play.state(), play.case.flags, play.case.activity,
    )  # fmt: skip
    assert {INDIA, FRANCE} <= set(act.told)
    required = {field.key for field in paper("report_arrival").fields if field.need == REQUIRED}
    assert {"arrived_at", "contact"} == required
    assert "start" not in play.offered(JAPAN, "2031-01-21")


def test_distress_is_no_visit_and_points_to_rescue() -> None:
    """Told to all at once, with a link to the case on rescue."""
    play = scheduled()
    play.take("start", JAPAN, "2031-06-20")
    act = play.take("report_distress", INDIA, "2031-06-20", filing={"what": "A fall"})
    assert ("in_progress", ("distress",), (JAPAN,)) == (play.state(), play.case.flags, act.told)
    assert Link("rescue", field="reference") == VISIT.rows["report_distress"][0].link


def test_the_host_starts_or_aborts_and_an_abort_leads_back_to_talks() -> None:
    """Safety is confirmed in writing by those who operate the facility."""
    play = scheduled()
    assert {"start", "abort"} <= play.offered(hand(JAPAN, "draft"), "2031-06-20")
    play.take("abort", hand(JAPAN, "draft"), "2031-06-20")
    assert ("consulting", "2031-07-20") == (play.state(), play.ends("window"))


def test_the_report_is_exchanged_within_thirty_days_of_the_end_or_late() -> None:
    """A period of the product: a late report closes the case too."""
    play = scheduled()
    play.take("start", JAPAN, "2031-06-20")
    play.take("end", INDIA, "2031-06-22")
    assert "2031-07-22" == play.ends("report")
    act = play.take("exchange_report", INDIA, "2031-07-23")
    assert (True, "closed_reported") == (act.late, play.state())


def test_that_notice_was_not_reasonable_is_said_by_one_and_answered_by_the_other() -> None:
    """Both statements are kept; the product takes no view."""
    play = consulting()
    play.take("contest_adequacy", JAPAN, "2031-01-20")
    assert "answer_contest" not in play.offered(JAPAN, "2031-01-21")
    play.take("answer_contest", INDIA, "2031-01-21", filing={"act": 3})
    assert ("adequacy_contested", "adequacy_answered") == play.case.flags


def test_a_host_ends_the_talks_only_after_their_window() -> None:
    """Before that it has its three objections; the visitor may give up at any time."""
    play = consulting()
    assert "2031-02-14" == play.ends("window")
    no = play.refused("no_agreement", JAPAN, "2031-02-14")
    assert "14 February 2031" in str(no)
    play.take("no_agreement", JAPAN, "2031-02-15")
    assert "not_held" == play.state()


def test_a_visit_that_was_not_held_may_be_referred() -> None:
    """Nobody's way to settle the matter ends with a refusal."""
    play = served(world=Facts())
    play.take("decline", JAPAN, "2031-01-20", filing={"ground": "operations"})
    play.take("refer", INDIA, "2031-01-25", filing={"target": "settlement"})
    assert "referred" == play.state()


def test_a_visit_merged_by_consent_goes_on_in_the_other_case() -> None:
    """Every host and the visitor agree; the link is kept."""
    play = consulting()
    together(play, "merge", "2031-01-20", INDIA, JAPAN, reference="OST12-2031-0007")
    assert "superseded" == play.state()


def test_the_record_reads_back_to_the_same_case() -> None:
    """Editions and acts are enough."""
    play = scheduled(JAPAN, FRANCE)
    play.take("safety_hold", JAPAN, "2031-06-01", track=JAPAN, filing={"hazard": "Dust", "review_on": "2031-06-10"})
    assert play.case == play.replayed()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("procedure", [VISIT, BY_MOON], ids=["treaty", "moon"])
def test_what_is_offered_performs_and_reads_back(procedure: Procedure, seed: int) -> None:
    """Forty moves of five parties at random."""
    wanderer = Wanderer(procedure, "visiting", seed)
    wanderer.wander(40)
    stored = [json.loads(json.dumps(act.to_json())) for act in wanderer.acts]
    assert wanderer.case == wanderer.first.replay(Act.from_json(act) for act in stored)
