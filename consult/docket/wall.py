"""The wall between talks and evidence: what was said without prejudice is used nowhere else unless all parties agree.

A paper may not name a document that came to its author through such an act, nor such an act by its number, nor a room
by its reference. Only acts and cases that the author may see are looked at, so that no refusal tells of a room or an
offer that he does not know. What somebody said himself, without offering it, he may say elsewhere; a document that was
filed openly stays free. Not modelled: what is typed by hand, but for references.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, and_, select

from consult.docket.editions import Editions
from consult.docket.named import Asked, answers, fault
from consult.docket.values import Filed
from consult.documents.rows import digests_in
from consult.i18n import _
from consult.models.cases import ACT, CASES, DOCUMENT
from consult.standing import Standing
from consult.visibility import Viewer, act_condition, case_condition
from workflows.kernel.acts import Act
from workflows.kernel.fields import Field
from workflows.kernel.guards import Refusal, Refused
from workflows.kernel.procedure import Procedure
from workflows.kernel.rooms import LIFTED, is_lifted, is_without_prejudice
from workflows.kernel.summaries import load

REFERENCE = re.compile(r"(?<![A-Z0-9-])[A-Z][A-Z0-9]*-\d{4}-[2-9A-HJ-NP-Z]{6}(?![A-Z0-9])")
_ACTS = select(
    ACT.c.case_id,
    ACT.c.n,
    ACT.c.body,
    DOCUMENT.c.digest,
    CASES.c.ref,
    CASES.c.edition,
    CASES.c.summary,
).select_from(
    ACT.join(CASES, CASES.c.id == ACT.c.case_id).outerjoin(
        DOCUMENT, and_(DOCUMENT.c.case_id == ACT.c.case_id, DOCUMENT.c.act_n == ACT.c.n)
    )
)


def require_usable(
    connection: Connection, standing: Standing, case: Any, procedure: Procedure, filed: Filed, editions: Editions
) -> None:
    """Raise Refused (422) with the question at fault where a paper uses what was said without prejudice."""
    fields = next((row.filing.fields for row in procedure.rows.get(filed.step, ()) if row.filing), ())
    asked = list(answers(fields, filed.body or {}))
    if not asked:
        return
    wall = _Wall(connection, standing, case, procedure, filed.step, editions)
    faults = [*wall.documents(asked), *wall.acts(fields, filed.body or {}), *wall.rooms(asked)]
    if faults:
        raise Refused(tuple(faults))


class _Wall:
    """One paper before the wall: who files what in which case."""

    def __init__(
        self, connection: Connection, standing: Standing, case: Any, procedure: Procedure, step: str, editions: Editions
    ) -> None:
        self.connection, self.standing, self.case = connection, standing, case
        self.procedure, self.editions = procedure, editions
        self.is_marked = step in procedure.without_prejudice
        self.stays_here = self.is_marked or procedure.room is not None
        self.naming = procedure.naming.get(step, "")

    @cached_property
    def viewer(self) -> Viewer:
        """For whom acts and rooms are looked up; most papers name none."""
        return Viewer.of(self.standing)

    def documents(self, asked: Sequence[Asked]) -> Iterator[Refusal]:
        """Find documents that came without prejudice and by no open way."""
        named = [
            (field, digest)
            for field, question, value in asked
            if question.kind == "document"
            for digest in sorted(digests_in(value))
        ]
        if not named:
            return
        held = self._held(self._seen(DOCUMENT.c.digest.in_({digest for _field, digest in named})))
        yield from (fault(field, held[digest]) for field, digest in named if digest in held)

    def _held(self, rows: Iterable[Any]) -> dict[str, str]:
        """Give why each document is held back, but for those that are free by another act."""
        free: set[str] = set()
        held: dict[str, str] = {}
        for row in rows:
            if (why := self._why_not(row)) is None:
                free.add(row.digest)
            elif why:
                held.setdefault(row.digest, why)
        return {digest: why for digest, why in held.items() if digest not in free}

    def _why_not(self, row: Any) -> str | None:
        """Say why what an act brought may not be used here: None where the act was open or made so, nothing where it
        may be used here all the same."""
        procedure, act = self.editions.of(self.connection, row.edition), Act.from_json(json.loads(row.body))
        if not is_without_prejudice(procedure, act) or is_lifted(load(procedure, row.summary), act):
            return None
        if row.case_id == self.case.id and self.stays_here:
            return ""
        if act.principal == self.standing.party_key and (self.is_marked or not _is_offer(procedure, act)):
            return ""
        where = {"number": row.n, "ref": row.ref}
        if _may_be_lifted(procedure):
            return _(
                "This was said without prejudice in act %(number)s of %(ref)s. It may be used elsewhere only when all "
                "parties agree to it there.",
                **where,
            )
        return _("This was said without prejudice in act %(number)s of %(ref)s, and stays there.", **where)

    def acts(self, fields: Sequence[Field], body: Mapping[str, Any]) -> Iterator[Refusal]:
        """Find the act that a paper names by its number, where it was made without prejudice."""
        field = next((one for one in fields if one.key == self.naming), None)
        number = body.get(self.naming)
        if field is None or not isinstance(number, int) or not self.procedure.without_prejudice:
            return
        for row in self._seen(and_(ACT.c.case_id == self.case.id, ACT.c.n == number))[:1]:
            if why := self._why_not(row):
                yield fault(field, why)

    def rooms(self, asked: Sequence[Asked]) -> Iterator[Refusal]:
        """Find references of rooms outside the room itself."""
        found = [(field, ref) for field, question, value in asked if not question.of for ref in _references(value)]
        others = {ref for _field, ref in found} - {self.case.ref}
        if not others:
            return
        query = select(CASES.c.ref, CASES.c.edition).where(CASES.c.ref.in_(others), case_condition(self.viewer))
        rows = self.connection.execute(query)
        rooms = {row.ref for row in rows if self.editions.of(self.connection, row.edition).room is not None}
        sentence = _("This names a room, and nothing outside a room may tell that it exists.")
        yield from (fault(field, sentence) for field in dict.fromkeys(one for one, ref in found if ref in rooms))

    def _seen(self, which: Any) -> Sequence[Any]:
        query = _ACTS.where(which, case_condition(self.viewer), act_condition(self.viewer))
        return self.connection.execute(query.order_by(ACT.c.id)).all()


def _is_offer(procedure: Procedure, act: Act) -> bool:
    """Say whether an act offers something or answers an offer."""
    keys = (act.track or "", *(str(effect[1]) for effect in act.effects_of("open")))
    return any(key.partition(":")[0] in procedure.offered_on for key in keys)


def _may_be_lifted(procedure: Procedure) -> bool:
    return any(LIFTED in row.flags for row in procedure.steps)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from REFERENCE.findall(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
