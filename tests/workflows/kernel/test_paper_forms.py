"""In which form a filing stands on paper: what follows from who takes the step, what its filing says, whose hands lie
on it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from workflows import catalogue
from workflows.kernel.acts import HAND, HAND_WITHDRAWN, STEP, Act
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.fields import (
    AGREED,
    DECISION,
    LETTER,
    MEMORANDUM,
    NOTE,
    REQUEST,
    FilingSpec,
)
from workflows.kernel.paper_forms import form_of_paper, hands_on, row_of_act
from workflows.kernel.procedure import AGENCY, Procedure
from workflows.kernel.steps import Step
from workflows.kernel.words import Capacity

PROCEDURES = {key: form.with_defaults() for key, form in catalogue().items()}
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def row(key: str, step: str, capacity: str = "") -> Step:
    """Find the row of a step that asks for something, taken in a capacity."""
    rows = PROCEDURES[key].rows[step]
    return next(one for one in rows if one.filing and (not capacity or one.capacity == capacity))


@pytest.mark.parametrize(
    ("key", "step", "form"),
    [
        ("ost9", "serve_notice", NOTE),
        ("ost9", "reply", NOTE),
        ("ost9", "start_assessment", MEMORANDUM),
        ("ost9", "acknowledge", LETTER),
        ("ost9", "record_agreed", AGREED),
        ("meeting", "agree_record", AGREED),
        ("settlement", "settle", AGREED),
        ("settlement", "render_award", DECISION),
        ("settlement", "invite_mediation", REQUEST),
        ("settlement", "serve_notice_of_dispute", NOTE),
        ("liability", "decide", DECISION),
        ("liability", "request_commission", REQUEST),
        ("room", "say", LETTER),
        ("lunar_notice", "offer_good_offices", LETTER),
    ],
)
def test_a_step_has_the_form_that_missions_use(key: str, step: str, form: str) -> None:
    """A notice is a note, a minute has both signatures, an award decides."""
    assert form == form_of_paper(PROCEDURES[key], row(key, step))


def test_between_agencies_there_is_no_note_verbale() -> None:
    """Given a procedure at the level of agencies, what is dispatched is a letter."""
    for key, procedure in PROCEDURES.items():
        forms = {form_of_paper(procedure, one) for one in procedure.steps if one.filing}
        assert procedure.level != AGENCY or NOTE not in forms, key


def test_only_an_office_decides() -> None:
    """A State that appoints or removes an arbitrator writes no decision, though the authority that does so does."""
    of = PROCEDURES["liability"]
    decided = row("liability", "order_proceedings")
    by_state = replace(decided, capacity=Capacity.DISPATCH)

    assert (DECISION, NOTE) == (form_of_paper(of, decided), form_of_paper(of, by_state))


def test_a_filing_says_a_form_of_the_list_or_is_refused() -> None:
    """The list is closed."""
    with pytest.raises(ValueError, match="there is no form of paper “scroll”"):
        FilingSpec("x", "X", (), on_paper="scroll")


def test_an_edition_without_a_word_on_it_reads_as_before() -> None:
    """Given an edition stored before filings had a form: its text has no trace of one, and what follows holds."""
    ost9 = PROCEDURES["ost9"]
    again: Procedure = thaw(freeze(ost9))

    assert b"on_paper" not in freeze(ost9)
    assert NOTE == form_of_paper(again, again.rows["serve_notice"][0])
    assert b'"on_paper":"decision"' in freeze(PROCEDURES["settlement"])


def test_an_act_is_found_by_what_it_answers_where_a_step_has_several_rows() -> None:
    """Given the two filings of “identify” of a claim: the one whose questions were answered."""
    of = PROCEDURES["liability"]
    rows = [one for one in of.rows["identify"] if one.filing]
    for one in rows:
        assert one.filing is not None
        keys = [field.key for field in one.filing.fields]
        assert one.filing == _filing(
            of, _act(1, STEP, "CAN", step="identify", came=one.frm[0], track=_track(one)), keys
        )
    assert row_of_act(of, _act(1, STEP, "CAN", step="nothing")) is None


def _filing(of: Procedure, act: Act, keys: list[str]) -> FilingSpec | None:
    found = row_of_act(of, act, keys)
    return found.filing if found else None


def _track(row: Step) -> str | None:
    return f"{row.track.set}:CAN" if row.track else None


def _act(n: int, kind: str, party: str, **rest: Any) -> Act:
    given: Mapping[str, Any] = {"step": "settle", "came": "open", "went": "open", "digest": "d", **rest}
    return Act(n, kind, party=party, at=AT, on=AT, **given)


def _hand(n: int, party: str, *, fresh: bool = False, digest: str = "d") -> Act:
    return _act(n, HAND, party, digest=digest, effects=(("hand", "settle", digest, fresh),))


def test_the_hands_on_a_text_are_those_laid_on_it_and_not_taken_back() -> None:
    """Given hands of Japan and France on one text, one of Korea taken back, and an older text: those of the last."""
    older, japan, korea = _hand(1, "JPN", fresh=True, digest="old"), _hand(2, "JPN", fresh=True), _hand(3, "KOR")
    back, france, last = _act(4, HAND_WITHDRAWN, "KOR"), _hand(5, "FRA"), _act(6, STEP, "KOR")
    acts = (older, japan, korea, back, france, last)

    assert [2, 5, 6] == [act.n for act in hands_on(acts, last)]
    assert [2, 3] == [act.n for act in hands_on(acts, korea)]
    assert [1] == [act.n for act in hands_on(acts, older)]
    assert [2] == [act.n for act in hands_on(acts, japan)]


def test_hands_on_another_track_or_step_are_none_of_these() -> None:
    """Two relations may each have their minute."""
    other, own = _act(1, HAND, "FRA", track="addressee:FRA"), _act(2, STEP, "JPN", track="addressee:KOR")

    assert [2] == [act.n for act in hands_on((other, own), own)]
