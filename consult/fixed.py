"""Fixed statements: SQL built once from Core and sent straight to the driver, for the few rows that every act writes.

A Core statement costs ten times what its row costs SQLite, because it is looked up, bound and wrapped anew each time.
Here it is compiled at its first use on each kind of database and then only its values change. Everything else belongs
to Core and SQLModel. To know: values are converted as their columns say, rows come back as plain tuples just as the
driver gives them (use it for numbers, text and bytes), defaults of columns are not filled in, and listeners of the
library's cursor events are not called: `hear` says who is told instead. It runs in the transaction that the connection
is in and never begins one.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from functools import lru_cache
from operator import attrgetter, itemgetter, methodcaller
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, LargeBinary
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from consult.models.base import Instant
from workflows.kernel.frozen import dataclass

Values = Mapping[str, Any]
_CURSOR = "consult.fixed.cursor"
_HEARS = "consult_hears"
_COUNT, _FIRST, _ALL = attrgetter("rowcount"), methodcaller("fetchone"), methodcaller("fetchall")
"""What may be taken from a cursor: how many rows were concerned, the first one, or all."""
_writing_instants: dict[str, Callable[[Any], Any]] = {}
"""What writes an instant for each kind of database, one for all statements: an act has one instant and six rows with
it, and to write one takes as long as a short statement."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one kind of database takes it; a place is an index where values go in order, else a name."""

    text: str
    pick: Callable[[Values], Any]
    constants: dict[str, Any]
    processors: tuple[tuple[Any, Callable[[Any], Any]], ...]

    def bind(self, values: Values) -> Any:
        """Return the values as the driver takes them: in order, or by name."""
        bound = self.pick({**self.constants, **values} if self.constants else values)
        for place, process in self.processors:
            bound[place] = process(bound[place])
        return bound


class Fixed:
    """One statement with named values, made once at import."""

    def __init__(self, statement: ClauseElement) -> None:
        """Keep a Core statement in which every value that changes is a `bindparam`."""
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def run(self, connection: Connection, values: Values) -> int:
        """Execute with one set of values and return how many rows it concerned."""
        form = self._forms.get(connection.dialect.name) or self._form(connection.dialect)
        return int(_send(connection, form, form.bind(values)))

    def run_many(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Execute once for each set of values; one set costs PostgreSQL less when it is not sent as many."""
        if len(rows) == 1:
            self.run(connection, rows[0])
            return
        form = self._form(connection.dialect)
        _send(connection, form, [form.bind(values) for values in rows], many=True)

    def first(self, connection: Connection, values: Values) -> tuple[Any, ...] | None:
        """Execute with one set of values and return the first row, or None."""
        form = self._forms.get(connection.dialect.name) or self._form(connection.dialect)
        row: tuple[Any, ...] | None = _send(connection, form, form.bind(values), _FIRST)
        return row

    def number(self, connection: Connection, values: Values) -> int:
        """Insert one row, by a statement that returns its number, and give that."""
        row = self.first(connection, values)
        if row is None:
            raise RuntimeError("an insert gave no number")
        return int(row[0])

    def all(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Execute with one set of values and return every row: for reading so many that what the library makes of each
        would take longer than the reading."""
        form = self._forms.get(connection.dialect.name) or self._form(connection.dialect)
        rows: list[tuple[Any, ...]] = _send(connection, form, form.bind(values), _ALL)
        return rows

    def _form(self, dialect: Dialect) -> _Form:
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = _compile(self._statement, dialect)
        return form


def hear(engine: Engine, heard: Callable[[str, float], None]) -> None:
    """Let somebody be told of every fixed statement on an engine, also of one that failed: its text, which holds no
    values, and how many seconds it took."""
    setattr(engine.dialect, _HEARS, heard)


def _send(
    connection: Connection, form: _Form, bound: Any, take: Callable[[Any], Any] = _COUNT, *, many: bool = False
) -> Any:
    """Execute, take from the cursor what is asked for, and tell whoever hears."""
    heard = getattr(connection.dialect, _HEARS, None)
    if heard is None:
        return _execute(connection, form, bound, take, many=many)
    began = time.perf_counter()
    try:
        return _execute(connection, form, bound, take, many=many)
    finally:
        heard(form.text, time.perf_counter() - began)


def _execute(connection: Connection, form: _Form, bound: Any, take: Callable[[Any], Any], *, many: bool) -> Any:
    """Execute on a cursor of the driver and take from it what is asked for; its errors come out as the library's, so
    that callers tell them apart as usual. RuntimeError outside a transaction.
    """
    if not connection.in_transaction():
        raise RuntimeError("A fixed statement runs inside a transaction; there is none on this connection.")
    dialect: Any = connection.dialect
    driver: Any = connection.connection.dbapi_connection
    keeps = dialect.name == "postgresql"
    cursor = _kept_cursor(connection, driver) if keeps else driver.cursor()
    try:
        if keeps and not many:
            cursor.execute(form.text, bound, prepare=True)
        else:
            (cursor.executemany if many else cursor.execute)(form.text, bound)
        return take(cursor)
    except dialect.loaded_dbapi.Error as fault:
        broke = dialect.is_disconnect(fault, driver, cursor)
        if broke:
            connection.invalidate(fault)
        kind = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(
            form.text, None, fault, kind, connection_invalidated=broke, dialect=dialect
        ) from fault
    finally:
        if not keeps:
            cursor.close()


def _kept_cursor(connection: Connection, driver: Any) -> Any:
    """Give the one cursor of a connection to PostgreSQL: to make one takes a third of what a statement takes, and it
    holds nothing on the server. SQLite's is made at once, and holds its statement open until it is closed.
    """
    cursor = connection.info.get(_CURSOR)
    if cursor is None or cursor.connection is not driver:
        cursor = connection.info[_CURSOR] = driver.cursor()
    return cursor


def _compile(statement: ClauseElement, dialect: Dialect) -> _Form:
    """Write a statement for a kind of database."""
    compiled: Any = statement.compile(dialect=dialect)
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    constants = {name: bind.value for name, bind in binds.items() if not bind.required}
    places = list(enumerate(compiled.positiontup)) if compiled.positional else [(name, name) for name in binds]
    known = {name: _processor(bind.type, dialect) for name, bind in binds.items()}
    processors = tuple((place, process) for place, name in places if (process := known[name]))
    pick = _pick_in_order(compiled.positiontup) if compiled.positional else _pick_by_name(tuple(binds))
    return _Form(compiled.string, pick, constants, processors)


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what a type does to a value before the driver gets it; both drivers take bytes as they are."""
    if isinstance(kind, LargeBinary):
        return None
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None or type(kind) is not Instant:
        return process
    return _writing_instants.setdefault(dialect.name, _keeping(process))


def _keeping(process: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Keep what a type made of the last instants, since the rows of an act name the same few again and again; those in
    UTC alone, where two that are equal are the same.
    """
    kept = lru_cache(maxsize=1024)(process)
    return lambda value: kept(value) if value is not None and value.tzinfo is UTC else process(value)


def _pick_in_order(names: Sequence[str]) -> Callable[[Values], Any]:
    """Return a function that gives named values in an order."""
    if len(names) > 1:
        pick = itemgetter(*names)
        return lambda values: [*pick(values)]
    return lambda values: [values[name] for name in names]


def _pick_by_name(names: tuple[str, ...]) -> Callable[[Values], Any]:
    """Return a function that gives the values of some names."""
    return lambda values: {name: values[name] for name in names}
