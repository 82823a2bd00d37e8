"""The list of cases, and the page on which a new one is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.pages.cases.lines import title_of_case
from consult.pages.fields import FormField, Option
from consult.standing import Standing
from consult.visibility import Viewer
from workflows import Form
from workflows.kernel.terms import Terms
from workflows.kernel.words import humanise


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
    next_at: datetime | None
    exercise: bool


@dataclass(frozen=True, slots=True)
class CasesPage:
    """The cases that a viewer may know of, a page at a time."""

    title: str
    lines: tuple[CaseLine, ...]
    following: int | None
    words: str
    kind: str
    procedure: str
    procedures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormChoice:
    """One procedure under which a case may be opened."""

    key: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class NewCasePage:
    """Choose a procedure, or fill in the terms of the one chosen."""

    title: str
    choices: tuple[FormChoice, ...]
    chosen: FormChoice | None
    fields: tuple[FormField, ...]
    problem: str = ""


def cases_page(
    conn: Connection, docket: Docket, standing: Standing, *, before: int | None, words: str, kind: str, procedure: str
) -> CasesPage:
    """Draw up one page of the list."""
    viewer = Viewer.of(standing)
    listed = casebook.list_cases(
        conn, viewer, before=before, kind=kind or None, procedure=procedure or None, words=words
    )
    names = casebook.party_names(conn)
    dates = casebook.next_dates(conn, viewer, [row.id for row in listed.rows])
    lines = tuple(_line(conn, docket, row, names, dates.get(row.id)) for row in listed.rows)
    procedures = tuple((key, law(form.title)) for key, form in docket.forms.items())
    return CasesPage(_("Cases"), lines, listed.following, words, kind, procedure, procedures)


def _line(conn: Connection, docket: Docket, row: Any, names: Mapping[str, str], next_at: datetime | None) -> CaseLine:
    procedure = docket.editions.of(conn, row.edition)
    return CaseLine(
        row.ref,
        title_of_case(row),
        law(procedure.title),
        names.get(row.filer, row.filer),
        law(procedure.state(row.state).title),
        row.kind,
        row.at_level == "agency",
        row.opened_on,
        next_at,
        row.exercise,
    )


def new_case_page(
    docket: Docket, chosen: str | None, given: Mapping[str, Sequence[str]] | None = None, problem: str = ""
) -> NewCasePage:
    """Draw up the choice of procedures, or the terms of the chosen one."""
    choices = tuple(_choice(form) for form in docket.forms.values())
    if chosen is None:
        return NewCasePage(_("New notice"), choices, None, ())
    form = docket.form(chosen)
    return NewCasePage(_("New notice"), choices, _choice(form), _fields(form.terms, given or {}), problem)


def _choice(form: Form) -> FormChoice:
    return FormChoice(form.key, law(form.title), law(form.with_defaults().summary))


def _fields(terms: type[Terms], given: Mapping[str, Sequence[str]]) -> tuple[FormField, ...]:
    """Ask for a working title, and for each term that is a choice; periods stay what installation and agreement set."""
    asked = [
        FormField(
            "title",
            _("Working title"),
            given=tuple(given.get("title", ())),
            help=_("Seen by your own party until the notice gives its own."),
        )
    ]
    for spec in fields(terms):
        options, labels = spec.metadata.get("options", ()), spec.metadata.get("labels", {})
        if options:
            chosen = tuple(given.get(spec.name, ())) or (str(spec.default),)
            label = law(spec.metadata.get("words", "")) or humanise(spec.name)
            asked.append(
                FormField(
                    spec.name,
                    label,
                    "choice",
                    chosen,
                    tuple(Option(o, law(labels.get(o, "")) or humanise(o)) for o in options),
                )
            )
    return tuple(asked)


def proposed_terms(docket: Docket, key: str, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Read the terms that differ from the procedure's own."""
    found = {}
    for spec in fields(docket.form(key).terms):
        value = next(iter(given.get(spec.name, ())), "")
        if spec.metadata.get("options") and value and value != spec.default:
            found[spec.name] = value
    return found
