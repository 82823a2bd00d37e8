"""Of what a viewer's own party was reminded; what others were reminded of is their own affair."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from consult.models.cases import DEADLINE
from consult.models.reminding import PASSED_OVER, REMINDER
from consult.visibility import Viewer


def reminders_in(conn: Connection, viewer: Viewer, case: Any) -> dict[str, list[Any]]:
    """List what a viewer's party was told of the limits of a case as they end now, by the key of the limit."""
    mine = select(REMINDER, DEADLINE.c.key.label("limit_key")).select_from(REMINDER.join(DEADLINE))
    query = mine.where(DEADLINE.c.case_id == case.id, REMINDER.c.party == viewer.party)
    query = query.where(REMINDER.c.expires_at == DEADLINE.c.expires_at, REMINDER.c.outcome != PASSED_OVER)
    found: dict[str, list[Any]] = {}
    for row in conn.execute(query.order_by(REMINDER.c.at, REMINDER.c.id)):
        found.setdefault(row.limit_key, []).append(row)
    return found


def reminders_of(conn: Connection, viewer: Viewer, numbers: Collection[int]) -> dict[int, list[Any]]:
    """List the same of some limits by their numbers, of which the viewer knows already."""
    query = select(REMINDER).select_from(REMINDER.join(DEADLINE))
    query = query.where(REMINDER.c.deadline_id.in_(sorted(numbers)), REMINDER.c.party == viewer.party)
    query = query.where(REMINDER.c.expires_at == DEADLINE.c.expires_at, REMINDER.c.outcome != PASSED_OVER)
    found: dict[int, list[Any]] = {}
    for row in conn.execute(query.order_by(REMINDER.c.at, REMINDER.c.id)) if numbers else ():
        found.setdefault(row.deadline_id, []).append(row)
    return found
