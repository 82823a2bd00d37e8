"""A web server's sign of life: one for all of its processes, each minute, and never at a cost to those it serves."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from consult import clock, migrate
from consult.commands.beating import Beating, forget_server
from consult.db import make_engine, reading
from consult.settings import Settings
from consult.signs import Sign, give_for_all, own_version, servers

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NAME = "web1 7"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Give the database of an installation."""
    made = make_engine(Settings.for_tests(tmp_path).database_url)
    migrate.upgrade(made)
    yield made
    made.dispose()


def beating(engine: Engine, processes: int = 2, ends: bool = False) -> Beating:
    """Make one process of a server that began a day before."""
    return Beating(engine, NAME, AT - timedelta(days=1), lambda: processes, lambda: ends)


def listed(engine: Engine) -> tuple[Sign, ...]:
    """Give the servers that are listed."""
    with reading(engine) as connection:
        return servers(connection)


def test_one_process_gives_the_sign_for_all_of_them(engine: Engine) -> None:
    """A second process that wakes within half a minute writes nothing; half a minute later it does, and tells how many
    there are then."""
    first, second = beating(engine), beating(engine, 3)

    wrote = [first.beat(AT), second.beat(AT + timedelta(seconds=29))]
    early = listed(engine)
    wrote.append(second.beat(AT + timedelta(seconds=30)))

    assert [True, False, True] == wrote
    assert (Sign(NAME, AT - timedelta(days=1), AT, own_version(), 2),) == early
    assert [(AT + timedelta(seconds=30), 3)] == [(one.at, one.processes) for one in listed(engine)]


def test_a_clock_that_was_set_back_holds_no_sign_up(engine: Engine) -> None:
    """A sign from an hour ahead is written over at once."""
    beating(engine).beat(AT + timedelta(hours=1))

    assert beating(engine).beat(AT)
    assert [AT] == [one.at for one in listed(engine)]


@pytest.mark.postgres
def test_a_clock_a_minute_from_that_of_the_database_is_found_wrong_until_both_agree(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Half a minute is borne; each change is told once; a database that does not answer changes nothing."""
    engine = make_engine(postgres_url)
    with reading(engine) as connection:
        there = connection.execute(select(func.clock_timestamp())).scalar_one()
    found, one = [], beating(engine)

    for seconds in (30, -62, 70, 0):
        one.look(there + timedelta(seconds=seconds))
        found.append(one.is_apart())
    engine.dispose()
    away = beating(make_engine("postgresql://nobody@localhost:1/nothing"))
    away.look(there + timedelta(days=1))

    assert ([False, True, True, False], False) == (found, away.is_apart())
    assert ["ERROR", "WARNING"] == [line.levelname for line in caplog.records if line.name == "consult.server"]


@pytest.mark.sqlite("it is about a file on this machine")
def test_an_sqlite_file_has_no_clock_of_its_own(engine: Engine) -> None:
    """Whatever the clock reads, nothing is apart."""
    one = beating(engine)
    one.look(AT - timedelta(days=365))

    assert not one.is_apart()


def test_a_server_that_was_not_heard_of_for_a_week_is_forgotten(engine: Engine) -> None:
    """On the seventh day it is still listed, a second later no more."""
    give_for_all(engine, Sign("web9 1", AT, AT, "0.1.0", 2))
    week = AT + timedelta(days=7)

    beating(engine).beat(week)
    still = [one.name for one in listed(engine)]
    beating(engine).beat(week + timedelta(seconds=30))

    assert [NAME, "web9 1"] == still
    assert [NAME] == [one.name for one in listed(engine)]


def test_a_database_that_takes_nothing_is_told_once_and_disturbs_nobody(
    tmp_path: Path, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """A table that is not there, as before the migration; afterwards the sign is given, and a second fault is told."""
    bare = make_engine(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    process = beating(bare)
    with caplog.at_level(logging.WARNING, "consult.server"):
        assert not process.beat(AT)
        assert not process.beat(AT + timedelta(minutes=1))
        process.engine = engine
        assert process.beat(AT + timedelta(minutes=2))
        process.engine = bare
        assert not process.beat(AT + timedelta(minutes=3))
    bare.dispose()

    said = "The sign of life of this server was not taken: OperationalError."
    assert [said, said] == [one.getMessage() for one in caplog.records]


def test_a_disk_on_which_no_gate_can_be_opened_ends_no_thread(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the gate lies on a disk that may only be read; a minute later it may be written again."""

    def read_only(*_given: object) -> bool:
        raise OSError(30, "Read-only file system")

    process = beating(engine)
    with monkeypatch.context() as patch:
        patch.setattr("consult.commands.beating.give_for_all", read_only)
        assert not process.beat(AT)

    assert process.beat(AT + timedelta(minutes=1))


def test_the_thread_gives_a_sign_and_ends_with_its_process(engine: Engine) -> None:
    """A process that began to end gives none."""
    with clock.frozen(AT):
        ends = beating(engine, ends=True).start()
        ends._thread.join(60)
        assert () == listed(engine)
        lives = beating(engine).start()
        while not listed(engine):
            lives._thread.join(0.02)
        lives.stop()
        lives._thread.join(60)

    assert not lives._thread.is_alive()


def test_a_server_that_ended_in_order_takes_its_sign_back_and_no_other(tmp_path: Path, engine: Engine) -> None:
    """Its own row goes, that of the other machine stays; where there is no database, it ends all the same."""
    settings = Settings.for_tests(tmp_path)
    for name in (NAME, "web2 7"):
        give_for_all(engine, Sign(name, AT, AT, "0.1.0", 2))

    forget_server(settings, NAME)
    (tmp_path / "other").mkdir()
    forget_server(Settings.for_tests(tmp_path / "other"), NAME)

    assert ["web2 7"] == [one.name for one in listed(engine)]
