"""Criminal jurisdiction aboard a station: log, request, consultation, both readings of the period, what follows."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.jurisdiction import jurisdiction
from workflows.kernel.steps import STAY
from workflows.kernel.view import Facts
from workflows.prosecution.frame import JurisdictionTerms

STATION, CLAUSE, DOCKED = (jurisdiction(JurisdictionTerms(basis=key)) for key in ("iga98", "clause", "docked"))
INCIDENT = {
    "occurred_on": "2027-03-01", "where": "orbit", "element_state": "JPN", "nationality": "RUS", "on_board": "kept",
}  # fmt: skip
ASK = {"limbs": ["life"]}
TRACK = "relation:RUS"
HELD = {"consultation_opened_on": "2027-04-01", "consultation_closed_on": "2027-04-03"}


def logged(by: str = "USA", procedure: Any = STATION, world: Facts | None = None, **more: Any) -> Play:
    """Play until an incident of 1 March is logged on 3 March 2027; the alleged perpetrator is Russian."""
    play = Play(procedure, "2027-03-02", {"reporting": [by]}, world or Facts())
    play.take("log_incident", by, "2027-03-03", filing={**INCIDENT, **more})
    return play


def requested(**rest: Any) -> Play:
    """Play until the United States has asked for consultation on 10 March."""
    play = logged(**rest)
    play.take("request_consultation", "USA", "2027-03-10", filing=ASK)
    return play


def together(play: Play, step: str, at: str, **rest: Any) -> None:
    """Lay both hands on a joint step."""
    for party in ("USA", "RUS"):
        play.take(step, party, at, **rest)


def consulting(**rest: Any) -> Play:
    """Play until the consultation has opened on 1 April."""
    play = requested(**rest)
    together(play, "consult", "2027-04-01", filing={"met_on": "2027-04-01"})
    return play


def window(**rest: Any) -> Play:
    """Play until the consultation of 1 to 3 April is recorded on 5 April."""
    play = consulting(**rest)
    together(play, "record_consultation", "2027-04-05", filing=HELD)
    return play


def test_what_is_noted_of_the_conduct_stays_with_the_own_delegation_and_starts_the_aim_of_a_day() -> None:
    """Names and evidence are for it alone; the aim is the product's."""
    play = Play(STATION, "2027-03-02", {"reporting": ["USA"]}, Facts())
    learned = {"learned_at": {"at": "2027-03-02T10:00:00+00:00", "zone": "UTC"}}
    act = play.take("note_conduct", "USA", "2027-03-02", filing=learned)
    assert ("C4", (), "2027-03-03T10:00:00") == (act.level, act.told, play.ends("log"))
    assert "DEFAULT" == play.case.limits["log"].binding
    late = play.take("log_incident", hand("USA", "draft"), "2027-03-03", filing=INCIDENT)
    assert (True, "C2", ("JPN", "RUS")) == (late.late, late.level, late.told)


def test_names_and_evidence_are_read_by_the_own_delegation_alone_and_nothing_is_public() -> None:
    """Each question for them is of the highest level that one delegation keeps, and no step is public."""
    specs = {row.filing.key: row.filing for row in STATION.steps if row.filing}
    found = {
        (spec.key, f.key, f.level) for spec in specs.values() for f in spec.fields if f.key in ("suspect", "evidence")
    }
    assert {"C4"} == {level for _, _, level in found}
    assert {"conduct_noted", "incident", "consultation_request"} == {key for key, _, _ in found}
    assert [] == [row.key for row in STATION.steps if row.level in ("C0", "C1")]
    assert ("C2", "C3") == (STATION.levels.existence, STATION.levels.track)


def test_conduct_on_the_ground_is_outside_the_rules() -> None:
    """They speak of conduct on orbit."""
    play = Play(STATION, "2027-03-02", {"reporting": ["USA"]}, Facts())
    why = play.refused("log_incident", "USA", "2027-03-03", filing={**INCIDENT, "where": "ground"})
    assert ("where", "IGA98 22(2)") == (why.refusals[0].field, str(why.under[0]))


@pytest.mark.parametrize(
    ("at", "state"), [("2027-04-02", "incident_logged"), ("2027-04-03", "nationality_only")], ids=str
)  # fmt: skip
def test_after_thirty_days_without_a_request_the_state_of_nationality_is_alone_and_nothing_is_barred(
    at: str, state: str
) -> None:
    """The last day is 2 April; a request is still taken afterwards."""
    play = logged()
    assert "2027-04-02" == play.ends("request")
    play.pass_time(at)
    assert state == play.state()
    play.take("request_consultation", "USA", "2027-05-01", filing=ASK)
    assert "consultation_requested" == play.state()


def test_the_state_of_nationality_acts_alone_over_its_national() -> None:
    """Paragraph 1; what it shares of the outcome is its own choice."""
    play = logged()
    play.pass_time("2027-04-03")
    act = play.take("submit_case", "RUS", "2027-04-10", filing={"submitted_on": "2027-04-09"})
    assert ("nationality_proceeding", (("IGA98", "22(1)", "LAW_T"),)) == (play.state(), act.basis)
    play.take("outcome", "RUS", "2028-01-10", filing={"outcome": "Closed."})
    assert ("closed_outcome_recorded", play.case) == (play.state(), play.replayed())


def test_a_request_names_the_limb_by_which_the_state_is_affected() -> None:
    """Without one it is refused at the question."""
    why = logged().refused(
        "request_consultation", "USA", "2027-03-10", filing={"limbs": [], "grounds": "x"}, exact=True
    )
    assert "limbs" == why.refusals[0].field


def test_the_request_is_dispatched_by_the_ministry_and_read_by_the_other_state_alone() -> None:
    """A liaison may prepare it; Japan, which was told of the incident, learns nothing of it."""
    play = logged()
    assert "standing" == play.refused("request_consultation", hand("USA", "draft"), "2027-03-10", filing=ASK).kind
    act = play.take("request_consultation", "USA", "2027-03-10", filing=ASK)
    assert (("RUS",), "2027-03-17", "2027-03-24") == (
        act.told, play.ends("acknowledgement:RUS"), play.ends("first_meeting:RUS"))  # fmt: skip
    assert {"DEFAULT"} == {play.case.limits[key].binding for key in ("acknowledgement:RUS", "first_meeting:RUS")}


def test_no_party_asks_itself() -> None:
    """The State of nationality logs the incident; it cannot ask, and the State of the element can."""
    play = logged(by="RUS")
    assert "You are the State of nationality" in str(
        play.refused("request_consultation", "RUS", "2027-03-10", filing=ASK))  # fmt: skip
    play.take("request_consultation", "JPN", "2027-03-10", filing={"limbs": ["element"]})
    assert ("consultation_requested", "asked") == (play.state(), play.state("relation:JPN"))


@pytest.mark.parametrize("at", ["2027-03-25", "2028-03-25"], ids=str)
def test_silence_on_a_request_starts_no_period_and_entitles_nobody(at: str) -> None:
    """E1: no window has begun; what is left are the consultations of Article 23."""
    play = requested()
    play.pass_time(at)
    assert ("consultation_requested", "silent") == (play.state(), play.state(TRACK))
    assert not {key for key in play.case.limits if "window" in key}
    offered = play.offered("USA", at)
    assert f"refer@{TRACK}" in offered
    assert not {f"{step}@{TRACK}" for step in ("period_ends", "exercise")} & offered
    act = play.take("refer", "USA", at, track=TRACK, filing={"agreement": "iss-iga-1998"})
    assert ("referred", (("IGA98", "23", "LAW_T"),)) == (play.state(), act.basis)


@pytest.mark.parametrize(("at", "state"), [("2027-03-24", "asked"), ("2027-03-25", "silent")], ids=str)
def test_that_no_meeting_was_held_is_noted_the_day_after_the_aim(at: str, state: str) -> None:
    """Fourteen days from the request of 10 March."""
    play = requested()
    play.pass_time(at)
    assert state == play.state(TRACK)


def test_the_period_begins_with_the_record_of_the_consultation_in_both_readings() -> None:
    """E: from the opening for one language text, from the end for another; both are law between the Partners."""
    play = consulting()
    assert not {key for key in play.case.limits if "window" in key}
    together(play, "record_consultation", "2027-04-05", filing=HELD)
    assert ("2027-06-30", "2027-07-02") == (play.ends("early_window:RUS"), play.ends("window:RUS"))
    assert {("LAW_T", "affected"), ("LAW_T", "nationality")} == {
        (play.case.limits[f"{key}:RUS"].binding, STATION.limit(key).owner) for key in ("window", "early_window")
    }


def test_a_consultation_does_not_end_before_it_begins() -> None:
    """The two dates are compared."""
    play = consulting()
    wrong = {"consultation_opened_on": "2027-04-03", "consultation_closed_on": "2027-04-01"}
    why = play.refused("record_consultation", "USA", "2027-04-05", filing=wrong)
    assert "consultation_closed_on" == why.refusals[0].field


@pytest.mark.parametrize(
    ("at", "open_"), [("2027-07-01", False), ("2027-07-02", False), ("2027-07-03", True)], ids=str
)  # fmt: skip
def test_the_end_of_the_period_is_confirmed_by_the_affected_state_and_by_nobody_else(at: str, open_: bool) -> None:
    """Ninety days from the end of the consultation; the earlier reading gives no right."""
    play = window()
    play.pass_time(at)
    assert "assurance_window" == play.state()
    assert open_ == (f"period_ends@{TRACK}" in play.offered("USA", at))
    assert f"period_ends@{TRACK}" not in play.offered("RUS", at)
    if open_:
        play.take("period_ends", "USA", at, track=TRACK)
        play.take("exercise", "USA", at, track=TRACK, filing={"own_law": "yes"})
        assert ("affected_proceeding", play.case) == (play.state(), play.replayed())


@pytest.mark.parametrize("at", ["2027-07-01", "2027-07-02"], ids=str)
def test_an_assurance_in_time_leaves_the_case_with_the_state_of_nationality(at: str) -> None:
    """The last day counts; submission is then aimed at in sixty days."""
    play = window()
    act = play.take("assure", "RUS", at, track=TRACK, filing={"submits": "yes"})
    assert (False, "assured", "DEFAULT") == (act.late, play.state(), play.case.limits["submission:RUS"].binding)
    play.take("submit_case", "RUS", "2027-08-01", track=TRACK, filing={"submitted_on": "2027-08-01"})
    play.take("outcome", "RUS", "2028-02-01")
    assert "closed_outcome_recorded" == play.state()


def test_an_assurance_promises_submission_and_nothing_less() -> None:
    """The question is answered yes."""
    why = window().refused("assure", "RUS", "2027-05-01", track=TRACK, filing={"submits": "no"})
    assert ("submits", "IGA98 22(2)(2)") == (why.refusals[0].field, str(why.under[0]))


@pytest.mark.parametrize("confirmed", [False, True], ids=["waiting", "confirmed"])
def test_an_assurance_after_the_end_is_late_and_the_affected_state_decides_on_it(confirmed: bool) -> None:
    """E5: it moves nothing by itself, whether or not the end was confirmed."""
    play = window()
    play.pass_time("2027-07-03")
    if confirmed:
        play.take("period_ends", "USA", "2027-07-03", track=TRACK)
    before = play.state()
    act = play.take("assure", "RUS", "2027-07-04", track=TRACK, filing={"submits": "yes"})
    assert (True, before, ("assured_late",)) == (act.late, play.state(), play.case.tracks[TRACK].flags)
    play.take("accept_late_assurance", "USA", "2027-07-10", track=TRACK)
    assert "assured" == play.state()


def test_without_a_late_assurance_there_is_none_to_accept() -> None:
    """The step is closed with its reason."""
    play = window()
    play.pass_time("2027-07-03")
    assert "No late assurance" in str(play.refused("accept_late_assurance", "USA", "2027-07-04", track=TRACK))


def test_concurrence_names_the_state_and_entitles_it_alone() -> None:
    """E2: it names a party to the case, and another affected State asks in a case of its own."""
    play = window()
    why = play.refused("concur", "RUS", "2027-05-01", track=TRACK, filing={"state": "JPN"})
    assert ("state", "IGA98 22(2)(1)") == (why.refusals[0].field, str(why.under[0]))
    play.take("concur", "RUS", "2027-05-01", track=TRACK, filing={"state": "USA"})
    assert ("affected_entitled", "stopped 2027-07-02") == (play.state(), play.ends("window:RUS"))


def test_a_further_affected_state_has_a_case_of_its_own() -> None:
    """E2: Japan was told of the incident; its relation to Russia is read by nobody else."""
    play = requested()
    refused = play.refused("request_consultation", "JPN", "2027-03-12", filing=ASK)
    assert refused.kind in ("closed", "standing")
    act = play.take("ask_in_own_case", "JPN", "2027-03-12")
    assert ("C4", ()) == (act.level, act.told)
    assert ("begin", "other_affected_state", "jurisdiction", ()) in act.effects
    assert "consultation_requested" == play.state()
    assert "your own relation" in str(logged(element_state="RUS").refused("ask_in_own_case", "RUS", "2027-03-12"))


def test_whoever_was_told_by_a_third_state_asks_in_a_case_of_its_own() -> None:
    """Canada logged what happened; between the United States and Russia it reads nothing."""
    play = logged(by="CAN", others=["USA"])
    why = play.refused("request_consultation", "USA", "2027-03-10", filing=ASK)
    assert "ask in a case of your own" in str(why)
    assert "ask_in_own_case" in play.offered("USA", "2027-03-10")


def test_another_period_is_agreed_by_both_and_takes_the_place_of_the_ninety_days() -> None:
    """LAW-A; the same provision, another force."""
    play = window()
    play.take("agree_other_period", "USA", "2027-05-01", track=TRACK, filing={"until": "2027-05-20"})
    assert "2027-07-02" == play.ends("window:RUS")
    play.take("agree_other_period", "RUS", "2027-05-02", track=TRACK, filing={"until": "2027-05-20"})
    assert ("2027-05-20", "LAW_A") == (play.ends("agreed_window:RUS"), play.case.limits["agreed_window:RUS"].binding)
    assert ("stopped 2027-07-02", "stopped 2027-06-30") == (play.ends("window:RUS"), play.ends("early_window:RUS"))
    assert f"period_ends@{TRACK}" not in play.offered("USA", "2027-05-20")
    play.take("period_ends", "USA", "2027-05-21", track=TRACK)
    assert "affected_entitled" == play.state()


def test_an_assurance_is_late_after_the_agreed_period_too() -> None:
    """The agreed end decides."""
    play = window()
    together(play, "agree_other_period", "2027-05-01", track=TRACK, filing={"until": "2027-05-20"})
    act = play.take("assure", "RUS", "2027-05-21", track=TRACK, filing={"submits": "yes"})
    assert (True, "assurance_window") == (act.late, play.state())


def test_being_affected_is_contested_as_a_proposal_and_both_views_are_logged() -> None:
    """E4: the case ends only if the other side agrees."""
    play = requested()
    act = play.take("dispute_affected_status", "RUS", "2027-03-20", track=TRACK)
    assert ("consultation_requested", "contested", "2027-04-03", ("USA",)) == (
        play.state(), play.state(TRACK), play.ends("status:RUS"), act.told)  # fmt: skip
    play.take("maintain_affected_status", "USA", "2027-03-25", track=TRACK)
    assert "maintained" == play.state(TRACK)
    together(play, "consult", "2027-04-02", filing={"met_on": "2027-04-02"})
    assert "consulting" == play.state()


@pytest.mark.parametrize(
    ("step", "by", "state"),
    [("enter_closed_not_affected", "USA", "closed_not_affected"), ("enter_referred", "RUS", "referred")],
)
def test_a_contested_status_ends_by_agreement_or_is_referred(step: str, by: str, state: str) -> None:
    """By either side to a settlement; by the one that asked, if it agrees."""
    play = requested()
    play.take("dispute_affected_status", "RUS", "2027-03-20", track=TRACK)
    play.take(step, by, "2027-03-22", track=TRACK)
    assert (state, play.case) == (play.state(), play.replayed())


def bound(**parties: str) -> Facts:
    """Give a world in which a treaty stops binding some parties on a day."""
    answers = {}
    for party, end in parties.items():
        for day in ("2027-03-01", "2027-03-03", "2027-03-10"):
            reason = f"{party} was bound until {end}"
            answers[f"bound:IGA98:{party}:{day}"] = {"bound": day < end, "reason": reason}
    return Facts(answers=answers)


@pytest.mark.parametrize(
    ("party", "end", "taken"),
    [("RUS", "2027-03-10", False), ("RUS", "2027-03-11", True), ("USA", "2027-03-10", False),
     ("USA", "2027-03-11", True)],
    ids=str,
)  # fmt: skip
def test_after_a_withdrawal_the_dates_decide(party: str, end: str, taken: bool) -> None:
    """E3: Article 28(5) does not keep Article 22; on the day of the request both must be bound still."""
    play = logged(world=bound(**{party: end}))
    if taken:
        play.take("request_consultation", "USA", "2027-03-10", filing=ASK)
        assert "consultation_requested" == play.state()
    else:
        why = play.refused("request_consultation", "USA", "2027-03-10", filing=ASK)
        assert ("IGA98 22(2)", True) == (str(why.under[0]), f"was bound until {end}" in str(why))


def test_a_state_that_joined_after_the_conduct_is_not_asked_under_the_agreement() -> None:
    """The day of the conduct counts as well."""
    world = Facts(answers={"bound:IGA98:RUS:2027-03-01": {"bound": False, "reason": "RUS was no party then"}})
    why = logged(world=world).refused("request_consultation", "USA", "2027-03-10", filing=ASK)
    assert "was no party then" in str(why)


def test_a_victim_of_a_state_that_is_no_partner_leaves_the_diplomatic_channel() -> None:
    """E7: Korea is told of the incident and cannot ask under the agreement; a suspect of no Partner State neither."""
    world = Facts(answers={"bound:IGA98:KOR:2027-03-10": {"bound": False, "reason": "KOR is not a party"}})
    play = logged(by="RUS", world=world, others=["KOR"])
    assert "diplomatic channel" in str(play.refused("request_consultation", "KOR", "2027-03-10", filing=ASK))
    stranger = logged(world=world, nationality="KOR")
    assert "KOR is not a party" in str(stranger.refused("request_consultation", "USA", "2027-03-10", filing=ASK))


def test_order_on_board_is_the_commanders_matter() -> None:
    """E6: danger is flagged in the log; no step of this procedure waits for it or orders anything."""
    play = logged(on_board="danger")
    assert ("danger_on_board",) == play.case.flags
    assert {"request"} == {limit.limit for limit in play.case.limits.values() if limit.status == "running"}
    assert {STAY} >= {row.to for row in STATION.steps if row.key == "tell_another_state"}


def test_that_an_assurance_is_not_genuine_is_a_view_and_changes_nothing() -> None:
    """E8."""
    play = window()
    play.take("assure", "RUS", "2027-05-01", track=TRACK, filing={"submits": "yes"})
    play.take("contest_assurance", "USA", "2027-06-01", track=TRACK)
    assert ("assured", ("adequacy_contested",)) == (play.state(), play.case.flags)


def test_proceedings_before_the_end_are_flagged_and_the_other_side_is_told_at_once() -> None:
    """E9."""
    play = consulting()
    act = play.take("report_early_proceedings", "RUS", "2027-04-02", track=TRACK,
                    filing={"state": "USA", "began_on": "2027-04-01"})  # fmt: skip
    assert ("consulting", ("proceeded_before_conclusion",), ("USA",)) == (
        play.state(), play.case.tracks[TRACK].flags, act.told)  # fmt: skip


def test_the_affected_state_needs_a_ground_in_its_own_law() -> None:
    """Entitled under the agreement is not competent at home."""
    play = window()
    play.take("concur", "RUS", "2027-05-01", track=TRACK, filing={"state": "USA"})
    assert "own_law" == play.refused("exercise", "USA", "2027-05-02", filing={"own_law": "no"}).refusals[0].field
    play.take("no_action", "USA", "2027-05-03", track=TRACK)
    assert "closed_no_action" == play.state()


@pytest.mark.parametrize("what", ["extradition", "assistance"])
def test_requests_for_help_leave_the_case_where_it_is_and_are_answered_by_the_other_side(what: str) -> None:
    """Thirty days, an aim of the product; the law of the State that is asked governs the answer."""
    play = window()
    play.take(f"ask_{what}", "USA", "2027-04-10", track=TRACK)
    assert ("assurance_window", "2027-05-10") == (play.state(), play.ends(f"{what}:RUS"))
    assert "standing" == play.refused(f"answer_{what}", "USA", "2027-04-11", track=TRACK).kind
    act = play.take(f"answer_{what}", "RUS", "2027-05-11", track=TRACK, filing={"answer": "in_part"})
    assert (True, "assurance_window") == (act.late, play.state())


def test_the_request_is_withdrawn_by_whoever_made_it_and_not_by_the_state_that_opened_the_case() -> None:
    """Russia logged the incident; it can neither withdraw, replace nor void the case while Japan's request stands."""
    play = logged(by="RUS")
    play.take("request_consultation", "JPN", "2027-03-10", filing={"limbs": ["element"]})
    own = {step.partition("@")[0] for step in play.offered("RUS", "2027-03-11")}
    assert not {"withdraw", "supersede", "void_error"} & own
    assert {"withdraw", "supersede"} <= {step.partition("@")[0] for step in play.offered("JPN", "2027-03-11")}
    play.take("withdraw", "JPN", "2027-03-12", track="relation:JPN")
    assert "withdrawn" == play.state()


def test_no_request_is_withdrawn_once_the_affected_state_proceeds() -> None:
    """What is before its authorities ends with an outcome."""
    play = window()
    play.take("concur", "RUS", "2027-05-01", track=TRACK, filing={"state": "USA"})
    play.take("exercise", "USA", "2027-05-02", track=TRACK, filing={"own_law": "yes"})
    assert not any(step.startswith("withdraw") for step in play.offered("USA", "2027-05-03"))
    play.take("outcome", "USA", "2028-05-03")
    assert "closed_outcome_recorded" == play.state()


def test_on_another_station_the_period_is_law_only_where_an_agreement_has_the_clause() -> None:
    """The model binds nobody; with a clause that is named it binds those who agreed."""
    agreed = jurisdiction(JurisdictionTerms(basis="clause", agreement="Station agreement", clause="Article 12"))
    ends = {}
    for name, procedure in {"model": CLAUSE, "agreed": agreed}.items():
        play = window(procedure=procedure)
        limit = play.case.limits["window:RUS"]
        ends[name] = (limit.binding, limit.basis[0][:2], play.ends("window:RUS"))
    assert {
        "model": ("DEFAULT", ("PRODUCT", ""), "2027-07-02"),
        "agreed": ("LAW_A", ("Station agreement", "Article 12"), "2027-07-02"),
    } == ends


def test_on_a_docked_segment_both_states_of_registry_are_told_and_the_registry_stays_what_it_was() -> None:
    """The segment's own State and that of the station; each may say that it is affected."""
    play = logged(by="RUS", procedure=DOCKED, part="segment", station_state="CHN")
    act = play.acts[0]
    assert (("CHN", "JPN"), "C2") == (act.told, act.level)
    assert {"OST VIII s1"} <= {str(f.under) for row in DOCKED.steps if row.filing for f in row.filing.fields}
    for party in ("CHN", "JPN"):
        assert "request_consultation" in play.offered(party, "2027-03-04")
    play.take("request_consultation", "CHN", "2027-03-10", filing={"limbs": ["element"]})
    assert "consultation_requested" == play.state()
