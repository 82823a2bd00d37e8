"""A database server that hangs: whoever waits for it is let go, and nothing is said of what may have been recorded."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, text

from consult import patience
from consult.db import Lost, Unsure, make_engine, reading, writing
from consult.jobs import queueing
from consult.jobs.queueing import open_queue
from consult.log import shared_memory
from consult.log.memory import NotSigned
from consult.log.shared_memory import SharedState
from consult.settings import Jobs, Settings
from tests import postgres

pytestmark = pytest.mark.postgres
SOON = 1.0
ENOUGH = 8.0
"""Seconds within which somebody is let go on a machine that does much else."""
TEN = text("SELECT count(*) FROM generate_series(1, 10)")


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgres.Cluster]:
    """Give a PostgreSQL server of these tests' own, with a table."""
    made = postgres.own_cluster()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def address(cluster: postgres.Cluster) -> str:
    """Start it."""
    return cluster.start().render_as_string(hide_password=False)


@pytest.fixture
def engine(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Give an engine whose statements may take a second."""
    monkeypatch.setattr(patience, "AFTER_SECONDS", SOON)
    monkeypatch.setattr(patience, "ALIVE_SECONDS", SOON)
    made = make_engine(address, statement_seconds=SOON)
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS kept (n INTEGER NOT NULL)"))
        connection.execute(text("DELETE FROM kept"))
    yield made
    made.dispose()


def count_while_it_hangs(engine: Engine, cluster: postgres.Cluster) -> None:
    """Ask a second time in a transaction, and get no answer."""
    with writing(engine) as connection:
        connection.execute(TEN)
        with cluster.hanging(2 * ENOUGH):
            connection.execute(TEN)


def commit_while_it_hangs(engine: Engine, cluster: postgres.Cluster, hanging: ExitStack) -> None:
    """Write a row, and get no answer to the commit."""
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO kept VALUES (1)"))
        hanging.enter_context(cluster.hanging(2 * ENOUGH))


def test_a_statement_that_is_under_way_when_the_server_hangs_ends_as_one_whose_connection_broke(
    engine: Engine, cluster: postgres.Cluster
) -> None:
    """23 November 2026: nothing was written, the connection is not lent again, and the next one serves."""
    begun = time.monotonic()
    with pytest.raises(Lost):
        count_while_it_hangs(engine, cluster)
    took = time.monotonic() - begun
    with reading(engine) as connection:
        assert 10 == connection.execute(TEN).scalar()

    assert took < ENOUGH


def test_nobody_knows_what_came_of_a_commit_on_which_the_server_hangs(
    engine: Engine, cluster: postgres.Cluster
) -> None:
    """23 November 2026: the server may carry it out when it goes on, so that it is not called undone."""
    with pytest.raises(Unsure), ExitStack() as hanging:
        commit_while_it_hangs(engine, cluster, hanging)


def test_what_is_given_any_time_by_the_server_is_given_it_here_too(engine: Engine) -> None:
    """23 November 2026: an index is built for longer than any statement of a request may take. The next to whom the
    connection is lent has no more time than usual."""
    with writing(engine) as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        patience.lift(connection)
        connection.execute(text("SELECT pg_sleep(2.5)"))
    with reading(engine) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert 2 * SOON == driver.patience


def test_a_bound_of_nothing_bounds_nothing_here_either(address: str, tmp_path: Path) -> None:
    """23 November 2026: an installation lets statements take any time; an engine on a file is none of its matter."""
    made = make_engine(address, statement_seconds=0)
    with reading(made) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.patience is None
    made.dispose()
    kept = make_engine(f"sqlite:///{tmp_path / 'kept.sqlite'}")
    with reading(kept) as connection:
        assert 1 == connection.execute(text("SELECT 1")).scalar()
    kept.dispose()


def test_a_memory_of_the_signer_that_hangs_lets_nothing_be_signed_and_is_asked_again(
    address: str, cluster: postgres.Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """23 November 2026: it hangs between two questions. Whoever signs says so, instead of waiting for good, and goes on
    with the memory when that does."""
    monkeypatch.setattr(patience, "AFTER_SECONDS", SOON)
    monkeypatch.setattr(shared_memory, "WAITS_SECONDS", SOON)
    state = SharedState(tmp_path / "state.sqlite", address)
    begun = time.monotonic()
    with pytest.raises(NotSigned, match="The memory of the signer cannot be reached"):
        ask_while_it_hangs(state, cluster)
    took = time.monotonic() - begun

    assert state.last("consult.example.int/audit/1") is None
    assert took < ENOUGH


def ask_while_it_hangs(state: SharedState, cluster: postgres.Cluster) -> None:
    """Ask a memory that answers once, and then no more."""
    with state._opened() as connection:
        connection.execute("SELECT 1")
        with cluster.hanging(2 * ENOUGH):
            connection.execute("SELECT 2")


def test_a_queue_that_hangs_is_done_without_and_asked_again(
    address: str, cluster: postgres.Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """23 November 2026: whoever hands work on is told that the queue does not answer, as of one that is away, and the
    next time the same queue takes what is handed to it."""
    monkeypatch.setattr(patience, "AFTER_SECONDS", SOON)
    monkeypatch.setattr(queueing, "WAITS_SECONDS", 1)
    lies = address.replace("postgresql+psycopg://", "postgresql://")
    queue = open_queue(Settings.for_tests(tmp_path, jobs=Jobs(lies)))
    handed = queue.task(name="do_nothing")(lambda _number: None)
    handed(1)
    begun = time.monotonic()
    with cluster.hanging(2 * ENOUGH), pytest.raises(psycopg.OperationalError):
        handed(2)
    took = time.monotonic() - begun
    handed(3)

    assert 2 == queue.storage.queue_size()
    assert took < ENOUGH
    queue.storage.close()
