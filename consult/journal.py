"""The write-ahead journal of an SQLite database, kept short on a host that is never idle.

SQLite copies what stands in the journal into the database as it goes, but begins the journal anew only at a moment at
which nobody reads from it. Where processes answer without a pause there is no such moment: the journal grows by every
act until the disk is full. So who does the background work makes that moment, with the turn of a writer: no new act
comes, and those who read are waited for, briefly. PostgreSQL does this by itself.
"""

import os
from contextlib import closing
from typing import Any

from sqlalchemy import Engine

from consult.db import gate

LONGEST = 64 * 1024 * 1024
"""How many bytes of a journal are let be."""
WAITS = 200
"""Milliseconds for which those who read are waited for; writers wait meanwhile."""


def shorten(engine: Engine) -> bool:
    """Begin the journal anew if it is too long; say whether that was done. Where somebody reads for longer than is
    waited for, nothing is done, and it is tried again with the next tick. Raises Busy as a writer does."""
    if engine.dialect.name != "sqlite" or _length(engine) <= LONGEST:
        return False
    with gate(engine).held(), closing(engine.raw_connection()) as connection:
        driver: Any = connection.dbapi_connection
        before = driver.execute("PRAGMA busy_timeout").fetchone()[0]
        driver.execute(f"PRAGMA busy_timeout={WAITS}")
        try:
            return bool(driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
        finally:
            driver.execute(f"PRAGMA busy_timeout={before}")


def _length(engine: Engine) -> int:
    """Give the bytes of the journal; 0 where there is none."""
    try:
        return os.stat(f"{engine.url.database}-wal").st_size
    except FileNotFoundError:
        return 0
