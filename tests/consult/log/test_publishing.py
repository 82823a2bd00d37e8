"""Publishing: a folder of files that never shows half of anything, costs what is new, and is never written over."""

import errno
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from consult.db import reading, writing
from consult.log import head, tree
from consult.log.chain import open_chain
from consult.log.leaf import FIELDS
from consult.log.publishing import Exported, NotPublished, cut_tile, export
from consult.log.verifier import TEMPLATE, Source, check_export, write_hash
from consult.models.audit import audit_chain, audit_head, audit_leaf, audit_node
from tests.consult.log.sealed_world import House, build_house


def files(folder: Path) -> dict[str, bytes]:
    """Read every file of an export."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def export_newest(house: House, folder: Path, *, whole: bool = False) -> Exported:
    """Export the newest checkpoint to a folder."""
    with reading(house.engine) as connection:
        newest = head.latest(connection)
        assert newest is not None
        return export(connection, folder, newest.note, whole=whole)


def leaves(first: int, end: int) -> list[bytes]:
    """Make leaves of the shape of this log, for a log that is large."""
    made = []
    for number in range(first, end):
        digest = write_hash(number.to_bytes(32, "big"))
        made.append((TEMPLATE % (*[digest] * len(FIELDS), digest)).encode())
    return made


def enlarge(house: House, count: int) -> None:
    """Append leaves without openings, many at once."""
    with writing(house.engine) as connection:
        chain = open_chain(connection, "room", track="filler")
        row = connection.execute(audit_head.select()).one()
        size, peaks = row.size, tuple(row.peaks[i : i + 32] for i in range(0, len(row.peaks), 32))
        for start in range(size, size + count, 5000):
            made = leaves(start, min(start + 5000, size + count))
            hashes = [tree.hash_leaf(leaf) for leaf in made]
            growth = tree.grow(start, peaks, hashes)
            peaks = growth.peaks
            rows = [
                {"seq": n, "leaf": leaf, "hash": value, "tag": leaf[-53:-10].decode(), "chain_id": chain, "n": n}
                for n, (leaf, value) in enumerate(zip(made, hashes, strict=True), start)
            ]
            connection.execute(insert(audit_leaf), rows)
            nodes = [{"level": level, "idx": index, "hash": value} for level, index, value in growth.nodes]
            connection.execute(insert(audit_node), nodes)
        connection.execute(update(audit_head).values(size=size + count, peaks=b"".join(peaks)))
        connection.execute(update(audit_chain).where(audit_chain.c.id == chain).values(n=size + count - 1))


def test_a_log_of_six_hundred_entries_lies_in_the_tiles_of_the_layout(house: House) -> None:
    """Two full bundles and one of 88, the same for hashes, and one tile above with two."""
    enlarge(house, 599)
    house.turn()

    wanted = {"checkpoint", "tile/1/000.p/2"}
    wanted |= {f"tile/{kind}/{name}" for kind in ("entries", "0") for name in ("000", "001", "002.p/88")}
    found = files(house.folder)
    assert wanted == set(found)
    assert (8192, 88 * 32, 64) == tuple(len(found[f"tile/{name}"]) for name in ("0/000", "0/002.p/88", "1/000.p/2"))
    assert check_export(Source(house.folder), house.policy).checkpoint.size == 600


def test_a_folder_that_grew_step_by_step_is_that_of_one_export(house: House, tmp_path: Path) -> None:
    """But for partial tiles of sizes that were published on the way, which stay until the full one is there."""
    old = None
    for count in (3, 250, 1, 1, 1, 300, 7):
        house.record(count) if count < 10 else enlarge(house, count)
        house.turn()
        check_export(Source(house.folder), house.policy, old)
        old = (house.folder / "checkpoint").read_text()
    export_newest(house, tmp_path / "once")
    grown, once = files(house.folder), files(tmp_path / "once")

    assert once == {name: content for name, content in grown.items() if name in once}
    assert {name for name in grown if ".p/" in name and name not in once} == {
        f"tile/{place}.p/{width}" for place, width in (("entries/002", 45), ("0/002", 45), ("1/000", 1))
    }


def test_an_export_done_twice_changes_nothing(house: House, tmp_path: Path) -> None:
    """No byte and no time of any file, whether everything is looked at or only what is new."""
    enlarge(house, 300)
    house.turn()
    folder = tmp_path / "export"
    first = export_newest(house, folder)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*")}
    quick, whole = export_newest(house, folder), export_newest(house, folder, whole=True)

    assert before == {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*")}
    assert (6, 0) == (first.written, first.kept)
    assert ((0, 1), (0, 6)) == ((quick.written, quick.kept), (whole.written, whole.kept))


def test_bundles_come_first_and_the_checkpoint_last(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is brought to disk before it is moved into its place, and the folders before the checkpoint is moved,
    and its own after it."""
    enlarge(house, 600)
    moved: list[str] = []
    waiting: set[Path] = set()
    synced: set[Path] = set()
    replace, fsync = Path.replace, os.fsync

    def move(path: Path, target: Path) -> Path:
        assert path in synced, f"{target} is moved and may be half"
        if target.name == "checkpoint":
            assert not waiting, "the checkpoint covers what is not on disk"
        moved.append(str(target.relative_to(house.folder)))
        waiting.add(target.parent)
        return replace(path, target)

    def sync(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        synced.add(path)
        waiting.discard(path)
        fsync(handle)

    monkeypatch.setattr(Path, "replace", move)
    monkeypatch.setattr(os, "fsync", sync)
    house.turn()

    kinds = [name.split("/")[1] if "/" in name else name for name in moved]
    assert (["entries"] * 3 + ["0"] * 3 + ["1", "checkpoint"], set()) == (kinds, waiting)


class Full:
    """A disk that is full from a call on: it takes no byte, no name, no folder."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        """Stand before what writes into a folder."""
        self.calls, self.from_call = 0, 0
        for owner, name in ((Path, "open"), (Path, "mkdir"), (Path, "replace"), (os, "fsync")):
            patch.setattr(owner, name, self._before(getattr(owner, name), folder))

    def _before(self, original: Callable[..., Any], folder: Path) -> Callable[..., Any]:
        def tried(given: Any, *more: Any, **named: Any) -> Any:
            writes = more[:1] != ("rb",) and (isinstance(given, int) or given.is_relative_to(folder))
            if writes:
                self.calls += 1
                if self.from_call and self.calls >= self.from_call:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return original(given, *more, **named)

        return tried


def test_a_full_disk_leaves_the_published_log_as_it_was(tmp_path: Path) -> None:
    """At each call that writes: what was published still holds, no half file lies about; with room again it goes on."""
    house = build_house(tmp_path)
    enlarge(house, 254)
    house.turn()
    house.record(4)
    house.seal()
    published, failed = (house.folder / "checkpoint").read_text(), 0
    while True:
        with pytest.MonkeyPatch.context() as patch:
            full = Full(patch, house.folder)
            full.from_call = failed + 1
            with pytest.raises(OSError, match="No space left"):
                export_newest(house, house.folder)
        failed += 1
        if house.published() == 259:
            break  # at the last call the checkpoint is in its place, and all that it covers is on disk
        assert published == (house.folder / "checkpoint").read_text()
        assert 255 == check_export(Source(house.folder), house.policy).checkpoint.size
        assert [] == [name for name in files(house.folder) if name.endswith(".new")]
        for path in sorted(house.folder.rglob("*"), reverse=True):  # each round begins from what was published
            if path.is_file() and path.name not in ("checkpoint", "255"):
                path.unlink()

    assert 20 < failed
    export_newest(house, house.folder)
    assert 259 == check_export(Source(house.folder), house.policy, published).checkpoint.size
    house.engine.dispose()


def test_a_file_that_is_not_what_the_database_says_is_never_written_over(house: House) -> None:
    """It is evidence; the sentence names the file."""
    enlarge(house, 300)
    house.turn()
    tile = house.folder / "tile/0/000"
    tile.write_bytes(b"x" + tile.read_bytes()[1:])
    with pytest.raises(NotPublished, match=r"tile/0/000 is not what the database says") as caught:
        export_newest(house, house.folder, whole=True)

    assert "tile-differs" == caught.value.code
    assert b"x" == tile.read_bytes()[:1]


@pytest.mark.parametrize(
    ("line", "written", "code"),
    [
        (0, "other.example.int/audit/1", "another-log"),
        (1, "999", "published-ahead"),
        (2, "A" * 43 + "=", "published-differs"),
        (1, "many", "checkpoint-unreadable"),
    ],
)
def test_a_folder_of_another_log_is_left_alone(house: House, line: int, written: str, code: str) -> None:
    """Another origin, more entries, another tree, no checkpoint at all."""
    house.record(3)
    house.turn()
    lines = (house.folder / "checkpoint").read_text().split("\n")
    lines[line] = written
    (house.folder / "checkpoint").write_text("\n".join(lines))
    before = files(house.folder)
    house.record()
    house.seal()
    with pytest.raises(NotPublished) as caught:
        export_newest(house, house.folder)

    assert code == caught.value.code
    assert before == files(house.folder)


def test_a_partial_tile_is_cut_from_the_full_one_that_took_its_place(house: House) -> None:
    """Whoever has an older checkpoint still gets the tile that it speaks of."""
    house.record(4)
    house.turn()
    narrow = {name: (house.folder / name).read_bytes() for name in ("tile/entries/000.p/5", "tile/0/000.p/5")}
    enlarge(house, 300)
    house.turn()

    assert [] == [name for name in narrow if (house.folder / name).exists()]
    assert narrow == {name: cut_tile(house.folder, name) for name in narrow}
    assert cut_tile(house.folder, "tile/0/001.p/200") is None, "this one is not full yet"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A log of a hundred thousand entries, signed and published."""
    house = build_house(tmp_path_factory.mktemp("large"))
    enlarge(house, 99_999)
    house.turn()
    yield house
    house.engine.dispose()


def statements_of(house: House) -> tuple[int, int]:
    """Count statements and written files of the publication of one more entry."""
    house.record()
    house.seal()
    counted: list[str] = []

    def count(*seen: Any) -> None:
        counted.append(seen[2])

    event.listen(house.engine, "before_cursor_execute", count)
    done = export_newest(house, house.folder)
    event.remove(house.engine, "before_cursor_execute", count)
    return len(counted), done.written


def test_the_cost_of_a_publication_follows_what_is_new(large: House, tmp_path: Path) -> None:
    """One more entry costs a log of a hundred thousand little more than one of three hundred: a peak or two."""
    small = build_house(tmp_path)
    enlarge(small, 299)
    small.turn()
    few, many = statements_of(small), statements_of(large)
    small.engine.dispose()

    assert many[0] <= few[0] + 20
    assert many[1] <= few[1] + 1


def _peak_of(house: House, folder: Path) -> int:
    """Give the smaller peak of two exports: what other threads of the process take meanwhile is counted with them."""
    peaks = []
    for name in ("first", "again"):
        tracemalloc.start()
        export_newest(house, folder / name)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return min(peaks)


def test_memory_stays_flat_however_large_the_log(large: House, tmp_path: Path) -> None:
    """An export of a hundred thousand entries needs no more than twice that of five thousand."""
    small = build_house(tmp_path)
    enlarge(small, 4_999)
    small.turn()
    peaks = [_peak_of(house, tmp_path / name) for house, name in ((small, "a"), (large, "b"))]
    small.engine.dispose()

    assert peaks[1] < 2 * peaks[0]
    assert check_export(Source(tmp_path / "b" / "again"), large.policy).checkpoint.size >= 100_000
