"""Public cases and their public acts, a page at a time and without counting; each through the policy of visibility."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from consult.docket.editions import Editions
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.published.acts import acts_of
from consult.published.among import newest_among
from consult.published.values import PAGE_SIZE, Filters, Listed, ListedActs, PublicCase
from consult.refusals import Unknown
from consult.visibility import Viewer, act_condition, case_condition

NOTHING = Filters()
LONGEST_PLACE = 9
"""Digits of a place in the log that is looked for."""


def find_case(conn: Connection, viewer: Viewer, editions: Editions, ref: str) -> PublicCase:
    """Find one public case; one that is not public and one that is not there are one refusal, Unknown."""
    row = conn.execute(select(CASES).where(CASES.c.ref == ref, case_condition(viewer))).first()
    found = acts_of(conn, viewer, editions, [row]) if row else []
    if not found:
        raise Unknown
    return found[0]


def list_cases(
    conn: Connection,
    viewer: Viewer,
    editions: Editions,
    filters: Filters = NOTHING,
    *,
    before: str = "",
    size: int = PAGE_SIZE,
) -> Listed:
    """List public cases, the last opened first; `before` is the reference of the last one of the page before, and one
    that is not public begins the list anew."""
    query = select(CASES).where(case_condition(viewer), *_narrowed(viewer, filters))
    start = before and conn.execute(select(CASES.c.id).where(CASES.c.ref == before, case_condition(viewer))).scalar()
    if start:
        query = query.where(CASES.c.id < start)
    rows = conn.execute(query.order_by(CASES.c.id.desc()).limit(size + 1)).all()
    found = acts_of(conn, viewer, editions, rows[:size])
    return Listed(found, rows[size - 1].ref if len(rows) > size else None)


def list_acts(
    conn: Connection,
    viewer: Viewer,
    editions: Editions,
    filters: Filters = NOTHING,
    *,
    after: str = "",
    size: int = PAGE_SIZE,
) -> ListedActs:
    """List public acts, the last recorded first; `after` is the place in the log of the last one of the page before,
    and one that is not public begins the list anew."""
    # Not joined: acts are read from their newest end, each way by its index, and the case of each is looked at.
    of_case = select(CASES.c.id).where(CASES.c.id == ACT.c.case_id, case_condition(viewer), *_narrowed(viewer, filters))
    start = _act_named(conn, viewer, after)
    older = (ACT.c.id < start,) if start else ()
    newest = newest_among(act_condition(viewer), of_case.correlate(ACT).exists(), *older, most=size + 1)
    query = select(ACT.c.id, ACT.c.case_id, ACT.c.n).where(ACT.c.id.in_(newest))
    rows = conn.execute(query.order_by(ACT.c.id.desc()).limit(size + 1)).all()
    of = select(CASES).where(CASES.c.id.in_({row.case_id for row in rows[:size]}), case_condition(viewer))
    cases = {row.id: row for row in conn.execute(of)}
    drawn = dict(zip(cases, acts_of(conn, viewer, editions, list(cases.values())), strict=True))
    acts = [(drawn[row.case_id], _act_at(drawn[row.case_id], row.n)) for row in rows[:size]]
    return ListedActs(acts, str(acts[-1][1].seq) if len(rows) > size else None)


def _act_at(case: PublicCase, n: int) -> Any:
    return next(one for one in case.acts if one.act.n == n)


def _act_named(conn: Connection, viewer: Viewer, place: str) -> int | None:
    """Find a public act by its place in the log, which is public with it; None where there is none."""
    if not (place.isascii() and place.isdecimal()) or len(place) > LONGEST_PLACE:
        return None
    query = select(ACT.c.id).select_from(
        ACT.join(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id).join(CASES, CASES.c.id == ACT.c.case_id)
    )
    return conn.execute(
        query.where(ACT_LEAF.c.seq == int(place), case_condition(viewer), act_condition(viewer))
    ).scalar()


def _narrowed(viewer: Viewer, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Give the conditions on `cases` of filters, each of which looks at public acts alone."""
    of_case = (ACT.c.case_id == CASES.c.id, act_condition(viewer))
    if filters.procedures is not None:
        yield CASES.c.procedure.in_(sorted(filters.procedures))
    if filters.party:
        acted = select(ACT.c.id).where(*of_case, ACT.c.party == filters.party).correlate(CASES).exists()
        yield or_(CASES.c.filer == filters.party, acted)
    if filters.stage:
        last = select(ACT.c.went).where(*of_case).order_by(ACT.c.n.desc()).limit(1)
        yield last.correlate(CASES).scalar_subquery() == filters.stage
    first = select(func.min(ACT.c.recorded_at)).where(*of_case).correlate(CASES).scalar_subquery()
    if filters.since:
        yield first >= filters.since
    if filters.until:
        yield first < filters.until
