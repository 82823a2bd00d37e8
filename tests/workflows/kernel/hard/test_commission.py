"""A Claims Commission: two clocks from two events, seats filled by sides, and what one party may do alone."""

from tests.workflows.kernel.hard import commission
from tests.workflows.kernel.play import Play
from workflows.kernel.view import Facts

PROCEDURE = commission.procedure()
CANADA, SOVIET_UNION = "CAN", "SUN"


def presented(claimants: tuple[str, ...] = (CANADA,), world: Facts | None = None) -> Play:
    """Play until the claim is presented on 5 March 2026; damage on 24 January."""
    parties = {"claimant": claimants, "respondent": [SOVIET_UNION], "secretary_general": ["UNSG"]}
    play = Play(PROCEDURE, "2026-02-01", parties, world or Facts())
    play.take("log_incident", CANADA, "2026-02-01", filing={"occurred_on": "2026-01-24", "identified_on": "2026-02-10"})
    play.take("present", CANADA, "2026-03-05")
    return play


def requested(claimants: tuple[str, ...] = (CANADA,)) -> Play:
    """Play until a Commission is requested on 15 April 2027; documentation was notified on 1 April 2026."""
    play = presented(claimants)
    play.take("notify_documentation", CANADA, "2026-04-01", filing={"submitted_on": "2026-04-01"})
    play.take("request_commission", CANADA, "2027-04-15")
    return play


def chaired() -> Play:
    """Play until Canada has its member and both chose a chairman; the other seat is vacant."""
    play = requested()
    play.take("appoint_member", CANADA, "2027-05-01", track="claimant")
    for party in (CANADA, SOVIET_UNION):
        play.take("choose_chairman", party, "2027-05-02", filing={"chairman": "CHAIR"})
    return play


def test_the_year_to_present_runs_from_the_earlier_of_two_dates_and_keeps_both() -> None:
    """The safe date is the earlier one; the other stays on record as a candidate."""
    play = Play(PROCEDURE, "2026-02-01", {"claimant": [CANADA], "respondent": [SOVIET_UNION]})

    play.take("log_incident", CANADA, "2026-02-01", filing={"occurred_on": "2026-01-24", "identified_on": "2026-02-10"})

    limit = play.case.limits["presentation"]
    assert ("2027-01-24", "occurred_on", "LAW_T") == (play.ends("presentation"), limit.trigger, limit.binding)
    assert (("occurred_on", "2026-01-24"), ("identified_on", "2026-02-10")) == limit.candidates


def test_a_claim_after_the_year_is_taken_and_marked_late() -> None:
    """On the last day it is in time, on the day after it is late; whether that bars it is not for the clock."""
    for day, late in (("2027-01-23", False), ("2027-01-24", False), ("2027-01-25", True)):
        play = Play(PROCEDURE, "2026-02-01", {"claimant": [CANADA], "respondent": [SOVIET_UNION]})
        play.take("log_incident", CANADA, "2026-02-01", filing={"occurred_on": "2026-01-24"})

        assert late == play.take("present", CANADA, day).late


def test_presentation_and_documentation_are_two_events_with_two_clocks() -> None:
    """Presentation stops the first clock and starts none; the notice of documentation starts the year of talks."""
    play = presented()
    assert ("stopped 2027-01-24", False) == (play.ends("presentation"), "negotiation_year" in play.case.limits)

    play.take("notify_documentation", CANADA, "2026-04-01", filing={"submitted_on": "2026-04-01"})

    assert "2027-04-01" == play.ends("negotiation_year")


def test_a_commission_becomes_available_by_the_clock_the_day_after_the_year() -> None:
    """On 1 April 2027 not yet; at its end the clock opens the way, and no settlement means no duty to ask."""
    play = presented()
    play.take("notify_documentation", CANADA, "2026-04-01", filing={"submitted_on": "2026-04-01"})

    assert "closed" == play.refused("request_commission", CANADA, "2027-04-01").kind
    assert ["year_passes"] == play.pass_time("2027-04-02T00:00")
    assert "request_commission" in play.offered(SOVIET_UNION, "2027-04-02")


def test_the_year_is_counted_in_the_claimants_zone_with_the_safe_date_beside_it() -> None:
    """Ottawa's midnight comes after Moscow's; the party at risk sees the earlier one."""
    zones = {CANADA: "America/Toronto", SOVIET_UNION: "Europe/Moscow"}
    play = presented(world=Facts(zones=zones))
    play.take("notify_documentation", CANADA, "2026-04-01", filing={"submitted_on": "2026-04-01"})

    limit = play.case.limits["negotiation_year"]
    assert ("2027-04-02T04:00:00+00:00", "America/Toronto") == (limit.expires_at.isoformat(), limit.zone)
    assert "2027-04-01T21:00:00+00:00" == limit.safe_at.isoformat()


def test_a_suspension_does_not_stop_the_treatys_year_and_what_it_opened_is_there_on_return() -> None:
    """The year passes while the case rests; the way to a Commission opens when the parties resume."""
    play = presented()
    play.take("notify_documentation", CANADA, "2026-04-01", filing={"submitted_on": "2026-04-01"})
    for party in (CANADA, SOVIET_UNION):
        play.take("suspend", party, "2027-01-01", filing={"reason": "Talks", "until": "2027-06-30"})

    assert ["negotiation_year"] == play.pass_time("2027-04-02T00:00")
    assert "suspended" == play.state()
    for party in (CANADA, SOVIET_UNION):
        play.take("resume", party, "2027-05-01", filing={})

    assert "commission_available" == play.state()
    assert play.case == play.replayed()


def test_the_request_opens_a_seat_for_each_side_and_one_for_the_chairman() -> None:
    """Two months for members, four for the chairman; the further state is entered in the same moment."""
    play = requested()

    assert ("constituting", "enter_constituting") == (play.state(), play.acts[-1].step)
    assert {"seat:claimant": "claimant", "seat:respondent": "respondent", "chair:chairman": None} == {
        key: track.side for key, track in play.case.tracks.items()
    }
    ends = [play.ends(key) for key in ("appointment:claimant", "appointment:respondent", "chairman_choice")]
    assert ["2027-06-15", "2027-06-15", "2027-08-15"] == ends


def test_a_side_fills_its_own_seat_only() -> None:
    """The other side's seat is not one's own."""
    refused = requested().refused("appoint_member", CANADA, "2027-05-01", track="respondent")

    assert ("standing", "This step belongs to all parties of the side together.") == (refused.kind, str(refused))


def test_several_claimants_fill_their_one_seat_together() -> None:
    """Two States on one side lay one hand each on the same name; the Commission does not grow."""
    play = requested((CANADA, "USA"))
    filing = {"member": "A member"}

    first = play.take("appoint_member", "USA", "2027-05-01", track="claimant", filing=filing)
    assert ("hand", "vacant") == (first.kind, play.state("seat:claimant"))
    play.take("appoint_member", CANADA, "2027-05-02", track="claimant", filing=filing)

    assert "filled" == play.state("seat:claimant")


def test_four_months_without_a_chairman_open_the_way_to_the_secretary_general() -> None:
    """The day before and on the day not; the day after either party may ask, who then has two months."""
    play = requested()
    for day in ("2027-08-14", "2027-08-15"):
        refused = play.refused("ask_secretary_general", SOVIET_UNION, day)
        assert "2027-08-16" == str(refused.opens_on)

    play.take("ask_secretary_general", SOVIET_UNION, "2027-08-16")

    assert "2027-10-16" == play.ends("appointment_by_sg")
    play.take("appoint_chairman", "UNSG", "2027-09-01", filing={"chairman": "CHAIR"})
    assert ("filled", ("CHAIR",)) == (play.state("chair:chairman"), play.case.parties["chairman"])


def test_the_parties_may_still_choose_the_chairman_after_the_four_months() -> None:
    """The clock opens a right for one of them and takes none from both."""
    play = requested()
    for party in (CANADA, SOVIET_UNION):
        play.take("choose_chairman", party, "2027-09-01", filing={"chairman": "CHAIR"})

    assert "filled" == play.state("chair:chairman")


def test_a_single_member_needs_a_chairman_the_two_months_and_the_other_partys_request() -> None:
    """Each of the three is missing once; then the chairman sits alone."""
    play = requested()
    play.take("appoint_member", CANADA, "2027-05-01", track="claimant")
    refused = play.refused("request_single_member", CANADA, "2027-06-16", track="respondent")
    assert "Chairman is not “Filled”." in str(refused).replace("chairman is", "Chairman is")

    play = chaired()
    assert "2027-06-16" == str(play.refused("request_single_member", CANADA, "2027-06-15", track="respondent").opens_on)
    other = play.refused("request_single_member", SOVIET_UNION, "2027-06-16", track="respondent")
    assert "This step is taken on claimant, not on respondent." == str(other)
    assert "closed" == play.refused("constitute_single_member", "CHAIR", "2027-06-16", track="respondent").kind

    play.take("request_single_member", CANADA, "2027-06-16", track="respondent")
    play.take("constitute_single_member", "CHAIR", "2027-06-20", track="respondent")

    assert ("established", "2028-06-20") == (play.state(), play.ends("decision"))


def test_a_late_appointment_before_the_chairman_acts_is_taken_and_ends_the_request() -> None:
    """The member sits, marked late, and all seats are filled."""
    play = chaired()
    play.take("request_single_member", CANADA, "2027-06-16", track="respondent")

    act = play.take("appoint_member", SOVIET_UNION, "2027-06-17", track="respondent")

    assert (True, "established") == (act.late, play.state())
    assert () == play.case.tracks["seat:respondent"].flags


def test_all_seats_filled_establish_the_commission_at_once() -> None:
    """The year for the decision runs from that day."""
    play = chaired()

    play.take("appoint_member", SOVIET_UNION, "2027-06-01", track="respondent")

    assert ("established", "establish", "2028-06-01") == (play.state(), play.acts[-1].step, play.ends("decision"))


def test_a_vacancy_is_filled_by_the_same_method_and_does_not_restart_the_year() -> None:
    """The seat has its two months again; the decision is due when it was."""
    play = chaired()
    play.take("appoint_member", SOVIET_UNION, "2027-06-01", track="respondent")

    play.take("declare_vacancy", CANADA, "2027-09-10", track="claimant")
    assert ("constituting", "2027-11-10") == (play.state(), play.ends("appointment:claimant"))
    assert "stopped" in play.ends("appointment:respondent")
    play.take("appoint_member", CANADA, "2027-10-01", track="claimant")

    assert ("established", "2028-06-01") == (play.state(), play.ends("decision"))


def test_a_rejected_challenge_leads_the_seat_back() -> None:
    """The seat returns to what it was."""
    play = chaired()
    play.take("appoint_member", SOVIET_UNION, "2027-06-01", track="respondent")
    play.take("challenge_member", CANADA, "2027-07-01", track="respondent")

    play.take("reject_challenge", "CHAIR", "2027-07-05", track="respondent")

    assert "filled" == play.state("seat:respondent")


def test_the_commission_alone_extends_its_year() -> None:
    """The tribunal's hand suffices, and no party's does."""
    play = chaired()
    play.take("appoint_member", SOVIET_UNION, "2027-06-01", track="respondent")
    filing = {"until": "2028-12-31", "members": 2}

    assert "standing" == play.refused("extend_decision", CANADA, "2028-01-01", filing=filing).kind
    play.take("extend_decision", "CHAIR", "2028-01-01", filing=filing)

    assert "2028-12-31" == play.ends("decision")


def test_the_decision_is_public_and_its_force_is_what_was_agreed_before() -> None:
    """Two labels, one step."""
    for force in ("binding", "recommendatory"):
        play = chaired()
        play.take("appoint_member", SOVIET_UNION, "2027-06-01", track="respondent")

        act = play.take("decide", "CHAIR", "2028-03-01", filing={"binding": force})

        assert (f"award_issued_{force}", "C0") == (play.state(), act.level)
        assert play.case == play.replayed()
