"""Writing many rows at once, by the quickest way that each database has: prepared inserts on SQLite, COPY on
PostgreSQL. Triggers and keys hold as always.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select, text, update

from consult.bench.moulds import Row
from consult.carrying import carried_tables, go_on_from
from consult.db import reading, writing
from consult.docket import relisting
from consult.models.audit import audit_head

CACHE = -256 * 1024
"""What SQLite may keep of the file while it is filled, in KiB (negative: so it takes it)."""


class Sink:
    """A database to be filled."""

    def __init__(self, engine: Engine) -> None:
        """Keep the engine, and how its database takes the values of each table."""
        self.engine, self.order = engine, carried_tables()
        self.processors = cache(self._processors)

    def head(self) -> tuple[int, bytes]:
        """Give size and peaks of the log."""
        with reading(self.engine) as connection:
            size, peaks = connection.execute(select(audit_head.c.size, audit_head.c.peaks)).one()
        return int(size), bytes(peaks)

    def next_numbers(self) -> dict[str, int]:
        """Give the first free number of every table that numbers its rows; 1 for any other name."""
        numbered = [table for table in self.order if "id" in table.c and table.c["id"].type.python_type is int]
        with reading(self.engine) as connection:
            found = {table.name: connection.execute(select(func.max(table.c["id"]))).scalar() for table in numbered}
        return defaultdict(lambda: 1, {name: (highest or 0) + 1 for name, highest in found.items()})

    def bound(self, table: Table, row: Row) -> list[Any]:
        """Give the values of a row in the order of its table's columns, as the driver takes them."""
        return [process(row[name]) if process else row[name] for name, process in self.processors(table)]

    def _processors(self, table: Table) -> list[tuple[str, Any]]:
        dialect = self.engine.dialect
        return [(each.name, each.type.dialect_impl(dialect).bind_processor(dialect)) for each in table.columns]

    def write(self, rows: Mapping[str, Sequence[Sequence[Any]]], size: int, peaks: bytes) -> None:
        """Write rows by table in one transaction, parents first, and move the head of the log."""
        with writing(self.engine) as connection:
            for table in self.order:
                if rows.get(table.name):
                    self.put(connection, table, rows[table.name])
            connection.execute(update(audit_head).where(audit_head.c.id == 1).values(size=size, peaks=peaks))

    def put(self, connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of one table, on SQLite with one prepared statement."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        raw: Any = connection.connection.dbapi_connection
        raw.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)  # noqa: S608 - names of our own tables


class Copying(Sink):
    """A database on PostgreSQL to be filled."""

    def put(self, connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of one table by COPY."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        raw: Any = connection.connection.dbapi_connection
        with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def sink_for(engine: Engine) -> Iterator[Sink]:
    """Give the way into a database, which holds more of a file in memory meanwhile."""
    if engine.dialect.name == "postgresql":
        yield Copying(engine)
        return
    with engine.connect() as connection:
        connection.connection.dbapi_connection.execute(f"PRAGMA cache_size={CACHE}")  # type: ignore[union-attr] # it is open
    yield Sink(engine)


def finish(engine: Engine) -> None:
    """Make anew by what lists of parties are found, let new rows be numbered after those written, and the database
    learn what its tables hold."""
    with writing(engine) as connection:
        relisting.rebuild(connection)
        for table in carried_tables():
            go_on_from(connection, table)
        connection.execute(text("ANALYZE"))
