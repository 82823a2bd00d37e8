"""What PostgreSQL keeps prepared on a connection: fixed statements from one request to the next, whatever was read
between them; no list; and nothing of a transaction that failed.
"""

from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from sqlalchemy import Connection, Engine, Select, bindparam, select, text
from sqlalchemy.exc import DBAPIError

from consult.db import Lost, make_engine, reading, writing
from consult.fixed import Fixed
from consult.models.parties import ORGAN, PARTY
from tests.consult.docket.conftest import empty_engine

PREPARED = text("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time")
OFTEN = 8
"""More often than the driver waits before it prepares a statement."""

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """Give an engine of one connection over two empty tables."""
    empty_engine(postgres_url).dispose()
    made = make_engine(postgres_url, gate_seconds=5, pool=1)
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE party (key VARCHAR PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE organ (id INTEGER PRIMARY KEY)"))
    yield made
    made.dispose()


def by_key() -> Fixed:
    """Give a fixed statement of this test's own."""
    return Fixed(select(PARTY.c.key).where(PARTY.c.key == bindparam("of")))


def listing() -> Select[tuple[int]]:
    """Give a statement that lists."""
    return select(ORGAN.c.id).where(ORGAN.c.id > 7).order_by(ORGAN.c.id)


def prepared(connection: Connection) -> list[str]:
    """List the tables of what is prepared."""
    found = [row for row in connection.execute(PREPARED).scalars() if "pg_prepared" not in row]
    return ["organ" if "organ" in row else "party" for row in found]


def test_what_is_read_between_two_filings_lets_nothing_be_prepared_anew(engine: Engine) -> None:
    """Given a fixed statement that a writer sent once, when others read on the same connection, then it is prepared
    still, and nothing else is, however often it was sent."""
    fixed = by_key()
    with writing(engine) as connection:
        fixed.first(connection, {"of": "JPN"})
        before = prepared(connection)
    for _ in range(OFTEN):
        with reading(engine) as connection:
            connection.execute(listing()).all()
            fixed.first(connection, {"of": "FRA"})
    with writing(engine) as connection:
        after = prepared(connection)

    assert ["party"] == before == after


def test_what_a_reader_asks_by_keys_is_prepared_and_what_he_lists_is_not(engine: Engine) -> None:
    """What a list finds hangs on who asks: a plan for anybody could be far worse than one for the values."""
    fixed = by_key()
    with reading(engine) as connection:
        for _ in range(OFTEN):
            connection.execute(listing()).all()
            fixed.first(connection, {"of": "JPN"})
        assert ["party"] == prepared(connection)


def test_what_a_writer_sends_often_is_prepared_after_somebody_read(engine: Engine) -> None:
    """That a connection was read by does not keep whoever writes by it from preparing."""
    with reading(engine):
        pass
    with writing(engine) as connection:
        for _ in range(OFTEN):
            connection.execute(listing()).all()
        assert ["organ"] == prepared(connection)


def test_whoever_reads_still_cannot_write_and_sees_one_snapshot(engine: Engine) -> None:
    """The end of a transaction that reads is another one now; its begin is not."""
    with pytest.raises(DBAPIError, match="read-only"), reading(engine) as connection:
        connection.execute(text("INSERT INTO organ VALUES (8)"))
    other = make_engine(str(engine.url.render_as_string(hide_password=False)))
    with reading(engine) as connection:
        assert [] == connection.execute(listing()).all()
        with writing(other) as beside:
            beside.execute(text("INSERT INTO organ VALUES (8)"))
        assert [] == connection.execute(listing()).all()
    other.dispose()
    with reading(engine) as connection:
        assert [(8,)] == connection.execute(listing()).all()


def test_a_transaction_that_failed_is_undone_and_nothing_of_it_stays_prepared(
    engine: Engine, postgres_url: str
) -> None:
    """Given a column that gets another type under a statement that is prepared, when that fails for whoever reads, then
    the next one prepares it anew, also where the fault was caught in the block, as a page does."""
    fixed = by_key()
    with reading(engine) as connection:
        fixed.first(connection, {"of": "JPN"})
    other = make_engine(postgres_url)
    with writing(other) as beside:
        beside.execute(text("ALTER TABLE party ALTER COLUMN key TYPE TEXT"))
    other.dispose()
    with ExitStack() as stack:
        connection = stack.enter_context(reading(engine))
        with pytest.raises(DBAPIError, match="cached plan must not change result type"):
            fixed.first(connection, {"of": "JPN"})
    with writing(engine) as connection:
        assert [] == prepared(connection)


def test_a_reader_whose_connection_broke_ends_without_a_second_fault(engine: Engine, postgres_url: str) -> None:
    """Given a reader that is closed later, as that of a page, when the server ended its session meanwhile, then to
    close it raises nothing, whether or not the reader noticed, and the next one reads."""
    ends = text("SELECT pg_terminate_backend(:of)")
    other = make_engine(postgres_url)
    for notices in (True, False):
        stack = ExitStack()
        connection = stack.enter_context(reading(engine))
        mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with writing(other) as beside:
            beside.execute(ends, {"of": mine})
        if notices:
            with pytest.raises(DBAPIError):
                connection.execute(listing())
        with suppress(Lost):  # as a page does
            stack.close()
        with reading(engine) as again:
            assert [] == again.execute(listing()).all()
    other.dispose()
