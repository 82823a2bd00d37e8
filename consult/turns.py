"""Turns among writers who look before they write.

READ COMMITTED lets two transactions count the same rows and both go on. Where no row stands for what is counted, they
wait for a name instead: on PostgreSQL an advisory lock until the transaction ends, on SQLite the write gate sees to it.
"""

import hashlib

from sqlalchemy import Connection, func, select

PEOPLE = "people"
"""The turn of whoever changes who may act for whom: one for all, since what is refused may hang on another party."""


def wait_turn(conn: Connection, *names: str) -> None:
    """Let whoever names the same wait for this transaction; several names are taken in one order by everybody."""
    if conn.dialect.name == "postgresql":
        for number in sorted(int(hashlib.sha256(name.encode()).hexdigest()[:15], 16) for name in names):
            conn.execute(select(func.pg_advisory_xact_lock(number)))
