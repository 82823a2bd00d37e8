"""A file that is lent, as the body of an answer: read piece by piece from wherever a part begins, then closed."""

import os
from typing import IO

from flask import Response

from consult.documents.stores.values import PIECE


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


def send_lent(file: IO[bytes], media: str) -> Response:
    """Answer with a lent file, and with how long it is."""
    answer = Response(Lent(file), mimetype=media)
    answer.content_length = file.seek(0, os.SEEK_END)
    file.seek(0)
    return answer
