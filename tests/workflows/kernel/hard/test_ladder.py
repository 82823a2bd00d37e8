"""The ladder of settlement: what time alone does, what one party may do, and what needs both."""

import pytest

from tests.workflows.kernel.hard import ladder
from tests.workflows.kernel.play import Play, hand

CONSENT = ladder.procedure()
ADVANCE = ladder.procedure(advance=True)


def in_negotiation(procedure=CONSENT) -> Play:
    """Play until talks are open: notice on 1 March 2026, received on the 2nd at noon."""
    play = Play(procedure, "2026-03-01", {"claimant": ["JPN"]})
    play.take("serve_notice_of_dispute", "JPN", "2026-03-01", filing={"respondents": ["KOR"]})
    received = {"received_at": {"at": "2026-03-02T12:00:00+00:00", "zone": "UTC"}}
    play.take("record_receipt", "KOR", "2026-03-02T15:00", filing=received)
    return play


def mediation_invited() -> Play:
    """Play until Japan has invited Korea to mediation, sent on 10 March 2026."""
    play = in_negotiation()
    play.take("invite_mediation", "JPN", "2026-03-10")
    return play


def test_receipt_opens_the_talks_in_the_same_transaction() -> None:
    """The clock follows with the opening of talks, and the stage runs sixty days from receipt."""
    play = in_negotiation()

    assert ["serve_notice_of_dispute", "record_receipt", "open_talks"] == [act.step for act in play.acts]
    assert ("negotiation", "running") == (play.state(), play.state("stage:negotiation"))
    assert ("2026-05-01", "2026-04-01") == (play.ends("stage_days:negotiation"), play.ends("negotiation_alone"))


def test_the_thirty_days_before_giving_up_run_from_the_receipt_that_was_filed() -> None:
    """A receipt recorded five days late counts from its own day, not from the day of recording."""
    play = Play(CONSENT, "2026-03-01", {"claimant": ["JPN"]})
    play.take("serve_notice_of_dispute", "JPN", "2026-03-01", filing={"respondents": ["KOR"]})

    received = {"received_at": {"at": "2026-03-02T12:00:00+00:00", "zone": "UTC"}}
    play.take("record_receipt", "JPN", "2026-03-07", filing=received)

    assert "2026-04-01" == play.ends("negotiation_alone")


@pytest.mark.parametrize("day", ["2026-03-31", "2026-04-01"])
def test_one_party_may_not_give_up_before_the_thirty_days_are_over(day: str) -> None:
    """The refusal names the first day on which it may."""
    refused = in_negotiation().refused("declare_negotiation_failed", "JPN", day)

    assert "“Before one party may give up” runs until 1 April 2026." == str(refused)
    assert ("closed", "2026-04-02") == (refused.kind, str(refused.opens_on))


def test_one_party_may_give_up_the_day_after_and_deadlock_follows() -> None:
    """No stage runs any more and none may be entered alone, so the case is deadlocked in the same moment."""
    play = in_negotiation()

    play.take("declare_negotiation_failed", "KOR", "2026-04-02")

    assert ("deadlock", "failed") == (play.state(), play.state("stage:negotiation"))
    assert "enter_deadlock" == play.acts[-1].step


def test_negotiation_lapses_at_the_end_of_the_sixtieth_day_and_not_a_second_before() -> None:
    """At 24:00 of 1 May the clock records the lapse, and the deadlock that follows from it."""
    play = in_negotiation()

    assert ["negotiation_alone"] == play.pass_time("2026-05-01T23:59:59")
    assert ["lapse", "enter_deadlock"] == play.pass_time("2026-05-02T00:00:00")
    assert ("2026-05-01", "lapsed") == (str(play.acts[-2].day), play.state("stage:negotiation"))


def test_the_length_of_a_stage_is_extended_once_by_both_hands() -> None:
    """Sixty days more, and no third time."""
    play = in_negotiation()

    play.take("extend_stage_days", "JPN", "2026-04-20", track="negotiation")
    assert "2026-05-01" == play.ends("stage_days:negotiation")
    play.take("extend_stage_days", "KOR", "2026-04-21", track="negotiation")
    assert "2026-06-30" == play.ends("stage_days:negotiation")

    refused = play.refused("extend_stage_days", "JPN", "2026-04-22", track="negotiation")
    assert "“Length of the stage” cannot be extended now." == str(refused)


@pytest.mark.parametrize("day", ["2026-04-08", "2026-04-09"])
def test_the_inviter_may_not_elect_rejection_before_thirty_days_from_sending_are_over(day: str) -> None:
    """Day 30 after 10 March is 9 April, and on it the answer may still come."""
    refused = mediation_invited().refused("elect_rejection", "JPN", day)

    assert "“Answer to the invitation” runs until 9 April 2026." == str(refused)
    assert "2026-04-10" == str(refused.opens_on)


def test_the_inviter_may_elect_rejection_the_day_after_and_nobody_else_may() -> None:
    """The right is the inviter's own."""
    play = mediation_invited()

    assert "standing" == play.refused("elect_rejection", "KOR", "2026-04-10").kind
    play.take("elect_rejection", "JPN", "2026-04-10")

    assert "refused" == play.state("stage:mediation")


def test_silence_is_not_rejection_by_itself() -> None:
    """Forty days later the invitation still stands, and a late acceptance is taken and marked late."""
    play = mediation_invited()

    assert ["negotiation_alone", "invitation:mediation"] == play.pass_time("2026-04-20")
    assert ("mediation_invited", "invited") == (play.state(), play.state("stage:mediation"))
    act = play.take("accept_mediation", "KOR", "2026-04-20")

    assert (True, "running") == (act.late, play.state("stage:mediation"))


def test_after_the_election_the_acceptance_comes_too_late() -> None:
    """What the inviter treated as rejected is over; a new invitation is not."""
    play = mediation_invited()
    play.take("elect_rejection", "JPN", "2026-04-10")

    refused = play.refused("accept_mediation", "KOR", "2026-04-11")

    assert "Mediation is “Refused”; this step does not apply." in str(refused).replace("mediation is", "Mediation is")
    assert "negotiation" != play.state("stage:negotiation")


def test_talks_run_beside_an_invitation_and_deadlock_waits_for_both() -> None:
    """The invitation is rejected while talks run: no deadlock. Then talks lapse: deadlock."""
    play = mediation_invited()

    play.take("reject_mediation", "KOR", "2026-03-12")
    assert ("mediation_invited", "running") == (play.state(), play.state("stage:negotiation"))

    assert ["negotiation_alone", "lapse", "enter_deadlock"] == play.pass_time("2026-05-02T00:00")


def test_the_stage_of_mediation_runs_from_the_appointment() -> None:
    """Both appoint; sixty days from then."""
    play = mediation_invited()
    play.take("accept_mediation", "KOR", "2026-03-12")
    filing = {"mediator": "MEDIATOR", "accepted_on": "2026-03-20"}

    assert "hand" == play.take("appoint_neutral", "JPN", "2026-03-20", filing=filing).kind
    assert "step" == play.take("appoint_neutral", "KOR", "2026-03-21", filing=filing).kind

    assert ("2026-05-20", ("MEDIATOR",)) == (play.ends("stage_days:mediation"), play.case.parties["neutral"])
    assert "end_mediation@stage:mediation" in play.offered("MEDIATOR", "2026-03-22")


def test_stages_are_left_out_by_both_on_the_same_text() -> None:
    """One hand waits; the other's on another text voids it; on the same text the stages are marked."""
    play = in_negotiation()
    filing = {"left_out": ["good_offices"], "go_on_with": "mediation"}

    play.take("skip_stages", "JPN", "2026-03-05", filing=filing)
    other = play.take(
        "skip_stages", "KOR", "2026-03-06", filing={**filing, "left_out": ["good_offices", "negotiation"]}
    )
    assert ("hand", "negotiation") == (other.kind, play.state())
    play.take("skip_stages", "JPN", "2026-03-07", filing={**filing, "left_out": ["good_offices", "negotiation"]})

    assert "mediation" == play.state()
    found = {key: play.state(f"stage:{key}") for key in ladder.STAGES}
    skipped = "skipped_by_agreement"
    assert {
        "negotiation": skipped,
        "good_offices": skipped,
        "mediation": "running",
        "arbitration": "not_started",
    } == found


def test_stages_are_left_out_up_to_arbitration() -> None:
    """Both go to arbitration at once."""
    play = in_negotiation()
    filing = {"left_out": ["good_offices", "mediation"], "go_on_with": "arbitration"}

    for party in ("JPN", "KOR"):
        play.take("skip_stages", party, "2026-03-05", filing=filing)

    assert ("arb_notice", "running") == (play.state(), play.state("stage:arbitration"))


def test_from_deadlock_every_invitation_and_the_joint_submission_stay_open() -> None:
    """One hand does not submit; two do."""
    play = in_negotiation()
    play.pass_time("2026-05-02")

    offered = play.offered("KOR", "2026-05-03")
    assert {"invite_mediation@stage:mediation", "offer_good_offices@stage:good_offices", "submit_jointly"} <= offered

    play.take("submit_jointly", "KOR", "2026-05-03")
    assert "deadlock" == play.state()
    play.take("submit_jointly", "JPN", "2026-05-04")
    assert "arb_notice" == play.state()


def test_without_consent_in_advance_nobody_goes_to_arbitration_alone() -> None:
    """The step does not exist in a ladder whose clause gives no such consent."""
    assert "unknown" == in_negotiation().refused("give_notice_of_arbitration", "JPN", "2026-04-02").kind


def test_with_consent_in_advance_the_claimant_goes_alone_once_the_stages_are_exhausted() -> None:
    """Mediation refused and talks lapsed: no deadlock, since one party may go on alone."""
    play = in_negotiation(ADVANCE)
    play.take("invite_mediation", "JPN", "2026-03-10")
    play.take("reject_mediation", "KOR", "2026-03-12")
    assert "closed" == play.refused("give_notice_of_arbitration", "JPN", "2026-05-01").kind

    assert ["lapse"] == play.pass_time("2026-05-02")[-1:]
    play.take("give_notice_of_arbitration", "JPN", "2026-05-02")

    assert "arb_notice" == play.state()


def test_with_consent_in_advance_deadlock_still_follows_while_mediation_was_not_tried() -> None:
    """An invitation is no entry: nothing runs, and arbitration is not open yet."""
    play = in_negotiation(ADVANCE)

    assert ["lapse", "enter_deadlock"] == play.pass_time("2026-05-02")[-2:]


def test_a_suspension_stops_the_agreed_clocks_only_where_the_clause_says_so() -> None:
    """The length of the stage is agreed law without such a clause: it runs on, and lapses after the resumption."""
    play = in_negotiation()
    filing = {"until": "2026-05-10", "reason": "Holiday"}
    for party in ("JPN", "KOR"):
        play.take("suspend", party, "2026-03-20", filing=filing)

    assert ("suspended", "2026-05-01") == (play.state(), play.ends("stage_days:negotiation"))
    assert "resume" in play.pass_time("2026-05-11")


def test_the_record_of_a_ladder_reads_back() -> None:
    """Edition, acts and case survive their texts."""
    play = mediation_invited()
    play.take("elect_rejection", hand("JPN", "dispatch"), "2026-04-10")

    assert play.case == play.replayed()
