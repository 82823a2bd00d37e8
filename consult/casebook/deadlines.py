"""Lists of time limits, in one case and over all that a viewer may see; each row through the policy of visibility."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from consult.casebook.values import ASKERS, Rows
from consult.log import reads
from consult.models.cases import CASES, DEADLINE
from consult.models.listed import PARTY_LIMIT
from consult.visibility import Viewer, case_condition, deadline_condition

DUE = (
    DEADLINE.c.id.label("deadline_id"),
    DEADLINE.c.case_id,
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


LISTED = PARTY_LIMIT.join(
    DEADLINE,
    and_(
        DEADLINE.c.case_id == PARTY_LIMIT.c.case_id,
        DEADLINE.c.key == PARTY_LIMIT.c.key,
        or_(DEADLINE.c.expires_at == PARTY_LIMIT.c.ends_at, DEADLINE.c.expires_at.is_(None)),
    ),
).join(CASES, CASES.c.id == PARTY_LIMIT.c.case_id)
"""The limits of a party's cases in the order in which they end: of a case of others no limit is seen."""


def deadlines_for(conn: Connection, viewer: Viewer, now: datetime, *, most: int = 200) -> Rows:
    """List the next running limits of all live cases that a viewer may see and that have not passed by now, the first
    to end first, with reference and title. Whoever shows one notes that it was read."""
    return conn.execute(_running(viewer, most), {"now": now}).all()


@lru_cache(maxsize=ASKERS)
def _running(viewer: Viewer, most: int) -> Select[Any]:
    return (
        select(*DUE)
        .select_from(LISTED)
        .where(
            PARTY_LIMIT.c.party == viewer.party,
            PARTY_LIMIT.c.ends_at > bindparam("now"),
            DEADLINE.c.status == "running",
            CASES.c.kind == "open",
            case_condition(viewer),
            deadline_condition(viewer),
        )
        .order_by(PARTY_LIMIT.c.ends_at, PARTY_LIMIT.c.case_id, PARTY_LIMIT.c.key)
        .limit(most)
    )


Place = tuple[datetime, str, str]
"""Where a limit stands among those that end: its end, the reference of its case, its own key. Two ends that are the
same, and one that moves between two pages, leave it plain what comes after a place."""


def limits_that_end(
    conn: Connection,
    viewer: Viewer,
    *,
    running: bool = True,
    since: datetime | None = None,
    until: datetime | None = None,
    procedure: str = "",
    ref: str = "",
    after: Place | None = None,
    most: int,
) -> Rows:
    """List the limits of a party's cases that a viewer may see and that end within a span, the first to end first, from
    a place on: those that run in cases that are live, or those that are over. Whoever shows one notes that it was read.

    Long because: each filter is a line of its own.
    """
    query = select(*DUE, DEADLINE.c.zone, DEADLINE.c.status).select_from(LISTED)
    query = query.where(PARTY_LIMIT.c.party == viewer.party, case_condition(viewer), deadline_condition(viewer))
    status = and_(DEADLINE.c.status == "running", CASES.c.kind != "final") if running else DEADLINE.c.status == "lapsed"
    query = query.where(status, DEADLINE.c.expires_at.is_not(None))
    query = query.where(PARTY_LIMIT.c.ends_at >= since) if since else query
    query = query.where(PARTY_LIMIT.c.ends_at < until) if until else query
    query = query.where(CASES.c.procedure == procedure) if procedure else query
    query = query.where(CASES.c.ref == ref) if ref else query
    query = query.where(_comes_after(after)) if after else query
    return conn.execute(query.order_by(PARTY_LIMIT.c.ends_at, CASES.c.ref, PARTY_LIMIT.c.key).limit(most)).all()


def _comes_after(place: Place) -> Any:
    at, ref, key = place
    there = and_(CASES.c.ref == ref, PARTY_LIMIT.c.key > key)
    return and_(PARTY_LIMIT.c.ends_at >= at, or_(PARTY_LIMIT.c.ends_at > at, CASES.c.ref > ref, there))


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
