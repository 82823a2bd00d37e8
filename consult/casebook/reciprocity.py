"""What passed between two States, act by act: what procedures count, told by one of them to the other, and open to the
one that reads. Nobody else asks: the page is drawn for the two alone."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, and_, exists, false, or_, select, true

from consult.casebook.values import Rows
from consult.log import reads
from consult.models.cases import ACT, CASE_PARTY, CASES, SERVICE
from consult.models.levels import LEVEL
from consult.visibility import Viewer, act_condition, case_condition
from workflows.kernel.acts import STEP
from workflows.kernel.reciprocity import Counted

MOST = 1000
"""Acts of one sheet, the newest; two States that told each other more see so."""
_SHARED = ("C0", "C1", "C2", "C3")

Counts = Mapping[str, tuple[Counted, ...]]
"""What is counted, by procedure."""


def acts_between(conn: Connection, viewer: Viewer, other: str, counts: Counts, *, exercise: bool) -> Rows:
    """List the acts that one of two States took and told to the other, the newest first."""
    told = or_(_told(viewer.party, other, counts), _told(other, viewer.party, counts))
    columns = (ACT.c.n, ACT.c.step, ACT.c.party, ACT.c.on_at, LEVEL.label("level"), CASES.c.ref, CASES.c.procedure)
    query = select(*columns, CASES.c.title, CASES.c.exercise, CASES.c.existence).select_from(
        ACT.join(CASES, CASES.c.id == ACT.c.case_id)
    )
    query = query.where(ACT.c.kind == STEP, LEVEL.in_(_SHARED), CASES.c.exercise.is_(exercise), told)
    query = query.where(case_condition(viewer), act_condition(viewer)).order_by(ACT.c.id.desc()).limit(MOST)
    rows = conn.execute(query).all()
    for row in rows:
        reads.note(conn, reads.act_paper(row.ref, 0), row.existence)
        reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
    return rows


def _told(by: str, to: str, counts: Counts) -> ColumnElement[bool]:
    """The condition that an act that is counted was taken by one and served on the other, in the role that counts."""
    served = exists().where(SERVICE.c.act_id == ACT.c.id, SERVICE.c.party == to)
    steps = [
        and_(CASES.c.procedure == procedure, ACT.c.step == one.step, _holds(to, one.toward))
        for procedure, counted in sorted(counts.items())
        for one in counted
    ]
    return and_(ACT.c.party == by, served, or_(false(), *steps))


def _holds(party: str, role: str) -> ColumnElement[bool]:
    """The condition that a party holds a role in the case, or any."""
    if not role:
        return true()
    of = CASE_PARTY.c.case_id == CASES.c.id, CASE_PARTY.c.party == party
    return exists().where(*of, CASE_PARTY.c.role == role)
