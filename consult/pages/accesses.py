"""Accesses of staff to cases in an emergency, as lines of a page."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult.people import emergency
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One access in an emergency: to which case, by whom, why, and from when to when; `is_open` now."""

    id: int
    ref: str
    name: str
    reason: str
    opened_at: datetime
    until: datetime
    ended_at: datetime | None
    is_open: bool


def open_accesses(conn: Connection, by: Standing, case: Any, now: datetime) -> tuple[AccessLine, ...]:
    """List the accesses to a case that are open, for the banner on its page; for whoever takes part in it."""
    takes_part = {row.id for row in emergency.accesses_seen(conn, by, case.id)}
    rows = emergency.open_now(conn, case.id, now)
    return tuple(access_line(row, now) for row in rows if row.id in takes_part)


def access_line(row: Any, now: datetime) -> AccessLine:
    """Show one access."""
    is_open = row.ended_at is None and row.until > now
    return AccessLine(row.id, row.ref, row.name, row.reason, row.opened_at, row.until, row.ended_at, is_open)
