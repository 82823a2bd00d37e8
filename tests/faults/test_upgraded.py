"""Stores that earlier revisions wrote, brought up to this one: twice, and stopped in the middle by force. No event is
lost or changed, the log verifies, every case follows from its acts, and the second run changes nothing.
"""

import lzma
import os
import random
import signal
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, Table, event, insert, select, text

from consult import migrate
from consult.db import make_engine, reading, writing
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from tests.consult.docket.conftest import empty_engine
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.processes import PROCESSES
from tests.faults.test_log_killed import Killing

STORES = sorted((Path(__file__).parent / "stores").glob("*.xz"))
STOPS = figure(3, 20)
ACTS = 15
EVENTS = {"act": "body", "audit_leaf": "leaf", "filing_body": "body", "audit_opening": "value", "edition": "body"}


def unpacked(store: Path, folder: Path) -> Path:
    """Put a store where it can be changed."""
    path = folder / "consult.sqlite"
    path.write_bytes(lzma.decompress(store.read_bytes()))
    return path


def events(engine: Engine) -> dict[str, list[str]]:
    """Read what was recorded, table by table."""
    with reading(engine) as connection:
        return {
            table: sorted(repr(row[0]) for row in connection.execute(text(f"SELECT {column} FROM {table}")))
            for table, column in EVENTS.items()
        }


def whole(engine: Engine) -> dict[str, list[str]]:
    """Read every row of every table."""
    with reading(engine) as connection:
        tables = migrate.tables().sorted_tables
        return {table.name: sorted(map(repr, connection.execute(table.select()).all())) for table in tables}


def assert_brought_up(engine: Engine, before: dict[str, list[str]]) -> None:
    """See that a store is at this revision with everything that it held, and that bringing it up again does nothing."""
    assert migrate.newest() == migrate.current(engine)
    assert [] == migrate.check(engine)
    assert before == events(engine)
    first = whole(engine)
    migrate.upgrade(engine)
    assert first == whole(engine)
    with reading(engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))


def upgrade_and_die(url: str, at: int) -> None:
    """Bring a store up, and be killed at one of the statements."""
    engine = make_engine(url)
    event.listen(engine, "after_cursor_execute", Killing(at).step)
    migrate.upgrade(engine)


def kill_while_bringing_up(url: str, at: int) -> int:
    """Bring a store up in a process that is killed at a statement; give how it ended."""
    process = PROCESSES.Process(target=upgrade_and_die, args=(url, at))
    process.start()
    process.join()
    return int(process.exitcode or 0)


@pytest.fixture(params=STORES, ids=lambda path: path.name.partition(".")[0])
def store(request: pytest.FixtureRequest) -> Path:
    """Give each store."""
    found: Path = request.param
    return found


def test_a_store_of_an_earlier_revision_is_brought_up_though_it_was_stopped_in_the_middle(
    store: Path, tmp_path: Path, seen: Seen
) -> None:
    """Killed at some of its statements; after each kill the file holds what it held, byte for byte once the journal is
    read, and the last run goes through."""
    path = unpacked(store, tmp_path)
    engine = make_engine(f"sqlite:///{path}")
    before, was, chance = events(engine), migrate.current(engine), random.Random(store.name)
    engine.dispose()
    stopped = [kill_while_bringing_up(f"sqlite:///{path}", chance.randint(2, 400)) for _stop in range(STOPS)]
    again = make_engine(f"sqlite:///{path}")
    if 0 not in stopped:
        assert (was, before) == (migrate.current(again), events(again))
    migrate.upgrade(again)

    assert {-signal.SIGKILL, 0} >= set(stopped)
    assert ACTS == len(before["act"])
    assert_brought_up(again, before)
    again.dispose()
    digest = sha256(store.read_bytes()).hexdigest()[:8]
    seen(
        18, f"SQLite, store {store.name.partition('.')[0]} ({digest}): stopped {STOPS} times, brought up, nothing lost"
    )


def copy_rows(source: Engine, target: Engine) -> None:
    """Carry every row of an older store into empty tables of the same revision; its guards do not watch meanwhile."""
    tables, theirs = MetaData(), MetaData()
    tables.reflect(source)
    theirs.reflect(target)
    with reading(source) as rows, writing(target) as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in theirs.tables:
            if name == "alembic_version" or name not in tables.tables:
                continue
            connection.execute(theirs.tables[name].delete())
            found = [_fitting(theirs.tables[name], row._mapping) for row in rows.execute(select(tables.tables[name]))]
            if found:
                connection.execute(insert(theirs.tables[name]), found)


def _fitting(table: Table, row: Any) -> dict[str, Any]:
    """Give a row as the other database reads it."""
    return {name: bool(value) if _is_truth(table, name) and value is not None else value for name, value in row.items()}


def _is_truth(table: Table, name: str) -> bool:
    return name in table.c and table.c[name].type.python_type is bool


@pytest.fixture
def target(postgres_url: str) -> Iterator[Engine]:
    """Give an empty PostgreSQL database."""
    made = empty_engine(postgres_url)
    yield made
    made.dispose()


@pytest.mark.postgres
def test_on_postgresql_it_is_brought_up_too(store: Path, tmp_path: Path, target: Engine, seen: Seen) -> None:
    """The rows of the same stores, in the tables of their revision; stopped once in the middle."""
    source = make_engine(f"sqlite:///{unpacked(store, tmp_path)}")
    migrate.upgrade(target, str(migrate.current(source)))
    copy_rows(source, target)
    source.dispose()
    before, was = events(target), migrate.current(target)
    url = target.url.render_as_string(hide_password=False)
    assert -signal.SIGKILL == kill_while_bringing_up(url, 5)
    assert (was, before) == (migrate.current(target), events(target))
    migrate.upgrade(target)

    assert_brought_up(target, before)
    seen(18, f"PostgreSQL, rows of store {store.name.partition('.')[0]}: stopped once, brought up, nothing lost")


def test_there_are_stores_and_none_was_written_by_this_revision() -> None:
    """Whoever adds a migration adds nothing here; whoever releases adds a store."""
    assert 7 <= len(STORES)
    assert os.path.getsize(STORES[0]) > 10_000
