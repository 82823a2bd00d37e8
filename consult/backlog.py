"""What the background work has before it, and who does it: for whoever runs the installation. Numbers, topics, reasons
and dates; no case and no party is named."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from consult.db import reading
from consult.models.cases import CASES, DEADLINE, OUTBOX
from consult.outbox import UNDER_WAY
from consult.signs import Sign, workers
from workflows.kernel.frozen import dataclass

MOST = 50
MOST_APART = timedelta(minutes=1)
"""Between the clock of a worker and that of the database. What the clock records cannot be taken back, so a worker
whose clock is wrong records nothing and reminds nobody, until the two agree."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """One piece of work that has failed: its number, topic, how often it was tried, when next, and the last reason."""

    id: int
    topic: str
    attempts: int
    run_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits by topic, how much is under way, what failed, what is set aside, and what is to come next."""

    waiting: dict[str, int]
    leased: int
    failed: tuple[Stuck, ...]
    set_aside: tuple[Stuck, ...]
    oldest_due: datetime | None
    next_lapse: datetime | None
    next_reminder: datetime | None
    workers: tuple[Sign, ...]


def backlog(connection: Connection, at: datetime) -> Backlog:
    """Read what the background work has before it at a moment."""
    columns = (OUTBOX.c.topic, OUTBOX.c.locked_until > at)
    waits = (OUTBOX.c.done_at.is_(None), OUTBOX.c.set_aside_at.is_(None))
    counted = connection.execute(select(*columns, func.count()).where(*waits).group_by(*columns)).all()
    waiting: Counter[str] = Counter()
    for topic, leased, number in counted:
        waiting[topic] += 0 if leased else number
    due = select(func.min(OUTBOX.c.run_at)).where(*waits, OUTBOX.c.run_at <= at)
    reminders = select(func.min(DEADLINE.c.remind_at)).where(DEADLINE.c.remind_at.is_not(None))
    return Backlog(
        {topic: number for topic, number in sorted(waiting.items()) if number},
        sum(number for _topic, leased, number in counted if leased),
        _stuck(connection, *waits, OUTBOX.c.last_error.is_not(None), OUTBOX.c.last_error != UNDER_WAY),
        _stuck(connection, OUTBOX.c.done_at.is_(None), OUTBOX.c.set_aside_at.is_not(None)),
        connection.execute(due).scalar(),
        _next_lapse(connection),
        connection.execute(reminders).scalar(),
        workers(connection),
    )


def _next_lapse(connection: Connection) -> datetime | None:
    """Give the first end of a period that is still to be recorded; in a case that rests nothing lapses."""
    runs = DEADLINE.c.status == "running", DEADLINE.c.expires_at.is_not(None), CASES.c.kind == "open"
    query = select(DEADLINE.c.expires_at).select_from(DEADLINE.join(CASES)).where(*runs)
    found: datetime | None = connection.execute(query.order_by(DEADLINE.c.expires_at, DEADLINE.c.id).limit(1)).scalar()
    return found


def _stuck(connection: Connection, *where: Any) -> tuple[Stuck, ...]:
    """List the oldest of some work that has failed."""
    columns = (OUTBOX.c.id, OUTBOX.c.topic, OUTBOX.c.attempts, OUTBOX.c.run_at, OUTBOX.c.last_error)
    rows = connection.execute(select(*columns).where(*where).order_by(OUTBOX.c.id).limit(MOST))
    return tuple(Stuck(row.id, row.topic, row.attempts, row.run_at, row.last_error or "") for row in rows)


def apart(engine: Engine, at: datetime) -> timedelta:
    """Give how far an instant lies from the clock of the database, either way; nothing where that is a file, which has
    no clock of its own."""
    if engine.dialect.name != "postgresql":
        return timedelta()
    with reading(engine) as connection:
        there: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return abs(there - at)
