"""What a party has filed in cases of its own that are open, latest first: among it is what it has declared to stand."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, select

from consult.models.cases import ACT, CASES, FILING, FILING_BODY
from consult.models.levels import LEVEL
from consult.visibility import Viewer, case_condition
from workflows.kernel.fragments import SUSPENDED
from workflows.kernel.steps import OPEN


def filed_by_oneself(conn: Connection, viewer: Viewer, procedures: Collection[str], *, exercise: bool) -> Iterator[Any]:
    """Give the papers of a party in its own cases of some procedures that neither rest nor are suspended, each with
    where it lies; exercises apart."""
    query = (
        select(
            CASES.c.ref, CASES.c.edition, ACT.c.n, ACT.c.step, LEVEL.label("level"), FILING_BODY.c.body.label("words")
        )
        .select_from(FILING_BODY.join(FILING).join(ACT, ACT.c.id == FILING.c.act_id))
        .join(CASES, CASES.c.id == FILING.c.case_id)
        .where(FILING.c.party == viewer.party, CASES.c.filer == viewer.party, CASES.c.kind == OPEN)
        .where(CASES.c.state != SUSPENDED, CASES.c.exercise.is_(exercise))
        .where(CASES.c.procedure.in_(procedures), case_condition(viewer))
        .order_by(FILING.c.id.desc())
    )
    yield from conn.execute(query)
