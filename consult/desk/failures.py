"""Service that failed, on a party and by it, in its own cases; what has come by another channel since is left out."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, literal_column, or_, select

from consult.casebook.own import has_many, own_condition, own_ids
from consult.casebook.values import ASKERS
from consult.delivery.failing import reached_otherwise
from consult.log import reads
from consult.models.cases import ACT, CASES, SERVICE
from consult.models.desk import HAS_FAILED
from consult.models.levels import LEVEL
from consult.visibility import Viewer, act_condition, case_condition
from workflows.kernel.frozen import dataclass

_SERVICE = SERVICE.alias("listed")


@dataclass(frozen=True, slots=True)
class FailedService:
    """One act that did not reach somebody by a channel: its row, on whom, by which channel, known since when."""

    act: Any
    party: str
    channel: str
    at: datetime


def failed_services(connection: Connection, viewer: Viewer, most: int) -> tuple[FailedService, ...]:
    """List failed service that the viewer's party sent or should have got, the newest first."""
    rows = connection.execute(_failed(viewer, most, has_many(connection, viewer))).all()
    for row in rows:
        reads.note(connection, reads.act_paper(row.ref, row.n), row.level)
    return tuple(FailedService(row, row.addressee, row.channel, row.changed_at) for row in rows)


@lru_cache(maxsize=ASKERS)
def _failed(viewer: Viewer, most: int, many: bool) -> Select[Any]:
    """Ask for it in the cases of the party; where these are very many, rather among all that failed: what is read of
    these lies in their index, so that no database takes another."""
    listed = select(_SERVICE.c.id).where(_SERVICE.c.state == literal_column("'failed'"))
    listed = listed.where(own_condition(viewer, _SERVICE.c.case_id))
    own = SERVICE.c.id.in_(listed) if many else SERVICE.c.case_id.in_(own_ids(viewer))
    return (
        select(
            SERVICE.c.party.label("addressee"),
            SERVICE.c.channel,
            SERVICE.c.changed_at,
            *(ACT.c.n, ACT.c.party, ACT.c.body, LEVEL.label("level"), CASES.c.ref, CASES.c.title, CASES.c.edition),
        )
        .select_from(SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id).join(CASES, CASES.c.id == SERVICE.c.case_id))
        .where(HAS_FAILED, own, ~reached_otherwise())
        .where(or_(SERVICE.c.party == viewer.party, ACT.c.party == viewer.party))
        .where(case_condition(viewer), act_condition(viewer))
        .order_by(SERVICE.c.changed_at.desc(), SERVICE.c.id.desc())
        .limit(most)
    )
