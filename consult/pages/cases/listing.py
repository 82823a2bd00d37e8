"""The list of cases, and the page on which a new one is opened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.desk import View, find_view, list_views
from consult.digests import draw_secret
from consult.docket import Docket, Seen
from consult.docket.prepared import choosable, chosen_terms
from consult.docket.recorded import recorded_texts
from consult.i18n import _
from consult.log.reads import act_paper, note
from consult.pages.cases.clocks import comes_too_late
from consult.pages.cases.filters import DUE, KINDS, ROLES, CaseFilters, fitted, view_is_gone
from consult.pages.cases.filters import EXERCISE as EXERCISES_OR_NOT
from consult.pages.cases.grouped import FormChoice, FormGroup, choice_of, grouped
from consult.pages.cases.limits import NextDate
from consult.pages.cases.lines import title_of_case
from consult.pages.fields import FormField, Option
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows import Form
from workflows.kernel.frozen import dataclass
from workflows.kernel.subjects import FACT, SUBJECTS
from workflows.kernel.summaries import load
from workflows.kernel.terms import TermsError
from workflows.kernel.words import humanise

SUBJECTS_ASKED = "subjects_asked"
"""What a form sends along that asks for legal subjects, since none may be chosen."""
EXERCISE = "exercise"
"""What may be chosen of exercises; anything else is both."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in the list."""

    ref: str
    title: str
    procedure: str
    filer: str
    state: str
    kind: str
    agency: bool
    opened_on: datetime
    next: NextDate | None
    too_late: bool
    exercise: bool


@dataclass(frozen=True, slots=True)
class ListChoices:
    """What the list can be narrowed to, each with its key and its words."""

    kinds: tuple[tuple[str, str], ...]
    procedures: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    due: tuple[tuple[str, str], ...]
    exercise: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CasesPage:
    """The cases that a viewer may know of, a page at a time."""

    title: str
    lines: tuple[CaseLine, ...]
    following: str | None
    filters: CaseFilters
    choices: ListChoices
    misfits: tuple[str, ...]
    view: View | None
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class NewCasePage:
    """Choose a procedure, or fill in the terms of the one chosen."""

    title: str
    groups: tuple[FormGroup, ...]
    chosen: FormChoice | None
    fields: tuple[FormField, ...]
    problem: str = ""
    once: str = ""
    """The number of this form, so that pressing twice opens one case."""


def cases_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    asked: CaseFilters,
    now: datetime,
    *,
    before: str | None = None,
    view: str = "",
    size: int = casebook.PAGE_SIZE,
) -> CasesPage:
    """Draw up one page of the list, narrowed as asked or, where that is nothing, as a saved view says.

    Long because: one line a field of the page, in the order in which it is read.
    """
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    saved = find_view(conn, standing, view) if view else None
    if saved is not None and not asked.chosen:
        asked = CaseFilters.of(saved.filters)
    procedures = {key: law(form.title) for key, form in docket.forms.items()}
    filters, misfits = fitted(asked, procedures, names)
    listed = casebook.list_cases(conn, viewer, before=before, size=size, **filters.asked(now, docket.forms))
    dates = casebook.next_dates(conn, viewer, [row.id for row in listed.rows])
    late = _too_late(conn, docket, viewer, listed.rows)
    return CasesPage(
        _("Cases"),
        tuple(_line(conn, docket, row, names, NextDate.of(dates.get(row.id)), row.id in late) for row in listed.rows),
        listed.following,
        filters,
        _choices(procedures, names, standing),
        misfits if saved or not view else (view_is_gone(), *misfits),
        saved,
        list_views(conn, standing),
    )


def _choices(procedures: Mapping[str, str], names: Mapping[str, str], standing: Standing) -> ListChoices:
    parties = tuple((key, name) for key, name in names.items() if key != standing.party_key)
    fixed = (tuple((key, str(words)) for key, words in of.items()) for of in (KINDS, ROLES, DUE, EXERCISES_OR_NOT))
    kinds, roles, due, exercise = fixed
    return ListChoices(kinds, tuple(procedures.items()), parties, roles, due, exercise, subject_choices())


def _too_late(conn: Connection, docket: Docket, viewer: Viewer, rows: Sequence[Any]) -> set[int]:
    """Say in which cases a period that the viewer may see runs past the date of the activity."""
    forms = {row.id: docket.editions.of(conn, row.edition) for row in rows if row.kind == "open"}
    dated = {row.id: row for row in rows if row.id in forms and any(s.until for s in forms[row.id].standards)}
    found = set()
    for case_id, keys in (casebook.running_keys(conn, viewer, list(dated)) if dated else {}).items():
        row = dated[case_id]
        seen = Seen(row, load(forms[case_id], row.summary), row.edition)
        if comes_too_late(seen, (limit for key, limit in seen.case.limits.items() if key in keys)):
            found.add(case_id)
    return found


def _line(
    conn: Connection, docket: Docket, row: Any, names: Mapping[str, str], next_date: NextDate | None, late: bool
) -> CaseLine:
    procedure = docket.editions.of(conn, row.edition)
    note(conn, act_paper(row.ref, 0), row.existence)
    return CaseLine(
        row.ref,
        title_of_case(row),
        law(procedure.title),
        names.get(row.filer, row.filer),
        law(procedure.state(row.state).title),
        row.kind,
        row.at_level == "agency",
        row.opened_on,
        next_date,
        late,
        row.exercise,
    )


def new_case_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    chosen: str | None,
    given: Mapping[str, Sequence[str]] | None = None,
    fault: TermsError | None = None,
) -> NewCasePage:
    """Draw up the choice of procedures, or the terms of the chosen one, with the recorded texts that may give one and
    the term that does not fit; rooms are opened from the case beside which they stand."""
    groups = grouped(form for form in docket.forms.values() if not form.rooms_by)
    if chosen is None:
        return NewCasePage(_("New notice"), groups, None, ())
    form = _form(docket, chosen)
    asked = _fields(conn, docket, standing, form, given or {})
    once = "".join((given or {}).get("once", ())) or draw_secret()
    return NewCasePage(_("New notice"), groups, choice_of(form), _placed(asked, fault), str(fault or ""), once)


def _placed(asked: tuple[FormField, ...], fault: TermsError | None) -> tuple[FormField, ...]:
    """Put the reason against a term at its question."""
    return tuple(replace(one, error=fault.reason) if fault and one.name == fault.key else one for one in asked)


def _form(docket: Docket, key: str) -> Form:
    """Find a procedure that is opened by itself, or refuse as unknown."""
    form = docket.form(key)
    if form.rooms_by:
        raise Unknown
    return form


def _fields(
    conn: Connection, docket: Docket, standing: Standing, form: Form, given: Mapping[str, Sequence[str]]
) -> tuple[FormField, ...]:
    """Ask for a working title, and for each term that is a choice; periods stay what installation and agreement set."""
    asked = [
        FormField(
            "title",
            _("Working title"),
            given=tuple(given.get("title", ())),
            help=_("Seen by your own party until the notice gives its own."),
        )
    ]
    if not docket.exercise:  # where all of it is one, there is nothing to choose
        asked.append(exercise_asked(tuple(given.get(EXERCISE, ()))))
    for spec in choosable(form):
        recorded = _recorded(conn, docket, standing, spec.metadata["recorded"])
        asked.append(_asked(spec, tuple(given.get(spec.name, ())), tuple(recorded)))
    asked.append(_subjects_asked(form, subjects_given(given)))
    return tuple(asked)


def subject_choices() -> tuple[tuple[str, str], ...]:
    """Give the legal subjects, each with its words."""
    return tuple((key, law(words)) for key, words in SUBJECTS.items())


def subjects_given(given: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    """Read the legal subjects that were chosen; None where they were not asked for."""
    return tuple(given.get(FACT, ())) if SUBJECTS_ASKED in given else None


def _subjects_asked(form: Form, given: tuple[str, ...] | None) -> FormField:
    """Ask what the case is about in law, with what is usual in the procedure chosen already."""
    options = tuple(Option(key, words) for key, words in subject_choices())
    told = _("Cases are found by them, and nothing is decided by them.")
    chosen = form.subjects if given is None else given
    return FormField(FACT, _("Legal subjects"), "choices", chosen, options, required=False, help=told)


def exercise_asked(given: tuple[str, ...]) -> FormField:
    """Ask whether a case is an exercise."""
    told = _(
        "The same procedure in a number series of its own, marked wherever it stands. No message leaves the product."
    )
    return FormField(EXERCISE, _("This is an exercise"), "yes_no", given, required=False, help=told)


def _asked(spec: Field[Any], given: tuple[str, ...], recorded: tuple[Option, ...]) -> FormField:
    """Ask for a term that is a choice: recorded texts first, then what is shipped."""
    labels, name = spec.metadata["labels"], spec.name
    shipped = tuple(Option(o, law(labels.get(o, "")) or humanise(o)) for o in spec.metadata["options"])
    label = law(spec.metadata["words"]) or humanise(name)
    return FormField(name, label, "choice", given or (str(spec.default),), (*recorded, *shipped))


def _recorded(conn: Connection, docket: Docket, standing: Standing, procedure: str) -> Iterator[Option]:
    """Offer the texts that one's party recorded with others, each by the reference of its case."""
    texts = recorded_texts(conn, docket.editions, standing, procedure) if procedure else ()
    for one in texts:
        ref, number = one.case.ref, one.last.number
        yield Option(ref, _("%(title)s (%(ref)s, edition %(number)s)", title=one.title, ref=ref, number=number))


def proposed_terms(docket: Docket, key: str, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Read the terms that differ from the procedure's own."""
    return chosen_terms(_form(docket, key), given)
