"""Where the worlds of tests lie: the one place that gives a test a database, and the one that copies a seeded one.

A database of a test has a path, like a file. Usually it is that SQLite file. Under CONSULT_TESTS_ON=postgresql it is a
PostgreSQL database whose name is made from the path, on one server that the whole run shares; whoever has the path has
the address, in whatever process. What a test leaves below its own folder goes when the test is over, the rest with
the server.
"""

import atexit
import gc
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url

from tests.postgres import MISSING, Cluster, binaries

SWITCH = "CONSULT_TESTS_ON"
SERVER = "CONSULT_TESTS_SERVER"
"""The address of the server of the run, which its processes have from the first of them."""
MANY = "-c max_connections=400 -c autovacuum=off"
"""Several processes share the server of a run, and nothing may have open what is copied."""
TRIES = 3
OPEN: set[Engine] = set()
"""The engines of this process that were connected to a database of a test on PostgreSQL."""
MADE: dict[str, Path] = {}
"""The databases that this process made on PostgreSQL, and their paths."""


def on_postgresql() -> bool:
    """Say whether the worlds lie on PostgreSQL."""
    chosen = os.environ.get(SWITCH, "sqlite")
    if chosen not in ("sqlite", "postgresql"):
        raise ValueError(f"{SWITCH} is sqlite or postgresql, not {chosen}")
    return chosen == "postgresql"


@contextmanager
def served() -> Iterator[None]:
    """Keep the server of a run for the length of the block: the one that DATABASE_URL names, or one of our own."""
    with ExitStack() as stack:
        if given := os.environ.get("DATABASE_URL"):
            address = make_url(given).set(drivername="postgresql+psycopg")
        else:
            programs = binaries()
            if programs is None:
                raise RuntimeError(MISSING)
            cluster = Cluster(programs, in_memory=True)
            stack.callback(cluster.stop)
            address = cluster.start(further=MANY)
        os.environ[SERVER] = address.render_as_string(hide_password=False)
        stack.callback(os.environ.pop, SERVER, None)
        yield


def at(path: Path) -> str:
    """Give the address of the database with this path; it is made, without tables, where there is none."""
    if not on_postgresql():
        return f"sqlite:///{path}"
    name = _name(path)
    if name not in MADE and not _there(name):
        _execute("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
        _note(name, path)
    return _address(name)


def copy(source: Path, path: Path) -> str:
    """Copy a database that nobody has open any more, into one with this path; give the address of the copy."""
    if not on_postgresql():
        drop(path)
        shutil.copy(source, path)
        return at(path)
    first, name = _name(source), _name(path)
    drop(path)
    _close({first})
    _take_copy(name, first)
    _note(name, path)
    return _address(name)


def _take_copy(name: str, first: str) -> None:
    """Copy a database once its last session has ended: the server waits some seconds for it, and a connection that
    nobody holds any more goes with the garbage."""
    for left in reversed(range(TRIES)):
        try:
            _execute("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, first)
        except psycopg.errors.ObjectInUse:
            if not left:
                raise
            gc.collect()
        else:
            return


def copy_of(engine: Engine, source: Path, path: Path) -> Path:
    """Copy a database that this engine alone has open, as a backup does, into one with this path; give the path."""
    if on_postgresql():
        copy(source, path)
    else:
        raw: Any = engine.raw_connection()
        raw.execute(f"VACUUM INTO '{path}'")
        raw.close()
    return path


def drop(path: Path) -> None:
    """Remove the database with this path, if there is one."""
    if not on_postgresql():
        for beside in ("", "-wal", "-shm"):
            Path(f"{path}{beside}").unlink(missing_ok=True)
        return
    _remove(_name(path))


def leave(folder: Path) -> None:
    """Remove the databases whose paths are below the folder of a test that is over."""
    for name in [name for name, path in MADE.items() if path.is_relative_to(folder)]:
        _remove(name)


def _name(path: Path) -> str:
    """Make the name of a database from its path."""
    return f"at_{hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:24]}"


def _server() -> URL:
    return make_url(os.environ[SERVER])


def _address(name: str) -> str:
    return _server().set(database=name).render_as_string(hide_password=False)


@cache
def _standing(_process: int) -> psycopg.Connection:
    """Give the connection of this process on which databases are made."""
    event.listen(Engine, "engine_connect", _connected)
    plain = _server().set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg.connect(plain, autocommit=True)
    atexit.register(connection.close)
    return connection


def _execute(statement: str, *names: str) -> None:
    """Run one statement about the databases with these names."""
    _standing(os.getpid()).execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def _there(name: str) -> bool:
    """Say whether any process made the database."""
    found = _standing(os.getpid()).execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
    return found.fetchone() is not None


def _note(name: str, path: Path) -> None:
    MADE[name] = path.absolute()


def _connected(connection: Connection) -> None:
    """Keep an engine, so that its connections are closed here rather than by whoever collects what is forgotten."""
    if connection.engine.dialect.name == "postgresql":
        OPEN.add(connection.engine)


def _close(names: set[str]) -> None:
    """Close what this process has open of the databases with these names."""
    for engine in [engine for engine in OPEN if engine.url.database in names]:
        engine.dispose()
        OPEN.discard(engine)


def _remove(name: str) -> None:
    """Close and remove a database."""
    _close({name})
    MADE.pop(name, None)
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
