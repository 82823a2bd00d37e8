"""The cases in which something has lapsed: which they are, and their rows under lock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, false, select

from consult.docket.case_rows import Locked
from consult.models.cases import CASES, DEADLINE

_COLUMNS = tuple(CASES.c[name] for name in Locked._fields[:-2])


def due_cases(connection: Connection, at: datetime, most: int) -> list[str]:
    """List the live cases in which a limit has passed by a moment, the longest passed first."""
    due = (
        select(CASES.c.ref)
        .select_from(DEADLINE.join(CASES))
        .where(DEADLINE.c.status == "running", DEADLINE.c.expires_at <= at, CASES.c.kind == "open")
        .order_by(DEADLINE.c.expires_at, DEADLINE.c.id)
        .limit(most)
    )
    return list(dict.fromkeys(connection.execute(due).scalars()))


def lock_free(connection: Connection, refs: Sequence[str]) -> dict[str, Locked]:
    """Read those of some cases that nobody else holds, and keep others from moving them until this transaction ends.
    No party asks, so that none takes part."""
    query = select(*_COLUMNS, false(), false()).where(CASES.c.ref.in_(refs)).order_by(CASES.c.id)
    rows = connection.execute(query.with_for_update(skip_locked=True))
    return {row.ref: Locked._make(row) for row in rows}
