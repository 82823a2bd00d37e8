"""The level in force of papers: written beside them with the act that changes it, and computed again from those acts.

What an act does to a paper stands in its effects (`level`, `struck`); folding them in the order of the record gives the
row of each paper, and `consult log verify --replay` compares both.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from consult.casebook.entries import act_of
from consult.docket.named import answers
from consult.i18n import _
from consult.log.findings import Finding
from consult.models.cases import ACT, CASE_PARTY, CASES, FILING, FILING_BODY
from consult.models.levels import ACT_LEVEL, AS_SEEN
from consult.visibility import SEALED, Viewer, may_see_act, membership_of
from workflows.kernel.acts import STEP, Act
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

_PAPER = (
    select(*AS_SEEN, ACT_LEVEL.c.before, FILING_BODY.c.body.label("words"))
    .select_from(
        ACT.outerjoin(ACT_LEVEL, ACT_LEVEL.c.act_id == ACT.c.id)
        .outerjoin(FILING, FILING.c.act_id == ACT.c.id)
        .outerjoin(FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id)
    )
    .where(ACT.c.case_id == bindparam("of"), ACT.c.n == bindparam("n"))
)
_OF_CASE = select(CASES.c.id, CASES.c.filer, CASES.c.existence).where(CASES.c.id == bindparam("of"))
_STAKES = select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == bindparam("of"), CASE_PARTY.c.stake)
_STORED = (
    select(ACT.c.n, ACT_LEVEL.c.level, ACT_LEVEL.c.before, ACT_LEVEL.c.struck, ACT_LEVEL.c.by_n)
    .select_from(ACT_LEVEL.join(ACT, ACT.c.id == ACT_LEVEL.c.act_id))
    .where(ACT.c.case_id == bindparam("of"))
    .order_by(ACT.c.n)
)


@dataclass(frozen=True, slots=True)
class InForce:
    """What a paper has come to: its level, the one before it was sealed, whether it is struck, by which act."""

    level: str
    before: str = ""
    struck: bool = False
    by_n: int = 0

    def after(self, effect: tuple[Any, ...], by_n: int) -> "InForce":
        """Give what it comes to by one effect of an act."""
        if effect[0] == "struck":
            return replace(self, struck=True, by_n=by_n)
        _word, _n, to, was = effect
        return replace(self, level=to, before=was if to == SEALED else "", by_n=by_n)


def moves_of(act: Act) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Give the papers that an act moves, by the numbers of their acts, each with the effect."""
    for effect in (*act.effects_of("level"), *act.effects_of("struck")):
        yield int(effect[1]), effect


def write_levels(connection: Connection, case_id: int, acts: Iterable[Act]) -> None:
    """Write beside each paper that acts move what it has come to."""
    for act in acts:
        for n, effect in moves_of(act):
            row = connection.execute(_PAPER, {"of": case_id, "n": n}).one()
            now = InForce(row.level, row.before or "", bool(row.struck)).after(effect, act.n)
            connection.execute(delete(ACT_LEVEL).where(ACT_LEVEL.c.act_id == row.id))
            values = {"act_id": row.id, "level": now.level, "before": now.before, "struck": now.struck}
            connection.execute(insert(ACT_LEVEL), {**values, "by_n": now.by_n})


def paper_of(
    connection: Connection, procedure: Procedure | None, case_id: int, n: int, party: str
) -> dict[str, Any] | None:
    """Tell the kernel of a paper on record, as far as a party may read it: None for one that it may not read, for one
    that is not there, and for an act that is no paper."""
    of = {"of": case_id}
    case, row = connection.execute(_OF_CASE, of).one(), connection.execute(_PAPER, {**of, "n": n}).first()
    viewer = Viewer(party)
    if row is None or row.kind != STEP or not row.digest:
        return None
    if not may_see_act(viewer, membership_of(connection, viewer, case), row):
        return None
    act, stakes = act_of(row), set(connection.execute(_STAKES, of).scalars())
    concerned = {*act.told, *(_named(procedure, row) if procedure else ())} & stakes
    return {
        "step": row.step,
        "party": row.party,
        "principal": act.principal,
        "level": row.level,
        "before": row.before or "",
        "struck": bool(row.struck),
        "track": row.track,
        "file": row.file,
        "basic": bool(row.basic),
        "told": list(act.told),
        "holders": sorted({act.principal, *concerned}),
    }


def _named(procedure: Procedure, row: Any) -> Iterator[str]:
    """Name the States and organisations that the answers of a paper name."""
    spec = next((one.filing for one in procedure.rows.get(row.step, ()) if one.filing), None)
    if spec is None or row.words is None:
        return
    for _field, question, value in answers(spec.fields, json.loads(row.words)):
        if question.kind in ("party", "parties"):
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


def level_findings(connection: Connection, case: Any, acts: Iterable[Act]) -> Iterator[Finding]:
    """Fold what the acts of a case did to papers, and report each paper of which something else is stored."""
    due: dict[int, InForce] = {}
    recorded: dict[int, str] = {}
    for act in acts:
        recorded[act.n] = act.level
        for n, effect in moves_of(act):
            due[n] = due.get(n, InForce(recorded.get(n, ""))).after(effect, act.n)
    stored = {
        row.n: InForce(row.level, row.before, bool(row.struck), row.by_n)
        for row in connection.execute(_STORED, {"of": case.id})
    }
    for n in sorted(due.keys() | stored.keys()):
        if due.get(n) != stored.get(n):
            sentence = _(
                "Case %(ref)s: who reads the paper of act %(n)s is stored as %(was)s and follows from the acts as "
                "%(now)s.",
                ref=case.ref,
                n=n,
                was=_told(stored.get(n)),
                now=_told(due.get(n)),
            )
            yield Finding("replay-differs", None, sentence)


def _told(one: InForce | None) -> str:
    if one is None:
        return _("it was recorded")
    return f"{one.level}{' ' + _('struck') if one.struck else ''}"
