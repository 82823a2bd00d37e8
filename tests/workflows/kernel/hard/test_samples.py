"""Samples: the closing instant, consent at home, signature in time, and the way back from an incident."""

from datetime import date

import pytest

from tests.workflows.kernel.hard import samples
from tests.workflows.kernel.play import Play
from workflows.kernel.reckoning import Calendar
from workflows.kernel.view import Facts

PROCEDURE = samples.procedure()
PARTIES = {"curator": ["CNSA"], "applicant": ["OU"], "reviewer": ["PANEL"]}
SPRING = frozenset(date(2026, 5, day) for day in (1, 4, 5))
BEIJING = Facts(
    zones={"CNSA": "Asia/Shanghai", "OU": "Europe/London"},
    calendars={"CNSA": Calendar("Beijing", frozenset((5, 6)), SPRING, date(2026, 1, 1), date(2027, 12, 31))},
)
HOMES = {"home_authorities": ["GBR", "UKSA"]}


def published() -> Play:
    """Play until a round is open that closes on 22 December 2025, 24:00 in Beijing."""
    play = Play(PROCEDURE, "2025-11-01", PARTIES, BEIJING)
    closing = {"closing": {"at": "2025-12-23T00:00:00+08:00", "zone": "Asia/Shanghai"}}
    play.take("publish_call", "CNSA", "2025-11-02", filing=closing)
    return play


def approved() -> Play:
    """Play until the application is approved on Monday 27 April 2026 in Beijing."""
    play = published()
    play.take("submit", "OU", "2025-12-01", filing=HOMES)
    play.take("check", "CNSA", "2025-12-20", filing={"complete": True})
    play.take("report_review", "PANEL", "2026-03-01")
    play.take("decide", "CNSA", "2026-04-27T02:00", filing={"decision": "approve"})
    return play


def in_custody(*steps: str) -> Play:
    """Play until the agreement is signed and these steps of custody are taken, on 11 May 2026."""
    play = approved()
    for home in ("GBR", "UKSA"):
        play.take("clear_at_home", home, "2026-04-28")
    for party in ("OU", "CNSA"):
        play.take("sign", party, "2026-05-06")
    for step in steps:
        play.take(step, "OU" if step == "receive" else "CNSA", "2026-05-11")
    return play


def in_use() -> Play:
    """Play until the samples are with the holder."""
    return in_custody("pack", "dispatch", "receive")


def test_an_application_counts_up_to_the_last_second_of_the_round() -> None:
    """The instant is Beijing's midnight, which is four in the afternoon in London."""
    play = published()
    assert "2025-12-22T16:00:00" == play.ends("closing")

    play.take("submit", "OU", "2025-12-22T15:59:59", filing=HOMES)

    assert "submitted" == play.state()


@pytest.mark.parametrize("at", ["2025-12-22T16:00:00", "2025-12-23T12:00:00"])
def test_after_the_instant_there_is_the_next_round(at: str) -> None:
    """The clock closed the round at the instant."""
    play = published()

    assert "closed" == play.refused("submit", "OU", at, filing=HOMES).kind
    assert ("round_closed", "close_round") == (play.state(), play.acts[-1].step)


def test_consent_at_home_runs_beside_the_application_and_moves_nothing() -> None:
    """Given, refused and given again, while the case stays where the curator has it."""
    play = published()
    play.take("submit", "OU", "2025-12-01", filing=HOMES)

    for step in ("clear_at_home", "refuse_at_home", "clear_at_home"):
        play.take(step, "GBR", "2025-12-10")
        assert "submitted" == play.state()

    assert ("given", "pending") == (play.state("home_clearance:GBR"), play.state("home_clearance:UKSA"))


def test_the_limit_for_consent_waits_for_receipt() -> None:
    """It is armed with the application and runs from the day the authority has it."""
    play = published()
    play.take("submit", "OU", "2025-12-01", filing=HOMES)
    assert "armed unknown" == play.ends("consent:GBR")

    play.take("record_receipt", "GBR", "2025-12-05")

    assert ("2026-02-03", "armed unknown") == (play.ends("consent:GBR"), play.ends("consent:UKSA"))


def test_nobody_signs_before_every_authority_at_home_consents() -> None:
    """Approved is not signed: one consent is missing, and the refusal says so under its provision."""
    play = approved()
    play.take("clear_at_home", "GBR", "2026-04-28")

    refused = play.refused("sign", "OU", "2026-04-29")

    assert "The consent at home is not given by all who were asked." == str(refused)
    assert ("CNSA2023",) == tuple(c.instrument for c in refused.under)


def test_both_sign_the_same_text() -> None:
    """The second hand on the same agreement performs."""
    play = approved()
    for home in ("GBR", "UKSA"):
        play.take("clear_at_home", home, "2026-04-28")

    assert "hand" == play.take("sign", "CNSA", "2026-05-05").kind
    assert ("step", "agreement_signed") == (play.take("sign", "OU", "2026-05-06").kind, play.state())


def test_the_ten_working_days_leave_out_the_curators_holidays() -> None:
    """From Monday 27 April: three days off in May move the end from 11 to 14 May, at midnight in Beijing."""
    limit = approved().case.limits["signature"]

    assert ("2026-05-14", "2026-05-14T16:00:00+00:00") == (str(limit.expires_on), limit.expires_at.isoformat())
    assert (("CNSA2020", "19", "LAW_N"),) == limit.basis


def test_without_signature_the_approval_lapses_on_the_day_after() -> None:
    """The last second of the last day is in time; the next is not."""
    play = approved()

    assert [] == play.pass_time("2026-05-14T15:59:59")
    assert ["lapse"] == play.pass_time("2026-05-14T16:00:00")
    assert ("lapsed", "2026-05-14") == (play.state(), str(play.acts[-1].day))


def test_an_incomplete_application_is_corrected_inside_its_period_or_lapses() -> None:
    """Returned on 20 December: 4 January is the last day in London."""
    for at, state in (("2026-01-04T23:59:59", "submitted"), ("2026-01-05T00:00:00", "lapsed")):
        play = published()
        play.take("submit", "OU", "2025-12-01", filing=HOMES)
        play.take("check", "CNSA", "2025-12-20", filing={"complete": False})

        if state == "submitted":
            play.take("correct_application", "OU", at)
        else:
            assert "closed" == play.refused("correct_application", "OU", at).kind
        assert state == play.state()


@pytest.mark.parametrize(
    ("steps", "state"),
    [(("pack",), "distribution"), (("pack", "dispatch"), "in_transit"), (("pack", "dispatch", "receive"), "in_use")],
)
def test_after_an_incident_custody_goes_back_to_where_it_was(steps: tuple[str, ...], state: str) -> None:
    """Being packed, on its way or in use: the way back remembers which, and waits for the report."""
    play = in_custody(*steps)
    play.take("report_incident", "OU", "2026-06-01T09:30:15")
    assert ("incident", "2026-06-02T09:30:15") == (play.state(), play.ends("incident_report"))

    assert "closed" == play.refused("resume_custody", "CNSA", "2026-06-01T10:00").kind
    play.take("file_incident_report", "OU", "2026-06-01T20:00")
    play.take("resume_custody", "CNSA", "2026-06-03")

    assert state == play.state()
    assert play.case == play.replayed()


def test_a_loan_that_ends_during_an_incident_is_due_when_custody_resumes() -> None:
    """The term passed meanwhile: the way back leads on to the return at once."""
    play = in_use()
    play.take("report_incident", "OU", "2027-05-01")
    assert ["incident_report", "loan"] == play.pass_time("2027-05-12")
    play.take("file_incident_report", "OU", "2027-05-12")

    play.take("resume_custody", "CNSA", "2027-05-13")

    assert ("return_due", "2027-06-12") == (play.state(), play.ends("return_"))
    assert play.case == play.replayed()


def test_a_loan_of_twelve_months_ends_on_the_same_day_of_the_next_year() -> None:
    """At the end of 11 May 2027 in London."""
    play = in_use()

    assert [] == play.pass_time("2027-05-11T22:59:59")
    assert ["expire"] == play.pass_time("2027-05-11T23:00:00")
    assert "return_due" == play.state()
