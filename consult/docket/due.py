"""The cases in which something has lapsed: which they are, and their rows under lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, false, select

from consult.docket.case_rows import Locked, lock_case
from consult.models.cases import CASES, DEADLINE

_COLUMNS = tuple(CASES.c[name] for name in Locked._fields[:-2])


class Due(NamedTuple):
    """A case in which something has lapsed: its number and its reference."""

    id: int
    ref: str


def due_cases(connection: Connection, at: datetime, most: int) -> list[Due]:
    """List the live cases in which a limit has passed by a moment, the longest passed first."""
    due = (
        select(CASES.c.id, CASES.c.ref)
        .select_from(DEADLINE.join(CASES))
        .where(DEADLINE.c.status == "running", DEADLINE.c.expires_at <= at, CASES.c.kind == "open")
        .order_by(DEADLINE.c.expires_at, DEADLINE.c.id)
        .limit(most)
    )
    return list(dict.fromkeys(Due._make(row) for row in connection.execute(due)))


def lock_free(connection: Connection, cases: Sequence[Due]) -> dict[str, Locked]:
    """Read those of some cases that nobody else holds, by reference, and keep others from moving them until this
    transaction ends. No party asks, so that none takes part."""
    query = select(*_COLUMNS, false(), false()).where(CASES.c.id.in_([one.id for one in cases])).order_by(CASES.c.id)
    rows = connection.execute(query.with_for_update(skip_locked=True))
    return {row.ref: Locked._make(row) for row in rows}


def lock_all(connection: Connection, cases: Sequence[Due]) -> dict[str, Locked]:
    """Do the same and wait for whoever holds one of them."""
    return {one.ref: row for one in cases if (row := lock_case(connection, one.ref))}
