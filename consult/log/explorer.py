"""Reading the log as one viewer may: entries of acts that it may see, of its own party and of the host are opened; of
all the rest there is a number, a hash, and the first signed checkpoint that covers it, as in the published log.

A list goes from the newest entry down, by number and without counting. Filters look at what the viewer may read: a
sealed entry has no kind, case or party for it, so that no filter can tell it from another.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select

from consult.contained import holds
from consult.log import reads
from consult.models.audit import audit_checkpoint, audit_leaf
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.levels import AS_SEEN
from consult.models.logbook import AUDIT_ENTRY
from consult.visibility import Viewer, act_condition, case_condition, entry_condition
from workflows.kernel.frozen import dataclass

PAGE = 50
ACTS = "act"
"""The kind under which acts of cases stand in the filter, beside the kinds of `consult.log.own`."""
READABLE = "readable"
"""Everything that the viewer may read, and no sealed entry."""
HOST = "host"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; nothing is narrowed by what is empty."""

    kind: str = ""
    ref: str = ""
    party: str = ""
    step: str = ""
    since: datetime | None = None
    until: datetime | None = None
    office: str = ""

    @property
    def narrow(self) -> bool:
        """Say whether anything is asked for, so that sealed entries are left out."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry: its number and hash, when a checkpoint first covered it (None: not yet), and the row of the act or of
    the own entry where the viewer may read it."""

    seq: int
    hash: bytes
    covered_at: datetime | None
    act: Any = None
    own: Any = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, and the number before which the next one begins (None at the end)."""

    lines: tuple[LogLine, ...]
    following: int | None


_COVERED = (
    select(audit_checkpoint.c.signed_at)
    .where(audit_checkpoint.c.size > audit_leaf.c.seq)
    .order_by(audit_checkpoint.c.size, audit_checkpoint.c.id)
    .limit(1)
    .scalar_subquery()
)
_LEAVES = select(audit_leaf.c.seq, audit_leaf.c.hash, _COVERED.label("covered_at"))
_ACTS = select(
    ACT_LEAF.c.seq,
    *AS_SEEN,
    CASES.c.ref,
    CASES.c.title,
    CASES.c.edition,
    CASES.c.filer,
    CASES.c.existence,
).select_from(ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id))
_LEAF = select(audit_leaf.c.seq, audit_leaf.c.hash, audit_leaf.c.leaf, _COVERED.label("covered_at")).where(
    audit_leaf.c.seq == bindparam("seq")
)


def list_entries(
    conn: Connection, viewer: Viewer, filters: Filters, *, before: int | None = None, size: int = PAGE
) -> LogPage:
    """List entries, the newest first, a page at a time."""
    query = _LEAVES
    if filters.narrow:
        numbers = _numbers(conn, viewer, filters, before, size + 1)
        query = query.where(audit_leaf.c.seq.in_(numbers))
    elif before is not None:
        query = query.where(audit_leaf.c.seq < before)
    rows = conn.execute(query.order_by(audit_leaf.c.seq.desc()).limit(size + 1)).all()
    shown = rows[:size]
    return LogPage(_lines(conn, viewer, shown, one_by_one=filters.narrow), shown[-1].seq if len(rows) > size else None)


def find_entry(conn: Connection, viewer: Viewer, seq: int) -> tuple[Any, LogLine] | None:
    """Find one entry: the row of its leaf, and the line with what the viewer may read of it; None where there is
    none."""
    row = conn.execute(_LEAF, {"seq": seq}).first()
    return (row, _lines(conn, viewer, [row])[0]) if row is not None else None


def reaches(conn: Connection, seq: int) -> bool:
    """Say whether the log has an entry of a number."""
    return conn.execute(_LEAF.with_only_columns(audit_leaf.c.seq), {"seq": seq}).first() is not None


@dataclass(frozen=True, slots=True)
class CaseOf:
    """What the policy of visibility asks of the case of an act."""

    id: int
    ref: str
    filer: str
    existence: str
    edition: str


def case_of(act: Any) -> CaseOf:
    """Give the case of an act's row, as the policy of visibility reads it."""
    return CaseOf(act.case_id, act.ref, act.filer, act.existence, act.edition)


def _lines(conn: Connection, viewer: Viewer, rows: Sequence[Any], *, one_by_one: bool = False) -> tuple[LogLine, ...]:
    """Open those of some entries that the viewer may read; entries that follow one another are found as a run, by a
    statement that does not tell how many they are."""
    numbers = [row.seq for row in rows] or [-1]

    def among(seq: Any) -> Any:
        return seq.in_(numbers) if one_by_one else seq.between(min(numbers), max(numbers))

    acts = {row.seq: row for row in conn.execute(_acts(viewer).where(among(ACT_LEAF.c.seq)))}
    own = {row.seq: row for row in conn.execute(_own(viewer).where(among(AUDIT_ENTRY.c.seq)))}
    for row in acts.values():
        reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
    return tuple(LogLine(row.seq, bytes(row.hash), row.covered_at, acts.get(row.seq), own.get(row.seq)) for row in rows)


def _acts(viewer: Viewer) -> Select[Any]:
    return _ACTS.where(case_condition(viewer), act_condition(viewer))


def _own(viewer: Viewer) -> Select[Any]:
    return select(AUDIT_ENTRY).where(entry_condition(viewer))


def _numbers(conn: Connection, viewer: Viewer, filters: Filters, before: int | None, most: int) -> list[int]:
    """Give the newest entries among those that the viewer may read and that pass the filters."""
    found: set[int] = set()
    if filters.kind in ("", READABLE, ACTS):
        found |= set(conn.execute(_narrowed_acts(viewer, filters, before).limit(most)).scalars())
    if filters.kind != ACTS and not filters.step and not filters.office:
        found |= set(conn.execute(_narrowed_own(viewer, filters, before).limit(most)).scalars())
    return sorted(found, reverse=True)[:most]


def _narrowed_acts(viewer: Viewer, filters: Filters, before: int | None) -> Select[Any]:
    query = _within(_acts(viewer).with_only_columns(ACT_LEAF.c.seq), ACT.c.recorded_at, ACT_LEAF.c.seq, filters, before)
    for column, value in ((CASES.c.ref, filters.ref), (ACT.c.party, filters.party)):
        query = query.where(column == value) if value else query
    if filters.office:
        query = query.where(holds(filters.office, ACT.c.office))
    return query.where(ACT.c.step.contains(filters.step, autoescape=True)) if filters.step else query


def _narrowed_own(viewer: Viewer, filters: Filters, before: int | None) -> Select[Any]:
    """Entries of a party and of the host; those about a case name it in what was sealed."""
    columns = AUDIT_ENTRY.c
    query = _within(_own(viewer).with_only_columns(columns.seq), columns.recorded_at, columns.seq, filters, before)
    if filters.kind and filters.kind != READABLE:
        query = query.where(columns.kind == filters.kind)
    if filters.party:
        query = query.where(columns.party.is_(None) if filters.party == HOST else columns.party == filters.party)
    if filters.ref:
        named = (f'"{filters.ref}"', f":{filters.ref}/")  # by itself, or as the paper of an act
        query = query.where(or_(*(columns.body.contains(name, autoescape=True) for name in named)))
    return query


def _within(query: Select[Any], recorded_at: Any, seq: Any, filters: Filters, before: int | None) -> Select[Any]:
    if filters.since is not None:
        query = query.where(recorded_at >= filters.since)
    if filters.until is not None:
        query = query.where(recorded_at < filters.until)
    if before is not None:
        query = query.where(seq < before)
    return query.order_by(seq.desc())
