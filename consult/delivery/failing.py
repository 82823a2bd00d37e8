"""Service that reached nobody: the work that it makes, for whoever may see it.

A service counts as failed where its addressee was reached by none of the ways beyond this product, and nobody of the
addressee opened the act here. Where another way went through, nothing is left to be done. It is the work of the party
that took the act, and of the secretariat of the case where it reads the act.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from consult.delivery.moves import HERE
from consult.log import reads
from consult.models.cases import ACT, CASES, SERVICE
from consult.models.desk import HAS_FAILED
from consult.models.levels import LEVEL
from consult.models.parties import PARTY
from consult.visibility import Viewer, act_condition, case_condition, whole_service

REACHED = ("delivered", "opened", "acknowledged")
OPENED = ("opened", "acknowledged")


def reached_otherwise() -> ColumnElement[bool]:
    """Give the condition that the addressee of a row of `service` was reached by another way, or has opened the act."""
    other = SERVICE.alias()
    by_message = and_(other.c.channel != HERE, other.c.state.in_((*REACHED, "sent")))
    of_same = other.c.act_id == SERVICE.c.act_id, other.c.party == SERVICE.c.party
    return exists().where(*of_same, or_(by_message, other.c.state.in_(OPENED)))


def failed_services(conn: Connection, viewer: Viewer, *, most: int = 100) -> Sequence[Any]:
    """List the services that failed and are a viewer's to mend, the oldest first: case, act, addressee, channel, since
    when."""
    query = (
        select(
            CASES.c.ref, CASES.c.title, CASES.c.exercise, ACT.c.n, LEVEL.label("level"), SERVICE.c.id, SERVICE.c.party,
            PARTY.c.name.label("party_name"), SERVICE.c.channel, SERVICE.c.changed_at,
        )
        .select_from(
            SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id)
            .join(CASES, CASES.c.id == ACT.c.case_id)
            .outerjoin(PARTY, PARTY.c.key == SERVICE.c.party)
        )
        .where(HAS_FAILED, ~reached_otherwise(), whole_service(viewer))
        .where(case_condition(viewer), act_condition(viewer))
    )  # fmt: skip
    rows = conn.execute(query.order_by(SERVICE.c.changed_at, SERVICE.c.id).limit(most)).all()
    for row in rows:
        reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
    return rows
