"""The document store: a folder in which every file lies under the SHA-256 of its bytes.

A file is written beside its place, brought to the disk, and moved there; what is there is never changed. Reading
verifies the digest, so that a changed file is found before anybody receives it. Whoever removes a file has made sure
that no document names it.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from consult.documents.errors import Changed
from consult.refusals import Unknown

PIECE = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class DocumentStore:
    """Documents by digest in one folder, which is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder."""
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep the bytes and answer their digest; the same bytes twice are kept once, damaged ones are mended."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if self._read(path, digest) is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, data)
        return digest

    def has(self, digest: str) -> bool:
        """Say whether something lies under a digest; what it is worth is seen when it is opened."""
        return bool(_DIGEST.fullmatch(digest)) and self._path(digest).exists()

    def remove(self, digest: str) -> None:
        """Take away the bytes of a document that nothing names any more; nothing happens where there are none."""
        if self.has(digest):
            self._path(digest).unlink(missing_ok=True)

    def open(self, digest: str) -> bytes:
        """Answer the verified bytes of a document; raise Unknown for no digest, Changed for what was altered."""
        if not _DIGEST.fullmatch(digest):
            raise Unknown
        data = self._read(self._path(digest), digest)
        if data is None:
            raise Changed(digest)
        return data

    def size(self, digest: str) -> int:
        """Answer how many bytes lie under a digest; Changed where there are none."""
        try:
            return self._path(digest).stat().st_size
        except FileNotFoundError:
            raise Changed(digest) from None

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield the bytes of a document piece by piece. Raises Changed for what was altered, after the last piece: who
        reads so must not let go of anything before the end."""
        found = hashlib.sha256()
        try:
            with self._path(digest).open("rb") as file:
                while piece := file.read(PIECE):
                    found.update(piece)
                    yield piece
        except FileNotFoundError:
            raise Changed(digest) from None
        if found.hexdigest() != digest:
            raise Changed(digest)

    def put_file(self, file: IO[bytes]) -> str:
        """Keep a whole file, read piece by piece from its beginning, and answer its digest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, waiting = tempfile.mkstemp(dir=self.folder, prefix=".waiting-")
        digest = hashlib.sha256()
        file.seek(0)
        try:
            with os.fdopen(handle, "wb") as kept:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    kept.write(piece)
                kept.flush()
                os.fsync(kept.fileno())
            path = self._path(digest.hexdigest())
            path.parent.mkdir(parents=True, exist_ok=True)
            Path(waiting).chmod(0o440)
            Path(waiting).replace(path)
        except BaseException:
            Path(waiting).unlink(missing_ok=True)
            raise
        for folder in (path.parent, self.folder):
            _bring_to_disk(folder)
        return digest.hexdigest()

    def place(self, digest: str) -> Path:
        """Answer where the bytes under a digest lie, for readers that need a file; Unknown where there are none."""
        if not self.has(digest):
            raise Unknown
        return self._path(digest)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _read(self, path: Path, digest: str) -> bytes | None:
        """Answer the bytes at a path if they are what the digest says."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is whole and on the disk before it has its name."""
    handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".waiting-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(waiting).chmod(0o440)
        Path(waiting).replace(path)
    except BaseException:
        Path(waiting).unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        _bring_to_disk(folder)


def _bring_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
