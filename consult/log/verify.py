"""Verification of the installation's own log: everything stored is recomputed from the leaves, nothing is believed.

Leaves are read in order, a thousand at a time: hash, shape, tag, openings, then the nodes and peaks that they give. A
leaf that its openings give again, all of them and to the byte, is as it must be; any other is read field by field.
Then the chains are walked (`consult.log.links`). Of a long log other processes look at openings and chains meanwhile
(`consult.log.ahead`), where somebody lets them. Memory does not grow with the log and the clock is not asked. Run it
on `consult.db.reading`, which sees one snapshot while others write. What it cannot see: leaves cut off at the end
together with head and chains, or a log written anew throughout; what was signed shows that (`consult.log.signed`), and
a kept checkpoint, to whoever holds one.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, select

from consult.fixed import Fixed
from consult.log import leaf as leaves
from consult.log import tree
from consult.log.append import split_peaks
from consult.log.findings import Finding, Findings
from consult.log.links import check_links
from consult.log.reckoned import FIELDS, LEAVES, OPENINGS, PART, Leaf, Opening, digest_of, given_again
from consult.models.audit import audit_head, audit_node, audit_opening
from workflows.kernel.frozen import dataclass

CHUNK = 1000
_FIRST = -(2**63)

_STRAY = (
    select(audit_opening.c.seq, audit_opening.c.field)
    .where(audit_opening.c.seq > bindparam("after"))
    .order_by(audit_opening.c.seq, audit_opening.c.field)
    .execution_options(yield_per=CHUNK)
)
_NODES = Fixed(
    select(audit_node.c.idx, audit_node.c.hash).where(
        audit_node.c.level == bindparam("level"),
        audit_node.c.idx >= bindparam("first"),
        audit_node.c.idx < bindparam("end"),
    )
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


class Ahead(Protocol):
    """Somebody who looks at a log meanwhile. What he does not say has to be looked at here."""

    def is_given(self, first: int, digest: bytes) -> bool:
        """Say of a full run of leaves, by the number of the first and a digest of their hashes, whether their openings
        give each of them again."""

    def chains(self, size: int) -> int | None:
        """Say how many chains there are, where nothing was found in them and so many entries are in them."""


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
    ahead: Ahead | None
    findings: Findings = field(default_factory=Findings)
    size: int = 0
    peaks: tuple[bytes, ...] = ()
    openings: int = 0
    erased: int = 0


def verify(connection: Connection, *, replay: Replay | None = None, ahead: Ahead | None = None) -> Report:
    """Recompute the whole log and report every difference; `replay` is called with each entry, in order, and needs the
    openings itself, so that nothing is looked at `ahead` for it."""
    walk = _Walk(connection, replay, None if replay else ahead)
    after = _FIRST
    while rows := LEAVES.all(connection, {"after": after, "most": CHUNK}):
        _check_chunk(walk, after, rows)
        after = rows[-1][0]
    _check_stray_openings(walk, after)
    _check_beyond(walk)
    _check_head(walk)
    chains, findings = _check_chains(walk), walk.findings
    return Report(
        walk.size, tree.root(walk.peaks), chains, walk.openings, walk.erased, tuple(findings.kept), findings.count
    )


def _check_chains(walk: _Walk) -> int:
    """Check every chain, and return how many there are."""
    sound = walk.ahead.chains(walk.size) if walk.ahead is not None else None
    return check_links(walk.connection, walk.findings) if sound is None else sound


def _check_chunk(walk: _Walk, after: int, rows: Sequence[Leaf]) -> None:
    """Check one run of leaves with their openings, and the nodes that they complete."""
    hashes = [tree.hash_leaf(leaf) for _seq, leaf, *_rest in rows]
    is_known = _is_known(walk, after, rows, hashes)
    for start in range(0, len(rows), PART):
        part = rows[start : start + PART]
        for place, (row, computed) in enumerate(zip(part, hashes[start:], strict=False), walk.size + start):
            if row[0] != place:
                walk.findings.note("seq-gap", row[0], expected=place)
            if row[2] != computed:
                walk.findings.note("leaf-hash", row[0])
        if is_known:
            walk.openings += FIELDS * len(part)
        else:
            _check_part(walk, after, part)
        after = part[-1][0]
    growth = tree.grow(walk.size, walk.peaks, hashes)
    _check_nodes(walk, growth)
    walk.size, walk.peaks = growth.size, growth.peaks


def _is_known(walk: _Walk, after: int, rows: Sequence[Leaf], hashes: Sequence[bytes]) -> bool:
    """Say whether somebody has looked at the openings of a run that is full, has no gap, and lies behind another one,
    so that no opening stands beside or before its entries."""
    first = rows[0][0]
    if walk.ahead is None or after != first - 1 or len(rows) != CHUNK or rows[-1][0] != after + CHUNK:
        return False
    return walk.ahead.is_given(first, digest_of(hashes))


def _check_part(walk: _Walk, after: int, part: Sequence[Leaf]) -> None:
    """Check the openings of a few leaves, and read each leaf that they do not give again."""
    rows = OPENINGS.all(walk.connection, {"after": after, "last": part[-1][0]})
    given = given_again(part, rows) if walk.replay is None else [False] * len(part)
    walk.openings += FIELDS * sum(given)
    if all(given) and len(rows) == FIELDS * len(part):
        return
    held = _by_entry(rows)
    for seq in sorted(held.keys() - {row[0] for row in part}):
        for name in held[seq]:
            walk.findings.note("opening-stray", seq, field=name)
    for row, is_given in zip(part, given, strict=True):
        if not is_given:
            _read_leaf(walk, row, held.get(row[0], {}))


def _by_entry(rows: Sequence[Opening]) -> dict[int, Opened]:
    """Give the openings of each entry: salt and value by field."""
    own: dict[int, Opened] = {}
    for seq, name, salt, value in rows:
        own.setdefault(seq, {})[name] = (salt, value)
    return own


def _read_leaf(walk: _Walk, row: Leaf, own: Opened) -> None:
    """Read one leaf, check its openings, then hand it to the replay."""
    seq, leaf, stored, tag, chain, n = row
    try:
        digests, inside = leaves.read_leaf(leaf)
    except leaves.NotOpened:
        walk.findings.note("leaf-shape", seq)
        return
    if inside != tag:
        walk.findings.note("leaf-tag", seq)
    fields = _check_openings(walk, seq, digests, own)
    if walk.replay is not None:
        walk.findings.add(walk.replay(Record(seq, stored, chain, n, fields)))


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
        stored = dict(_NODES.all(walk.connection, bounds))
        if stored == nodes:
            continue
        for index, value in nodes.items():
            if index not in stored:
                walk.findings.note("node-missing", level=level, index=index)
            elif stored[index] != value:
                walk.findings.note("node-wrong", level=level, index=index)


def _check_stray_openings(walk: _Walk, after: int) -> None:
    """Find openings of entries after the last one."""
    for seq, name in walk.connection.execute(_STRAY, {"after": after}):
        walk.findings.note("opening-stray", seq, field=name)


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
