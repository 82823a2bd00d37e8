"""Where a case came from: the act of another case that opened it, and what was carried over, as one viewer may know it.

The list is frozen in the opening act of the case. It is given to those alone who may know the other case, entry by
entry to those who may see that act: nobody learns from here what that case would not show him.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from consult.casebook.entries import act_of, visible_among
from consult.log import reads
from consult.models.cases import ACT, CASE_PARTY, CASES
from consult.visibility import Viewer, case_condition
from workflows.kernel.frozen import dataclass

ORIGIN, CARRIED = "origin", "carried"


@dataclass(frozen=True, slots=True)
class Carried:
    """One act that was carried over, by reference."""

    n: int
    step: str
    on: date
    digest: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The case and the act from which a case came, its parties with a stake, and what was carried over."""

    row: Any
    kind: str
    n: int
    parties: tuple[str, ...]
    carried: tuple[Carried, ...]


def origin_of(conn: Connection, viewer: Viewer, case: Any) -> Origin | None:
    """Give where a case came from; None where it was opened by itself or the viewer may not know."""
    opening = conn.execute(select(ACT.c.body, ACT.c.level).where(ACT.c.case_id == case.id, ACT.c.n == 0)).first()
    act = act_of(opening) if opening else None
    found = act.effects_of(ORIGIN) if act else []
    if act is None or not found:
        return None
    _word, kind, ref, n = found[0]
    row = conn.execute(select(CASES).where(CASES.c.ref == ref, case_condition(viewer))).first()
    if row is None:
        return None
    entries = [
        Carried(number, step, date.fromisoformat(on), digest)
        for _c, number, step, on, digest in act.effects_of(CARRIED)
    ]
    reads.note(conn, reads.act_paper(ref, 0), row.existence)
    seen = visible_among(conn, viewer, row, [n, *(one.n for one in entries)])
    if n not in seen:
        return None
    return Origin(row, kind, n, _parties(conn, row.id), _seen(entries, seen))


def _seen(entries: list[Carried], seen: Collection[int]) -> tuple[Carried, ...]:
    return tuple(one for one in entries if one.n in seen)


def _parties(conn: Connection, case_id: int) -> tuple[str, ...]:
    query = select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == case_id, CASE_PARTY.c.stake).distinct()
    return tuple(conn.execute(query.order_by(CASE_PARTY.c.party)).scalars())
