"""Staged settlement beyond the stories: entry guards, seats, requests, inactivity, joining, and clauses at random."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.agreements.files import write
from tests.workflows.kernel.play import Play, hand
from workflows import ladder as ladders
from workflows.agreements import agreements
from workflows.agreements.clause import KINDS, LEVELS, NEGOTIATION
from workflows.agreements.known import Known
from workflows.agreements.tree import arranged, arrangement, read_line
from workflows.dispute.terms import SettlementTerms
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import Facts
from workflows.parties.reading import InstrumentError
from workflows.settlement import on_ladder, settlement

RULES, GENERAL, CHARTER, TREATY = (
    settlement(SettlementTerms(agreement=key)) for key in ("pca-os-2011", "gen", "un-charter-33", "iss-iga-1998")
)
NOTICE = {"dispute_title": "Data", "respondents": ["KOR"], "agreement": "Article 9", "facts": "Withheld."}
DEMAND = {"demand": "Refer.", "clause": "9", "instrument": "Arrangement", "claim": "Data.", "relief": "Data."}
ARBITRATOR = {"name": "A", "disclosure": "None."}


def received(procedure: Procedure = RULES, *respondents: str, world: Facts | None = None, **filing: Any) -> Play:
    """Play until every respondent has acknowledged the notice on 2 March 2026."""
    play = Play(procedure, "2026-03-01", {"claimant": ["JPN"]}, world or Facts())
    to = list(respondents or ("KOR",))
    play.take("serve_notice_of_dispute", "JPN", "2026-03-01", filing=NOTICE | {"respondents": to} | filing)
    for party in to:
        play.take("acknowledge", party, "2026-03-02", track=party)
    return play


def together(play: Play, step: str, at: str, *parties: str, **rest: Any) -> None:
    """Lay every hand on a joint step."""
    for party in parties or ("JPN", "KOR"):
        play.take(step, party, at, **rest)


def constituting(procedure: Procedure = RULES) -> Play:
    """Play until a joint submission was received on 10 March 2026 and the tribunal is being formed."""
    play = received(procedure)
    together(play, "submit_jointly", "2026-03-09", filing={"question": "Is it owed?"})
    play.take("record_receipt", "KOR", "2026-03-10", track="respondent:KOR")
    return play


def sitting() -> Play:
    """Play until the tribunal sits, on 20 March 2026."""
    play = constituting()
    play.take("appoint_arbitrator", "JPN", "2026-03-20", track="seat:claimant", filing=ARBITRATOR)
    play.take("appoint_arbitrator", "KOR", "2026-03-20", track="seat:respondent", filing=ARBITRATOR)
    together(play, "choose_presiding", "2026-03-20", track="seat:presiding", filing=ARBITRATOR | {"office": "PCA"})
    return play


def awarded() -> Play:
    """Play until both parties have received the award of 1 July 2026, on that day."""
    play = sitting()
    play.take("close_hearings", "PCA", "2026-06-01")
    play.take("render_award", "PCA", "2026-07-01", filing={"dispositif": "It is owed."})
    for party in ("JPN", "KOR"):
        play.take("record_receipt", party, "2026-07-01", track=f"recipient:{party}")
    return play


@pytest.mark.parametrize(("day", "refused"), [("2026-04-01", True), ("2026-04-02", False)])
def test_negotiation_is_given_up_by_one_party_from_the_thirty_first_day(day: str, refused: bool) -> None:
    """Thirty days from the receipt of 2 March end with 1 April."""
    play = received()
    assert refused == ("declare_negotiation_failed@stage:negotiation" not in play.offered("KOR", day))


def test_a_stage_that_must_come_first_keeps_arbitration_closed_with_its_provision() -> None:
    """The refusal names the stage."""
    refused = received().refused("give_notice_of_arbitration", "JPN", "2026-03-05", filing=DEMAND)
    assert ("“Negotiation” must come first.", "closed") == (str(refused), refused.kind)


def test_without_consent_in_advance_there_is_no_notice_of_arbitration_at_all() -> None:
    """Neither under the general profile nor under the treaty of 1998; a joint submission stays possible."""
    for procedure in (GENERAL, TREATY, CHARTER):
        assert "give_notice_of_arbitration" not in procedure.rows
        assert "submit_jointly" in procedure.rows


def test_an_invitation_to_three_is_accepted_only_when_each_has_accepted() -> None:
    """Korea accepts, France accepts, then mediation runs."""
    play = received(RULES, "KOR", "FRA")
    play.take("declare_negotiation_failed", "KOR", "2026-04-05")
    play.take("invite_mediation", "JPN", "2026-04-06")
    assert "hand" == play.take("accept_mediation", "KOR", "2026-04-07").kind
    assert "invited" == play.state("stage:mediation")
    play.take("accept_mediation", "FRA", "2026-04-08")
    assert ("mediation", "running") == (play.state(), play.state("stage:mediation"))


def test_a_late_acceptance_counts_until_the_inviter_elects_rejection() -> None:
    """Invited on 6 April: the 30 days end with 6 May; on the 8th Japan elects, on the 9th Korea is too late."""
    play = received()
    play.take("declare_negotiation_failed", "KOR", "2026-04-05")
    play.take("invite_mediation", "JPN", "2026-04-06")
    assert "accept_mediation@stage:mediation" in play.offered("KOR", "2026-05-08")
    play.take("elect_rejection_of_mediation", "JPN", "2026-05-08")
    assert "refused" == play.state("stage:mediation")
    assert "accept_mediation@stage:mediation" not in play.offered("KOR", "2026-05-09")
    assert "give_notice_of_arbitration" in play.offered("JPN", "2026-05-09")


def test_mediation_runs_beside_an_arbitration() -> None:
    """The case stays with the tribunal; the stage has a status of its own."""
    play = sitting()
    play.take("declare_negotiation_failed", "KOR", "2026-04-05", track="stage:negotiation")
    play.take("invite_mediation", "JPN", "2026-04-06")
    play.take("accept_mediation", "KOR", "2026-04-07")
    assert ("arb_proceedings", "running", "running") == (
        play.state(), play.state("stage:mediation"), play.state("stage:arbitration"),
    )  # fmt: skip
    together(play, "settle", "2026-05-07", filing={"terms": "Data."})
    assert ("closed_settled", "settled") == (play.state(), play.state("stage:mediation"))


def test_a_party_to_another_agreement_is_refused_with_the_agreement() -> None:
    """Korea is no partner of the station."""
    play = Play(TREATY, "2026-03-01", {"claimant": ["JPN"]})
    refused = play.refused("serve_notice_of_dispute", "JPN", "2026-03-01", filing=NOTICE)
    assert "KOR is not a party to this agreement: Intergovernmental Agreement" in str(refused)


def test_both_declarations_let_one_party_seise_the_court() -> None:
    """Without one of them it is closed, and the refusal says whose is missing."""
    declared = received(CHARTER, world=Facts())
    declared.take("seise_court", "JPN", "2026-03-05", filing=DEMAND)
    assert "judicial_settlement" == declared.state()
    undeclared = received(CHARTER, world=UNDECLARED_BUT_BOUND)
    assert "deadlock" == undeclared.state()
    assert "No declaration is recorded." == str(undeclared.refused("seise_court", "JPN", "2026-03-05", filing=DEMAND))


UNDECLARED_BUT_BOUND = Facts(
    {f"bound:ICJ_36_2:{party}:2026-03-{day:02}": {"bound": False, "reason": "No declaration is recorded"}
     for party in ("JPN", "KOR") for day in range(1, 32)}
)  # fmt: skip


@pytest.mark.parametrize(("day", "refused"), [("2026-04-09", True), ("2026-04-10", False)])
def test_the_authority_is_asked_when_thirty_days_brought_no_appointment(day: str, refused: bool) -> None:
    """Counted from 10 March."""
    play = constituting()
    assert refused == ("ask_appointing_authority@seat:respondent" not in play.offered("JPN", day))


def test_an_upheld_challenge_leads_back_to_the_forming_of_the_tribunal() -> None:
    """And the seat that is filled anew leads to the proceedings again."""
    play = sitting()
    play.take("challenge_arbitrator", "JPN", "2026-03-25", track="seat:respondent", filing={"grounds": "Doubts."})
    play.take("uphold_challenge", "PCA", "2026-04-10", track="seat:respondent")
    assert ("arb_constituting", "vacant") == (play.state(), play.state("seat:respondent"))
    play.take("appoint_arbitrator", "KOR", "2026-04-20", track="seat:respondent", filing=ARBITRATOR)
    assert "arb_proceedings" == play.state()


def test_a_challenge_after_fifteen_days_is_taken_and_marked_late() -> None:
    """Filled on 20 March: late from 5 April on."""
    play = sitting()
    act = play.take("challenge_arbitrator", "JPN", "2026-04-05", track="seat:respondent", filing={"grounds": "Doubts."})
    assert act.late


@pytest.mark.parametrize(("day", "refused"), [("2026-07-31", False), ("2026-08-01", True)])
def test_a_correction_is_asked_within_thirty_days_of_the_award(day: str, refused: bool) -> None:
    """The award is of 1 July."""
    play = awarded()
    assert refused == ("request_correction@recipient:JPN" not in play.offered("JPN", day))


def test_compliance_follows_when_the_periods_for_requests_are_over() -> None:
    """At 24:00 of 31 July, and not a second before."""
    play = awarded()
    play.pass_time("2026-07-31T23:59:59")
    assert "award_rendered" == play.state()
    play.pass_time("2026-08-01T00:00:00")
    assert "compliance" == play.state()


def test_non_compliance_may_lead_back_to_the_first_stage_of_the_ladder() -> None:
    """Negotiation runs again; the other stages count as not begun."""
    play = awarded()
    play.pass_time("2026-08-02")
    play.take("record_noncompliance", "JPN", "2026-10-01", filing={"grounds": "Nothing was paid."})
    play.take("reopen_ladder", "KOR", "2026-10-20")
    assert ("negotiation", "running", "not_started") == (
        play.state(), play.state("stage:negotiation"), play.state("stage:arbitration"),
    )  # fmt: skip


def test_a_plea_on_jurisdiction_that_is_upheld_ends_the_case() -> None:
    """Only where one was raised."""
    play = sitting()
    assert "uphold_plea" not in play.offered(hand("PCA"), "2026-04-01")
    play.take("plead_jurisdiction", "KOR", "2026-04-01", filing={"grounds": "No agreement."})
    play.take("uphold_plea", "PCA", "2026-05-01", filing={"text": "None."})
    assert "closed_no_jurisdiction" == play.state()


def test_after_the_response_a_withdrawal_needs_consent_or_an_order() -> None:
    """The claimant alone is refused with the rule."""
    play = constituting()
    assert "withdraw_dispute" in play.offered("JPN", "2026-03-15")
    play.take("respond", "KOR", "2026-03-16", filing={"position": "Denied."})
    assert "needs the respondent's consent" in str(play.refused("withdraw_dispute", "JPN", "2026-03-17"))


def test_a_dispute_in_which_nobody_acts_for_a_year_is_discontinued_unless_somebody_objects() -> None:
    """The last act is of 5 April 2026: proposed at the end of 5 April 2027, discontinued 30 days later."""
    play = received()
    play.take("declare_negotiation_failed", "KOR", "2026-04-05")
    play.pass_time("2027-04-06T00:00:00")
    assert "discontinuance_proposed" in play.case.flags
    play.pass_time("2027-05-05T23:59:59")
    assert "deadlock" == play.state()
    play.pass_time("2027-05-06T00:00:00")
    assert "closed_discontinued" == play.state()


def test_an_objection_keeps_an_inactive_dispute_open() -> None:
    """And the year begins anew."""
    play = received()
    play.take("declare_negotiation_failed", "KOR", "2026-04-05")
    play.pass_time("2027-04-06T00:00:00")
    play.take("object_to_discontinuance", "KOR", "2027-04-20")
    play.pass_time("2027-06-01")
    assert ("deadlock", "2028-04-20") == (play.state(), play.ends("inactivity"))


def test_the_ladder_and_the_procedure_agree_on_what_one_party_may_enter_alone() -> None:
    """For every shipped agreement: a rung that is entered alone has such a step, one that needs all has none."""
    for key in agreements():
        found = ladders.rungs(arrangement(key), (), date.max, Known())
        made = settlement(SettlementTerms(agreement=key))
        keys = {row.track.key for row in made.rows.get("request_talks", ()) if row.track}
        assert {r.key for r in found.rungs if r.entry == ladders.BY_REQUEST} == keys
        assert found.ends == ("give_notice_of_arbitration" in made.rows)


CLAUSE = """key = "drawn"
title = "Drawn"
instrument = "PACT"

[clause]
arb_consent = "{consent}"
appointing_authority = "agreed"
court = "A court"
arbitrators = {seats}
escalate_by = "{by}"
skip_rule = "{skip}"
third_party_join = "{join}"
{stages}"""
STAGES = st.lists(
    st.tuples(
        st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(LEVELS)), st.booleans(),
        st.sampled_from((None, 1, 30, 90)), st.sampled_from(("yes", "no", "after_days", None)),
        st.sampled_from((None, 20)), st.sampled_from((None, "receipt", "acceptance", "appointment", "first_meeting")),
    ),
    min_size=1, max_size=6, unique_by=lambda one: one[:2],
)  # fmt: skip


def written(stages: list[tuple[Any, ...]]) -> str:
    """Write stages as TOML."""
    text = ""
    for kind, level, mandatory, days, leave, appoint, event in stages:
        text += f'\n[[stage]]\nkind = "{kind}"\nlevel = "{level}"\nmandatory = {str(mandatory).lower()}\n'
        text += f"days = {days}\n" if days else ""
        text += f'exit_unilateral = "{leave}"\n' if leave else ""
        text += "exit_after_days = 10\n" if leave == "after_days" else ""
        text += f"appoint_days = {appoint}\n" if appoint else ""
        text += f'start_event = "{event}"\n' if event else ""
    return text


@settings(max_examples=40, deadline=None)
@given(
    stages=STAGES, consent=st.sampled_from(("advance", "case_by_case")), seats=st.sampled_from((1, 3, 5)),
    by=st.sampled_from(("either", "joint", "claimant_only", 'lead_partner"\nlead_partner = "USA')),
    skip=st.sampled_from(("by_agreement", "any_stage_urgent", "none")),
    join=st.sampled_from(("right", "consent", "none")),
)  # fmt: skip
def test_no_clause_leaves_anybody_without_a_step(
    tmp_path_factory: pytest.TempPathFactory, stages: list[tuple[Any, ...]], **words: Any
) -> None:
    """Whatever a clause says, the procedure built on it passes its own checks: no trap, and nobody stranded."""
    path = write(tmp_path_factory.mktemp("drawn"), "drawn", CLAUSE.format(stages=written(stages), **words))
    made = on_ladder(arranged(read_line(path)), SettlementTerms())
    assert len(made.states) > 10
    talks = [kind for kind, *_ in stages if kind == NEGOTIATION]
    assert ("open_talks" in made.rows) == (bool(talks) and stages[0][0] == NEGOTIATION)


@pytest.mark.parametrize(("said", "length", "cited"), [("reply_days = 45\n", "P45D", "PACT"), ("", "P90D", "PRODUCT")])
def test_the_time_for_a_reply_to_a_report_is_that_of_the_clause(
    tmp_path: Path, said: str, length: str, cited: str
) -> None:
    """And the product's where the clause is silent."""
    stage = f'\n[[stage]]\nkind = "conciliation"\nmandatory = false\n{said}'
    text = CLAUSE.format(stages=stage, consent="advance", seats=3, by="either", skip="none", join="none")
    limit = on_ladder(arranged(read_line(write(tmp_path, "drawn", text))), SettlementTerms()).rule("report_reply")
    assert (length, cited) == (limit.length.key(), str(limit.under[0]))


def test_a_clause_without_any_stage_makes_no_procedure(tmp_path: Path) -> None:
    """It is refused before."""
    text = CLAUSE.format(stages="", consent="advance", seats=3, by="either", skip="none", join="none")
    with pytest.raises(InstrumentError, match="the ladder is empty"):
        arranged(read_line(write(tmp_path, "drawn", text)))
