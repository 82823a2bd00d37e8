"""The journal of an SQLite database stays short though somebody reads at every moment."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from consult import journal
from consult.db import make_engine, reading, writing

ROW = "x" * 20_000


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Give a database of our own, which is on SQLite wherever the other worlds lie."""
    made = make_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE act (words TEXT)"))
    yield made
    made.dispose()


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a journal be too long sooner."""
    monkeypatch.setattr(journal, "LONGEST", 1_000_000)


def length(engine: Engine) -> int:
    """Give the bytes of the journal."""
    return Path(f"{engine.url.database}-wal").stat().st_size


def act(engine: Engine) -> None:
    """Write a row."""
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO act VALUES (:words)"), {"words": ROW})


def count(engine: Engine) -> int:
    """Count the rows."""
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT count(*) FROM act")).scalar_one())


def read_on(engine: Engine) -> ExitStack:
    """Begin to read, until it is closed."""
    stack = ExitStack()
    stack.enter_context(reading(engine)).execute(text("SELECT count(*) FROM act")).scalar_one()
    return stack


def act_while_somebody_reads(engine: Engine, times: int) -> ExitStack:
    """Write so many rows while one reader takes over from another without a pause; give the last one, who reads on."""
    reader = read_on(engine)
    for _time in range(times):
        act(engine)
        following = read_on(engine)
        reader.close()
        reader = following
    return reader


def test_a_journal_that_nobody_lets_rest_grows_and_is_begun_anew_as_soon_as_readers_end(engine: Engine) -> None:
    """A hundred rows of 20 kB: by itself SQLite keeps every one of them in the journal; nothing is lost."""
    reader = act_while_somebody_reads(engine, 100)
    grown = length(engine)
    ends = threading.Timer(0.05, reader.close)
    ends.start()
    done = journal.shorten(engine)
    ends.join()

    assert 100 * len(ROW) < grown
    assert (True, 0, 100) == (done, length(engine), count(engine))


def test_who_reads_for_long_is_not_disturbed_and_the_next_tick_tries_again(engine: Engine) -> None:
    """He sees what he saw; who writes goes on; when he has ended, the journal is short."""
    reader = act_while_somebody_reads(engine, 60)

    assert not journal.shorten(engine)
    act(engine)
    assert 61 == count(engine)
    reader.close()
    assert journal.shorten(engine)
    assert (0, 61) == (length(engine), count(engine))


def test_a_short_journal_is_let_be(engine: Engine) -> None:
    """Nobody waits for nothing."""
    act(engine)

    assert not journal.shorten(engine)
    assert 0 < length(engine)


@pytest.mark.postgres
def test_on_postgresql_there_is_nothing_to_do(postgres_url: str) -> None:
    """It does this by itself."""
    engine = make_engine(postgres_url)

    assert not journal.shorten(engine)
    engine.dispose()
