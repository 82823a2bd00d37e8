"""Where a paper stands in its lane: folded from its moves, so that what is cached beside it can be compared.

A paper that was never submitted stands at the first stage of its party's present lane. A stage counts as passed for one
text, by its digest, and as long as no later move took the paper back before it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult.clearing.lanes import Lane, Paper, Stage, find_lane, lane_of
from consult.models.cases import CASES
from consult.models.clearing import CLEARANCE_MOVE, DRAFT_LANE
from consult.models.parties import PERSON
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass

PASSED, SKIPPED, SENT_BACK, TAKEN_OVER, RECALLED, VOIDED, RESTARTED = (
    "passed",
    "skipped",
    "sent_back",
    "taken_over",
    "recalled",
    "voided",
    "restarted",
)
BACK = frozenset({SENT_BACK, RECALLED, VOIDED, RESTARTED})
"""Moves by which stages that were passed are passed no more."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper stands: its lane and stages, the stage it is at (None: through all), how many moves there were,
    since when, by whom it was taken over (a mandate), and the move by which each stage was passed."""

    lane: Lane
    stages: tuple[Stage, ...]
    stage: Stage | None
    turn: int
    since: datetime
    taken_by: int | None
    paper: Paper
    digest: str
    passed: Mapping[str, Any] = field(default_factory=dict)
    moves: tuple[Any, ...] = ()

    @property
    def applies(self) -> bool:
        """Say whether there is a lane for this paper."""
        return bool(self.stages)

    @property
    def is_first(self) -> bool:
        """Say whether the paper is with those who write it."""
        return self.stage is not None and self.stage == self.stages[0]

    @property
    def passed_now(self) -> Mapping[str, Any]:
        """Give the stages that the present text passed."""
        return {key: move for key, move in self.passed.items() if move.digest == self.digest}

    @property
    def lacking(self) -> tuple[Stage, ...]:
        """Give the required stages that the present text did not pass."""
        return tuple(one for one in self.stages if one.required and one.key not in self.passed_now)

    def before(self) -> tuple[Stage, ...]:
        """Give the stages to which the paper may be sent back."""
        if self.stage is None:
            return self.stages
        return self.stages[: self.stages.index(self.stage)]

    def after(self, stage: Stage) -> Stage | None:
        """Give the stage that follows one, None at the end."""
        i = self.stages.index(stage) + 1
        return self.stages[i] if i < len(self.stages) else None


def place_of(conn: Connection, draft: Any, paper: Paper) -> Place:
    """Say where a draft, a row of its columns, stands in its lane."""
    kept = conn.execute(select(DRAFT_LANE).where(DRAFT_LANE.c.draft_id == draft.id)).first()
    digest = digest_of(draft.body)
    if kept is None:
        lane = lane_of(conn, draft.party)
        stages = lane.stages_for(paper.procedure)
        return Place(lane, stages, stages[0] if stages else None, 0, draft.changed_at, None, paper, digest)
    lane, moves = find_lane(conn, kept.lane_id), moves_of(conn, draft.id)
    stages = lane.stages_for(paper.procedure)
    if not stages:  # it was begun again when there was no lane: a new one counts from its first stage on
        lane = lane_of(conn, draft.party)
        stages = lane.stages_for(paper.procedure)
        first = stages[0] if stages else None
        return Place(lane, stages, first, kept.turn, kept.held_since, None, paper, digest, {}, moves)
    stage = next((one for one in stages if one.key == kept.stage), None)
    passed = passed_in(moves, [one.key for one in stages])
    return Place(lane, stages, stage, kept.turn, kept.held_since, kept.taken_by, paper, digest, passed, moves)


def moves_of(conn: Connection, draft_id: int) -> tuple[Any, ...]:
    """Give the moves of a paper in their order, each with the name of who made it."""
    absent = PERSON.alias()
    query = (
        select(CLEARANCE_MOVE, PERSON.c.name, absent.c.name.label("for_name"))
        .select_from(
            CLEARANCE_MOVE.join(PERSON, PERSON.c.id == CLEARANCE_MOVE.c.person_id).outerjoin(
                absent, absent.c.id == CLEARANCE_MOVE.c.for_person_id
            )
        )
        .where(CLEARANCE_MOVE.c.draft_id == draft_id)
    )
    return tuple(conn.execute(query.order_by(CLEARANCE_MOVE.c.n)))


def passed_in(moves: Iterable[Any], keys: Sequence[str]) -> dict[str, Any]:
    """Fold moves to those by which stages stand passed; going back to a stage takes it and all after it away."""
    passed: dict[str, Any] = {}
    for move in moves:
        if move.kind == PASSED:
            passed[move.stage] = move
        elif move.kind in BACK:
            kept = keys.index(move.to_stage) if move.to_stage in keys else 0
            passed = {key: one for key, one in passed.items() if key in keys[:kept]}
    return passed


def paper_of(conn: Connection, case_id: int) -> Paper:
    """Give what of a case decides who holds the stages of its papers."""
    row = conn.execute(select(CASES.c.procedure, CASES.c.at_level, CASES.c.ref).where(CASES.c.id == case_id)).one()
    return Paper(row.procedure, row.at_level, row.ref)


def goes_by_lane(conn: Connection, draft: Any) -> bool:
    """Say whether a draft goes through stages of a lane."""
    return place_of(conn, draft, paper_of(conn, draft.case_id)).applies
