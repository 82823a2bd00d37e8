"""The cases in which something has lapsed: which they are, and their rows under lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, false, or_, select

from consult.docket.case_rows import Locked, lock_case
from consult.models.cases import CASES, DEADLINE

_COLUMNS = tuple(CASES.c[name] for name in Locked._fields[:-2])


class Due(NamedTuple):
    """A case in which something has lapsed: its number and its reference."""

    id: int
    ref: str


class Walk:
    """The way through the live cases in which a limit has passed by a moment, the longest passed first: each is given
    once, however many of its limits have passed and whatever becomes of it."""

    def __init__(self, at: datetime) -> None:
        """Begin before the first."""
        self.at = at
        self._given: set[int] = set()
        self._place: tuple[datetime, int] | None = None

    def ahead(self, connection: Connection, most: int) -> list[Due]:
        """Give the next so many cases; none where the way has come to its end."""
        found: list[Due] = []
        while len(found) < most:
            rows = connection.execute(self._limits(most)).all()
            for row in rows:
                self._place = row.expires_at, row.number
                if row.id not in self._given:
                    self._given.add(row.id)
                    found.append(Due(row.id, row.ref))
                    if len(found) == most:
                        break
            if len(rows) < most:
                break
        return found

    def _limits(self, most: int) -> Select[Any]:
        """Ask for so many limits that have passed, from the place on."""
        query = (
            select(CASES.c.id, CASES.c.ref, DEADLINE.c.expires_at, DEADLINE.c.id.label("number"))
            .select_from(DEADLINE.join(CASES))
            .where(DEADLINE.c.status == "running", DEADLINE.c.expires_at <= self.at, CASES.c.kind == "open")
            .order_by(DEADLINE.c.expires_at, DEADLINE.c.id)
            .limit(most)
        )
        if self._place is not None:
            at, number = self._place
            later = or_(DEADLINE.c.expires_at > at, DEADLINE.c.id > number)
            query = query.where(DEADLINE.c.expires_at >= at, later)
        return query


def lock_free(connection: Connection, cases: Sequence[Due]) -> dict[str, Locked]:
    """Read those of some cases that nobody else holds, by reference, and keep others from moving them until this
    transaction ends. No party asks, so that none takes part."""
    query = select(*_COLUMNS, false(), false()).where(CASES.c.id.in_([one.id for one in cases])).order_by(CASES.c.id)
    rows = connection.execute(query.with_for_update(skip_locked=True, key_share=True))
    return {row.ref: Locked._make(row) for row in rows}


def lock_all(connection: Connection, cases: Sequence[Due]) -> dict[str, Locked]:
    """Do the same and wait for whoever holds one of them."""
    return {one.ref: row for one in cases if (row := lock_case(connection, one.ref))}
