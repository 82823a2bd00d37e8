"""Proofs of trees up to 300 entries, receipts, and whatever somebody may hand in for them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consult.log import tree, verifier
from consult.log.verifier import Rejected, Unchecked, read_policy
from tests.consult.log import exports

HASHES = [exports.leaf_hash(b"%d" % i) for i in range(300)]
GROWN = tree.grow(0, (), HASHES)
NODES = {(0, i): each for i, each in enumerate(HASHES)} | {(level, i): each for level, i, each in GROWN.nodes}
ROOTS = [tree.root(tree.grow(0, (), HASHES[:size]).peaks) for size in range(301)]
LEAVES = [exports.make_leaf(bytes([i]) * 32) for i in range(20)]
POLICY = read_policy(exports.TRUST_QUORUM)
sizes = st.integers(1, 300).flatmap(lambda new: st.tuples(st.integers(1, new), st.just(new)))


def read(level: int, index: int) -> bytes:
    """The hash of a whole subtree."""
    return NODES[level, index]


def damage(path: Sequence[bytes], data: st.DataObject) -> list[bytes]:
    """Change, drop or add one hash of a proof."""
    at, way = data.draw(st.integers(0, len(path))), data.draw(st.sampled_from(["changed", "dropped", "added"]))
    if way == "added":
        return [*path[:at], data.draw(st.sampled_from([bytes(32), *path, *ROOTS[:5]])), *path[at:]]
    assume(at < len(path))
    bit = data.draw(st.integers(0, 255))
    other = (int.from_bytes(path[at], "big") ^ (1 << bit)).to_bytes(32, "big")
    return [*path[:at], *([other] if way == "changed" else []), *path[at + 1 :]]


@given(sizes, st.data())
def test_an_inclusion_proof_verifies_and_with_one_hash_damaged_it_does_not(
    place: tuple[int, int], data: st.DataObject
) -> None:
    """For any entry of any size up to 300."""
    index, size = place[0] - 1, place[1]
    path = tree.prove_inclusion(index, size, read)

    verifier.check_inclusion(index, size, HASHES[index], path, ROOTS[size])

    with pytest.raises(Rejected):
        verifier.check_inclusion(index, size, HASHES[index], damage(path, data), ROOTS[size])


@given(sizes, st.data())
def test_a_consistency_proof_verifies_and_with_one_hash_damaged_it_does_not(
    place: tuple[int, int], data: st.DataObject
) -> None:
    """For any two sizes up to 300."""
    old, new = place
    path = tree.prove_consistency(old, new, read)

    verifier.check_consistency(old, new, ROOTS[old], ROOTS[new], path)

    with pytest.raises(Rejected):
        verifier.check_consistency(old, new, ROOTS[old], ROOTS[new], damage(path, data))


def receipt(index: int = 7, size: int = 20, cosigned: Sequence[str] = ("BRA", "FRA", "JPN")) -> str:
    """The receipt of an entry of a small log."""
    hashes = [exports.leaf_hash(leaf) for leaf in LEAVES[:size]]
    nodes = {(0, i): each for i, each in enumerate(hashes)}
    nodes |= {(level, i): each for level, i, each in tree.grow(0, (), hashes).nodes}
    path = tree.prove_inclusion(index, size, lambda level, i: nodes[level, i])
    return verifier.write_proof(LEAVES[index], index, path, exports.signed(hashes, cosigned))


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 20), (7, 20), (19, 20), (4, 5)])
def test_a_receipt_proves_its_entry(index: int, size: int) -> None:
    """It says which leaf stands where, in which checkpoint, and who stands behind that."""
    found = verifier.check_receipt(receipt(index, size), POLICY)

    assert (index, LEAVES[index], size, True) == (found.index, found.leaf, found.checkpoint.size, found.attested)
    assert ("BRA", "FRA", "JPN") == found.opened.witnesses
    assert not verifier.check_receipt(receipt(index, size, ["BRA", "FRA"]), POLICY).attested


def test_what_is_read_from_a_receipt_gives_the_same_receipt() -> None:
    """Reading and writing are one another's reverse."""
    proof = verifier.read_proof(receipt())

    assert receipt() == verifier.write_proof(proof.extra, proof.index, proof.path, proof.note)


@given(st.data())
def test_a_receipt_with_any_character_changed_proves_less_or_nothing(data: st.DataObject) -> None:
    """Refused; or a cosignature is under an unknown name, and the quorum is missed. Never an error."""
    text = receipt()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(["", "\n", " ", "A", "=", "0", "—", "\x00", "\udc80", text[at] * 2]))
    assume(other != text[at])

    try:
        found = verifier.check_receipt(text[:at] + other + text[at + 1 :], POLICY)
    except Rejected:
        return
    assert not found.attested


def test_another_leaf_place_or_path_is_refused() -> None:
    """The leaf in a receipt is its extra line, which nothing but the path protects."""
    proof = verifier.read_proof(receipt())
    others = {
        "path-root": replace(proof, extra=LEAVES[8]),
        "no-entry": replace(proof, index=20),
        "path-long": replace(proof, path=(*proof.path, bytes(32))),
        "path-short": replace(proof, path=proof.path[:-1]),
        "no-extra": replace(proof, extra=None),
        "no-leaf": replace(proof, extra=b"{}"),
        "no-proof": replace(proof, path=(bytes(32),) * 64),
    }

    for code, each in others.items():
        with pytest.raises(Rejected) as refusal:
            verifier.check_receipt(verifier.write_proof(each.extra, each.index, each.path, each.note), POLICY)
        assert code == refusal.value.code


@pytest.mark.parametrize(
    "head",
    [
        "c2sp.org/tlog-proof@v2\nindex 1",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\nextra AA=\nindex 1",
        "c2sp.org/tlog-proof@v1\nextra\nindex 1",
        "c2sp.org/tlog-proof@v1\nindex 01",
        "c2sp.org/tlog-proof@v1\nindex -1",
        "c2sp.org/tlog-proof@v1\nindex 1\nextra AAAA",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA",
        "",
    ],
)
def test_what_is_not_a_receipt_to_the_letter_is_refused(head: str) -> None:
    """Other versions, lines in another order, numbers and base64 written in another way."""
    with pytest.raises(Rejected, match="This is not a receipt"):
        verifier.read_proof(f"{head}\n\n{exports.signed(HASHES)}")


hostile = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(
    [
        "",
        "\n",
        "\n\n",
        "log ",
        "extra ",
        "index 0",
        "—  ",
        "c2sp.org/tlog-proof@v1\n",
        "{",
        '{"v":"1"}',
        "[" * 5000,
        "NaN",
    ]
)


@given(st.lists(hostile, max_size=6).map("".join))
def test_nothing_that_is_handed_in_ends_in_an_error(text: str) -> None:
    """Whatever a hostile file holds, the answer is that it is rejected or cannot be checked."""
    for check in (
        lambda: verifier.check_receipt(text, POLICY),
        lambda: verifier.open_checkpoint(text, POLICY),
        lambda: read_policy(text),
        lambda: verifier.read_vkey(text),
        lambda: verifier.read_openings(text),
        lambda: verifier.read_chains(text),
        lambda: verifier.read_disclosure(text),
        lambda: verifier.read_leaf(text.encode("utf-8", "replace")),
        lambda: verifier.decode_note(text.encode("utf-8", "surrogatepass")),
    ):
        with suppress(Rejected, Unchecked):
            check()
