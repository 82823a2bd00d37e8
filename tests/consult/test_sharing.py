"""One commit for several writers of a process on SQLite: nobody comes back before it, and a fault takes along nobody
who had no part in it but where the whole is undone.
"""

import ctypes
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from consult import sharing
from consult.db import Busy, Unsure, gate, make_engine, reading, writing

Part = Callable[[Connection], Any]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine on a database with one table of names, where a slow machine takes others along as a quick one does."""
    monkeypatch.setattr(sharing, "SECONDS", 60.0)
    made = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}", gate_seconds=60)
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE kept (name TEXT PRIMARY KEY)"))
    yield made
    made.dispose()


def keep(connection: Connection, name: str) -> str:
    """Keep a name."""
    connection.execute(text("INSERT INTO kept VALUES (:name)"), {"name": name})
    return name


def kept(engine: Engine) -> list[str]:
    """List the names that are on record."""
    with reading(engine) as connection:
        return list(connection.execute(text("SELECT name FROM kept ORDER BY name")).scalars())


def refused(name: str) -> Part:
    """Give a part that keeps a name and is then refused."""

    def part(connection: Connection) -> None:
        keep(connection, name)
        raise LookupError(name)

    return part


def keeping(name: str) -> Part:
    """Give a part that keeps a name."""
    return lambda connection: keep(connection, name)


class Ending(BaseException):
    """A thread is told to end."""


class Writers:
    """Writers who stand at the gate one behind the other while the first of them has the turn."""

    def __init__(self, engine: Engine, parts: list[Part], alone: frozenset[int] = frozenset()) -> None:
        """Keep what each does; those named do it alone."""
        self.engine, self.parts, self.alone = engine, parts, alone
        self.answers: list[Any] = [None] * len(parts)
        self.all_wait = threading.Event()

    def write(self) -> list[Any]:
        """Let all of them write, and give in their order what each answered or met."""
        threads = [threading.Thread(target=self._one, args=(number,)) for number in range(len(self.parts))]
        queue = gate(self.engine)._queue
        for number, thread in enumerate(threads):
            thread.start()
            while not queue._in or len(queue._waiting) < number:
                time.sleep(0.001)
        self.all_wait.set()
        for thread in threads:
            thread.join()
        return self.answers

    def _one(self, number: int) -> None:
        try:
            with writing(self.engine, shared=number not in self.alone) as connection:
                if number == 0:
                    assert self.all_wait.wait(60)
                found = self.parts[number](connection)
            self.answers[number] = found
        except BaseException as fault:  # noqa: BLE001 - whatever a writer meets is what the test looks at
            self.answers[number] = fault


@pytest.fixture
def commits(engine: Engine) -> list[int]:
    """Give a list that grows with every commit from now on."""
    counted: list[int] = []
    event.listen(engine, "commit", lambda _connection: counted.append(1))
    return counted


def test_those_who_stand_at_the_gate_share_a_commit_and_none_is_answered_before_it(engine: Engine) -> None:
    """Five writers, one commit; when it comes nobody has an answer, and after it everybody."""
    writers = Writers(engine, [keeping(name) for name in "abcde"])
    at_commit: list[list[Any]] = []
    event.listen(engine, "commit", lambda _connection: at_commit.append(list(writers.answers)))

    assert ["a", "b", "c", "d", "e"] == writers.write()
    assert [[None] * 5] == at_commit
    assert ["a", "b", "c", "d", "e"] == kept(engine)


def failing_commit(code: int, sentence: str) -> Callable[[object], None]:
    """Give a commit that fails as SQLite's does, with its code."""

    def fail(_dialect: object) -> None:
        fault = sqlite3.OperationalError(sentence)
        fault.sqlite_errorcode = code
        raise fault

    return fail


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE])
def test_where_there_is_no_room_for_the_commit_nobody_is_answered_as_if_it_had_been_kept(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """The disk takes nothing: three writers and one who was refused are told so, nothing is on record, and the next
    one writes as usual."""
    parts = [keeping("a"), keeping("b"), refused("c"), keeping("d")]

    with monkeypatch.context() as patch:
        patch.setattr(engine.dialect, "do_commit", failing_commit(code, "no room"))
        answers = Writers(engine, parts).write()

    assert [Busy, Busy, Busy, OperationalError] == [type(one) for one in answers]
    assert all("nothing was written" in str(one) for one in answers[:3])
    assert [] == kept(engine)
    assert ["e"] == Writers(engine, [keeping("e")]).write()
    assert ["e"] == kept(engine)


def test_where_the_disk_fails_in_the_commit_nobody_is_told_that_nothing_was_written(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was written and not synced: whoever opens the file next may find it, so that three writers learn that nobody
    knows. Of whoever was refused nothing was there to be written."""
    parts = [keeping("a"), keeping("b"), refused("c"), keeping("d")]

    with monkeypatch.context() as patch:
        patch.setattr(engine.dialect, "do_commit", failing_commit(sqlite3.SQLITE_IOERR_FSYNC, "disk I/O error"))
        answers = Writers(engine, parts).write()
        alone = Writers(engine, [keeping("e")], alone=frozenset({0})).write()

    assert [Unsure, Unsure, Busy, Unsure, Unsure] == [type(one) for one in (*answers, *alone)]
    told = "The disk of the database failed at the last moment: whether this was recorded is not known."
    assert [told] * 4 == [str(one) for one in (*answers[:2], answers[3], *alone)]
    assert ["f"] == Writers(engine, [keeping("f")]).write()
    assert ["f"] == kept(engine)


def test_where_a_thread_is_told_to_end_in_the_commit_the_others_learn_that_nobody_knows(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was told so after the commit was on the disk: both are on record, and neither is told that nothing was."""
    commit = engine.dialect.do_commit

    def ending(raw: Any) -> None:
        commit(raw)
        raise Ending

    with monkeypatch.context() as patch:
        patch.setattr(engine.dialect, "do_commit", ending)
        answers = Writers(engine, [keeping("a"), keeping("b")]).write()

    assert [Unsure, Ending] == [type(one) for one in answers]
    assert "This process was told to end at the last moment: whether this was recorded is not known." == str(answers[0])
    assert ["a", "b"] == kept(engine)


def test_a_thread_that_is_told_to_end_as_its_turn_comes_leaves_nobody_waiting(
    engine: Engine, commits: list[int]
) -> None:
    """The second is interrupted at the moment at which the first hands the transaction on: what the first wrote is
    committed, it has its answer, and a writer who stands behind them has the turn."""

    answers: dict[str, Any] = {}
    going = threading.Event()

    def write(name: str, shared: bool) -> None:
        try:
            with writing(engine, shared=shared) as connection:
                assert name != "a" or going.wait(60)
                answers[name] = keep(connection, name)
        except Ending as end:
            answers[name] = end

    begun = [threading.Thread(target=write, args=(name, name != "c"), daemon=True) for name in "abc"]
    queue = gate(engine)._queue
    for number, thread in enumerate(begun):
        thread.start()
        while not queue._in or len(queue._waiting) < number:
            time.sleep(0.001)
    second = ctypes.c_ulong(begun[1].ident or 0)
    assert 1 == ctypes.pythonapi.PyThreadState_SetAsyncExc(second, ctypes.py_object(Ending))  # as soon as it runs
    going.set()
    for thread in begun:
        thread.join(30)

    assert isinstance(answers["b"], Ending)
    assert ["a", "c"] == kept(engine)
    assert 2 == len(commits)
    assert gate(engine)._shared._ride is None


def test_more_writers_than_connections_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """Two connections, one writer at a time: those who stand at the gate hold none that the one with the turn needs."""
    engine = make_engine(f"sqlite:///{tmp_path / 'few.sqlite'}", gate_seconds=5, pool=1)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE kept (name TEXT PRIMARY KEY)"))
    names = "abcdefghi"

    assert list(names) == Writers(engine, [keeping(name) for name in names], alone=frozenset({1, 3, 5, 7})).write()
    assert list(names) == kept(engine)
    engine.dispose()


def test_whoever_is_refused_undoes_what_is_its_own_and_waits_for_the_commit_too(
    engine: Engine, commits: list[int]
) -> None:
    """The second of three is refused: the others are kept by one commit."""
    answers = Writers(engine, [keeping("a"), refused("b"), keeping("c")]).write()

    assert ["a", "c"] == [answers[0], answers[2]]
    assert isinstance(answers[1], LookupError)
    assert 1 == len(commits)
    assert ["a", "c"] == kept(engine)


@pytest.mark.parametrize("gone", ["closed", "invalidated"])
def test_a_connection_that_is_gone_keeps_the_gate_from_nobody(engine: Engine, gone: str) -> None:
    """What the first had kept by it is undone with it; the third has its turn, and everybody comes back."""

    def losing(connection: Connection) -> None:
        keep(connection, "b")
        connection.close() if gone == "closed" else connection.invalidate()
        raise LookupError("gone")

    answers = Writers(engine, [keeping("a"), losing]).write()

    assert all(isinstance(one, Exception) for one in answers)
    assert ["c"] == Writers(engine, [keeping("c")]).write()
    assert ["c"] == kept(engine)


def test_where_the_first_is_refused_the_next_begins_anew(engine: Engine, commits: list[int]) -> None:
    """It takes nobody along, since it had no savepoint: the others share a commit of their own."""
    answers = Writers(engine, [refused("a"), keeping("b"), keeping("c")]).write()

    assert isinstance(answers[0], LookupError)
    assert ["b", "c"] == answers[1:]
    assert 1 == len(commits)
    assert ["b", "c"] == kept(engine)


def test_where_the_database_undoes_the_whole_everybody_is_told_and_nothing_is_kept_by_itself(engine: Engine) -> None:
    """The third of four is met by what SQLite does for want of room: the transaction is gone with all before it, and
    the fourth begins a transaction of its own."""

    def undone(connection: Connection) -> None:
        keep(connection, "c")
        raw: Any = connection.connection.dbapi_connection
        raw.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    answers = Writers(engine, [keeping("a"), keeping("b"), undone, keeping("d")]).write()

    assert [Busy, Busy, OperationalError] == [type(one) for one in answers[:3]]
    assert "d" == answers[3]
    assert ["d"] == kept(engine)


@pytest.mark.parametrize("way", ["do_rollback_to_savepoint", "do_release_savepoint"])
def test_where_a_part_cannot_be_undone_or_ended_apart_nothing_of_all_is_kept(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """The disk that holds what a savepoint needs fails: who was refused, or told of a fault, is never on record with
    the others."""

    def fails(*_given: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    second = refused("b") if way == "do_rollback_to_savepoint" else keeping("b")
    with monkeypatch.context() as patch:
        patch.setattr(engine.dialect, way, fails)
        if way == "do_release_savepoint":
            patch.setattr(engine.dialect, "do_rollback_to_savepoint", fails)
        answers = Writers(engine, [keeping("a"), second]).write()

    assert all(isinstance(one, Exception) for one in answers)
    assert [] == kept(engine)
    assert ["d"] == Writers(engine, [keeping("d")]).write()
    assert ["d"] == kept(engine)


def test_no_more_than_eight_go_together_and_whoever_writes_alone_is_not_taken_along(
    engine: Engine, commits: list[int]
) -> None:
    """Eleven writers, of whom the tenth does not share: eight, the ninth, the tenth and the eleventh."""
    names = "abcdefghijk"

    assert list(names) == Writers(engine, [keeping(name) for name in names], alone=frozenset({9})).write()
    assert 4 == len(commits)
    assert list(names) == kept(engine)


def test_after_a_fiftieth_of_a_second_nobody_is_taken_along(
    engine: Engine, commits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the time is over at once each commits by itself."""
    monkeypatch.setattr(sharing, "SECONDS", 0.0)

    assert ["a", "b", "c"] == Writers(engine, [keeping(name) for name in "abc"]).write()
    assert 3 == len(commits)
