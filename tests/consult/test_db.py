"""The database: nothing lost among writers, reading that cannot write, waiting that ends."""

import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from consult import db
from consult.db import Busy, Moved, WriteGate, gate, make_engine, reading, session, sqlite_warning, writing

COUNT = text("SELECT n FROM counter")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database with one counter at nought."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'x.sqlite'}" if sqlite else request.getfixturevalue("postgres_url")
    made = make_engine(url, gate_seconds=1 if sqlite else 5)
    with writing(made) as connection:
        connection.execute(text("DROP TABLE IF EXISTS counter"))
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    yield made
    made.dispose()


def count(engine: Engine) -> int:
    """What the counter says."""
    with reading(engine) as connection:
        return int(connection.execute(COUNT).scalar_one())


def increment(engine: Engine, times: int) -> None:
    """Read the counter and write one more, in one transaction each time."""
    lock = " FOR UPDATE" if engine.dialect.name == "postgresql" else ""
    for _ in range(times):
        with writing(engine) as connection:
            n = connection.execute(text(f"SELECT n FROM counter{lock}")).scalar_one()
            connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})


def test_four_threads_of_a_hundred_increments_lose_none(engine: Engine) -> None:
    """Reading and then writing in one transaction is safe among threads."""
    threads = [threading.Thread(target=increment, args=(engine, 100)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 400 == count(engine)


def increment_elsewhere(url: str, times: int) -> None:
    """Increment from another process."""
    engine = make_engine(url)
    increment(engine, times)
    engine.dispose()


def test_two_processes_of_a_hundred_increments_lose_none(tmp_path: Path) -> None:
    """The gate works between processes as well as between threads."""
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    engine = make_engine(url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=increment_elsewhere, args=(url, 100)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert 200 == count(engine)
    engine.dispose()


def test_a_block_that_fails_writes_nothing(engine: Engine) -> None:
    """An exception undoes all that connection and session wrote, though the session committed."""
    with pytest.raises(DBAPIError), writing(engine) as connection:
        set_and_fail(connection, 5)

    assert 0 == count(engine)


def set_and_fail(connection: Connection, n: int) -> None:
    """Write the counter through a session that commits, then fail."""
    with session(connection) as models:
        models.connection().execute(text("UPDATE counter SET n = :n"), {"n": n})
        models.commit()
        assert n == models.exec(select(text("n")).select_from(text("counter"))).one()
    connection.execute(text("UPDATE nothing SET n = 5"))


@pytest.mark.sqlite("the file of an SQLite database")
def test_an_engine_that_was_made_before_the_file_was_moved_away_makes_no_other_one(tmp_path: Path) -> None:
    """A process that parts from the first one later, to renew another, has its engine and no connection yet."""
    lies = tmp_path / "x.sqlite"
    sqlite3.connect(lies).close()
    lies.touch()
    made = make_engine(f"sqlite:///{lies}")
    lies.rename(tmp_path / "away.sqlite")

    with pytest.raises(Moved), writing(made):
        raise AssertionError("nothing begins")

    assert ["away.sqlite"] == sorted(one.name for one in tmp_path.glob("*.sqlite"))
    made.dispose()


@pytest.mark.sqlite("the file of an SQLite database")
@pytest.mark.parametrize("other", [False, True], ids=["moved-away", "replaced"])
def test_a_file_that_is_not_the_one_that_was_opened_is_neither_written_nor_read(
    tmp_path: Path, other: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """The operator moves it, or puts a backup in its place, under a process that runs: what would be written into the
    old one would be found by nobody. It is reported once; a process that begins anew takes what is there."""
    lies, away = tmp_path / "x.sqlite", tmp_path / "away.sqlite"
    made = make_engine(f"sqlite:///{lies}")
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    with sqlite3.connect(lies) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.close()
    lies.rename(away)
    if other:
        lies.write_bytes(away.read_bytes())

    for shared in (False, True):
        with pytest.raises(Moved, match="moved away or replaced"), writing(made, shared=shared) as connection:
            raise AssertionError("nothing begins")
    with pytest.raises(Moved), reading(made):
        raise AssertionError("nothing begins")
    assert 1 == len([one for one in caplog.records if "start this process anew" in one.message])

    made.dispose()
    lies.unlink(missing_ok=True)
    away.rename(lies)
    assert 0 == count(made)
    made.dispose()


def made_with_a_backup(lies: Path) -> Engine:
    """Make a database with a counter, beside it a backup, and the engine of a process that works on it."""
    made = make_engine(f"sqlite:///{lies}")
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    with closing(sqlite3.connect(lies)) as plain, closing(sqlite3.connect(lies.with_name("backup"))) as backup:
        plain.backup(backup)
    return made


def move(lies: Path, to: Path) -> None:
    """Move a database with what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm"):
        if Path(f"{lies}{end}").exists():
            Path(f"{lies}{end}").rename(f"{to}{end}")


def counters(lies: Path) -> list[int]:
    """Read the counters of a file as somebody who opens it anew."""
    with closing(sqlite3.connect(lies)) as plain:
        return [n for (n,) in plain.execute("SELECT n FROM counter ORDER BY n")]


@pytest.mark.sqlite("the file of an SQLite database")
@pytest.mark.parametrize("other", [False, True], ids=["moved-away", "replaced"])
def test_no_connection_is_opened_to_a_file_that_came_in_the_place_of_the_first(tmp_path: Path, other: bool) -> None:
    """20 November 2026: while the one connection is in use the file is moved away, or a backup put at its name.
    Whoever needs a second connection is refused, and no file is made. With the first one back what is acknowledged is
    in the record."""
    lies = tmp_path / "x.sqlite"
    made = made_with_a_backup(lies)
    in_use = made.raw_connection()
    move(lies, tmp_path / "away")
    if other:
        move(tmp_path / "backup", lies)
    with pytest.raises(Moved), writing(made):
        raise AssertionError("nothing begins")
    assert other == lies.exists()
    move(lies, tmp_path / "backup")
    move(tmp_path / "away", lies)
    with writing(made) as connection:
        connection.execute(text("INSERT INTO counter VALUES (42)"))
    in_use.close()
    made.dispose()

    assert [0, 42] == counters(lies)
    assert [0] == counters(tmp_path / "backup")


@pytest.mark.sqlite("the file of an SQLite database")
@pytest.mark.parametrize("reads", [False, True], ids=["writing", "reading"])
def test_a_connection_to_another_file_is_not_used_when_the_first_is_back(tmp_path: Path, reads: bool) -> None:
    """The backup comes to the name in the very moment in which a connection is opened: nobody is given it again."""
    lies = tmp_path / "x.sqlite"
    made = made_with_a_backup(lies)

    def come(*_asked: object) -> None:
        move(lies, tmp_path / "away")
        move(tmp_path / "backup", lies)

    in_use = made.raw_connection()
    event.listen(made, "do_connect", come)
    with pytest.raises(Moved), reading(made) if reads else writing(made):
        raise AssertionError("nothing begins")
    event.remove(made, "do_connect", come)
    move(lies, tmp_path / "backup")
    move(tmp_path / "away", lies)
    with writing(made) as connection:
        connection.execute(text("INSERT INTO counter VALUES (42)"))
    with reading(made) as connection:
        assert [0, 42] == list(connection.execute(text("SELECT n FROM counter ORDER BY n")).scalars())
    in_use.close()
    made.dispose()

    assert ([0, 42], [0]) == (counters(lies), counters(tmp_path / "backup"))


def test_reading_cannot_write(engine: Engine) -> None:
    """A write on a reading connection is refused by the database, and writing works afterwards."""
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), reading(engine) as connection:
        connection.execute(text("UPDATE counter SET n = 5"))

    increment(engine, 1)
    assert 1 == count(engine)


def test_reading_sees_one_moment(engine: Engine) -> None:
    """What is committed during a reading is seen by the next one, and the writer does not wait."""
    with reading(engine) as connection:
        before = connection.execute(COUNT).scalar_one()
        increment(engine, 1)
        assert before == connection.execute(COUNT).scalar_one()

    assert 1 == count(engine)


@pytest.mark.parametrize("fault", [None, RuntimeError("the page could not be drawn")])
def test_a_reading_leaves_no_transaction_behind_however_it_ends(engine: Engine, fault: Exception | None) -> None:
    """What was read by is given back without one, so that nobody after it sees an old moment."""
    with suppress(RuntimeError), reading(engine) as connection:
        count_of = connection.execute(COUNT).scalar_one()
        driver: Any = connection.connection.dbapi_connection
        is_open = _is_in_transaction(driver)
        if fault:
            raise fault

    assert (0, True, False) == (count_of, is_open, _is_in_transaction(driver))
    increment(engine, 1)
    assert 1 == count(engine)


def _is_in_transaction(driver: Any) -> bool:
    """Ask a connection of either driver."""
    return driver.in_transaction if isinstance(driver, sqlite3.Connection) else driver.info.transaction_status != 0


def test_a_writer_that_waits_too_long_is_told_so(engine: Engine) -> None:
    """While another holds the row or the gate, a writer gets Busy after its limit, not before and not much after."""
    quick = make_engine(engine.url, gate_seconds=0.3)
    with writing(engine) as connection:
        connection.execute(text("UPDATE counter SET n = 1"))
        begun = time.perf_counter()
        with pytest.raises(Busy, match="nothing was written"), writing(quick) as other:
            other.execute(text("UPDATE counter SET n = 2"))
        waited = time.perf_counter() - begun
    quick.dispose()

    assert 0.25 < waited < 5
    assert 1 == count(engine)


def test_a_writer_beside_the_gate_is_waited_for_and_then_named_busy(tmp_path: Path) -> None:
    """A program that writes without the gate makes ours wait for SQLite's own lock, no longer than the limit."""
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}", gate_seconds=0.2)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
    stranger = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")

    with pytest.raises(Busy, match="busy for too long"), writing(engine) as connection:
        connection.execute(text("INSERT INTO counter VALUES (1)"))

    stranger.close()
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO counter VALUES (1)"))
    assert 1 == count(engine)
    engine.dispose()


def test_a_writer_has_the_database_from_its_beginning_on(tmp_path: Path) -> None:
    """Before anything was asked in its transaction nobody else may write: what it reads there stands until it ends."""
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
    stranger = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None, timeout=0)
    with writing(engine), pytest.raises(sqlite3.OperationalError, match="locked"):
        stranger.execute("BEGIN IMMEDIATE")
    stranger.execute("BEGIN IMMEDIATE")

    stranger.close()
    engine.dispose()


def test_the_gate_is_free_again_after_a_wait_was_given_up(tmp_path: Path) -> None:
    """Whoever gave up does not take the turn later and keep it."""
    path = str(tmp_path / "gate")
    with WriteGate(path, 5).held():
        for _ in range(3):
            with pytest.raises(Busy), WriteGate(path, 0.05).held():
                pass

    for _ in range(3):
        with WriteGate(path, 5).held():
            pass


def hold(path: str, held: Event) -> None:
    """Take the gate in another process and keep it."""
    with WriteGate(path).held():
        held.set()
        time.sleep(60)


def test_the_gate_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """A writer that dies in its turn does not block the others."""
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    process = context.Process(target=hold, args=(str(tmp_path / "gate"), held))
    process.start()
    assert held.wait(120)
    process.kill()
    process.join()

    with WriteGate(str(tmp_path / "gate"), 5).held():
        pass


def test_waiting_at_the_gate_is_bounded_among_many(tmp_path: Path) -> None:
    """Eight threads with short turns all get theirs, and none waits as long as all the others together."""
    path, waits = str(tmp_path / "gate"), []

    def take() -> None:
        for _ in range(25):
            begun = time.perf_counter()
            with WriteGate(path, 30).held():
                waits.append(time.perf_counter() - begun)
                time.sleep(0.001)

    begun = time.perf_counter()
    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 200 == len(waits)
    assert max(waits) < time.perf_counter() - begun


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    """Each connection would have a database of its own, so it is refused with that reason."""
    with pytest.raises(ValueError, match="SQLite needs a file here"):
        make_engine(url)


def test_another_kind_of_database_is_refused() -> None:
    """Only SQLite and PostgreSQL are supported, and the sentence says so."""
    with pytest.raises(ValueError, match="'mysql' is not a supported database; SQLite and PostgreSQL are"):
        make_engine("mysql://localhost/x")


@pytest.mark.usefixtures("wait_for_the_disk")
def test_sqlite_is_set_to_keep_what_it_acknowledges(tmp_path: Path) -> None:
    """Every connection is in WAL mode, synchronises fully, and checks foreign keys."""
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "query_only")

    with writing(engine) as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert ["wal", 2, 1, 1, 0] == found
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_is_set_to_keep_what_it_acknowledges(postgres_url: str) -> None:
    """Every connection commits synchronously, at READ COMMITTED, in UTC, and has no gate."""
    engine = make_engine(postgres_url)
    names = ("synchronous_commit", "transaction_isolation", "TimeZone", "lock_timeout")

    with writing(engine) as connection:
        found = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]

    assert ["on", "read committed", "UTC", "10s"] == found
    assert gate(engine).path is None
    engine.dispose()


@pytest.mark.postgres
def test_a_database_that_has_gone_without_a_word_is_noticed_within_a_minute_or_as_its_address_says(
    postgres_url: str,
) -> None:
    """The system asks it on each connection; what the address says is kept."""
    names = ("keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "application_name")
    found = []
    for said in ({}, {"keepalives_idle": "7", "application_name": "ministry"}):
        engine = make_engine(make_url(postgres_url).update_query_dict(said))
        with reading(engine) as connection:
            driver = connection.connection.dbapi_connection
            assert driver is not None
            told = driver.info.get_parameters()
            found.append([told[name] for name in names])
        engine.dispose()

    assert [["30", "10", "3", "30000", "consult"], ["7", "10", "3", "30000", "ministry"]] == found


@pytest.mark.postgres
def test_what_a_machine_without_power_held_is_free_again_within_a_minute(postgres_url: str) -> None:
    """23 November 2026: a machine dies while it has the turn of a document's bytes, which may idle. The database is to
    ask it too: of itself the system asks after two hours, and so long nobody could attach the same document."""
    engine = make_engine(postgres_url)
    asked = "SELECT name, source, reset_val FROM pg_settings WHERE name LIKE 'tcp_keepalives%%' ORDER BY name"

    with reading(engine) as connection:
        found = [tuple(row) for row in connection.exec_driver_sql(asked)]
    engine.dispose()

    assert [
        ("tcp_keepalives_count", "client", "3"),
        ("tcp_keepalives_idle", "client", "30"),
        ("tcp_keepalives_interval", "client", "10"),
    ] == found


@pytest.mark.parametrize(
    ("version", "warned"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 52, 0), True), ((3, 53, 0), False)],
)
def test_a_sqlite_with_the_known_fault_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], warned: bool
) -> None:
    """Versions before the correction are warned of, corrected ones are not."""
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    monkeypatch.setattr(db.sqlite3, "sqlite_version_info", version)

    assert warned is (sqlite_warning(engine) is not None)
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_needs_no_warning(postgres_url: str) -> None:
    """The fault of SQLite is none of PostgreSQL's."""
    engine = make_engine(postgres_url)

    assert sqlite_warning(engine) is None
    engine.dispose()
