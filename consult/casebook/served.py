"""How far the service of one act came, as one viewer may see it: addressees, channels, each move with its proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from consult.models.cases import ACT, SERVICE
from consult.models.delivery import MESSAGE
from consult.models.serving import SERVICE_MOVE
from consult.visibility import Viewer, whole_service


@dataclass(frozen=True, slots=True)
class Served:
    """The service of an act on one addressee by one channel: where it is, how it came there, and whether a message of
    it still waits to be handed over."""

    party: str
    channel: str
    state: str
    changed_at: datetime
    moves: Sequence[Any]
    waits: bool


def services_of(conn: Connection, viewer: Viewer, act: Any) -> list[Served]:
    """List how far the service of an act came that a viewer may see: on all addressees for the party that took it and
    for the secretariat of the case, on its own party for anybody else."""
    query = select(SERVICE).select_from(SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id)).where(ACT.c.id == act.id)
    query = query.where(or_(SERVICE.c.party == viewer.party, whole_service(viewer)))
    rows = conn.execute(query.order_by(SERVICE.c.party, SERVICE.c.id)).all()
    moves = _moves(conn, [row.id for row in rows])
    waiting = select(MESSAGE.c.party, MESSAGE.c.channel).where(MESSAGE.c.act_id == act.id, MESSAGE.c.kind == "service")
    waits = {(row.party, row.channel) for row in conn.execute(waiting.where(MESSAGE.c.state == "waiting"))}
    return [
        Served(
            row.party,
            row.channel,
            row.state,
            row.changed_at,
            moves.get(row.id, ()),
            (row.party, row.channel) in waits and row.state == "sent",
        )
        for row in rows
    ]


def unopened_by(conn: Connection, viewer: Viewer, act: Any) -> bool:
    """Say whether an act was served on a viewer's party and nobody of it opened it yet."""
    mine = SERVICE.c.act_id == act.id, SERVICE.c.party == viewer.party, SERVICE.c.channel == "in_app"
    query = select(SERVICE.c.id).where(*mine, SERVICE.c.state.in_(("sent", "delivered")))
    return conn.execute(query).first() is not None


def _moves(conn: Connection, ids: Sequence[int]) -> dict[int, list[Any]]:
    """Read the moves of services, by the service, in their order."""
    found: dict[int, list[Any]] = {}
    query = select(SERVICE_MOVE).where(SERVICE_MOVE.c.service_id.in_(ids)).order_by(SERVICE_MOVE.c.id)
    for row in conn.execute(query):
        found.setdefault(row.service_id, []).append(row)
    return found
