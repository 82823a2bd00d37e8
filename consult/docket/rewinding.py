"""A case as it stood at an earlier moment, or as the clock would leave it at a later one if nobody acted. Nothing here
writes: the past is replayed from the acts recorded until then, the future is settled in memory.

Not modelled: what the clock's acts in one case would tell another one; and where the clock would have to look into
another case to go on, nothing is settled: where that case stands, and that there is one, may be no business of whoever
looks at this one.
"""

import json
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select

from consult.docket import Docket, Seen
from consult.docket.replaying import opened_case
from consult.docket.worlds import OneCaseAlone, OtherCase
from consult.models.cases import ACT
from consult.refusals import Unknown
from workflows.kernel.case import Act, Case
from workflows.kernel.frozen import dataclass
from workflows.kernel.machine import settle
from workflows.kernel.summaries import load


@dataclass(frozen=True, slots=True)
class Stood:
    """A case at another moment, and the acts of the clock that nobody has recorded and that would lead there; it is not
    `settled` where the clock would have to look into another case for them."""

    seen: Seen
    would: tuple[Act, ...]
    is_settled: bool = True


def stood(connection: Connection, docket: Docket, row: Any, at: datetime, now: datetime) -> Stood:
    """Give a case, whose row was read through the policy of visibility, at a moment; Unknown before it was opened."""
    if row.opened_on > at:
        raise Unknown
    present = docket.editions.of(connection, row.edition)
    case = load(present, row.summary) if at > now else _replayed(connection, docket, row, at)
    procedure, edition = case.procedure, row.edition if case.procedure is present else case.procedure.digest
    alone = OneCaseAlone(docket.world(connection, at, row.id))
    try:
        settled, is_settled = settle(case, at, alone), True
    except OtherCase:
        settled, is_settled = None, False
    left, would = (settled.case, settled.acts) if settled else (case, ())
    then = SimpleNamespace(**{**row._mapping, "state": left.state, "kind": procedure.state(left.state).kind})
    return Stood(Seen(then, left, edition, partial(docket.editions.of, connection)), would, is_settled)


def _replayed(connection: Connection, docket: Docket, row: Any, at: datetime) -> Case:
    """Fold the acts that were recorded by a moment."""
    query = select(ACT.c.body, ACT.c.recorded_at).where(ACT.c.case_id == row.id).order_by(ACT.c.n)
    stored = connection.execute(query).all()
    acts = [Act.from_json(json.loads(act.body)) for act in stored]
    until = sum(act.recorded_at <= at for act in stored)
    if not until:
        raise Unknown
    case = opened_case(connection, docket.editions, row, acts)
    return case.replay(acts[1:until], partial(docket.editions.of, connection))
