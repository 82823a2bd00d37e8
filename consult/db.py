"""The database: engine, transactions for writing and for reading, and the gate before writers.

SQLite and PostgreSQL behave alike here. Writing begins IMMEDIATE on SQLite, behind a gate that is held around the
transaction only, and READ COMMITTED on PostgreSQL, where rows and the head of the log are locked instead. Reading sees
one snapshot and cannot write. Waiting for a turn is bounded: whoever waits too long gets Busy, and nothing was written.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,  # noqa: TID251 - this module is the one maker of engines
    event,
    make_url,
)
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from consult.i18n import _

GATE_SECONDS = 10.0
PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "fullfsync=ON", "recursive_triggers=ON")
_POSTGRES_LOCK_TIMEOUT = "55P03"


class Busy(Exception):
    """Others kept the database for the whole time that a writer may wait; nothing was written, try again."""


class WriteGate:
    """One writer at a time over all processes: a lock on a side file, waited for no longer than a limit."""

    def __init__(self, path: str | None, seconds: float = GATE_SECONDS) -> None:
        """Keep the path of the side file (None: no gate, the database waits by itself) and the limit in seconds."""
        self.path = path
        self.seconds = seconds

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the gate for the length of the block; raise Busy when the limit passes first."""
        if self.path is None:
            yield
            return
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked_at_once(handle):
            _wait_for_lock(handle, self.seconds)
        try:
            yield
        finally:
            os.close(handle)


_gates: WeakKeyDictionary[Engine, WriteGate] = WeakKeyDictionary()


def _locked_at_once(handle: int) -> bool:
    """Take the lock if it is free."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait_for_lock(handle: int, seconds: float) -> None:
    """Queue for the lock in the kernel, or close the handle and raise Busy when the limit passes first."""
    claim, taken = threading.Lock(), threading.Event()
    done: list[str] = []

    def queue() -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with claim:
            if done:
                os.close(handle)
            else:
                done.append("taken")
                taken.set()

    threading.Thread(target=queue, name="write-gate", daemon=True).start()
    if taken.wait(seconds):
        return
    with claim:
        if done:
            return
        done.append("given up")
    raise Busy(_("The database was busy for %(seconds)g seconds; nothing was written.", seconds=seconds))


def make_engine(url: str | URL, *, gate_seconds: float = GATE_SECONDS) -> Engine:
    """Make the engine of an SQLite file or a PostgreSQL database; anything else is a ValueError."""
    address = make_url(url)
    kind = address.get_backend_name()
    if kind == "sqlite":
        return _sqlite(address, gate_seconds)
    if kind == "postgresql":
        return _postgres(address, gate_seconds)
    raise ValueError(f"'{kind}' is not a supported database; SQLite and PostgreSQL are.")


def _sqlite(address: URL, gate_seconds: float) -> Engine:
    if not address.database or address.database == ":memory:":
        raise ValueError("SQLite needs a file here: a database in memory is another one for each connection.")
    engine = create_engine(address, pool_size=16, max_overflow=16, connect_args={"timeout": gate_seconds})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    _gates[engine] = WriteGate(os.path.abspath(address.database) + ".gate", gate_seconds)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set a new SQLite connection to explicit transactions and full durability."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin on the driver itself, since this precedes every act; its errors come out as the library's."""
    raw: Any = connection.connection.dbapi_connection
    statement = "BEGIN " + connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    try:
        raw.execute(statement)
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error, dialect=connection.dialect) from error


def _postgres(address: URL, gate_seconds: float) -> Engine:
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    options = f"-c synchronous_commit=on -c timezone=UTC -c lock_timeout={int(gate_seconds * 1000)}"
    engine = create_engine(
        address, isolation_level="READ COMMITTED", pool_pre_ping=True, pool_size=16, connect_args={"options": options}
    )
    _gates[engine] = WriteGate(None, gate_seconds)
    return engine


def gate(engine: Engine) -> WriteGate:
    """Return the gate of an engine made here."""
    return _gates[engine]


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection inside one gated transaction: committed at the end of the block, undone by any exception.

    Do everything slow before it. Raises Busy when the turn did not come in time.
    """
    with engine.connect() as connection:
        try:
            with gate(engine).held(), connection.begin():
                yield connection
        except OperationalError as error:
            if _waited_too_long(error):
                raise Busy(_("The database was busy for too long; nothing was written.")) from error
            raise


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one snapshot and cannot write; it never waits for a writer."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            snapshot = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with snapshot.begin() as transaction:
                yield snapshot
                transaction.rollback()
            return
        with _query_only(connection), connection.execution_options(sqlite_begin="DEFERRED").begin() as transaction:
            yield connection
            transaction.rollback()


@contextmanager
def _query_only(connection: Connection) -> Iterator[None]:
    """Make SQLite refuse every write on this connection for the length of the block."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        raw.execute("PRAGMA query_only=OFF")


def session(connection: Connection) -> Session:
    """Give a session for model objects on the same connection and in the same transaction, which it cannot end."""
    return Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")


def sqlite_warning(engine: Engine) -> str | None:
    """Return a sentence if the SQLite library in use has the known fault of its log reset, else None."""
    version = sqlite3.sqlite_version_info
    if engine.dialect.name != "sqlite" or version >= (3, 53, 0) or (3, 51, 3) <= version < (3, 52, 0):
        return None
    return _(
        "SQLite %(version)s can corrupt its write-ahead log in a rare race between two connections (corrected in "
        "3.51.3 and 3.53.0). The write gate makes the race unlikely; for service use a newer SQLite or PostgreSQL.",
        version=sqlite3.sqlite_version,
    )


def _waited_too_long(error: OperationalError) -> bool:
    """Tell an exhausted wait for a lock from every other failure."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return code == sqlite3.SQLITE_BUSY or getattr(error.orig, "sqlstate", None) == _POSTGRES_LOCK_TIMEOUT
