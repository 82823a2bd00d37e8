"""Who may do what where: steps by actor and state, the self-checks, and the shipped stories."""

from pathlib import Path

import pytest

from tests.workflows.article_ix import (
    FRANCE,
    JAPAN,
    KOREA,
    MEXICO,
    NOTHING_ELSE,
    NOTICE,
    REQUEST,
    accepted,
    asked,
    assessing,
    consulting,
    declined,
    served,
)
from tests.workflows.kernel.play import Play
from workflows import catalogue
from workflows.kernel.checks import examine
from workflows.kernel.procedure import Procedure
from workflows.kernel.stories import read, run
from workflows.precaution import PrecautionTerms, precaution
from workflows.stories import shipped, tables

PRECAUTION = precaution(PrecautionTerms())

TALK = "enter_consultation record_agreed record_receipt"
POSITION = "ask_information record_agreed record_no_objection record_not_agreed record_receipt register_concern"
LEAD = "cancel_activity change_activity declare_precaution invite raise_urgency report_completed report_proceeding"
MEET = "extend_window record_cooperation record_meeting"
AFTER = "declare_precaution record_cooperation report_completed report_proceeding"
DUTY = {
    "draft": ("start_assessment", ""),
    "under_assessment": ("find_no_interference serve_notice", ""),
    "open": (
        f"{LEAD} {TALK} add_addressee",
        f"{POSITION} acknowledge decline_consultation enter_consultation invite reply",
    ),
    "consulting": (
        f"{LEAD} {MEET} add_addressee record_agreed record_receipt table_measures table_text",
        f"{POSITION} {MEET} table_text decline_consultation invite",
    ),
    "measures_tabled": (
        f"{LEAD} {MEET} add_addressee record_agreed record_receipt table_text",
        f"{POSITION} {MEET} table_text ask_changes decline_consultation invite",
    ),
    "concluded_agreed": (AFTER, "record_cooperation"),
    "activity_cancelled": ("", ""),
}
ASK = f"{POSITION} invite merge raise_urgency record_completion"
RIGHT = {
    "draft": ("serve_request", ""),
    "request_pending": (
        "grant_extension_to_all invite merge raise_urgency record_completion record_receipt register_concern",
        f"{LEAD} accept_request acknowledge ask_extension ask_information decline_request merge record_receipt",
    ),
    "request_declined": (
        "close_declined invite raise_urgency record_completion record_receipt register_concern renew_request",
        f"{LEAD} record_receipt revive",
    ),
    "consulting": (
        f"{ASK} {MEET} table_text",
        f"{LEAD} {MEET} merge record_agreed record_receipt table_measures table_text",
    ),
    "measures_tabled": (
        f"{ASK} {MEET} ask_changes table_text",
        f"{LEAD} {MEET} merge record_agreed record_receipt table_text",
    ),
    "open": (f"{ASK} acknowledge enter_consultation reply", f"{LEAD} {TALK} merge"),
}


def duty_in(state: str) -> Play:
    """Play the duty to consult until it is in a state."""
    if state == "draft":
        return Play(NOTICE, "2027-01-04", {"planning": [JAPAN]}, NOTHING_ELSE)
    if state == "under_assessment":
        return assessing()
    if state == "open":
        return served(KOREA)
    play = consulting(KOREA)
    for step, party in {
        "consulting": [],
        "measures_tabled": [("table_measures", JAPAN)],
        "concluded_agreed": [("record_no_objection", KOREA), ("conclude", JAPAN)],
        "activity_cancelled": [("cancel_activity", JAPAN)],
    }[state]:
        play.take(step, party, "2027-01-21")
    return play


def right_in(state: str) -> Play:
    """Play the request until it is in a state."""
    if state == "draft":
        return Play(REQUEST, "2027-01-04", {"requesting": [FRANCE]}, NOTHING_ELSE)
    play = {"request_pending": asked, "request_declined": declined}.get(state, accepted)()
    for step in {"measures_tabled": ["table_measures"], "open": ["change_activity"]}.get(state, []):
        play.take(step, JAPAN, "2027-01-20")
    return play


def own_steps(play: Play, party: str) -> set[str]:
    """List what is open to a party, without the common steps."""
    common = {row.key for row in play.procedure.steps if row.common}
    return {step.partition("@")[0] for step in play.offered(party, "2027-01-25")} - common


@pytest.mark.parametrize("state", DUTY)
def test_each_party_to_the_duty_is_offered_what_the_table_says(state: str) -> None:
    """Planning State, addressee, and nothing to a stranger."""
    play, (planning, addressee) = duty_in(state), DUTY[state]
    assert state == play.state()
    assert [set(planning.split()), set(addressee.split()), set()] == [
        own_steps(play, p) for p in (JAPAN, KOREA, MEXICO)
    ]


@pytest.mark.parametrize("state", RIGHT)
def test_each_party_to_the_request_is_offered_what_the_table_says(state: str) -> None:
    """Requesting State, planning State, and nothing to a stranger."""
    play, (requesting, planning) = right_in(state), RIGHT[state]
    assert state == play.state()
    assert [set(requesting.split()), set(planning.split()), set()] == [
        own_steps(play, p) for p in (FRANCE, JAPAN, MEXICO)
    ]


@pytest.mark.parametrize("procedure", [NOTICE, REQUEST, PRECAUTION], ids=lambda p: p.key)
def test_no_procedure_has_a_trap_or_a_stranded_party_and_none_needs_an_exception(procedure: Procedure) -> None:
    """The self-checks find nothing, and nothing is exempt."""
    assert () == examine(procedure)
    assert () == procedure.exempt


@pytest.mark.parametrize("procedure", [NOTICE, REQUEST, PRECAUTION], ids=lambda p: p.key)
def test_every_step_says_what_it_starts_and_rests_on_something(procedure: Procedure) -> None:
    """One plain sentence before sending; a step without a row in practice says why it was added."""
    own = [row for row in procedure.steps if not row.common]
    assert [] == [row.key for row in own if not row.effect.endswith(".") or not row.under]


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_story_goes_as_it_is_told(path: Path) -> None:
    """The scenarios and exercises that ship with the product."""
    results = run(read(path), catalogue(), tables())
    assert [] == [difference for result in results for difference in result.differences]
