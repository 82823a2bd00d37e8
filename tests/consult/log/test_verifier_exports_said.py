"""Exports in which something is wrong: the sentence of each, with the file and the entry that it is about."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consult.log import verifier
from consult.log.notes import SigningKey
from consult.log.verifier import Rejected, Source, Unchecked, read_policy
from tests.consult.log import exports
from tests.consult.log.exports import LOG, TRUST_LOG, signed

SIZE = 260
LEAVES = [exports.make_leaf(bytes([i // 256, i % 256]) * 16) for i in range(SIZE)]
HASHES = [exports.leaf_hash(leaf) for leaf in LEAVES]
OTHER = SigningKey("consult.example.int/audit/2", 1, bytes([2]) * 32)
BOTH = read_policy(f"log {OTHER.vkey}\n{TRUST_LOG}")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """An export of 260 entries."""
    exports.write_export(tmp_path / "log", LEAVES)
    return tmp_path / "log"


def said(check: Callable[[], object], kind: type[Exception] = Rejected) -> tuple[str, str]:
    """The sentence and the code by which something is refused."""
    with pytest.raises(kind) as refused:
        check()
    fault: Any = refused.value
    return str(fault), fault.code


def changed(log: Path, path: str, change: Callable[[bytes], bytes]) -> tuple[str, str]:
    """What is said where one file is another; it is put right again."""
    kept = (log / path).read_bytes()
    (log / path).write_bytes(change(kept))
    try:
        return said(lambda: verifier.check_export(Source(log), BOTH))
    finally:
        (log / path).write_bytes(kept)


def test_each_file_that_is_another_is_named(log: Path) -> None:
    """Tiles and bundles, whole and partial, and the checkpoint."""
    turned = lambda data: data[:-1] + bytes([data[-1] ^ 1])  # noqa: E731 - said once
    for path, tile in (("tile/0/000", 256), ("tile/0/001.p/4", 4), ("tile/1/000.p/1", 1)):
        assert (f"{path} does not agree with the entries below it.", "tile-hash") == changed(log, path, turned)
        assert (f"{path} does not have {tile} hashes.", "tile-length") == changed(log, path, lambda data: data[:-1])
    for path, count in (("tile/entries/000", 256), ("tile/entries/001.p/4", 4)):
        says = (f"{path} does not hold exactly {count} entries.", "bundle-length")
        assert says == changed(log, path, lambda data: data[:-1])
        assert says == changed(log, path, lambda data: data + b"\0\0")
        assert says == changed(log, path, lambda data: data + data[: verifier.LEAF_BYTES + 2])
    assert ("checkpoint is longer than 1000000 bytes.", "too-long") == changed(
        log, "checkpoint", lambda _: b"x" * 10**6 + b"x"
    )
    assert ("tile/0/000 is longer than 8192 bytes.", "too-long") == changed(log, "tile/0/000", lambda data: data + b"x")
    assert ("This is not a signed note: it is not text in UTF-8.", "no-note") == changed(
        log, "checkpoint", lambda _: b"\xff"
    )
    assert SIZE == verifier.check_export(Source(log), BOTH).checkpoint.size


@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/001.p/4", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/4"]
)
def test_each_file_that_is_not_there_is_named(log: Path, path: str) -> None:
    """Also by whoever only looks whether the log has grown."""
    (log / path).unlink()

    assert (f"The export lacks {path}.", "missing") == said(lambda: verifier.check_export(Source(log), BOTH))
    if path.startswith("tile/0"):
        grown = lambda: verifier.check_growth(signed(HASHES[:4]), signed(HASHES), Source(log), BOTH)  # noqa: E731 - as above
        assert (f"The export lacks {path}.", "missing") == said(grown)


def test_an_entry_is_named_by_its_number_in_the_log(tmp_path: Path) -> None:
    """The second of the second bundle is entry 257; two that bear one tag are both named, wherever they stand."""
    exports.write_export(tmp_path / "odd", [*LEAVES[:257], b"{}", *LEAVES[258:]])
    says = ("Entry 257 does not have the shape of a leaf of this log.", "leaf-shape")
    assert says == said(lambda: verifier.check_export(Source(tmp_path / "odd"), BOTH))

    twice = [*LEAVES[:258], exports.make_leaf(LEAVES_TAG), *LEAVES[259:]]
    exports.write_export(tmp_path / "twice", twice)
    says = ("Entries 7 and 258 bear the same tag.", "tag-twice")
    assert says == said(lambda: verifier.check_export(Source(tmp_path / "twice"), BOTH))
    assert verifier.check_export(Source(tmp_path / "twice"), BOTH, tree_only=True).tree_only


LEAVES_TAG = bytes([0, 7]) * 16


def test_a_log_that_changes_while_it_is_read_is_left_open(tmp_path: Path) -> None:
    """A tag was there twice, and when its entries are looked for it is there once."""
    exports.write_export(tmp_path, [*LEAVES[:9], exports.make_leaf(LEAVES_TAG)])
    right = b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in LEAVES[:10])

    class Changing(Source):
        """A folder whose entries are others the second time."""

        times = 0

        def read(self, path: str, limit: int = verifier.MOST_BUNDLE_BYTES) -> bytes | None:
            """Read a file."""
            self.times += path.startswith("tile/entries")
            return right if self.times > 1 and path.startswith("tile/entries") else super().read(path, limit)

    says = (f"{tmp_path} changes while it is read.", "unstable")
    assert says == said(lambda: verifier.check_export(Changing(tmp_path), BOTH), Unchecked)


def test_an_older_checkpoint_that_is_not_continued_is_told_with_both_sizes(log: Path) -> None:
    """Of another log, of a larger one, of another history; the same of two checkpoints without entries."""
    cases = {
        (f"The checkpoints are of two logs: {OTHER.name} and {LOG.name}.", "other-log"): signed(HASHES[:9], key=OTHER),
        ("The log was cut: the older checkpoint has 261 entries, this one 260.", "shrunk"): signed(
            [*HASHES, HASHES[0]]
        ),
        (
            "The log was changed: its first 9 entries are not those of the older checkpoint.",
            "old-root",
        ): signed(HASHES[1:10]),
    }
    for says, old in cases.items():
        for check in (
            lambda old=old: verifier.check_export(Source(log), BOTH, old),
            lambda old=old: verifier.check_growth(old, signed(HASHES), Source(log), BOTH),
        ):
            assert says == said(check)
    says = ("The entries give another root than the checkpoint of 260 entries.", "root")
    other = signed([*HASHES[:259], HASHES[0]])
    assert says == said(lambda: verifier.check_export(Source(log), BOTH, note=other))
    assert says == said(lambda: verifier.check_growth(signed(HASHES[:4]), other, Source(log), BOTH))


def test_a_file_left_behind_by_an_older_checkpoint_is_named_where_it_differs(log: Path) -> None:
    """The narrower file of a tile and of a bundle, of one entry and of 255."""
    for width in (1, 255):
        tile, bundle = f"tile/0/000.p/{width}", f"tile/entries/000.p/{width}"
        exports.put(log, tile, b"".join(HASHES[:width]))
        exports.put(log, bundle, b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in LEAVES[:width]))
        exports.put(log, "tile/0/000.p/256", b"not looked at, since it is no narrower one")
        assert SIZE == verifier.check_export(Source(log), BOTH).checkpoint.size
        for path in (tile, bundle):
            says = (f"{path} does not agree with the wider file of the same place.", "narrow-tile")
            assert says == changed(log, path, lambda data: data + b"\0")


def test_a_place_that_is_none_is_told() -> None:
    """An address of a kind that is not read, a folder that is not there, a note too long to be one."""
    assert ("ftp://a.example cannot be fetched: ftp", "unreachable") == said(
        lambda: Source("ftp://a.example"), Unchecked
    )
    assert ("none/at/all: there is no checkpoint.", "no-export") == said(
        lambda: verifier.check_export(Source("none/at/all"), BOTH), Unchecked
    )
    assert ["http://a.example", "HTTPS://a.example", "a/b"] == [
        Source(place).place for place in ("http://a.example", "HTTPS://a.example", Path("a/b"))
    ]
    asked = dict(Source("http://a.example").opener.addheaders)
    assert {"User-Agent": "consult-verify", "Accept-Encoding": "gzip, identity"} == asked


def test_places_in_an_export_are_those_of_the_format() -> None:
    """Three digits a level of folders, and the width of a partial one behind them."""
    paths = [verifier.entries_path(index) for index in (0, 7, 999, 1000, 1_234_067)]
    assert ["000", "007", "999", "x001/000", "x001/x234/067"] == [path.removeprefix("tile/entries/") for path in paths]
    assert ("tile/0/000", "tile/2/x001/000.p/255", "tile/entries/000.p/1") == (
        verifier.tile_path(0, 0),
        verifier.tile_path(2, 1000, 255),
        verifier.entries_path(0, 1),
    )
