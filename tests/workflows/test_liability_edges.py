"""The edge cases of a claim: silence, further victims, withdrawal, denial, late answers, danger, documentation,
revision, organisations, and what is hidden from the claimant.
"""

import pytest

from tests.workflows.claims import (
    CLAIM,
    INCIDENT,
    PRESENTED,
    WAIVED,
    constituting,
    examined,
    presented,
    talking,
    together,
)
from tests.workflows.kernel.play import Play
from workflows.kernel.view import Facts
from workflows.liability import LiabilityTerms, liability

BY_IGO = Facts(answers={"kind:ESA": "igo"})


def served(*respondents: str) -> Play:
    """Play until receipt is proved on 6 March 2026."""
    play = presented(*respondents)
    for name in respondents or ("RUS",):
        play.take("acknowledge", name, "2026-03-06", track=f"respondent:{name}")
    return play


@pytest.mark.parametrize(("day", "state"), [("2026-06-04T23:59", "received"), ("2026-06-05", "silent")])
def test_a_launching_state_that_ignores_the_claim_is_noted_as_silent_and_no_clock_waits_for_it(
    day: str, state: str
) -> None:
    """Ninety days from receipt are the product's; the case stays where it is."""
    play = served()
    play.pass_time(day)
    assert (state, "claim_presented") == (play.state("respondent:RUS"), play.state())
    assert "DEFAULT" == play.case.limits["answer:RUS"].binding


def test_the_product_aim_for_an_answer_begins_with_receipt_alone() -> None:
    """Before receipt is proved it waits."""
    play = presented()
    assert "armed unknown" == play.ends("answer:RUS")
    play.take(
        "record_receipt",
        "CAN",
        "2026-03-10",
        track="respondent:RUS",
        filing={"channel": "courier", "received_at": {"at": "2026-03-08T09:00:00+00:00", "zone": "UTC"}},
    )
    assert "2026-06-06" == play.ends("answer:RUS")


def test_receipt_is_recorded_by_the_clock_when_the_claim_is_opened_here() -> None:
    """The row that does it accepts that proof and no other."""
    proofs = [row.proof for row in CLAIM.rows["record_receipt"] if row.proof]
    assert [("opened", "portal")] == [(proof.kind, proof.channel) for proof in proofs]


def test_a_late_answer_is_taken_marked_late_and_ends_the_silence() -> None:
    """After the aim has passed."""
    play = served()
    play.pass_time("2026-06-05")
    act = play.take("answer_claim", "RUS", "2026-06-10", track="respondent:RUS", filing={"position": "No."})
    assert (True, "answered") == (act.late, play.state("respondent:RUS"))


def test_more_time_for_an_answer_is_asked_for_and_granted_once() -> None:
    """It is a product default, so that the claimant may grant it; no date of the Convention moves."""
    play = served()
    play.take("ask_extension", "RUS", "2026-05-01", track="respondent:RUS")
    play.take("grant_extension", "CAN", "2026-05-02", track="respondent:RUS")
    assert "2026-07-04" == play.ends("answer:RUS")
    assert play.refused("ask_extension", "RUS", "2026-06-01", track="respondent:RUS")
    assert not [row for row in CLAIM.steps if row.extends and row.extends.limit in ("presentation", "negotiation_year")]


def test_a_second_victim_state_joins_where_all_agree_with_a_date_of_its_own() -> None:
    """Its damage of 20 January 2026 has its own year."""
    play = talking()
    play.take("request_join", "USA", "2026-05-01", filing={"grounds": "Debris fell here too."})
    together(play, "admit_entrant", "2026-05-05", track="entrant:USA")
    assert ("CAN", "USA") == play.case.parties["claimant"]
    play.take("put_joined_claim", "USA", "2026-05-06", track="co_claimant:USA",
              filing={"occurred_on": "2026-01-20", "facts": "A barn."})  # fmt: skip
    assert ("put", "2027-01-20") == (play.state("co_claimant:USA"), play.ends("joined_presentation:USA"))
    play.take("leave_claim", "USA", "2026-06-01", track="co_claimant:USA")
    assert ("left", "negotiation") == (play.state("co_claimant:USA"), play.state())


def test_a_second_victim_state_may_claim_in_a_case_of_its_own() -> None:
    """With its own date of Article X."""
    play = Play(CLAIM, "2026-05-01", {"claimant": ["USA"]}, Facts())
    play.take("log_incident", "USA", "2026-05-01", filing=INCIDENT | {"occurred_on": "2026-01-20"})
    assert "2027-01-20" == play.ends("presentation")


def test_one_of_several_claimants_does_not_withdraw_the_claim_alone() -> None:
    """A hand of each is needed."""
    play = talking()
    play.take("request_join", "USA", "2026-05-01", filing={"grounds": "x"})
    together(play, "admit_entrant", "2026-05-05", track="entrant:USA")
    play.take("withdraw", "CAN", "2026-06-01")
    assert "negotiation" == play.state()
    play.take("withdraw", "USA", "2026-06-02")
    assert "closed_withdrawn" == play.state()


def test_a_claimant_that_has_left_is_not_waited_for_where_its_side_names_a_member() -> None:
    """The side is one State again."""
    play = talking()
    play.take("request_join", "USA", "2026-05-01", filing={"grounds": "x"})
    together(play, "admit_entrant", "2026-05-05", track="entrant:USA")
    play.take("request_commission", "CAN", "2027-04-15")
    assert "several_claimants_or_launchers@seat:claimant" in play.offered("CAN", "2027-04-16")
    play.take("leave_claim", "USA", "2027-04-20", track="co_claimant:USA")
    play.take("appoint_member", "CAN", "2027-04-21", track="seat:claimant", filing={"name": "A"})
    assert "filled" == play.state("seat:claimant")


def test_a_denial_of_being_a_launching_state_keeps_the_talks_and_is_flagged() -> None:
    """The year runs on."""
    play = talking()
    play.take("deny_launching_state", "RUS", "2026-04-10", track="respondent:RUS", filing={"grounds": "Not ours."})
    assert ("negotiation", "2027-04-01") == (play.state(), play.ends("negotiation_year"))
    assert ("launching_state_denied",) == play.case.tracks["respondent:RUS"].flags


def test_exoneration_is_pleaded_and_decides_nothing_here() -> None:
    """Article VI; whether the activity was lawful is asked with it."""
    play = talking()
    act = play.take("plead_exoneration", "RUS", "2026-04-10", track="respondent:RUS",
                    filing={"grounds": "Gross negligence.", "lawful": "yes"})  # fmt: skip
    assert ("negotiation", ("LC VI(1)", "LC VI(2)")) == (
        play.state(), tuple(f"{one[0]} {one[1]}" for one in act.basis))  # fmt: skip


def test_large_scale_danger_is_met_beside_the_claim() -> None:
    """Article XXI: assistance is asked for, and the claim is not moved."""
    play = presented()
    play.take("request_assistance", "CAN", "2026-03-07", filing={"needs": "Radioactive fragments."})
    assert ("claim_presented", True) == (play.state(), "large_scale_danger" in play.case.flags)


def test_a_third_state_that_is_not_admitted_may_observe_or_claim_alone() -> None:
    """The place of an observer is offered; no role comes with it."""
    play = talking()
    play.take("request_join", "USA", "2026-05-01", filing={"grounds": "x"})
    play.take("offer_observer", "RUS", "2026-05-02", track="entrant:USA")
    assert ("observing", ("CAN",)) == (play.state("entrant:USA"), play.case.parties["claimant"])


def test_documentation_said_to_be_incomplete_leaves_two_days_and_the_first_one_counts() -> None:
    """Both ends are shown; the way to a Commission opens with the first."""
    play = talking()
    play.take("contest_documentation", "RUS", "2026-06-02",
              filing={"view_on": "2026-06-01", "grounds": "No inventory."})  # fmt: skip
    assert ("2027-04-01", "2027-06-01") == (play.ends("negotiation_year"), play.ends("contested_year"))
    assert "start_of_the_year_contested" in play.case.flags
    play.pass_time("2027-04-02")
    assert "commission_available" == play.state()


def test_a_further_notice_of_documentation_starts_no_new_year() -> None:
    """The first one counts by default; the other side may record its view."""
    play = talking()
    play.take("further_documentation_notice", "CAN", "2026-09-01")
    assert ("2027-04-01", True) == (
        play.ends("negotiation_year"), "several_documentation_notices" in play.case.flags)  # fmt: skip


@pytest.mark.parametrize(("day", "late"), [("2027-08-31", False), ("2027-09-01", False), ("2027-09-02", True)])
def test_an_amount_that_is_provisional_is_revised_until_a_year_after_the_extent_is_known(day: str, late: bool) -> None:
    """Clean-up and further falls go on; the full extent is known on 1 September 2026."""
    play = presented()
    assert play.refused("revise_claim", "CAN", "2026-03-06")
    play.take("extent_unknown", "CAN", "2026-03-06", filing={"known": "Search goes on."})
    play.take("revise_claim", "CAN", "2026-07-01", filing={"what": "A second field."})
    play.take("record_full_extent", "CAN", "2026-09-03", filing={"extent_known_on": "2026-09-01", "how": "x"})
    assert ("2027-09-01", "LAW_T") == (play.ends("revision"), play.case.limits["revision"].binding)
    assert late == play.take("revise_claim", "CAN", day, filing={"what": "The bill."}).late


def test_another_remedy_that_comes_up_later_is_a_warning_that_can_be_taken_back() -> None:
    """After presentation nothing is held."""
    play = talking()
    play.take("report_parallel_remedy", "RUS", "2026-05-01", filing={"where": "A court."})
    assert ("negotiation", True) == (play.state(), "parallel_remedy" in play.case.flags)
    play.take("end_parallel_remedy", "CAN", "2026-06-01", filing={"how": "Withdrawn there."})
    assert "parallel_remedy" not in play.case.flags


def test_those_liable_together_consult_in_a_case_of_which_the_claimant_learns_nothing() -> None:
    """The act is for the own delegation, and opens that case; the same holds for recourse."""
    play = served("RUS", "KAZ")
    act = play.take("consult_co_launchers", "KAZ", "2026-03-10")
    assert [("begin", "apportionment", "apportionment", ())] == act.effects_of("begin")
    together(play, "settle", "2026-12-01", "CAN", "RUS", "KAZ",
             filing={"terms": "A sum.", "payment_on": "2027-01-31"})  # fmt: skip
    second = play.take("recourse_among_co_launchers", "KAZ", "2027-02-01")
    assert [("begin", "recourse", "recourse", ())] == second.effects_of("begin")
    assert {"C4"} == {act.level, second.level}
    assert not {"consult_co_launchers", "recourse_among_co_launchers"} & play.offered("CAN", "2027-02-02")


def test_every_launching_state_that_is_presented_with_the_claim_has_to_settle() -> None:
    """Each is liable for the whole, and one alone settles nothing for the other."""
    play = talking("RUS", "KAZ")
    together(play, "settle", "2026-12-01", filing={"terms": "A sum.", "payment_on": "2027-01-31"})
    assert "negotiation" == play.state()


def test_partners_of_an_agreement_consult_under_it() -> None:
    """The agreement is that of the waiver against which the claim was tested."""
    play = presented(procedure=WAIVED, world=None)
    act = play.take("consult_co_launchers", "RUS", "2026-03-10")
    assert [("begin", "apportionment", "apportionment", (("agreement", "iss-iga-1998"),))] == act.effects_of("begin")


@pytest.mark.parametrize(("day", "open_"), [("2027-06-01", False), ("2027-06-02", True)])
def test_members_answer_only_where_the_organisation_has_not_paid_for_six_months(day: str, open_: bool) -> None:
    """The sum was agreed on 1 December 2026; Article XXII(3)."""
    play = talking("ESA", world=BY_IGO)
    together(play, "settle", "2026-12-01", "CAN", "ESA", filing={"terms": "A sum.", "payment_on": "2027-01-31"})
    assert ("2027-06-01", "LAW_T") == (
        play.ends("organisation_pays"), play.case.limits["organisation_pays"].binding)  # fmt: skip
    body = {"members": ["FRA", "DEU"], "sum_unpaid": {"amount": "1", "currency": "CAD"}, "statement": "As settled."}
    if not open_:
        assert "LC XXII(3)" == str(play.refused("claim_against_members", "CAN", day, filing=body).under[0])
        return
    play.take("claim_against_members", "CAN", day, filing=body)
    assert ("implementation", ("ESA", "FRA", "DEU")) == (play.state(), play.case.parties["respondent"])


def test_a_state_has_no_six_months_of_an_organisation() -> None:
    """The period is that of organisations alone."""
    play = talking()
    together(play, "settle", "2026-12-01", filing={"terms": "A sum.", "payment_on": "2027-01-31"})
    assert "organisation_pays" not in play.case.limits


def test_a_case_filed_in_error_is_voided_by_two_persons_and_superseded_by_its_claimant_alone() -> None:
    """The wrong State or the wrong object; nothing is deleted."""
    play = examined()
    assert {"void_error", "supersede", "drop"} <= play.offered("CAN", "2026-02-12")
    play = talking()
    assert not {"void_error", "supersede", "withdraw"} & play.offered("RUS", "2026-04-02")


def test_every_default_may_be_changed_by_the_installation_and_no_period_of_the_convention() -> None:
    """The terms hold product aims and the choice of a waiver alone."""
    assert {"waiver", "answer", "answer_extension", "answer_extensions", "response"} == set(LiabilityTerms.keys())
    longer = liability(LiabilityTerms().layered("installation", {"answer": "P120D"}))
    assert "P120D" == longer.rule("answer").length.key()
    law = {limit.key: limit.length.key() for limit in longer.limits if limit.key in ("presentation", "decision")}
    assert {"presentation": "P1Y", "decision": "P1Y"} == law


def test_a_respondent_may_be_presented_with_the_claim_again_after_a_withdrawal_and_is_served_anew() -> None:
    """Its track begins again."""
    play = served()
    play.take("withdraw", "CAN", "2026-06-01")
    play.take("present_again", "CAN", "2026-07-01", filing=PRESENTED)
    assert ("served", "armed unknown") == (play.state("respondent:RUS"), play.ends("answer:RUS"))


def test_whoever_asks_for_a_commission_does_not_have_to_wait_for_a_silent_launching_state() -> None:
    """The request needs one hand."""
    assert "constituting" == constituting().state()
