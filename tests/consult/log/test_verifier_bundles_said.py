"""Evidence bundles in which something is wrong: the sentence of each refusal, to the letter."""

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from consult.log import verifier
from consult.log.notes import SigningKey
from consult.log.verifier import Bundle, Rejected, read_policy, write_hash
from tests.consult.log import exports
from tests.consult.log.bundles import DIGEST, DOCUMENT, KEY, World, dump, packed
from tests.consult.log.test_verifier_bundles import POLICY, forgeries

WORLD = World()
OTHER = SigningKey("consult.example.int/audit/2", 1, bytes([2]) * 32)
BOTH = read_policy(f"log {OTHER.vkey}\n{exports.TRUST_LOG}")
LACKS = "The index and the openings are not of the same entries; the first that differs is {}."
FILES = "The index does not name exactly the files that are there: documents/{}."
SAYS = {
    "bundle-index": "receipts/4.tlog-proof speaks of entry 5.",
    "not-held": "The leaf does not hold this disclosure in the place of its name.",
    "other-name": "openings/5.json gives the field case under another name.",
    "other-leaf": "openings/5.json opens another leaf than the receipt of the same entry holds.",
    "bundle-index ": "openings/5.json speaks of entry 4.",
    "no-bundle": "This is not an evidence bundle that can be read: chain.json: invalid start byte",
    "no-openings": "openings/5.json is not a file of openings.",
    "chain-step": "Step 2 of a chain stands in 0 leaves of the bundle, not in one.",
    "chain-more": "The chain goes on: its step 3 is in the log, and the bundle keeps it back.",
    "chain-step ": "Step 4 of a chain stands in 0 leaves of the bundle, not in one.",
    "no-chains": "This is not a list of chains.",
    "tag-twice": "Entries 2 and 5 bear the same tag.",
    "digest": f"filings/{DIGEST}.json does not have the digest that its name says.",
    "bundle-place": "../escape names a place outside the bundle.",
    "bundle-name": "An evidence bundle does not hold documents/readme.exe.",
    "bundle-lacks": "The bundle lacks index.json.",
    "bundle-lacks ": "The bundle lacks checkpoint.",
    "index-entries": LACKS.format(3),
    "index-entries ": LACKS.format(7),
    "index-says": "The index says of entry 3 what its leaf does not say: case.",
    "index-file": FILES.format("002-JPN-other.pdf"),
    "index-file ": FILES.format("001-JPN-map.pdf"),
    "index-digest": "documents/001-JPN-map.pdf does not have the digest that the index says.",
    "no-index": "The index cannot be read: something in it is missing or of another form.",
    "no-index ": "The index cannot be read: something in it is missing or of another form.",
    "no-sums": "SHA256SUMS is not written as a bundle writes it.",
    "bundle-sums": "README.txt does not have the SHA-256 that the bundle lists.",
    "bundle-extra": "README.txt is in the bundle, and the list of its files does not name it.",
    "bundle-lacks  ": "The bundle lacks texts/1.html.",
}


def refusal(path: Path, policy: verifier.Policy = POLICY) -> tuple[str, str]:
    """The sentence and the code by which a bundle is refused."""
    with pytest.raises(Rejected) as refused:
        verifier.check_bundle(path, policy)
    return str(refused.value), refused.value.code


def files(**changed: Any) -> dict[str, bytes]:
    """The files of the bundle, with some changed or taken out (None); named without what stands behind their dot."""
    held: dict[str, Any] = dict(WORLD.files())
    for name, data in changed.items():
        held[next(each for each in held if each.split(".")[0].replace("/", "_") == name)] = data
    return {name: data if isinstance(data, bytes) else dump(data) for name, data in held.items() if data is not None}


def held(folder: Path, files: dict[str, bytes]) -> Bundle:
    """Check a bundle of some files, which holds."""
    return verifier.check_bundle(packed(folder, files), POLICY)


@pytest.mark.parametrize("code", sorted(SAYS))
def test_each_forgery_has_its_own_sentence(code: str, tmp_path: Path) -> None:
    """Each file that can be another one is named, and what is wrong with it."""
    changed: dict[str, Any] = WORLD.files() | forgeries(WORLD)[code]
    data = {
        name: each.encode() if isinstance(each, str) else each if isinstance(each, bytes) else dump(each)
        for name, each in changed.items()
        if each is not None
    }
    assert (SAYS[code], code.strip()) == refusal(packed(tmp_path, data))


def test_every_forgery_is_among_them() -> None:
    """None was forgotten."""
    assert SAYS.keys() == forgeries(WORLD).keys()


def test_a_bundle_of_two_logs_or_of_two_histories_is_refused(tmp_path: Path) -> None:
    """Each receipt holds by itself."""
    assert (
        f"The checkpoints are of two logs: {exports.ORIGIN} and {OTHER.name}.",
        "other-log",
    ) == refusal(packed(tmp_path, files(receipts_6=WORLD.receipt(6, key=OTHER).encode())), BOTH)
    assert (
        f"Two checkpoints of {exports.ORIGIN} with 10 entries have different roots: the log has forked.",
        "fork",
    ) == refusal(packed(tmp_path, WORLD.files() | {"receipts/9.tlog-proof": World().receipt(9).encode()}))


def test_the_checkpoint_that_lies_by_itself_is_the_newest_of_those_under_the_receipts(tmp_path: Path) -> None:
    """Another one is refused, also where there is no receipt at all; without receipts there need be none."""
    says = ("checkpoint does not have the digest that the index says.", "index-digest")
    hashes = [exports.leaf_hash(leaf) for leaf in WORLD.leaves]
    none = {f"receipts_{place}": None for place in (3, 5, 6)}
    assert says == refusal(packed(tmp_path, files(checkpoint=exports.signed(hashes[:9]).encode())))
    assert says == refusal(packed(tmp_path, files(**none)))

    found = held(tmp_path, files(**none, checkpoint=None))
    assert ((3, 5, 6), False, None, {}) == (found.unproved, found.attested, found.newest, found.receipts)
    assert found.checked.startswith("0 entries, 3 opened as they were sealed, 1 filings, 1 documents, ")


CHAIN: dict[str, Any] = {"key": write_hash(KEY), "kind": "case", "steps": 3}


@pytest.mark.parametrize(
    "chain",
    [
        CHAIN | {"steps": 60_001},
        CHAIN | {"steps": -1},
        CHAIN | {"steps": True},
        CHAIN | {"steps": "3"},
        CHAIN | {"kind": None},
        CHAIN | {"key": write_hash(KEY)[:-2]},
        CHAIN | {"key": write_hash(KEY) + "AAAA"},
        CHAIN | {"key": write_hash(KEY).replace("Z", "!", 1)},
        CHAIN | {"key": None},
        {"kind": "case", "steps": 3},
        {"key": write_hash(KEY), "steps": 3},
        {"key": write_hash(KEY), "kind": "case"},
        7,
    ],
)
def test_a_chain_of_another_form_is_none(chain: Any) -> None:
    """A key of 32 bytes, a whole number of steps, a kind in words."""
    for text in (dump({"v": "1", "chains": [chain]}), dump({"v": "1", "chains": [CHAIN, chain]})):
        with pytest.raises(Rejected, match=r"^This is not a list of chains\.$") as refused:
            verifier.read_chains(text.decode())
        assert "no-chains" == refused.value.code


def test_chains_are_read_as_they_are_written() -> None:
    """None, one of no steps, one of as many as a bundle has files; the version counts, and keys have two letters more
    than ordinary base64."""
    odd = bytes([251, 239, 190] * 10 + [255, 255])
    chains = [{"key": write_hash(odd), "kind": "track", "steps": 0}, CHAIN | {"steps": 60_000}]

    assert [("track", odd, 0), ("case", KEY, 60_000)] == verifier.read_chains(
        dump({"v": "1", "chains": chains}).decode()
    )
    assert [] == verifier.read_chains('{"v":"1","chains":[]}')
    for text in (
        '{"v":"2","chains":[]}',
        '{"v":1,"chains":[]}',
        '{"chains":[]}',
        '{"v":"1"}',
        "[]",
        "no",
        '{"v":"1","chains":7}',
    ):
        with pytest.raises(Rejected, match=r"^This is not a list of chains\.$"):
            verifier.read_chains(text)


def test_a_bundle_without_chains_holds_and_one_of_no_steps_says_so(tmp_path: Path) -> None:
    """The one knows of none; the other says that its chain is empty, and it is not."""
    assert () == held(tmp_path, files(chain=None)).chains
    none = {"v": "1", "chains": [CHAIN | {"key": write_hash(bytes(32)), "steps": 0}]}
    assert (("case", 0),) == held(tmp_path, files(chain=none)).chains
    says = "The chain goes on: its step 1 is in the log, and the bundle keeps it back."
    assert says == refusal(packed(tmp_path, files(chain={"v": "1", "chains": [CHAIN | {"steps": 0}]})))[0]


OPENED = WORLD.opened(5)


@pytest.mark.parametrize(
    "changed",
    [
        {"v": 1},
        {"index": "5"},
        {"index": True},
        {"leaf": "no base64"},
        {"leaf": None},
        {"disclosures": []},
        {"disclosures": {"case": 7}},
        {"disclosures": {"salary": "x"}},
        {"withheld": ["salary"]},
        {"erased": ["salary"]},
        {"withheld": 7},
        {"erased": None},
    ],
)
def test_openings_of_another_form_are_none(changed: dict[str, Any]) -> None:
    """Named by their file, or by a dash where they come from nowhere."""
    for name, how in (("-", ()), ("mine.json", ("mine.json",))):
        with pytest.raises(Rejected) as refused:
            verifier.read_openings(dump(OPENED | changed).decode(), *how)
        assert (f"{name} is not a file of openings.", "no-openings") == (str(refused.value), refused.value.code)


def test_openings_may_say_nothing_of_what_is_withheld_or_erased() -> None:
    """Their digests are in the leaf all the same; a leaf that is none is refused as such."""
    bare = {name: OPENED[name] for name in ("v", "index", "leaf", "disclosures")}
    assert (5, WORLD.leaves[5], OPENED["disclosures"]) == verifier.read_openings(dump(bare).decode())
    for name in bare:
        with pytest.raises(Rejected, match=r"^- is not a file of openings\.$"):
            verifier.read_openings(dump({each: bare[each] for each in bare if each != name}).decode())
    with pytest.raises(Rejected, match=r"^These bytes are not a leaf of this log\.$"):
        verifier.read_openings(dump(bare | {"leaf": b64encode(b"{}").decode()}).decode())


def test_an_entry_that_the_index_names_twice_is_named(tmp_path: Path) -> None:
    """With other words the second time."""
    entries = WORLD.index()["entries"]
    twice = WORLD.index(entries=[*entries, entries[1] | {"case": "2026/1"}])

    assert (LACKS.format(5), "index-entries") == refusal(packed(tmp_path, files(index=twice)))
    odd = WORLD.index(entries=[*entries, {"seq": "x"}, {"seq": 7}])
    assert (LACKS.format(7), "index-entries") == refusal(packed(tmp_path, files(index=odd)))


def test_a_step_of_which_nothing_is_opened_stands_in_its_chain_by_its_leaf(tmp_path: Path) -> None:
    """A receipt holds it, and what it says of itself stays sealed; where nothing does, nothing is said of that."""
    entries = [entry for entry in WORLD.index()["entries"] if entry["seq"] != 5]
    found = held(tmp_path, files(openings_5=None, index=WORLD.index(entries=entries)))

    assert ((("case", 3),), [3, 6], 2) == (found.chains, sorted(found.openings), found.sealed)
    assert "2 fields that stay sealed here; " in found.unknown()
    assert "sealed here" not in replace(found, sealed=0).unknown()


@pytest.mark.parametrize("lacking", ["v", "entries", "documents", "editions"])
def test_an_index_that_lacks_a_part_cannot_be_read(tmp_path: Path, lacking: str) -> None:
    """Each of its parts is there, and none is guessed."""
    index = {name: each for name, each in WORLD.index().items() if name != lacking}

    assert (SAYS["no-index"], "no-index") == refusal(packed(tmp_path, files(index=index)))


def test_what_the_index_says_of_a_document_is_what_it_is(tmp_path: Path) -> None:
    """Its digest and its size; a document without a place is named by its digest alone, and counted."""
    document = WORLD.index()["documents"][0]
    for wrong in ({"size": len(DOCUMENT) + 1}, {"sha256": "ab" * 32}, {"size": None}):
        path = packed(tmp_path, files(index=WORLD.index(documents=[document | wrong])))
        assert (SAYS["index-digest"], "index-digest") == refusal(path)
    gone = {"path": "", "sha256": "cd" * 32, "size": 1}
    assert 2 == held(tmp_path, files(index=WORLD.index(documents=[document, gone, gone]))).absent


def test_details_that_only_the_index_says_are_counted_and_others_compared(tmp_path: Path) -> None:
    """Of each entry each; what says nothing is no detail; a filing and a level must be those of the paper."""
    entries = [
        entry | {"office": "desk", "party": "JPN", "track": "", "step": None} for entry in WORLD.index()["entries"]
    ]
    assert 6 == held(tmp_path, files(index=WORLD.index(entries=entries))).said
    for name, value in (("filing", "ab" * 32), ("level", "C3"), ("case", ["2026/1"])):
        wrong = [WORLD.index()["entries"][0], WORLD.index()["entries"][1] | {name: value}, WORLD.index()["entries"][2]]
        says = f"The index says of entry 5 what its leaf does not say: {name}."
        assert (says, "index-says") == refusal(packed(tmp_path, files(index=WORLD.index(entries=wrong))))


def test_filings_and_editions_that_nothing_opened_names_are_told(tmp_path: Path) -> None:
    """Their digests are right, and they are evidence of nothing; a wrong digest is refused."""
    stray = {f"{kind}/{sha256(kind.encode()).hexdigest()}.json": kind.encode() for kind in ("filings", "editions")}
    words = next(name for name in stray if name.startswith("filings"))
    edition = next(name for name in stray if name.startswith("editions"))
    entries = WORLD.index()["entries"]
    entries[1]["paper"] = {"words": words}
    index = WORLD.index(entries=entries, editions=[edition.split("/")[1].removesuffix(".json")])

    assert (words, edition) == held(tmp_path, files(index=index) | stray).loose
    wrong = stray | {edition: b"other"}
    says = (f"{edition} does not have the digest that its name says.", "digest")
    assert says == refusal(packed(tmp_path, files(index=index) | wrong))
