"""What an erasure leaves behind, cleared after its commit: bytes of documents, files that were made, pages of rows.

A database keeps what rows that are gone held: SQLite in free pages and in its side file, PostgreSQL in old versions of
rows. SQLite's file is written anew and the side file emptied; PostgreSQL is told to vacuum, and gives the space of old
versions to new rows. Not reached: backups, and PostgreSQL's archive of its own log; `docs/personal-data.md` says what
an operator does about them.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, and_, not_, select, text, update

from consult.db import gate, reading, writing
from consult.documents import Store
from consult.documents.holding import free, holding
from consult.models.outputs import OUTPUT
from consult.outputs.keeping import OutputStore
from consult.outputs.rows import GONE, READY, WORKING

TABLES = (
    *("act_person", "audit_opening", "cases", "code_generator", "document", "draft", "erasure_wish", "filing_body"),
    *("lunar_body", "lunar_current", "message", "output", "paper", "passkey", "person", "preference", "search_text"),
    *("search_index", "sign_in_session"),
)
REASON = "Something was erased after this file was made."


class Unfinished(Exception):
    """Somebody reads the database at this moment, so that its side file could not be emptied: to be tried again."""


def scrub(
    engine: Engine,
    store: Store,
    outputs: OutputStore,
    digests: Collection[str],
    before: datetime,
    made: Collection[str] = (),
) -> None:
    """Take away the bytes that nothing names any more and the files made before an instant, then clear the database.
    Doing it twice changes nothing. Raises Unfinished where the database could not be cleared now."""
    free(engine, "documents", store, digests)
    _remove_outputs(engine, outputs, before, made)
    clear(engine)


def _remove_outputs(engine: Engine, outputs: OutputStore, before: datetime, more: Collection[str]) -> None:
    """Let the files go that were made before, since each may hold what was erased, and those given: first the bytes,
    then what names them, so that who is interrupted finds the rest again. One that is being made may have been read
    before too: whoever makes it finds it gone and drops it."""
    made = and_(OUTPUT.c.state == READY, OUTPUT.c.asked_at <= before)
    begun = and_(OUTPUT.c.state == WORKING, OUTPUT.c.asked_at <= before)
    gone = {"state": GONE, "digest": None, "reason": REASON, "changed_at": before}
    with writing(engine) as connection:  # first, so that what is ready by then is found below
        connection.execute(update(OUTPUT).where(begun).values(gone))
    with reading(engine) as connection:
        digests = {*connection.execute(select(OUTPUT.c.digest).where(made)).scalars(), *more} - {None}
    for digest in sorted(digests):
        with holding(engine, [digest]) as require_turn:
            with reading(engine) as connection:
                others = select(OUTPUT.c.id).where(OUTPUT.c.digest == digest, not_(made))
                is_free = connection.execute(others.limit(1)).first() is None
            if is_free:
                require_turn()
                outputs.kept.remove(digest)
            with writing(engine) as connection:
                connection.execute(update(OUTPUT).where(made, OUTPUT.c.digest == digest).values(gone))


def clear(engine: Engine) -> None:
    """Clear the database of what rows that are gone left in it."""
    if engine.dialect.name == "sqlite":
        _clear_sqlite(engine)
    else:
        _clear_postgres(engine)


def _clear_sqlite(engine: Engine) -> None:
    """Write the file anew, and empty its side file, while nobody else writes."""
    with gate(engine).held():
        raw = engine.raw_connection()
        try:
            driver: Any = raw.driver_connection
            driver.execute("VACUUM")
            busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            raw.close()
    if busy:
        raise Unfinished


def _clear_postgres(engine: Engine) -> None:
    """Vacuum the tables from which an erasure takes rows."""
    with reading(engine) as connection:
        known = [one for one in TABLES if connection.dialect.has_table(connection, one)]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for one in known:
            connection.execute(text(f"VACUUM {one}"))
