"""Search: what a reader may see that holds some words, cases first; excerpts only of what is open to all who see it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from consult import casebook
from consult.casebook import act_of
from consult.casebook.values import Rows
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.library.rows import Named
from consult.library.shelf import Shelf
from consult.lunar.entries import Filters, Listed, list_entries
from consult.lunar.reader import PUBLIC_READER
from consult.pages.cases.lines import say_act, title_of_case
from consult.pages.cases.listing import subject_choices
from consult.search import FoundAct, Question, find_acts, find_cases, find_parties, read_question
from consult.search.folding import fold
from consult.standing import Standing
from consult.visibility import Viewer
from workflows import instruments
from workflows.kernel.frozen import dataclass
from workflows.kernel.subjects import SUBJECTS

CASES, ACTS = "cases", "acts"
MOST = 10
BEFORE, AFTER = 8, 24
"""Words of an excerpt on either side of the first that was looked for."""
_RUNS = re.compile(r"\w+|\W+")
Parts = tuple[tuple[str, bool], ...]
"""Pieces of a text, each with whether it was looked for."""


@dataclass(frozen=True, slots=True)
class CaseHit:
    """One case that was found."""

    ref: str
    title: str
    procedure: str
    state: str
    kind: str
    exercise: bool


@dataclass(frozen=True, slots=True)
class ActHit:
    """One act in whose filing or documents the words stand; no excerpt where the words are not open to all who see
    the act."""

    ref: str
    n: int
    case_title: str
    sentence: str
    at: datetime
    excerpts: tuple[tuple[str, Parts], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found; `part` is the one list that is shown alone, `before` its place where it does not begin anew."""

    title: str
    asked: str
    part: str
    before: str
    subject: str
    subjects: tuple[tuple[str, str], ...]
    is_asked: bool
    cases: tuple[CaseHit, ...] = ()
    more_cases: str | None = None
    acts: tuple[ActHit, ...] = ()
    more_acts: str | None = None
    activities: tuple[Named, ...] = ()
    parties: tuple[Named, ...] = ()
    procedures: tuple[Named, ...] = ()
    instruments: tuple[Named, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was found."""
        lists = (self.cases, self.acts, self.activities, self.parties, self.procedures, self.instruments)
        return not any(lists)


def search_page(
    conn: Connection,
    docket: Docket,
    shelf: Shelf,
    standing: Standing,
    *,
    asked: str,
    part: str,
    before: str,
    subject: str = "",
    size: int = MOST,
) -> SearchPage:
    """Search everything, or go on with one list. The same is asked of the database whatever there is to find.

    Long because: one line a list of the page, in the order in which it is read.
    """
    question, viewer = read_question(asked), Viewer.of(standing)
    subject = subject if subject in SUBJECTS else ""
    about = casebook.Subject.among(docket.forms, subject) if subject else None
    page = SearchPage(_("Search"), asked, part, before, subject, subject_choices(), bool(question))
    if not question:
        return page
    names = casebook.said_names(casebook.party_names(conn))
    cases = find_cases(conn, viewer, question, before=before if part == CASES else "", about=about, size=size)
    acts, more_acts = find_acts(conn, viewer, question, before=before if part == ACTS else "", about=about, size=size)
    whole = part not in (CASES, ACTS) and not about
    return replace(
        page,
        cases=tuple(_case_hits(conn, docket, cases.rows)) if part != ACTS else (),
        more_cases=cases.following,
        acts=tuple(_act_hit(conn, docket, one, question, names) for one in acts) if part != CASES else (),
        more_acts=more_acts,
        activities=_activities(conn, asked) if whole else (),
        parties=tuple(Named(row.key, row.name, "") for row in find_parties(conn, question)) if whole else (),
        procedures=tuple(_procedures(shelf, question))[:MOST] if whole else (),
        instruments=tuple(_instruments(question))[:MOST] if whole else (),
    )


def _case_hits(conn: Connection, docket: Docket, rows: Rows) -> Iterator[CaseHit]:
    for row in rows:
        procedure = docket.editions.of(conn, row.edition)
        state = law(procedure.state(row.state).title)
        yield CaseHit(row.ref, title_of_case(row), law(procedure.title), state, row.kind, row.exercise)


def _act_hit(conn: Connection, docket: Docket, found: FoundAct, question: Question, names: Mapping[str, str]) -> ActHit:
    row = found.row
    said = say_act(docket.editions.of(conn, row.edition), act_of(row), names)
    excerpts = tuple((kind, parts) for kind, words in found.texts if (parts := excerpt(words, question)))
    return ActHit(row.ref, row.n, title_of_case(row), said, row.recorded_at, excerpts)


def excerpt(text: str, question: Question) -> Parts:
    """Cut out of a text the first word that was looked for and some around it."""
    runs = _RUNS.findall(" ".join(text.split()))
    hits = [_is_hit(run, question) for run in runs]
    if True not in hits:
        return ()
    first = max(0, hits.index(True) - 2 * BEFORE)
    last = hits.index(True) + 2 * AFTER
    parts = tuple(zip(runs[first:last], hits[first:last], strict=True))
    start = (("… ", False),) if first else ()
    return (*start, *parts, *((("…", False),) if last < len(runs) else ()))


def _is_hit(run: str, question: Question) -> bool:
    words = fold(run)
    return any(
        word == given or (term.begins and word == term.words[-1] and given.startswith(word))
        for term in question.terms
        for word in term.words
        for given in words
    )


def _activities(conn: Connection, asked: str) -> tuple[Named, ...]:
    """Find activities of the register by what everybody reads of them; there a word is found by any part of it."""
    words = re.sub(r'["“”„«»*]', " ", asked)
    found = list_entries(conn, PUBLIC_READER, Filters(words=words), size=MOST).entries
    return tuple(Named(one.key, _titled(one), "") for one in found)


def _titled(one: Listed) -> str:
    """Name an activity, and say of an exercise that it is one."""
    title = one.title or one.key
    return _("Exercise: %(what)s", what=title) if one.exercise else title


def _procedures(shelf: Shelf, question: Question) -> Iterator[Named]:
    for volume in shelf:
        title, summary = law(volume.procedure.title), law(volume.procedure.summary)
        if question.meets(f"{title} {volume.procedure.title} {volume.procedure.key} {summary}"):
            yield Named(volume.procedure.key, title, "")


def _instruments(question: Question) -> Iterator[Named]:
    for key, one in instruments.instruments().items():
        if question.meets(f"{key} {one.title} {one.short} {law(one.title)}"):
            yield Named(key, law(one.title), "")
