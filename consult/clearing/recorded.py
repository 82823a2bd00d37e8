"""Clearance compared with what the log sealed of it: lanes, moves, where papers stand, and the stages behind acts.

A lane decides what may leave a party, and a move is what clearance is proved by later: each must be the one that its
entry recorded, a paper must stand where its moves lead, and every stage that stands behind an act was passed for that
act's very text. Not compared: comments, and reasons, of which the log keeps the digest alone.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from consult.clearing.required import BY_DISPATCH
from consult.clearing.standing_at import PASSED
from consult.i18n import _
from consult.log.findings import Finding
from consult.models.cases import ACT, ACT_LEAF, CASES, DRAFT
from consult.models.clearing import ACT_CLEARANCE, CLEARANCE_LANE, CLEARANCE_MOVE, DRAFT_LANE
from consult.models.logbook import AUDIT_ENTRY
from workflows.kernel.case import Act

LANE, MOVE = "clearance_lane", "clearance_move"


def clearance_findings(connection: Connection) -> Iterator[Finding]:
    """Report every lane and move that is not what the log recorded, and every act without the stages it names."""
    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind.in_((LANE, MOVE))).order_by(AUDIT_ENTRY.c.seq)
    entries = {row.seq: row for row in connection.execute(query)}
    yield from _lanes(connection, entries)
    moves = {row.id: row for row in connection.execute(_MOVES)}
    yield from _moves(moves, entries)
    for seq in entries:
        sentence = _("Entry %(seq)s is of a clearance that is not there.", seq=seq)
        yield Finding("clearance", seq, sentence)
    yield from _places(connection, moves)
    yield from _acts(connection, moves)


_MOVES = (
    select(CLEARANCE_MOVE, DRAFT.c.ref, DRAFT.c.party)
    .select_from(CLEARANCE_MOVE.join(DRAFT))
    .order_by(CLEARANCE_MOVE.c.draft_id, CLEARANCE_MOVE.c.n)
)


def _lanes(connection: Connection, entries: dict[int, Any]) -> Iterator[Finding]:
    before: dict[str, Any] = {}
    for row in connection.execute(select(CLEARANCE_LANE).order_by(CLEARANCE_LANE.c.id)):
        sealed = {"stages": row.stages, "before": before.get(row.party_key, [])}
        if not _is(entries.pop(row.seq, None), LANE, row.party_key, row.changed_at, sealed):
            yield Finding("clearance", row.seq, _("Lane %(id)s is not what the log recorded of it.", id=row.id))
        before[row.party_key] = row.stages


def _moves(moves: Mapping[int, Any], entries: dict[int, Any]) -> Iterator[Finding]:
    for row in moves.values():
        sealed = {"draft": row.ref, "n": row.n, "move": row.kind, "lane": row.lane_id, "stage": row.stage}
        sealed |= {"to": row.to_stage, "digest": row.digest, "reason": row.reason_digest}
        if not _is(entries.pop(row.seq, None), MOVE, row.party, row.at, sealed):
            sentence = _("Move %(id)s of a paper in clearance is not what the log recorded of it.", id=row.id)
            yield Finding("clearance", row.seq, sentence)


def _is(entry: Any, kind: str, party: str, at: Any, sealed: Mapping[str, Any]) -> bool:
    told = (kind, party, at)
    return (
        entry is not None
        and (entry.kind, entry.party, entry.recorded_at) == told
        and json.loads(entry.body) == dict(sealed)
    )


def _places(connection: Connection, moves: Mapping[int, Any]) -> Iterator[Finding]:
    """Compare where each paper stands with its last move."""
    last = {row.draft_id: row for row in moves.values()}
    there = {row.draft_id: row for row in connection.execute(select(DRAFT_LANE))}
    for draft, move in last.items():
        row = there.pop(draft, None)
        if row is None or (row.turn, row.stage, row.lane_id) != (move.n, move.to_stage, move.lane_id):
            sentence = _("Paper %(ref)s does not stand where its clearance led.", ref=move.ref)
            yield Finding("clearance", move.seq, sentence)
    for draft in there:
        yield Finding("clearance", None, _("Draft %(id)s stands in a lane without a move.", id=draft))


def _acts(connection: Connection, moves: Mapping[int, Any]) -> Iterator[Finding]:
    """Compare the stages behind each act with the moves that they name."""
    query = (
        select(ACT_CLEARANCE, ACT.c.body, CASES.c.ref, ACT_LEAF.c.seq)
        .select_from(
            ACT_CLEARANCE.join(ACT, ACT.c.id == ACT_CLEARANCE.c.act_id)
            .join(CASES, CASES.c.id == ACT.c.case_id)
            .outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id)
        )
        .order_by(ACT_CLEARANCE.c.act_id)
    )
    for row in connection.execute(query):
        act = Act.from_json(json.loads(row.body))
        if not all(_stands(one, act, moves.get(int(one.get("move", 0)))) for one in row.stages):
            sentence = _("Act %(n)s of case %(ref)s left without a stage that it names.", n=act.n, ref=row.ref)
            yield Finding("clearance", row.seq, sentence)


def _stands(stage: Mapping[str, Any], act: Act, move: Any) -> bool:
    """Say whether a stage behind an act was passed for its text, by dispatching it, or needed not be."""
    if stage["how"] != PASSED:
        return stage["how"] == BY_DISPATCH or not stage["required"]
    told = move is not None and (move.kind, move.stage, move.digest, move.party, move.seq)
    return bool(told == (PASSED, stage["key"], act.digest, act.party, stage["seq"]) and move.at <= act.at)
