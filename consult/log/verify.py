"""Verification of the installation's own log: everything stored is recomputed from the leaves, nothing is believed.

Leaves are read in order, a thousand at a time: hash, shape, tag, openings, then the nodes and peaks that they give.
Then the chains are walked (`consult.log.links`). Memory does not grow with the log and the clock is not asked. Run it
on `consult.db.reading`, which sees one snapshot while others write. What it cannot see: leaves cut off at the end
together with head and chains, or a log written anew throughout; what was signed shows that (`consult.log.signed`), and
a kept checkpoint, to whoever holds one.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select

from consult.log import leaf as leaves
from consult.log import tree
from consult.log.append import split_peaks
from consult.log.findings import Finding, Findings
from consult.log.links import check_links
from consult.models.audit import audit_head, audit_leaf, audit_node, audit_opening

CHUNK = 1000
_FIRST = -(2**63)
_LAST = 2**63 - 1

_LEAVES = (
    select(
        audit_leaf.c.seq,
        audit_leaf.c.leaf,
        audit_leaf.c.hash,
        audit_leaf.c.tag,
        audit_leaf.c.chain_id,
        audit_leaf.c.n,
    )
    .where(audit_leaf.c.seq > bindparam("after"))
    .order_by(audit_leaf.c.seq)
    .limit(CHUNK)
)
_OPENINGS = (
    select(audit_opening.c.seq, audit_opening.c.field, audit_opening.c.salt, audit_opening.c.value)
    .where(audit_opening.c.seq > bindparam("after"), audit_opening.c.seq <= bindparam("last"))
    .order_by(audit_opening.c.seq, audit_opening.c.field)
    .execution_options(yield_per=CHUNK)
)
_NODES = select(audit_node.c.idx, audit_node.c.hash).where(
    audit_node.c.level == bindparam("level"),
    audit_node.c.idx >= bindparam("first"),
    audit_node.c.idx < bindparam("end"),
)
_NODES_BEYOND = select(audit_node.c.idx).where(
    audit_node.c.level == bindparam("level"), (audit_node.c.idx < 0) | (audit_node.c.idx >= bindparam("end"))
)
_LEVELS = select(audit_node.c.level).distinct()
_HEAD = select(audit_head.c.size, audit_head.c.peaks).where(audit_head.c.id == 1)


@dataclass(frozen=True, slots=True)
class Record:
    """One entry with those of its fields that are still open, as a replay of cases needs it."""

    seq: int
    hash: bytes
    chain_id: int
    n: int
    fields: dict[str, Any]


# Salt and value of each open field of one entry.
Opened = dict[str, tuple[bytes, str]]
Replay = Callable[[Record], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification saw: entries, root, chains, openings that exist and that were erased, and its findings."""

    size: int
    root: bytes
    chains: int
    openings: int
    erased: int
    findings: tuple[Finding, ...]
    count: int

    @property
    def sound(self) -> bool:
        """Tell whether nothing was found."""
        return self.count == 0


@dataclass(slots=True)
class _Walk:
    """Where the verification stands: leaves read, peaks over them, openings seen."""

    connection: Connection
    replay: Replay | None
    findings: Findings = field(default_factory=Findings)
    size: int = 0
    peaks: tuple[bytes, ...] = ()
    openings: int = 0
    erased: int = 0


def verify(connection: Connection, *, replay: Replay | None = None) -> Report:
    """Recompute the whole log and report every difference; `replay` is called with each entry, in order."""
    walk = _Walk(connection, replay)
    after = _FIRST
    while rows := connection.execute(_LEAVES, {"after": after}).all():
        _check_chunk(walk, after, rows)
        after = rows[-1].seq
    _check_stray_openings(walk, after)
    _check_beyond(walk)
    _check_head(walk)
    chains = check_links(connection, walk.findings)
    findings = walk.findings
    return Report(
        walk.size, tree.root(walk.peaks), chains, walk.openings, walk.erased, tuple(findings.kept), findings.count
    )


def _check_chunk(walk: _Walk, after: int, rows: Sequence[Any]) -> None:
    """Check one run of leaves with their openings, and the nodes that they complete."""
    hashes = []
    openings = _by_entry(walk, after, rows[-1].seq)
    held = next(openings, None)
    for place, row in enumerate(rows, walk.size):
        if row.seq != place:
            walk.findings.note("seq-gap", row.seq, expected=place)
        hashes.append(tree.hash_leaf(row.leaf))
        while held is not None and held[0] < row.seq:
            _note_stray(walk, held)
            held = next(openings, None)
        own: Opened = {}
        if held is not None and held[0] == row.seq:
            own, held = held[1], next(openings, None)
        _check_leaf(walk, row, hashes[-1], own)
    growth = tree.grow(walk.size, walk.peaks, hashes)
    _check_nodes(walk, growth)
    walk.size, walk.peaks = growth.size, growth.peaks


def _by_entry(walk: _Walk, after: int, last: int) -> Iterator[tuple[int, Opened]]:
    """Yield the openings of each entry in order: its number, and salt and value by field."""
    current: int | None = None
    own: Opened = {}
    rows = walk.connection.execute(_OPENINGS, {"after": after, "last": last})
    for seq, name, salt, value in rows:
        if seq != current:
            if current is not None:
                yield current, own
            current, own = seq, {}
        own[name] = (salt, value)
    if current is not None:
        yield current, own


def _note_stray(walk: _Walk, held: tuple[int, Opened]) -> None:
    for name in held[1]:
        walk.findings.note("opening-stray", held[0], field=name)


def _check_leaf(walk: _Walk, row: Any, computed: bytes, own: Opened) -> None:
    """Check one leaf and its openings, then hand it to the replay."""
    if computed != row.hash:
        walk.findings.note("leaf-hash", row.seq)
    if walk.replay is None and leaves.is_all_of(row.leaf, own, row.tag):
        walk.openings += len(own)
        return
    try:
        digests, tag = leaves.read_leaf(row.leaf)
    except leaves.NotOpened:
        walk.findings.note("leaf-shape", row.seq)
        return
    if tag != row.tag:
        walk.findings.note("leaf-tag", row.seq)
    fields = _check_openings(walk, row.seq, digests, own)
    if walk.replay is not None:
        walk.findings.add(walk.replay(Record(row.seq, row.hash, row.chain_id, row.n, fields)))


def _check_openings(walk: _Walk, seq: int, digests: dict[str, str], own: Opened) -> dict[str, Any]:
    """Check the openings of a leaf against its digests and return the values that hold."""
    walk.openings += len(own)
    walk.erased += len(digests) - len(own)
    fields = {}
    for name, (salt, value) in own.items():
        if name not in digests:
            walk.findings.note("opening-stray", seq, field=name)
        elif leaves.digest_opening(name, salt, value) != digests[name]:
            walk.findings.note("opening-wrong", seq, field=name)
        elif walk.replay is not None:
            try:
                fields[name] = json.loads(value)
            except ValueError:
                walk.findings.note("opening-value", seq, field=name)
    return fields


def _check_nodes(walk: _Walk, growth: tree.Growth) -> None:
    """Compare the nodes that a run of leaves completes with the stored ones."""
    wanted: dict[int, dict[int, bytes]] = {}
    for level, index, value in growth.nodes:
        wanted.setdefault(level, {})[index] = value
    for level, nodes in wanted.items():
        bounds = {"level": level, "first": min(nodes), "end": max(nodes) + 1}
        stored = {row.idx: row.hash for row in walk.connection.execute(_NODES, bounds)}
        for index, value in nodes.items():
            if index not in stored:
                walk.findings.note("node-missing", level=level, index=index)
            elif stored[index] != value:
                walk.findings.note("node-wrong", level=level, index=index)


def _check_stray_openings(walk: _Walk, after: int) -> None:
    """Find openings of entries after the last one."""
    for held in _by_entry(walk, after, _LAST):
        _note_stray(walk, held)


def _check_beyond(walk: _Walk) -> None:
    """Find nodes that no leaves stand under."""
    for level in walk.connection.execute(_LEVELS).scalars().all():
        end = walk.size >> level if level > 0 else 0
        for index in walk.connection.execute(_NODES_BEYOND, {"level": level, "end": end}).scalars():
            walk.findings.note("node-extra", level=level, index=index)


def _check_head(walk: _Walk) -> None:
    """Compare the stored head with what the leaves give."""
    head = walk.connection.execute(_HEAD).first()
    if head is None:
        walk.findings.note("head-missing")
        return
    if head.size != walk.size:
        walk.findings.note("head-size", stored=head.size, counted=walk.size)
    if split_peaks(head.peaks) != walk.peaks:
        walk.findings.note("head-peaks")
