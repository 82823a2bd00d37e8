"""What is wrong with a file that was to be imported, row by row."""

from workflows.kernel.frozen import dataclass

MOST = 1_000
"""Faults that are told of one file: nobody reads on, and what is wrong stays wrong."""


class BadFile(ValueError):
    """A file that cannot be read at all; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: its number from 1 as its file counts (0 is the file itself), the column or path, the
    sentence, and a pointer (RFC 6901) into what was sent."""

    row: int
    place: str
    sentence: str
    pointer: str
