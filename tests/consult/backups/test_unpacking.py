"""Files read out of an archive: the bytes that the library reads, in small pieces, and never what is not all there."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from isal import isal_zlib

from consult.backups import unpacking
from consult.backups.making import add_pieces
from consult.backups.unpacking import DAMAGED, pieces_of

CONTENTS = {
    "empty": b"",
    "short": b"one line\n",
    "alike": bytes(3 * 1024 * 1024),
    "unlike": Random(7).randbytes(700_000),
    "both": Random(8).randbytes(200_000) + b"a leaf of the log " * 50_000,
}


def by_the_library(archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes]) -> None:
    """Add a file as backups of earlier versions have it."""
    with archive.open(name, "w", force_zip64=True) as file:
        file.writelines(pieces)


WRITTEN = {
    "now": (zipfile.ZIP_DEFLATED, add_pieces),
    "before": (zipfile.ZIP_DEFLATED, by_the_library),
    "stored": (zipfile.ZIP_STORED, add_pieces),
}


@pytest.fixture(params=WRITTEN)
def packed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An archive with a file of each kind, as backups are or were written, behind bytes of something else."""
    path, (kind, add) = tmp_path / "packed.zip", WRITTEN[request.param]
    path.write_bytes(b"#!before the archive\n")
    with zipfile.ZipFile(path, "a", kind, compresslevel=1) as archive:
        for name, content in CONTENTS.items():
            add(archive, name, iter([content[:1000], content[1000:]]))
    return path


def read(path: Path, name: str) -> list[bytes]:
    """Read a file of an archive."""
    with zipfile.ZipFile(path) as archive, path.open("rb", buffering=0) as file:
        return list(pieces_of(archive, file, name))


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_comes_out_as_it_went_in_and_no_piece_is_large(packed: Path, name: str) -> None:
    """Also one that packs to a thousandth, of which little is read at a time for what it gives."""
    pieces = read(packed, name)

    assert CONTENTS[name] == b"".join(pieces)
    assert all(len(piece) <= unpacking.GIVEN for piece in pieces)


def test_any_other_program_reads_it_too(packed: Path) -> None:
    """Python's library compares the checksum of each file."""
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert CONTENTS == {name: archive.read(name) for name in archive.namelist()}


def test_the_library_still_lets_another_pack(tmp_path: Path) -> None:
    """Where a later one did not, a backup would be as good, and take six times as long without anybody's notice."""
    path, quick = tmp_path / "packed.zip", isal_zlib.compressobj(wbits=-isal_zlib.MAX_WBITS)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        add_pieces(archive, "both", iter([CONTENTS["both"]]))

    assert quick.compress(CONTENTS["both"]) + quick.flush() in path.read_bytes()


def test_a_file_that_is_not_in_the_archive_is_told_as_the_library_does(packed: Path) -> None:
    """With the error that it has for a name that is not there."""
    with pytest.raises(KeyError, match="other"):
        read(packed, "other")


@pytest.mark.parametrize("name", CONTENTS)
def test_a_share_may_give_fewer_bytes_than_are_asked_for(packed: Path, name: str) -> None:
    """As a file system over a network does, in the midst of a file."""

    class Slow(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes | None:
            return super().read(min(size or 1, 1000))

    with zipfile.ZipFile(packed) as archive, Slow(packed) as file:
        assert CONTENTS[name] == b"".join(pieces_of(archive, file, name))


@pytest.mark.parametrize("change", [-1, 1])
@pytest.mark.parametrize("name", ["file_size", "compress_size"])
def test_a_file_of_another_length_than_the_list_says_is_refused(tmp_path: Path, name: str, change: int) -> None:
    """Longer or shorter, packed or unpacked: whoever wrote the list and the file did not write the same."""
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("both", CONTENTS["both"])

    with zipfile.ZipFile(path) as archive, path.open("rb", buffering=0) as file:
        found = archive.getinfo("both")
        setattr(found, name, getattr(found, name) + change)
        with pytest.raises(DAMAGED):
            list(pieces_of(archive, file, "both"))


def test_a_file_that_is_cut_or_is_none_is_refused(tmp_path: Path) -> None:
    """The list of contents of one archive over the bytes of what is left of it."""
    path, cut, other = (tmp_path / name for name in ("packed.zip", "cut.zip", "other.zip"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("unlike", CONTENTS["unlike"])
    cut.write_bytes(path.read_bytes()[:300_000])
    other.write_bytes(bytes(800_000))

    with zipfile.ZipFile(path) as archive:
        for harmed, error in ((cut, EOFError), (other, zipfile.BadZipFile)):
            with harmed.open("rb", buffering=0) as file, pytest.raises(error):
                list(pieces_of(archive, file, "unlike"))
