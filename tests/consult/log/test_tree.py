"""The Merkle tree against a naive reading of RFC 6962; published vectors are those of `test_conformance.py`."""

from itertools import chain
from typing import Any

import pytest

from consult.log import tree
from consult.log.tree import NotProved


def naive_root(leaves: list[bytes]) -> bytes:
    """The root as RFC 6962 section 2.1 defines it, by recursion."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else tree.EMPTY_ROOT
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return tree.hash_node(naive_root(leaves[:split]), naive_root(leaves[split:]))


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """The audit path of RFC 6962 section 2.1.1, by recursion."""
    if len(leaves) == 1:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < split:
        return [*naive_path(index, leaves[:split]), naive_root(leaves[split:])]
    return [*naive_path(index - split, leaves[split:]), naive_root(leaves[:split])]


def naive_subproof(old: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """The consistency proof of RFC 6962 section 2.1.2, by recursion."""
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if old <= split:
        return [*naive_subproof(old, leaves[:split], whole), naive_root(leaves[split:])]
    return [*naive_subproof(old - split, leaves[split:], False), naive_root(leaves[:split])]


class Log:
    """A hundred leaf hashes and all the complete subtrees over them, grown one by one."""

    def __init__(self, count: int = 100) -> None:
        self.leaves = [tree.hash_leaf(b"leaf %d" % i) for i in range(count)]
        self.nodes = {(0, i): each for i, each in enumerate(self.leaves)}
        self.roots = [tree.EMPTY_ROOT]
        peaks: tuple[bytes, ...] = ()
        for size, leaf in enumerate(self.leaves):
            growth = tree.grow(size, peaks, [leaf])
            peaks = growth.peaks
            self.nodes.update({(level, index): value for level, index, value in growth.nodes})
            self.roots.append(tree.root(peaks))

    def read(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        return self.nodes[level, index]


@pytest.fixture(scope="module")
def log() -> Log:
    """A log of a hundred leaves."""
    return Log()


def accepts(check: Any, *arguments: Any) -> bool:
    """Whether a check lets a proof pass."""
    try:
        check(*arguments)
    except NotProved:
        return False
    return True


def test_every_root_equals_the_recursive_one(log: Log) -> None:
    """Growing leaf by leaf gives the root of the definition at each of a hundred sizes."""
    assert [naive_root(log.leaves[:n]) for n in range(101)] == log.roots


def test_growing_at_once_equals_growing_one_by_one(log: Log) -> None:
    """From any size, several leaves at once give the same peaks and the same nodes."""
    for start in range(40):
        grown = tree.grow(start, tree.grow(0, (), log.leaves[:start]).peaks, log.leaves[start:41])
        assert log.roots[41] == tree.root(grown.peaks)
        assert all(log.nodes[level, index] == value for level, index, value in grown.nodes)


@pytest.mark.parametrize("size", range(1, 101))
def test_every_inclusion_proof_equals_the_recursive_one_and_verifies(log: Log, size: int) -> None:
    """For all entries of all sizes up to a hundred the path is that of the definition and is accepted."""
    for index in range(size):
        path = tree.prove_inclusion(index, size, log.read)
        assert naive_path(index, log.leaves[:size]) == path
        tree.check_inclusion(index, size, log.leaves[index], path, log.roots[size])


@pytest.mark.parametrize("new", range(1, 101))
def test_every_consistency_proof_equals_the_recursive_one_and_verifies(log: Log, new: int) -> None:
    """For all pairs of sizes up to a hundred the proof is that of the definition and is accepted."""
    for old in range(1, new + 1):
        path = tree.prove_consistency(old, new, log.read)
        assert naive_subproof(old, log.leaves[:new], True) == path
        tree.check_consistency(old, new, log.roots[old], log.roots[new], path)


def damaged(path: list[bytes]) -> list[list[bytes]]:
    """A proof with each single hash changed, dropped or doubled, and with one added at either end."""
    flipped = [[*path[:i], bytes([path[i][0] ^ 1]) + path[i][1:], *path[i + 1 :]] for i in range(len(path))]
    dropped = [[*path[:i], *path[i + 1 :]] for i in range(len(path))]
    doubled = [[*path[: i + 1], path[i], *path[i + 1 :]] for i in range(len(path))]
    return [*flipped, *dropped, *doubled, [bytes(32), *path], [*path, bytes(32)]]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13, 32, 33])
def test_a_proof_with_one_hash_changed_dropped_or_added_is_refused(log: Log, size: int) -> None:
    """No damage to a single hash of a proof goes unnoticed."""
    for place in range(1, size + 1):
        inclusion = damaged(tree.prove_inclusion(place - 1, size, log.read))
        consistency = damaged(tree.prove_consistency(place, size, log.read))
        roots = log.roots[place], log.roots[size]
        passed = chain(
            (
                accepts(tree.check_inclusion, place - 1, size, log.leaves[place - 1], path, roots[1])
                for path in inclusion
            ),
            (accepts(tree.check_consistency, place, size, *roots, path) for path in consistency),
        )
        assert not any(passed)


def test_a_hash_that_is_not_32_bytes_is_refused_everywhere() -> None:
    """Short hashes are refused in peaks, leaves, paths and roots, and the sentence says so."""
    with pytest.raises(NotProved, match="A hash has 32 bytes; this one has 0"):
        tree.check_consistency(1, 1, b"", b"", [])
    with pytest.raises(NotProved, match="this one has 31"):
        tree.check_inclusion(0, 2, bytes(32), [bytes(31)], bytes(32))
    with pytest.raises(NotProved, match="this one has 5"):
        tree.grow(0, (), [b"short"])
    with pytest.raises(NotProved, match="this one has 5"):
        tree.root([b"short"])


def test_peaks_that_do_not_fit_the_size_are_refused() -> None:
    """A head whose peaks are too few cannot be grown."""
    with pytest.raises(ValueError, match="another number of peaks"):
        tree.grow(3, (bytes(32),), [bytes(32)])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_is_made_for_an_entry_outside_the_log(log: Log, index: int, size: int) -> None:
    """Entries before the first and after the last are refused with a sentence."""
    with pytest.raises(ValueError, match=f"Entry {index} is not in a log of {size} entries"):
        tree.prove_inclusion(index, size, log.read)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 0)])
def test_no_proof_is_made_between_sizes_that_do_not_follow(log: Log, old: int, new: int) -> None:
    """A proof from nothing, or backwards, is refused with a sentence."""
    with pytest.raises(ValueError, match=f"No proof leads from {old} entries to {new}"):
        tree.prove_consistency(old, new, log.read)


def test_short_peaks_are_refused_before_anything_is_grown_on_them() -> None:
    """And what has grown is as large as its leaves."""
    with pytest.raises(NotProved, match="this one has 5"):
        tree.grow(1, (b"short",), [bytes(32)])
    assert 3 == tree.grow(1, (bytes(32),), [bytes(32)] * 2).size


def test_refusals_of_the_tree_are_whole_sentences_with_their_numbers() -> None:
    """What does not fit is told by number."""
    with pytest.raises(ValueError, match=r"^A tree of 3 leaves has another number of peaks\.$"):
        tree.grow(3, (bytes(32),), [bytes(32)])
    with pytest.raises(ValueError, match=r"^No proof leads from 4 entries to 3\.$"):
        tree.prove_consistency(4, 3, Log(4).read)
    with pytest.raises(ValueError, match=r"^Entry 3 is not in a log of 3 entries\.$"):
        tree.prove_inclusion(3, 3, Log(4).read)
