"""Signs of life: which workers and web servers there are, on whatever machine, of which version, and since when.

Each gives one now and then, by its own clock, and takes it back when it ends in order: what is listed and silent died,
or hangs, or its machine is away. One that was not heard of for a week is forgotten.
"""

import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select, update

from consult.db import Crossed, reading, writing
from consult.models.reminding import SERVER_SIGN, WORKER_SIGN
from workflows.kernel.frozen import dataclass

FORGOTTEN = timedelta(days=7)
SILENT = timedelta(minutes=5)
"""Whoever gave no sign for longer counts as silent."""
FRESH = timedelta(seconds=30)
"""A sign of a web server that is younger was given by another one of its processes."""
MOST_OF_A_VERSION = 40


@dataclass(frozen=True, slots=True)
class Sign:
    """A worker or a web server by machine and process: since when it works, its last sign of life, its version (empty
    where it tells none) and of how many processes it is."""

    name: str
    since: datetime
    at: datetime
    version: str = ""
    processes: int = 1

    @property
    def machine(self) -> str:
        """Answer on which machine it is."""
        return self.name.partition(" ")[0]

    def lives(self, at: datetime) -> bool:
        """Tell whether its last sign is recent at a moment."""
        return at - self.at <= SILENT


def own_version() -> str:
    """Answer which version this process runs; empty where it was never installed."""
    try:
        return version("consult")
    except PackageNotFoundError:
        return ""


def own_name() -> str:
    """Name this process by its machine and number."""
    return f"{socket.gethostname()[:80]} {os.getpid()}"


def give_sign(connection: Connection, name: str, since: datetime, at: datetime, runs: str = "") -> None:
    """Keep that a worker lives and which version it runs, and forget those that have not been heard of for days."""
    _keep(connection, WORKER_SIGN, name, {"since": since, "at": at, "version": runs[:MOST_OF_A_VERSION] or None})


def give_for_all(engine: Engine, sign: Sign) -> bool:
    """Keep that a web server lives, unless another one of its processes just did; tell whether this one wrote."""
    given = select(SERVER_SIGN.c.at).where(SERVER_SIGN.c.name == sign.name)
    with reading(engine) as connection:
        last = connection.execute(given).scalar()
    if last is not None and timedelta() <= sign.at - last < FRESH:
        return False
    values = {"since": sign.since, "at": sign.at, "version": sign.version[:MOST_OF_A_VERSION]}
    with suppress(Crossed), writing(engine) as connection:
        _keep(connection, SERVER_SIGN, sign.name, {**values, "processes": sign.processes})
        return True
    return False


def _keep(connection: Connection, table: Table, name: str, values: dict[str, Any]) -> None:
    """Write the sign of one, and forget whoever was not heard of for days."""
    if not connection.execute(update(table).where(table.c.name == name).values(values)).rowcount:
        connection.execute(insert(table).values(name=name, **values))
    connection.execute(delete(table).where(table.c.at < values["at"] - FORGOTTEN))


def take_back(connection: Connection, name: str) -> None:
    """Forget a worker that ended in order."""
    connection.execute(delete(WORKER_SIGN).where(WORKER_SIGN.c.name == name))


def take_back_server(engine: Engine, name: str) -> None:
    """Forget a web server that ended in order."""
    with writing(engine) as connection:
        connection.execute(delete(SERVER_SIGN).where(SERVER_SIGN.c.name == name))


def workers(connection: Connection) -> tuple[Sign, ...]:
    """List the workers, by their last sign."""
    rows = connection.execute(select(WORKER_SIGN).order_by(WORKER_SIGN.c.at.desc(), WORKER_SIGN.c.name))
    return tuple(Sign(row.name, row.since, row.at, row.version or "") for row in rows)


def servers(connection: Connection) -> tuple[Sign, ...]:
    """List the web servers, by their last sign."""
    rows = connection.execute(select(SERVER_SIGN).order_by(SERVER_SIGN.c.at.desc(), SERVER_SIGN.c.name))
    return tuple(Sign(row.name, row.since, row.at, row.version, row.processes) for row in rows)


def living(connection: Connection, at: datetime) -> tuple[str, ...]:
    """Name whoever gave a recent sign of life, in a database of whatever revision: an earlier one has not every table
    and column of these."""
    there = [one for one in (WORKER_SIGN, SERVER_SIGN) if connection.dialect.has_table(connection, one.name)]
    found = (connection.execute(select(one.c.name).where(one.c.at >= at - SILENT)).scalars() for one in there)
    return tuple(sorted({name for names in found for name in names}))


def versions(signs: Iterable[Sign], at: datetime) -> dict[str, tuple[str, ...]]:
    """Give the versions that run at a moment, each with its machines by name; silent ones run nothing."""
    found: dict[str, set[str]] = {}
    for one in signs:
        if one.lives(at):
            found.setdefault(one.version, set()).add(one.machine)
    return {runs: tuple(sorted(machines)) for runs, machines in sorted(found.items())}
