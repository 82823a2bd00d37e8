"""How far the service of acts came, of one or of all of a party's, as one viewer may see it: addressees, channels,
each move with its proof.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from consult.casebook.own import own_ids
from consult.log import reads
from consult.models.cases import ACT, CASES, SERVICE
from consult.models.delivery import MESSAGE
from consult.models.levels import AS_SEEN
from consult.models.serving import SERVICE_MOVE
from consult.refusals import Unknown
from consult.visibility import Viewer, act_condition, case_condition, whole_service
from workflows.kernel.frozen import dataclass

OPENED = ("opened", "acknowledged")
OPEN, FAILED, PROVED = "open", "failed", "proved"
"""How far a service came: on its way, or here on a desk and unopened; reached nobody; proved by what the other side
gave."""
SENT, RECEIVED = "sent", "received"
"""On which side of a service one's party is."""


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
    waits = _waiting(conn, {act.id})
    return [
        Served(
            row.party,
            row.channel,
            row.state,
            row.changed_at,
            moves.get(row.id, ()),
            (act.id, row.party, row.channel) in waits and row.state == "sent",
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Serving:
    """Which services are listed: of one case (by number) or of all of a party's, of one act, on one addressee, how far
    they came, on which side one's party is, and after which one (its number) the page begins."""

    case_id: int | None = None
    n: int | None = None
    party: str = ""
    stands: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class ServedAct:
    """The service of an act, with the row of the act and of its case."""

    row: Any
    served: Served


Key = tuple[str, int, str, str]
"""What names a service: case, act, addressee, channel."""


def services_after(conn: Connection, viewer: Viewer, asked: Serving, after: Key | None, most: int) -> list[ServedAct]:
    """List services that a viewer may see, the last entered first, from one on: of acts that it may see, on all
    addressees for the party that took the act and for the secretariat of the case, on its own party for anybody else.
    Unknown where there is none of that key."""
    query = _listed(viewer, asked)
    if after is not None:
        query = query.where(SERVICE.c.id < _number_of(conn, viewer, after))
    rows = conn.execute(query.order_by(SERVICE.c.id.desc()).limit(most)).all()
    for row in rows:
        reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
    moves, ids = _moves(conn, [row.service_id for row in rows]), {row.id for row in rows}
    waits = _waiting(conn, ids)
    return [
        ServedAct(
            row,
            Served(
                row.addressee,
                row.channel,
                row.service_state,
                row.changed_at,
                moves.get(row.service_id, ()),
                (row.id, row.addressee, row.channel) in waits and row.service_state == "sent",
            ),
        )
        for row in rows
    ]


_JOINED = SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id)
_SHOWN = (
    SERVICE.c.id.label("service_id"),
    SERVICE.c.party.label("addressee"),
    SERVICE.c.channel,
    SERVICE.c.state.label("service_state"),
    SERVICE.c.changed_at,
    CASES.c.ref,
    CASES.c.title,
    CASES.c.edition,
    CASES.c.existence,
    CASES.c.exercise,
    CASES.c.filer,
    CASES.c.procedure,
)


def _may_be_listed(viewer: Viewer) -> ColumnElement[bool]:
    mine = or_(SERVICE.c.party == viewer.party, whole_service(viewer))
    return and_(case_condition(viewer), act_condition(viewer), mine)


def _listed(viewer: Viewer, asked: Serving) -> Select[Any]:
    """Ask for services as they are narrowed.

    Long because: each filter is a line of its own.
    """
    query = select(*AS_SEEN, *_SHOWN).select_from(_JOINED).where(_may_be_listed(viewer))
    if asked.case_id is None:
        query = query.where(ACT.c.case_id.in_(own_ids(viewer)))
    else:
        query = query.where(ACT.c.case_id == asked.case_id)
    query = query.where(ACT.c.n == asked.n) if asked.n is not None else query
    query = query.where(SERVICE.c.party == asked.party) if asked.party else query
    reached = or_(SERVICE.c.state.in_(OPENED), and_(SERVICE.c.state == "delivered", SERVICE.c.channel != "in_app"))
    failed = SERVICE.c.state == "failed"
    stands = {PROVED: reached, FAILED: failed, OPEN: ~or_(reached, failed)}
    query = query.where(stands[asked.stands]) if asked.stands else query
    sides = {SENT: ACT.c.party == viewer.party, RECEIVED: SERVICE.c.party == viewer.party}
    return query.where(sides[asked.side]) if asked.side else query


def stands_as(state: str, channel: str) -> str:
    """Say how far a service came: `open`, `failed` or `proved`. In this product an act is proved as received when it is
    opened, elsewhere when it was delivered."""
    if state in OPENED or (state == "delivered" and channel != "in_app"):
        return PROVED
    return FAILED if state == "failed" else OPEN


def _number_of(conn: Connection, viewer: Viewer, key: Key) -> int:
    ref, n, party, channel = key
    named = CASES.c.ref == ref, ACT.c.n == n, SERVICE.c.party == party, SERVICE.c.channel == channel
    found = conn.execute(select(SERVICE.c.id).select_from(_JOINED).where(*named, _may_be_listed(viewer))).scalar()
    if found is None:
        raise Unknown
    return int(found)


def _waiting(conn: Connection, acts: Collection[int]) -> set[tuple[int, str, str]]:
    """Name the services of some acts of which a message still waits to be handed over."""
    of = MESSAGE.c.act_id, MESSAGE.c.party, MESSAGE.c.channel
    query = select(*of).where(MESSAGE.c.act_id.in_(acts), MESSAGE.c.kind == "service", MESSAGE.c.state == "waiting")
    return {(row.act_id, row.party, row.channel) for row in conn.execute(query)}


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
