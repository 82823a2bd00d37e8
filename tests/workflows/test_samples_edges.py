"""Edge cases of requests for samples, each by the letter under which the common ones are listed."""

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.lent import HOME, LAWYER, PROCEDURE, REQUEST, alarmed, approved, held, sent, signed, submitted
from workflows.kernel.view import Facts

SELECTION = {"round": "SRND-2025-ABC234", "curator": "CHN", "wanted": "samples", "approved_on": "2027-04-24"}
STANDS = "stands:SRND-2025-ABC234:application:FRA"


def from_round(*states: str) -> Play:
    """Play a case of France that was opened from a round in which its application stands so."""
    return Play(PROCEDURE, "2027-04-25", {"applicant": ["FRA"]}, Facts({STANDS: list(states)}))


def test_e1_a_silent_curator_lets_nothing_lapse() -> None:
    """Targets pass; the request stays where it is, and a late check is taken."""
    play = submitted()
    play.pass_time("2028-12-31")
    assert "submitted" == play.state()
    play.take("check", "CHN", "2029-01-10")
    assert play.take("pass", "CHN", "2029-01-11").late


def test_e2_a_partner_that_is_added_brings_the_clearance_of_its_own_state() -> None:
    """Japan is asked; until it clears nothing is signed, though France has cleared."""
    play = approved()
    play.take("clear_at_home", LAWYER, "2027-06-12", track=HOME)
    act = play.take("add_partner", "FRA", "2027-06-13", filing={"state": "JPN"})
    assert {"CHN", "JPN"} == set(act.told)
    assert "pending" == play.state("home_clearance:2")
    why = play.refused("sign", "FRA", "2027-06-14", filing={"returns_on": "2028-06-30"})
    assert "Clearance at home" in str(why)
    play.take("clear_at_home", hand("JPN", "clear"), "2027-06-20", track="home_clearance:2")
    play.take("sign", "FRA", "2027-06-21", filing={"returns_on": "2028-06-30"})
    assert "given" == play.state("home_clearance:2")


def test_e3_before_the_signature_an_applicant_is_free_to_go() -> None:
    """Nothing follows."""
    play = approved()
    play.take("withdraw", "FRA", "2027-06-15")
    assert "withdrawn" == play.state()


@pytest.mark.parametrize(("upto", "state"), [("signed", "closed"), ("sent", "return_due"), ("held", "return_due")])
def test_e3_after_the_signature_what_was_lent_goes_back_at_once(upto: str, state: str) -> None:
    """Before anything left the store there is nothing to give back."""
    play = {"signed": signed, "sent": sent, "held": held}[upto]()
    why = play.refused("withdraw", "FRA", "2027-08-01")
    assert "closed" == why.kind
    play.take("return_now", "FRA", "2027-08-01")
    assert state == play.state()
    if state == "return_due":
        assert "2027-08-31" == play.ends("giving_back")
        assert "expire" not in play.pass_time("2028-07-01")


def test_e4_a_refusal_has_reasons_and_no_appeal_and_a_new_request_names_the_old_one() -> None:
    """A position may be placed on record; the case stays closed."""
    play = submitted()
    act = play.take("refuse", "CHN", "2027-03-05", filing={"reasons": "Reserved for another study"})
    assert ("rejected", ("FRA",)) == (play.state(), act.told)
    play.take("make_statement", "FRA", "2027-03-06")
    assert "rejected" == play.state()
    again = submitted()
    act = again.take("name_related_case", "FRA", "2027-03-02", filing={"reference": "SMPL-2027-ABC234"})
    assert "submitted" == again.state()


def test_e5_what_comes_after_the_closing_of_a_round_is_no_selection() -> None:
    """The record of the round says whether an application was selected; a late one never was."""
    for states in (), ("lapsed",), ("rejected",), ("submitted",):
        why = from_round(*states).refused("take_up_selection", "FRA", "2027-04-26", filing=SELECTION)
        assert ("content", "round") == (why.kind, why.refusals[0].field)
        assert "You have no selected application in a round of this reference" in str(why)


@pytest.mark.parametrize("state", ["selected", "taken_up"])
def test_what_was_selected_in_a_round_is_taken_up_as_approved_and_not_signed(state: str) -> None:
    """Clearance at home is still needed; the time for signing runs from the announcement."""
    play = from_round(state)
    play.take("take_up_selection", "FRA", "2027-04-26", filing=SELECTION)
    assert ("approved_pending_agreement", "pending") == (play.state(), play.state(HOME))
    assert ("2027-05-07", "2027-06-23") == (play.ends("agreement"), play.ends("signature"))
    assert "sign" not in play.offered("FRA", "2027-04-27")


@pytest.mark.parametrize(("chosen", "flagged"), [("yes", True), ("no", False)], ids=str)
def test_e6_science_of_short_life_is_flagged_and_moves_no_period_of_anybody(chosen: str, flagged: bool) -> None:
    """It says why it cannot wait."""
    if flagged:
        play = Play(PROCEDURE, "2027-02-20", {"applicant": ["FRA"]}, Facts())
        body = play.filled("submit", hand("FRA"), "2027-03-01", REQUEST | {"priority": "yes"})
        why = play.refused("submit", "FRA", "2027-03-01", exact=True,
                           filing={key: value for key, value in body.items() if key != "short_lived"})  # fmt: skip
        assert "short_lived" == why.refusals[0].field
    play = submitted(priority=chosen)
    assert (flagged, "2027-03-31") == ("priority" in play.case.flags, play.ends("formal_check"))


def test_e7_a_third_institute_gets_nothing_without_consent_in_writing_before() -> None:
    """Asked, answered in thirty days, used once; what is refused may not be done."""
    play = held()
    play.take("third_party_transfer", "FRA", "2027-08-01", filing={"state": "DEU"})
    first = "consent:1"
    assert ("asked", "2027-08-31") == (play.state(first), play.ends("consent_answer:1"))
    assert f"report_use@{first}" not in play.offered("FRA", "2027-08-02")
    play.refused("report_use", "FRA", "2027-08-02", track=first, filing={"done_on": "2027-08-02"})
    play.take("consent", "CHN", "2027-08-20", track=first)
    play.take("report_use", "FRA", "2027-08-25", track=first, filing={"done_on": "2027-08-25"})
    assert "used" == play.state(first)
    play.take("third_party_transfer", "FRA", "2027-09-01", filing={"state": "DEU"})
    play.take("refuse_consent", "CHN", "2027-10-02", track="consent:2")
    assert ("refused", True) == (play.state("consent:2"), play.acts[-1].late)


def test_destructive_analysis_needs_consent_for_each_mass_and_method() -> None:
    """A consent that is not used yet may be taken back."""
    play = held()
    asked = {"number": "CE5C0100", "mass": {"value": "20", "unit": "mg"}}
    play.take("ask_analysis", "FRA", "2027-08-01", filing=asked)
    play.take("consent", "CHN", "2027-08-05", track="consent:1", filing={"mass": {"value": "10", "unit": "mg"}})
    play.take("refuse_consent", "CHN", "2027-08-10", track="consent:1")
    why = play.refused("report_use", "FRA", "2027-08-11", track="consent:1", filing={"done_on": "2027-08-11"})
    assert ("closed", "refused") == (why.kind, play.state("consent:1"))


def test_e8_a_dispute_about_results_is_opened_beside_and_the_case_goes_on() -> None:
    """The product takes no view; adequacy may be contested as well."""
    play = held()
    act = play.take("refer", "CHN", "2027-09-01")
    assert ["settlement"] == [effect[2] for effect in act.effects_of("begin")]
    play.take("contest_adequacy", "FRA", "2027-09-02")
    assert ("in_use", True) == (play.state(), "adequacy_contested" in play.case.flags)


def test_e9_use_beyond_the_plan_is_an_incident() -> None:
    """Like a loss or a contamination: reported, and decided on by the curator."""
    play = alarmed("beyond")
    assert "incident" == play.state()
    assert "enter_previous" not in play.offered("CHN", "2027-09-01")


def test_a_political_bar_is_cleared_at_home_and_is_no_ground_of_the_curator() -> None:
    """A public funder of the United States may have to assess first [S]; the request goes on meanwhile."""
    play = Play(PROCEDURE, "2027-02-20", {"applicant": ["USA"]}, Facts())
    play.take("submit", "USA", "2027-03-01", filing=REQUEST)
    play.take("refuse_at_home", hand("USA", "clear"), "2027-03-02", track=HOME, filing={"ground": "funding"})
    play.take("check", "CHN", "2027-03-10")
    play.take("pass", "CHN", "2027-03-20")
    play.take("decide", "CHN", "2027-06-01")
    play.take("enter_approved_pending_agreement", "CHN", "2027-06-10", filing={"approved_on": "2027-06-10"})
    assert ("approved_pending_agreement", "refused") == (play.state(), play.state(HOME))
    play.refused("sign", "CHN", "2027-06-15", filing={"returns_on": "2028-06-30"})


def test_a_suspension_stops_the_targets_and_the_day_of_return_stands() -> None:
    """Agreed by both; what the agreement fixed is not moved by it."""
    play = held()
    play.take("extend", "FRA", "2027-08-01")
    body = {"reason": "Move of the laboratory", "until": "2027-08-31"}
    for party in ("FRA", "CHN"):
        play.take("suspend", party, "2027-08-05", filing=body, exact=True)
    assert ("suspended", "2028-06-30") == (play.state(), play.ends("loan"))
    play.pass_time("2027-09-02")
    assert ("extension_requested", "2027-09-12") == (play.state(), play.ends("extension_answer"))


def test_a_loan_that_ends_during_an_incident_is_due_for_return_afterwards() -> None:
    """The passing is kept, and the return follows the curator's decision."""
    play = held()
    play.take("incident", "FRA", "2028-06-29", filing={"kind": "damage", "discovered_at": {
        "at": "2028-06-29T08:00:00+00:00", "zone": "UTC"}})  # fmt: skip
    play.take("file_incident_report", "FRA", "2028-06-29")
    play.pass_time("2028-07-02")
    assert "incident" == play.state()
    play.take("enter_previous", "CHN", "2028-07-05")
    assert "return_due" == play.state()
