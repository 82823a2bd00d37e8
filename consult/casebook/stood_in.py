"""The latest acts that substitutes of one's own party took, and the cases they are for, as their reader may see it."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from consult.casebook.values import Rows
from consult.log import reads
from consult.models.absence import ACT_SUBSTITUTION, SUBSTITUTION
from consult.models.cases import ACT, ACT_PERSON, CASES
from consult.models.keeping import NAME_WITHHELD
from consult.models.levels import LEVEL
from consult.models.parties import MANDATE, ORGAN
from consult.visibility import Viewer, act_condition, case_condition

_TAKEN = select(
    ACT.c.n,
    ACT.c.party,
    LEVEL.label("level"),
    ACT.c.body,
    ACT.c.recorded_at,
    ACT_PERSON.c.name,
    ACT_PERSON.c.for_name,
    NAME_WITHHELD.c.since.label("withheld"),
    CASES.c.ref,
    CASES.c.title,
    CASES.c.edition,
).select_from(
    SUBSTITUTION.join(MANDATE, MANDATE.c.id == SUBSTITUTION.c.mandate_id)
    .join(ORGAN, ORGAN.c.id == MANDATE.c.organ_id)
    .join(ACT_SUBSTITUTION, ACT_SUBSTITUTION.c.substitution_id == SUBSTITUTION.c.id)
    .join(ACT, ACT.c.id == ACT_SUBSTITUTION.c.act_id)
    .join(CASES, CASES.c.id == ACT.c.case_id)
    .outerjoin(ACT_PERSON, ACT_PERSON.c.act_id == ACT.c.id)
    .outerjoin(NAME_WITHHELD, NAME_WITHHELD.c.act_id == ACT.c.id)
)


def known_among(conn: Connection, viewer: Viewer, refs: Collection[str]) -> frozenset[str]:
    """Give which of some references are those of cases that a viewer may know of."""
    query = select(CASES.c.ref).where(CASES.c.ref.in_(sorted(refs)), case_condition(viewer))
    return frozenset(conn.execute(query).scalars()) if refs else frozenset()


def acts_of_substitutes(conn: Connection, viewer: Viewer, *, most: int = 10) -> Rows:
    """List the latest acts that the viewer's party took by substitutes, the last first, with their names."""
    mine = ORGAN.c.party_key == viewer.party, case_condition(viewer), act_condition(viewer)
    rows = conn.execute(_TAKEN.where(*mine).order_by(ACT.c.id.desc()).limit(most)).all()
    for row in rows:
        reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
    return rows
