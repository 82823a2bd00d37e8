"""Indexes of a migration that are built before it, on PostgreSQL, while others go on writing.

A migration is one transaction, in which an index keeps every writer of its table waiting until it is whole. Therefore a
migration names in `ahead` the indexes that stand by themselves (name, table, columns, condition of the rows or None);
where the database stands just before it they are built here first, one by one, and the migration finds them. Only the
next migration is looked at: what a later one indexes may not be there yet, and it then builds for itself.
"""

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, text

from consult.patience import lift

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

TURN = 0x696E6465786573
"""The name of the turn among PostgreSQL's advisory locks."""
LOOKS_AGAIN = 0.5
"""Seconds until it is asked again whose turn it is: whoever waits inside a statement holds up what is built."""
_STANDS = text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")


def build_ahead(engine: Engine, scripts: "ScriptDirectory", at: str | None) -> None:
    """Build what the migration after a revision names; nothing where there is none, and on SQLite, which has one writer
    anyhow."""
    if engine.dialect.name != "postgresql":
        return
    named = _named(scripts, at)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not all(_valid(connection, name) for name, *_rest in named):
            _build(connection, named)


def _named(scripts: "ScriptDirectory", at: str | None) -> tuple[Any, ...]:
    """Give what the migration after a revision names; nothing in a new database."""
    after = [one for one in scripts.walk_revisions() if at is not None and one.down_revision == at]
    return tuple(getattr(after[0].module, "ahead", ())) if after else ()


def _valid(connection: Connection, name: str) -> bool:
    """Say whether an index is there and whole."""
    return bool(connection.execute(_STANDS, {"name": name}).scalar())


def _build(connection: Connection, named: tuple[Any, ...]) -> None:
    """Build each that is not there, one process at a time; what an earlier try left behind half made goes first."""
    while not connection.execute(text("SELECT pg_try_advisory_lock(:turn)"), {"turn": TURN}).scalar():
        time.sleep(LOOKS_AGAIN)
    try:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET lock_timeout = 0"))
        lift(connection)
        for name, table, columns, condition in named:
            if not _valid(connection, name):
                connection.execute(text(f"DROP INDEX CONCURRENTLY IF EXISTS {name}"))
                where = f" WHERE {condition}" if condition else ""
                among = ", ".join(columns)
                connection.execute(text(f"CREATE INDEX CONCURRENTLY {name} ON {table} ({among}){where}"))
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:turn)"), {"turn": TURN})
        connection.invalidate()  # nobody else shall have these limits of time
