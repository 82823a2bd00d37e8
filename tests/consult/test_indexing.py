"""Indexes are built beside those who write, whole or anew, before the migration that names them."""

import threading
import time
from collections.abc import Iterator

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from consult import migrate
from consult.db import make_engine, writing
from consult.indexing import build_ahead

BEFORE, SINCE = "0ac0de42f00d", "9ac0de43f00d"
SCRIPTS = ScriptDirectory(str(migrate.MIGRATIONS))
NAMED = sorted(one[0] for one in SCRIPTS.get_revision(SINCE).module.ahead)
TRIES, PAUSE = 600, 0.05

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """Give a database as the version before left it."""
    made = make_engine(postgres_url)
    with writing(made) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    migrate.upgrade(made, BEFORE)
    yield made
    made.dispose()


def whole(engine: Engine) -> list[str]:
    """Name the indexes that are there and whole."""
    query = (
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indisvalid AND indexrelid::regclass::text = ANY(:all)"
    )
    with engine.connect() as connection:
        return sorted(connection.execute(text(query), {"all": NAMED}).scalars())


def test_the_indexes_are_there_before_the_migration_that_names_them(engine: Engine) -> None:
    """They are built while the database stands where it stood; the migration finds them, and nothing differs."""
    assert [] == whole(engine)

    build_ahead(engine, SCRIPTS, migrate.current(engine))

    assert (NAMED, BEFORE) == (whole(engine), migrate.current(engine))
    migrate.upgrade(engine)
    assert (NAMED, []) == (whole(engine), migrate.check(engine))


def test_a_migration_alone_makes_them_too(engine: Engine) -> None:
    """A database that is further behind is not built ahead: the migration makes what it names by itself."""
    migrate.upgrade(engine, SINCE)

    assert NAMED == whole(engine)
    migrate.upgrade(engine)
    assert (NAMED, []) == (whole(engine), migrate.check(engine))


def test_an_index_that_was_left_half_made_is_made_anew(engine: Engine) -> None:
    """A server that fell while it built leaves an index that no query uses: it goes, and is built again."""
    build_ahead(engine, SCRIPTS, migrate.current(engine))
    half = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_act_step'::regclass"
    with engine.begin() as connection:
        connection.execute(text(half))
    assert "ix_act_step" not in whole(engine)

    build_ahead(engine, SCRIPTS, migrate.current(engine))

    assert NAMED == whole(engine)


def test_others_go_on_writing_while_an_index_is_built(engine: Engine) -> None:
    """The index waits for a writer that began before it, and a writer that comes later does not wait for the index."""
    writing = "LOCK TABLE audit_entry IN ROW EXCLUSIVE MODE"
    built = threading.Thread(target=build_ahead, args=(engine, SCRIPTS, migrate.current(engine)))
    with engine.connect() as first, engine.connect() as later:
        with first.begin():
            first.execute(text(writing))
            built.start()
            _await_index(engine, "ix_audit_entry_kind")
            with later.begin():
                later.execute(text(f"{writing} NOWAIT"))
            assert built.is_alive()
        built.join(TRIES * PAUSE)

    assert not built.is_alive()
    assert NAMED == whole(engine)


def _await_index(engine: Engine, name: str) -> None:
    """Wait until an index is being built."""
    with engine.connect() as connection:
        for _try in range(TRIES):
            if connection.execute(text("SELECT to_regclass(:name)"), {"name": name}).scalar():
                return
            connection.rollback()
            time.sleep(PAUSE)
    raise AssertionError(f"{name} was not begun")
