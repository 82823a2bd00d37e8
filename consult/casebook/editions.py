"""The editions under which a party's own cases run: an edition holds the terms of its cases, so that it is for those
who take part in one of them, and for nobody else."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from consult.casebook.own import own_ids
from consult.models.cases import CASES, EDITION
from consult.visibility import SEALED, Viewer, scope_condition


class EditionInUse(NamedTuple):
    """An edition, and since when the first of the party's cases was under it."""

    digest: str
    number: int
    since: datetime


def editions_in_use(conn: Connection, viewer: Viewer, procedure: str) -> Iterator[EditionInUse]:
    """List the editions of a procedure under which cases of the viewer's party run; sealed rooms tell of none."""
    if not viewer.sees_cases:
        return
    query = (
        select(EDITION.c.digest, EDITION.c.number, func.min(CASES.c.opened_on).label("since"))
        .select_from(CASES.join(EDITION, CASES.c.edition == EDITION.c.digest))
        .where(CASES.c.procedure == procedure, CASES.c.id.in_(own_ids(viewer)), CASES.c.existence != SEALED)
        .where(scope_condition(viewer))
        .group_by(EDITION.c.digest, EDITION.c.number)
        .order_by(func.min(CASES.c.opened_on), EDITION.c.digest)
    )
    for row in conn.execute(query):
        yield EditionInUse(row.digest, row.number, row.since)
