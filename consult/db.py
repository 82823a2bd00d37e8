"""The database: engine, transactions for writing and for reading, and the gate before writers.

SQLite and PostgreSQL behave alike here. Writing begins IMMEDIATE on SQLite, behind a gate that is held around the
transaction only, and READ COMMITTED on PostgreSQL, where rows and the head of the log are locked instead. Reading sees
one snapshot and cannot write. Waiting for a turn is bounded: whoever waits too long gets Busy, and nothing was written.
Where PostgreSQL undid a transaction for the sake of another, or the connection broke before the commit, Undone says so
and it may be tried again; where it broke, or a disk failed, during the commit, Unsure says that nobody knows.

Long because: what a writer may meet through nobody's fault is told apart here, beside what it comes from.
"""

import errno
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,  # noqa: TID251 - this module is the one maker of engines
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import Pool
from sqlmodel import Session

from consult import prepared
from consult.figures import GATE_SECONDS as GATE_WAITS
from consult.figures import GIVEN_UP, note
from consult.gates import Queue, lock_in_turn
from consult.i18n import _
from consult.opened import Opened
from consult.patience import be_patient
from consult.settings import Settings, SettingsError
from consult.sharing import Shared, Undid

log = logging.getLogger("consult.db")
GATE_SECONDS = 10.0
POOL = 16
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=FULL",
    "fullfsync=ON",
    "recursive_triggers=ON",
    "wal_autocheckpoint=4000",
)
"""The log of SQLite is carried over into the database every 16 MB: an act writes some thirty pages, and at 4 MB, as is
usual, three acts in a hundred would wait for that."""
T = TypeVar("T")
STATEMENT_SECONDS = 60.0
"""How long one statement may take on PostgreSQL, in seconds; none where it is 0."""
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}
"""How a machine of the database is noticed that has gone without a word (its power, a cable, a firewall that forgets):
it is asked after 30 idle seconds, three times, and what was sent to it may go unanswered for 30,000 milliseconds."""
_ASKED_BACK = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
"""The same of a machine of ours, by the database: else it keeps for two hours, as systems usually do, what a machine
that lost its power held last, such as the turn of a document's bytes."""
_WAITED = frozenset({"55P03", "57014"})
"""PostgreSQL's states of a lock that was not to be had, and of a statement that took too long."""
_UNDONE = frozenset({"40001", "40P01"})
"""PostgreSQL's states of a transaction that it undid for the sake of another: serialisation, deadlock."""


_TAKEN = "23505"
"""PostgreSQL's state of a row that is there already, of which a look before did not know."""

WRITTEN: ContextVar[bool] = ContextVar("written", default=False)
"""Whether anything was committed since this was last set to False: whoever answers for a fault may not say then that
nothing was recorded."""
BEFORE_COMMIT: ContextVar[Callable[[], None] | None] = ContextVar("before_commit", default=None)
"""What has to be so still where somebody commits who holds something else meanwhile: asked directly before, and it
raises Lost where it is not, so that nothing is committed."""


class Busy(Exception):
    """Others kept the database for the whole time that a writer may wait; nothing was written, try again."""


class OnlyRead(Busy):
    """The database takes nothing: a stand-by, or a file that may not be written; nothing was written."""


class Moved(Busy):
    """The file of the database is not the one that was opened; nothing was written or read."""


class NoGate(Busy):
    """The side file by which writers take turns cannot be opened or locked; nothing was written."""


class WrongClock(Busy):
    """The clock of this machine is not that of the database; nothing was written."""


class Undone(Busy):
    """The transaction was undone by the database, or its connection broke before the commit; nothing was written, and
    it may be tried again at once."""

    in_vain = False
    """Whether it was tried again as often as it is."""


class Lost(Undone):
    """The connection broke."""


class Crossed(Undone):
    """Another transaction wrote the same at this very moment, after this one had looked; nothing was written."""


class Unsure(Exception):
    """The connection broke, or the disk failed, during the commit: whether it was written, only the database knows."""


class WriteGate:
    """One writer at a time over all processes: a lock on a side file, waited for no longer than a limit."""

    def __init__(self, path: str | None, seconds: float = GATE_SECONDS, *, measured: bool = True) -> None:
        """Keep the path of the side file (None: no gate, the database waits by itself), the limit in seconds, and
        whether waits for it are those of writers, which are measured."""
        self.path, self.seconds, self.measured = path, seconds, measured
        self._queue = Queue()
        self._shared = Shared(self._queue)
        self._told = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the gate for the length of the block; raise Busy when the limit passes first."""
        if self.path is None:
            yield
            return
        asked = time.perf_counter()
        if not self._queue.enter(self.seconds):
            raise self._busy()
        try:
            with self._locked(self.path, asked):
                yield
        finally:
            self._queue.leave()

    @contextmanager
    def shared(self, engine: Engine) -> Iterator[Connection]:
        """Give the connection of a transaction that those of this process who stand here share; raise Busy when the
        limit passes first, or where it was not committed because of others."""
        asked, done = time.perf_counter(), False
        if not self._queue.enter(self.seconds, in_passing=self._shared.give_back):
            raise self._busy()
        try:
            with self._shared.aboard(lambda: self._begun(engine, asked)) as connection:
                yield connection
                done = True
        except Undid as fault:
            if done and _leaves_open(fault.__cause__):
                raise _doubtful(isinstance(fault.__cause__, DBAPIError)) from fault
            raise Busy(_("The database could not keep what was sent; nothing was written.")) from fault

    @contextmanager
    def _begun(self, engine: Engine, asked: float) -> Iterator[Connection]:
        with (
            _connected(engine) as connection,
            self._locked(str(self.path), asked),
            _TOLD_APART,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _locked(self, path: str, asked: float) -> Iterator[None]:
        """Hold the lock over all processes, for whoever has the turn of this one since it asked."""
        handle = self._from_system(os.open, path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not self._from_system(lock_in_turn, handle, asked + self.seconds):
                raise self._busy()
            self._told = False
            if self.measured:
                note(GATE_WAITS, time.perf_counter() - asked)
            yield
        finally:
            os.close(handle)

    def _from_system(self, ask: Callable[..., T], *given: Any) -> T:
        """Ask the system for something of the side file; Busy where it refuses, reported once until it gives it."""
        try:
            return ask(*given)
        except OSError as fault:
            if not self._told:
                log.error(
                    "The side file %s, by which writers take turns, cannot be used: %s", self.path, fault.strerror
                )
            self._told = True
            note(GIVEN_UP, 1, "turn")
            raise _without_side_file(fault) from fault

    def _busy(self) -> Busy:
        note(GIVEN_UP, 1, "turn")
        return Busy(_("The database was busy for %(seconds)g seconds; nothing was written.", seconds=self.seconds))


def _without_side_file(fault: OSError) -> Busy:
    """Say what it means that a side file cannot be used: that nothing may be written, or that something is wrong."""
    if fault.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return OnlyRead(_("The database may only be read for now; nothing was written."))
    return NoGate(
        _(
            "The file by which writers of the record take turns cannot be used (%(why)s), and nothing was recorded. "
            "Whoever runs this installation has to see to it.",
            why=fault.strerror,
        )
    )


_gates: WeakKeyDictionary[Engine, WriteGate] = WeakKeyDictionary()
_readers: WeakKeyDictionary[Engine, Pool] = WeakKeyDictionary()
"""The connections of engines on SQLite that can only read."""
_BEGINS, _FILE = "consult.db.begins", "consult.db.file"


def make_engine(
    url: str | URL,
    *,
    gate_seconds: float = GATE_SECONDS,
    statement_seconds: float = STATEMENT_SECONDS,
    pool: int = POOL,
) -> Engine:
    """Make the engine of an SQLite file or a PostgreSQL database; anything else is a ValueError. A pool holds so many
    connections, and as many again for a moment."""
    address = make_url(url)
    kind = address.get_backend_name()
    if kind == "sqlite":
        return _sqlite(address, gate_seconds, pool)
    if kind == "postgresql":
        return _postgres(address, gate_seconds, statement_seconds, pool)
    raise ValueError(f"'{kind}' is not a supported database; SQLite and PostgreSQL are.")


def engine_of(settings: Settings) -> Engine:
    """Make the engine of an installation, as its settings say. SettingsError where they name no database; its sentence
    repeats nothing of what may be a password."""
    try:
        return make_engine(
            settings.database_url,
            gate_seconds=settings.gate_seconds,
            statement_seconds=settings.database.statement_seconds,
            pool=settings.database.pool,
        )
    except (ArgumentError, ImportError, ValueError) as fault:
        says = _("database_url or DATABASE_URL names no database: write sqlite:///PATH or postgresql://USER@HOST/NAME.")
        if getattr(fault, "name", "") == "psycopg":
            says = _(
                "The library for PostgreSQL is not installed here; `make setup` installs it, and the image has it."
            )
        raise SettingsError(says) from None


def _sqlite(address: URL, gate_seconds: float, pool: int) -> Engine:
    if not address.database or address.database == ":memory:":
        raise ValueError("SQLite needs a file here: a database in memory is another one for each connection.")
    engine = create_engine(
        address,
        hide_parameters=True,  # what States file stands in no text of an error
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=gate_seconds,
        pool_use_lifo=True,  # the one that was used last knows the most of the database
        connect_args={"timeout": gate_seconds},
    )
    event.listen(engine, "connect", _prepare)
    path = os.path.abspath(address.database)
    _refuse_moved(engine, Opened(path))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "engine_disposed", _renew_readers)
    _renew_readers(engine)
    _gates[engine] = WriteGate(path + ".gate", gate_seconds)
    return engine


def _refuse_moved(engine: Engine, opened: Opened) -> None:
    """Begin no transaction on a file that nobody finds again under its name, and open no other one there: a connection
    to that would be in the pool when the name leads to the first one again."""

    opened.look()  # processes that part from this one know of the file that lay here before

    def before(*_asked: object) -> None:
        if not opened.may_be_opened():
            raise _moved()

    def keep(_driver: sqlite3.Connection, record: Any) -> None:
        record.info[_FILE] = opened.look()

    def require(connection: Connection) -> None:
        if opened.is_another(connection.info[_FILE]):  # it was opened in the moment in which another one lay there
            connection.invalidate()
            raise _moved()
        if not opened.is_there():
            raise _moved()

    event.listen(engine, "do_connect", before)
    event.listen(engine, "connect", keep)
    event.listen(engine, "begin", require)
    event.listen(engine, "engine_disposed", lambda _engine: opened.forget())


def _moved() -> Moved:
    return Moved(
        _(
            "The record was moved away or replaced while this process ran, and nothing was recorded. Whoever "
            "runs this installation has to start it anew."
        )
    )


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set a new SQLite connection to explicit transactions and full durability."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _renew_readers(engine: Engine) -> None:
    """Let an engine on SQLite have connections of their own for reading, none of which is open yet. To let a connection
    only read by turns would make it forget every statement that it has prepared, and each costs more than it takes."""
    before, _readers[engine] = _readers.get(engine), engine.pool.recreate()
    event.listen(_readers[engine], "connect", _only_read)
    if before is not None:
        before.dispose()


def _only_read(connection: sqlite3.Connection, record: Any) -> None:
    """Make SQLite refuse every write on a new connection."""
    connection.execute("PRAGMA query_only=ON")
    record.info[_BEGINS] = "BEGIN DEFERRED"


def _begin(connection: Connection) -> None:
    """Begin on the driver itself, since this precedes every act; its errors come out as the library's."""
    raw: Any = connection.connection.dbapi_connection
    statement = connection.info.get(_BEGINS, "BEGIN IMMEDIATE")
    try:
        raw.execute(statement)
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error, dialect=connection.dialect) from error


def _postgres(address: URL, gate_seconds: float, statement_seconds: float, pool: int) -> Engine:
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    waits = f"-c lock_timeout={int(gate_seconds * 1000)} -c statement_timeout={int(statement_seconds * 1000)}"
    # Compiling a statement takes longer than running it: who may see what makes statements long, not what they find.
    usual = "-c synchronous_commit=on -c timezone=UTC -c jit=off -c idle_in_transaction_session_timeout=300000"
    engine = create_engine(
        address,
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # what States file stands in no text of an error
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=gate_seconds,
        connect_args={**unsaid(address.query), "options": f"{usual} {waits} {_ASKED_BACK}"},
    )
    event.listen(engine, "checkout", _forget_reading)
    be_patient(engine, statement_seconds)
    _gates[engine] = WriteGate(None, gate_seconds)
    return engine


def unsaid(said: Container[str]) -> dict[str, Any]:
    """Give how a connection to PostgreSQL is made, but for what its address says itself."""
    usual: dict[str, Any] = {"connect_timeout": 10, "application_name": "consult", **ALIVE}
    return {name: value for name, value in usual.items() if name not in said}


def _forget_reading(driver: Any, _record: object, _lent: object) -> None:
    """Let the database say whether it takes anything: a connection that was read by would ask it to, against what an
    operator has set, and a stand-by refuses the very question."""
    driver.read_only = None
    prepared.lend(driver)


def gate(engine: Engine) -> WriteGate:
    """Return the gate of an engine made here."""
    return _gates[engine]


@contextmanager
def writing(engine: Engine, *, shared: bool = False) -> Iterator[Connection]:
    """Give a connection inside one gated transaction: committed at the end of the block, undone by any exception.

    Do everything slow before it. Raises Busy when the turn did not come in time, Undone or Unsure as said there. What
    is always short may be `shared`: on SQLite one commit is then for several (`consult.sharing`).
    """
    written = False
    try:
        with _one_of_several(engine) if shared else _alone(engine) as connection:
            yield connection
            if require := BEFORE_COMMIT.get():
                require()
            written = True
        WRITTEN.set(True)
    except DBAPIError as error:
        if _may_only_be_read(error):
            raise OnlyRead(_("The database may only be read for now; nothing was written.")) from error
        if written and _may_be_kept(error):
            raise _doubtful() from error
        raise
    except Lost as lost:
        if not written:
            raise
        note(GIVEN_UP, 1, "unsure")
        raise Unsure(
            _("The connection to the database broke at the last moment: whether this was recorded is not known.")
        ) from lost


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Take the turn first: a connection that waits with somebody at the gate is one that whoever has the turn lacks."""
    with gate(engine).held(), _connected(engine) as connection, _TOLD_APART, connection.begin():
        yield connection


@contextmanager
def _one_of_several(engine: Engine) -> Iterator[Connection]:
    way = _alone(engine) if gate(engine).path is None else gate(engine).shared(engine)
    with _TOLD_APART, way as connection:
        yield connection


def _may_only_be_read(error: DBAPIError) -> bool:
    """Say whether the database takes nothing: a stand-by, or a file that may not be written."""
    read_only = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY
    return read_only or getattr(error.orig, "sqlstate", None) == "25006"


def is_full(error: BaseException) -> bool:
    """Say whether a statement, a commit or the writing of a file failed because there is no room left for what it would
    have written."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    orig = getattr(error, "orig", None)
    code = getattr(orig, "sqlite_errorcode", 0)
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE) or getattr(orig, "sqlstate", None) == "53100"


def _may_be_kept(error: DBAPIError) -> bool:
    """Say of a commit that failed on SQLite whether what it wrote may be found on the disk all the same, by whoever
    opens the file next: where the disk failed, and not where it was full or took no more of the file, since the end of
    it was not written then."""
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_IOERR and code != sqlite3.SQLITE_IOERR_WRITE


def _leaves_open(fault: BaseException | None) -> bool:
    """Say of what the commit of several met whether it may be on the disk all the same: a thread that is told to end
    may be told so before it or after it."""
    if isinstance(fault, DBAPIError):
        return _may_be_kept(fault)
    return fault is not None and not isinstance(fault, Busy)


def _doubtful(failed: bool = True) -> Unsure:
    """Say that nobody knows, since the disk failed, or else since whoever committed for all was told to end."""
    note(GIVEN_UP, 1, "unsure")
    if not failed:
        return Unsure(_("This process was told to end at the last moment: whether this was recorded is not known."))
    return Unsure(_("The disk of the database failed at the last moment: whether this was recorded is not known."))


def pools(engine: Engine) -> tuple[Pool, ...]:
    """Give the pools of connections of an engine made here."""
    readers = _readers.get(engine)
    return (engine.pool,) if readers is None else (engine.pool, readers)


def _reader(engine: Engine, readers: Pool) -> Connection:
    """Take a connection that can only read; what the driver says against it comes out as the library's."""
    try:
        return Connection(engine, readers.connect())
    except sqlite3.Error as error:
        raise DBAPIError.instance(None, None, error, sqlite3.Error, dialect=engine.dialect) from error


@contextmanager
def _connected(engine: Engine, readers: Pool | None = None) -> Iterator[Connection]:
    """Take a connection from the engine's pool, or of those that can only read, and give it back; Busy where all of
    them are in use for too long."""
    try:
        connection = engine.connect() if readers is None else _reader(engine, readers)
    except PoolTimeout as error:
        note(GIVEN_UP, 1, "connection")
        raise Busy(_("The database was busy for too long; nothing was written.")) from error
    with connection:
        yield connection


class _ToldApart:
    """A block in which whatever a writer may meet through nobody's fault becomes what it means for him. It stands
    around every transaction several times; as a generator it would take three times as long."""

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        """Raise what a fault means, where it means anything else."""
        if isinstance(fault, DBAPIError) and (meant := _meant_by(fault)) is not None:
            raise meant from fault


_TOLD_APART = _ToldApart()


def _meant_by(fault: DBAPIError) -> Busy | None:
    """Say what a fault of the database means for a writer; None for one that is a fault."""
    state = getattr(fault.orig, "sqlstate", None)
    if isinstance(fault, IntegrityError):
        if state != _TAKEN:
            return None
        note(GIVEN_UP, 1, "undone")
        return Crossed(_("Somebody else recorded the same at this very moment; nothing was written."))
    if not isinstance(fault, OperationalError | InternalError):  # the latter where it was idle for too long
        return None
    if fault.connection_invalidated:
        note(GIVEN_UP, 1, "lost")
        return Lost(_("The connection to the database broke; nothing was written."))
    if state in _UNDONE:
        note(GIVEN_UP, 1, "undone")
        return Undone(_("The database undid this for the sake of others; nothing was written."))
    if state in _WAITED or getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
        note(GIVEN_UP, 1, "time")
        return Busy(_("The database was busy for too long; nothing was written."))
    return None


def is_undone(fault: BaseException) -> bool:
    """Say whether nothing of a transaction is left through nobody's fault: it was undone, or its connection broke; also
    where a reader met it, of whom nobody asked what it means."""
    if isinstance(fault, OperationalError):
        return fault.connection_invalidated or getattr(fault.orig, "sqlstate", None) in _UNDONE
    return isinstance(fault, Undone)


def is_passing(fault: BaseException) -> bool:
    """Say whether a fault comes of what others do to the database, and not of what was asked of it: it passes. Whoever
    goes on past single pieces that fail does not go on past this."""
    if not isinstance(fault, OperationalError | InternalError):
        return isinstance(fault, Busy)
    state = getattr(fault.orig, "sqlstate", None)
    locked = getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    return fault.connection_invalidated or state in _UNDONE | _WAITED or locked


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one snapshot and cannot write; it never waits for a writer."""
    with _TOLD_APART, _connected(engine, _readers.get(engine)) as connection:
        seen = connection
        if engine.dialect.name == "postgresql":
            seen = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            prepared.read(seen)
        seen.begin()
        yield seen  # to give the connection back undoes the transaction
        if engine.dialect.name == "postgresql":
            prepared.end(seen)


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
