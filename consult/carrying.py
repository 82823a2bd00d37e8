"""Carrying every row of an installation into another database, SQLite or PostgreSQL, with a proof that all of it came.

Rows are read in one snapshot of the source and written in one transaction of the target, which is empty and at the
same revision. Each table is then read again and its digest compared: it is over the values, which both databases give
alike, and not over how either keeps them. What is made from the record (the words of search) is left out and made anew;
the index of the lunar register, and what lists of parties are found by, are the caller's to make anew. Nothing is
changed in the source.
"""

import hashlib
import json
from collections.abc import Generator
from contextlib import closing
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    bindparam,
    func,
    insert,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError

from consult.fixed import Fixed
from consult.i18n import _
from consult.migrate import newest, stands_at, tables
from consult.models.audit import audit_head
from consult.models.leases import LEASE, REVISION_BESIDE
from consult.models.listed import PARTY_LIMIT, PARTY_WAITING
from consult.models.logbook import ATTEMPT, ATTEMPT_SEAL
from consult.models.search import SEARCH_CURSOR, SEARCH_TEXT
from consult.patience import lift
from workflows.kernel.frozen import dataclass

BATCH, AT_ONCE = 1000, 100
FAULTS = (DBAPIError, OverflowError, ValueError)
"""What is said of values that a database does not take."""
WORDS, LISTS = (SEARCH_TEXT.name, SEARCH_CURSOR.name), (PARTY_LIMIT.name, PARTY_WAITING.name)
MADE_ANEW = frozenset({*WORDS, *LISTS, LEASE.name, REVISION_BESIDE.name})
"""Tables that the background work or the caller fills again from the record, or that tell who works on this very
database."""


class NotCarried(Exception):
    """The rows cannot be carried, or did not come as they left; nothing was kept in the target. The text says why."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried: tables that held rows, and rows in all."""

    tables: int
    rows: int


def carry(source: Connection, target: Connection) -> Carried:
    """Copy every row into an empty database of the same revision, and compare. NotCarried says what is in the way."""
    _take_your_time(source, target)
    _require_empty(target)
    counted: list[int] = []
    for table in carried_tables():
        sent = hashlib.sha256()
        count = 0
        for rows in _batches(source, table):
            _digest(sent, rows)
            _write(target, table, rows)
            count += len(rows)
        _require_same(source, target, table, sent.digest())
        counted.append(count)
    for table in carried_tables():
        go_on_from(target, table)
    return Carried(sum(1 for count in counted if count), sum(counted))


def require_known(source: Connection) -> None:
    """Refuse a database that a later version brought up, though it lets this one go on beside it: what that version
    added would be left out, and nobody would miss it before asking for it."""
    at, ours = stands_at(source), newest()
    if at != ours:
        raise NotCarried(
            _(
                "The database is at revision %(at)s and this version at %(ours)s: what this version does not know "
                "would be left out. Do it with the version that the database was brought up by.",
                at=at or "-",
                ours=ours,
            )
        )


def _take_your_time(*ends: Connection) -> None:
    """Let PostgreSQL bear with one long transaction: one end idles while the other reads a whole table again, and a
    table that is sorted anew may take longer than any statement of a request."""
    for one in ends:
        if one.dialect.name == "postgresql":
            one.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            one.execute(text("SET LOCAL statement_timeout = 0"))
            lift(one)


def absent_file(address: str) -> Path | None:
    """Give the file that an address of a database names and that is not there; None for any other address."""
    try:
        given = make_url(address)
    except (ArgumentError, ValueError):
        return None  # said where it is opened
    path = Path(given.database or "")
    return path if given.get_backend_name() == "sqlite" and not path.is_file() else None


def shown_address(address: URL) -> str:
    """Name a database for people: a file by its path, a server by its address without any password."""
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    host = address.host or ",".join(address.normalized_query.get("host", ()))
    at = f"{host}:{address.port}" if address.port else host
    return f"postgresql://{f'{address.username}@' if address.username else ''}{at}/{address.database or ''}"


def place_of(address: str) -> str | None:
    """Say where a database lies, one file in one way; None for what is no address."""
    try:
        given = make_url(address)
    except (ArgumentError, ValueError):
        return None  # said where it is opened
    if given.get_backend_name() == "sqlite":
        return str(Path(given.database or "").resolve())
    return f"{given.host}:{given.port or 5432}/{given.database}?{given.query.get('host')}"


def carried_tables() -> list[Table]:
    """Give the tables that are carried, parents before what points at them; the head of the log follows its leaves."""
    found = [table for table in tables().sorted_tables if table.name not in MADE_ANEW]
    return sorted(found, key=lambda table: table is audit_head)


def _require_empty(target: Connection) -> None:
    """Refuse a database in which somebody has begun to work; a new one holds the head of an empty log alone."""
    for table in carried_tables():
        found = select(func.count()).select_from(table)
        if table is audit_head:
            found = found.where(audit_head.c.size > 0)
        if target.execute(found).scalar_one():
            raise NotCarried(
                _("The database that is to be filled holds rows already, in the table %(table)s.", table=table.name)
            )


def _batches(source: Connection, table: Table) -> Generator[list[dict[str, Any]]]:
    """Yield the rows of a table in the order of its key: a row that points at another of the table comes after it."""
    found = select(table).order_by(*_order(table, source.dialect.name)).execution_options(yield_per=BATCH)
    with source.execute(found) as rows:
        names = tuple(rows.keys())
        for part in rows.partitions(BATCH):
            yield [dict(zip(names, row, strict=True)) for row in part]


def _key(table: Table) -> list[Column[Any]]:
    """Give the columns of a table's key."""
    return list(table.primary_key.columns)


def _order(table: Table, dialect: str) -> list[ColumnElement[Any]]:
    """Give the order of a table's key, texts by their bytes: a database may be made to sort as a language does."""
    sorts = dialect == "postgresql"
    return [one.collate("C") if sorts and isinstance(one.type, String) else one for one in _key(table)]


def _write(target: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write rows as they are; the head of the log is there and is moved to where its leaves are by now. NotCarried
    names the first row that cannot be written, by its key alone."""
    try:
        if table is audit_head:
            target.execute(update(audit_head).where(audit_head.c.id == 1).values(rows[0]))
        else:
            with target.begin_nested():
                _insertion(table).run_many(target, rows)
    except FAULTS as fault:
        if isinstance(fault, DBAPIError) and fault.connection_invalidated:
            raise  # which no row is to blame for, and no other can be asked
        if len(rows) > 1:
            for row in rows:
                _write(target, table, [row])
        why = getattr(fault, "orig", None) or fault
        told = {"which": _named(table, rows[0]), "table": table.name, "why": str(why).strip().partition("\n")[0]}
        raise NotCarried(_("A row of %(table)s (%(which)s) cannot be written there: %(why)s", **told)) from None


@cache
def _insertion(table: Table) -> Fixed:
    """Give the statement that writes a row of a table with all its columns."""
    return Fixed(insert(table).values({column.name: bindparam(column.name) for column in table.columns}))


def _named(table: Table, row: dict[str, Any]) -> str:
    """Name a row by its key."""
    return ", ".join(f"{column.name} {row[column.name]}" for column in _key(table))


def _require_same(source: Connection, target: Connection, table: Table, sent: bytes) -> None:
    """Read what arrived, and refuse anything that is not what left."""
    arrived = hashlib.sha256()
    for rows in _batches(target, table):
        _digest(arrived, rows)
    if arrived.digest() == sent:
        return
    with closing(_batches(source, table)) as left, closing(_batches(target, table)) as came:
        pairs = zip(chain.from_iterable(left), chain.from_iterable(came), strict=False)
        which = next((_named(table, one) for one, other in pairs if _differ(one, other)), "")
    said = _("The rows of %(table)s did not arrive as they were; the first that differs: %(which)s.")
    raise NotCarried(said % {"table": table.name, "which": which or "-"})


def _differ(*rows: dict[str, Any]) -> bool:
    return len({_WRITER.encode(row) for row in rows}) > 1


def _digest(digest: Any, rows: list[dict[str, Any]]) -> None:
    """Add rows to a digest, whatever order a database keeps the members of a structure in. Written in one go, a row
    takes a third of the time; a batch of long texts is not held once more for that."""
    for start in range(0, len(rows), AT_ONCE):
        text_of = _WRITER.encode([[*row.values()] for row in rows[start : start + AT_ONCE]])
        digest.update(text_of.encode())


def _plain(value: Any) -> str:
    """Write what JSON has no word for: bytes, dates, instants."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


_WRITER = json.JSONEncoder(sort_keys=True, default=_plain)


def go_on_from(target: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that came, and after those that are sealed and went since; SQLite does
    the first by itself."""
    key = _key(table)
    if target.dialect.name != "postgresql" or len(key) != 1:
        return
    named = {"table": table.name, "column": key[0].name}
    sequence = target.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), named).scalar()
    numbers = [key[0], *([ATTEMPT_SEAL.c.last_id] if table is ATTEMPT else [])] if sequence else []
    highest = max((target.execute(select(func.max(one))).scalar() or 0 for one in numbers), default=0)
    if highest:
        target.execute(select(func.setval(sequence, highest)))
