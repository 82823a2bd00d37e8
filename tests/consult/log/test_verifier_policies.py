"""Whose signatures count: policies, checkpoints under them, and two checkpoints side by side."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from consult.log import verifier
from consult.log.notes import COSIGNATURE, SigningKey, checkpoint_text, sign_note
from consult.log.verifier import Opened, Rejected, Source, Unchecked, read_policy
from tests.consult.log import exports
from tests.consult.log.exports import BEGIN, LOG, WITNESSES, signed

HASHES = [exports.leaf_hash(b"%d" % i) for i in range(40)]
KEYS = {name: key.vkey for name, key in WITNESSES.items()}
LINES = [f"witness {name} {key}" for name, key in KEYS.items()]
TWO_LEVELS = f"""# Two regions
log\t{LOG.vkey}  https://consult.example.int/audit/1

  witness BRA {KEYS["BRA"]} https://bra.example/witness
{LINES[1]}
{LINES[2]}
{LINES[3]}
group west all BRA FRA
group east any JPN KOR
group both 2 west east
quorum both
"""


def opened(cosigned: list[str], policy: str = exports.TRUST_QUORUM) -> Opened:
    """A checkpoint of forty entries under a policy, with some cosignatures."""
    return verifier.open_checkpoint(signed(HASHES, cosigned), read_policy(policy))


def test_a_quorum_of_two_levels_is_counted_as_it_is_written() -> None:
    """Both of the west and one of the east; names, addresses and groups are those of the file."""
    policy = read_policy(TWO_LEVELS)

    assert policy.attested(["BRA", "FRA", "KOR"])
    assert not policy.attested(["BRA", "FRA"])
    assert not policy.attested(["BRA", "JPN", "KOR"])
    assert not policy.attested(["west", "east", "both"])
    assert {"BRA": "https://bra.example/witness"} == policy.urls
    assert {LOG.name: "https://consult.example.int/audit/1"} == policy.log_urls
    assert (["BRA", "FRA", "JPN", "KOR"], "both") == (list(policy.witnesses), policy.quorum)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "has no quorum line"),
        (["quorum States"], "Line 1 of the policy: a name is not defined above"),
        (["quorum none", "quorum none"], "Line 2 of the policy: there is a quorum line already"),
        (["quorum none x"], "too few or too many words"),
        (["log"], "too few or too many words"),
        (["group g any"], "too few or too many words"),
        (["witnes FRA x"], "begins with a word that is unknown"),
        (["log example"], "'example' is not a verifier key"),
        ([f"log {KEYS['FRA']}"], "of a kind that cannot be used so"),
        ([f"witness FRA {LOG.vkey}"], "of a kind that cannot be used so"),
        ([LINES[0], f"witness OTHER {KEYS['BRA']}"], "the key stands in the policy already"),
        ([f"log {LOG.vkey}"] * 2, "the key stands in the policy already"),
        ([LINES[0], LINES[1].replace("FRA", "BRA")], "Line 2 of the policy: the name is taken"),
        ([f"witness none {KEYS['FRA']}"], "the name is taken"),
        ([*LINES[:2], "group BRA any FRA"], "the name is taken"),
        (["group g any BRA", LINES[0]], "Line 1 of the policy: a name is not defined above"),
        (["group g any none"], "a name is not defined above"),
        ([*LINES[:2], "group g all BRA BRA"], "a name is a member of a group already"),
        ([*LINES[:2], "group g any BRA", "group h any g BRA"], "a name is a member of a group already"),
        ([*LINES[:2], "group g 0 BRA FRA"], "the number is not one from 1"),
        ([*LINES[:2], "group g 3 BRA FRA"], "the number is not one from 1"),
        ([*LINES[:2], "group g 01 BRA FRA"], "the number is not one from 1"),
        ([*LINES[:2], "group g most BRA FRA"], "the number is not one from 1"),
        (["quorum none\r"], "it contains a control character"),
        (["# \x7f", "quorum none"], "it contains a control character"),
        (["quorum\u00a0none"], "begins with a word that is unknown"),
    ],
)
def test_a_policy_that_breaks_a_rule_is_refused_with_its_line(lines: list[str], why: str) -> None:
    """Each rule of the format has its sentence."""
    with pytest.raises(Rejected) as refusal:
        read_policy("\n".join(lines))

    assert why in str(refusal.value)


def test_names_may_be_of_any_script_and_a_later_kind_of_key_may_stand_in_a_policy() -> None:
    """A witness of kind 0x06 is known by name and cannot yet be counted; a log of another kind cannot be checked."""
    later = SigningKey("w.example", COSIGNATURE, bytes(32))
    public = bytes(1312)
    number = verifier.key_number(later.name, 6, public).hex()
    vkey = f"{later.name}+{number}+{verifier.b64encode(bytes([6]) + public).decode()}"
    policy = read_policy(f"log {LOG.vkey}\nwitness 日本 {KEYS['JPN']}\nwitness PQ {vkey}\ngroup g 1 日本 PQ\nquorum g")

    found = verifier.open_checkpoint(signed(HASHES, ["JPN"]), policy)

    assert (("日本",), True, 6) == (found.witnesses, found.attested, policy.witnesses["PQ"].kind)
    with pytest.raises(Unchecked, match="names no log whose signature"):
        verifier.open_checkpoint(signed(HASHES), read_policy(f"log {vkey}\nquorum none"))
    with pytest.raises(Unchecked, match="names no log whose signature"):
        verifier.open_checkpoint(signed(HASHES), read_policy("quorum none"))


@pytest.mark.parametrize(
    "low", ["00" * 32, "01" + "00" * 31, "00" * 31 + "80", "ec" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f"]
)
def test_a_key_under_which_anybody_can_sign_is_refused(low: str) -> None:
    """Points of small order, and points written in a second way, are keys of nobody."""
    public = bytes.fromhex(low)
    number = verifier.key_number("w.example", 4, public).hex()

    with pytest.raises(Rejected, match=r"The key of w\.example is one under which anybody can sign"):
        verifier.read_vkey(f"w.example+{number}+{verifier.b64encode(bytes([4]) + public).decode()}")


def test_a_key_of_another_length_and_two_keys_of_one_number_are_refused() -> None:
    """Four bytes name a key among those one trusts; where two share them, nobody can say who signed."""
    number = verifier.key_number("w.example", 4, bytes([9]) * 31).hex()
    with pytest.raises(Rejected, match=r"'w\.example' is not a verifier key"):
        verifier.read_vkey(f"w.example+{number}+{verifier.b64encode(bytes([4]) + bytes([9]) * 31).decode()}")
    known = verifier.read_vkey(LOG.vkey)
    twin = replace(known, public=WITNESSES["FRA"].public)
    with pytest.raises(Rejected, match="have the same number"):
        verifier.open_note(signed(HASHES), [known, twin])


def test_a_quorum_of_states_attests_and_fewer_do_not() -> None:
    """Three of four suffice; who they are and when they cosigned is told."""
    assert [False, False, True, True] == [opened(list(WITNESSES)[:n]).attested for n in (0, 2, 3, 4)]
    found = opened(["KOR", "BRA"])
    assert ("BRA", "KOR") == found.witnesses
    assert [("witness.kor.example", BEGIN), ("witness.bra.example", BEGIN + 1)] == [
        (each.verifier.name, each.seconds) for each in found.cosignatures
    ]


def test_one_witness_many_times_is_one_witness() -> None:
    """Cosignatures at other times do not count again, and the first of them tells when."""
    text = checkpoint_text(LOG.name, 40, exports.root_of(HASHES))
    lines = [WITNESSES["FRA"].cosign(text, BEGIN + i) for i in range(4)]

    found = verifier.open_checkpoint(sign_note(text, LOG) + "".join(lines), read_policy(exports.TRUST_QUORUM))

    assert (("FRA",), [BEGIN], False) == (
        found.witnesses,
        [each.seconds for each in found.cosignatures],
        found.attested,
    )


def test_a_cosignature_of_a_time_that_no_clock_can_show_is_refused() -> None:
    """The format ends with the times of 63 bits, however well it is signed."""
    text = checkpoint_text(LOG.name, 40, exports.root_of(HASHES))
    for seconds, code in ((2**63 - 1, None), (2**63, "bad-signature")):
        note = sign_note(text, LOG) + WITNESSES["FRA"].cosign(text, seconds)
        assert code == refusal_of(note)


def refusal_of(note: str) -> str | None:
    """The code by which a checkpoint is refused."""
    try:
        verifier.open_checkpoint(note, read_policy(exports.TRUST_QUORUM))
    except Rejected as fault:
        return fault.code
    return None


@pytest.mark.parametrize("place", ["time", "text", "name", "plain"])
def test_a_cosignature_of_something_else_spoils_the_checkpoint(place: str) -> None:
    """Another time, another text, another's key under a known number, a plain signature in place of a cosignature."""
    text, witness = checkpoint_text(LOG.name, 40, exports.root_of(HASHES)), WITNESSES["FRA"]
    good = verifier.b64decode(witness.cosign(text, BEGIN).split(" ")[2])
    raw = {
        "time": good[:4] + (BEGIN + 1).to_bytes(8, "big") + good[12:],
        "text": verifier.b64decode(witness.cosign(text + "more\n", BEGIN).split(" ")[2]),
        "name": good[:4] + verifier.b64decode(WITNESSES["KOR"].cosign(text, BEGIN).split(" ")[2])[4:],
        "plain": good[:4] + verifier.b64decode(witness.sign(text).split(" ")[2])[4:],
    }[place]
    line = f"— {witness.name} {verifier.b64encode(raw).decode()}\n"

    with pytest.raises(Rejected, match=r"The signature of witness\.fra\.example is not valid"):
        verifier.open_checkpoint(sign_note(text, LOG) + line, read_policy(exports.TRUST_QUORUM))


def test_a_log_speaks_for_itself_alone() -> None:
    """A signature of one known log is not good for another, and witnesses without the log are nothing."""
    other = SigningKey("consult.example.int/audit/2", 1, bytes([2]) * 32)
    policy = read_policy(exports.TRUST_QUORUM + f"log {other.vkey}\n")
    text = checkpoint_text(LOG.name, 40, exports.root_of(HASHES))

    for keys in ([other], [LOG, other]):
        with pytest.raises(Rejected, match=r"speaks for consult\.example\.int/audit/1, but .*/audit/2 has signed"):
            verifier.open_checkpoint(sign_note(text, *keys), policy)
    with pytest.raises(Rejected, match="No log of the policy has signed"):
        verifier.open_checkpoint(text + "\n" + WITNESSES["FRA"].cosign(text, BEGIN), policy)


def test_two_keys_of_one_log_may_sign_while_one_replaces_the_other() -> None:
    """A rotation is an overlap: either key suffices, both may stand in the policy and in the note."""
    new = SigningKey(LOG.name, 1, bytes([3]) * 32)
    text = checkpoint_text(LOG.name, 40, exports.root_of(HASHES))
    policies = [
        read_policy("".join(f"log {key.vkey}\n" for key in keys) + "quorum none") for keys in ([LOG], [LOG, new])
    ]

    counts = [len(verifier.open_checkpoint(sign_note(text, LOG, new), each).log_signatures) for each in policies]

    assert [1, 2] == counts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        f"a\n01\n{'A' * 43}=\n",
        f"a\n+1\n{'A' * 43}=\n",
        f"a\n١\n{'A' * 43}=\n",
        f"a\n9223372036854775808\n{'A' * 43}=\n",
        f"a\n-1\n{'A' * 43}=\n",
        f"a\n 1\n{'A' * 43}=\n",
        f"a\n1\n{'A' * 42}B=\n",
        f"a\n1\n{'A' * 43}\n",
        f"a\n1\n{'A' * 44}\n",
        f"a\n1\n{'_' * 43}=\n",
        f"\n1\n{'A' * 43}=\n",
        f"a\n1\n{'A' * 43}=",
        f"a\n1\n{'A' * 43}=\n\nmore\n",
    ],
)
def test_what_is_not_a_checkpoint_to_the_letter_is_refused(text: str) -> None:
    """Leading zeros, signs, other digits, other base64, hashes of another length, empty lines."""
    with pytest.raises(Rejected, match="This is not a checkpoint"):
        verifier.read_checkpoint(text)


def test_two_checkpoints_of_one_size_agree_or_prove_a_fork() -> None:
    """Equal, forked, of two sizes, of two logs: the first holds, the second is evidence, the others tell nothing."""
    policy = read_policy(exports.TRUST_LOG)
    again = sign_note(checkpoint_text(LOG.name, 40, exports.root_of(HASHES)), LOG)

    assert [40, 40] == [each.checkpoint.size for each in verifier.compare(signed(HASHES), again, policy)]
    with pytest.raises(Rejected, match="with 40 entries have different roots: the log has forked"):
        verifier.compare(signed(HASHES), signed(HASHES[::-1]), policy)
    with pytest.raises(Unchecked, match="have 40 and 39 entries"):
        verifier.compare(signed(HASHES), signed(HASHES[:39]), policy)
    other = SigningKey("consult.example.int/audit/2", 1, bytes([2]) * 32)
    both = read_policy(f"log {other.vkey}\n{exports.TRUST_LOG}")
    with pytest.raises(Unchecked, match=r"of two logs: consult\.example\.int/audit/1 and consult"):
        verifier.compare(signed(HASHES), signed(HASHES, key=other), both)


def test_every_reason_can_be_said(tmp_path: Path) -> None:
    """Sentences name what was found, and what a hostile file says in them cannot steer a terminal."""
    with pytest.raises(Unchecked) as refusal:
        verifier.check_export(Source(tmp_path / "a\x1b[2Jb"), read_policy(exports.TRUST_LOG))

    assert "no-export" == refusal.value.code
    assert "\x1b" not in str(refusal.value)
    assert all(
        sentence.endswith(".")
        for sentence in [*verifier.REASONS.values(), *verifier._WHY.values()]
        if "why" not in sentence
    )


def test_a_key_of_any_kind_but_one_is_numbered_by_its_rule() -> None:
    """Kind 2 is numbered otherwise; a kind that nobody knows yet has to bear the number of its name and bytes."""

    def written(kind: int, number: bytes) -> str:
        return f"log.example+{number.hex()}+{b64encode(bytes([kind]) + bytes(40)).decode()}"

    number, other = verifier.key_number("log.example", 3, bytes(40)), bytes(4)
    assert 3 == verifier.read_vkey(written(3, number)).kind
    assert 2 == verifier.read_vkey(written(2, other)).kind
    with pytest.raises(Rejected) as refused:
        verifier.read_vkey(written(3, other))
    assert "key-number" == refused.value.code


@pytest.mark.parametrize("sign", [0, 0x80], ids=["even", "odd"])
@pytest.mark.parametrize(
    "point",
    [
        "00" * 32,
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ],
)
def test_a_key_under_which_many_texts_share_a_signature_is_refused(point: str, sign: int) -> None:
    """The published points of small order of the curve, and what is written beyond its field, with either sign."""
    public = bytearray.fromhex(point)
    public[-1] |= sign
    number = verifier.key_number("log.example", 1, bytes(public))
    with pytest.raises(Rejected) as refused:
        verifier.read_vkey(f"log.example+{number.hex()}+{b64encode(bytes([1]) + public).decode()}")
    assert "weak-key" == refused.value.code
