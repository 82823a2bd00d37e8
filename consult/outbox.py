"""Work that an act asked for, done after its commit: claimed under a lease, done at least once, marked when done.

The rows are the truth; a queue carries nothing but their numbers. A claim is one short transaction: several relays
share the rows, and a row whose worker died is claimed again when its lease ends. Whoever does the work marks the row in
the transaction of the work itself, so that a repeat finds it done. Not modelled: what the work is (`consult.jobs`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, or_, select, update

from consult.db import reading, writing
from consult.models.cases import OUTBOX

LEASE = timedelta(seconds=60)
BATCH = 100
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: its number, its key that makes a repeat harmless, its topic, what it is about."""

    id: int
    key: str
    topic: str
    payload: Mapping[str, Any]
    attempts: int


def claim(engine: Engine, at: datetime, *, lease: timedelta = LEASE, limit: int = BATCH) -> list[int]:
    """Take a lease on what is due at an instant and answer its numbers, oldest first; nothing due writes nothing."""
    with reading(engine) as connection:
        if connection.execute(_due(at).limit(1)).first() is None:
            return []
    with writing(engine) as connection:
        query = _due(at).limit(limit)
        if engine.dialect.name == "postgresql":
            query = query.with_for_update(skip_locked=True)
        found = [int(number) for number in connection.execute(query).scalars()]
        leased = {"locked_until": at + lease, "attempts": OUTBOX.c.attempts + 1}
        connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(found)).values(leased))
    return found


def lock(connection: Connection, job_id: int) -> Job | None:
    """Lock a piece of work until the transaction ends; None where it is done already or does not exist."""
    query = select(OUTBOX).where(OUTBOX.c.id == job_id, OUTBOX.c.done_at.is_(None)).with_for_update()
    row = connection.execute(query).first()
    return Job(row.id, row.key, row.topic, json.loads(row.payload), row.attempts) if row else None


def finish(connection: Connection, job_id: int, at: datetime) -> None:
    """Mark a piece of work as done, in the transaction in which it was done."""
    done = {"done_at": at, "locked_until": None, "last_error": None}
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == job_id).values(done))


def put_off(engine: Engine, job_id: int, at: datetime, error: str) -> None:
    """Keep why a piece of work failed, and let it be tried again later, each time after twice as long."""
    with writing(engine) as connection:
        job = lock(connection, job_id)
        if job is not None:
            delay(connection, job, at, error)


def delay(connection: Connection, job: Job, at: datetime, error: str) -> None:
    """Let a piece of work be tried again later, each time after twice as long, in the transaction that says why."""
    wait(connection, job.id, at + min(FIRST_DELAY * 2 ** min(max(job.attempts - 1, 0), 20), LONGEST_DELAY), error)


def wait(connection: Connection, job_id: int, until: datetime, error: str) -> None:
    """Let a piece of work wait until an instant."""
    values = {"run_at": until, "locked_until": None, "last_error": error[:LONGEST_ERROR]}
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == job_id).values(values))


def hold(connection: Connection, job_id: int, until: datetime) -> None:
    """Keep the lease on a piece of work until an instant: it is done outside a transaction and may take that long."""
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == job_id).values(locked_until=until))


def _due(at: datetime) -> Select[Any]:
    """Give the numbers of what is due and under no lease, oldest first."""
    free = or_(OUTBOX.c.locked_until.is_(None), OUTBOX.c.locked_until < at)
    query = select(OUTBOX.c.id).where(OUTBOX.c.done_at.is_(None), OUTBOX.c.run_at <= at, free)
    return query.order_by(OUTBOX.c.run_at, OUTBOX.c.id)
