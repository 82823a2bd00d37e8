"""On PostgreSQL the turn of a digest is a connection, and that can break: then nothing is committed and no bytes go;
and what was committed before is not told as lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from consult import migrate
from consult.db import Lost, make_engine, reading, writing
from consult.documents import FolderStore, sweeping
from consult.documents import holding as turns
from consult.documents.holding import free, holding
from consult.documents.rows import hold_content
from consult.refusals import Closed
from tests.consult.docket.conftest import empty_engine
from tests.consult.documents.test_holding import DATA, DIGEST

pytestmark = pytest.mark.postgres
OTHER = sha256(b"another scan").hexdigest()
LONG_AFTER = datetime(2100, 1, 1, tzinfo=UTC)
_END = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM (SELECT DISTINCT pid FROM pg_locks JOIN pg_database "
    "ON pg_database.oid = pg_locks.database WHERE locktype = 'advisory' AND datname = current_database()) AS turns"
)


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """Give a database in which something can be written."""
    empty_engine(postgres_url).dispose()
    made = make_engine(postgres_url, gate_seconds=0.3)
    migrate.upgrade(made)
    with writing(made) as connection:
        connection.execute(text("CREATE TABLE named (digest text)"))
    yield made
    made.dispose()


def end_turns(engine: Engine) -> None:
    """Let the server end the session of whoever has a turn, as a restart does."""
    other = make_engine(engine.url)
    with other.connect() as connection:
        ended = list(connection.execute(_END).scalars())
    other.dispose()
    assert [True] == ended


def name_it(connection: Connection) -> None:
    connection.execute(text("INSERT INTO named VALUES (:digest)"), {"digest": DIGEST})


def named(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT count(*) FROM named")).scalar_one())


def name_and_lose(engine: Engine, fault: Exception | None = None) -> None:
    """Name two digests, and lose their turn before the commit, and meet a fault."""
    with holding(engine, [DIGEST, OTHER]), writing(engine) as connection:
        name_it(connection)
        end_turns(engine)
        if fault:
            raise fault


def test_nothing_is_committed_once_the_turn_is_lost(engine: Engine) -> None:
    """Somebody else may take the bytes away by then; whoever was to name them may try again, and does."""
    with pytest.raises(Lost, match="The connection to the database broke; nothing was written"):
        name_and_lose(engine)
    assert 0 == named(engine)

    with holding(engine, [DIGEST, OTHER]), writing(engine) as connection:
        name_it(connection)
    assert 1 == named(engine)


def test_what_went_wrong_before_is_told_as_it_was_though_the_turn_is_lost_too(engine: Engine) -> None:
    """A refusal stays one."""
    with pytest.raises(Closed, match="The case is closed"):
        name_and_lose(engine, Closed("The case is closed."))
    assert 0 == named(engine)


def test_whoever_tries_twice_within_a_lost_turn_commits_nothing_either(engine: Engine) -> None:
    """As an act does that is tried again by itself."""
    with holding(engine, [DIGEST]):
        end_turns(engine)
        for _try in range(2):
            with pytest.raises(Lost), writing(engine) as connection:
                name_it(connection)
    assert 0 == named(engine)


def test_a_turn_that_breaks_after_the_commit_is_not_told_as_if_nothing_was_written(engine: Engine) -> None:
    """What is on record is on record: the request is answered, and not done again."""
    with holding(engine, [DIGEST]):
        with writing(engine) as connection:
            name_it(connection)
        end_turns(engine)
    assert 1 == named(engine)

    with writing(engine) as connection:  # of whom nobody asks any more whether the turn is had
        name_it(connection)
    assert 2 == named(engine)


def test_no_bytes_go_once_the_turn_is_lost(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They were looked up and nobody named them; before they went the turn was gone, and somebody else could."""
    store = FolderStore(tmp_path / "documents")
    store.put(DATA)
    unneeded = turns.unneeded

    def breaks(*given: Any) -> Any:
        end_turns(engine)
        return unneeded(*given)

    with monkeypatch.context() as patch:
        patch.setattr(turns, "unneeded", breaks)
        with pytest.raises(Lost):
            free(engine, "documents", store, [DIGEST])
    assert store.has(DIGEST)

    found = sweeping.sweep(engine, "documents", store, LONG_AFTER, dry=True).found
    look = FolderStore.look

    def breaks_too(self: FolderStore, digest: str) -> Any:
        end_turns(engine)
        return look(self, digest)

    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "look", breaks_too)
        with pytest.raises(Lost):
            sweeping.sweep(engine, "documents", store, LONG_AFTER)
    assert ([DIGEST], True) == ([one.digest for one in found], store.has(DIGEST))

    free(engine, "documents", store, [DIGEST])
    assert not store.has(DIGEST)


def test_a_turn_is_had_for_as_long_as_a_store_takes(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL ends no transaction for being idle that holds one; those of everybody else after five minutes."""
    asked = text("SHOW idle_in_transaction_session_timeout")
    told: list[Any] = []

    def holds(connection: Connection, digest: str) -> None:
        told.append(connection.execute(asked).scalar())
        hold_content(connection, digest)

    monkeypatch.setattr(turns, "hold_content", holds)
    with holding(engine, [DIGEST]), writing(engine) as connection:
        told.append(connection.execute(asked).scalar())
    with reading(engine) as connection:
        told.append(connection.execute(asked).scalar())

    assert ["0", "5min", "5min"] == told
