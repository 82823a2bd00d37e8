"""Requests for samples: clearance at home beside them, approved is not signed, custody, incident, return, results."""

from dataclasses import replace

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.lent import (
    HOME,
    LAWYER,
    PROCEDURE,
    REQUEST,
    alarmed,
    approved,
    at,
    data,
    held,
    reviewed,
    sent,
    sign,
    signed,
    submitted,
)
from workflows.kernel.view import Facts
from workflows.lending.frame import SamplesTerms
from workflows.samples import samples

BY_RULE = samples(replace(SamplesTerms(), signing="round"))


def test_a_request_goes_to_the_curator_and_clearance_at_home_is_asked_at_once() -> None:
    """The clearance is a track of its own; the check of thirty days is a target."""
    play = submitted()
    assert ("submitted", "pending", "2027-03-31") == (play.state(), play.state(HOME), play.ends("formal_check"))
    assert ("C2", ("CHN",)) == (play.acts[-1].level, play.acts[-1].told)
    assert (("FRA",), ("CHN",), ("CHN",)) == tuple(
        play.case.parties[role] for role in ("applicant", "curator", "authority")
    )


def test_clearance_at_home_moves_nothing_and_no_curator_reads_it() -> None:
    """Given, taken back and asked again while the request goes on."""
    play = submitted()
    act = play.take("clear_at_home", LAWYER, "2027-03-05", track=HOME)
    assert ("C3", "submitted", "given") == (act.level, play.state(), play.state(HOME))
    why = play.refused("refuse_at_home", hand("CHN", "clear"), "2027-03-06", track=HOME)
    assert "standing" == why.kind
    play.take("check", "CHN", "2027-03-10")
    play.take("refuse_at_home", LAWYER, "2027-03-11", track=HOME)
    play.take("pass", "CHN", "2027-03-20")
    assert ("expert_review", "refused") == (play.state(), play.state(HOME))
    play.take("ask_at_home_again", "FRA", "2027-03-21", track=HOME)
    assert "pending" == play.state(HOME)


@pytest.mark.parametrize(("when", "state"), [("2027-04-03", "submitted"), ("2027-04-04", "submitted"),
                                             ("2027-04-05", "lapsed")], ids=str)  # fmt: skip
def test_an_incomplete_request_is_completed_within_fifteen_days(when: str, state: str) -> None:
    """From its return on 20 March; the day before, the day, the day after."""
    play = submitted()
    play.take("check", "CHN", "2027-03-10")
    play.take("return", "CHN", "2027-03-20", filing={"missing": [{"item": "Transport plan"}]})
    assert ("returned_incomplete", "2027-04-04") == (play.state(), play.ends("fix"))
    if state == "lapsed":
        play.refused("correct_request", "FRA", when)
    else:
        play.take("correct_request", "FRA", when)
    assert state == play.state()


def test_review_and_report_stay_with_the_curator_and_only_the_administration_approves() -> None:
    """The approval is public; its targets are the product's."""
    play = reviewed()
    assert "2027-09-16" == play.ends("review")
    act = play.take("record_review", "CHN", "2027-05-01", filing={"conflict": "no"})
    assert ("C4", ()) == (act.level, act.told)
    play.refused("enter_approved_pending_agreement", "CHN", "2027-05-02")
    act = play.take("decide", "CHN", "2027-06-01")
    assert ("C4", "authority_decision", "2027-07-01") == (act.level, play.state(), play.ends("decision"))
    play.refused("enter_approved_pending_agreement", "FRA", "2027-06-10")
    act = play.take("enter_approved_pending_agreement", "CHN", "2027-06-10", filing={"approved_on": "2027-06-10"})
    assert ("C0", "approved_pending_agreement") == (act.level, play.state())


def test_approved_is_not_signed() -> None:
    """Nothing leaves the store, and nobody holds anything, before both hands lie on one text."""
    play = approved()
    assert not {"enter_distribution", "dispatch", "deliver_data"} & play.offered("CHN", "2027-06-11")
    assert "receive" not in play.offered("FRA", "2027-06-11")
    play.take("clear_at_home", LAWYER, "2027-06-12", track=HOME)
    play.take("sign", "FRA", "2027-06-15", filing={"returns_on": "2028-06-30"})
    assert "approved_pending_agreement" == play.state()


@pytest.mark.parametrize("state", ["pending", "refused"])
def test_nothing_is_signed_while_clearance_at_home_is_not_given(state: str) -> None:
    """It binds both hands; the refusal names no fault of the curator's."""
    play = approved()
    if state == "refused":
        play.take("refuse_at_home", LAWYER, "2027-06-11", track=HOME)
    why = play.refused("sign", "FRA", "2027-06-15", filing={"returns_on": "2028-06-30"})
    assert ("closed", "Clearance at home is not given yet; it is needed before the signature.") == (why.kind, str(why))
    assert "sign" not in play.offered("FRA", "2027-06-15") | play.offered("CHN", "2027-06-15")


def test_ten_working_days_bind_the_curator_whose_law_has_them_in_a_round_of_that_rule() -> None:
    """From 10 June 2027: a law of China [S] there, a target anywhere else; the applicant's law has none."""
    limit = approved().case.limits["agreement"]
    assert ("DEFAULT", "2027-06-24") == (limit.binding, str(limit.expires_on))
    for curator, binding in ("CHN", "LAW_N"), ("USA", "DEFAULT"):
        play = Play(BY_RULE, "2027-02-20", {"applicant": ["FRA"]}, Facts())
        play.take("submit", "FRA", "2027-03-01", filing=REQUEST | {"curator": curator})
        for step, when in ("check", "2027-03-10"), ("pass", "2027-03-20"), ("decide", "2027-06-01"):
            play.take(step, curator, when)
        body = {"approved_on": "2027-06-10"}
        play.take("enter_approved_pending_agreement", curator, "2027-06-10", filing=body)
        limit = play.case.limits["agreement"]
        assert (binding, "2027-06-24") == (limit.binding, str(limit.expires_on))
        play.pass_time("2027-06-26")
        assert "approved_pending_agreement" == play.state(), "its passing ends nothing"


@pytest.mark.parametrize(("when", "state"), [("2027-08-08", "agreement_signed"), ("2027-08-09", "agreement_signed"),
                                             ("2027-08-10", "lapsed")], ids=str)  # fmt: skip
def test_an_approval_that_the_applicant_leaves_unsigned_lapses_after_sixty_days(when: str, state: str) -> None:
    """From 10 June 2027; signed after ten working days it is taken and marked late."""
    play = approved()
    play.take("clear_at_home", LAWYER, "2027-06-12", track=HOME)
    if state == "lapsed":
        play.pass_time(when)
    else:
        sign(play, when, returns_on="2028-06-30")
        assert play.acts[-1].late
    assert state == play.state()


def test_only_the_applicants_own_silence_lets_an_approval_lapse() -> None:
    """Its hand was laid in time: the curator's silence ends nothing, and it may still sign."""
    play = approved()
    play.take("clear_at_home", LAWYER, "2027-06-12", track=HOME)
    body = play.filled("sign", hand("FRA"), "2027-06-15", {"returns_on": "2028-06-30"})
    play.take("sign", "FRA", "2027-06-15", filing=body, exact=True)
    play.pass_time("2027-09-01")
    assert "approved_pending_agreement" == play.state()
    play.take("sign", "CHN", "2027-09-02", filing=body, exact=True)
    assert "agreement_signed" == play.state()


def test_the_time_to_sign_is_extended_by_both() -> None:
    """A clearance at home may take longer than the product reckons."""
    play = approved()
    body = {"reason": "Clearance at home is pending"}
    for party in ("FRA", "CHN"):
        play.take("extend_signature", party, "2027-08-01", filing=body, exact=True)
    play.pass_time("2027-08-10")
    assert ("approved_pending_agreement", "2027-10-08") == (play.state(), play.ends("signature"))


def test_the_chain_of_custody_is_recorded_link_by_link() -> None:
    """Certificate first, then the carrier, then each hand; the receipt note is due three days after arrival."""
    play = signed()
    play.refused("dispatch", "CHN", "2027-07-01")
    play.take("enter_distribution", "CHN", "2027-07-01")
    play.take("dispatch", "CHN", "2027-07-05", filing={"dispatched_on": "2027-07-05"})
    play.take("record_custody", "CHN", "2027-07-06", filing={"handed_at": at("2027-07-06T08:00:00")})
    play.take("record_custody", "FRA", "2027-07-09", filing={"handed_at": at("2027-07-09T08:00:00")})
    play.take("record_arrival", "FRA", "2027-07-10", filing={"arrived_on": "2027-07-10"})
    assert ("in_transit", "2027-07-13") == (play.state(), play.ends("receipt_note"))
    assert play.case.done["record_custody"].count == 2


@pytest.mark.parametrize(
    ("when", "late"), [("2027-07-12", False), ("2027-07-13", False), ("2027-07-14", True)], ids=str
)
def test_a_receipt_note_after_three_days_is_taken_and_marked(when: str, late: bool) -> None:
    """With it the holder confirms what came, and the loan runs until the day of the agreement."""
    play = sent()
    play.take("record_arrival", "FRA", "2027-07-10", filing={"arrived_on": "2027-07-10"})
    act = play.take("receive", "FRA", when)
    limit = play.case.limits["loan"]
    assert (late, "in_use", "LAW_A", "2028-06-30") == (act.late, play.state(), limit.binding, play.ends("loan"))


def test_a_loan_ends_by_the_clock_and_goes_back_through_the_store() -> None:
    """Thirty days to return; the store confirms mass and state; results are due twelve months after that."""
    play = held()
    assert ["expire"] == [step for step in play.pass_time("2028-07-01") if step == "expire"]
    assert ("return_due", "2028-07-30") == (play.state(), play.ends("giving_back"))
    play.take("enter_return_in_transit", "FRA", "2028-07-15", filing={"dispatched_on": "2028-07-15"})
    play.take("enter_returned_accepted", "CHN", "2028-08-01")
    assert ("returned_accepted", "2029-08-01") == (play.state(), play.ends("results"))
    play.take("results", "FRA", "2028-09-01")
    play.take("enter_closed", "CHN", "2028-09-10")
    assert "closed" == play.state()


@pytest.mark.parametrize(
    ("when", "taken"), [("2028-05-30", True), ("2028-05-31", True), ("2028-06-01", False)], ids=str
)
def test_a_longer_loan_is_asked_for_thirty_days_before_the_end(when: str, taken: bool) -> None:
    """The loan ends on 30 June 2028; the answer is due in fifteen days."""
    play = held()
    if not taken:
        why = play.refused("extend", "FRA", when)
        assert "A longer loan is asked for at least 30 days before the loan ends." == str(why)
        return
    play.take("extend", "FRA", when)
    assert "extension_requested" == play.state()
    play.take("enter_in_use", "CHN", "2028-06-10", filing={"returns_on": "2028-12-31"})
    assert ("in_use", "2028-12-31") == (play.state(), play.ends("loan"))
    play.take("extend", "FRA", "2028-07-05")
    play.take("refuse_extension", "CHN", "2028-07-06")
    assert ("in_use", "2028-12-31") == (play.state(), play.ends("loan"))


def test_a_loan_ends_also_while_a_longer_one_is_asked_for_and_not_answered() -> None:
    """Silence of the curator is no longer loan."""
    play = held()
    play.take("extend", "FRA", "2028-05-20")
    assert "2028-06-04" == play.ends("extension_answer")
    play.pass_time("2028-07-01")
    assert "return_due" == play.state()


@pytest.mark.parametrize(("when", "late"), [("2027-09-02T07:59:59", False), ("2027-09-02T08:00:01", True)], ids=str)
def test_an_incident_is_reported_within_a_day_of_its_discovery(when: str, late: bool) -> None:
    """The alarm says how long after the discovery it came; the full report is due in fifteen days."""
    play = alarmed()
    assert ("incident", "2027-09-02T08:00:00", "2027-09-16") == (
        play.state(), play.ends("incident_report"), play.ends("full_report")
    )  # fmt: skip
    why = play.refused("enter_previous", "CHN", "2027-09-01")
    assert "The report of this incident is not filed yet." == str(why)
    act = play.take("file_incident_report", "FRA", when)
    assert late == act.late
    play.take("enter_previous", "CHN", "2027-09-10")
    play.take("file_full_report", "FRA", "2027-09-12")
    assert ("in_use", False) == (play.state(), play.acts[-1].late)


def test_after_an_incident_the_curator_decides_whether_what_is_left_goes_back() -> None:
    """A second incident asks for a report of its own; a total loss leaves nothing to return."""
    play = alarmed()
    play.take("file_incident_report", "FRA", "2027-09-01")
    play.take("enter_return_due", "CHN", "2027-09-03")
    assert ("return_due", "2027-10-03") == (play.state(), play.ends("giving_back"))
    play.take("enter_return_in_transit", "FRA", "2027-09-10", filing={"dispatched_on": "2027-09-10"})
    play.take("incident", "CHN", "2027-09-20", filing={"kind": "loss", "discovered_at": at("2027-09-20T06:00:00")})
    play.refused("write_off", "CHN", "2027-09-20")
    play.take("file_incident_report", "FRA", "2027-09-20")
    play.take("write_off", "CHN", "2027-09-25")
    assert "results_pending" == play.state()


def test_data_are_delivered_and_deleted_and_never_transported() -> None:
    """Licence and embargo stand in the agreement; nothing is published while the embargo runs."""
    play = data()
    assert ("in_use", "2027-12-31") == (play.state(), play.ends("embargo"))
    why = play.refused("publish_results", "FRA", "2027-12-31")
    assert "The embargo that was agreed still runs." == str(why)
    act = play.take("publish_results", "FRA", "2028-01-01")
    assert "C0" == act.level
    play.refused("enter_return_in_transit", "FRA", "2028-06-01", filing={"dispatched_on": "2028-06-01"})
    play.pass_time("2028-07-01")
    assert "return_due" == play.state()
    play.take("certify_deletion", "FRA", "2028-07-10", filing={"deleted_on": "2028-07-10"})
    assert ("results_pending", "2029-07-10") == (play.state(), play.ends("results"))


def test_samples_are_never_delivered_as_data_nor_data_as_samples() -> None:
    """Each way is closed to the other, with the reason."""
    why = signed().refused("deliver_data", "CHN", "2027-07-01")
    assert "These are samples: they are dispatched and received." == str(why)
    why = held().refused("certify_deletion", "FRA", "2027-08-01", filing={"deleted_on": "2027-08-01"})
    assert "These are samples: they go back to the store." == str(why)


def test_a_request_is_not_closed_before_results_are_deposited() -> None:
    """The yearly report recurs while anything is held."""
    play = held()
    assert "2028-07-12" == play.ends("annual_report")
    play.take("file_annual_report", "FRA", "2028-06-01")
    play.take("enter_return_in_transit", "FRA", "2028-06-02", filing={"dispatched_on": "2028-06-02"})
    play.take("enter_returned_accepted", "CHN", "2028-06-20")
    play.take("results", "FRA", "2028-07-01")
    play.take("enter_closed", "CHN", "2028-07-02")
    assert [] == play.pass_time("2030-01-01")


def test_every_period_but_those_of_agreement_and_rule_is_a_target() -> None:
    """What could not be read is never shown as law."""
    assert {"loan": "LAW_A", "embargo": "LAW_A"} == {
        one.key: str(one.binding) for one in PROCEDURE.limits if one.binding != "DEFAULT"
    }


def test_a_loan_reads_back_as_it_was_played() -> None:
    """The edition from its text, each act from its JSON."""
    play = alarmed()
    assert play.case == play.replayed()
