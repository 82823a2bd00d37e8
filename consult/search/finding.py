"""Answers to a question: cases, then acts by what was filed with them, each through the one policy of visibility.

What may not be seen is looked for by the same statements as what is not there, and is never counted: a page says that
there is more, and no more. Nothing is ranked by how often a word occurs, since hidden texts would weigh in.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, false, select, text

from consult.casebook.subjects import Subject, subject_condition
from consult.casebook.values import Listed, Rows
from consult.log import reads
from consult.models.cases import ACT, CASES
from consult.models.levels import AS_SEEN, LEVEL
from consult.models.parties import PARTY
from consult.models.search import SEARCH_TEXT
from consult.search.asking import Question
from consult.visibility import Viewer, act_condition, case_condition, field_condition
from workflows.kernel.frozen import dataclass

PAGE = 10
LONGEST_NUMBER = 10
"""Digits of a number that no case has so many acts for."""
_MATCHES = {
    "sqlite": text("SELECT rowid AS id FROM search_index WHERE search_index MATCH :question"),
    "postgresql": text("SELECT id FROM search_index WHERE words @@ CAST(:question AS tsquery)"),
}
_SHARED = ("C0", "C1", "C2")


@dataclass(frozen=True, slots=True)
class FoundAct:
    """An act in whose filing or documents the words stand; excerpts only of what is open to all who see the act."""

    row: Any
    texts: tuple[tuple[str, str], ...]
    """Kind and words of each text."""


def _matching(connection: Connection, question: Question) -> ColumnElement[bool]:
    """Give the condition that the index holds the words of a row; nothing is found where nothing is asked."""
    if not question:
        return false()
    dialect = connection.dialect.name
    asked = question.for_sqlite if dialect == "sqlite" else question.for_postgres
    found = _MATCHES[dialect].bindparams(question=asked).columns(SEARCH_TEXT.c.id).subquery()
    return SEARCH_TEXT.c.id.in_(select(found.c.id))


def find_cases(
    connection: Connection,
    viewer: Viewer,
    question: Question,
    *,
    before: str = "",
    size: int = PAGE,
    about: Subject | None = None,
) -> Listed:
    """Find cases by reference, title and who takes part, the newest first, with `about` those of one legal subject;
    `before` is the last one of the page before, and an unknown one begins anew."""
    start = connection.execute(select(CASES.c.id).where(CASES.c.ref == before, case_condition(viewer))).scalar()
    query = select(CASES).select_from(SEARCH_TEXT.join(CASES, CASES.c.id == SEARCH_TEXT.c.case_id))
    query = query.where(SEARCH_TEXT.c.kind == "case", _matching(connection, question), case_condition(viewer))
    if about:
        query = query.where(subject_condition(about))
    if start is not None:
        query = query.where(CASES.c.id < start)
    rows = connection.execute(query.order_by(CASES.c.id.desc()).limit(size + 1)).all()
    for row in rows[:size]:
        reads.note(connection, reads.act_paper(row.ref, 0), row.existence)
    return Listed(rows[:size], rows[size - 1].ref if len(rows) > size else None)


def find_acts(
    connection: Connection,
    viewer: Viewer,
    question: Question,
    *,
    before: str = "",
    size: int = PAGE,
    about: Subject | None = None,
) -> tuple[tuple[FoundAct, ...], str | None]:
    """Find acts by what was filed with them, the newest first, with `about` in cases of one legal subject;
    `before` names the last one of the page before by reference and number. Gives them, and where the next begins."""
    start = place_of(connection, viewer, before)
    open_to = _open_to(viewer, about)
    query = select(ACT.c.id).select_from(_TEXTS).where(_matching(connection, question), *open_to)
    if start is not None:
        query = query.where(ACT.c.id < start)
    found = connection.execute(query.distinct().order_by(ACT.c.id.desc()).limit(size + 1)).scalars().all()
    acts = connection.execute(_ACTS.where(ACT.c.id.in_(found[:size])).order_by(ACT.c.id.desc())).all()
    matching = select(ACT.c.id, LEVEL.label("act_level"), *_TEXT_COLUMNS).select_from(_TEXTS)
    texts = connection.execute(
        matching.where(ACT.c.id.in_(found[:size]), _matching(connection, question), *open_to).order_by(SEARCH_TEXT.c.id)
    ).all()
    lines = tuple(_found(connection, row, texts) for row in acts)
    more = len(found) > size
    return lines, f"{acts[-1].ref}/{acts[-1].n}" if more else None


def place_of(connection: Connection, viewer: Viewer, named: str) -> int | None:
    """Find where an act stands among all, by reference and number; None for one that may not be seen."""
    ref, _slash, number = named.rpartition("/")
    n = int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else -1
    found: int | None = connection.execute(_number(viewer, ref, n)).scalar()
    return found


def _open_to(viewer: Viewer, about: Subject | None) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions under which a viewer may read a text, with `about` of cases of one legal subject."""
    seen = (case_condition(viewer), act_condition(viewer), field_condition(viewer, SEARCH_TEXT.c.level))
    return (*seen, subject_condition(about)) if about else seen


_TEXTS = SEARCH_TEXT.join(ACT, ACT.c.id == SEARCH_TEXT.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id)
_TEXT_COLUMNS = (SEARCH_TEXT.c.kind.label("text_kind"), SEARCH_TEXT.c.level.label("text_level"), SEARCH_TEXT.c.words)
_ACTS = select(*AS_SEEN, CASES.c.ref, CASES.c.title, CASES.c.edition).select_from(
    ACT.join(CASES, CASES.c.id == ACT.c.case_id)
)


def _number(viewer: Viewer, ref: str, n: int) -> Select[Any]:
    """Ask for the number of an act that a viewer may see."""
    query = select(ACT.c.id).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    return query.where(CASES.c.ref == ref, ACT.c.n == n, case_condition(viewer), act_condition(viewer))


def _found(connection: Connection, act: Any, texts: Collection[Any]) -> FoundAct:
    """Put an act and its texts together; that words of a level of their own stand in it is a reading of them."""
    mine = [one for one in texts if one.id == act.id]
    reads.note(connection, reads.act_paper(act.ref, act.n), max((act.level, *(one.text_level for one in mine))))
    shown = [one for one in mine if act.level in _SHARED and one.text_level <= act.level]
    return FoundAct(act, tuple((one.text_kind, one.words) for one in shown))


def find_parties(connection: Connection, question: Question, *, size: int = PAGE) -> Rows:
    """Find parties by key and name; they are few, and known to everybody."""
    rows = connection.execute(select(PARTY.c.key, PARTY.c.name, PARTY.c.kind).order_by(PARTY.c.name)).all()
    return [row for row in rows if question.meets(f"{row.name} {row.key}")][:size]
