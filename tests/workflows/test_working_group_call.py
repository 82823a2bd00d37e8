"""Calls of working groups: questions, a closing, contributions in time and late, a compilation, a discussion."""

import json

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.test_ost9_random import Wanderer
from workflows.kernel.acts import Act
from workflows.kernel.view import Facts
from workflows.working_group_call import CallTerms, working_group_call

CALL = working_group_call(CallTerms())
OFFICE, BRAZIL, JAPAN, LUXEMBOURG, IAA = hand("OOSA", "office"), "BRA", "JPN", "LUX", hand("IAA", "office")
CLOSING = {"at": "2026-11-30T23:00:00+00:00", "zone": "UTC"}
ASKED = {
    "body": "LSC", "item": "lsc_resources", "closes_at": CLOSING,
    "questions": [{"key": "sharing", "question": "Which information should be shared beforehand?"}],
}  # fmt: skip
ROOM_PAPER = "A/AC.105/C.2/2027/CRP.10"


def called() -> Play:
    """Play until the call on space resources is public, on 1 September 2026."""
    play = Play(CALL, "2026-09-01", {"working_group": ["OOSA"]}, Facts())
    play.take("publish_call", OFFICE, "2026-09-01", filing=ASKED)
    return play


def test_a_call_binds_nobody_and_its_closing_is_practice() -> None:
    """Soft, as the calls of the secretariat are."""
    assert {"SOFT"} == {str(limit.binding) for limit in CALL.limits}
    assert {"SOFT", "DEFAULT"} == {str(cited.binding) for row in CALL.steps for cited in row.under}


def test_everybody_knows_of_a_call_from_its_publication() -> None:
    """Before it nobody outside does."""
    play = Play(CALL, "2026-09-01", {"working_group": ["OOSA"]}, Facts())
    assert set() == play.offered(BRAZIL, "2026-09-01")
    play.take("publish_call", OFFICE, "2026-09-01", filing=ASKED)
    assert {"contribute", "prepare_contribution"} <= play.offered(BRAZIL, "2026-09-01")
    assert play.case.public_from is not None


def test_the_item_is_of_the_body_and_the_closing_is_still_to_come() -> None:
    """Each is refused at its question."""
    play = Play(CALL, "2026-09-01", {"working_group": ["OOSA"]}, Facts())
    no = play.refused("publish_call", OFFICE, "2026-09-01", filing={**ASKED, "item": "stsc_debris"})
    assert ["item"] == [one.field for one in no.refusals]
    no = play.refused("publish_call", OFFICE, "2026-12-01", filing=ASKED)
    assert ["closes_at"] == [one.field for one in no.refusals]


@pytest.mark.parametrize(
    ("at", "state", "late"),
    [
        ("2026-11-29T23:00", "submitted", False),
        ("2026-11-30T22:59", "submitted", False),
        ("2026-11-30T23:00", "submitted_late", True),
        ("2026-12-01T23:00", "submitted_late", True),
    ],
    ids=["the-day-before", "in-time", "at-the-instant", "the-day-after"],
)
def test_what_comes_after_the_closing_is_marked_late_and_not_refused(at: str, state: str, late: bool) -> None:
    """The closing is on 30 November 2026 at 23:00 UTC."""
    play = called()
    act = play.take("contribute", BRAZIL, at)
    assert (state, late) == (play.state("contribution:1"), act.late)


def test_the_call_is_extended_for_everybody_and_never_shortened() -> None:
    """A later instant is taken, an earlier one is not."""
    play = called()
    earlier, later = ({"at": f"2026-{day}T23:00:00+00:00", "zone": "UTC"} for day in ("11-15", "12-15"))
    no = play.refused("extend_call", OFFICE, "2026-11-01", filing={"closes_at": earlier})
    assert "must lie after" in str(no)
    play.take("extend_call", OFFICE, "2026-11-01", filing={"closes_at": later})
    assert "2026-12-15T23:00:00" == play.ends("closing")
    play.take("contribute", BRAZIL, "2026-12-10")
    assert play.state("contribution:1") == "submitted"


def test_a_contribution_is_for_the_working_group_until_the_compilation() -> None:
    """No other contributor reads it; an observer contributes in its office."""
    play = called()
    play.take("contribute", IAA, "2026-10-01")
    act = play.take("contribute", BRAZIL, "2026-10-02")
    assert ("C2", ("OOSA",)) == (act.level, act.told)
    assert {"contributions"} == {row.file for row in CALL.rows["contribute"]}
    play.take("replace_contribution", BRAZIL, "2026-10-03", track="contribution:2")
    play.take("withdraw_contribution", IAA, "2026-10-03", track="contribution:1")
    assert ("withdrawn", "submitted") == (play.state("contribution:1"), play.state("contribution:2"))


def test_a_contribution_is_prepared_as_a_submission_of_its_own() -> None:
    """The act opens a case under the procedure of submissions, in the contributor's name."""
    play = called()
    act = play.take("prepare_contribution", LUXEMBOURG, "2026-10-01")
    assert [("contribution", "copuos")] == [(kind, key) for _, kind, key, _ in act.effects_of("begin")]
    assert play.state("contribution:1") == "prepared"
    play.take("submit_contribution", LUXEMBOURG, "2026-11-01", track="contribution:1")
    assert play.state("contribution:1") == "submitted"


def test_the_compilation_holds_what_came_in_time_and_an_addendum_what_came_late() -> None:
    """Both under symbols of the body; an addendum says that it is one."""
    play = called()
    play.take("contribute", BRAZIL, "2026-11-01")
    play.take("contribute", JAPAN, "2026-12-02")
    issue = {"symbol": ROOM_PAPER, "dated_on": "2027-03-01"}
    no = play.refused("issue_compilation", OFFICE, "2027-03-01", filing={**issue, "symbol": "A/AC.105/C.1/L.1"})
    assert "fits no series known here" in str(no)
    play.take("issue_compilation", OFFICE, "2027-03-01", filing=issue)
    assert ("included", "submitted_late") == (play.state("contribution:1"), play.state("contribution:2"))
    assert "one of them is needed here" in str(play.refused("issue_addendum", OFFICE, "2027-03-02", filing=issue))
    play.take("issue_addendum", OFFICE, "2027-03-02", filing={**issue, "symbol": f"{ROOM_PAPER}/Add.1"})
    assert play.state("contribution:2") == "included"
    assert "No late contribution is waiting." in str(play.refused("issue_addendum", OFFICE, "2027-03-03"))
    play.take("record_discussion", OFFICE, "2027-04-22", filing={"held_on": "2027-04-22"})
    play.take("close_group_call", OFFICE, "2027-05-01")
    assert play.state() == "closed"


@pytest.mark.parametrize("seed", range(6))
def test_what_is_offered_performs_and_reads_back(seed: int) -> None:
    """Forty moves of five parties at random."""
    wanderer = Wanderer(CALL, "working_group", seed)
    wanderer.wander(40)
    stored = [json.loads(json.dumps(act.to_json())) for act in wanderer.acts]
    assert wanderer.case == wanderer.first.replay(Act.from_json(act) for act in stored)
