"""How the database carries out what the product asks when it draws a list: whether it walks through a whole table.

SQLite is asked, and without figures about its tables it plans for large ones, however small a world is. A walk counts
where nothing ends it: one along an index, or along the numbers of rows, that stops when a page is full does not; nor
does one along a partial index, which holds no other rows than those that are looked for.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Engine, event

from consult.migrate import tables

SORTED = "USE TEMP B-TREE"
WALK = re.compile(r"SCAN (\w+)( USING .*)?")
MANY = re.compile(r"\(\?(?:, \?)+\)")


@dataclass
class Asked:
    """The statements that were heard, each text once with the first values, and for which address."""

    at: str = ""
    heard: dict[str, tuple[str, Any, str]] = field(default_factory=dict)

    def hear(self, _c: Any, _cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        """Keep a statement that reads."""
        if statement.lstrip().upper().startswith(("SELECT", "WITH")) and not many:
            self.heard.setdefault(MANY.sub("(?)", statement), (statement, given, self.at))


@contextmanager
def listening(engine: Engine) -> Iterator[Asked]:
    """Hear all that is asked of a database for the length of the block."""
    asked = Asked()
    event.listen(engine, "before_cursor_execute", asked.hear)
    yield asked
    event.remove(engine, "before_cursor_execute", asked.hear)


def walks_of(engine: Engine, statement: str, given: Any) -> set[str]:
    """Name the tables that a statement walks through whole."""
    if "WHERE 0 = 1" in statement:  # asks for nothing
        return set()
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        plan = [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", given)]
    ends = "LIMIT" in statement and not any(SORTED in line for line in plan)
    found = [
        (number, match[1])
        for number, line in enumerate(plan)
        if (match := WALK.fullmatch(line)) and line.rpartition(" ")[2] not in _partial()
    ]
    named = {_table(statement, name) for number, name in found if not (ends and number == 0)}
    return named & (tables().tables.keys() | {"alembic_version"})


@cache
def _partial() -> set[str]:
    """Name the partial indexes."""
    every = (index for table in tables().tables.values() for index in table.indexes)
    return {str(index.name) for index in every if index.dialect_options["sqlite"]["where"] is not None}


def _table(statement: str, name: str) -> str:
    """Give the table behind another name."""
    under = re.search(rf"(\w+) AS {re.escape(name)}\b", statement)
    return under[1] if under else name
