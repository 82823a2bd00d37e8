"""Which versions of an entry are one to whoever reads the public part alone.

A version that changes only what is for participants tells everybody else nothing, not even that there is something:
to them it is the version before it, under its number and of its day. What is compared is all that everybody reads of
a version: its public part, source and grade. Derived, and made again from the versions.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, delete, insert, select

from consult.models.lunar import LUNAR_BODY, LUNAR_PUBLIC, LUNAR_VERSION, PUBLIC

MANY = 5000
FIRST = LUNAR_VERSION.alias("first")
"""The version under which everybody has known what a version tells them."""
_WORDS = and_(LUNAR_BODY.c.version_id == LUNAR_VERSION.c.id, LUNAR_BODY.c.level == PUBLIC)


class Known(NamedTuple):
    """A version as the public part alone shows it: its number there, its first version, and when that was recorded."""

    number: int
    first_id: int
    since: datetime


def newest(connection: Connection, entry_id: int) -> Row[Any] | None:
    """Give the newest version of an entry with what everybody reads of it; None where it has none yet."""
    joined = LUNAR_VERSION.join(LUNAR_PUBLIC, LUNAR_PUBLIC.c.version_id == LUNAR_VERSION.c.id)
    joined = joined.join(FIRST, FIRST.c.id == LUNAR_PUBLIC.c.first_id).outerjoin(LUNAR_BODY, _WORDS)
    columns = (LUNAR_VERSION, LUNAR_PUBLIC.c.number.label("known_as"), FIRST.c.id.label("first_id"))
    query = select(*columns, FIRST.c.recorded_at.label("since"), LUNAR_BODY.c.body).select_from(joined)
    query = query.where(LUNAR_VERSION.c.entry_id == entry_id).order_by(LUNAR_VERSION.c.number.desc())
    return connection.execute(query.limit(1)).first()


def add(connection: Connection, before: Row[Any] | None, version_id: int) -> Known:
    """Say of a version just recorded, after the one before it, what it is to everybody."""
    query = select(LUNAR_VERSION, LUNAR_BODY.c.body).select_from(LUNAR_VERSION.outerjoin(LUNAR_BODY, _WORDS))
    now = connection.execute(query.where(LUNAR_VERSION.c.id == version_id)).one()
    if before is not None and _told(before) == _told(now):
        known = Known(before.known_as, before.first_id, before.since)
    else:
        known = Known(before.known_as + 1 if before is not None else 1, version_id, now.recorded_at)
    row = {"version_id": version_id, "number": known.number, "first_id": known.first_id}
    connection.execute(insert(LUNAR_PUBLIC), row)
    return known


def expected(connection: Connection) -> Iterator[tuple[int, int, int]]:
    """Give what the versions lead to: version, number, and first version; entry by entry."""
    columns = (LUNAR_VERSION.c.id, LUNAR_VERSION.c.entry_id, LUNAR_VERSION.c.source, LUNAR_VERSION.c.grade)
    query = select(*columns, LUNAR_BODY.c.body).select_from(LUNAR_VERSION.outerjoin(LUNAR_BODY, _WORDS))
    query = query.order_by(LUNAR_VERSION.c.entry_id, LUNAR_VERSION.c.number)
    before: Any = None
    number = first = 0
    for row in connection.execute(query):
        if before is None or row.entry_id != before.entry_id:
            number, first = 1, row.id
        elif _told(row) != _told(before):
            number, first = number + 1, row.id
        before = row
        yield row.id, number, first


def rebuild(connection: Connection) -> None:
    """Make anew, from all versions, what each is to everybody."""
    rows = [dict(zip(("version_id", "number", "first_id"), row, strict=True)) for row in expected(connection)]
    connection.execute(delete(LUNAR_PUBLIC))
    for i in range(0, len(rows), MANY):
        connection.execute(insert(LUNAR_PUBLIC), rows[i : i + MANY])


def _told(row: Any) -> tuple[str, str, str | None]:
    """Give what everybody reads of a version; words that were erased are read by nobody."""
    return row.source, row.grade, row.body
