"""Texts that parties recorded in a case, in editions: the last one may give a term of a case that is opened later.

Generic over procedures: a step says that what it files is such a text, a term says of which procedure it takes one.
Only a party to the case may build on its text; for everybody else there is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Engine, select

from consult import casebook, db
from consult.casebook.own import own_condition
from consult.docket.editions import Editions
from consult.docket.exercises import says_unlike
from consult.i18n import _
from consult.models.cases import CASES
from consult.standing import Standing
from consult.visibility import Viewer, case_condition, membership_of
from workflows.kernel.acts import STEP, Act
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.terms import Recorded, Terms, TermsError

MOST = 200
"""How many cases with recorded texts are offered; whoever has more names the reference."""


@dataclass(frozen=True, slots=True)
class RecordedEdition:
    """One edition of a text: its number, the act that completed it, the digest and the words, and what they answer."""

    number: int
    act: Act
    digest: str
    body: Mapping[str, Any]
    asks: FilingSpec


@dataclass(frozen=True, slots=True)
class RecordedText:
    """A case with the editions of its text, the first one first."""

    case: Any
    editions: tuple[RecordedEdition, ...]

    @property
    def last(self) -> RecordedEdition:
        """The edition that holds."""
        return self.editions[-1]

    @property
    def title(self) -> str:
        """The title that the last edition gives, else that of the case."""
        named = (self.last.body.get(one.key) for one in self.last.asks.fields if one.fills == "title")
        return str(next(filter(None, named), self.case.title))


def with_recorded(
    engine: Engine,
    editions: Editions,
    standing: Standing,
    terms: type[Terms],
    proposed: Mapping[str, Any],
    exercise: bool = False,
) -> dict[str, Any]:
    """Put the recorded text itself where a proposed term names the case of one; TermsError where there is none, or
    where one of the two cases is an exercise and the other is not."""
    given = dict(proposed)
    for spec in fields(terms):
        of, value = spec.metadata.get("recorded", ""), given.get(spec.name)
        if not of or value is None or value in spec.metadata["options"]:
            continue
        with db.reading(engine) as conn:
            found = recorded_text(conn, editions, standing, of, str(value))
        if found is None:
            sentence = _("No recorded text of your party has the reference “%(ref)s”.", ref=str(value)[:80])
            raise TermsError(spec.name, sentence)
        if found.case.exercise != exercise:
            raise TermsError(spec.name, says_unlike(found.case.ref, is_exercise=exercise))
        last = found.last
        given[spec.name] = Recorded(found.case.ref, last.number, last.digest, last.body).plain()
    return given


def recorded_text(
    conn: Connection, editions: Editions, standing: Standing, procedure: str, ref: str
) -> RecordedText | None:
    """Find the recorded text of a case to which one's party is a party; None where there is no such text."""
    query = select(CASES).where(CASES.c.ref == ref, CASES.c.procedure == procedure)
    row = conn.execute(query.where(case_condition(Viewer.of(standing)))).first()
    return _text(conn, editions, Viewer.of(standing), row) if row is not None else None


def recorded_texts(conn: Connection, editions: Editions, standing: Standing, procedure: str) -> Sequence[RecordedText]:
    """List the recorded texts of the cases of a procedure to which one's party is a party, the newest first."""
    viewer = Viewer.of(standing)
    query = select(CASES).where(CASES.c.procedure == procedure, case_condition(viewer))
    query = query.where(own_condition(viewer, CASES.c.id))  # what is public of others takes no place
    rows = conn.execute(query.order_by(CASES.c.id.desc()).limit(MOST)).all()
    found = (_text(conn, editions, viewer, row) for row in rows)
    return [text for text in found if text is not None]


def _text(conn: Connection, editions: Editions, viewer: Viewer, row: Any) -> RecordedText | None:
    if not membership_of(conn, viewer, row).is_party:
        return None
    procedure = editions.of(conn, row.edition)
    steps = {step.key for step in procedure.steps if step.records}
    done = [one for one in casebook.papers_of(conn, viewer, row, steps) if one.act.kind == STEP and one.paper]
    found = tuple(
        RecordedEdition(n, one.act, one.paper.digest, one.paper.body or {}, _asked(procedure, one.act.step))
        for n, one in enumerate(done, 1)
        if one.paper
    )
    return RecordedText(row, found) if found and found[-1].body else None


def _asked(procedure: Procedure, step: str) -> FilingSpec:
    return next(row.filing for row in procedure.rows[step] if row.filing)
