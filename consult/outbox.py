"""Work that an act asked for, done after its commit: claimed under a lease, done at least once, marked when done.

The rows are the truth; a queue carries nothing but their numbers. A claim is one short transaction: several relays
share the rows, and a row whose worker died is claimed again when its lease ends. What only waits in the hands of a
worker that lives counts no try; where several have it in hand, the first to begin does it. Whoever does the work marks
the row in the transaction of the work itself, so that a repeat finds it done. What fails again and again is set aside,
out of the way of all other work. Not modelled: what the work is (`consult.jobs`).
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, Select, and_, bindparam, delete, func, or_, select, update

from consult.db import reading, writing
from consult.fixed import Fixed
from consult.models.cases import OUTBOX
from workflows.kernel.frozen import dataclass

LEASE = timedelta(seconds=60)
IN_HAND = timedelta(minutes=5)
"""How much longer a worker keeps, each time, what waits in its hands: before a slow server that may be hours."""
EARLY = timedelta(seconds=10)
"""So long before its lease ends work in hand is kept for longer: several ticks, so that no other worker takes it."""
BATCH = 100
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
LONGEST_ERROR = 500
FAR = timedelta(hours=2)
"""Nothing is put off or leased for so long: what seems to be was written while the clock was ahead, and is due."""
KEPT = timedelta(days=90)
"""How long work that is done is kept; what came of it stands in tables of its own."""
FORGOTTEN_AT_ONCE = 1000
MOST_TRIES = 60
"""Tries over about two days; then the work is set aside until somebody asks for it again."""
DIED = "Whoever did this work ended in the midst of it, each time."
UNDER_WAY = "Under way: what came of it is not known yet."
"""Stands in the place of a reason while work is done outside a transaction; whoever finds it later knows that it was
broken off."""

_UNDONE = select(OUTBOX).where(OUTBOX.c.id == bindparam("number"), OUTBOX.c.done_at.is_(None)).with_for_update()
_DONE = Fixed(
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("number"))
    .values(done_at=bindparam("at"), locked_until=None, last_error=None)
)
FREE: Mapping[str, None] = MappingProxyType({"locked_until": None, "set_aside_at": None})
"""Nobody has it in hand, and it is not given up: even where it was set aside while somebody was at it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: its number, its key that makes a repeat harmless, its topic, what it is about, since when it
    was under way the last time, where nobody kept what came of that, and in which request it was asked for."""

    id: int
    key: str
    topic: str
    payload: Mapping[str, Any]
    attempts: int
    broken_off: datetime | None = None
    request: str = ""


def claim(
    engine: Engine,
    at: datetime,
    *,
    lease: timedelta = LEASE,
    limit: int = BATCH,
    in_hand: Collection[int] = (),
) -> list[int]:
    """Take a lease on what is due at an instant and answer its numbers, oldest first; nothing due writes nothing. What
    is `in_hand` with whoever claims was taken before: it is kept for longer, before its lease ends where he comes in
    time, is not answered, counts no try and takes the place of nothing else, however much it is."""
    with reading(engine) as connection:
        ending = [one for one in connection.execute(_ending(at)).scalars() if one in in_hand] if in_hand else []
        if not ending and connection.execute(_due(at).limit(1)).first() is None:
            return []
    with writing(engine) as connection:
        _keep_on(connection, ending, at)
        query = _due(at).limit(limit + len(in_hand))
        if engine.dialect.name == "postgresql":
            query = query.with_for_update(skip_locked=True)
        rows = connection.execute(query).all()
        _change(connection, [row.id for row in rows if row.id in in_hand], locked_until=at + IN_HAND)
        due = [row for row in rows if row.id not in in_hand][:limit]
        _set_aside(connection, [row.id for row in due if row.attempts >= MOST_TRIES], at)
        found = [row.id for row in due if row.attempts < MOST_TRIES]
        _change(connection, found, locked_until=at + lease, attempts=OUTBOX.c.attempts + 1)
    return found


def lock(connection: Connection, job_id: int) -> Job | None:
    """Lock a piece of work until the transaction ends; None where it is done already or does not exist."""
    row = connection.execute(_UNDONE, {"number": job_id}).first()
    if row is None:
        return None
    broken_off = row.run_at if row.last_error == UNDER_WAY else None
    return Job(row.id, row.key, row.topic, json.loads(row.payload), row.attempts, broken_off, row.request or "")


def undone(connection: Connection, topic: str) -> list[int]:
    """Give the numbers of the work of a topic that is not done, oldest first."""
    query = select(OUTBOX.c.id).where(OUTBOX.c.topic == topic, OUTBOX.c.done_at.is_(None)).order_by(OUTBOX.c.id)
    return list(connection.execute(query).scalars())


def finish(connection: Connection, job_id: int, at: datetime) -> None:
    """Mark a piece of work as done, in the transaction in which it was done."""
    _DONE.run(connection, {"number": job_id, "at": at})


def put_off(engine: Engine, job_id: int, at: datetime, error: str) -> None:
    """Keep why a piece of work failed, and let it be tried again later, each time after twice as long; after the last
    try it is set aside."""
    with writing(engine) as connection:
        job = lock(connection, job_id)
        if job is not None:
            delay(connection, job, at, error)


def delay(connection: Connection, job: Job, at: datetime, error: str) -> None:
    """Let a piece of work be tried again later, each time after twice as long, in the transaction that says why; after
    the last try it is set aside."""
    if job.attempts >= MOST_TRIES:
        _set_aside(connection, [job.id], at, error)
        return
    later = at + min(FIRST_DELAY * 2 ** min(max(job.attempts - 1, 0), 20), LONGEST_DELAY)
    values = {"run_at": later, "attempts": job.attempts, **FREE, "last_error": error[:LONGEST_ERROR]}
    _change(connection, [job.id], **values)


def wait(connection: Connection, job_id: int, until: datetime, error: str) -> None:
    """Let a piece of work wait until an instant for what is not there yet, which is no try that failed."""
    values = {"run_at": until, "attempts": 0, **FREE, "last_error": error[:LONGEST_ERROR]}
    _change(connection, [job_id], **values)


def hold(connection: Connection, job_id: int, at: datetime, until: datetime) -> bool:
    """Begin a piece of work that is done outside a transaction, and keep its lease for as long as it may take. What
    ends it puts another reason in the place of this one, so a death in the midst of it leaves its trace. False, and
    nothing is changed, where it is done, or another worker has put it off, or has begun it and may still be at it."""
    row = OUTBOX.c
    ended = or_(row.last_error.is_(None), row.last_error != UNDER_WAY, row.run_at <= at - (until - at))
    free = row.done_at.is_(None), or_(row.run_at > at + FAR, and_(row.run_at <= at, ended))
    values = {"run_at": at, "locked_until": until, "last_error": UNDER_WAY}
    return connection.execute(update(OUTBOX).where(row.id == job_id, *free).values(values)).rowcount == 1


def retry(connection: Connection, job_id: int, at: datetime) -> bool:
    """Let work that was set aside be tried again from now on; False where there is none of that number."""
    anew = {"attempts": 0, "run_at": at, **FREE}
    query = update(OUTBOX).where(OUTBOX.c.id == job_id, OUTBOX.c.set_aside_at.is_not(None), OUTBOX.c.done_at.is_(None))
    return connection.execute(query.values(anew)).rowcount == 1


def forget(engine: Engine, at: datetime) -> int:
    """Delete work that was done long ago, so many rows at a time; give how many."""
    before = OUTBOX.c.done_at < at - KEPT
    old = select(OUTBOX.c.id).where(before).order_by(OUTBOX.c.done_at, OUTBOX.c.id).limit(FORGOTTEN_AT_ONCE)
    with reading(engine) as connection:
        if connection.execute(old.limit(1)).first() is None:
            return 0
    with writing(engine) as connection:
        return connection.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(old))).rowcount


def _set_aside(connection: Connection, numbers: Collection[int], at: datetime, error: str = "") -> None:
    """Keep work that has failed too often out of the way of all other; its last reason stays."""
    why = error[:LONGEST_ERROR] if error else func.coalesce(func.nullif(OUTBOX.c.last_error, UNDER_WAY), DIED)
    _change(connection, numbers, set_aside_at=at, locked_until=None, last_error=why)


def _change(connection: Connection, numbers: Collection[int], **values: Any) -> None:
    """Write the same to some pieces of work; to none, nothing is written."""
    if numbers:
        connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(numbers)).values(values))


def _ending(at: datetime) -> Select[Any]:
    """Give the numbers of what is under a lease that ends soon."""
    soon = OUTBOX.c.locked_until >= at, OUTBOX.c.locked_until < at + EARLY
    return select(OUTBOX.c.id).where(OUTBOX.c.done_at.is_(None), OUTBOX.c.set_aside_at.is_(None), *soon)


def _keep_on(connection: Connection, numbers: Collection[int], at: datetime) -> None:
    """Keep for longer what is under a lease still: whoever is at it may have put it off since it was looked for."""
    if numbers:
        still = OUTBOX.c.id.in_(numbers), OUTBOX.c.locked_until < at + EARLY
        connection.execute(update(OUTBOX).where(*still).values(locked_until=at + IN_HAND))


def _due(at: datetime) -> Select[Any]:
    """Give the numbers of what is due and under no lease, oldest first."""
    free = or_(OUTBOX.c.locked_until.is_(None), OUTBOX.c.locked_until < at, OUTBOX.c.locked_until > at + FAR)
    come = or_(OUTBOX.c.run_at <= at, OUTBOX.c.run_at > at + FAR)
    waits = (OUTBOX.c.done_at.is_(None), OUTBOX.c.set_aside_at.is_(None))
    query = select(OUTBOX.c.id, OUTBOX.c.attempts).where(*waits, come, free)
    return query.order_by(OUTBOX.c.run_at, OUTBOX.c.id)
