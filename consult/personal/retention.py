"""Retention: once a day what is no record goes when its time is over, in small batches, and the log says how much.

A run freezes the rules and the instant with which it began, so that one that was broken off goes on where it stopped
and removes what it would have removed. Each batch is a transaction with the number of what went; the last one makes
the entry of the host's chain: the day, the rules, the numbers. A day on which nothing went makes none. Any number of
workers may tend it.

Refused attempts are sealed in the log hour by hour. They go by whole seals, in the very transaction of the entry that
says up to which number, so that a replay never finds some gone without a word.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from consult import db
from consult.log.own import Own, record
from consult.models.keeping import RETENTION_RUN
from consult.models.logbook import ATTEMPT, ATTEMPT_SEAL, AUDIT_ENTRY
from consult.personal.rules import REFUSALS, RULES, Part, days_of, limit_of
from consult.settings import Retention
from workflows.kernel.editions import canonical
from workflows.kernel.frozen import dataclass

BATCH = 500
ROUNDS = 20
"""Batches that one tick does; a long backlog takes several ticks."""
MOST_REFUSALS = 5_000
ENTRY = "retention"


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a rule are over now: its key, its days (0: kept), and the number."""

    key: str
    days: int
    number: int


def tend(engine: Engine, settings: Retention, at: datetime, *, batch: int = BATCH, rounds: int = ROUNDS) -> int:
    """Go on with the run of the day, or begin it; give how many rows went."""
    gone = 0
    for _round in range(rounds):
        run = _open_run(engine, settings, at)
        if run is None:
            return gone
        number = _one_batch(engine, run, batch)
        gone += _finish(engine, run, at) if number is None else number
    return gone


def due(connection: Connection, settings: Retention, at: datetime) -> list[Count]:
    """Count what a run that began now would remove; nothing is changed."""
    days = days_of(settings)
    return [Count(rule.key, days.get(rule.key, 0), _due(connection, rule, days, at)) for rule in RULES]


def last_run(connection: Connection) -> Any:
    """Give the last run that was finished, None before the first."""
    done = RETENTION_RUN.c.done_at.is_not(None)
    return connection.execute(select(RETENTION_RUN).where(done).order_by(RETENTION_RUN.c.on_day.desc())).first()


def unfinished(connection: Connection) -> Any:
    """Give the run that is not finished, None where there is none."""
    return connection.execute(select(RETENTION_RUN).where(RETENTION_RUN.c.done_at.is_(None))).first()


def runs(connection: Connection, most: int = 10) -> Any:
    """List the last runs, the newest first."""
    return connection.execute(select(RETENTION_RUN).order_by(RETENTION_RUN.c.on_day.desc()).limit(most)).all()


def _due(connection: Connection, rule: Any, days: Mapping[str, int], at: datetime) -> int:
    before = limit_of(days, rule.key, at)
    if before is None:
        return 0
    if rule.key == REFUSALS:
        last = _sealed_before(connection, before)
        return connection.execute(select(func.count()).where(ATTEMPT.c.id <= last)).scalar_one()
    counted = (select(func.count()).select_from(part.table).where(part.over(before)) for part in rule.parts)
    return sum(connection.execute(query).scalar_one() for query in counted)


def _open_run(engine: Engine, settings: Retention, at: datetime) -> Any:
    """Give the run that is under way, or begin that of the day; None where the day has had its run."""
    today = at.astimezone(UTC).date()
    with db.reading(engine) as connection:
        row = unfinished(connection)
        if row is not None:
            return row
        newest = connection.execute(select(func.max(RETENTION_RUN.c.on_day))).scalar()
    if newest is not None and newest >= today:
        return None
    rules = canonical(days_of(settings)).decode()
    begun = {"on_day": today, "begun_at": at, "rules": rules, "gone": "{}"}
    try:
        with db.writing(engine) as connection:
            return connection.execute(insert(RETENTION_RUN).values(begun).returning(*RETENTION_RUN.columns)).one()
    except (IntegrityError, db.Crossed):  # another worker began the day in this very moment
        with db.reading(engine) as connection:
            return unfinished(connection)


def _one_batch(engine: Engine, run: Any, batch: int) -> int | None:
    """Remove the next rows that are over, of one table, and count them; 0 where another worker was first, None where
    none is left."""
    found = _next_part(engine, run)
    if found is None:
        return None
    key, part, before = found
    with db.writing(engine) as connection:
        row = _lock(connection, run.id)
        if row is None:
            return 0
        number = _remove(connection, part, before, batch)
        _count(connection, row, key, number)
        return number


def _next_part(engine: Engine, run: Any) -> tuple[str, Part, datetime] | None:
    """Find the next table of which something is over."""
    days = json.loads(run.rules)
    with db.reading(engine) as connection:
        for rule in RULES:
            before = limit_of(days, rule.key, run.begun_at)
            for part in rule.parts if before is not None else ():
                if before and connection.execute(select(part.keys[0]).where(part.over(before)).limit(1)).first():
                    return rule.key, part, before
    return None


def _remove(connection: Connection, part: Part, before: datetime, batch: int) -> int:
    """Delete or overwrite some rows of one table that are over, and are so still when their turn comes."""
    keys = connection.execute(select(*part.keys).where(part.over(before)).order_by(*part.keys).limit(batch)).all()
    if not keys:
        return 0
    these = tuple_(*part.keys).in_([tuple(key) for key in keys])
    statement: Any = update(part.table).values(dict(part.blanks)) if part.blanks else delete(part.table)
    still = part.over(before)  # a message may be sent again since they were looked for
    return int(connection.execute(statement.where(these, still)).rowcount)


def _lock(connection: Connection, number: int) -> Any:
    """Lock a run; None where another worker has finished it."""
    mine = RETENTION_RUN.c.id == number, RETENTION_RUN.c.done_at.is_(None)
    return connection.execute(select(RETENTION_RUN).where(*mine).with_for_update()).first()


def _count(connection: Connection, row: Any, key: str, number: int) -> None:
    gone = json.loads(row.gone)
    gone[key] = gone.get(key, 0) + number
    values = {"gone": canonical(gone).decode()}
    connection.execute(update(RETENTION_RUN).where(RETENTION_RUN.c.id == row.id).values(values))


def _finish(engine: Engine, run: Any, at: datetime) -> int:
    """Remove refused attempts that are over, and say in the log what went; give how many attempts went."""
    with db.writing(engine) as connection:
        row = _lock(connection, run.id)
        if row is None:
            return 0
        gone, rules = json.loads(row.gone), json.loads(row.rules)
        last, number = _remove_refusals(connection, limit_of(rules, REFUSALS, row.begun_at))
        if number:
            gone[REFUSALS] = number
        done: dict[str, Any] = {"done_at": at, "gone": canonical(gone).decode()}
        if gone:
            body = {"on": row.on_day.isoformat(), "rules": rules, "gone": gone}
            body |= {"refusals_up_to": last} if number else {}
            done["seq"] = record(connection, Own(ENTRY, None, body, at, by={"office": "retention"})).seq
        connection.execute(update(RETENTION_RUN).where(RETENTION_RUN.c.id == row.id).values(done))
        return number


def _remove_refusals(connection: Connection, before: datetime | None) -> tuple[int, int]:
    """Remove the attempts of whole seals that are over, so many at a time; give the last number, and how many went."""
    last = _sealed_before(connection, before) if before else 0
    if not last:
        return 0, 0
    number = connection.execute(delete(ATTEMPT).where(ATTEMPT.c.id <= last)).rowcount
    return last, int(number)


def _sealed_before(connection: Connection, before: datetime) -> int:
    """Give the last number of those seals that were made before an instant and whose attempts are still there, a few
    thousand at most."""
    first = connection.execute(select(func.min(ATTEMPT.c.id))).scalar()
    if first is None:
        return 0
    query = select(ATTEMPT_SEAL.c.last_id, ATTEMPT_SEAL.c.count).join(
        AUDIT_ENTRY, AUDIT_ENTRY.c.seq == ATTEMPT_SEAL.c.seq
    )
    over = ATTEMPT_SEAL.c.last_id >= first, AUDIT_ENTRY.c.recorded_at < before
    return max(_few(connection.execute(query.where(*over).order_by(ATTEMPT_SEAL.c.last_id))), default=0)


def _few(rows: Any) -> Iterator[int]:
    """Give the last numbers of seals until they stand for some thousand attempts."""
    number = 0
    for row in rows:
        number += row.count
        yield int(row.last_id)
        if number >= MOST_REFUSALS:
            return
