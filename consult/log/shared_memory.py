"""What the signer remembers, in a PostgreSQL database of its own, so that another machine goes on where one has died.

It is the same memory with the same rules as the file (`consult.log.memory`); rows are locked where the file is. It must
not be the database of the record, nor be restored with it: then it would forget what it is there to remember. `consult
doctor` looks at that. A memory that cannot be reached lets nothing be signed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from consult import patience
from consult.i18n import _
from consult.log.memory import CLOSE, NotSigned, Signed, State, moved, swap

_TURN = 0x7369676E6572  # the name of the turn among PostgreSQL's advisory locks
_TABLES = (
    "CREATE TABLE IF NOT EXISTS signed (origin TEXT PRIMARY KEY, size BIGINT NOT NULL, root BYTEA NOT NULL, "
    "note TEXT NOT NULL, signed_at TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS closed (origin TEXT PRIMARY KEY, at TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS fence (id INTEGER PRIMARY KEY, term BIGINT NOT NULL)",
    "INSERT INTO fence (id, term) VALUES (1, 0) ON CONFLICT DO NOTHING",
)
WAITS_SECONDS = 10
_WAITS = (
    f"-c lock_timeout={WAITS_SECONDS}000 -c statement_timeout={WAITS_SECONDS}000 "
    "-c idle_in_transaction_session_timeout=3000"
)
_OPTIONS = f"-c synchronous_commit=on -c timezone=UTC {_WAITS}"
_HOW = {"connect_timeout": WAITS_SECONDS, "options": _OPTIONS, "application_name": "consult signer"}


class SharedState(State):
    """What signers on several machines remember together."""

    BEGIN = "BEGIN"
    TERM = "SELECT term FROM fence WHERE id = 1 FOR UPDATE"

    def __init__(self, path: Path, address: str) -> None:
        """Keep where it lies, and where its file would."""
        super().__init__(path)
        self.address = address.replace("postgresql+psycopg://", "postgresql://", 1)

    def carry(self) -> int:
        """Take over what the file remembers, and put the file away for good; give for how many origins. All of it is
        taken over at once: where that breaks off it may be done again, out of the file that was put away. NotSigned
        where this memory holds something, or the file nothing."""
        aside = State(self.path.with_name(f"{self.path.name}.carried"))
        if self.all_last():
            raise NotSigned("memory-held", _("This memory holds something already; nothing was carried."))
        file = State(self.path)
        if not (file.all_last() or aside.all_last()):
            raise NotSigned("memory-none", _("%(path)s: there is nothing to carry.", path=self.path))
        if file.all_last():
            self.path.replace(aside.path)  # first, so that nobody signs by it any more
        found = aside.all_last()
        self._take_over(found, aside.all_closed(), aside.highest_term())
        return len(found)

    def _take_over(self, found: Mapping[str, Signed], shut: Mapping[str, datetime], term: int) -> None:
        """Remember what another memory did, all or nothing of it."""
        with self._opened() as connection:
            connection.execute(self.BEGIN)
            before = self._term(connection)
            moved_all = all(swap(connection, origin, None, last).rowcount == 1 for origin, last in found.items())
            for origin, at in shut.items():
                connection.execute(CLOSE, (origin, at.isoformat()))
            connection.execute("UPDATE fence SET term = ? WHERE id = 1", (max(before, term),))
            connection.execute("COMMIT" if moved_all else "ROLLBACK")
        if not moved_all:
            raise moved()

    def _is_there(self) -> bool:
        return True

    def _make_room(self) -> None:
        """Nothing is to be made."""

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        try:
            import psycopg  # whoever keeps everything in files need not have it
        except ImportError:
            sentence = _("[log] memory: the library for PostgreSQL is not installed here.")
            raise NotSigned("memory-away", sentence) from None
        try:
            with patience.connect(self.address, WAITS_SECONDS, autocommit=True, **_HOW) as connection:
                _prepare(connection)
                yield _Asked(connection)
        except psycopg.OperationalError:
            sentence = _("The memory of the signer cannot be reached; nothing is signed meanwhile.")
            raise NotSigned("memory-away", sentence) from None


class _Asked:
    """A connection that is asked as the file is: with question marks, and with tables that are there."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Ask something."""
        if statement.startswith("CREATE TABLE"):
            statement = "SELECT 1"
        return self.connection.execute(statement.replace("?", "%s").encode(), values)


def _prepare(connection: Any) -> None:
    """Make the tables with the first question that is ever asked; of several processes one after the other does."""
    found = connection.execute("SELECT to_regclass('fence')").fetchone()
    if found is not None and found[0] is not None:
        return
    connection.execute("SELECT pg_advisory_lock(%s)", (_TURN,))
    try:
        for statement in _TABLES:
            connection.execute(statement.encode())
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (_TURN,))
