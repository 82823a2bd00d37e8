"""Objects found on Earth: notice, identity, danger, recovery and return on request, silence, disposal, costs."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play
from workflows.kernel.view import Facts
from workflows.rescue.objects_frame import RescueObjectsTerms
from workflows.rescue_objects import rescue_objects

PROCEDURE = rescue_objects(RescueObjectsTerms())
FOUND = {"found_on": "2027-03-01", "place_kind": "own_territory", "what": "Tank", "hazard": "none"}
TRACK = "authority:FRA"


def recorded(hazard: str = "none") -> Play:
    """Play until Brazil has recorded the finding at noon of 2 March 2027."""
    play = Play(PROCEDURE, "2027-03-02", {"finder": ["BRA"]}, Facts())
    play.take("object_found", "BRA", "2027-03-02", filing={**FOUND, "hazard": hazard})
    return play


def notified(*authorities: str) -> Play:
    """Play until launching authorities are told on 3 March."""
    play = recorded()
    filing = {**FOUND, "authorities": [*(authorities or ("FRA",))]}
    play.take("enter_notified", "BRA", "2027-03-03", filing=filing)
    return play


def asked() -> Play:
    """Play until identifying data is asked for on 4 March."""
    play = notified()
    play.take("ask_data", "BRA", "2027-03-04")
    return play


def identified() -> Play:
    """Play until France has identified the tank on 10 March."""
    play = asked()
    play.take("enter_identified", "FRA", "2027-03-10", track=TRACK)
    return play


def held() -> Play:
    """Play until France has asked and the tank is held for it on 1 May."""
    play = identified()
    play.take("request_recovery_or_return", "FRA", "2027-04-01", track=TRACK)
    play.take("enter_held_at_disposal", "BRA", "2027-05-01")
    return play


@pytest.mark.parametrize(("hazard", "ends"), [("none", "2027-03-09"), ("suspected", "2027-03-03T12:00:00")], ids=str)
def test_the_target_for_the_notice_is_shorter_for_what_may_be_hazardous(hazard: str, ends: str) -> None:
    """Both are the product's; the treaty sets no number."""
    play = recorded(hazard)
    limit = play.case.limits["notice"]
    assert (ends, "DEFAULT", "C4") == (play.ends("notice"), limit.binding, play.acts[0].level)


@pytest.mark.parametrize(("at", "late"), [("2027-03-08", False), ("2027-03-09", False), ("2027-03-10", True)], ids=str)
def test_a_notice_that_comes_late_is_taken(at: str, late: bool) -> None:
    """The day before, the day, the day after."""
    act = recorded().take("enter_notified", "BRA", at, filing={**FOUND, "authorities": ["FRA"]})
    assert (late, ("FRA", "OOSA"), (("ARRA", "5(1)", "LAW_T"),)) == (act.late, act.told, act.basis)


def test_what_was_not_found_yet_is_not_recorded() -> None:
    """The day does not lie ahead."""
    play = Play(PROCEDURE, "2027-03-02", {"finder": ["BRA"]}, Facts())
    why = play.refused("object_found", "BRA", "2027-03-02", filing={**FOUND, "found_on": "2027-03-04"})
    assert ("content", "found_on") == (why.kind, why.refusals[0].field)


def test_two_possible_authorities_are_told_and_each_answers_for_itself() -> None:
    """One denies, which contests the identity; the other identifies the object after all."""
    play = notified("FRA", "IND")
    play.take("enter_identity_contested", "FRA", "2027-03-05", track=TRACK)
    assert ("identity_contested", "denied", "told") == (play.state(), play.state(TRACK), play.state("authority:IND"))
    play.take("enter_identified", "IND", "2027-03-06", track="authority:IND")
    assert ("identified", "identified") == (play.state(), play.state("authority:IND"))


@pytest.mark.parametrize(
    ("at", "open_"), [("2027-04-02", False), ("2027-04-03", False), ("2027-04-04", True)], ids=str
)  # fmt: skip
def test_an_authority_that_is_silent_lets_the_finder_hold_the_object_and_no_more(at: str, open_: bool) -> None:
    """Thirty days from the request of 4 March; silence gives the object to nobody."""
    play = asked()
    assert "2027-04-03" == play.ends("identity")
    play.pass_time(at)
    assert open_ == ("enter_held_at_disposal" in play.offered("BRA", at))
    assert "no_request" not in play.offered("BRA", at)


def test_ownership_denied_is_contested_and_resolved_by_evidence() -> None:
    """States with means of tracking help; the result is the finder's record, within sixty days by a target."""
    play = asked()
    play.take("enter_identity_contested", "FRA", "2027-03-10", track=TRACK)
    assert "2027-05-09" == play.ends("resolution")
    play.take("ask_trackers", "BRA", "2027-03-11", filing={"trackers": ["USA"]})
    act = play.take("help_to_identify", "USA", "2027-03-20", track="tracking:USA")
    assert (("REG", "VI", "LAW_T"),) == act.basis
    late = play.take("resolve_identity", "BRA", "2027-05-10", filing={"resolved_as": "identified"})
    assert ("identified", True) == (play.state(), late.late)


def test_what_proves_to_be_no_space_object_ends_the_case() -> None:
    """By the result, or at once where it is seen."""
    play = asked()
    play.take("enter_identity_contested", "FRA", "2027-03-10", track=TRACK)
    play.take("resolve_identity", "BRA", "2027-03-20", filing={"resolved_as": "not_space_object"})
    assert "not_space_object" == play.state()
    other = recorded()
    other.take("wrong_object", "BRA", "2027-03-03")
    assert "not_space_object" == other.state()


@pytest.mark.parametrize("start", [notified, asked, identified, held], ids=["notified", "asked", "identified", "held"])
def test_a_danger_leads_aside_and_back_to_where_the_case_was(start: Any) -> None:
    """From any state; the authority acts under the direction of the finder, who says when it is over."""
    play = start()
    before = play.state()
    play.take("hazard", "BRA", "2027-06-01")
    assert ("hazard_control", ["immediately"]) == (play.state(), [one.words for one in PROCEDURE.standards])
    play.take("report_steps", "FRA", "2027-06-02")
    assert "standing" == play.refused("enter_previous", "FRA", "2027-06-03").kind
    play.take("enter_previous", "BRA", "2027-06-03")
    assert before == play.state()


def test_recovery_is_at_the_request_of_the_authority_and_of_nobody_else() -> None:
    """The finder cannot ask in its place, and a return without request is not open."""
    play = identified()
    assert "standing" == play.refused("request_recovery_or_return", "BRA", "2027-04-01", track=TRACK).kind
    play.take("enter_held_at_disposal", "BRA", "2027-04-02")
    assert "closed" == play.refused("enter_returned", "BRA", "2027-04-03").kind
    assert "enter_returned" not in play.offered("BRA", "2027-04-03")


@pytest.mark.parametrize(("at", "late"), [("2027-05-30", False), ("2027-05-31", False), ("2027-06-01", True)], ids=str)
def test_the_plan_of_a_recovery_has_a_target_of_sixty_days(at: str, late: bool) -> None:
    """From the request of 1 April."""
    play = identified()
    play.take("request_recovery_or_return", "FRA", "2027-04-01", track=TRACK)
    assert "2027-05-31" == play.ends("plan")
    assert late == play.take("plan_recovery", "BRA", at).late


def test_identifying_data_that_was_asked_for_comes_before_the_return() -> None:
    """Held after silence, the object is not given to whoever has not identified it."""
    play = asked()
    play.take("enter_held_at_disposal", "BRA", "2027-04-10")
    why = play.refused("request_recovery_or_return", "FRA", "2027-04-11", track=TRACK)
    assert ("Identifying data was asked for; it comes before any return.", "ARRA 5(3)") == (
        str(why), str(why.under[0]),
    )  # fmt: skip
    act = play.take("enter_identified", "FRA", "2027-04-12", track=TRACK)
    play.take("request_recovery_or_return", "FRA", "2027-04-13", track=TRACK)
    assert (True, "recovery") == (act.late, play.state())


@pytest.mark.parametrize(
    ("at", "open_"), [("2028-03-09", False), ("2028-03-10", False), ("2028-03-11", True)], ids=str
)  # fmt: skip
def test_after_twelve_months_without_a_request_the_finder_may_close(at: str, open_: bool) -> None:
    """The clock only proposes it; nothing closes by itself."""
    play = identified()
    assert "2028-03-10" == play.ends("unclaimed")
    play.pass_time(at)
    assert ("identified", open_) == (play.state(), "no_request" in play.offered("BRA", at))


@pytest.mark.parametrize(("still", "taken"), [("held", True), ("gone", False)], ids=str)
def test_a_late_request_is_honoured_while_the_object_is_held(still: str, taken: bool) -> None:
    """Once it is gone the request is refused with the reason."""
    play = identified()
    play.take("no_request", "BRA", "2028-03-11", filing={"still_held": still})
    assert "unclaimed_closed" == play.state()
    if taken:
        play.take("request_recovery_or_return", "FRA", "2029-01-01", track=TRACK)
        assert "recovery" == play.state()
    else:
        why = play.refused("request_recovery_or_return", "FRA", "2029-01-01", track=TRACK)
        assert "The object is no longer held." == str(why)


def test_disposal_needs_the_hand_of_finder_and_authority() -> None:
    """One alone disposes of nothing; an authority that never identified the object has no hand in it."""
    play = held()
    body = {"terms": "Scrapped by Brazil, each bears its own cost."}
    play.take("agree_disposal", "BRA", "2027-06-01", filing=body)
    assert "held_at_disposal" == play.state()
    play.take("agree_disposal", "FRA", "2027-06-02", filing=body)
    assert "disposed_by_agreement" == play.state()
    silent = asked()
    silent.take("enter_held_at_disposal", "BRA", "2027-04-10")
    assert "agree_disposal" not in silent.offered("FRA", "2027-04-11")


def test_costs_are_claimed_for_what_was_asked_and_answered_on_a_track_of_their_own() -> None:
    """Ninety days by a target; a new account begins anew, and the return goes on meanwhile."""
    before = identified()
    before.take("enter_held_at_disposal", "BRA", "2027-04-01")
    why = before.refused("cost_claim", "BRA", "2027-04-02", track=TRACK)
    assert ("ARRA 5(5)", "closed") == (str(why.under[0]), why.kind)

    play = held()
    play.take("cost_claim", "BRA", "2027-05-02", track=TRACK)
    assert ("claimed", "2027-07-31") == (play.state("cost:FRA"), play.ends("costs:FRA"))
    play.take("contest_costs", "FRA", "2027-06-01", track="cost:FRA")
    play.take("cost_claim", "BRA", "2027-06-02", track=TRACK)
    assert ("claimed", "2027-08-31") == (play.state("cost:FRA"), play.ends("costs:FRA"))
    play.take("enter_returned", "BRA", "2027-06-03")
    play.take("accept_costs", "FRA", "2027-06-10", track="cost:FRA")
    assert ("returned", "accepted", play.case) == (play.state(), play.state("cost:FRA"), play.replayed())


def test_damage_is_another_head_and_opens_a_claim_of_its_own() -> None:
    """Nobody learns of the claim from this case before it is presented."""
    act = held().take("claim_damage", "BRA", "2027-06-01")
    assert [("begin", "damage", "liability", ())] == act.effects_of("begin")
    assert ((), "C4") == (act.told, act.level)


def test_identifying_data_names_the_registration() -> None:
    """Both cases show the link."""
    rows = [row for row in PROCEDURE.rows["enter_identified"] if row.link]
    assert {("registration", "registration")} == {(row.link.kind, row.link.field) for row in rows if row.link}
    assert 2 == len(rows)


def test_outside_the_agreement_the_notice_rests_on_another_basis() -> None:
    """Refused with the provision, taken voluntarily."""
    unbound = Facts({"bound:ARRA:BRA:2027-03-03": {"bound": False, "reason": "BRA is not bound"}})
    play = Play(PROCEDURE, "2027-03-02", {"finder": ["BRA"]}, unbound)
    play.take("object_found", "BRA", "2027-03-02", filing=FOUND)
    assert "ARRA 5(1)" == str(play.refused("enter_notified", "BRA", "2027-03-03", filing=FOUND).under[0])
    free = Play(rescue_objects(RescueObjectsTerms(basis="voluntary")), "2027-03-02", {"finder": ["BRA"]}, unbound)
    free.take("object_found", "BRA", "2027-03-02", filing=FOUND)
    free.take("enter_notified", "BRA", "2027-03-03", filing=FOUND)
    assert "notified" == free.state()


def test_a_filing_in_error_is_withdrawn_and_nothing_is_deleted() -> None:
    """The case ends, all are told, the acts stay."""
    play = notified()
    act = play.take("withdraw", "BRA", "2027-03-05")
    assert ("withdrawn", ("FRA", "OOSA"), 3) == (play.state(), act.told, len(play.acts))


@pytest.mark.parametrize(
    ("basis", "place", "taken"),
    [("arra", "high_seas", True), ("arra", "celestial_body", False), ("ost", "celestial_body", False),
     ("moon", "celestial_body", True), ("moon", "high_seas", False)],
    ids=str,
)  # fmt: skip
def test_an_object_on_a_celestial_body_is_for_the_treaty_that_speaks_of_it(basis: str, place: str, taken: bool) -> None:
    """The rules on objects that came back to the Earth are not used elsewhere, nor the other way round."""
    procedure = rescue_objects(RescueObjectsTerms(basis=basis))
    play = Play(procedure, "2027-03-02", {"finder": ["BRA"]}, Facts())
    body = {**FOUND, "place_kind": place, "source": "A report."}
    if taken:
        play.take("object_found", "BRA", "2027-03-02", filing=body, exact=True)
        assert "found_or_reported" == play.state()
    else:
        why = play.refused("object_found", "BRA", "2027-03-02", filing=body)
        assert ("content", "place_kind") == (why.kind, why.refusals[0].field)
