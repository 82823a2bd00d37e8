"""A store in a folder, in which every file lies under the SHA-256 of its bytes.

A file is written beside its place, brought to the disk, and moved there; what is there is never changed. Reading
verifies the digest, so that a changed file is found before anybody receives it. Whoever removes a file has made sure
that no document names it. A disk that is full, closed or broken is a store that is away.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from consult.disk import bring_to_disk
from consult.documents.errors import Away, Changed
from consult.documents.stores.values import DIGEST, PIECE, Kept
from consult.refusals import Unknown

WAITING = ".waiting-"
"""How the name of a file begins that is not whole yet."""


class FolderStore:
    """Bytes by digest in one folder, which is made when the first come."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder."""
        self.folder = folder

    @property
    def place(self) -> str:
        """Name the folder."""
        return str(self.folder)

    def put(self, data: bytes) -> str:
        """Keep the bytes and answer their digest; the same bytes twice are kept once, damaged ones are mended."""
        return self._put(BytesIO(data), hashlib.sha256(data).hexdigest())

    def put_file(self, file: IO[bytes]) -> str:
        """Keep a whole file, read piece by piece from its beginning, and answer its digest."""
        file.seek(0)
        return self._put(file, hashlib.file_digest(file, "sha256").hexdigest())  # type: ignore[arg-type] # it reads any file of bytes

    def open(self, digest: str) -> bytes:
        """Answer the verified bytes of a document; raise Unknown for no digest, Changed for what was altered."""
        with self.lend(digest) as file, _usable():
            data = file.read()
        if hashlib.sha256(data).hexdigest() != digest:
            raise Changed(digest)
        return data

    def lend(self, digest: str) -> IO[bytes]:
        """Give the verified file under a digest, at its beginning; it stays whole for who reads it when it is removed
        meanwhile. Raises what `open` does."""
        if not DIGEST.fullmatch(digest):
            raise Unknown
        with _usable():
            try:
                file = self._path(digest).open("rb")
            except FileNotFoundError:
                raise Changed(digest) from None
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                file.close()
                raise Changed(digest)
            file.seek(0)
            return file

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield the bytes of a document piece by piece. Raises Changed for what was altered, after the last piece: who
        reads so must not let go of anything before the end."""
        if not DIGEST.fullmatch(digest):
            raise Unknown
        found = hashlib.sha256()
        with _usable():
            try:
                with self._path(digest).open("rb") as file:
                    while piece := file.read(PIECE):
                        found.update(piece)
                        yield piece
            except FileNotFoundError:
                raise Changed(digest) from None
        if found.hexdigest() != digest:
            raise Changed(digest)

    def look(self, digest: str) -> Kept | None:
        """Say what lies under a digest, None where nothing does."""
        return _look(self._path(digest)) if DIGEST.fullmatch(digest) else None

    def has(self, digest: str) -> bool:
        """Say whether something lies under a digest; what it is worth is seen when it is opened."""
        return self.look(digest) is not None

    def size(self, digest: str) -> int:
        """Answer how many bytes lie under a digest; Changed where there are none."""
        found = self.look(digest)
        if found is None:
            raise Changed(digest)
        return found.size

    def each(self) -> Iterator[Kept]:
        """Yield all that lies here, in the order of the digests."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            with _usable():
                paths = sorted(folder.iterdir())
            for path in paths:
                found = _look(path) if DIGEST.fullmatch(path.name) else None
                if found is not None:  # it may have been removed meanwhile
                    yield found

    def remove(self, digest: str) -> None:
        """Take away the bytes of a document that nothing names any more; nothing happens where there are none."""
        if DIGEST.fullmatch(digest):
            with _usable():
                self._path(digest).unlink(missing_ok=True)

    def drop_unfinished(self, before: datetime) -> int:
        """Take away what was begun before an instant and never finished, and say how much."""
        gone = 0
        for path in self.folder.glob(f"??/{WAITING}*"):
            found = _look(path)
            if found is not None and found.at < before:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _put(self, file: IO[bytes], digest: str) -> str:
        path = self._path(digest)
        with _usable():
            try:
                self.lend(digest).close()
                os.utime(path)  # it is needed again from now on: nobody takes it for forgotten
            except (Changed, FileNotFoundError):
                path.parent.mkdir(parents=True, exist_ok=True)
                file.seek(0)
                _write(path, file, digest)
        return digest


@contextmanager
def _usable() -> Iterator[None]:
    """Say that the store is away where the disk refuses."""
    try:
        yield
    except OSError as fault:
        raise Away(errno.errorcode.get(fault.errno or 0, "OSError")) from fault


def _look(path: Path) -> Kept | None:
    with _usable():
        try:
            status = path.stat()
        except FileNotFoundError:
            return None
    return Kept(path.name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _write(path: Path, source: IO[bytes], digest: str) -> None:
    """Write a file so that it is whole and on the disk before it has its name; Changed where it is another by now."""
    handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=WAITING)
    found = hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as file:
            while piece := source.read(PIECE):
                found.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if found.hexdigest() != digest:
            raise Changed(digest)
        Path(waiting).chmod(0o440)
        Path(waiting).replace(path)
    except BaseException:
        Path(waiting).unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        bring_to_disk(folder)
