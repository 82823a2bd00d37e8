"""Lists of time limits, in one case and over all that a viewer may see; each row through the policy of visibility."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from consult.casebook.own import own_ids
from consult.casebook.values import ASKERS, Rows
from consult.log import reads
from consult.models.cases import CASES, DEADLINE
from consult.visibility import Viewer, case_condition, deadline_condition

DUE = (
    DEADLINE.c.id.label("deadline_id"),
    DEADLINE.c.key,
    CASES.c.ref,
    CASES.c.title,
    CASES.c.procedure,
    CASES.c.edition,
    CASES.c.filer,
    CASES.c.exercise,
    CASES.c.existence,
    CASES.c.summary,
    DEADLINE.c.n,
    DEADLINE.c.owner,
    DEADLINE.c.binding,
    DEADLINE.c.expires_on,
    DEADLINE.c.expires_at,
    DEADLINE.c.level.label("limit_level"),
)


def deadlines_of(conn: Connection, viewer: Viewer, case: Any) -> Rows:
    """List the limits of a case that a viewer may see, the next to expire first."""
    query = (
        select(DEADLINE)
        .select_from(DEADLINE.join(CASES))
        .where(DEADLINE.c.case_id == case.id, deadline_condition(viewer))
    )
    return conn.execute(query.order_by(DEADLINE.c.expires_at.is_(None), DEADLINE.c.expires_at, DEADLINE.c.key)).all()


def deadlines_for(conn: Connection, viewer: Viewer, *, most: int = 200) -> Rows:
    """List the running limits of all live cases that a viewer may see, the next to expire first, with reference and
    title."""
    rows = conn.execute(_running(viewer, most)).all()
    for row in rows:
        reads.note(conn, reads.act_paper(row.ref, row.n), row.limit_level)
    return rows


@lru_cache(maxsize=ASKERS)
def _running(viewer: Viewer, most: int) -> Select[Any]:
    return (
        select(*DUE)
        .select_from(DEADLINE.join(CASES))
        .where(
            DEADLINE.c.case_id.in_(own_ids(viewer)),  # of a case of others no limit is seen
            DEADLINE.c.status == "running",
            CASES.c.kind == "open",
            case_condition(viewer),
            deadline_condition(viewer),
        )
        .order_by(DEADLINE.c.expires_at, DEADLINE.c.id)
        .limit(most)
    )


def next_dates(conn: Connection, viewer: Viewer, case_ids: Sequence[int]) -> dict[int, Any]:
    """Give the next expiry in each of some live cases among the limits that a viewer may see, with its day and zone:
    the instant alone often lies on the day after."""
    shown = (DEADLINE.c.expires_on, DEADLINE.c.expires_at, DEADLINE.c.zone)
    query = _running_in(viewer, case_ids, DEADLINE.c.case_id, *shown, DEADLINE.c.n, DEADLINE.c.level, CASES.c.ref)
    found: dict[int, Any] = {}
    for row in conn.execute(query.order_by(DEADLINE.c.expires_at.is_(None), DEADLINE.c.expires_at, DEADLINE.c.id)):
        if row.case_id not in found:
            found[row.case_id] = row
            reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
    return found


def running_keys(conn: Connection, viewer: Viewer, case_ids: Sequence[int]) -> dict[int, set[str]]:
    """Give the keys of the limits that run in each of some live cases, among those that the viewer may see."""
    found: dict[int, set[str]] = {}
    for case_id, key in conn.execute(_running_in(viewer, case_ids, DEADLINE.c.case_id, DEADLINE.c.key)):
        found.setdefault(case_id, set()).add(key)
    return found


def _running_in(viewer: Viewer, case_ids: Sequence[int], *columns: Any) -> Select[Any]:
    """Ask for the limits that run in some cases, where these live and the viewer may see them."""
    runs = DEADLINE.c.status == "running", CASES.c.kind == "open", deadline_condition(viewer)
    query: Select[Any] = select(*columns).select_from(DEADLINE.join(CASES))
    return query.where(DEADLINE.c.case_id.in_(case_ids), *runs)
