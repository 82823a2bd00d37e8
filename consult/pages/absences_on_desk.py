"""What a desk says of absences: in whose place its reader may act and what waits there, and who stands in for him."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection

from consult import standing as standings
from consult.docket import Docket
from consult.pages.cases.preparing import CLEAR, DISPATCH, DraftLine, drafts_on_desk
from consult.pages.cases.waiting import WaitingLine, waiting_on_desk
from consult.standing import InPlaceOf, Standing
from workflows.kernel.frozen import dataclass

MOST = 5


@dataclass(frozen=True, slots=True)
class StandIn:
    """One absence: the other person, office, last day, capacities; for the substitute also what waits there."""

    substitution_id: int
    name: str
    office: str
    until: date
    capacities: tuple[str, ...]
    papers: tuple[DraftLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """For whom the reader stands in and does not act now, and who stands in for the reader."""

    for_others: tuple[StandIn, ...]
    by_others: tuple[StandIn, ...]


def cover_on_desk(
    conn: Connection, docket: Docket, standing: Standing, names: Mapping[str, str], now: datetime
) -> Cover:
    """Draw up the absences that concern the reader of a desk; one who acts as a substitute has the desk itself."""
    if standing.in_place_of:
        return Cover((), ())
    mine = (one for one in standings.stood_in_by(conn, standing.person_id, now) if one.party_key == standing.party_key)
    others = standings.standing_in_for(conn, standing.person_id, standing.party_key, now)
    return Cover(
        tuple(_for_other(conn, docket, one, names, now) for one in mine), tuple(_by_other(one) for one in others)
    )


def _for_other(conn: Connection, docket: Docket, one: Standing, names: Mapping[str, str], now: datetime) -> StandIn:
    papers, place = drafts_on_desk(conn, docket, one, now, MOST), _place(one)
    return StandIn(
        place.substitution_id,
        place.name,
        one.office,
        place.until,
        one.ordered_capacities,
        (*papers[CLEAR], *papers[DISPATCH]),
        waiting_on_desk(conn, docket, one, names, now, MOST),
    )


def _by_other(one: Standing) -> StandIn:
    place = _place(one)
    return StandIn(place.substitution_id, one.name, place.own_office, place.until, one.ordered_capacities)


def _place(one: Standing) -> InPlaceOf:
    if one.in_place_of is None:
        raise RuntimeError("a standing of a substitute names nobody")
    return one.in_place_of
