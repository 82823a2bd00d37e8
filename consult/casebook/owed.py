"""The limits within which a party itself has to act, found by whose they are: however many nearer ones are of others.

A limit names in its row the first party that has to act. Where several have to, it is found for each of the others
among the next limits of its cases, as those of others are; how far is looked there is bounded.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, literal_column, not_, or_, select

from consult.casebook.deadlines import DUE, LISTED
from consult.casebook.near import SHORT
from consult.casebook.passed import HAS_LAPSED, may_share
from consult.casebook.values import ASKERS, Rows
from consult.models.cases import CASES, DEADLINE
from consult.models.listed import PARTY_LIMIT
from consult.visibility import Viewer, case_condition, deadline_condition
from workflows.kernel.words import Binding

RUNS: ColumnElement[bool] = DEADLINE.c.status == literal_column("'running'")
"""That a limit runs, with the word in the text: SQLite takes the index for no value that is handed beside it."""
_AS_LISTED = (DEADLINE.c.expires_at, DEADLINE.c.case_id, DEADLINE.c.key)


def owed_by(conn: Connection, viewer: Viewer, now: datetime, *, most: int) -> Rows:
    """List the running limits of a viewer's own party in live cases, so many of each binding, the next to end first and
    those without an end last. Whoever shows one notes that it was read."""
    found: list[Any] = []
    for binding in Binding:
        rows = list(conn.execute(_owed(viewer, most), {"now": now, "bound": str(binding)}))
        if len(rows) < most:
            rows += conn.execute(_owed_without_end(viewer, most - len(rows)), {"bound": str(binding)})
        found += rows
    return in_order(found)


def owed_until(conn: Connection, viewer: Viewer, now: datetime, until: datetime) -> Rows:
    """List the running limits in live cases that end from now on and until a moment and within which a viewer's own
    party has to act, or may have to beside the one that is named; the first to end first."""
    span = {"now": now, "until": until}
    return in_order(
        row for query in (_owed_within(viewer), _shared_within(viewer)) for row in conn.execute(query, span)
    )


def own_between(conn: Connection, viewer: Viewer, since: datetime, until: datetime, most: int) -> list[int]:
    """Give the numbers of the limits within which a party itself has to act first and that end within a span, so many
    that run in live cases and so many that lapsed, the first to end first; and of those within which it may have to act
    beside another as many as lie among the next limits of its cases, whosever they are."""
    span = {"now": since, "until": until}
    asked = (*(_own_between(viewer, lapsed, most) for lapsed in (False, True)), _shared_between(viewer, most, SHORT))
    return sorted({number for query in asked for number in conn.execute(query, span).scalars()})


def next_of_others(conn: Connection, viewer: Viewer, now: datetime, *, most: int) -> Rows:
    """List the next running limits of a party's cases within which first another party, or nobody, has to act, and of
    them those within which a party has to act that is the same in the case as the viewer's own. No more limits are
    looked at than a list is read along, whosever they are."""
    rows = [row for joint in (False, True) for row in conn.execute(_others(viewer, most, joint, SHORT), {"now": now})]
    return in_order({row.deadline_id: row for row in rows}.values())


def in_order(rows: Iterable[Any]) -> Rows:
    """Put limits in the order in which lists show them."""
    return sorted(rows, key=_place)


def _place(row: Any) -> tuple[bool, float, int, str]:
    at = row.expires_at
    return at is None, at.timestamp() if at else 0.0, row.case_id, row.key


def _of_party(viewer: Viewer) -> Select[Any]:
    """Ask for the limits of a party's own that run in live cases."""
    query: Select[Any] = select(*DUE).select_from(DEADLINE.join(CASES))
    query = query.where(DEADLINE.c.owner == viewer.party, RUNS, CASES.c.kind == "open")
    return query.where(case_condition(viewer), deadline_condition(viewer))


@lru_cache(maxsize=ASKERS)
def _owed(viewer: Viewer, most: int) -> Select[Any]:
    query = _of_party(viewer).where(DEADLINE.c.binding == bindparam("bound"), DEADLINE.c.expires_at > bindparam("now"))
    return query.order_by(*_AS_LISTED).limit(most)


@lru_cache(maxsize=ASKERS)
def _owed_without_end(viewer: Viewer, most: int) -> Select[Any]:
    query = _of_party(viewer).where(DEADLINE.c.binding == bindparam("bound"), DEADLINE.c.expires_at.is_(None))
    return query.order_by(DEADLINE.c.case_id, DEADLINE.c.key).limit(most)


@lru_cache(maxsize=ASKERS)
def _owed_within(viewer: Viewer) -> Select[Any]:
    query = _of_party(viewer).where(DEADLINE.c.binding.in_([str(binding) for binding in Binding]))
    query = query.where(DEADLINE.c.expires_at >= bindparam("now"), DEADLINE.c.expires_at <= bindparam("until"))
    return query.order_by(*_AS_LISTED)


@lru_cache(maxsize=ASKERS)
def _own_between(viewer: Viewer, lapsed: bool, most: int) -> Select[Any]:
    query: Select[Any] = select(DEADLINE.c.id).select_from(DEADLINE.join(CASES)).where(DEADLINE.c.owner == viewer.party)
    running = RUNS, CASES.c.kind == "open", DEADLINE.c.binding.in_([str(binding) for binding in Binding])
    query = query.where(HAS_LAPSED) if lapsed else query.where(*running)
    query = query.where(DEADLINE.c.expires_at >= bindparam("now"), DEADLINE.c.expires_at < bindparam("until"))
    return query.where(case_condition(viewer), deadline_condition(viewer)).order_by(*_AS_LISTED).limit(most)


@lru_cache(maxsize=ASKERS)
def _shared_between(viewer: Viewer, most: int, among: int) -> Select[Any]:
    along = PARTY_LIMIT.c.ends_at, PARTY_LIMIT.c.case_id, PARTY_LIMIT.c.key
    first = select(*along).where(PARTY_LIMIT.c.party == viewer.party, PARTY_LIMIT.c.ends_at >= bindparam("now"))
    next_ones = first.where(PARTY_LIMIT.c.ends_at < bindparam("until")).order_by(*along).limit(among).subquery()
    here = DEADLINE.c.case_id == next_ones.c.case_id, DEADLINE.c.key == next_ones.c.key
    query = select(DEADLINE.c.id).select_from(next_ones.join(DEADLINE, and_(*here)).join(CASES))
    query = query.where(DEADLINE.c.expires_at == next_ones.c.ends_at, or_(HAS_LAPSED, RUNS & (CASES.c.kind == "open")))
    query = query.where(may_share(viewer), case_condition(viewer), deadline_condition(viewer))
    return query.order_by(next_ones.c.ends_at, next_ones.c.case_id, next_ones.c.key).limit(most)


@lru_cache(maxsize=ASKERS)
def _shared_within(viewer: Viewer) -> Select[Any]:
    query: Select[Any] = select(*DUE).select_from(LISTED).where(PARTY_LIMIT.c.party == viewer.party, RUNS)
    query = query.where(PARTY_LIMIT.c.ends_at >= bindparam("now"), PARTY_LIMIT.c.ends_at <= bindparam("until"))
    return query.where(CASES.c.kind == "open", may_share(viewer), case_condition(viewer), deadline_condition(viewer))


@lru_cache(maxsize=ASKERS)
def _others(viewer: Viewer, most: int, joint: bool, among: int) -> Select[Any]:
    """Ask, among so many next limits, for those of others alone, or for those that may be one's party's too."""
    along = PARTY_LIMIT.c.ends_at, PARTY_LIMIT.c.case_id, PARTY_LIMIT.c.key
    first = (
        select(*along)
        .where(PARTY_LIMIT.c.party == viewer.party, PARTY_LIMIT.c.ends_at > bindparam("now"))
        .order_by(*along)
        .limit(among)
        .subquery()
    )
    here = DEADLINE.c.case_id == first.c.case_id, DEADLINE.c.key == first.c.key
    ends = or_(DEADLINE.c.expires_at == first.c.ends_at, DEADLINE.c.expires_at.is_(None))
    query = select(*DUE).select_from(first.join(DEADLINE, and_(*here, ends)).join(CASES))
    query = query.where(DEADLINE.c.owner.is_distinct_from(viewer.party), RUNS, CASES.c.kind == "open")
    query = query.where(case_condition(viewer), deadline_condition(viewer))
    # Each apart, so that shared ones that turn out to be one's own leave no list of others short.
    query = query.where(may_share(viewer) if joint else or_(DEADLINE.c.owner.is_(None), not_(may_share(viewer))))
    return query.order_by(first.c.ends_at, first.c.case_id, first.c.key).limit(most)
