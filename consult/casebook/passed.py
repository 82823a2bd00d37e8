"""Limits of a viewer's own party that passed lately in live cases, with the act by which the clock recorded it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, literal_column, or_, select, tuple_

from consult.casebook.deadlines import DUE, LISTED
from consult.log import reads
from consult.models.cases import ACT, CASE_PARTY, CASES, DEADLINE
from consult.models.levels import LEVEL
from consult.models.listed import PARTY_LIMIT
from consult.visibility import Viewer, act_condition, case_condition, deadline_condition

AT_ONCE = 50
HAS_LAPSED: ColumnElement[bool] = DEADLINE.c.status == literal_column("'lapsed'")
"""That a limit lapsed, with the word in the text: SQLite takes the index for no value that is handed beside it."""


def may_share(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `deadline` that a party may have to act within a limit beside the one that its row names,
    which is the first of them: both have the same role then. Whether it does, the case says."""
    mine, first = CASE_PARTY.alias(), CASE_PARTY.alias()
    together = exists().where(
        mine.c.case_id == DEADLINE.c.case_id,
        mine.c.party == viewer.party,
        first.c.case_id == DEADLINE.c.case_id,
        first.c.party == DEADLINE.c.owner,
        first.c.role == mine.c.role,
    )
    return and_(DEADLINE.c.owner != viewer.party, together)


def passed_for(conn: Connection, viewer: Viewer, since: datetime, until: datetime) -> Iterator[Row[Any]]:
    """Give the limits that may be a party's own and that lapsed within a span, the last to pass first, for as long as
    somebody asks for more. Whoever shows one notes that it was read."""
    place: tuple[datetime, int, str] | None = None
    while True:
        rows = conn.execute(_passed(viewer, since, until, place)).all()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        place = rows[-1].expires_at, rows[-1].case_id, rows[-1].key


def _passed(viewer: Viewer, since: datetime, until: datetime, place: tuple[datetime, int, str] | None) -> Select[Any]:
    query = select(*DUE, DEADLINE.c.case_id).select_from(LISTED)
    query = query.where(PARTY_LIMIT.c.party == viewer.party, HAS_LAPSED, CASES.c.kind == "open")
    query = query.where(PARTY_LIMIT.c.ends_at >= since, PARTY_LIMIT.c.ends_at <= (place[0] if place else until))
    query = query.where(
        or_(DEADLINE.c.owner == viewer.party, may_share(viewer)), case_condition(viewer), deadline_condition(viewer)
    )
    if place:
        at, case_id, key = place
        before = and_(PARTY_LIMIT.c.case_id == case_id, PARTY_LIMIT.c.key < key)
        query = query.where(or_(PARTY_LIMIT.c.ends_at < at, PARTY_LIMIT.c.case_id < case_id, before))
    order = PARTY_LIMIT.c.ends_at.desc(), PARTY_LIMIT.c.case_id.desc(), PARTY_LIMIT.c.key.desc()
    return query.order_by(*order).limit(AT_ONCE)


def recorded_at(conn: Connection, viewer: Viewer, acts: Collection[tuple[str, int]]) -> dict[tuple[str, int], datetime]:
    """Give when acts that a viewer may see were recorded, by reference and number."""
    if not acts:
        return {}
    query = select(CASES.c.ref, ACT.c.n, ACT.c.recorded_at, LEVEL.label("level")).select_from(ACT.join(CASES))
    found: dict[tuple[str, int], Any] = {}
    # The references once more by themselves: for pairs alone SQLite looks at every act.
    named = CASES.c.ref.in_({ref for ref, _n in acts}), tuple_(CASES.c.ref, ACT.c.n).in_(sorted(acts))
    for row in conn.execute(query.where(*named, case_condition(viewer), act_condition(viewer))):
        reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
        found[row.ref, row.n] = row.recorded_at
    return found
