"""Reading the record for a report: cases, who takes part in them, and their acts up to an instant, in few queries.

Every query passes the conditions of `consult.visibility` for the author; a report narrows that further. Rows of cases,
limits and tracks as they are today are not read, but for what never changes, so that a date gives the same report for
ever.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from sys import intern
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, literal, select, true

from consult.delivery.drills import DROPPED
from consult.docket.editions import Editions
from consult.models.audit import audit_checkpoint
from consult.models.cases import ACT, ACT_LEAF, CASE_PARTY, CASES, DEADLINE, IDEMPOTENCY
from consult.models.channels import DRILL, DRILL_POINT
from consult.models.levels import LEVEL
from consult.models.parties import PARTY
from consult.reports.folding import Folded
from consult.reports.matters import Entry, Part
from consult.visibility import (
    APART,
    SEALED,
    Viewer,
    act_condition,
    case_condition,
    deadline_condition,
    participant_condition,
)
from workflows.kernel.frozen import dataclass
from workflows.kernel.moving import ACCEPT
from workflows.kernel.procedure import Procedure

PRACTICE = "practice:%"
"""How the key begins under which a case of practice was opened (`consult.demo.practice`)."""
CHUNK = 2000
A_READ = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is read: for whom, up to which instant, of which cases (None: all), and whether exercises are meant."""

    viewer: Viewer
    at: datetime
    cases: tuple[str, ...] | None
    exercise: bool
    with_sealed: bool


@dataclass(slots=True)
class Read:
    """One case as it was read, with its acts folded and who took part in it by the instant."""

    row: Any
    folded: Folded
    parts: tuple[Part, ...]


def condition(asked: Asked) -> ColumnElement[bool]:
    """Give the condition on `cases` under which a report may look at a case at all."""
    practised = select(IDEMPOTENCY.c.case_id).where(IDEMPOTENCY.c.key.like(PRACTICE))
    found = [
        case_condition(asked.viewer),
        CASES.c.opened_on <= asked.at,
        CASES.c.exercise.is_(asked.exercise),
        CASES.c.id.not_in(practised),
        true() if asked.with_sealed else CASES.c.existence != SEALED,
    ]
    if asked.cases is not None:
        found.append(CASES.c.ref.in_(sorted(asked.cases)))
    return and_(*found)


def read_cases(connection: Connection, editions: Editions, asked: Asked) -> Iterator[Read]:
    """Read the cases of a report one after the other, the first recorded first."""
    where = condition(asked)
    rows = {row.id: row for row in connection.execute(select(CASES).where(where))}
    parts = _parts(connection, asked, rows)
    first = _first_editions(connection, where)

    def procedure(digest: str) -> Procedure:
        return editions.of(connection, digest)

    with connection.execute(_acts(asked, where), execution_options={"yield_per": CHUNK}) as stream:
        for case_id, acts in groupby(stream, key=attrgetter("case_id")):
            row = rows[case_id]
            folded = Folded(procedure, first.get(case_id, row.edition))
            for act in acts:
                folded.take(_entry(row.ref, act), act.recorded_at, act.body)
            yield Read(row, folded, tuple(parts.get(case_id, ())))


def _entry(ref: str, act: Any) -> Entry:
    """Make an act of its row; words that many acts have are kept once."""
    return Entry(
        id=f"{ref}/{act.n}",
        n=act.n,
        kind=intern(act.kind),
        step=intern(act.step),
        party=intern(act.party),
        on=act.on_at,
        day=act.on_at.date(),  # instants of the record are in UTC
        recorded_at=act.recorded_at,
        came=intern(act.came),
        went=intern(act.went),
        level=intern(act.level),
        basic=act.basic,
        seq=act.seq,
        moved=act.came != act.went,
        seen=bool(act.seen),
    )


def _acts(asked: Asked, where: ColumnElement[bool]) -> Any:
    """Select the acts that were recorded by the instant, in their order, each with whether the author may see it."""
    seen = case((act_condition(asked.viewer), literal(1)), else_=literal(0)).label("seen")
    columns = (ACT.c.case_id, ACT.c.n, ACT.c.kind, ACT.c.step, ACT.c.party, ACT.c.on_at, ACT.c.recorded_at)
    more = (ACT.c.came, ACT.c.went, LEVEL.label("level"), ACT.c.basic, ACT.c.body, ACT_LEAF.c.seq, seen)
    joined = ACT.join(CASES, CASES.c.id == ACT.c.case_id).join(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id, isouter=True)
    query = select(*columns, *more).select_from(joined).where(where, ACT.c.recorded_at <= asked.at)
    return query.order_by(ACT.c.case_id, ACT.c.n)


def _parts(connection: Connection, asked: Asked, cases: Collection[int]) -> dict[int, list[Part]]:
    """Read who took part by the instant in cases that the author may know of, and mark those that it knows of; by the
    numbers of the cases, since the condition on cases asks the same table."""
    open_to = case((participant_condition(asked.viewer), literal(1)), else_=literal(0)).label("open")
    columns = (CASE_PARTY.c.case_id, CASE_PARTY.c.party, CASE_PARTY.c.role, CASE_PARTY.c.stake, CASE_PARTY.c.since)
    query = select(*columns, CASE_PARTY.c.reads, open_to).select_from(CASE_PARTY.join(CASES))
    query = query.where(CASE_PARTY.c.case_id.in_(bindparam("of", expanding=True)), CASE_PARTY.c.since <= asked.at)
    query = query.order_by(CASE_PARTY.c.case_id, CASE_PARTY.c.party, CASE_PARTY.c.role)
    found: dict[int, list[Part]] = {}
    for some in batched(sorted(cases), A_READ):
        for row in connection.execute(query, {"of": some}):
            part = Part(row.party, row.role, row.stake, row.reads == APART, row.since, bool(row.open))
            found.setdefault(row.case_id, []).append(part)
    return found


def batched(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Cut numbers into pieces."""
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _first_editions(connection: Connection, where: ColumnElement[bool]) -> dict[int, str]:
    """Name the edition under which each case was opened that was ever moved to another: the first that it left."""
    query = select(ACT.c.case_id, ACT.c.body).select_from(ACT.join(CASES)).where(where, ACT.c.step == ACCEPT)
    found: dict[int, str] = {}
    for row in connection.execute(query.order_by(ACT.c.case_id, ACT.c.n)):
        left = [effect[2] for effect in json.loads(row.body).get("effects", ()) if effect[0] == "edition"]
        if left:
            found.setdefault(row.case_id, left[0])
    return found


def visible_limits(connection: Connection, asked: Asked) -> frozenset[tuple[int, str]]:
    """Name the limits that the author may see, by case and key: who sees a limit never changes while it is kept."""
    query = select(DEADLINE.c.case_id, DEADLINE.c.key).select_from(DEADLINE.join(CASES))
    query = query.where(condition(asked), deadline_condition(asked.viewer))
    return frozenset((row.case_id, row.key) for row in connection.execute(query))


def kinds_of(connection: Connection) -> dict[str, str]:
    """Say of every party whether it is a State, an organisation or a body."""
    return {row.key: row.kind for row in connection.execute(select(PARTY.c.key, PARTY.c.kind))}


def signed_by(connection: Connection, at: datetime) -> tuple[Any, ...]:
    """List the last checkpoint of each day, in UTC, that was signed by an instant, the smallest first."""
    columns = (audit_checkpoint.c.signed_at, audit_checkpoint.c.size, audit_checkpoint.c.root)
    query = select(*columns).where(audit_checkpoint.c.signed_at <= at)
    last: dict[Any, Any] = {}
    for row in connection.execute(query.order_by(audit_checkpoint.c.signed_at, audit_checkpoint.c.size)):
        last[row.signed_at.date()] = row
    return tuple(sorted(last.values(), key=lambda row: (row.size, row.signed_at)))


def tests_closed(connection: Connection, since: datetime, until: datetime) -> tuple[Any, ...]:
    """List the contact points that were tried in tests that were closed within a span, in their order."""
    query = select(DRILL_POINT, DRILL.c.closed_at).select_from(DRILL_POINT.join(DRILL))
    query = query.where(DRILL.c.closed_at >= since, DRILL.c.closed_at <= until, DRILL_POINT.c.result != DROPPED)
    return tuple(connection.execute(query.order_by(DRILL_POINT.c.drill_id, DRILL_POINT.c.id)))
