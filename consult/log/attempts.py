"""Attempts that were refused: kept in a table beside the log, and sealed in it by digest, an hour at a time.

Each attempt is a row, written in a transaction of its own after the refused one was undone. Of one person and hour
sixty are kept one by one; what follows is counted in one further row, so that a flood costs little and hides nothing.

The digest of a run of attempts can be recomputed by anyone who has the rows: each row, in the order of its number, as
canonical JSON (RFC 8785) with the keys ``at`` (UTC, ISO 8601), ``id``, ``office``, ``party``, ``person``, ``reason``,
``ref``, ``status``, ``step`` and ``track``, followed by a line feed; SHA-256 over all of it, in hexadecimal.

Numbers are given and runs are sealed one transaction after the other, so that no attempt comes after the seal over
higher numbers.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from rfc8785 import dumps
from sqlalchemy import Connection, Engine, delete, func, insert, select

from consult import db
from consult.again import again
from consult.log.own import Own, record
from consult.log.reads import hour_of
from consult.models.logbook import ATTEMPT, ATTEMPT_SEAL
from workflows.kernel.frozen import dataclass

MOST_AN_HOUR = 60
MORE = "more "
"""Begins the reason of the row that counts what a person was refused beyond the limit; the number follows."""
_QUEUE = int.from_bytes(hashlib.sha256(b"consult/attempts").digest()[:7], "big")


@dataclass(frozen=True, slots=True)
class Attempted:
    """What somebody asked for and was refused, by key: nothing of what was to be filed."""

    person_id: int | None
    party: str
    office: str
    ref: str
    step: str
    track: str
    status: int
    reason: str


@again()
def note_attempt(engine: Engine, attempted: Attempted, at: datetime) -> None:
    """Keep one attempt, in a transaction of its own."""
    with db.writing(engine) as connection:
        _queue(connection)
        number, newest = _of_the_hour(connection, attempted.person_id, at)
        if number < MOST_AN_HOUR:
            connection.execute(insert(ATTEMPT), {**_next(connection), "at": at, **asdict(attempted)})
            return
        counted = int(newest.reason.removeprefix(MORE)) if newest.reason.startswith(MORE) else 0
        if counted:
            connection.execute(delete(ATTEMPT).where(ATTEMPT.c.id == newest.id))
        more = asdict(_counting(attempted, counted + 1))
        connection.execute(insert(ATTEMPT), {**_next(connection), "at": at, **more})


def _next(connection: Connection) -> dict[str, int]:
    """Give the number of the next attempt on SQLite, which counts from the rows that are there: once retention has
    taken all, it would give numbers that are sealed. PostgreSQL never gives one again."""
    if connection.dialect.name != "sqlite":
        return {}
    newest = connection.execute(select(func.max(ATTEMPT.c.id))).scalar() or 0
    return {"id": max(newest, _sealed_up_to(connection)) + 1}


def _counting(attempted: Attempted, number: int) -> Attempted:
    """Give the row that stands for a number of attempts."""
    return Attempted(attempted.person_id, attempted.party, attempted.office, "", "", "", 429, f"{MORE}{number}")


def _of_the_hour(connection: Connection, person_id: int | None, at: datetime) -> tuple[int, Any]:
    """Give how many rows a person has in this hour that are not sealed, and the newest."""
    mine = (ATTEMPT.c.id > _sealed_up_to(connection), ATTEMPT.c.person_id == person_id, ATTEMPT.c.at >= hour_of(at))
    rows = connection.execute(select(ATTEMPT.c.id, ATTEMPT.c.reason).where(*mine).order_by(ATTEMPT.c.id)).all()
    return len(rows), rows[-1] if rows else None


def _queue(connection: Connection) -> None:
    """Let writers of attempts take turns: numbers then come in the order of commits. On SQLite the gate sees to it."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_QUEUE)))


def _sealed_up_to(connection: Connection) -> int:
    """Give the last number that is sealed."""
    return int(connection.execute(select(func.max(ATTEMPT_SEAL.c.last_id))).scalar() or 0)


def seal_attempts(engine: Engine, at: datetime) -> int | None:
    """Seal what was attempted before the hour of an instant; give the place in the log, None where nothing was."""
    with db.reading(engine) as connection:
        if not _due(connection, at):
            return None
    with db.writing(engine) as connection:
        _queue(connection)
        return _seal(connection, at)


def _due(connection: Connection, at: datetime) -> int | None:
    """Give the last attempt of the hours that are over, None where all of them are sealed."""
    over = (ATTEMPT.c.id > _sealed_up_to(connection), ATTEMPT.c.at < hour_of(at))
    return connection.execute(select(func.max(ATTEMPT.c.id)).where(*over)).scalar()


def _seal(connection: Connection, at: datetime) -> int | None:
    last = _due(connection, at)
    if last is None:  # another worker was first
        return None
    rows = attempts_between(connection, _sealed_up_to(connection) + 1, last)
    run = {"first_id": rows[0].id, "last_id": last, "count": len(rows), "digest": digest_of_attempts(rows)}
    # All parties read the host's chain: how many were refused in an hour is not for them.
    entry = record(connection, Own("attempts", None, {"digest": run["digest"]}, at))
    connection.execute(insert(ATTEMPT_SEAL), {**run, "seq": entry.seq})
    return entry.seq


def attempts_between(connection: Connection, first: int, last: int) -> Any:
    """Give the attempts with numbers from `first` to `last`, in order."""
    within = select(ATTEMPT).where(ATTEMPT.c.id >= first, ATTEMPT.c.id <= last)
    return connection.execute(within.order_by(ATTEMPT.c.id)).all()


def digest_of_attempts(rows: Iterable[Any]) -> str:
    """Compute the digest over attempts, as the head of this file says."""
    digest = hashlib.sha256()
    for row in rows:
        line = {
            "at": row.at.astimezone(UTC).isoformat(),
            "id": row.id,
            "office": row.office,
            "party": row.party,
            "person": row.person_id,
            "reason": row.reason,
            "ref": row.ref,
            "status": row.status,
            "step": row.step,
            "track": row.track,
        }
        digest.update(dumps(line) + b"\n")
    return digest.hexdigest()
