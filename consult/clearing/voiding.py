"""An edit of a text voids the stages that it had passed: the paper goes back to those who write it, and says so."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult.clearing.standing_at import VOIDED, paper_of, place_of
from consult.clearing.writing import write_move
from consult.models.cases import DRAFT
from consult.models.clearing import DRAFT_LANE
from consult.standing import Standing


def void_passed(conn: Connection, standing: Standing, draft_id: int, at: datetime) -> bool:
    """Void what a paper passed before its text was changed in this transaction; say whether there was anything.

    A paper that is still with those who write it, and that nobody passed, is only written on.
    """
    moved = select(DRAFT_LANE.c.turn).where(DRAFT_LANE.c.draft_id == draft_id)
    if conn.execute(moved).first() is None:
        return False
    draft: Any = conn.execute(select(DRAFT).where(DRAFT.c.id == draft_id)).one()
    place = place_of(conn, draft, paper_of(conn, draft.case_id))
    if not place.applies or (place.is_first and not place.passed):
        return False
    write_move(conn, standing, draft, place, VOIDED, place.stages[0], at)
    return True
