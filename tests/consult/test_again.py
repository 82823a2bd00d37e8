"""What a writer meets through nobody's fault, on a real PostgreSQL: told apart, and tried again where that is safe."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Integer, bindparam, event, select, text

from consult import migrate
from consult.db import Busy, Lost, Undone, Unsure, make_engine, reading, writing
from consult.docket import Filed, taking
from consult.docket.replaying import Openings, replay_cases
from consult.fixed import Fixed
from consult.log.verify import verify
from consult.models.cases import ACT
from tests.consult.docket.conftest import START, Office, build_office, empty_engine
from tests.consult.docket.test_taking import BODY

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """A database with two rows, whose writers wait a second for a lock and for a statement."""
    made = empty_engine(postgres_url)
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE two (id int PRIMARY KEY, n int NOT NULL)"))
        connection.execute(text("INSERT INTO two VALUES (1, 0), (2, 0)"))
    made.dispose()
    engine = make_engine(postgres_url, gate_seconds=5, statement_seconds=1, pool=2)
    yield engine
    engine.dispose()


@pytest.fixture
def office(postgres_url: str, tmp_path: Path) -> Iterator[Office]:
    """A docket on PostgreSQL."""
    built = build_office(postgres_url, tmp_path)
    yield built
    built.engine.dispose()


def add_one(connection: Connection, row: int) -> None:
    connection.execute(text("UPDATE two SET n = n + 1 WHERE id = :row"), {"row": row})


def sleep(connection: Connection) -> None:
    """Let one statement take two seconds."""
    connection.execute(text("SELECT pg_sleep(2)"))


def in_one(engine: Engine, *works: Callable[[Connection], None]) -> None:
    """Do several things in one transaction."""
    with writing(engine) as connection:
        for work in works:
            work(connection)


def end_session_of(engine: Engine, connection: Connection) -> None:
    """Let the server end the session of a connection, as a restart does."""
    number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = make_engine(engine.url)
    with other.connect() as sends:
        sends.execute(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})
    other.dispose()


def test_two_writers_who_wait_for_each_other_and_one_is_told_to_try_again(engine: Engine) -> None:
    """PostgreSQL undoes one of them; the other is done."""
    met, told = threading.Barrier(2), []

    def write(first: int, second: int) -> None:
        try:
            with writing(engine) as connection:
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                add_one(connection, first)
                met.wait()
                add_one(connection, second)
        except Undone as undone:
            told.append(str(undone))

    threads = [threading.Thread(target=write, args=rows) for rows in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ["The database undid this for the sake of others; nothing was written."] == told
    with reading(engine) as connection:
        assert [1, 1] == list(connection.execute(text("SELECT n FROM two ORDER BY id")).scalars())


def test_a_statement_that_takes_too_long_is_given_up_as_busy(engine: Engine) -> None:
    """Two seconds where one is allowed, for writers and readers; nothing is written, and the connection stays good."""
    with pytest.raises(Busy, match="busy for too long"):
        in_one(engine, lambda connection: add_one(connection, 1), sleep)
    with pytest.raises(Busy), reading(engine) as connection:
        sleep(connection)

    with reading(engine) as connection:
        assert 0 == connection.execute(text("SELECT sum(n) FROM two")).scalar_one()


def test_a_statement_that_is_composed_once_tells_of_a_broken_connection_as_any_other(engine: Engine) -> None:
    """The rows of an act are written by such statements: whoever meets a restart there may try again too."""
    from_zero = Fixed(text("UPDATE two SET n = 1 WHERE id = :row").bindparams(bindparam("row", type_=Integer)))

    with pytest.raises(Lost, match="The connection to the database broke; nothing was written"):
        in_one(engine, lambda c: end_session_of(engine, c), lambda c: from_zero.run(c, {"row": 1}))

    in_one(engine, lambda c: from_zero.run(c, {"row": 1}))
    with reading(engine) as connection:
        assert 1 == connection.execute(text("SELECT sum(n) FROM two")).scalar_one()


def test_a_connection_that_breaks_before_the_commit_leaves_nothing_and_may_be_tried_again(engine: Engine) -> None:
    """The next writer gets a new connection."""
    with pytest.raises(Undone):
        in_one(engine, lambda c: add_one(c, 1), lambda c: end_session_of(engine, c), lambda c: add_one(c, 2))

    with writing(engine) as connection:
        assert 0 == connection.execute(text("SELECT sum(n) FROM two")).scalar_one()


def test_a_transaction_that_the_database_ended_for_being_idle_is_told_as_a_broken_connection(engine: Engine) -> None:
    """As of a process that was paused while it wrote: nothing was written, and it may be tried again."""
    short = text("SET LOCAL idle_in_transaction_session_timeout = 100")
    with pytest.raises(Lost, match="nothing was written"):
        in_one(
            engine,
            lambda c: add_one(c, 1),
            lambda c: c.execute(short),
            lambda _c: time.sleep(1),
            lambda c: add_one(c, 2),
        )
    with reading(engine) as connection:
        assert 0 == connection.execute(text("SELECT sum(n) FROM two")).scalar_one()


def test_a_connection_that_breaks_at_the_commit_leaves_nobody_sure(engine: Engine) -> None:
    """It is never said that nothing was written where that is not known."""
    with pytest.raises(Unsure, match="whether this was recorded is not known"):
        in_one(engine, lambda c: add_one(c, 1), lambda c: end_session_of(engine, c))


def test_where_all_connections_are_in_use_the_next_one_is_told_that_it_is_busy(postgres_url: str) -> None:
    """Two in the pool and two beside it; the fifth waits a tenth of a second."""
    engine = make_engine(postgres_url, gate_seconds=0.1, pool=2)
    held = [engine.connect() for _number in range(4)]

    with pytest.raises(Busy), reading(engine):
        pass

    for connection in held:
        connection.close()
    engine.dispose()


def test_a_migration_does_not_hold_up_everybody_behind_a_table_that_is_in_use(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader keeps a table for longer than a migration waits: it is tried again when the others had their turn."""
    engine = empty_engine(postgres_url)
    migrate.upgrade(engine, "cb77a352d867")
    pauses: list[float] = []
    monkeypatch.setattr(migrate, "LOCK_MILLISECONDS", 50)
    blocked = engine.connect()
    blocked.execute(text("LOCK TABLE alembic_version IN SHARE MODE"))
    monkeypatch.setattr(migrate.time, "sleep", lambda seconds: (pauses.append(seconds), blocked.rollback()))

    migrate.upgrade(engine)

    assert [0.5] == pauses
    assert migrate.newest() == migrate.current(engine)
    blocked.close()
    engine.dispose()


def asked(office: Office) -> str:
    """Open a case in which Japan asked."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    return ref


def sound_with(office: Office, statements: int) -> bool:
    """Say whether so many statements are recorded and everything verifies."""
    with reading(office.engine) as connection:
        found = len(connection.execute(select(ACT.c.id).where(ACT.c.step == "make_statement")).all())
        sound = verify(connection, replay=Openings(connection)).sound and not list(replay_cases(connection))
    return sound and found == statements


def test_an_act_whose_connection_breaks_before_the_commit_is_recorded_once_without_being_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is restarted while an act is written: the liaison sees nothing of it."""
    ref, write, broken = asked(office), taking.write, []

    def breaking(work: Any, *given: Any, **named: Any) -> Any:
        if not broken:
            broken.append(True)
            end_session_of(office.engine, work.connection)
        return write(work, *given, **named)

    monkeypatch.setattr(taking, "write", breaking)

    office.take("JPN", ref, "make_statement", body={"text": "Once"})

    assert [True] == broken
    assert sound_with(office, 1)


@pytest.mark.parametrize("key", ["a key", None])
def test_an_act_whose_commit_nobody_heard_of_is_repeated_only_with_a_key(office: Office, key: str | None) -> None:
    """With a key the second try finds out; without one it is said that nobody knows, and nothing is done twice."""
    ref, broken = asked(office), []

    def breaking(connection: Connection) -> None:
        if not broken:
            broken.append(True)
            end_session_of(office.engine, connection)

    event.listen(office.engine, "commit", breaking)
    filed = Filed("make_statement", body={"text": "Once"}, key=key)
    try:
        if key:
            office.docket.take(office.standings["JPN"], ref, filed, at=START)
        else:
            with pytest.raises(Unsure):
                office.docket.take(office.standings["JPN"], ref, filed, at=START)
    finally:
        event.remove(office.engine, "commit", breaking)

    assert sound_with(office, 1 if key else 0)
