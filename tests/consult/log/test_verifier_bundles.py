"""Evidence bundles: everything in one file, and each part of it bound to the signed log."""

import hashlib
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.log import leaf as leaves
from consult.log import verifier
from consult.log.verifier import Bundle, Rejected, Source, Unchecked, read_policy, step_tag, write_hash, write_sums
from tests.consult.log import exports
from tests.consult.log.bundles import DIGEST, DOCUMENT, FILING, KEY, PLACES, World, dump, packed, sums

POLICY = read_policy(exports.TRUST_LOG)


@pytest.fixture(scope="module")
def world() -> World:
    """A log, which no test changes."""
    return World()


def check(folder: Path, files: dict[str, bytes], **how: Any) -> Bundle:
    """Check a bundle of some files by the policy of whoever checks."""
    return verifier.check_bundle(packed(folder, files), POLICY, **how)


def test_a_bundle_proves_a_chain_and_what_was_filed(world: World, tmp_path: Path) -> None:
    """Three receipts, three entries opened, all steps of the chain, nothing loose; the export agrees."""
    exports.write_export(tmp_path / "log", world.leaves)

    found = check(tmp_path, world.files(), source=Source(tmp_path / "log"))

    assert (set(PLACES), (("case", 3),), (), True) == (set(found.receipts), found.chains, found.loose, found.attested)
    assert [1, 2, 3] == [found.openings[place]["n"] for place in PLACES]
    assert not found.own_policy


def test_without_a_policy_of_ones_own_that_of_the_bundle_is_taken_and_told(world: World, tmp_path: Path) -> None:
    """It may have been chosen by whoever made the bundle; without any there is nothing to check by."""
    files = world.files()
    assert verifier.check_bundle(packed(tmp_path, files)).own_policy
    del files["policy.txt"]
    with pytest.raises(Unchecked, match="holds no policy"):
        verifier.check_bundle(packed(tmp_path, files))
    with pytest.raises(Rejected, match="No known key has signed"):
        verifier.check_bundle(
            packed(tmp_path, files), read_policy(f"log {exports.SigningKey('x', 1, KEY).vkey}\nquorum none")
        )


def test_an_entry_without_receipt_is_told_as_not_yet_proved(world: World, tmp_path: Path) -> None:
    """It is opened, and what it says is not yet signed by anybody."""
    files = world.files()
    del files["receipts/6.tlog-proof"]

    found = check(tmp_path, files)

    assert ((6,), False) == (found.unproved, found.attested)


def forgeries(world: World) -> dict[str, dict[str, Any]]:
    """What may be wrong with one file of a bundle: the refusal, and the files that are put in (None takes one out)."""
    other = world.opened(5)["disclosures"] | {"case": leaves.seal({"case": "x"}, "A" * 43).openings[2].disclosure()}
    moved = world.opened(5)["disclosures"]
    moved["to"], moved["case"] = moved["case"], moved["to"]
    longer = {"v": "1", "chains": [{"key": write_hash(KEY), "kind": "case", "steps": 4}]}
    shorter = {"v": "1", "chains": [{"key": write_hash(KEY), "kind": "case", "steps": 2}]}
    elsewhere = exports.make_leaf(bytes([77]) * 32)
    return {
        "bundle-index": {"receipts/4.tlog-proof": world.receipt(5)},
        "not-held": {"openings/5.json": world.opened(5, disclosures=other)},
        "other-name": {"openings/5.json": world.opened(5, disclosures=moved)},
        "other-leaf": {"openings/5.json": world.opened(5, leaf=b64encode(elsewhere).decode(), disclosures={})},
        "bundle-index ": {"openings/5.json": world.opened(5) | {"index": 4}},
        "no-bundle": {"chain.json": b"\xff"},
        "no-openings": {"openings/5.json": world.opened(5, withheld=["salary"])},
        "chain-step": {"openings/5.json": None, "receipts/5.tlog-proof": None},
        "chain-more": {"chain.json": shorter},
        "chain-step ": {"chain.json": longer},
        "no-chains": {"chain.json": {"v": "1", "chains": [{"key": "short", "kind": "case", "steps": 1}]}},
        "tag-twice": {"openings/2.json": world.opened(5) | {"index": 2}},
        "digest": {f"filings/{DIGEST}.json": FILING + b" "},
        "bundle-place": {"../escape": b""},
        "bundle-name": {"documents/readme.exe": b""},
        "bundle-lacks": {"index.json": None},
        "bundle-lacks ": {"checkpoint": None},
        "index-entries": {"index.json": world.index(entries=[])},
        "index-entries ": {"index.json": world.index(entries=[*world.index()["entries"], {"seq": 7}])},
        "index-says": {
            "index.json": world.index(entries=[one | {"case": "2026/2"} for one in world.index()["entries"]])
        },
        "index-file": {"documents/002-JPN-other.pdf": b"x"},
        "index-file ": {"index.json": world.index(documents=[])},
        "index-digest": {"documents/001-JPN-map.pdf": DOCUMENT + b" "},
        "no-index": {"index.json": b"[]"},
        "no-index ": {"index.json": {"v": "2", "entries": [], "documents": [], "editions": []}},
        "no-sums": {"SHA256SUMS": b"nonsense"},
        "bundle-sums": {"SHA256SUMS": write_sums(dict.fromkeys(world.files(), "0" * 64)).encode()},
        "bundle-extra": {"SHA256SUMS": b""},
        "bundle-lacks  ": {"SHA256SUMS": write_sums(sums(world.files()) | {"texts/1.html": "0" * 64}).encode()},
    }


@pytest.mark.parametrize("code", sorted(forgeries(World())))
def test_a_bundle_in_which_anything_is_wrong_is_refused(code: str, world: World, tmp_path: Path) -> None:
    """Each with its own reason."""
    files: dict[str, Any] = world.files() | forgeries(world)[code]
    written = {
        name: data if isinstance(data, bytes) else data.encode() if isinstance(data, str) else dump(data)
        for name, data in files.items()
        if data is not None
    }

    with pytest.raises(Rejected) as refusal:
        check(tmp_path, written)

    assert code.strip() == refusal.value.code


def test_two_openings_for_one_field_are_impossible(tmp_path: Path) -> None:
    """The leaf says accepted to one party; no file can say rejected to another, under any name."""
    said = leaves.seal({"to": "accepted"}, step_tag(KEY, 9))
    for name in leaves.FIELDS:
        lie = leaves.seal({name: "rejected"}, step_tag(KEY, 9)).openings[leaves.FIELDS.index(name)].disclosure()
        for place in leaves.FIELDS:
            with pytest.raises(Rejected, match="does not hold this disclosure in the place of its name"):
                verifier.open_field(said.leaf, lie)
            file = {"v": "1", "index": 0, "leaf": b64encode(said.leaf).decode(), "disclosures": {place: lie}}
            with pytest.raises(Rejected):
                check(tmp_path, {"openings/0.json": dump(file)})


def test_a_chain_that_says_something_else_of_itself_is_refused(tmp_path: Path) -> None:
    """A step with another number, and one that follows another step than the one before it."""
    for wrong, code in (({"n": 3}, "chain-number"), ({"prev": "A" * 43}, "chain-link"), ({"prev": None}, "chain-link")):
        world = World()
        fields = {"n": 2, "prev": write_hash(exports.leaf_hash(world.leaves[3]))} | wrong
        sealed = leaves.seal(fields, step_tag(KEY, 2))
        world.leaves[5], world.openings[5] = sealed.leaf, sealed.openings
        with pytest.raises(Rejected) as refusal:
            check(tmp_path, world.files())
        assert code == refusal.value.code


def test_a_step_that_is_kept_back_is_found_in_the_log(tmp_path: Path) -> None:
    """The bundle ends at step 3; the log holds step 4, which its holder can tell by the tag."""
    world = World()
    world.leaves[8] = leaves.seal({"n": 4}, step_tag(KEY, 4)).leaf
    exports.write_export(tmp_path / "log", world.leaves)

    assert (("case", 3),) == check(tmp_path, world.files()).chains
    with pytest.raises(Rejected, match="its step 4 is in the log, and the bundle keeps it back"):
        check(tmp_path, world.files(), source=Source(tmp_path / "log"))


def test_the_checkpoints_of_the_receipts_must_be_continued_by_the_log_at_hand(world: World, tmp_path: Path) -> None:
    """Another history of the same log is a fork; a log that ends before a receipt tells nothing."""
    grown = [*world.leaves, exports.make_leaf()]
    exports.write_export(tmp_path / "grown", grown)
    exports.write_export(tmp_path / "forked", [exports.make_leaf(), *grown[1:]])
    exports.write_export(tmp_path / "short", world.leaves[:9])

    assert check(tmp_path, world.files(), source=Source(tmp_path / "grown")).attested
    with pytest.raises(Rejected, match="its first 10 entries are not those of the older checkpoint"):
        check(tmp_path, world.files(), source=Source(tmp_path / "forked"))
    with pytest.raises(Unchecked, match="ends at 9 entries, before a checkpoint of the bundle"):
        check(tmp_path, world.files(), source=Source(tmp_path / "short"))


def test_an_entry_that_is_said_to_stand_elsewhere_is_found_in_the_log(world: World, tmp_path: Path) -> None:
    """Without a receipt its place is only said; the log at hand knows better."""
    exports.write_export(tmp_path / "log", world.leaves)
    entries = [entry | {"seq": {6: 9}.get(entry["seq"], entry["seq"])} for entry in world.index()["entries"]]
    files = world.files() | {"openings/9.json": dump(world.opened(6) | {"index": 9})}
    files["index.json"] = dump(world.index(entries=entries))
    for name in ("receipts/6.tlog-proof", "openings/6.json"):
        del files[name]

    assert (9,) == check(tmp_path, files).unproved
    with pytest.raises(Rejected, match="does not have step 3 of a chain where the bundle has it"):
        check(tmp_path, files, source=Source(tmp_path / "log"))


def test_the_steps_of_a_chain_are_found_wherever_they_stand_in_a_larger_log(tmp_path: Path) -> None:
    """Beyond the first 256 entries; one that is said to stand in another place there is found as well."""
    world = World((3, 257, 299), 300)
    exports.write_export(tmp_path / "log", world.leaves)
    assert (("case", 3),) == check(tmp_path, world.files(), source=Source(tmp_path / "log")).chains

    files = world.files() | {"openings/298.json": dump(world.opened(299) | {"index": 298})}
    entries = [entry | {"seq": {299: 298}.get(entry["seq"], entry["seq"])} for entry in world.index()["entries"]]
    files["index.json"] = dump(world.index(entries=entries))
    for name in ("receipts/299.tlog-proof", "openings/299.json"):
        del files[name]
    with pytest.raises(Rejected, match=r"^The log does not have step 3 of a chain where the bundle has it\.$"):
        check(tmp_path, files, source=Source(tmp_path / "log"))


def test_a_file_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """Two programs would read two bundles."""
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as written:
        written.writestr("README.txt", b"one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            written.writestr("README.txt", b"other")

    with pytest.raises(Rejected, match=r"README\.txt is there twice"):
        verifier.check_bundle(tmp_path / "bundle.zip", POLICY)


def test_a_bundle_of_two_histories_proves_the_fork(world: World, tmp_path: Path) -> None:
    """Two receipts under checkpoints of one size with different roots."""
    forked = World()
    files = world.files() | {"receipts/9.tlog-proof": forked.receipt(9).encode()}

    with pytest.raises(Rejected, match="with 10 entries have different roots: the log has forked"):
        check(tmp_path, files)


def test_a_file_that_nothing_names_is_told(world: World, tmp_path: Path) -> None:
    """Its digest is right, and it is evidence of nothing."""
    name, stray = "documents/002-FRA-stray.txt", hashlib.sha256(b"stray").hexdigest()
    documents = [*world.index()["documents"], {"path": name, "sha256": stray, "size": 5}]
    files = world.files() | {name: b"stray", "index.json": dump(world.index(documents=documents))}

    assert (name,) == check(tmp_path, files).loose


def test_what_unpacks_beyond_measure_is_not_read(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither too many bytes nor too many files."""
    monkeypatch.setattr(verifier, "MOST_UNPACKED", 10_000)
    with pytest.raises(Rejected, match="unpacks to more than is read here"):
        check(tmp_path, world.files())
    monkeypatch.setattr(verifier, "MOST_FILES", 3)
    with pytest.raises(Rejected, match="unpacks to more than is read here"):
        check(tmp_path, {"README.txt": b"", **world.files()})


@pytest.fixture(scope="module")
def bundle(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle that every example damages and puts right again."""
    return packed(tmp_path_factory.mktemp("bundle"), world.files())


@given(st.data())
@settings(max_examples=300)
def test_a_damaged_zip_never_ends_in_an_error(bundle: Path, data: st.DataObject) -> None:
    """Bytes changed, cut off, or added anywhere: it is rejected, or what matters of it is untouched."""
    kept = bundle.read_bytes()
    changed = bytearray(kept)
    for _each in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        bundle.write_bytes(changed)
        try:
            found = verifier.check_bundle(bundle, POLICY)
        except Rejected:
            return
        assert set(PLACES) >= set(found.receipts)
    finally:
        bundle.write_bytes(kept)


def test_a_file_that_is_no_zip_or_is_not_there(tmp_path: Path) -> None:
    """The one is rejected, of the other nothing can be said."""
    (tmp_path / "bundle.zip").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(Rejected, match="not an evidence bundle that can be read"):
        verifier.check_bundle(tmp_path / "bundle.zip", POLICY)
    with pytest.raises(Unchecked, match="cannot be read"):
        verifier.check_bundle(tmp_path / "none.zip", POLICY)


def test_a_log_at_hand_in_which_any_place_stands_twice_is_refused(world: World, tmp_path: Path) -> None:
    """Though the entry that is there twice is none of the bundle: a log with two entries in one place is no log."""
    tag = bytes([1, 0]) + bytes([1]) * 30
    exports.write_export(tmp_path / "log", [*world.leaves, exports.make_leaf(tag)])

    with pytest.raises(Rejected) as refused:
        check(tmp_path, world.files(), source=Source(tmp_path / "log"))
    assert ("tag-twice", 1, 10) == (refused.value.code, refused.value.values["first"], refused.value.values["second"])
