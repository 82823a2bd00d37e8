"""What was said inside a party on its papers is removed: with a draft that is discarded, and with erased words."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, update

from consult.models.clearing import CLEARANCE_MOVE, DRAFT_COMMENT


def forget_words(conn: Connection, drafts: Collection[int]) -> None:
    """Remove the comments on drafts, by their numbers, and the reasons of their moves; the moves stay, by digest."""
    conn.execute(delete(DRAFT_COMMENT).where(DRAFT_COMMENT.c.draft_id.in_(drafts)))
    conn.execute(update(CLEARANCE_MOVE).where(CLEARANCE_MOVE.c.draft_id.in_(drafts)).values(reason=""))
