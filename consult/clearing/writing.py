"""Write one move of a paper: where it stands, the row of the move, its entry in the party's chain, and word to whoever
holds it next.

A move is written over the turn that its maker had before him: of two at once one is written and the other is told. The
entry holds keys, offices and digests, and neither the words of the paper nor the reason.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from consult.clearing.lanes import Lane, Stage
from consult.clearing.standing_at import Place
from consult.digests import digest_secret
from consult.i18n import _
from consult.log.own import Own, record
from consult.models.cases import DRAFT
from consult.models.clearing import CLEARANCE_MOVE, DRAFT_LANE
from consult.refusals import Closed
from consult.standing import Standing

KIND = "clearance_move"
HALF, NEARLY, OVER = "half", "nearly", "over"
MARKS = ((HALF, 0.5), (NEARLY, 0.9), (OVER, 1.0))
"""Moments of a stage's target at which its holders are reminded, as shares of it."""


class Moved(Closed):
    """Somebody of the party moved the paper since its page was drawn."""

    def __init__(self) -> None:
        """Say what was not done."""
        super().__init__(_("Somebody of your party moved this paper since you opened it. Look at it again."))


def hold_draft(conn: Connection, ref: str, party: str) -> Any:
    """Read a draft again, and let nobody else change or move it until this transaction ends; Moved where it was sent or
    discarded."""
    here = DRAFT.c.ref == ref, DRAFT.c.party == party, DRAFT.c.closed_at.is_(None)
    row = conn.execute(select(DRAFT).where(*here).with_for_update()).first()
    if row is None:
        raise Moved
    return row


def write_move(
    conn: Connection,
    standing: Standing,
    draft: Any,
    place: Place,
    kind: str,
    to: Stage | None,
    at: datetime,
    *,
    reason: str = "",
    lane: Lane | None = None,
    taken_by: int | None = None,
    since: datetime | None = None,
) -> Place:
    """Write a move of a paper to a stage (None: through all), and give where it stands since. Moved where somebody was
    first.

    Long because: the columns of a move stand one a line.
    """
    kept = lane or place.lane
    n, keys = place.turn + 1, (place.stage.key if place.stage else "", to.key if to else "")
    _claim(conn, draft.id, place.turn, kept.id, to, taken_by, since or at, at)
    body = {
        "draft": draft.ref,
        "n": n,
        "move": kind,
        "lane": kept.id,
        "stage": keys[0],
        "to": keys[1],
        "digest": place.digest,
        "reason": digest_secret(reason) if reason else "",
    }
    entry = record(conn, Own(KIND, standing.party_key, body, at, by=standing.hand))
    conn.execute(
        insert(CLEARANCE_MOVE).values(
            draft_id=draft.id,
            n=n,
            kind=kind,
            lane_id=kept.id,
            stage=keys[0],
            to_stage=keys[1],
            digest=place.digest,
            reason=reason,
            reason_digest=body["reason"],
            person_id=standing.person_id,
            for_person_id=standing.in_place_of.person_id if standing.in_place_of else None,
            office=standing.offices[:200],
            organ=standing.organ_key,
            mandate_id=standing.mandate_id,
            at=at,
            seq=entry.seq,
        )
    )
    return Place(kept, place.stages, to, n, since or at, taken_by, place.paper, place.digest)


def _claim(
    conn: Connection,
    draft_id: int,
    turn: int,
    lane_id: int,
    to: Stage | None,
    taken_by: int | None,
    since: datetime,
    at: datetime,
) -> None:
    """Put the paper where it goes, over the turn that was read."""
    values = {
        "lane_id": lane_id,
        "stage": to.key if to else "",
        "turn": turn + 1,
        "held_since": since,
        "taken_by": taken_by,
        "remind_at": next_mark(to, since, at) if to else None,
    }
    if turn == 0:
        conn.execute(insert(DRAFT_LANE).values(draft_id=draft_id, **values))
        return
    mine = DRAFT_LANE.c.draft_id == draft_id, DRAFT_LANE.c.turn == turn
    if conn.execute(update(DRAFT_LANE).where(*mine).values(values)).rowcount != 1:
        raise Moved


def marks_of(stage: Stage, since: datetime) -> list[tuple[str, datetime]]:
    """Give the moments at which the holders of a stage are reminded of a paper that is there since a moment."""
    return [(name, since + timedelta(hours=stage.hours) * share) for name, share in MARKS]


def next_mark(stage: Stage, since: datetime, after: datetime) -> datetime | None:
    """Give the next moment of reminding after one, None when all are over."""
    return next((at for _name, at in marks_of(stage, since) if at > after), None)
