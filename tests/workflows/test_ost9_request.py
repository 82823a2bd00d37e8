"""The request for consultation, row by row (OST IX fourth sentence)."""

import pytest

from tests.workflows.article_ix import (
    BRAZIL,
    FRANCE,
    JAPAN,
    KOREA,
    NOTHING_ELSE,
    REQUEST,
    accepted,
    asked,
    declined,
)
from tests.workflows.kernel.play import Play, hand
from workflows.kernel.fields import AS_KNOWN
from workflows.kernel.view import Facts

JAPANESE = "planning:JPN"


def test_a_request_starts_acknowledgement_and_answer_from_dispatch() -> None:
    """Row 4: five working days and twenty-one days from 11 January 2027."""
    play = asked()
    assert ("request_pending", "served") == (play.state(), play.state(JAPANESE))
    assert ("2027-01-18", "2027-02-01") == (play.ends("acknowledgement:JPN"), play.ends("answer:JPN"))


def test_a_request_does_not_depend_on_who_is_affected() -> None:
    """Row 4: the text does not ask that the requesting State be the one affected."""
    play = asked(own_activity=False, affected=[{"activity": "[exercise] A station", "party": BRAZIL}])
    assert "request_pending" == play.state()


def test_only_the_ministry_serves_a_request() -> None:
    """Row 4: the diplomatic channel belongs to ministry and mission."""
    play = Play(REQUEST, "2027-01-04", {"requesting": [FRANCE]}, NOTHING_ELSE)
    assert "foreign ministry" in str(play.refused("serve_request", hand(FRANCE, "draft", "clear"), "2027-01-11"))


def test_a_request_about_a_completed_activity_is_refused_and_other_procedures_are_named() -> None:
    """Completed activity: information, settlement and a claim are offered instead."""
    play = Play(REQUEST, "2027-01-04", {"requesting": [FRANCE]}, Facts({"activity": "completed"}))
    refused = str(play.refused("serve_request", FRANCE, "2027-01-11"))
    assert ["completed", "Articles V and XI", "settlement", "claim"] == [
        word for word in ("completed", "Articles V and XI", "settlement", "claim") if word in refused
    ]


def test_the_filing_decides_over_the_record_whether_the_activity_goes_on() -> None:
    """A continuing programme can be named although one test of it is over, and the other way round."""
    over = Play(REQUEST, "2027-01-04", {"requesting": [FRANCE]}, Facts({"activity": "completed"}))
    over.take("serve_request", FRANCE, "2027-01-11", filing={"activity_status": "proceeding", "planning": [JAPAN]})
    assert ("request_pending", "proceeding") == (over.state(), over.case.activity)
    going = Play(REQUEST, "2027-01-04", {"requesting": [FRANCE]}, NOTHING_ELSE)
    filing = {"activity_status": "completed", "planning": [JAPAN]}
    assert "completed" in str(going.refused("serve_request", FRANCE, "2027-01-11", filing=filing))


def test_what_is_not_known_about_the_activity_may_be_declared_unknown() -> None:
    """Contents: the request asks for particulars as known."""
    play = asked(earliest_start={"unknown": True}, operator={"unknown": True})
    assert "request_pending" == play.state()


def test_acceptance_begins_talks_the_first_meeting_and_the_window() -> None:
    """Row 5: fourteen and sixty days from 18 January 2027."""
    play = accepted()
    assert ("consulting", "consulting") == (play.state(), play.state(JAPANESE))
    assert ("2027-02-01", "2027-03-19") == (play.ends("first_meeting:JPN"), play.ends("window"))
    assert "stopped 2027-02-01" == play.ends("answer:JPN")


def test_a_request_is_declined_without_reasons_and_the_requesting_state_keeps_its_ways() -> None:
    """Row 6: renew, refer or close; no cool-off."""
    play = declined()
    assert ("request_declined", "declined") == (play.state(), play.state(JAPANESE))
    assert {"renew_request", "close_declined"} <= play.offered(FRANCE, "2027-01-18")


def test_with_two_planning_states_the_case_is_declined_when_the_last_has_declined() -> None:
    """Row 6: one refusal does not speak for the other State."""
    play = asked(JAPAN, KOREA)
    play.take("decline_request", JAPAN, "2027-01-15")
    assert "request_pending" == play.state()
    play.take("decline_request", KOREA, "2027-01-16")
    assert "request_declined" == play.state()


def test_no_answer_is_recorded_by_the_clock_the_day_after_and_grace_runs() -> None:
    """Row 7: nothing on 1 February 2027, silent on 2 February, grace to 15 February, closed on the 16th."""
    play = asked()
    play.pass_time("2027-02-01T23:59")
    assert "served" == play.state(JAPANESE)
    assert ["no_answer"] == play.pass_time("2027-02-02")
    assert ("silent", "2027-02-15") == (play.state(JAPANESE), play.ends("grace:JPN"))
    assert [] == play.pass_time("2027-02-15T23:59")
    assert ["enter_silent_closed"] == play.pass_time("2027-02-16")
    assert ("request_pending", "silent_closed") == (play.state(), play.state(JAPANESE))


def test_a_late_acceptance_is_taken_and_marked_late() -> None:
    """Late answers are always taken while the case runs."""
    play = asked()
    assert play.take("accept_request", JAPAN, "2027-02-20").late
    assert ("consulting", "consulting") == (play.state(), play.state(JAPANESE))


def test_an_act_of_an_earlier_date_disproves_the_silence_that_the_clock_recorded() -> None:
    """A late fact: accepted on 25 January, recorded on 20 February."""
    play = asked()
    play.pass_time("2027-02-20")
    silent = next(act.n for act in play.acts if act.step == "no_answer")
    act = play.take("accept_request", JAPAN, "2027-02-20", on="2027-01-25")
    assert silent in act.corrects
    assert not act.late
    assert ("consulting", "2027-03-26") == (play.state(), play.ends("window"))


def test_questions_of_the_planning_state_stop_the_period_for_its_answer() -> None:
    """Row 9 on a request: the requesting State answers them."""
    play = asked()
    play.take("ask_information", JAPAN, "2027-01-20")
    assert play.ends("answer:JPN").startswith("paused")
    play.take("supply_information", FRANCE, "2027-01-25")
    assert ("info_supplied", "2027-02-06") == (play.state(JAPANESE), play.ends("answer:JPN"))


def test_silence_is_closed_by_the_requesting_state_with_proofs() -> None:
    """Row 16: proposed, confirmed, and worded neutrally."""
    play = asked()
    play.pass_time("2027-02-16")
    assert "proofs of delivery" in str(play.refused("close_unanswered", FRANCE, "2027-02-16"))
    for channel in "note", "fax":
        play.take("record_receipt", FRANCE, "2027-02-17", filing={"channel": channel})
    play.take("close_unanswered", FRANCE, "2027-02-18")
    assert "concluded_no_reply" == play.state()
    assert "No reply recorded" in REQUEST.state("concluded_no_reply").meaning


@pytest.mark.parametrize(
    ("day", "state"), [("2027-07-17", "request_declined"), ("2027-07-18", "concluded_no_agreement")]
)
def test_a_declined_request_is_closed_by_the_clock_after_a_hundred_and_eighty_days(day: str, state: str) -> None:
    """Row 16b: 180 days after 18 January 2027 end with 17 July."""
    play = declined()
    play.pass_time(day)
    assert state == play.state()


def test_a_declined_request_is_closed_by_the_requesting_state_at_any_time() -> None:
    """Row 16b: or by the requester itself."""
    play = declined()
    play.take("close_declined", FRANCE, "2027-01-19")
    assert "concluded_no_agreement" == play.state()


def test_the_planning_state_takes_up_talks_after_declining() -> None:
    """Row 16c: back to talks, with a first meeting in fourteen days, and the review is over."""
    play = declined()
    play.take("revive", JAPAN, "2027-02-10")
    assert ("consulting", "consulting") == (play.state(), play.state(JAPANESE))
    assert ("2027-02-24", "2027-04-11") == (play.ends("first_meeting:JPN"), play.ends("window"))
    assert "stopped" == play.case.limits["declined_review"].status


def test_talks_are_not_taken_up_once_the_activity_is_completed() -> None:
    """Row 16c: consultation is for what is planned or continues."""
    play = declined()
    play.take("report_completed", JAPAN, "2027-02-01")
    assert "completed" in str(play.refused("revive", JAPAN, "2027-02-10"))


def test_a_declined_request_is_renewed_and_counted_anew() -> None:
    """The state leaves the requesting State free to renew."""
    play = declined()
    play.take("renew_request", FRANCE, "2027-02-01")
    assert ("request_pending", "served", "2027-02-22") == (play.state(), play.state(JAPANESE), play.ends("answer:JPN"))


def test_a_changed_activity_is_served_on_the_requesting_state_which_then_answers() -> None:
    """Row 19 on a request: the period for reply runs on the same track, for the other side."""
    play = accepted()
    play.take("change_activity", JAPAN, "2027-02-01")
    assert ("open", "served") == (play.state(), play.state(JAPANESE))
    play.take("acknowledge", FRANCE, "2027-02-03")
    assert "2027-02-18" == play.ends("reply:JPN")
    play.take("record_no_objection", FRANCE, "2027-02-10")
    play.take("conclude", JAPAN, "2027-02-11")
    assert "concluded_agreed" == play.state()


def test_after_the_window_the_requesting_state_may_conclude_too() -> None:
    """It is not held in talks by the other's inaction; before, only the planning State concludes."""
    play = accepted()
    play.take("record_not_agreed", FRANCE, "2027-02-01")
    assert "conclude" not in play.offered(FRANCE, "2027-03-19")
    assert "conclude" in play.offered(JAPAN, "2027-03-19")
    play.take("conclude", FRANCE, "2027-03-20")
    assert "concluded_no_agreement" == play.state()


def test_a_completed_activity_closes_a_pending_request_on_confirmation() -> None:
    """Row 20 on a request."""
    play = asked()
    play.take("report_completed", JAPAN, "2027-01-20")
    play.take("close_inconsistent", FRANCE, "2027-01-21")
    assert "concluded_inconsistent_status" == play.state()


def test_receipt_moves_the_track_and_none_of_the_periods_from_dispatch() -> None:
    """Row 7b on a request."""
    play = asked()
    play.take("record_receipt", FRANCE, "2027-01-15", filing={"channel": "note"})
    assert ("received", "2027-02-01") == (play.state(JAPANESE), play.ends("answer:JPN"))


def test_proof_of_receipt_is_recorded_by_one_of_the_two_sides() -> None:
    """Nobody else holds proofs."""
    refused = asked().refused("record_receipt", "MEX", "2027-01-15", track=JAPAN, filing={"channel": "note"})
    assert "the requesting State or the party of the track" in str(refused)


def test_a_request_asks_as_far_as_known_for_what_the_planning_state_would_have_to_say() -> None:
    """Who carries the activity out and who answers for it, what, when and where: each may be declared unknown."""
    filing = next(row.filing for row in REQUEST.steps if row.key == "serve_request")
    assert filing is not None
    asked_as_known = {field.key for field in filing.fields if field.need == AS_KNOWN}
    assert {
        "operator",
        "authorising_authority",
        "responsibility",
        "nature",
        "purpose",
        "phases",
        "earliest_start",
        "duration",
        "location",
    } == asked_as_known
