"""A Claims Commission: seats, chairman, single member, vacancy, the year for the decision, the force of the award."""

from typing import Any

import pytest

from tests.workflows.claims import chaired, constituting, established, together
from tests.workflows.kernel.play import Play

AWARD = {"dispositif": "A sum is due.", "reasons": "As told.", "majority": "majority"}
MEMBER = {"name": "A"}
CHAIR = {"name": "C", "chairman": "CHAIR"}


def alone() -> Play:
    """Play until the chairman sits alone, on 20 June 2027."""
    play = chaired()
    play.take("request_single_member", "CAN", "2027-06-16", track="seat:respondent")
    play.take("party_fails_to_appoint", "CHAIR", "2027-06-20", track="seat:respondent")
    return play


def test_each_side_has_two_months_and_both_have_four_for_the_chairman() -> None:
    """From the request of 15 April 2027; Article XV(1) and (2)."""
    play = constituting()
    ends = [play.ends(f"appointment:{seat}") for seat in ("claimant", "respondent", "chairman")]
    assert ["2027-06-15", "2027-06-15", "2027-08-15"] == ends
    basis = {seat: play.case.limits[f"appointment:{seat}"].basis for seat in ("claimant", "chairman")}
    assert {"claimant": (("LC", "XV(1)", "LAW_T"),), "chairman": (("LC", "XV(2)", "LAW_T"),)} == basis


def test_a_side_fills_its_own_seat_only() -> None:
    """The other side's seat is not one's own."""
    why = constituting().refused("appoint_member", "CAN", "2027-05-01", track="seat:respondent", filing=MEMBER)
    assert "standing" == why.kind


def test_several_launching_states_name_one_member_together_and_the_commission_does_not_grow() -> None:
    """Article XVII: one hand each on one name, and still three seats."""
    play = constituting("RUS", "KAZ")
    assert "closed" == play.refused("appoint_member", "RUS", "2027-05-01", track="seat:respondent").kind
    play.take("several_claimants_or_launchers", "RUS", "2027-05-01", track="seat:respondent", filing=MEMBER)
    assert "vacant" == play.state("seat:respondent")
    play.take("several_claimants_or_launchers", "KAZ", "2027-05-02", track="seat:respondent", filing=MEMBER)
    assert ("filled", 3) == (play.state("seat:respondent"), sum(t.set == "seat" for t in play.case.tracks.values()))


def test_where_several_name_nobody_the_chairman_sits_alone_without_being_asked() -> None:
    """Article XVII; a side of one State is spoken for by the other side's request."""
    play = constituting("RUS", "KAZ")
    together(play, "choose_chairman", "2027-05-02", "CAN", "RUS", "KAZ", filing=CHAIR)
    play.take("appoint_member", "CAN", "2027-05-03", track="seat:claimant", filing=MEMBER)
    assert play.refused("party_fails_to_appoint", "CHAIR", "2027-06-15", track="seat:respondent")
    play.take("party_fails_to_appoint", "CHAIR", "2027-06-16", track="seat:respondent")
    assert ("established", "2028-06-16") == (play.state(), play.ends("decision"))
    assert play.refused("party_fails_to_appoint", "CHAIR", "2027-06-16", track="seat:claimant")


@pytest.mark.parametrize(("day", "open_"), [("2027-08-14", False), ("2027-08-15", False), ("2027-08-16", True)])
def test_four_months_without_a_chairman_open_the_way_to_the_secretary_general(day: str, open_: bool) -> None:
    """The day before and on the day not."""
    play = constituting()
    if not open_:
        refused = play.refused("chairman_deadlock", "RUS", day, track="seat:chairman")
        assert "2027-08-16" == str(refused.opens_on)
        return
    play.take("chairman_deadlock", "RUS", day, track="seat:chairman")
    assert ("2027-10-16", ("UNSG",)) == (
        play.ends("appointment_by_secretary_general"), play.case.parties["secretary_general"])  # fmt: skip
    play.take("appoint_chairman", "UNSG", "2027-09-01", track="seat:chairman", filing=CHAIR)
    assert ("filled", ("CHAIR",)) == (play.state("seat:chairman"), play.case.parties["chairman"])


def test_the_parties_may_still_choose_the_chairman_together_after_the_four_months() -> None:
    """The clock opens a right for one of them and takes none from both."""
    play = constituting()
    play.take("chairman_deadlock", "CAN", "2027-08-20", track="seat:chairman")
    together(play, "choose_chairman", "2027-08-25", filing=CHAIR)
    assert "filled" == play.state("seat:chairman")


def test_a_party_to_the_claim_sits_nowhere() -> None:
    """Neither as member nor in the chair."""
    why = constituting().refused("appoint_member", "CAN", "2027-05-01", track="seat:claimant",
                                 filing=MEMBER | {"member": "RUS"})  # fmt: skip
    assert ("content", "member") == (why.kind, why.refusals[0].field)


def test_a_silent_launching_state_is_passed_by_only_through_a_chairman_of_the_secretary_general() -> None:
    """Without a chairman nobody sits alone: choosing one needs the silent side, appointing one does not."""
    play = constituting()
    play.take("appoint_member", "CAN", "2027-05-01", track="seat:claimant", filing=MEMBER)
    why = play.refused("request_single_member", "CAN", "2027-06-16", track="seat:respondent")
    assert ("There is no chairman yet; without one nobody can sit alone.", "LC XVI(1)") == (
        str(why), str(why.under[0]))  # fmt: skip
    play.take("chairman_deadlock", "CAN", "2027-08-16", track="seat:chairman")
    play.take("appoint_chairman", "UNSG", "2027-09-01", track="seat:chairman", filing=CHAIR)
    play.take("request_single_member", "CAN", "2027-09-02", track="seat:respondent")
    play.take("party_fails_to_appoint", "CHAIR", "2027-09-03", track="seat:respondent")
    assert ("established", "2028-09-03", play.case) == (play.state(), play.ends("decision"), play.replayed())


@pytest.mark.parametrize(("day", "open_"), [("2027-06-14", False), ("2027-06-15", False), ("2027-06-16", True)])
def test_the_chairman_sits_alone_only_after_two_months_and_at_the_other_partys_request(day: str, open_: bool) -> None:
    """The chairman alone does not, and the party in default does not ask."""
    play = chaired()
    assert open_ == ("request_single_member@seat:respondent" in play.offered("CAN", day))
    assert "party_fails_to_appoint@seat:respondent" not in play.offered("CHAIR", day)
    assert "request_single_member@seat:respondent" not in play.offered("RUS", day)


@pytest.mark.parametrize(("parties", "filled"), [(("RUS",), False), (("RUS", "CAN"), True)], ids=["alone", "agreed"])
def test_a_late_appointment_counts_where_the_other_side_agrees_before_the_chairman_acts(
    parties: tuple[str, ...], filled: bool
) -> None:
    """After the two months the ordinary way is closed, with its article."""
    play = chaired()
    play.take("appoint_member", "CAN", "2027-05-03", track="seat:claimant", filing=MEMBER)
    assert play.refused("appoint_member", "RUS", "2027-06-16", track="seat:respondent", filing=MEMBER)
    for party in parties:
        play.take("accept_late_appointment", party, "2027-06-17", track="seat:respondent", filing=MEMBER)
    assert (filled, "established" if filled else "constituting") == (
        play.state("seat:respondent") == "filled", play.state())  # fmt: skip


def test_a_late_appointment_that_the_other_side_does_not_accept_is_for_the_chairman() -> None:
    """The Commission that there is decides on it."""
    play = chaired()
    play.take("appoint_member", "CAN", "2027-05-03", track="seat:claimant", filing=MEMBER)
    play.take("request_single_member", "CAN", "2027-06-16", track="seat:respondent")
    play.take("admit_late_appointment", "CHAIR", "2027-06-18", track="seat:respondent", filing=MEMBER)
    assert "established" == play.state()


def test_the_commission_is_established_with_the_last_appointment_and_has_a_year() -> None:
    """The text does not name the day; this is the product's reading."""
    play = established()
    assert ("established", "2028-05-04", "all_seats_filled") == (
        play.state(),
        play.ends("decision"),
        play.acts[-1].step,
    )


def test_a_vacancy_is_filled_in_the_same_way_within_the_same_periods_and_the_year_runs_on() -> None:
    """Article XVI(2)."""
    play = established()
    play.take("vacancy", "RUS", "2027-09-01", track="seat:claimant", filing={"grounds": "Died.", "member": "ANN"})
    assert ("constituting", "2027-11-01", "ended") == (
        play.state(), play.ends("appointment:claimant"), play.state("member:ANN"))  # fmt: skip
    play.take("appoint_member", "CAN", "2027-10-01", track="seat:claimant", filing=MEMBER)
    assert ("established", "2028-05-04") == (play.state(), play.ends("decision"))


def test_a_vacant_chair_has_four_months_and_its_chairman_reads_no_more() -> None:
    """Whoever left the chair orders nothing."""
    play = established()
    play.take("resign_as_chairman", "CHAIR", "2027-09-01", track="chairman:CHAIR")
    play.take("vacancy", "CAN", "2027-09-01", track="seat:chairman", filing={"grounds": "Resigned."})
    assert "2028-01-01" == play.ends("appointment:chairman")
    together(play, "choose_chairman", "2027-10-01", filing={"name": "D", "chairman": "CHAIR2"})
    assert "established" == play.state()
    assert "order_proceedings" not in play.offered("CHAIR", "2027-10-02")
    assert "order_proceedings" in play.offered("CHAIR2", "2027-10-02")


def test_a_commission_of_a_single_member_has_a_new_one_when_the_chair_is_filled_again() -> None:
    """The vacant seat of the side in default is not waited for a second time."""
    play = alone()
    play.take("vacancy", "CAN", "2027-09-01", track="seat:chairman", filing={"grounds": "Resigned."})
    assert "constituting" == play.state()
    together(play, "choose_chairman", "2027-10-01", filing={"name": "D", "chairman": "CHAIR2"})
    assert ("established", play.case) == (play.state(), play.replayed())


def test_the_commission_may_find_that_it_needs_longer_than_its_year() -> None:
    """Article XIX(3); no party extends it."""
    play = established()
    play.take("extend_decision", "CHAIR", "2028-04-01", filing={"until": "2028-11-04", "reason": "Evidence."})
    assert "2028-11-04" == play.ends("decision")
    assert "extend_decision" not in play.offered("CAN", "2028-04-02")


@pytest.mark.parametrize(("agreed", "state", "response"), [
    (True, "award_issued_binding", False), (False, "award_issued_recommendatory", True),
], ids=["agreed", "not agreed"])  # fmt: skip
def test_an_award_binds_where_that_was_agreed_beforehand_and_recommends_where_it_was_not(
    agreed: bool, state: str, response: bool
) -> None:
    """Two ends with two names; ninety days to reply to a recommendation are the product's."""
    play = established()
    if agreed:
        together(play, "agree_binding_force", "2027-06-01")
    act = play.take("decide", "CHAIR", "2028-05-04", filing=AWARD)
    assert (state, False, "C0") == (play.state(), act.late, act.level)
    assert response == ("response" in play.case.limits)
    if response:
        assert ("2028-08-02", "DEFAULT") == (play.ends("response"), play.case.limits["response"].binding)


def test_binding_force_is_not_agreed_by_one_side() -> None:
    """One hand leaves a recommendation."""
    play = established()
    play.take("agree_binding_force", "CAN", "2027-06-01")
    play.take("decide", "CHAIR", "2028-05-04", filing=AWARD)
    assert "award_issued_recommendatory" == play.state()


@pytest.mark.parametrize(("make", "majority", "taken"), [
    (established, "majority", True), (established, "single", False), (alone, "single", True),
    (alone, "majority", False),
], ids=["full-majority", "full-single", "alone-single", "alone-majority"])  # fmt: skip
def test_a_majority_decides_unless_a_single_member_sits(make: Any, majority: str, taken: bool) -> None:
    """Article XVI(5)."""
    play = make()
    body = AWARD | {"majority": majority}
    if not taken:
        why = play.refused("decide", "CHAIR", "2028-05-04", filing=body)
        assert ("majority", "LC XVI(5)") == (why.refusals[0].field, str(why.under[0]))
        return
    play.take("decide", "CHAIR", "2028-05-04", filing=body)
    assert "award_issued_recommendatory" == play.state()


def test_a_decision_after_the_year_is_taken_and_marked_late() -> None:
    """The text does not say that it is lost."""
    assert established().take("decide", "CHAIR", "2028-05-05", filing=AWARD).late


def test_an_award_is_made_public_whether_it_binds_or_not_in_a_record_open_to_all() -> None:
    """The chairman or a party opens it, once; the claim stays where it is."""
    play = established()
    play.take("decide", "CHAIR", "2028-05-04", filing=AWARD)
    assert "make_public" in play.offered("RUS", "2028-05-05")
    act = play.take("make_public", "CHAIR", "2028-05-05")
    assert [("begin", "publication", "claims_award", ())] == act.effects_of("begin")
    assert ("award_issued_recommendatory", ("UNSG",)) == (play.state(), play.case.parties["secretary_general"])


def test_a_recommendation_is_considered_before_the_claim_is_closed_as_not_resolved() -> None:
    """A reply, or the passing of the time for one."""
    play = established()
    play.take("decide", "CHAIR", "2028-05-04", filing=AWARD)
    why = play.refused("enter_closed_rejected_unresolved", "CAN", "2028-05-10", filing={"statement": "x"})
    assert "LC XIX(2)" == str(why.under[0])
    play.take("reply", "RUS", "2028-07-01", filing={"position": "Considered; not followed."})
    play.take("enter_closed_rejected_unresolved", "CAN", "2028-07-02", filing={"statement": "x"})
    assert ("closed_rejected_unresolved", play.case) == (play.state(), play.replayed())


def test_payment_is_reported_by_one_side_and_confirmed_by_the_other() -> None:
    """A report alone closes nothing."""
    play = established()
    together(play, "agree_binding_force", "2027-06-01")
    play.take("decide", "CHAIR", "2028-05-04", filing=AWARD)
    play.take("pay", "RUS", "2028-06-01", filing={"paid_on": "2028-05-31"})
    assert "implementation" == play.state()
    assert "enter_closed_paid" not in play.offered("RUS", "2028-06-02")
    play.take("enter_closed_paid", "CAN", "2028-06-02")
    assert "closed_paid" == play.state()


def test_a_settlement_is_possible_while_the_commission_sits() -> None:
    """Up to the last payment."""
    play = established()
    together(play, "settle", "2028-01-01", filing={"terms": "A sum.", "payment_on": "2028-02-01"})
    assert ("closed_settled", "stopped 2028-05-04") == (play.state(), play.ends("decision"))


def test_the_papers_of_the_talks_are_not_before_the_commission() -> None:
    """It reads the claim, its own constitution and its proceedings; a settlement lies in no file."""
    form = established().procedure
    reads = {role.key: set(role.reads) for role in form.roles if role.office}
    assert {"claim", "constitution", "commission"} == reads["chairman"] == reads["member"]
    assert {"constitution"} == reads["secretary_general"]
    assert {""} == {row.file for row in form.rows["settle"]}
