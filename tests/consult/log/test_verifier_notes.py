"""Keys, notes and checkpoints in which something is wrong: the sentence of each, to the letter."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consult.log import verifier
from consult.log.notes import SigningKey, sign_note
from consult.log.verifier import Rejected, Unchecked, read_policy
from tests.consult.log import exports
from tests.consult.log.exports import LOG, TRUST_LOG, TRUST_QUORUM, WITNESSES, signed

HASHES = [exports.leaf_hash(b"%d" % i) for i in range(5)]
NOTE, POLICY = signed(HASHES), read_policy(TRUST_LOG)
TEXT, LINE = NOTE.split("\n\n")
ZERO = bytes(32)
OTHER = SigningKey("consult.example.int/audit/2", 1, bytes([2]) * 32)


def said(check: Callable[[], object], kind: type[Exception] = Rejected) -> tuple[str, str]:
    """The sentence and the code by which something is refused."""
    with pytest.raises(kind) as refused:
        check()
    fault: Any = refused.value
    return str(fault), fault.code


def vkey(name: str, kind: int, public: bytes) -> str:
    """A key as text, under its right number."""
    return f"{name}+{verifier.key_number(name, kind, public).hex()}+{b64encode(bytes([kind]) + public).decode()}"


PUBLIC = verifier.read_vkey(LOG.vkey).public


@pytest.mark.parametrize(
    ("text", "says", "code"),
    [
        ("example", "'example' is not a verifier key.", "no-key"),
        ("a b+00000000+AQEB", "'a b+00000000+AQEB' is not a verifier key.", "no-key"),
        ("a+0000000+AQEB", "'a+0000000+AQEB' is not a verifier key.", "no-key"),
        ("a+0000000G+AQEB", "'a+0000000G+AQEB' is not a verifier key.", "no-key"),
        ("a+00000000+AQ", "'a+00000000+AQ' is not a verifier key.", "no-key"),
        ("a+00000000+AQ==", "'a+00000000+AQ==' is not a verifier key.", "no-key"),
        (vkey("a", 1, b"x" * 33), "'a' is not a verifier key.", "no-key"),
        (vkey("a", 4, b"x" * 31), "'a' is not a verifier key.", "no-key"),
        (vkey("a", 1, ZERO), "The key of a is one under which anybody can sign.", "weak-key"),
        (vkey("a", 4, ZERO), "The key of a is one under which anybody can sign.", "weak-key"),
        (
            vkey("a", 1, PUBLIC).replace("a+", "b+"),
            "The number of the key of b is not that of its name and its bytes.",
            "key-number",
        ),
    ],
)
def test_what_is_no_key_is_told(text: str, says: str, code: str) -> None:
    """With what was given, or the name of the key."""
    assert (says, code) == said(lambda: verifier.read_vkey(text))


def test_a_key_of_one_byte_and_another_kind_is_read() -> None:
    """Its signatures are passed over; a kind that is not known is no reason to refuse the policy."""
    assert (b"x", 9) == (verifier.read_vkey(vkey("a", 9, b"x")).public, verifier.read_vkey(vkey("a", 9, b"x")).kind)
    assert ZERO == verifier.read_vkey(vkey("a", 9, ZERO)).public
    assert vkey("a", 9, b"x") == verifier.read_vkey(vkey("a", 9, b"x")).vkey


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (NOTE + "x" * 1_000_000, "it is too long."),
        ("\udc80" + NOTE, "it is not text in UTF-8."),
        ("\x1f" + NOTE, "it contains a control character."),
        ("\x00" + NOTE, "it contains a control character."),
        (NOTE.replace("\n", "\r\n", 1), "it contains a control character."),
        (TEXT + "\n" + LINE, "text and signatures are not divided by an empty line."),
        (NOTE[:-1], "it does not end with a signature line."),
        (TEXT + "\n\n", "it does not end with a signature line."),
        (TEXT + "\n\n" + LINE * 101, "it has too many signatures."),
        (TEXT + "\n\n" + LINE.replace("—", "-"), "a signature line is malformed."),
        (TEXT + "\n\n" + LINE.replace("— ", "—  "), "a signature line is malformed."),
        (TEXT + "\n\n" + LINE[:-2] + "!\n", "a signature line is malformed."),
        (TEXT + "\n\n— a AAAA\n", "a signature line is malformed."),
        (TEXT + "\n\n— a+b AAAAAAA=\n", "a signature line is malformed."),
        (TEXT + "\n\n\n", "it does not end with a signature line."),
    ],
)
def test_what_is_no_note_is_told(note: str, why: str) -> None:
    """Each rule of the format has its words."""
    assert (f"This is not a signed note: {why}", "no-note") == said(lambda: verifier.open_note(note, POLICY.verifiers))


def test_a_note_may_be_just_within_its_bounds() -> None:
    """A hundred signatures, a million characters, a name and five bytes nobody knows, empty lines within the text."""
    keys, unknown = POLICY.verifiers, "— a AAAAAAA=\n"
    assert 1 == len(verifier.open_note(NOTE + unknown * 99, keys).signatures)
    long = sign_note("x" * (1_000_000 - len(LINE) - 2) + "\n", LOG)
    assert 1_000_000 == len(long)
    assert 1 == len(verifier.open_note(long, keys).signatures)
    within = sign_note("one\n\ntwo\n", LOG)
    assert "one\n\ntwo\n" == verifier.open_note(within, keys).text
    assert ("No known key has signed this note.", "unsigned") == said(
        lambda: verifier.open_note(f"a\n\n{unknown}", keys)
    )
    assert (LINE, None) == (
        verifier.open_note(NOTE, keys).signatures[0].line,
        verifier.open_note(NOTE, keys).signatures[0].seconds,
    )


def test_signatures_that_do_not_hold_name_whose_they_are() -> None:
    """A text that was not signed, a number that two keys share, a log that speaks for another, no log at all."""
    known = verifier.read_vkey(LOG.vkey)
    twin = replace(known, public=verifier.read_vkey(OTHER.vkey).public)
    assert (f"Two of the known keys of {LOG.name} have the same number.", "ambiguous-key") == said(
        lambda: verifier.open_note(NOTE, [known, twin])
    )
    assert 1 == len(verifier.open_note(NOTE, [known, known]).signatures)
    assert 1 == len(verifier.open_note(NOTE, [known, replace(twin, kind=9)]).signatures)
    assert (f"The signature of {LOG.name} is not valid.", "bad-signature") == said(
        lambda: verifier.open_note(f"{TEXT}more\n\n{LINE}", [known])
    )
    other = read_policy(f"{TRUST_LOG.splitlines()[0]}\nlog {OTHER.vkey}\nquorum none")
    assert (f"The checkpoint speaks for {LOG.name}, but {OTHER.name} has signed it.", "other-origin") == said(
        lambda: verifier.open_checkpoint(sign_note(TEXT + "\n", OTHER), other)
    )
    witnessed = TEXT + "\n\n" + WITNESSES["FRA"].cosign(TEXT + "\n", 7)
    assert ("No log of the policy has signed this checkpoint.", "no-log-signature") == said(
        lambda: verifier.open_checkpoint(witnessed, read_policy(TRUST_QUORUM))
    )
    assert ("The policy names no log whose signature this program can check.", "no-log-key") == said(
        lambda: verifier.open_checkpoint(NOTE, read_policy("quorum none")), Unchecked
    )


HASH = "A" * 43 + "="


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"a\n1\n{HASH}", "it does not have three lines or more, none of them empty."),
        ("a\n1\n", "it does not have three lines or more, none of them empty."),
        (f"a\n\n{HASH}\n", "it does not have three lines or more, none of them empty."),
        (f"a\n1\n{HASH}\n\n", "it does not have three lines or more, none of them empty."),
        (f"a\n9223372036854775808\n{HASH}\n", "its second line is not a number of entries."),
        (f"a\n-1\n{HASH}\n", "its second line is not a number of entries."),
        ("a\n1\nAAAA\n", "its third line is not a hash."),
        (f"a\n1\n{HASH}=\n", "its third line is not a hash."),
    ],
)
def test_what_is_no_checkpoint_is_told(text: str, why: str) -> None:
    """Each rule of the format has its words."""
    assert (f"This is not a checkpoint: {why}", "no-checkpoint") == said(lambda: verifier.read_checkpoint(text))


def test_a_checkpoint_may_have_more_lines_and_be_of_the_largest_size() -> None:
    """What it says behind its root is part of what was signed."""
    text = f"a\n9223372036854775807\n{HASH}\nmore\nand more\n"
    found = verifier.read_checkpoint(text)

    assert ("a", 2**63 - 1, ZERO, text) == (found.origin, found.size, found.root, found.text)
    assert (0, None, None) == (verifier.read_number("0"), verifier.read_number("00"), verifier.read_number(""))
