"""How well a party can be reached: what its contact points answered in drills, by party and drill and by channel.

The figure of a party is that of the last drill that is closed and tried it: answered of tried, and the median time to
answer of those points that answered by themselves. What never left this house was not tried and counts for nobody.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, Row, select

from consult.delivery.drills import ANSWERED, DROPPED, HAND, WAITING
from consult.models.channels import DRILL, DRILL_POINT
from consult.models.parties import CONTACT_POINT, ORGAN, PARTY
from consult.refusals import Unknown
from workflows.kernel.frozen import dataclass

HISTORY = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """How one party, or one of its channels, answered in one drill."""

    drill: int
    started_at: datetime
    closed_at: datetime | None
    tried: int
    answered: int
    median: timedelta | None

    @property
    def percent(self) -> int:
        """Answer the share of the tried points that answered, in hundredths."""
        return round(100 * self.answered / self.tried) if self.tried else 0


@dataclass(frozen=True, slots=True)
class Reachability:
    """The figures of one party: the newest closed drill first; the last one by channel; one that is running."""

    party: str
    history: tuple[Figure, ...] = ()
    by_channel: tuple[tuple[str, Figure], ...] = ()
    running: Figure | None = None

    @property
    def last(self) -> Figure | None:
        """Answer the figure of the last closed drill."""
        return self.history[0] if self.history else None


def reachability(conn: Connection, parties: Collection[str] | None = None) -> dict[str, Reachability]:
    """Answer the figures of some parties, or of all that were tried in the last drills."""
    query = select(DRILL_POINT, DRILL.c.started_at, DRILL.c.closed_at).select_from(DRILL_POINT.join(DRILL))
    newest = select(DRILL.c.id).order_by(DRILL.c.started_at.desc(), DRILL.c.id.desc()).limit(HISTORY + 1)
    query = query.where(DRILL_POINT.c.result != DROPPED, DRILL_POINT.c.drill_id.in_(newest))
    if parties is not None:
        query = query.where(DRILL_POINT.c.party.in_(sorted(parties)))
    by_party: dict[str, dict[int, list[Any]]] = {}
    for row in conn.execute(query.order_by(DRILL.c.started_at.desc(), DRILL.c.id.desc(), DRILL_POINT.c.id)):
        by_party.setdefault(row.party, {}).setdefault(row.drill_id, []).append(row)
    return {party: _of_party(party, list(drills.values())) for party, drills in by_party.items()}


def _of_party(party: str, drills: Sequence[Sequence[Any]]) -> Reachability:
    closed = [points for points in drills if points[0].closed_at is not None]
    running = next((points for points in drills if points[0].closed_at is None), None)
    channels: dict[str, list[Any]] = {}
    for point in closed[0] if closed else ():
        channels.setdefault(point.channel, []).append(point)
    return Reachability(
        party,
        tuple(_figure(points) for points in closed[:HISTORY]),
        tuple((channel, _figure(points)) for channel, points in sorted(channels.items())),
        _figure(running) if running else None,
    )


def _figure(points: Sequence[Any]) -> Figure:
    answered = [one for one in points if one.result == ANSWERED]
    times = [one.answered_at - one.asked_at for one in answered if one.way != HAND]
    first = points[0]
    middle = median(times) if times else None
    return Figure(first.drill_id, first.started_at, first.closed_at, len(points), len(answered), middle)


def drills(conn: Connection, most: int = HISTORY) -> Sequence[Row[Any]]:
    """List the drills, the newest first."""
    return conn.execute(select(DRILL).order_by(DRILL.c.started_at.desc(), DRILL.c.id.desc()).limit(most)).all()


def find_drill(conn: Connection, number: int) -> Row[Any]:
    """Find a drill by number, or refuse as unknown."""
    row = conn.execute(select(DRILL).where(DRILL.c.id == number)).first()
    if row is None:
        raise Unknown
    return row


def points_of(
    conn: Connection, drill: int, *, party: str | None = None, way: str | None = None, waiting: bool = False
) -> Sequence[Row[Any]]:
    """List the points of a drill with their addresses: of one party, tried one way, or waiting still."""
    query = (
        select(DRILL_POINT, CONTACT_POINT.c.address, CONTACT_POINT.c.organ_id, CONTACT_POINT.c.urgent)
        .add_columns(ORGAN.c.name.label("organ"), PARTY.c.name.label("party_name"), DRILL.c.closes_at)
        .select_from(
            DRILL_POINT.join(DRILL)
            .join(CONTACT_POINT, CONTACT_POINT.c.id == DRILL_POINT.c.contact_id)
            .join(ORGAN, ORGAN.c.id == CONTACT_POINT.c.organ_id)
            .join(PARTY, PARTY.c.key == ORGAN.c.party_key)
        )
        .where(DRILL_POINT.c.drill_id == drill)
    )
    if party is not None:
        query = query.where(DRILL_POINT.c.party == party)
    if way is not None:
        query = query.where(DRILL_POINT.c.way == way)
    if waiting:
        query = query.where(DRILL_POINT.c.result == WAITING)
    return conn.execute(query.order_by(PARTY.c.name, ORGAN.c.name, CONTACT_POINT.c.position, DRILL_POINT.c.id)).all()
