"""Whether a password stands in a list of passwords that became known.

A list is a file of lines sorted by their bytes (`LC_ALL=C sort -u`), each a password or the SHA-1 of one in digits of
base sixteen, after which a colon and a number may stand, as such lists are published. It may have gigabytes: it is
searched by halves and never read whole. A small list comes with the product and is always asked. Not modelled: asking
a service outside.
"""

import hashlib
import mmap
import re
from itertools import pairwise
from pathlib import Path

from consult.i18n import _

SHIPPED = Path(__file__).with_name("breached.txt")
_SHA1 = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\s*")


class Unsorted(ValueError):
    """A list cannot be searched by halves; the sentence says where it fails."""


class Breached:
    """The lists that are asked: the shipped one, and the one that the installation names."""

    def __init__(self, more: Path | None = None) -> None:
        """Keep which files are asked; raise OSError where the one named cannot be read, Unsorted where it is none."""
        self._files = (SHIPPED, *([more] if more else []))
        if more:
            _look_sorted(more)

    def holds(self, password: str) -> bool:
        """Say whether a password stands in one of the lists, as it is or in small letters."""
        spelt = {password, password.lower()}
        return any(_holds(path, one) for path in self._files for one in sorted(spelt))


def _holds(path: Path, password: str) -> bool:
    """Search one list. Hexadecimal digits are compared in the case in which the list begins."""
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        first = _line(held, 0)
        if not _SHA1.fullmatch(first):
            return _find(held, password.encode(), whole=True)
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()
        return _find(held, (digest if _is_small(held) else digest.upper()).encode(), whole=False)


def _is_small(held: mmap.mmap) -> bool:
    """Say whether the digits of a list are small letters, by the first line that has letters."""
    letters = re.compile(rb"[A-Fa-f]").search(held)
    return bool(letters and letters[0].islower())


def _find(held: mmap.mmap, wanted: bytes, *, whole: bool) -> bool:
    """Search by halves for a line that is what is wanted, or that begins with it before a colon."""
    low, high = 0, len(held)
    while low < high:
        start = held.rfind(b"\n", 0, (low + high) // 2) + 1
        line = _line(held, start).rstrip(b"\r\n")
        found = line if whole else line[:40]
        if found == wanted:
            return True
        if found < wanted:
            low = start + len(_line(held, start))
        else:
            high = start
    return False


def _line(held: mmap.mmap, start: int) -> bytes:
    """Give the line that begins at a place, with its end."""
    end = held.find(b"\n", start)
    return held[start : len(held) if end < 0 else end + 1]


def _look_sorted(path: Path) -> None:
    """Look at a thousand lines spread over a list and refuse one whose lines do not go up."""
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        places = sorted({held.rfind(b"\n", 0, len(held) * n // 1000) + 1 for n in range(1000)})
        lines = [_line(held, place).rstrip(b"\r\n") for place in places]
        for earlier, later in pairwise(lines):
            if earlier > later:
                sentence = _(
                    "%(path)s: its lines are not sorted by their bytes; sort it with LC_ALL=C sort.", path=path
                )
                raise Unsorted(sentence)
