"""Replay of cases that opened each other: the act, the link and the opening of the new case say the same.

An act that opens a case names its procedure; the opening act of that case names the act and what was carried over. Each
is sealed by itself; here they are laid side by side. Texts that were erased are not compared.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from consult.docket.editions import Editions
from consult.docket.referring import BEGIN, CARRIED, ORIGIN, PAPERS, reference
from consult.i18n import _
from consult.log.findings import Finding
from consult.models.cases import ACT, CASE_LINK, CASES
from workflows.kernel.case import Act


def linked_findings(connection: Connection, editions: Editions, row: Any, acts: Sequence[Act]) -> Iterator[Finding]:
    """Compare what the acts of a case say of cases that they opened, and of the case that opened it."""
    for act in acts:
        for _word, kind, procedure, _terms in act.effects_of(BEGIN):
            if not _is_begun(connection, row, act, kind, procedure):
                yield _fault(row, _("act %(n)s opened a case, and there is no such case", n=act.n))
    for _word, kind, ref, n in acts[0].effects_of(ORIGIN) if acts else ():
        yield from _from_origin(connection, editions, row, acts[0], kind, ref, n)


def _is_begun(connection: Connection, row: Any, act: Act, kind: str, procedure: str) -> bool:
    """Say whether one case under the procedure is linked from an act, and its opening names that act."""
    of_act = CASE_LINK.c.case_id == row.id, CASE_LINK.c.act_n == act.n, CASE_LINK.c.kind == kind
    there = CASE_LINK.join(CASES, CASES.c.id == CASE_LINK.c.other_id).join(ACT, ACT.c.case_id == CASES.c.id)
    query = select(CASES.c.procedure, ACT.c.body).select_from(there).where(*of_act, ACT.c.n == 0)
    found = connection.execute(query).all()
    opened = [Act.from_json(json.loads(one.body)).effects_of(ORIGIN) for one in found if one.procedure == procedure]
    return opened == [[(ORIGIN, kind, row.ref, act.n)]]


def _from_origin(
    connection: Connection, editions: Editions, row: Any, opening: Act, kind: str, ref: str, n: int
) -> Iterator[Finding]:
    first = connection.execute(select(CASES).where(CASES.c.ref == ref)).first()
    linked = (
        first
        and connection.execute(
            select(CASE_LINK.c.act_n).where(
                CASE_LINK.c.case_id == first.id, CASE_LINK.c.other_id == row.id, CASE_LINK.c.kind == kind
            )
        )
        .scalars()
        .all()
    )
    if first is None or linked != [n]:
        yield _fault(row, _("it names act %(n)s of case %(ref)s, which did not open it", n=n, ref=ref))
        return
    papers = {one.n: one for one in connection.execute(PAPERS.where(ACT.c.case_id == first.id))}
    procedure = editions.of(connection, first.edition)
    for _word, *told in opening.effects_of(CARRIED):
        there = papers.get(told[0])
        now = list(reference(procedure, there)) if there is not None else []
        if now[:3] != told[:3] or (now[3] and now[3] != told[3]):
            yield _fault(row, _("what it carried over as act %(n)s of case %(ref)s is not there", n=told[0], ref=ref))


def _fault(row: Any, what: str) -> Finding:
    return Finding("replay-differs", None, _("Case %(ref)s: %(what)s.", ref=row.ref, what=what))
