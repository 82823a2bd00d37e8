"""The clock's act of receipt: taken when it is proved that an addressee received what was served on it.

What is proof, the edition of the case says (`Step.proof`); an edition that names none is left as it is. The act is
dated on the instant of the proof and recorded when the docket heard of it; a period that waits for receipt is counted
from the first of the two. Taken once: a second proof finds the track received.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from consult import db
from consult.again import again
from consult.casebook import act_of
from consult.docket import case_rows, taking
from consult.docket.taking import Request, Work
from consult.models.cases import ACT, CASES
from workflows.kernel.guards import Refused
from workflows.kernel.machine import CLOCK_HAND
from workflows.kernel.receipts import proven
from workflows.kernel.summaries import load

if TYPE_CHECKING:
    from consult.docket import Docket


@again()
def receive(docket: "Docket", act_id: int, party: str, proof: str, on: datetime, *, at: datetime) -> bool:
    """Record that a party received what an act served on it, by a kind of proof and since an instant; say whether
    anything was recorded."""
    with db.writing(docket.engine) as connection:
        ref = connection.execute(select(CASES.c.ref).select_from(ACT.join(CASES)).where(ACT.c.id == act_id)).scalar()
        row = case_rows.lock_case(connection, str(ref))
        if row is None:
            return False
        work = Work(connection, row, load(docket.editions.of(connection, row.edition), row.summary), row.edition)
        world = docket.world(connection, at, row.id)
        case = taking.settle_case(work, work.before, at, world)
        served, later = _acts(connection, row.id, act_id)
        found = next(proven(case, served, [*later, *work.acts], party, proof), None)
        work.acts.clear()
        if found is None:
            return False
        step, track = found
        request = Request(step, CLOCK_HAND, at, track, on=max(on, case.opened_on))
        try:
            _case, act = taking.take_step(work, request, world)
        except Refused:
            return False
        taking.write(work, request, act, at=at, title=row.title)
    return True


def _acts(connection: Connection, case_id: int, act_id: int) -> tuple[Any, list[Any]]:
    """Read an act and those after it."""
    query = select(ACT).where(ACT.c.case_id == case_id, ACT.c.id >= act_id).order_by(ACT.c.n)
    first, *later = (act_of(row) for row in connection.execute(query))
    return first, later
