"""The files of a dispute: what a neutral or a tribunal reads, and what stays among the parties.

Every act lies in one file at most: that of the kind of stage it belongs to, that of the arbitration, that of the
forming of a tribunal, or the common one with the notice, its receipt and what is told to every office. What lies in
none no office reads: talks between the parties, offers, drafts, the terms of a settlement. So a tribunal decides on
its own record (PCA2012 34), and what is said to a mediator stays there (UNCITRAL_MED). Not modelled: that a tribunal
is shown more than the parties file before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflows.agreements.clause import ARBITRATION
from workflows.dispute.frame import COMMON, CONSTITUTION, NEUTRALS, RECORD
from workflows.kernel.language import Step
from workflows.ladder import Rung

SHARED = frozenset((
    "serve_notice_of_dispute", "record_receipt", "acknowledge", "open_talks", "enter_deadlock",
    "record_stage_evidence", "object_to_stage", "state_urgency", "go_past_stage",
    "withdraw_one_claim", "withdraw_dispute", "withdraw_by_consent",
    "discontinue_together", "propose_discontinuance", "object_to_discontinuance", "discontinue", "leave_dispute",
    "record_departure", "suspend", "resume", "supersede", "void_error",
))  # fmt: skip
"""Steps that every office is told of, whatever its file."""


def filed_away(rows: Iterable[Step], rungs: Iterable[Rung]) -> Iterator[Step]:
    """Put every row into its file; one that is in a file already stays there."""
    kinds = {rung.key: rung.stage.kind for rung in rungs}
    for row in rows:
        file = row.file or _file_of(row, kinds)
        yield replace(row, file=file) if file else row


def _file_of(row: Step, kinds: dict[str, str]) -> str:
    if row.key in SHARED:
        return COMMON
    kind = kinds.get(row.track.key, "") if row.track and row.track.set == "stage" else ""
    if kind == ARBITRATION:
        return RECORD
    return kind if kind in NEUTRALS else ""


def lying_in(file: str, rows: Iterable[Step]) -> Iterator[Step]:
    """Put into one file the rows that are in none."""
    return (row if row.file else replace(row, file=file) for row in rows)


__all__ = ["COMMON", "CONSTITUTION", "RECORD", "filed_away", "lying_in"]
