"""Proofs, receipts and disclosures in which something is wrong: the sentence of each, to the letter."""

from typing import Any

import pytest

from consult.log import verifier
from consult.log.notes import checkpoint_text, sign_note
from consult.log.verifier import Unchecked, read_policy
from tests.consult.log import exports
from tests.consult.log.exports import LOG, TRUST_LOG, signed
from tests.consult.log.test_verifier_notes import HASH, HASHES, NOTE, OTHER, POLICY, ZERO, said

ROOTS = [exports.root_of(HASHES[:size]) for size in range(6)]
LEAF = exports.make_leaf()


@pytest.mark.parametrize(
    ("place", "says", "code"),
    [
        ((0, 5, ZERO[1:], [], ROOTS[5]), "A hash has 32 bytes; this one has 31.", "hash-length"),
        ((0, 1, ROOTS[1], [], b""), "A hash has 32 bytes; this one has 0.", "hash-length"),
        ((0, 2, HASHES[0], [b"x" * 33], ROOTS[2]), "A hash has 32 bytes; this one has 33.", "hash-length"),
        ((5, 5, HASHES[4], [], ROOTS[5]), "Entry 5 is not in a log of 5 entries.", "no-entry"),
        ((-1, 5, HASHES[4], [], ROOTS[5]), "Entry -1 is not in a log of 5 entries.", "no-entry"),
        ((0, 0, HASHES[0], [], ROOTS[0]), "Entry 0 is not in a log of 0 entries.", "no-entry"),
        ((0, 1, HASHES[0], [ZERO], ROOTS[1]), "The path is longer than the tree is high.", "path-long"),
        ((0, 2, HASHES[0], [], HASHES[0]), "The path is shorter than the tree is high.", "path-short"),
        ((0, 2, HASHES[1], [HASHES[0]], ROOTS[2]), "The path leads to another root.", "path-root"),
    ],
)
def test_a_proof_that_an_entry_is_in_a_log_fails_for_one_reason(place: Any, says: str, code: str) -> None:
    """Lengths first, then the place, then the path."""
    assert (says, code) == said(lambda: verifier.check_inclusion(*place))


@pytest.mark.parametrize(
    ("place", "says", "code"),
    [
        ((1, 2, ZERO[1:], ROOTS[2], []), "A hash has 32 bytes; this one has 31.", "hash-length"),
        ((1, 2, ROOTS[1], ROOTS[2], [b""]), "A hash has 32 bytes; this one has 0.", "hash-length"),
        ((0, 2, ROOTS[0], ROOTS[2], []), "No proof leads from 0 entries to 2.", "no-growth"),
        ((3, 2, ROOTS[3], ROOTS[2], []), "No proof leads from 3 entries to 2.", "no-growth"),
        (
            (3, 3, ROOTS[3], ROOTS[2], []),
            "Trees of the same size have different roots, or a path that none needs.",
            "same-size",
        ),
        (
            (3, 3, ROOTS[3], ROOTS[3], [ZERO]),
            "Trees of the same size have different roots, or a path that none needs.",
            "same-size",
        ),
        ((3, 5, ROOTS[3], ROOTS[5], []), "The path is shorter than the tree is high.", "path-short"),
        ((1, 2, ROOTS[1], ROOTS[2], []), "The path is shorter than the tree is high.", "path-short"),
        ((1, 2, ROOTS[1], ROOTS[2], [HASHES[1], ZERO]), "The path is longer than the tree is high.", "path-long"),
        ((1, 2, ROOTS[1], ROOTS[2], [ZERO]), "The path leads to other roots.", "path-roots"),
        ((1, 2, ROOTS[3], ROOTS[2], [HASHES[1]]), "The path leads to other roots.", "path-roots"),
    ],
)
def test_a_proof_that_a_log_continues_another_fails_for_one_reason(place: Any, says: str, code: str) -> None:
    """The same of two sizes; from one entry to one a proof has nothing in it."""
    assert (says, code) == said(lambda: verifier.check_consistency(*place))
    verifier.check_consistency(1, 1, ROOTS[1], ROOTS[1], [])
    verifier.check_consistency(1, 2, ROOTS[1], ROOTS[2], [HASHES[1]])
    verifier.check_consistency(3, 4, ROOTS[3], ROOTS[4], [HASHES[2], HASHES[3], ROOTS[2]])


HEAD = "c2sp.org/tlog-proof@v1\n"


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("", "its first line is another."),
        ("c2sp.org/tlog-proof@v2\nindex 1", "its first line is another."),
        (f"{HEAD}extra AA=\nindex 1", "its extra line is not base64."),
        (f"{HEAD}extra\nindex 1", "its index line is malformed."),
        (HEAD[:-1], "its index line is malformed."),
        (f"{HEAD}extra AAAA", "its index line is malformed."),
        (f"{HEAD}index 01", "its index line is malformed."),
        (f"{HEAD}number 1", "its index line is malformed."),
        (f"{HEAD}index", "its index line is malformed."),
        (f"{HEAD}index 1\nAAAA", "a line of its path is not a hash."),
        (f"{HEAD}index 1" + f"\n{HASH}" * 64, "a line of its path is not a hash."),
        (f"{HEAD}extra AAAA\nindex 1" + f"\n{HASH}" * 80, "a line of its path is not a hash."),
    ],
)
def test_what_is_no_receipt_is_told(head: str, why: str) -> None:
    """Each rule of the format has its words."""
    assert (f"This is not a receipt: {why}", "no-proof") == said(lambda: verifier.read_proof(f"{head}\n\n{NOTE}"))


def test_a_receipt_is_read_as_it_is_written() -> None:
    """With a leaf and without, with a path of none, of one and of sixty-three; what is behind the first empty line is
    the note."""
    for extra, written in ((None, ""), (b"", "extra \n"), (b"abc", "extra YWJj\n")):
        for length in (0, 1, 63):
            text = f"{HEAD}{written}index 7" + f"\n{HASH}" * length + f"\n\n{NOTE}"
            found = verifier.read_proof(text)
            assert (extra, 7, (ZERO,) * length, NOTE) == (found.extra, found.index, found.path, found.note)
            assert text == verifier.write_proof(extra, 7, [ZERO] * length, NOTE)
    assert ("The receipt does not hold its leaf.", "no-extra") == said(
        lambda: verifier.check_receipt(f"{HEAD}index 0\n\n{NOTE}", POLICY)
    )
    assert ("These bytes are not a leaf of this log.", "no-leaf") == said(
        lambda: verifier.check_receipt(f"{HEAD}extra AAAA\nindex 0\n\n{NOTE}", POLICY)
    )


def test_a_disclosure_has_three_parts_and_is_that_of_its_field() -> None:
    """A salt and a name in words, and any value, once each."""
    good = verifier.write_disclosure(b"0" * 16, "case", '{"a":[1,null]}').decode()
    assert ("case", {"a": [1, None]}) == verifier.read_disclosure(good)
    assert ("a", "?") == verifier.read_disclosure(verifier.write_base64(b'["~~~","a","?"]').decode())
    for bad in (
        '["s","n"]',
        '["s","n",1,2]',
        '[1,"n",1]',
        '["s",1,1]',
        "{}",
        "7",
        '["s","n",{"a":1,"a":2}]',
        '["s","n",NaN]',
    ):
        text = verifier.write_base64(bad.encode()).decode()
        assert ("This is not a disclosure of three parts.", "no-disclosure") == said(
            lambda text=text: verifier.read_disclosure(text)  # type: ignore[misc] - bound at once
        )
    for text in (good + "!", good[:-1] + "\n", "é", "\udc80"):
        assert "no-disclosure" == said(lambda text=text: verifier.read_disclosure(text))[1]  # type: ignore[misc] - as above
    assert ("The leaf does not hold this disclosure in the place of its name.", "not-held") == said(
        lambda: verifier.open_field(LEAF, good)
    )


def test_two_checkpoints_side_by_side_are_told_apart() -> None:
    """Of two logs, of two sizes, of two histories: what each is named by."""
    both = read_policy(f"log {OTHER.vkey}\n{TRUST_LOG}")
    fork = sign_note(checkpoint_text(LOG.name, 5, ZERO), LOG)
    assert (f"The checkpoints are of two logs: {LOG.name} and {OTHER.name}.", "other-log") == said(
        lambda: verifier.compare(NOTE, signed(HASHES, key=OTHER), both), Unchecked
    )
    assert ("The checkpoints have 5 and 4 entries; only the log itself joins them.", "sizes-differ") == said(
        lambda: verifier.compare(NOTE, signed(HASHES[:4]), POLICY), Unchecked
    )
    assert (f"Two checkpoints of {LOG.name} with 5 entries have different roots: the log has forked.", "fork") == said(
        lambda: verifier.compare(NOTE, fork, POLICY)
    )
