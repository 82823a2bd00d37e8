"""Which entries of the log an audit log holds, found in runs: little is held of it at any time."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from consult.i18n import _
from consult.log.receipts import Unprovable
from consult.log.verifier import Policy, Rejected, Unchecked, open_checkpoint
from consult.models.audit import audit_checkpoint, audit_cosignature
from consult.models.cases import ACT, ACT_LEAF, CASES, FILING, FILING_BODY
from consult.models.levels import LEVEL, STRUCK
from consult.models.logbook import AUDIT_ENTRY
from consult.refusals import Closed
from consult.reports.audit.asking import HOST, Asked
from consult.reports.scope import Reach
from consult.visibility import act_condition, case_condition, entry_condition
from workflows.kernel.frozen import dataclass

RUN = 500
LOOKED = 200
"""Among how many of the newest checkpoints one with a quorum is looked for."""


@dataclass(frozen=True, slots=True)
class Covering:
    """The signed checkpoint by which all entries are proved: how many entries it covers, its root, its note with the
    cosignatures given until the audit log was asked for."""

    size: int
    root: bytes
    note: str


def covering(connection: Connection, asked: Asked, quorum: Policy | None = None) -> Covering:
    """Find the newest checkpoint that was signed when it was asked for, or with a policy the newest one that its quorum
    had cosigned by then; Unprovable where there is none."""
    newest = select(audit_checkpoint).where(audit_checkpoint.c.signed_at <= asked.at, audit_checkpoint.c.size > 0)
    for row in connection.execute(newest.order_by(audit_checkpoint.c.id.desc()).limit(1 if quorum is None else LOOKED)):
        note = row.note + "".join(_cosigned(connection, row, asked))
        if quorum is None or _is_attested(note, quorum):
            return Covering(row.size, bytes(row.root), note)
    raise Unprovable(_("No checkpoint of the log was signed yet: nothing could be proved. Try again in a minute."))


def _cosigned(connection: Connection, checkpoint: Any, asked: Asked) -> list[str]:
    """Give the first line of each witness on a checkpoint, by name; the same size and root may be signed again."""
    columns = audit_cosignature.c
    joined = audit_cosignature.join(audit_checkpoint, audit_checkpoint.c.id == columns.checkpoint_id)
    lines = (
        select(columns.witness, columns.line, audit_checkpoint.c.note)
        .select_from(joined)
        .where(columns.size == checkpoint.size, audit_checkpoint.c.root == checkpoint.root, columns.time <= asked.at)
        .order_by(columns.witness, columns.id)
    )
    text = _text(checkpoint.note)
    first: dict[str, str] = {}
    for row in connection.execute(lines):
        if _text(row.note) == text:
            first.setdefault(row.witness, f"{row.line.rstrip()}\n")
    return list(first.values())


def _text(note: str) -> str:
    """Give the signed text of a note."""
    return note.partition("\n\n")[0]


def _is_attested(note: str, quorum: Policy) -> bool:
    try:
        return open_checkpoint(note, quorum).attested
    except (Rejected, Unchecked):
        return False


_ACTS = select(
    ACT_LEAF.c.seq,
    ACT.c.id.label("act_id"),
    ACT.c.case_id,
    ACT.c.n,
    ACT.c.step,
    ACT.c.party,
    ACT.c.office,
    ACT.c.recorded_at,
    LEVEL.label("level"),
    STRUCK.label("struck"),
    ACT.c.basic,
    ACT.c.file,
    ACT.c.digest,
    ACT.c.body,
    CASES.c.id,
    CASES.c.ref,
    CASES.c.filer,
    CASES.c.existence,
    CASES.c.edition,
    FILING.c.party.label("author"),
    FILING_BODY.c.body.label("words"),
).select_from(
    ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id)
    .join(CASES, CASES.c.id == ACT.c.case_id)
    .outerjoin(FILING, FILING.c.act_id == ACT.c.id)
    .outerjoin(FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id)
)


def acts_query(asked: Asked, size: int) -> Select[Any]:
    """Select the acts that belong into an audit log."""
    viewer = asked.viewer
    query: Select[Any] = _ACTS.where(case_condition(viewer), act_condition(viewer), ACT_LEAF.c.seq < size)
    query = _within(query, ACT.c.recorded_at, asked).where(LEVEL.in_(sorted(asked.reach.levels)))
    if asked.reach == Reach.PUBLIC:
        query = query.where(CASES.c.existence == "C0")
    if not asked.exercise:
        query = query.where(CASES.c.exercise.is_(False))
    narrowed: tuple[tuple[Any, str], ...] = (
        (CASES.c.procedure, asked.procedure),
        (ACT.c.party, asked.party),
        (ACT.c.step, asked.act),
    )
    for column, value in (*narrowed, (CASES.c.ref, asked.case)):
        query = query.where(column == value) if value else query
    return query


def own_query(asked: Asked, size: int) -> Select[Any] | None:
    """Select the entries that are no acts: those of the maker's party for itself, the host's for all parties; None
    where none can belong into it."""
    if asked.reach == Reach.PUBLIC or asked.procedure:
        return None
    entry = AUDIT_ENTRY.c
    query = _within(
        select(AUDIT_ENTRY).where(entry_condition(asked.viewer), entry.seq < size), entry.recorded_at, asked
    )
    if asked.reach == Reach.PARTIES:
        query = query.where(entry.party.is_(None))
    if asked.party:
        query = query.where(entry.party.is_(None) if asked.party == HOST else entry.party == asked.party)
    if asked.act:
        query = query.where(entry.kind == asked.act)
    if asked.case:
        named = (f'"{asked.case}"', f":{asked.case}/")  # by itself, or as the paper of an act
        query = query.where(or_(*(entry.body.contains(name, autoescape=True) for name in named)))
    return query


def _within(query: Select[Any], recorded_at: Any, asked: Asked) -> Select[Any]:
    query = query.where(recorded_at >= asked.begins_at, recorded_at <= asked.at)
    return query if asked.ends_before is None else query.where(recorded_at < asked.ends_before)


@dataclass(frozen=True, slots=True)
class Extent:
    """How many entries can be read, and the first and last number among them (None of none)."""

    readable: int
    first: int | None
    last: int | None


def extent(connection: Connection, asked: Asked, size: int) -> Extent:
    """Count what an audit log would open, by two statements."""
    count, first, last = 0, [], []
    own = own_query(asked, size)
    for query, seq in ((acts_query(asked, size), ACT_LEAF.c.seq), (own, AUDIT_ENTRY.c.seq)):
        if query is None:
            continue
        row = connection.execute(query.with_only_columns(func.count(), func.min(seq), func.max(seq))).one()
        count += row[0]
        if row[0]:
            first.append(row[1])
            last.append(row[2])
    return Extent(count, min(first, default=None), max(last, default=None))


def find_audit(connection: Connection, asked: Asked, quorum: Policy | None = None) -> tuple[Covering, Extent]:
    """Find by what an audit log is proved and what is in it: by a checkpoint that witnesses cosigned, where one covers
    all of it. Closed where nothing is in it, Unprovable before the first checkpoint."""
    under = covering(connection, asked)
    found = extent(connection, asked, under.size)
    if not found.readable or found.last is None:
        raise Closed(_("No entry of this period that may stand in this set fits, or no checkpoint covers one yet."))
    if quorum is not None:
        with suppress(Unprovable):
            attested = covering(connection, asked, quorum)
            under = attested if found.last < attested.size else under
    return under, found


def runs(connection: Connection, asked: Asked, size: int, found: Extent) -> Iterator[Sequence[int]]:
    """Yield the numbers of all entries, in order and in runs: each between the first and the last where nothing but
    the period narrows it, else those that can be read."""
    if found.first is None or found.last is None:
        return
    if not asked.is_narrow:
        for start in range(found.first, found.last + 1, RUN):
            yield range(start, min(start + RUN, found.last + 1))
        return
    after = -1
    while numbers := _next(connection, asked, size, after):
        yield numbers
        after = numbers[-1]


def _next(connection: Connection, asked: Asked, size: int, after: int) -> list[int]:
    """Give the next numbers that can be read."""
    numbers: list[int] = []
    own = own_query(asked, size)
    for query, seq in ((acts_query(asked, size), ACT_LEAF.c.seq), (own, AUDIT_ENTRY.c.seq)):
        if query is not None:
            following = query.with_only_columns(seq).where(seq > after).order_by(seq).limit(RUN)
            numbers += connection.execute(following).scalars()
    return sorted(numbers)[:RUN]
