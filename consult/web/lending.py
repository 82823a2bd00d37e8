"""A file as the body of an answer: read piece by piece from wherever a part begins, then closed.

Nothing leaves out of an open snapshot of the database: whoever takes it slowly would hold that, its connection and
SQLite's journal for as long as he likes (`tests/house/test_outputs.py` asks every answer).
"""

import os
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response

from consult.documents.stores.values import PIECE

IN_MEMORY = 1024 * 1024


class Lent:
    """What an answer reads from; it is closed at its end, with its answer, or when nobody wants it any more."""

    def __init__(self, file: IO[bytes]) -> None:
        """Keep the file, which was verified."""
        self.file = file

    def __iter__(self) -> "Lent":
        """Give itself."""
        return self

    def __next__(self) -> bytes:
        """Give the next piece."""
        piece = b"" if self.file.closed else self.file.read(PIECE)
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def seekable(self) -> bool:
        """Say that a part may be read without what stands before it."""
        return True

    def seek(self, place: int) -> None:
        """Go to a place, counted from the beginning."""
        self.file.seek(place)

    def tell(self) -> int:
        """Say where reading goes on."""
        return self.file.tell()

    def close(self) -> None:
        """Give the file back."""
        self.file.close()

    def __del__(self) -> None:
        """Give the file back where an answer was never sent."""
        self.close()


def send_written(pieces: Iterable[str], media: str) -> Response:
    """Answer with a text that is written whole now, to memory or to a file of no name, and read from there."""
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it is lent, and closed with the answer
    try:
        for piece in pieces:
            file.write(piece.encode())
    except BaseException:
        file.close()
        raise
    answer = send_lent(file, media)
    answer.content_type = media
    return answer


def send_lent(file: IO[bytes], media: str) -> Response:
    """Answer with a lent file, and with how long it is."""
    answer = Response(Lent(file), mimetype=media)
    answer.content_length = file.seek(0, os.SEEK_END)
    file.seek(0)
    return answer
