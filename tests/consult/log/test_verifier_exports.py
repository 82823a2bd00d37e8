"""Checking an export: what is right is accepted, and nothing else."""

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.log import verifier
from consult.log.verifier import Policy, Rejected, Report, Source, Unchecked
from tests.consult.log import exports
from tests.faults.figures import figure

POLICY = verifier.read_policy(exports.TRUST_LOG)
LEAVES = [exports.make_leaf(bytes([i // 256, i % 256]) * 16) for i in range(600)]
HASHES = [exports.leaf_hash(leaf) for leaf in LEAVES]


def check(folder: Path | str, old: str | None = None, **how: Any) -> Report:
    """Check an export by the policy that names its log."""
    return verifier.check_export(Source(folder), POLICY, old, **how)


def refused(folder: Path, old: str | None = None, policy: Policy = POLICY, **how: Any) -> str:
    """The code by which an export is refused."""
    with pytest.raises(Rejected) as refusal:
        verifier.check_export(Source(folder), policy, old, **how)
    return refusal.value.code


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of 300 entries."""
    exports.write_export(tmp_path / "log", LEAVES[:300])
    return tmp_path / "log"


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 600])
def test_an_export_of_any_size_is_accepted(size: int, tmp_path: Path) -> None:
    """Empty, partial, full, and one more than full."""
    exports.write_export(tmp_path, LEAVES[:size])

    report = check(tmp_path)

    assert (size, exports.root_of(HASHES[:size])) == (report.checkpoint.size, report.checkpoint.root)
    assert report.attested


def test_a_log_of_three_levels_is_accepted_and_each_of_its_tiles_counts(tmp_path: Path) -> None:
    """Beyond 65,536 entries a third level of tiles begins; entries of any shape do for the tree."""
    exports.write_export(tmp_path, [b"%d" % i for i in range(65_800)])

    assert 65_800 == check(tmp_path, tree_only=True).checkpoint.size
    for path in ("tile/0/000", "tile/0/257.p/8", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"):
        file = tmp_path / path
        kept = file.read_bytes()
        file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        assert "tile-hash" == refused(tmp_path, tree_only=True)
        file.write_bytes(kept)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of 260 entries that every example changes and puts right again."""
    folder = tmp_path_factory.mktemp("shared")
    exports.write_export(folder, LEAVES[:260])
    return folder


@given(st.data())
@settings(max_examples=figure(150, 1000))
def test_one_byte_changed_dropped_or_added_anywhere_is_refused(shared: Path, data: st.DataObject) -> None:
    """In the checkpoint, in any tile, in any bundle; as the whole check and as that of the tree."""
    files = sorted(each for each in shared.rglob("*") if each.is_file())
    file = data.draw(st.sampled_from(files))
    kept = file.read_bytes()
    at = data.draw(st.integers(0, len(kept) - 1))
    other = data.draw(st.integers(1, 255))
    changed = {
        "changed": kept[:at] + bytes([kept[at] ^ other]) + kept[at + 1 :],
        "dropped": kept[:at] + kept[at + 1 :],
        "added": kept[:at] + bytes([other]) + kept[at:],
    }
    try:
        file.write_bytes(changed[data.draw(st.sampled_from(sorted(changed)))])
        with pytest.raises(Rejected):
            check(shared, tree_only=data.draw(st.booleans()))
    finally:
        file.write_bytes(kept)
    assert 260 == check(shared).checkpoint.size


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
def test_a_file_that_is_missing_is_named(export: Path, path: str) -> None:
    """No part of an export may be kept back."""
    (export / path).unlink()

    with pytest.raises(Rejected, match=f"The export lacks {path}"):
        check(export)


def test_entries_that_are_swapped_dropped_or_added_are_refused(export: Path) -> None:
    """Also where the bundle is well formed, and where the tiles were changed to fit."""
    forged = {
        "swapped": [LEAVES[1], LEAVES[0], *LEAVES[2:300]],
        "dropped": LEAVES[:299],
        "added": LEAVES[:301],
        "replaced": [*LEAVES[:299], LEAVES[299 + 1]],
    }
    checkpoint = (export / "checkpoint").read_bytes()
    for leaves in forged.values():
        shutil.rmtree(export)
        exports.write_export(export, leaves)
        (export / "checkpoint").write_bytes(checkpoint)
        assert refused(export) in ("root", "missing")


def test_a_checkpoint_that_nobody_known_signed_is_refused(export: Path) -> None:
    """A log that another key signed is another log, whatever it calls itself."""
    other = exports.SigningKey(exports.ORIGIN, 1, bytes(32))
    (export / "checkpoint").write_text(exports.signed(HASHES[:300], key=other), encoding="utf-8")

    assert "unsigned" == refused(export)


def test_an_older_checkpoint_must_be_continued(export: Path) -> None:
    """Every older size is found again; a rewritten, a shrunk and another log are not."""
    for size in (0, 1, 2, 44, 255, 256, 257, 299, 300):
        report = check(export, exports.signed(HASHES[:size]))
        assert report.old is not None
        assert size == report.old.checkpoint.size

    rewritten = exports.signed([HASHES[7], *HASHES[1:200]])
    assert "old-root" == refused(export, rewritten)
    assert "shrunk" == refused(export, exports.signed(HASHES[:301]))
    assert "old-root" == refused(export, exports.signed([*HASHES[:299], HASHES[400]]))
    elsewhere = exports.SigningKey("consult.example.int/audit/2", 1, bytes([7]) * 32)
    both = verifier.read_policy(f"log {exports.LOG.vkey}\nlog {elsewhere.vkey}\nquorum none\n")
    assert "other-log" == refused(export, exports.signed(HASHES[:9], key=elsewhere), both)


def test_growth_between_two_checkpoints_is_computed_from_the_tiles(export: Path) -> None:
    """Without any entry at hand; an older export may lie beside newer tiles."""
    shutil.rmtree(export / "tile/entries")
    note = exports.signed
    join = partial(verifier.check_growth, source=Source(export), policy=POLICY)

    assert [256, 300] == [each.checkpoint.size for each in join(note(HASHES[:256]), note(HASHES[:300]))]
    assert [0, 12] == [each.checkpoint.size for each in join(note([]), note(HASHES[:12]))]
    for old, new in ((HASHES[1:9], HASHES[:300]), (HASHES[:9], HASHES[1:301]), (HASHES[:300], HASHES[:9])):
        with pytest.raises(Rejected, match=r"was changed|another root|was cut"):
            join(note(old), note(new))


def test_a_full_file_may_have_replaced_the_partial_one(tmp_path: Path) -> None:
    """A checkpoint of 300 entries is checked against tiles that were completed since."""
    exports.write_export(tmp_path, LEAVES[:600])
    exports.put(tmp_path, "tile/1/000.p/1", exports.root_of(HASHES[:256]))
    assert not list(tmp_path.glob("tile/*/001.p/*"))

    assert 300 == check(tmp_path, note=exports.signed(HASHES[:300])).checkpoint.size


def test_a_partial_file_that_was_left_behind_must_be_the_beginning_of_the_wider_one(export: Path) -> None:
    """A folder may keep what older checkpoints needed, and nobody may be shown anything else there."""
    exports.put(export, "tile/0/001.p/7", b"".join(HASHES[256:263]))
    bundle = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in LEAVES[256:263])
    exports.put(export, "tile/entries/001.p/7", bundle)
    exports.put(export, "tile/0/001.p/notes.txt", b"not part of the export")
    assert 300 == check(export).checkpoint.size

    for path, data in (("tile/0/001.p/7", b"".join(HASHES[255:262])), ("tile/entries/001.p/7", bundle[:-1])):
        kept = (export / path).read_bytes()
        exports.put(export, path, data)
        assert "narrow-tile" == refused(export)
        exports.put(export, path, kept)


def test_an_entry_of_another_shape_is_refused_and_named(tmp_path: Path) -> None:
    """Spaces, another name, a fifteenth field, another version, a digest or tag that has a second way to be written."""
    leaf = LEAVES[3].decode()
    others = {
        leaf + " ",
        leaf.replace('"actor"', '"actoR"'),
        leaf.replace('"to":', '"to":"x","to":'),
        leaf.replace('"v":"1"', '"v":"2"'),
        leaf.replace('","v"', 'B","v"'),
        leaf[: -len('A","v":"1"}')] + 'B","v":"1"}',
        "{}",
        "",
    }
    for number, other in enumerate(sorted(others)):
        exports.write_export(tmp_path / str(number), [*LEAVES[:3], other.encode(), *LEAVES[4:300]])
        with pytest.raises(Rejected, match="Entry 3 does not have the shape of a leaf"):
            check(tmp_path / str(number))
        assert 300 == check(tmp_path / str(number), tree_only=True).checkpoint.size


@pytest.mark.parametrize("byte", [0, 1])
@pytest.mark.parametrize("tree_only", [True, False])
def test_the_length_before_each_entry_is_exact(export: Path, byte: int, tree_only: bool) -> None:
    """Also where all entries are equally long, so that their places would be known without it."""
    file = export / "tile/entries/000"
    changed = bytearray(file.read_bytes())
    changed[100 * (verifier.LEAF_BYTES + 2) + byte] ^= 1
    file.write_bytes(changed)

    assert "bundle-length" == refused(export, tree_only=tree_only)


def test_a_leaf_within_an_entry_does_not_stand_for_it(tmp_path: Path) -> None:
    """An entry that holds a whole leaf behind other bytes is none, though as many leaves can be found as entries."""
    hidden = b"junk" + verifier.LEAF_BYTES.to_bytes(2, "big") + LEAVES[3]
    exports.write_export(tmp_path, [*LEAVES[:3], hidden, *LEAVES[4:9]])

    with pytest.raises(Rejected, match="Entry 3 does not have the shape of a leaf"):
        check(tmp_path)


@pytest.mark.parametrize("path", ["tile/0/001", "tile/0/001.p/44"])
def test_a_tile_of_another_length_is_refused_as_such(export: Path, path: str) -> None:
    """A full tile that stands for a partial one is full; a partial one has as many hashes as its name says."""
    tile = (export / "tile/0/001.p/44").read_bytes()
    (export / "tile/0/001.p/44").unlink()
    exports.put(export, path, tile + bytes(32))

    assert "tile-length" == refused(export)


@pytest.mark.parametrize(("first", "second"), [(0, 1), (3, 299), (255, 256), (100, 599)])
@pytest.mark.parametrize("run", [16, 32_768])
def test_a_tag_that_is_there_twice_is_found_wherever_it_stands(
    tmp_path: Path, first: int, second: int, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One step of a case, logged twice and shown to two parties: anybody sees it, also when sorted in a file."""
    monkeypatch.setattr(verifier._Tags, "RUN", run)
    leaves = list(LEAVES)
    leaves[second] = exports.make_leaf(bytes([first // 256, first % 256]) * 16)
    exports.write_export(tmp_path / "twice", leaves)
    exports.write_export(tmp_path / "once", LEAVES)

    with pytest.raises(Rejected, match=f"Entries {first} and {second} bear the same tag"):
        check(tmp_path / "twice")
    assert 600 == check(tmp_path / "once").checkpoint.size


@given(st.lists(st.integers(0, 99), max_size=80), st.integers(1, 9))
def test_repetition_is_found_exactly_where_there_is_one(numbers: list[int], run: int) -> None:
    """Sorting in runs and merging by blocks finds what a set finds."""
    with verifier._Tags() as tags:
        tags.RUN = run  # type: ignore[misc] - smaller than in life
        for number in numbers:
            tags.add([b"%043d" % number])
        found = tags.repeated()

    assert (found is None) == (len(set(numbers)) == len(numbers))
    assert found is None or numbers.count(int(found)) > 1


def test_where_there_is_no_room_for_sorting_nothing_is_said(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk of whoever checks is no fault of the log."""

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(verifier._Tags, "RUN", 16)
    monkeypatch.setattr(verifier.tempfile, "TemporaryFile", full)

    with pytest.raises(Unchecked, match=r"There is no room for a temporary file: .*No space left"):
        check(export)


def test_a_place_without_a_log_cannot_be_checked(tmp_path: Path) -> None:
    """An empty folder, none, a file, an address of another kind: nothing is said of the log."""
    for place in (tmp_path, tmp_path / "none", Path(__file__), "ftp://consult.example.int/audit/1"):
        with pytest.raises(Unchecked):
            check(place)


def test_a_file_beyond_measure_is_not_read(export: Path) -> None:
    """Not a tile of gigabytes, and not a device."""
    (export / "tile/0/000").write_bytes(bytes(8193))
    assert "too-long" == refused(export)
    (export / "tile/0/000").unlink()
    (export / "tile/0/000").symlink_to("/dev/zero")
    assert "missing" == refused(export)
