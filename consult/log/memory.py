"""What the signer of the log remembers of what it signed, in a file beside its keys; elsewhere, in a shared database.

It is moved by compare-and-swap, on disk before anything leaves. It is the guard against a restored backup and a second
signer: whoever would sign a shorter log, another log of the same size, or one that another signer has signed further,
is refused with a code and a sentence. Where several processes stand for the signer's lease, the memory also keeps the
highest term that was ever taken, and nothing is moved for a lower one: a process that was paused wakes and signs
nothing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from consult.i18n import _
from workflows.kernel.frozen import dataclass

# EXTRA is FULL, and the removal of the journal is on disk too: what was signed is never forgotten in a power failure.
_PRAGMAS = ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=ON")
_TABLE = """CREATE TABLE IF NOT EXISTS signed
(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, signed_at TEXT NOT NULL)"""

_CLOSED = "CREATE TABLE IF NOT EXISTS closed (origin TEXT PRIMARY KEY, at TEXT NOT NULL)"
CLOSE = "INSERT INTO closed (origin, at) VALUES (?, ?) ON CONFLICT DO NOTHING"
_FENCE = "CREATE TABLE IF NOT EXISTS fence (id INTEGER PRIMARY KEY, term INTEGER NOT NULL)"


class NotSigned(Exception):
    """The log must not be signed as it stands, or by this signer; the code is for programs, the sentence for people."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep the code."""
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed for an origin: size, root, the note, when."""

    size: int
    root: bytes
    note: str
    at: datetime


class State:
    """What a signer remembers, on disk."""

    BEGIN = "BEGIN IMMEDIATE"
    TERM = "SELECT term FROM fence WHERE id = 1"

    def __init__(self, path: Path) -> None:
        """Keep where it lies; the file is made with its first row."""
        self.path = path

    def last(self, origin: str) -> Signed | None:
        """Read what was signed last for an origin."""
        if not self._is_there():
            return None
        with self._opened() as connection:
            row = connection.execute(
                "SELECT size, root, note, signed_at FROM signed WHERE origin = ?", (origin,)
            ).fetchone()
        return None if row is None else Signed(row[0], row[1], row[2], datetime.fromisoformat(row[3]))

    def all_last(self) -> dict[str, Signed]:
        """Read what was signed last for every origin."""
        if not self._is_there():
            return {}
        with self._opened() as connection:
            connection.execute(_TABLE)
            rows = connection.execute("SELECT origin, size, root, note, signed_at FROM signed").fetchall()
        return {row[0]: Signed(row[1], row[2], row[3], datetime.fromisoformat(row[4])) for row in rows}

    def move(self, origin: str, old: Signed | None, new: Signed, term: int | None = None) -> None:
        """Remember what is signed now in place of what was signed before; NotSigned if that is not what was last, if
        the origin was closed meanwhile, or if another process has had the lease since the `term` of this one (None:
        nobody's, by hand)."""
        if old is not None and (new.size < old.size or (new.size == old.size and new.root != old.root)):
            raise shorter(new.size, old) if new.size < old.size else other_root(old)
        self._make_room()
        with self._opened() as connection:
            connection.execute(self.BEGIN)
            refusal = self._refusal(connection, origin, term)
            if refusal is None and swap(connection, origin, old, new).rowcount != 1:
                refusal = moved()
            connection.execute("ROLLBACK" if refusal else "COMMIT")
        if refusal:
            raise refusal

    def fence(self, term: int) -> None:
        """Let nobody of an earlier term move anything any more; NotSigned where this one or a later was here already:
        no two processes have one term."""
        self._make_room()
        with self._opened() as connection:
            connection.execute(self.BEGIN)
            before = self._term(connection)
            if before < term:
                connection.execute(
                    "INSERT INTO fence (id, term) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET term = excluded.term",
                    (term,),
                )
            connection.execute("COMMIT")
        if before >= term:
            raise lease_lost()

    def highest_term(self) -> int:
        """Read the highest term that was ever taken; 0 before the first."""
        if not self._is_there():
            return 0
        with self._opened() as connection:
            return self._term(connection)

    def _refusal(self, connection: Any, origin: str, term: int | None) -> NotSigned | None:
        """Say why nothing may be moved under an origin or for a term, if so; nobody closes or fences meanwhile."""
        before = self._term(connection)
        if _is_closed(connection, origin):
            return closed(origin)
        return lease_lost() if term is not None and before > term else None

    def _term(self, connection: Any) -> int:
        """Read the highest term that was ever taken; within a transaction nobody else moves, fences or closes."""
        connection.execute(_TABLE)
        connection.execute(_FENCE)
        row = connection.execute(self.TERM).fetchone()
        return 0 if row is None else int(row[0])

    def close(self, origin: str, at: datetime) -> None:
        """Sign nothing under an origin any more, for good; what is being remembered is waited for."""
        with self._opened() as connection:
            connection.execute(self.BEGIN)
            self._term(connection)
            connection.execute(_CLOSED)
            connection.execute(CLOSE, (origin, at.isoformat()))
            connection.execute("COMMIT")

    def give_up(self, origin: str, at: datetime) -> None:
        """Sign nothing under an origin any more, and forget what was signed under it: the record of that is lost, and
        another origin goes on from an older one."""
        self._make_room()
        self.close(origin, at)
        with self._opened() as connection:
            connection.execute(_TABLE)
            connection.execute("DELETE FROM signed WHERE origin = ?", (origin,))

    def all_closed(self) -> dict[str, datetime]:
        """Read under which origins nothing is signed any more, and since when."""
        if not self._is_there():
            return {}
        with self._opened() as connection:
            connection.execute(_CLOSED)
            rows = connection.execute("SELECT origin, at FROM closed").fetchall()
        return {row[0]: datetime.fromisoformat(row[1]) for row in rows}

    def is_closed(self, origin: str) -> bool:
        """Tell whether nothing is signed under an origin any more."""
        if not self._is_there():
            return False
        with self._opened() as connection:
            return _is_closed(connection, origin)

    def _is_there(self) -> bool:
        """Tell whether anything was ever remembered."""
        return self.path.is_file()

    def _make_room(self) -> None:
        """Make the folder of the file."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=10)) as connection:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            yield connection
        self.path.chmod(0o600)


def _is_closed(connection: Any, origin: str) -> bool:
    connection.execute(_CLOSED)
    return connection.execute("SELECT 1 FROM closed WHERE origin = ?", (origin,)).fetchone() is not None


def swap(connection: Any, origin: str, old: Signed | None, new: Signed) -> Any:
    """Put a value in the place of another, if that is there; one row then has changed."""
    values = (new.size, new.root, new.note, new.at.isoformat(), origin)
    if old is None:
        first = "INSERT INTO signed (size, root, note, signed_at, origin) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        return connection.execute(first, values)
    return connection.execute(
        "UPDATE signed SET size = ?, root = ?, note = ?, signed_at = ? "
        "WHERE origin = ? AND size = ? AND root = ? AND note = ? AND signed_at = ?",
        (*values, old.size, old.root, old.note, old.at.isoformat()),
    )


def moved() -> NotSigned:
    """Word that somebody else with the same memory was first; the next turn goes on from there."""
    return NotSigned("state-moved", _("Another process signed at the same moment; nothing was signed here."))


def lease_lost() -> NotSigned:
    """Word that another process has taken over the signing meanwhile."""
    return NotSigned("lease-lost", _("Another process has taken over the signing; nothing was signed here."))


def lease_elsewhere() -> NotSigned:
    """Word that the memory was taken over by somebody who does not have the lease, which is ours."""
    sentence = _(
        "Another process has taken over the memory of the signer without the lease of this database; nothing was "
        "signed here. If this is said again, another installation or an earlier database signs with the same memory: "
        "stop it."
    )
    return NotSigned("lease-elsewhere", sentence)


def closed(origin: str) -> NotSigned:
    """Word the refusal to sign under an origin that was given up."""
    sentence = _(
        "%(origin)s was closed: nothing is signed under it any more. Set the next epoch under [log] in config.toml "
        "and start again.",
        origin=origin,
    )
    return NotSigned("origin-closed", sentence)


def shorter(size: int, last: Signed) -> NotSigned:
    """Word the refusal of a log that has lost entries."""
    sentence = _(
        "The database holds %(size)s entries, but %(signed)s were signed: it was restored from a backup, or entries "
        "were cut off. Run consult log recover with the last export.",
        size=size,
        signed=last.size,
    )
    return NotSigned("head-shorter", sentence)


def other_root(last: Signed) -> NotSigned:
    """Word the refusal of a log that was changed."""
    sentence = _("The %(size)s entries of the database are not those that were signed.", size=last.size)
    return NotSigned("head-differs", sentence)
