"""The brake on guessing: attempts are counted in the database, by the digests of account and network address.

Several server processes share one count, and an unknown account is treated like a known one. An attempt is written
before what was given is checked: parallel guesses all count. Passwords and one-time codes are counted apart, so that a
right password does not free a guess at the code.
"""

import math
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, and_, delete, func, insert, select, update

from consult.db import writing
from consult.digests import digest_secret
from consult.models.parties import SIGN_IN_ATTEMPT
from consult.turns import wait_turn

MEMORY_OF_ATTEMPTS = timedelta(hours=24)
LONGEST_WAIT = timedelta(minutes=15)
FIRST_WAIT_SECONDS = 15
MOST_ASKED, ASKED_WITHIN = 60, timedelta(minutes=1)
FREE_FAILURES = {"account": 5, "second": 5, "address": 20}


class SlowDown(Exception):
    """Too many attempts failed; the next one is taken after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        """Keep how long to wait."""
        super().__init__()
        self.wait = wait

    @property
    def minutes(self) -> int:
        """Answer the wait in full minutes, at least one."""
        return max(1, math.ceil(self.wait.total_seconds() / 60))


def reserve_attempt(engine: Engine, kind: str, whose: str, address: str, at: datetime) -> list[int]:
    """Count an attempt of a kind ("account" by mail address, "second" by person) as failed until it is known to be
    right, and answer its rows; raise SlowDown while a wait runs."""
    keys = {kind: digest_secret(f"{kind}:{whose}"), "address": digest_secret(f"address:{address}")}
    with writing(engine) as conn:
        wait_turn(conn, *keys.values())
        old = select(SIGN_IN_ATTEMPT.c.id).where(SIGN_IN_ATTEMPT.c.at < at - MEMORY_OF_ATTEMPTS)
        free = old.with_for_update(skip_locked=True)  # what another removes already is not waited for
        conn.execute(delete(SIGN_IN_ATTEMPT).where(SIGN_IN_ATTEMPT.c.id.in_(free)))
        wait = max(_wait(conn, name, key, at) for name, key in keys.items())
        if wait > timedelta(0):
            raise SlowDown(wait)
        rows = [{"key_hash": key, "at": at, "succeeded": False} for key in keys.values()]
        statement = insert(SIGN_IN_ATTEMPT).returning(SIGN_IN_ATTEMPT.c.id)
        return [int(conn.execute(statement.values(row)).scalar_one()) for row in rows]


def mark_succeeded(conn: Connection, attempts: list[int]) -> None:
    """Mark reserved attempts as right."""
    conn.execute(update(SIGN_IN_ATTEMPT).where(SIGN_IN_ATTEMPT.c.id.in_(attempts)).values(succeeded=True))


def count_asked(conn: Connection, address: str, at: datetime) -> None:
    """Count that a network address asks for something that has to be kept: a challenge, a sign-in at an identity
    provider. All processes count together; raise SlowDown beyond so many in a minute."""
    a, key = SIGN_IN_ATTEMPT.c, digest_secret(f"asked:{address}")
    wait_turn(conn, key)
    conn.execute(delete(SIGN_IN_ATTEMPT).where(a.key_hash == key, a.at <= at - ASKED_WITHIN))
    number = conn.execute(select(func.count()).select_from(SIGN_IN_ATTEMPT).where(a.key_hash == key)).scalar_one()
    if number >= MOST_ASKED:
        raise SlowDown(ASKED_WITHIN)
    conn.execute(insert(SIGN_IN_ATTEMPT).values(key_hash=key, at=at, succeeded=True))


def _wait(conn: Connection, kind: str, key: str, at: datetime) -> timedelta:
    """Answer how long the next attempt under a key has to wait; nothing while few have failed."""
    a = SIGN_IN_ATTEMPT.c
    last_success = select(func.max(a.id)).where(a.key_hash == key, a.succeeded).scalar_subquery()
    failed = and_(a.key_hash == key, a.succeeded.is_(False))
    query = select(func.count(), func.max(a.at)).where(failed)
    if kind != "address":  # a success elsewhere must not clear an address from which many accounts are tried
        query = query.where(a.id > func.coalesce(last_success, 0))
    number, last_at = conn.execute(query).one()
    over = number - FREE_FAILURES[kind]
    if over < 0 or last_at is None:
        return timedelta(0)
    full = min(timedelta(seconds=FIRST_WAIT_SECONDS * 2 ** min(over, 12)), LONGEST_WAIT)
    return max(last_at + full - at, timedelta(0))
