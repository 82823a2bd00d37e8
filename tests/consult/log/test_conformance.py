"""The verifier against data of other projects; none of this is ever skipped."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from consult.log import tree, verifier
from consult.log.leaf import write_value
from consult.log.notes import SigningKey, sign_note
from consult.log.verifier import Rejected, Source, read_vkey

VECTORS = Path(__file__).parents[2] / "vectors"
TESSERA = VECTORS / "tessera-log"
NOTES = json.loads((VECTORS / "notes.json").read_text(encoding="utf-8"))
TRUST_TESSERA = "log example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx\nquorum none\n"
ACCEPTS_A_PLACEHOLDER = "consistency/additional/sizes-are-equal-one-and-proof-is-empty"
REFERENCE_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
EMAIL = "WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwgImVtYWlsIiwgImpvaG5kb2VAZXhhbXBsZS5jb20iXQ"
TEXT, PETER = NOTES["peter"]["note"].split("\n\n")
ENOCH = NOTES["enoch"]["note"].split("\n\n")[1]
TEXT += "\n"


def vectors(name: str) -> list[Any]:
    """The published cases of a file, by their names."""
    return [pytest.param(case, id=case["name"]) for case in json.loads((VECTORS / name).read_text())]


def raw(text: str | None) -> bytes:
    """The bytes of a base64 text."""
    return base64.b64decode(text or "")


def accepts(check: Any, *arguments: Any) -> bool:
    """Whether a check lets something pass."""
    try:
        check(*arguments)
    except Rejected:
        return False
    return True


@pytest.mark.parametrize("case", vectors("merkle-inclusion.json"))
def test_published_inclusion_proofs_are_accepted_or_refused_as_they_say(case: dict[str, Any]) -> None:
    """Every published case of an inclusion proof ends as its authors say."""
    proof = [raw(each) for each in case["proof"] or []]

    accepted = accepts(
        verifier.check_inclusion, case["leafIdx"], case["treeSize"], raw(case["leafHash"]), proof, raw(case["root"])
    )

    assert accepted is not case["wantErr"]


@pytest.mark.parametrize("case", vectors("merkle-consistency.json"))
def test_published_consistency_proofs_are_accepted_or_refused_as_they_say(case: dict[str, Any]) -> None:
    """Every published case of a consistency proof ends as its authors say, but for one placeholder root."""
    proof = [raw(each) for each in case["proof"] or []]

    accepted = accepts(
        verifier.check_consistency, case["size1"], case["size2"], raw(case["root1"]), raw(case["root2"]), proof
    )

    assert accepted is (not case["wantErr"] and case["name"] != ACCEPTS_A_PLACEHOLDER)


def test_the_hashes_of_rfc_6962_come_out() -> None:
    """The empty tree, the empty leaf, a leaf and a node hash to their published values."""
    assert ("e3b0c442", "b855") == ends(verifier.EMPTY_ROOT)
    assert ("6e340b9c", "a01d") == ends(verifier.hash_leaf(b""))
    assert ("395aa064", "4d56") == ends(verifier.hash_leaf(b"L123456"))
    assert ("aa217fe8", "6bbb") == ends(verifier.hash_node(b"N123", b"N456"))


def ends(value: bytes) -> tuple[str, str]:
    """The first and last digits of a hash, as people compare them."""
    return value.hex()[:8], value.hex()[-4:]


def test_the_root_of_the_eight_reference_leaves_comes_out() -> None:
    """The eight leaves that all implementations share give the published root, whoever computes it."""
    hashes = [verifier.hash_leaf(bytes.fromhex(each)) for each in REFERENCE_LEAVES]

    growth = tree.grow(0, (), hashes)

    expected = raw("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=")
    assert [expected, expected] == [tree.root(growth.peaks), verifier.whole_root(b"".join(hashes))]
    assert [(1, 0), (1, 1), (2, 0), (1, 2), (1, 3), (2, 1), (3, 0)] == [node[:2] for node in growth.nodes]


@pytest.mark.parametrize("size", range(16))
def test_a_log_of_another_maker_is_accepted_at_each_of_its_checkpoints(size: int) -> None:
    """The whole log, unchanged: signature, bundles, tiles, root, and growth from every size before to every size."""
    policy = verifier.read_policy(TRUST_TESSERA)
    note = (TESSERA / f"checkpoint.{size}").read_text(encoding="utf-8")

    at_size = verifier.check_export(Source(TESSERA), policy, tree_only=True, note=note)
    report = verifier.check_export(Source(str(TESSERA)), policy, note, tree_only=True)

    assert [size, 15] == [at_size.checkpoint.size, report.checkpoint.size]
    for later in range(size, 16):
        verifier.check_growth(note, (TESSERA / f"checkpoint.{later}").read_text(), Source(TESSERA), policy)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (verifier.tile_path(0, 0), "tile/0/000"),
        (verifier.tile_path(1, 999, 17), "tile/1/999.p/17"),
        (verifier.tile_path(63, 1000), "tile/63/x001/000"),
        (verifier.entries_path(1234067), "tile/entries/x001/x234/067"),
        (verifier.entries_path(1234067, 255), "tile/entries/x001/x234/067.p/255"),
    ],
)
def test_the_path_of_a_file_is_that_of_the_format(path: str, expected: str) -> None:
    """Three digits an element, all but the last after an x."""
    assert expected == path


@pytest.mark.parametrize("name", ["signed-note", "peter", "enoch", "sunlight-witness", "sunlight-mirror"])
def test_a_published_note_opens_with_its_key_and_not_with_another_text(name: str) -> None:
    """Signatures and cosignatures of others hold; any other text under them does not; the key is written as read."""
    key, note = read_vkey(NOTES[name]["vkey"]), NOTES[name]["note"]

    opened = verifier.open_note(note, [key])

    assert [key] == [each.verifier for each in opened.signatures]
    assert NOTES[name]["vkey"] == key.vkey
    assert note.startswith(opened.text + "\n")
    with pytest.raises(Rejected, match="is not valid"):
        verifier.open_note(f"a{note}", [key])


def test_real_cosignatures_say_when_and_over_which_checkpoint_they_were_made() -> None:
    """Two witnesses of another project cosigned in the same second, two views of a log of 300 entries."""
    opened = [
        verifier.open_note(NOTES[name]["note"], [read_vkey(NOTES[name]["vkey"])])
        for name in ("sunlight-witness", "sunlight-mirror")
    ]

    assert [1767139200, 1767139200] == [each.signatures[0].seconds for each in opened]
    said = [verifier.read_checkpoint(each.text) for each in opened]
    assert [("rome2026h1.example.org", 300)] * 2 == [(each.origin, each.size) for each in said]
    with pytest.raises(Rejected, match="No known key has signed"):
        verifier.open_note(NOTES["sunlight-mirror"]["note"], [read_vkey(NOTES["sunlight-witness"]["vkey"])])


def test_a_key_of_another_program_signs_as_it_did_there() -> None:
    """The published signing key gives the published note, to the byte."""
    assert NOTES["peter"]["note"] == sign_note(TEXT, SigningKey.read(NOTES["peter"]["skey"]))


def test_a_verifier_key_with_anything_changed_is_refused() -> None:
    """Every part of a key cut out and every byte counted up, as the tests of golang.org/x/mod do; and a long key."""
    key = NOTES["peter"]["vkey"]
    parts = [key[i:j] for i in range(len(key)) for j in range(i + 1, len(key) + 1) if j - i < len(key)]
    counted = [key[:i] + chr(ord(key[i]) + 1) + key[i + 1 :] for i in range(len(key))]
    long = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="

    assert not [each for each in [*parts, *counted, long, ""] if accepts(read_vkey, each)]


def test_a_key_of_an_unknown_kind_is_read_and_its_signature_ignored() -> None:
    """A later kind of signature spoils nothing: neither the policy that names its key nor the note that carries it."""
    later = read_vkey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    peter = read_vkey(NOTES["peter"]["vkey"])
    line = f"— PeterNeumann {base64.b64encode(later.number + bytes(2420)).decode()}\n"

    opened = verifier.open_note(NOTES["peter"]["note"] + line, [later, peter])

    assert 0x65 == later.kind
    assert [peter] == [each.verifier for each in opened.signatures]


MALFORMED = {
    "text alone": TEXT,
    "no signature": f"{TEXT}\n",
    "no end of line": f"{TEXT}\n{PETER[:-1]}",
    "control character": f"\x01{TEXT}\n{PETER}",
    "control character in a name": NOTES["peter"]["note"].replace("— Peter", "— Pe\x1fter"),
    "carriage return": f"{TEXT}\n{PETER}".replace("\n", "\r\n"),
    "half a character": f"\udcff{TEXT}\n{PETER}",
    "name of two words": f"{TEXT}\n— Bad Name {PETER.split(' ')[2]}",
    "name with a plus": f"{TEXT}\n— Bad+Name {PETER.split(' ')[2]}",
    "name with a wide space": f"{TEXT}\n— Bad\u3000Name {PETER.split(' ')[2]}",
    "no name": f"{TEXT}\n—  {PETER.split(' ')[2]}",
    "another line": f"{TEXT}\n{PETER}Unexpected line.\n",
    "no blank line": TEXT + PETER,
    "hyphen": f"{TEXT}\n{PETER.replace('—', '-')}",
    "no base64": f"{TEXT}\n{PETER.replace('x08', '!!!')}",
    "base64 without its end": f"{TEXT}\n{PETER.replace('=', '')}",
    "base64 with more at its end": f"{TEXT}\n{PETER.replace('=', '==')}",
    "base64 with other bits at its end": f"{TEXT}\n{PETER.replace('AM=', 'AN=')}",
    "only a number": f"{TEXT}\n— PeterNeumann x08gow==\n",
    "too many signatures": f"{TEXT}\n" + PETER * 101,
    "nothing": "",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_note_is_refused_as_such(name: str) -> None:
    """The malformed notes of golang.org/x/mod and some more are no notes, signed or not."""
    with pytest.raises(Rejected) as refusal:
        verifier.open_note(MALFORMED[name], [read_vkey(NOTES["peter"]["vkey"])])

    assert "no-note" == refusal.value.code


def test_unknown_signatures_are_ignored_and_repeated_ones_count_once() -> None:
    """A note of two is opened with either key or both; with neither, or with one that did not sign, it is refused."""
    peter, enoch = (read_vkey(NOTES[name]["vkey"]) for name in ("peter", "enoch"))
    note = f"{TEXT}\n{PETER}{PETER}{ENOCH}{ENOCH}"

    opened = [verifier.open_note(note, keys) for keys in ([peter], [enoch], [peter, enoch], [enoch, peter, enoch])]

    assert [1, 1, 2, 2] == [len(each.signatures) for each in opened]
    assert [PETER, ENOCH] == [each.line for each in opened[2].signatures]
    for keys in ([], [read_vkey(NOTES["signed-note"]["vkey"])]):
        with pytest.raises(Rejected, match="No known key has signed"):
            verifier.open_note(note, keys)


def test_a_bad_signature_of_a_known_key_spoils_the_note_and_of_an_unknown_one_does_not() -> None:
    """Also beside a good one of the same key."""
    peter, enoch = (read_vkey(NOTES[name]["vkey"]) for name in ("peter", "enoch"))
    bad = ENOCH[:40] + "ABCD" + ENOCH[40:]

    assert 1 == len(verifier.open_note(f"{TEXT}\n{PETER}{bad}", [peter]).signatures)
    for lines in (PETER + bad, PETER + ENOCH + bad):
        with pytest.raises(Rejected, match="The signature of EnochRoot is not valid"):
            verifier.open_note(f"{TEXT}\n{lines}", [peter, enoch])


def test_the_published_disclosure_of_an_address_has_its_published_digest() -> None:
    """The `email` disclosure of RFC 9901 hashes to the value printed there."""
    assert "JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE" == verifier.digest_disclosure(EMAIL)
    assert ("email", "johndoe@example.com") == verifier.read_disclosure(EMAIL)


def test_the_example_of_canonical_json_comes_out_in_so_far_as_a_leaf_may_hold_it() -> None:
    """Literals, the order of keys and the escapes of RFC 8785 section 3.2.2; its numbers are no whole ones."""
    value = {"string": '\u20ac$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]}

    expected = rb"""{"literals":[null,true,false],"string":"\u20ac$\u000f\nA'B\"\\\\\"/"}"""
    assert expected.replace(rb"\u20ac", "\u20ac".encode()) == write_value("note", value).encode()
