"""Whether the file of an SQLite database is still the one that a process opened.

A file that is moved away or replaced stays open in the processes that work on it: what they are told to write goes into
the old one, is acknowledged, and is found by nobody who opens the name again. So each transaction looks first.
"""

import logging
import os

log = logging.getLogger("consult.db")


class Opened:
    """The file behind an engine, as it was at its first transaction."""

    def __init__(self, path: str) -> None:
        """Keep where it lies; nothing is opened yet."""
        self.path = path
        self._first: tuple[int, int] | None = None
        self._told = False

    def forget(self) -> None:
        """Begin anew, for an engine whose connections are all closed."""
        self._first = None

    def is_there(self) -> bool:
        """Say whether the name still leads to the file of the first transaction; report it once where it does not."""
        found = _identity(self.path)
        self._first = self._first or found
        same = found is not None and found == self._first
        if not same and not self._told:
            log.error("The file of the database %s was moved away or replaced; start this process anew.", self.path)
        self._told = not same
        return same


def _identity(path: str) -> tuple[int, int] | None:
    """Give what tells a file from every other one on this machine; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
