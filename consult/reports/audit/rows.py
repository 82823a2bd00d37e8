"""The rows of an audit log: leaf, path to the checkpoint, what is opened and what is not, and what that says."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from consult.docket.editions import Editions
from consult.i18n import _
from consult.log import reads, tree
from consult.log.leaf import FIELDS
from consult.log.leaf import Opening as Value
from consult.log.nodes import Broken, node_reader
from consult.log.receipts import Unprovable
from consult.log.verifier import AUDIT_VERSION, Rejected, audit_said, open_field
from consult.models.audit import audit_leaf, audit_opening
from consult.models.cases import ACT, ACT_LEAF, SERVICE
from consult.models.logbook import AUDIT_ENTRY
from consult.reports.audit.asking import Asked
from consult.reports.audit.finding import Covering, Extent, acts_query, own_query, runs
from consult.reports.audit.opening import Opening
from consult.reports.scope import Reach
from consult.visibility import whole_service
from workflows.kernel.frozen import dataclass

NODES_KEPT = 4096
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry: as the line of the audit log says it, and whether any of it is opened."""

    line: Mapping[str, Any]
    is_open: bool

    @property
    def said(self) -> Mapping[str, Any]:
        """Give what the entry says, by the names of the columns."""
        return {**self.line["said"], **self.line["beside"]}


def audit_rows(
    connection: Connection, asked: Asked, editions: Editions, under: Covering, found: Extent, progress: Progress
) -> Iterator[AuditRow]:
    """Yield the entries of an audit log in the order of the log; `progress` is told after each run how many there were
    so far. Raises Unprovable where what is stored does not lead to the checkpoint."""
    opening = Opening(connection, asked, editions)
    read = lru_cache(maxsize=NODES_KEPT)(node_reader(connection))
    done = 0
    for numbers in runs(connection, asked, under.size, found):
        yield from _run(connection, asked, opening, under, read, numbers)
        done += len(numbers)
        progress(done)


def _run(
    connection: Connection,
    asked: Asked,
    opening: Opening,
    under: Covering,
    read: tree.ReadNode,
    numbers: Sequence[int],
) -> Iterator[AuditRow]:
    """Yield the entries of one run, read by a few statements.

    Long because: what is read once for the run stands beside what is made of it.
    """
    acts = _by_seq(connection, acts_query(asked, under.size).where(_among(ACT_LEAF.c.seq, numbers)))
    query = own_query(asked, under.size)
    own = {} if query is None else _by_seq(connection, query.where(_among(AUDIT_ENTRY.c.seq, numbers)))
    services = _services(connection, asked, numbers) if asked.reach == Reach.FULL else {}
    values = _values(connection, [*acts, *own])
    for leaf in connection.execute(
        select(audit_leaf.c.seq, audit_leaf.c.leaf, audit_leaf.c.chain_id)
        .where(_among(audit_leaf.c.seq, numbers))
        .order_by(audit_leaf.c.seq)
    ).all():
        act, entry = acts.get(leaf.seq), own.get(leaf.seq)
        fields: frozenset[str] = frozenset()
        beside: dict[str, Any] = {}
        if act is not None:
            reads.note(connection, reads.act_paper(act.ref, act.n), act.level)
            fields, beside = opening.fields_of(act, leaf.chain_id), {"level": act.level}
            beside |= {"service": services[act.act_id]} if act.act_id in services else {}
        elif entry is not None:
            fields = _of_entry(entry, asked)
        yield _row(leaf.seq, bytes(leaf.leaf), fields, values.get(leaf.seq, {}), beside, _path(read, leaf, under))


def _row(
    seq: int, leaf: bytes, fields: frozenset[str], stored: Mapping[str, str], beside: Mapping[str, Any], path: list[str]
) -> AuditRow:
    given = [name for name in FIELDS if name in fields]
    disclosures = {name: stored[name] for name in given if name in stored}
    line = {
        "v": AUDIT_VERSION,
        "index": seq,
        "leaf": b64encode(leaf).decode("ascii"),
        "path": path,
        "disclosures": disclosures,
        "withheld": [name for name in FIELDS if name not in fields],
        "erased": [name for name in given if name not in stored],
        "said": audit_said(seq, leaf, {name: _opened(seq, leaf, text) for name, text in disclosures.items()}),
        "beside": beside,
    }
    return AuditRow(line, bool(disclosures))


def _opened(seq: int, leaf: bytes, disclosure: str) -> Any:
    try:
        return open_field(leaf, disclosure)[1]
    except Rejected:
        raise Unprovable(_("What is stored of entry %(seq)s is not what was sealed.", seq=seq)) from None


def _path(read: tree.ReadNode, leaf: Any, under: Covering) -> list[str]:
    """Give the path of an entry to the root of the checkpoint, having followed it."""
    try:
        path = tree.prove_inclusion(leaf.seq, under.size, read)
        tree.check_inclusion(leaf.seq, under.size, tree.hash_leaf(bytes(leaf.leaf)), path, under.root)
    except (Broken, tree.NotProved):
        raise Unprovable(_("Entry %(seq)s does not lead to the signed root.", seq=leaf.seq)) from None
    return [b64encode(each).decode("ascii") for each in path]


def _of_entry(entry: Any, asked: Asked) -> frozenset[str]:
    """Say which fields are opened of an entry that is no act: the name in it to its own party alone."""
    return frozenset(FIELDS) - (frozenset() if entry.party and asked.reach == Reach.FULL else {"person"})


def _by_seq(connection: Connection, query: Any) -> dict[int, Any]:
    return {row.seq: row for row in connection.execute(query)}


def _among(column: Any, numbers: Sequence[int]) -> Any:
    """Choose a run by its ends where it has no gap."""
    first, last = numbers[0], numbers[-1]
    return column.between(first, last) if last - first + 1 == len(numbers) else column.in_(list(numbers))


def _values(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, str]]:
    """Read the disclosures of entries that are opened, by number and field."""
    found: dict[int, dict[str, str]] = {}
    if numbers:
        columns = audit_opening.c
        query = select(columns.seq, columns.field, columns.salt, columns.value).where(columns.seq.in_(numbers))
        for row in connection.execute(query):
            said = Value(row.field, bytes(row.salt), row.value).disclosure()
            found.setdefault(row.seq, {})[row.field] = said
    return found


def _services(connection: Connection, asked: Asked, numbers: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    """Read how far the service of acts came: on everybody where the maker sees that, else on its own party."""
    viewer = asked.viewer
    found: dict[int, list[dict[str, str]]] = {}
    joined = SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id).join(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id)
    seen = or_(SERVICE.c.party == viewer.party, whole_service(viewer))
    query = select(SERVICE).select_from(joined).where(and_(_among(ACT_LEAF.c.seq, numbers), seen))
    for row in connection.execute(query.order_by(SERVICE.c.act_id, SERVICE.c.id)):
        told = {"to": row.party, "by": row.channel, "state": row.state, "since": row.changed_at.isoformat()}
        found.setdefault(row.act_id, []).append(told)
    return found
