"""The log's signer: its keys, and what it remembers of what it signed.

What was signed last, for each origin, stands in a small database of its own beside the keys: outside the database of
the record and outside its backups. It is moved by compare-and-swap, on disk before anything leaves. It is the guard
against a restored backup and a second signer: whoever would sign a shorter log, another log of the same size, or one
that another signer has signed further, is refused with a code and a sentence. Not modelled: keys in hardware.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from consult.i18n import _
from consult.log.notes import NOTE, SigningKey, checkpoint_text, load_key, save_key, sign_note
from consult.settings import Settings

FOLDER = "signer"
STATE = "state.sqlite"
# EXTRA is FULL, and the removal of the journal is on disk too: what was signed is never forgotten in a power failure.
_PRAGMAS = ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=ON")
_TABLE = """CREATE TABLE IF NOT EXISTS signed
(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, signed_at TEXT NOT NULL)"""

_CLOSED = "CREATE TABLE IF NOT EXISTS closed (origin TEXT PRIMARY KEY, at TEXT NOT NULL)"


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

    def __init__(self, path: Path) -> None:
        """Keep where it lies; the file is made with its first row."""
        self.path = path

    def last(self, origin: str) -> Signed | None:
        """Read what was signed last for an origin."""
        if not self.path.is_file():
            return None
        with self._opened() as connection:
            row = connection.execute(
                "SELECT size, root, note, signed_at FROM signed WHERE origin = ?", (origin,)
            ).fetchone()
        return None if row is None else Signed(row[0], row[1], row[2], datetime.fromisoformat(row[3]))

    def all_last(self) -> dict[str, Signed]:
        """Read what was signed last for every origin."""
        if not self.path.is_file():
            return {}
        with self._opened() as connection:
            connection.execute(_TABLE)
            rows = connection.execute("SELECT origin, size, root, note, signed_at FROM signed").fetchall()
        return {row[0]: Signed(row[1], row[2], row[3], datetime.fromisoformat(row[4])) for row in rows}

    def move(self, origin: str, old: Signed | None, new: Signed) -> None:
        """Remember what is signed now in place of what was signed before; NotSigned if that is not what was last."""
        if old is not None and (new.size < old.size or (new.size == old.size and new.root != old.root)):
            raise shorter(new.size, old) if new.size < old.size else other_root(old)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            values = (new.size, new.root, new.note, new.at.isoformat())
            if old is None:
                done = connection.execute(
                    "INSERT INTO signed (size, root, note, signed_at, origin) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT DO NOTHING",
                    (*values, origin),
                )
            else:
                done = connection.execute(
                    "UPDATE signed SET size = ?, root = ?, note = ?, signed_at = ? "
                    "WHERE origin = ? AND size = ? AND root = ? AND note = ? AND signed_at = ?",
                    (*values, origin, old.size, old.root, old.note, old.at.isoformat()),
                )
            if done.rowcount != 1:
                connection.execute("ROLLBACK")
                raise moved()
            connection.execute("COMMIT")

    def close(self, origin: str, at: datetime) -> None:
        """Sign nothing under an origin any more, for good."""
        with self._opened() as connection:
            connection.execute(_CLOSED)
            connection.execute(
                "INSERT INTO closed (origin, at) VALUES (?, ?) ON CONFLICT DO NOTHING", (origin, at.isoformat())
            )

    def is_closed(self, origin: str) -> bool:
        """Tell whether nothing is signed under an origin any more."""
        if not self.path.is_file():
            return False
        with self._opened() as connection:
            connection.execute(_CLOSED)
            return connection.execute("SELECT 1 FROM closed WHERE origin = ?", (origin,)).fetchone() is not None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=10)) as connection:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            yield connection
        self.path.chmod(0o600)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs for one origin: one key, or two while one follows the other."""

    origin: str
    keys: tuple[SigningKey, ...]
    state: State

    def sign(self, size: int, root: bytes) -> str:
        """Give the note over a size and root; nothing is remembered yet."""
        return sign_note(checkpoint_text(self.origin, size, root), *self.keys)


def origin_of(settings: Settings) -> str:
    """Give the name under which the log of an installation signs, without scheme, space, plus or trailing slash."""
    return f"{settings.host_name}/audit/{settings.log.epoch}"


def key_path(settings: Settings) -> Path:
    """Say where the key of the log lies."""
    return settings.instance / FOLDER / f"{settings.log.epoch}.key"


def next_key_path(settings: Settings) -> Path:
    """Say where the key lies that is to follow, while both sign."""
    return settings.instance / FOLDER / f"{settings.log.epoch}.next.key"


def state_of(settings: Settings) -> State:
    """Give what the signer of an installation remembers."""
    return State(settings.instance / FOLDER / STATE)


def open_signer(settings: Settings) -> Signer:
    """Open the signer of an installation with the key or keys that it has. NoKey where there is none, NotSigned where
    they are of another log.
    """
    keys = [load_key(key_path(settings))]
    if next_key_path(settings).exists():
        keys.append(load_key(next_key_path(settings)))
    origin = origin_of(settings)
    for key in keys:
        if (key.name, key.kind) != (origin, NOTE):
            sentence = _(
                "The key in the folder is that of %(name)s; this log is %(origin)s.", name=key.name, origin=origin
            )
            raise NotSigned("key-other", sentence)
    return Signer(origin, tuple(keys), state_of(settings))


def make_key(settings: Settings, stored: bool) -> SigningKey:
    """Draw the first key of the log. NotSigned where the log was signed before: `stored` says whether the database has
    a checkpoint; FileExistsError where there is a key."""
    if stored or state_of(settings).last(origin_of(settings)) is not None:
        sentence = _(
            "%(path)s: the key of the log is missing, and this log was signed before. Put the key back.",
            path=key_path(settings),
        )
        raise NotSigned("key-missing", sentence)
    key = SigningKey.draw(origin_of(settings))
    save_key(key_path(settings), key)
    return key


def text_of(note: str) -> str:
    """Give the text of a note of this log, which ends with a newline and was signed as it stands."""
    return note[: note.index("\n\n") + 1]


def closed(origin: str) -> NotSigned:
    """Word the refusal to sign under an origin that was given up."""
    sentence = _(
        "%(origin)s was closed: nothing is signed under it any more. Set the next epoch under [log] in config.toml "
        "and start again.",
        origin=origin,
    )
    return NotSigned("origin-closed", sentence)


def moved() -> NotSigned:
    """Word that somebody else with the same memory was first; the next turn goes on from there."""
    return NotSigned("state-moved", _("Another process signed at the same moment; nothing was signed here."))


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
