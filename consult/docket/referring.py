"""A case that another case's act opens: built before anything is written, written with that act or not at all.

What is carried over is a list of references, frozen in the opening act of the new case: number, step, day and digest
of those acts that every party with a stake in the first case may see, and whoever opens the other one. A relation's own
acts are carried only where all of them are on it, a delegation's own and sealed ones never. Each reader of the new case
is shown what he may open.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, not_, select

from consult.docket import opening
from consult.docket.editions import Editions
from consult.docket.exercises import series_beside
from consult.docket.hands import hand_of
from consult.docket.taking import Beside, Work, nothing
from consult.i18n import _
from consult.models.cases import ACT, CASE_PARTY, CASES, FILING, FILING_BODY
from consult.models.levels import LEVEL, STRUCK
from consult.standing import Standing
from consult.visibility import AS_THE_ACT, Viewer, may_see_act, membership_of, pruned
from workflows import Form
from workflows.kernel.case import STEP, Act, Hand
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import levels_in
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import CONTENT, STANDING, Refusal, Refused
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Link
from workflows.kernel.terms import TermsError

BEGIN, ORIGIN, CARRIED = "begin", "origin", "carried"
"""Effects: of the act that opens another case, and of the opening act of that case."""
SHARED = ("C0", "C1", "C2", "C3")
"""Levels at which an act can be carried over, where every party may see it."""
OPEN_TO_ALL = ("C0", "C1", "C2")
"""Levels of a field that everybody who may see its paper may read."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A case that an act opens: the kind of link, its procedure, and the hand that files it."""

    kind: str
    procedure: Procedure
    by: Hand


@dataclass(frozen=True, slots=True)
class Referring:
    """Opens the cases that acts of others open: editions, the letters of references, the catalogue, the folder of the
    installation's own terms."""

    editions: Editions
    choose: Callable[[str], str]
    form_of: Callable[[str], Form]
    folder: Path

    def begun(
        self, act: Act, procedure: Procedure, standing: Standing, at: datetime, for_party: bool = False
    ) -> Begun | None:
        """Build what an act opens, if it opens anything; Refused where the terms do not fit or the mandate does not
        reach so far. With `for_party` anybody of the party would open it: who only clears sees what it does."""
        effects = act.effects_of(BEGIN) if act.kind == STEP else []
        if not effects:
            return None
        _word, kind, key, given = effects[0]
        built = _built(act, procedure, kind, self.form_of(key), self.folder, dict(given))
        by = hand_of(standing, built, at, for_party)
        if not by.capacities & {"draft", "dispatch", "office"} or not (standing.opens or for_party):
            title = _(self.form_of(key).title)
            sentence = _("Your mandate does not cover “%(title)s”, which this step opens.", title=title)
            raise Refused((Refusal(sentence, kind=STANDING),))
        return Begun(kind, built, by)

    def beside(self, work: Work, act: Act, standing: Standing, at: datetime, title: str) -> Callable[[], Beside]:
        """Give what writes the case that an act opens; Refused, while nothing is written yet, where there cannot be
        one."""
        begun = self.begun(act, work.before.procedure, standing, at)
        return partial(self._write, work, act, begun, standing, title) if begun else nothing

    def _write(self, work: Work, act: Act, begun: Begun, standing: Standing, title: str) -> Beside:
        """Write the new case once the act's own rows are there; its opening is sealed with them."""
        first, at = work.row, act.at
        case = opening.opened(begun.procedure, {begun.procedure.filer: (act.principal,)}, at)
        over = tuple((CARRIED, *entry) for entry in carried(work.connection, work, act.n, act.principal))
        written = opening.write_case(
            work.connection,
            case,
            begun.by,
            edition=self.editions.store(work.connection, begun.procedure, at),
            choose=self.choose,
            title=title,
            exercise=_is_exercise(work),
            series=series_beside(first.ref),
            person_id=standing.person_id,
            person=standing.name,
            for_name=standing.for_name,
            effects=((ORIGIN, begun.kind, first.ref, act.n), *over),
        )
        link = {"case_id": first.id, "kind": begun.kind, "other_ref": written.ref, "other_id": written.case_id}
        return Beside([(written.act_id, written.step)], [{**link, "act_n": act.n}])


def _built(act: Act, procedure: Procedure, kind: str, form: Form, folder: Path, given: Mapping[str, Any]) -> Procedure:
    try:
        built: Procedure = opening.build_on(form, opening.resolve_terms(form, folder, given), act.at.date())
    except TermsError as fault:
        asked = dict(_link_of(procedure, act.step, kind, form.key).terms)
        raise Refused((Refusal(str(fault), kind=CONTENT, field=asked.get(fault.key, "")),)) from fault
    return built


def _link_of(procedure: Procedure, step: str, kind: str, key: str) -> Link:
    links = (row.link for row in procedure.rows[step] if row.link)
    return next(link for link in links if (link.kind, link.procedure) == (kind, key))


def _is_exercise(work: Work) -> bool:
    return bool(work.connection.execute(select(CASES.c.exercise).where(CASES.c.id == work.row.id)).scalar_one())


PAPERS = (
    select(
        ACT.c.n,
        ACT.c.step,
        ACT.c.party,
        LEVEL.label("level"),
        STRUCK.label("struck"),
        ACT.c.track,
        ACT.c.file,
        ACT.c.recorded_at,
        ACT.c.basic,
        ACT.c.body,
        FILING_BODY.c.body.label("words"),
    )
    .select_from(ACT.outerjoin(FILING, FILING.c.act_id == ACT.c.id).outerjoin(FILING_BODY))
    .order_by(ACT.c.n)
)


def carried(connection: Connection, work: Work, before: int, opener: str) -> list[tuple[int, str, str, str]]:
    """List number, step, day and digest of the acts before one that every party with a stake may see, and the one that
    opens the other case too, which may have none."""
    parties = select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == work.row.id, CASE_PARTY.c.stake).distinct()
    viewers = [Viewer(party) for party in sorted({*connection.execute(parties).scalars(), opener})]
    readers = [(viewer, membership_of(connection, viewer, work.row)) for viewer in viewers]
    of_case = ACT.c.case_id == work.row.id, ACT.c.kind == STEP, ACT.c.n < before, LEVEL.in_(SHARED), not_(STRUCK)
    rows = connection.execute(PAPERS.where(*of_case)).all()
    shared = [row for row in rows if all(may_see_act(viewer, member, row) for viewer, member in readers)]
    return [reference(work.before.procedure, row) for row in shared]


def reference(procedure: Procedure, row: Any) -> tuple[int, str, str, str]:
    """Name an act by number, step, day in law, and the digest of what everybody who may see it may read."""
    act = Act.from_json(json.loads(row.body))
    return act.n, act.step, (act.day or act.on.date()).isoformat(), _open_digest(procedure, act, row.words)


def _open_digest(procedure: Procedure, act: Act, words: str | None) -> str:
    """Leave out what is for some alone: the digest of the whole would prove a guess of it."""
    spec = next((row.filing for row in procedure.rows.get(act.step, ()) if row.filing), None)
    narrow = {level for level in levels_in(spec.fields if spec else ()) if not _is_for_all(level, act.level)}
    if spec is None or not act.digest or not narrow:
        return act.digest
    if words is None:
        return ""
    return digest_of(pruned(spec.fields, json.loads(words), lambda level: level not in narrow))


def _is_for_all(level: str, of_act: str) -> bool:
    """Say whether whoever sees an act of a level reads the answers of a level in it."""
    return level == AS_THE_ACT or (level in OPEN_TO_ALL and level <= of_act)
