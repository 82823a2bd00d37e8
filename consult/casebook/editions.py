"""The editions under which a party's own cases run: an edition holds the terms of its cases, so that it is for those
who take part in one of them, and for nobody else."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from consult.casebook.own import own_ids
from consult.models.cases import CASES, EDITION
from consult.visibility import SEALED, Viewer, scope_condition
from workflows.kernel.moving import BEFORE, PROPOSED


class EditionInUse(NamedTuple):
    """An edition, and since when the first of the party's cases was under it."""

    digest: str
    number: int
    since: datetime


def editions_in_use(conn: Connection, viewer: Viewer, procedure: str) -> Iterator[EditionInUse]:
    """List the editions of a procedure under which cases of the viewer's party run, which they left, or to which a move
    of one is proposed; sealed rooms tell of none."""
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
    found = [EditionInUse(row.digest, row.number, row.since) for row in conn.execute(query)]
    yield from found
    yield from _left_or_proposed(conn, viewer, procedure, {one.digest for one in found})


def _left_or_proposed(conn: Connection, viewer: Viewer, procedure: str, known: set[str]) -> Iterator[EditionInUse]:
    """List the editions that such cases have left, and those that are proposed in one of them."""
    cases = (
        select(CASES.c.summary, CASES.c.opened_on)
        .where(CASES.c.procedure == procedure, CASES.c.id.in_(own_ids(viewer)), CASES.c.existence != SEALED)
        .where(scope_condition(viewer), CASES.c.summary.contains(f'"{PROPOSED}"'))
        .order_by(CASES.c.opened_on, CASES.c.id)
    )
    since: dict[str, datetime] = {}
    for row in conn.execute(cases):
        facts = json.loads(row.summary).get("facts", {})
        for digest in (facts.get(PROPOSED), *(one for _n, one in facts.get(BEFORE) or ())):
            since.setdefault(str(digest), row.opened_on)
    fresh = sorted(set(since) - known)
    rows = conn.execute(select(EDITION.c.digest, EDITION.c.number).where(EDITION.c.digest.in_(fresh))) if fresh else ()
    yield from (EditionInUse(row.digest, row.number, since[row.digest]) for row in rows)
