"""Limits of a viewer's own party that passed lately in live cases, with the act by which the clock recorded it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, literal_column, select, tuple_

from consult.casebook.deadlines import DUE
from consult.casebook.own import own_condition
from consult.casebook.values import Rows
from consult.log import reads
from consult.models.cases import ACT, CASES, DEADLINE
from consult.models.levels import LEVEL
from consult.visibility import Viewer, act_condition, case_condition, deadline_condition

HAS_LAPSED: ColumnElement[bool] = DEADLINE.c.status == literal_column("'lapsed'")
"""That a limit lapsed, with the word in the text: SQLite takes the index for no value that is handed beside it."""


def passed_for(conn: Connection, viewer: Viewer, since: datetime, *, most: int) -> Rows:
    """List the limits of a party's own that lapsed since a moment, the last to pass first. Whoever shows one notes
    that it was read."""
    query = select(*DUE).select_from(DEADLINE.join(CASES))
    mine = own_condition(viewer, DEADLINE.c.case_id), DEADLINE.c.owner == viewer.party, CASES.c.kind == "open"
    query = query.where(*mine, HAS_LAPSED, DEADLINE.c.expires_at >= since)
    query = query.where(case_condition(viewer), deadline_condition(viewer))
    return conn.execute(query.order_by(DEADLINE.c.expires_at.desc(), DEADLINE.c.id.desc()).limit(most)).all()


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
