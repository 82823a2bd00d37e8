"""Fixed statements: the same rows and the same errors as Core, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, String, Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from consult import fixed
from consult.db import Crossed, make_engine, reading, writing
from consult.fixed import Fixed
from consult.models.base import Instant, Structure

metadata = MetaData()
row = Table(
    "row",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(10), nullable=False, unique=True),
    Column("raw", LargeBinary),
    Column("at", Instant()),
    Column("facts", Structure),
)
ADD = Fixed(insert(row))
RENAME = Fixed(update(row).where(row.c.id == bindparam("of"), row.c.raw == b"\x00").values(name=bindparam("now")))
FIND = Fixed(select(row.c.id, row.c.raw).where(row.c.name == bindparam("called")))
AT = datetime(2026, 2, 28, 12, tzinfo=UTC)
FIRST = {"id": 1, "name": "a", "raw": b"\x00", "at": AT, "facts": {"b": [1, None]}}
SECOND = {**FIRST, "id": 2, "name": "b", "at": None, "facts": None}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database with an empty table."""
    sqlite = request.param == "sqlite"
    made = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}" if sqlite else request.getfixturevalue("postgres_url"))
    with writing(made) as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    yield made
    made.dispose()


def test_rows_are_stored_as_core_would_store_them(engine: Engine) -> None:
    """Instants, structures, bytes and nulls written here are read back by Core as they were."""
    with writing(engine) as connection:
        ADD.run(connection, FIRST)
        ADD.run_many(connection, [SECOND])

    with reading(engine) as connection:
        assert [FIRST, SECOND] == [dict(each._mapping) for each in connection.execute(select(row).order_by(row.c.id))]


def test_all_rows_are_read_as_the_driver_gives_them(engine: Engine) -> None:
    """As plain tuples in the order of the columns; none where none is found."""
    every = Fixed(select(row.c.id, row.c.raw).where(row.c.id > bindparam("after")).order_by(row.c.id))
    with writing(engine) as connection:
        ADD.run_many(connection, [SECOND, FIRST])

    with reading(engine) as connection:
        assert [(1, b"\0"), (2, b"\0")] == every.all(connection, {"after": 0})
        assert [] == every.all(connection, {"after": 2})


def test_an_instant_of_another_zone_is_stored_in_utc(engine: Engine) -> None:
    """The type of the column does its work here as well."""
    with writing(engine) as connection:
        ADD.run(connection, {**FIRST, "at": AT.astimezone(timezone(timedelta(hours=9)))})

    with reading(engine) as connection:
        assert AT == connection.execute(select(row.c.at)).scalar_one()


def test_statements_write_an_instant_of_utc_once_and_of_another_zone_each_time(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is shared by all statements, and is that of instants in UTC alone: equal ones of other zones may be
    written differently by a type."""
    written: list[datetime | None] = []
    process = Instant.process_bind_param
    monkeypatch.setattr(
        Instant,
        "process_bind_param",
        lambda self, value, dialect: written.append(value) or process(self, value, dialect),
    )
    monkeypatch.setattr(fixed, "_writing_instants", {})
    add, move = Fixed(insert(row)), Fixed(update(row).where(row.c.id == bindparam("of")).values(at=bindparam("then")))
    there = AT.astimezone(timezone(timedelta(hours=9)))
    with writing(engine) as connection:
        add.run(connection, FIRST)
        add.run(connection, {**SECOND, "at": AT})
        assert 1 == move.run(connection, {"of": 2, "then": AT})
        assert [AT] == written
        for number in (1, 2):
            assert 1 == move.run(connection, {"of": number, "then": there})
        assert [AT, there, there] == written

    with reading(engine) as connection:
        assert [AT, AT] == list(connection.execute(select(row.c.at)).scalars())


def test_the_number_of_rows_concerned_comes_back(engine: Engine) -> None:
    """An update says how many rows it changed, with its constants in place; none is nought."""
    with writing(engine) as connection:
        ADD.run(connection, FIRST)
        assert 1 == RENAME.run(connection, {"of": 1, "now": "c"})
        assert 0 == RENAME.run(connection, {"of": 9, "now": "d"})


def test_the_first_row_or_nothing_comes_back(engine: Engine) -> None:
    """A question is answered with a plain tuple, or with None."""
    with writing(engine) as connection:
        ADD.run(connection, FIRST)
        assert (1, b"\x00") == FIND.first(connection, {"called": "a"})
        assert FIND.first(connection, {"called": "z"}) is None


def test_a_broken_constraint_is_told_as_usual(engine: Engine) -> None:
    """The driver's error arrives as the library's, and the transaction is undone."""
    with pytest.raises((IntegrityError, Crossed)), writing(engine) as connection:
        ADD.run_many(connection, [FIRST, {**FIRST, "id": 3}])

    with reading(engine) as connection:
        assert [] == connection.execute(select(row)).all()


def test_a_naive_instant_is_refused(engine: Engine) -> None:
    """What the type refuses in Core it refuses here."""
    with pytest.raises((ValueError, StatementError)), writing(engine) as connection:
        ADD.run(connection, {**FIRST, "at": AT.replace(tzinfo=None)})


def test_a_value_that_is_missing_is_named(engine: Engine) -> None:
    """A statement without one of its values does not run."""
    with pytest.raises(KeyError, match="name"), writing(engine) as connection:
        ADD.run(connection, {"id": 1, "raw": b"", "at": None, "facts": None})


def test_without_a_transaction_nothing_runs(engine: Engine) -> None:
    """On a connection that began nothing, SQLite would commit each statement at once; so it is refused."""
    with engine.connect() as connection, pytest.raises(RuntimeError, match="runs inside a transaction"):
        ADD.run(connection, FIRST)


def test_after_a_fault_the_same_connection_answers_as_before(engine: Engine) -> None:
    """What one statement left behind is not given for the next one's, neither a row nor a fault."""
    with writing(engine) as connection:
        ADD.run(connection, FIRST)
        assert FIND.first(connection, {"called": "a"}) is not None
        assert 0 == RENAME.run(connection, {"of": 9, "now": "d"})
        with pytest.raises(IntegrityError), connection.begin_nested():
            ADD.run(connection, FIRST)
        assert FIND.first(connection, {"called": "z"}) is None
        assert (1, b"\x00") == FIND.first(connection, {"called": "a"})


def test_a_new_connection_to_the_database_has_a_cursor_of_its_own(engine: Engine) -> None:
    """After the one before was given up as broken, statements run on the new one in its place."""
    with writing(engine) as connection:
        ADD.run(connection, FIRST)
    with engine.connect() as connection:
        connection.begin()
        assert (1, b"\x00") == FIND.first(connection, {"called": "a"})
        connection.invalidate()
        connection.rollback()
        connection.begin()
        assert (1, b"\x00") == FIND.first(connection, {"called": "a"})
