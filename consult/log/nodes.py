"""The tree as it is stored: reading a node of it, and checking that it has only grown.

Before anything is signed, the new tree is computed again from the one signed last: its peaks are read and must
give its root, then each leaf that came since is hashed from its bytes and joined to them. What is stored
beside the leaves (hashes, nodes, the head) must be what follows. The cost is that of the new leaves, a thousand at a
time. Leaves that were signed before are not read again: that is the verification's part.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from consult.i18n import _
from consult.log import tree
from consult.models.audit import audit_leaf, audit_node

CHUNK = 1000
_HASH = select(audit_leaf.c.hash).where(audit_leaf.c.seq == bindparam("index"))
_NODE = select(audit_node.c.hash).where(
    audit_node.c.level == bindparam("level"), audit_node.c.idx == bindparam("index")
)
_LEAVES = (
    select(audit_leaf.c.seq, audit_leaf.c.leaf, audit_leaf.c.hash)
    .where(audit_leaf.c.seq >= bindparam("first"), audit_leaf.c.seq < bindparam("end"))
    .order_by(audit_leaf.c.seq)
)
_NODES = select(audit_node.c.idx, audit_node.c.hash).where(
    audit_node.c.level == bindparam("level"),
    audit_node.c.idx >= bindparam("first"),
    audit_node.c.idx < bindparam("end"),
)


class Broken(Exception):
    """The stored tree is not what its leaves give; code and sentence say where."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep the code, by which a program knows it."""
        super().__init__(sentence)
        self.code = code


def node_reader(connection: Connection) -> tree.ReadNode:
    """Give the function by which proofs read stored nodes: level 0 are leaf hashes; Broken where one is missing."""

    def read(level: int, index: int) -> bytes:
        asked = _NODE if level else _HASH
        found = connection.execute(asked, {"level": level, "index": index} if level else {"index": index}).scalar()
        if found is None:
            where = {"level": level, "index": index}
            raise Broken("node-missing", _("Node %(index)s of level %(level)s is missing.", **where))
        return bytes(found)

    return read


def root_at(connection: Connection, size: int) -> bytes:
    """Give the root that the stored nodes give for a size."""
    return tree.root(peaks_at(connection, size))


def peaks_at(connection: Connection, size: int) -> tuple[bytes, ...]:
    """Read the peaks of the tree as it was at a size, largest first."""
    read, peaks, start = node_reader(connection), [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            peaks.append(read(level, start >> level))
            start += 1 << level
    return tuple(peaks)


def check_growth(connection: Connection, old: int, old_root: bytes, new: int, new_peaks: Sequence[bytes]) -> None:
    """Raise Broken unless the tree of the new size and peaks continues that of the old size and root."""
    peaks = peaks_at(connection, old)
    if tree.root(peaks) != old_root:
        raise Broken("not-continued", _("The first %(size)s entries are not those that were signed.", size=old))
    size = old
    for rows in _chunks(connection, old, new):
        growth = tree.grow(size, peaks, [_hash_again(row) for row in rows])
        _check_nodes(connection, growth)
        size, peaks = growth.size, growth.peaks
    if peaks != tuple(new_peaks):
        raise Broken("head-peaks", _("The head holds other hashes than the entries give."))


def _chunks(connection: Connection, first: int, end: int) -> Iterator[Sequence[Any]]:
    """Yield the leaves from a number up to another, in runs without gaps."""
    for start in range(first, end, CHUNK):
        stop = min(start + CHUNK, end)
        rows = connection.execute(_LEAVES, {"first": start, "end": stop}).all()
        if [row.seq for row in rows] != list(range(start, stop)):
            raise Broken("seq-gap", _("Entries between %(first)s and %(end)s are missing.", first=start, end=stop))
        yield rows


def _hash_again(row: Any) -> bytes:
    """Give the hash of a leaf's bytes if it is the one stored beside them."""
    computed = tree.hash_leaf(row.leaf)
    if computed != row.hash:
        raise Broken("leaf-hash", _("Entry %(seq)s: the stored hash is not the hash of the entry.", seq=row.seq))
    return computed


def _check_nodes(connection: Connection, growth: tree.Growth) -> None:
    """Compare the nodes that a run of leaves completes with the stored ones."""
    wanted: dict[int, dict[int, bytes]] = {}
    for level, index, value in growth.nodes:
        wanted.setdefault(level, {})[index] = value
    for level, nodes in wanted.items():
        bounds = {"level": level, "first": min(nodes), "end": max(nodes) + 1}
        stored = {row.idx: bytes(row.hash) for row in connection.execute(_NODES, bounds)}
        for index, value in nodes.items():
            if stored.get(index) != value:
                where = {"level": level, "index": index}
                raise Broken("node-wrong", _("Node %(index)s of level %(level)s is not as it must be.", **where))
