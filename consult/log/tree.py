"""The Merkle tree of the log: appending to it and making proofs; hashes and the checking of proofs are the verifier's.

Its shape follows RFC 6962 section 2.1. A complete subtree is named by (level, index): level 0 are leaf hashes, and
node (level, index) stands over the leaves from index·2^level to (index+1)·2^level - 1. Peaks are the complete subtrees
of the set bits of a size, largest first. Not here: storage, notes, tiles.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from consult.i18n import _
from consult.log.verifier import (
    EMPTY_ROOT,
    HASH_BYTES,
    check_consistency,
    check_inclusion,
    hash_leaf,
    hash_node,
    refuse_short,
)
from consult.log.verifier import Rejected as NotProved

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "Growth",
    "Node",
    "NotProved",
    "ReadNode",
    "check_consistency",
    "check_inclusion",
    "grow",
    "hash_leaf",
    "hash_node",
    "prove_consistency",
    "prove_inclusion",
    "range_root",
    "root",
]

Node = tuple[int, int, bytes]
ReadNode = Callable[[int, int], bytes]


class Growth(NamedTuple):
    """A tree after some appends: its size, its peaks, and the subtrees above leaf level that became complete."""

    size: int
    peaks: tuple[bytes, ...]
    nodes: tuple[Node, ...]


def grow(size: int, peaks: Sequence[bytes], leaf_hashes: Sequence[bytes]) -> Growth:
    """Append leaf hashes to a tree of which the peaks are known; a ValueError if the peaks do not fit the size."""
    if len(peaks) != size.bit_count():
        raise ValueError(_("A tree of %(size)s leaves has another number of peaks.", size=size))
    refuse_short(*peaks, *leaf_hashes)
    stack, nodes = list(peaks), []
    for current in leaf_hashes:
        level, index = 0, size
        while index & 1:
            current = hash_node(stack.pop(), current)
            level, index = level + 1, index >> 1
            nodes.append((level, index, current))
        stack.append(current)
        size += 1
    return Growth(size, tuple(stack), tuple(nodes))


def root(peaks: Sequence[bytes]) -> bytes:
    """Return the root over peaks given largest first; no peaks give the root of the empty tree."""
    if not peaks:
        return EMPTY_ROOT
    refuse_short(*peaks)
    result = peaks[-1]
    for peak in reversed(peaks[:-1]):
        result = hash_node(peak, result)
    return result


def range_root(start: int, end: int, read: ReadNode) -> bytes:
    """Return the root over the leaves from start up to end, where start is aligned as in every split of the tree."""
    peaks = []
    while start < end:
        level = (end - start).bit_length() - 1
        peaks.append(read(level, start >> level))
        start += 1 << level
    return root(peaks)


def prove_inclusion(index: int, size: int, read: ReadNode) -> list[bytes]:
    """Return the path of a leaf in the tree of a size, from the leaf to the root."""
    if not 0 <= index < size:
        raise ValueError(_("Entry %(index)s is not in a log of %(size)s entries.", index=index, size=size))
    path, start, end = [], 0, size
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(range_root(split, end, read))
            end = split
        else:
            path.append(range_root(start, split, read))
            start = split
    return path[::-1]


def prove_consistency(old: int, new: int, read: ReadNode) -> list[bytes]:
    """Return the proof that the tree of the new size continues that of the old; old is at least 1."""
    if not 1 <= old <= new:
        sentence = _("No proof leads from %(old)s entries to %(new)s.", old=old, new=new)
        raise ValueError(sentence)
    path, start, end = [], 0, new
    while old != end:
        split = start + _split(end - start)
        if old <= split:
            path.append(range_root(split, end, read))
            end = split
        else:
            path.append(range_root(start, split, read))
            start = split
    if start:
        path.append(range_root(start, end, read))
    return path[::-1]


def _split(count: int) -> int:
    """Return the largest power of two below a count of at least two."""
    return 1 << ((count - 1).bit_length() - 1)
