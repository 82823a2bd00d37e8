"""A filing as it is read: every kind in words, and words where there is no answer to read."""

from typing import Any

import pytest

from consult import forms
from consult.forms import ReadField
from tests.consult.forms.every_kind import BODY, DIGEST, DOCUMENTS, PARTIES, SPEC

NAMES = {one.key: one.name for one in PARTIES}


def shown(body: dict[str, Any], **rest: Any) -> dict[str, ReadField]:
    """Read a body by question."""
    return {one.key: one for one in forms.show(SPEC, body, party_names=NAMES, documents=DOCUMENTS, **rest)}


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("urgency", ("Normal",)),
        ("interference", ("Physical", "Plume and dust")),
        ("crewed", ("No",)),
        ("mass", ("1250.5 kg",)),
        ("earliest", ("1 June 2027",)),
        ("landing", ("20 June 2027, 04:30 Asia/Tokyo", "19 June 2027, 19:30 UTC")),
        ("duration", ("14 days",)),
        ("affected", ("Republic of Korea", "France")),
        ("frequency", ("2025 to 2110 MHz",)),
        ("relied_on", ("Outer Space Treaty, IX",)),
        ("site", ("Moon, polygon", "-89.5 10", "-89.6 12", "-89.4 15")),
    ],
)
def test_an_answer_is_put_into_words(key: str, lines: tuple[str, ...]) -> None:
    """Options by label, parties by name, dates in words, instants in both zones."""
    assert lines == shown(BODY)[key].lines


def test_unknown_withheld_and_open_answers_are_said_in_words() -> None:
    """A reader sees why there is nothing."""
    body = shown({"mass": {"unknown": True}, "cost": {"withheld": "security"}})

    notes = [body[key].note for key in ("mass", "cost", "host")]
    assert ["Declared not known.", "Withheld: security.", "Not answered."] == notes


def test_a_redacted_answer_tells_nothing_of_itself() -> None:
    """Whether it is long, unknown or missing, the same words stand there."""
    answers = [shown(body, redacted={"purpose"})["purpose"] for body in (BODY, {}, {"purpose": {"unknown": True}})]

    assert answers[0] == answers[1] == answers[2]
    assert ("redacted", ()) == (answers[0].state, answers[0].lines)


def test_a_document_is_named_with_its_address_where_it_is_open() -> None:
    """One that is not open to the reader is named by its digest alone."""
    open_one = shown(BODY)["assessment"].documents[0]
    closed = shown({"assessment": {"digest": "0" * 64}})["assessment"].documents[0]

    assert ("assessment.pdf", "/documents/1") == (open_one.name, open_one.href)
    assert (DIGEST, "C3") == (open_one.digest, open_one.level)
    assert ("Document 000000000000", "") == (closed.name, closed.href)


def test_entries_of_a_list_are_read_without_what_was_left_open() -> None:
    """Each entry holds its answers."""
    entries = shown(BODY)["stations"].entries

    assert [["name", "state", "quiet", "windows"], ["name", "band"]] == [[one.key for one in row] for row in entries]
