"""Whether the file of an SQLite database is still the one that a process opened.

A file that is moved away or replaced stays open in the processes that work on it: what they are told to write goes into
the old one, is acknowledged, and is found by nobody who opens the name again. So each transaction looks first.
"""

import logging
import os

log = logging.getLogger("consult.db")


Identity = tuple[int, int]


class Opened:
    """The file behind an engine, as its first connection or transaction found it."""

    def __init__(self, path: str) -> None:
        """Keep where it lies; nothing is opened yet."""
        self.path = path
        self._first: Identity | None = None
        self._told = False

    def forget(self) -> None:
        """Begin anew, for an engine whose connections are all closed."""
        self._first = None

    def look(self) -> Identity | None:
        """Give what the name leads to now; the first file that is seen is the one that was opened."""
        found = _identity(self.path)
        self._first = self._first or found
        return found

    def is_another(self, file: Identity | None) -> bool:
        """Say whether a connection has another file open than the one that was opened first."""
        return self._first is not None and file != self._first

    def may_be_opened(self) -> bool:
        """Say whether the name may be opened once more: where a file was seen and is gone, that would make one."""
        return self._first is None or self.is_there()

    def is_there(self) -> bool:
        """Say whether the name still leads to the file that was opened; report it once where it does not."""
        found = self.look()
        same = found is not None and found == self._first
        if not same and not self._told:
            log.error("The file of the database %s was moved away or replaced; start this process anew.", self.path)
        self._told = not same
        return same


def _identity(path: str) -> Identity | None:
    """Give what tells a file from every other one on this machine; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
