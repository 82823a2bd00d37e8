"""The Merkle tree of the log: RFC 6962 hashes, appending, proofs, and their verification.

Hashing and shape follow RFC 6962 section 2.1; verification follows the two iterative algorithms of RFC 9162 sections
2.1.3.2 and 2.1.4.2. Whatever is not 32 bytes is refused as a hash. A complete subtree is named by (level, index): level
0 are leaf hashes, and node (level, index) stands over the leaves from index·2^level to (index+1)·2^level - 1. Peaks are
the complete subtrees of the set bits of a size, largest first. Not here: storage, notes, tiles.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consult.i18n import _

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Node = tuple[int, int, bytes]
ReadNode = Callable[[int, int], bytes]


class NotProved(ValueError):
    """A proof does not show what it was given for; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A tree after some appends: its size, its peaks, and the subtrees above leaf level that became complete."""

    size: int
    peaks: tuple[bytes, ...]
    nodes: tuple[Node, ...]


def hash_leaf(leaf: bytes) -> bytes:
    """Return the hash of a leaf's bytes."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(size: int, peaks: Sequence[bytes], leaf_hashes: Sequence[bytes]) -> Growth:
    """Append leaf hashes to a tree of which the peaks are known; a ValueError if the peaks do not fit the size."""
    if len(peaks) != size.bit_count():
        raise ValueError(_("A tree of %(size)s leaves has another number of peaks.", size=size))
    _refuse_short(*peaks, *leaf_hashes)
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
    _refuse_short(*peaks)
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


def check_inclusion(index: int, size: int, leaf_hash: bytes, path: Sequence[bytes], expected_root: bytes) -> None:
    """Raise NotProved unless the path leads from the leaf at the index to the root of the size."""
    _refuse_short(leaf_hash, expected_root, *path)
    if not 0 <= index < size:
        raise NotProved(_("Entry %(index)s is not in a log of %(size)s entries.", index=index, size=size))
    position, last, result = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            raise NotProved(_("The path is longer than the tree is high."))
        if position & 1 or position == last:
            result = hash_node(sibling, result)
            position, last = _climb(position, last)
        else:
            result = hash_node(result, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise NotProved(_("The path is shorter than the tree is high."))
    if result != expected_root:
        raise NotProved(_("The path leads to another root."))


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Raise NotProved unless the path shows that the new tree continues the old one; old is at least 1."""
    _refuse_short(old_root, new_root, *path)
    if not 1 <= old <= new:
        raise NotProved(_("No proof leads from %(old)s entries to %(new)s.", old=old, new=new))
    if old == new:
        if path or old_root != new_root:
            raise NotProved(_("Trees of the same size have different roots, or a path that none needs."))
        return
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise NotProved(_("The path is shorter than the tree is high."))
    if _roots(old, new, hashes) != (old_root, new_root):
        raise NotProved(_("The path leads to other roots."))


def _roots(old: int, new: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return both roots to which a consistency path leads; its first hash is common to both trees."""
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise NotProved(_("The path is longer than the tree is high."))
        if position & 1 or position == last:
            first, second = hash_node(sibling, first), hash_node(sibling, second)
            position, last = _climb(position, last)
        else:
            second = hash_node(second, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise NotProved(_("The path is shorter than the tree is high."))
    return first, second


def _climb(position: int, last: int) -> tuple[int, int]:
    """Skip the levels on which a right edge has no sibling."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _split(count: int) -> int:
    """Return the largest power of two below a count of at least two."""
    return 1 << ((count - 1).bit_length() - 1)


def _refuse_short(*hashes: bytes) -> None:
    for each in hashes:
        if len(each) != HASH_BYTES:
            raise NotProved(_("A hash has 32 bytes; this one has %(count)s.", count=len(each)))
