"""What every store of bytes does, wherever they lie."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Protocol

from workflows.kernel.frozen import dataclass

PIECE = 1024 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in a store under a digest: how many bytes, and since when."""

    digest: str
    size: int
    at: datetime


class Store(Protocol):
    """Bytes by digest. Whatever needs the place raises Away where it does not answer, and has changed nothing then."""

    @property
    def place(self) -> str:
        """Name the place to whoever runs the installation: a folder, or a bucket with its prefix."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and answer their digest; the same bytes twice are kept once, damaged ones are mended."""

    def put_file(self, file: IO[bytes]) -> str:
        """Keep a whole file, read piece by piece from its beginning, and answer its digest."""

    def open(self, digest: str) -> bytes:
        """Answer the verified bytes of a document; Unknown for no digest, Changed for what is gone or was altered."""

    def lend(self, digest: str) -> IO[bytes]:
        """Give verified bytes as a file that whoever asked closes, without holding all of them in memory. Raises what
        `open` does, before anything of it can be read."""

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield the bytes of a document piece by piece. Raises Changed for what was altered, after the last piece: who
        reads so must not let go of anything before the end."""

    def look(self, digest: str) -> Kept | None:
        """Say what lies under a digest, None where nothing does; what it is worth is seen when it is opened."""

    def has(self, digest: str) -> bool:
        """Say whether something lies under a digest."""

    def size(self, digest: str) -> int:
        """Answer how many bytes lie under a digest; Changed where there are none."""

    def each(self) -> Iterator[Kept]:
        """Yield all that lies here, in the order of the digests."""

    def remove(self, digest: str) -> None:
        """Take away the bytes of a document that nothing names any more, earlier versions too; nothing happens where
        there are none."""

    def drop_unfinished(self, before: datetime) -> int:
        """Take away what was begun before an instant and never finished, and say how much."""
