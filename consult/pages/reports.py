"""The report builder: what is asked, the cases in scope with what is told of each, and the report as it would be."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Connection

from consult.citations import law
from consult.docket import Docket
from consult.documents.official.html import write_fragment
from consult.documents.official.pdf import missing_signs
from consult.i18n import LANGUAGE_NAMES, _, ngettext
from consult.pages.fields import FormField, Given, Option, fill
from consult.refusals import Malformed
from consult.reports.building import build_report, read_facts
from consult.reports.drawings import FORMATS
from consult.reports.matters import Facts, Matter
from consult.reports.naming import procedure_title, stage_title
from consult.reports.releasing import is_sealed
from consult.reports.scope import Reach, Scope
from consult.reports.values import Report
from consult.reports.writing import numbers_of, write_document
from consult.visibility import Viewer
from workflows import reporting
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in scope: where it stands, who is in it, whether it is told, and whose consent is missing if not."""

    ref: str
    procedure: str
    stage: str
    parties: tuple[str, ...]
    is_public: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A number of a report: as the annex names it, its sentence, and how many acts stand behind it."""

    number: str
    key: str
    value: int
    sentence: str
    acts: int
    reckoned: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report as it would be now, for its author: the document, its figures, the cases it tells and withholds."""

    document: Markup
    digest: str
    at: datetime
    figures: tuple[FigureLine, ...]
    told: tuple[CaseLine, ...]
    withheld: tuple[CaseLine, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuilderPage:
    """The questions, and the report that they give where they can be answered."""

    title: str
    fields: tuple[FormField, ...]
    asked: Mapping[str, str]
    formats: tuple[Option, ...]
    drawn: Drawn | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """An act behind a figure: its case and number, its day, its entry in the log and the checkpoint over it."""

    case: str
    act: int
    on: datetime
    entry: int | None
    checkpoint: int | None


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One figure with the acts that it was made from."""

    title: str
    line: FigureLine
    acts: tuple[SourceLine, ...]
    back: str
    digest: str


QUESTIONS = ("title", "session", "item", "kind", "since", "until", "reach", "cases", "language")


def builder_page(
    given: Given, errors: Mapping[str, str], today: date, drawn: Drawn | None = None, fault: str = ""
) -> BuilderPage:
    """Ask for a report, and show it where it could be drawn up."""
    fields = _fields(today)
    first = {one.name: one.given for one in fields}
    filled = fill(fields, {**first, **given} if given or errors else {}, errors)
    asked = {one.name: one.value for one in filled if one.value}
    return BuilderPage(_("New report"), filled, asked, formats(), drawn, fault)


def formats() -> tuple[Option, ...]:
    """Name the forms in which a report leaves."""
    words = (_("HTML"), _("Word"), _("PDF"), _("Tables (CSV)"), _("Workbook (XLSX)"), _("Machine form (JSON)"))
    return tuple(Option(form, label) for form, label in zip(FORMATS, words, strict=True))


def _fields(today: date) -> tuple[FormField, ...]:
    """Ask session, item, kind, period, cases and title.

    Long because: one line a question.
    """
    coming = [one for one in reporting.sessions() if one.ends >= today]
    sessions = tuple(Option(one.key, _session(one)) for one in coming)
    items = tuple(Option(one.key, f"{one.body}: {law(one.title)}") for one in reporting.items())
    kinds = tuple(Option(one.key, law(one.title)) for one in reporting.kinds())
    languages = tuple(Option(code, name) for code, name in LANGUAGE_NAMES.items())
    case_help = _("References with commas between them. Left open: all in which you take part, and the public ones.")
    return (
        FormField("session", _("Session"), "choice", (coming[0].key,) if coming else (), sessions),
        FormField("item", _("Agenda item"), "choice", (), items, help=_("One of the same body. Titles vary by year.")),
        FormField("kind", _("Kind of submission"), "choice", (reporting.kinds()[0].key,), kinds),
        FormField("since", _("First day of the period (UTC)"), "date", (today.replace(month=1, day=1).isoformat(),)),
        FormField("until", _("Last day of the period (UTC)"), "date", (today.isoformat(),)),
        FormField("cases", _("Cases in scope"), required=False, help=case_help),
        FormField("reach", _("For whom"), "choice", (str(Reach.PUBLIC),), _reaches()),
        FormField("title", _("Title of the document"), required=False, help=_("Left open: that of the kind.")),
        FormField("language", _("Language of the document"), "choice", ("en",), languages),
    )


def _session(one: Any) -> str:
    days = f"{one.starts.isoformat()} – {one.ends.isoformat()}"
    return _("%(title)s (%(days)s, expected)", title=one.title, days=days) if one.expected else f"{one.title} ({days})"


def _reaches() -> tuple[Option, ...]:
    return (
        Option(str(Reach.PUBLIC), _("Everybody: C0, and what was released for it")),
        Option(str(Reach.PARTIES), _("The parties to the cases: C0 to C2")),
        Option(str(Reach.FULL), _("Your own delegation: all that you may read")),
    )


def tellable(connection: Connection, docket: Docket, scope: Scope, viewer: Viewer) -> tuple[Scope, Facts]:
    """Give the scope without those of its cases that cannot be told, and what was read for it; Malformed for a scope
    that cannot be."""
    facts = read_facts(connection, scope, viewer, docket.forms, exercise=docket.exercise)
    if scope.cases is None:
        return scope, facts
    told = {one.ref for one in facts.told}
    return replace(scope, cases=tuple(ref for ref in scope.cases if ref in told)), facts


def drawn_report(
    connection: Connection, docket: Docket, scope: Scope, viewer: Viewer, previous: Any = None
) -> tuple[Drawn, Report]:
    """Draw up a report as it would be now. Raises Malformed for what cannot be.

    Long because: one line a part of what is drawn.
    """
    told_scope = scope
    withheld: tuple[Matter, ...] | None = None
    if scope.cases is not None:
        told_scope, facts = tellable(connection, docket, scope, viewer)
        withheld = facts.withheld
        if not told_scope.cases:
            raise Malformed({"cases": _nothing(scope, facts)})
    report = build_report(
        connection, told_scope, viewer, forms=docket.forms, exercise=docket.exercise, previous=previous
    )
    facts = report.facts or Facts(scope, (), (), {})
    kept = tuple(one for one in (withheld if withheld is not None else facts.withheld) if not is_sealed(one))
    document = write_document(report)
    drawn = Drawn(
        write_fragment(document, 3),
        report.digest,
        scope.at,
        figure_lines(report),
        tuple(case_line(one, facts) for one in facts.told),
        tuple(case_line(one, facts) for one in kept),
        tuple(_warnings(report, len(kept), scope, told_scope, missing_signs(document))),
    )
    return drawn, report


def _nothing(scope: Scope, facts: Facts) -> str:
    """Say that none of the cases named can be told, and whose consent is missing."""
    whose = sorted({name for one in facts.withheld for name in case_line(one, facts).missing})
    refs = ", ".join(scope.cases or ())
    if not whose:
        return _("None of these cases can be told: %(cases)s.", cases=refs)
    return _(
        "None of these cases can be told: %(cases)s. Consent is missing of: %(who)s.", cases=refs, who=", ".join(whose)
    )


def case_line(one: Matter, facts: Facts) -> CaseLine:
    """Draw up a case; a participant whom others may not know of has no name here."""
    missing = [facts.name(party) for party in sorted(one.missing) if party in one.parties]
    if len(missing) < len(one.missing):
        missing.append(_("another participant"))
    parties = tuple(facts.name(party) for party in one.parties)
    title, stage = procedure_title(facts, one), stage_title(facts, one, one.stage)
    return CaseLine(one.ref, title, stage, parties, one.is_public, tuple(missing))


def figure_lines(report: Report) -> tuple[FigureLine, ...]:
    """Draw up the figures in the order in which the annex numbers them."""
    numbers = numbers_of(report)
    return tuple(
        FigureLine(numbers[one.key], one.key, one.value, one.sentence, len(one.sources), one.reckoned)
        for section in report.sections
        for one in section.figures
    )


def figure_page(report: Report, key: str, back: str) -> FigurePage | None:
    """Draw up one figure with its acts; None where the report has none of that key."""
    line = next((one for one in figure_lines(report) if one.key == key), None)
    figure = report.figure(key)
    if line is None or figure is None:
        return None
    known = {one.id: one for one in report.sources}
    acts = tuple(
        SourceLine(known[each].case, known[each].act, known[each].on, known[each].entry, known[each].checkpoint)
        for each in figure.sources
        if each in known
    )
    return FigurePage(_("Figure %(number)s", number=line.number), line, acts, back, report.digest)


def _warnings(report: Report, withheld: int, scope: Scope, told: Scope, signs: frozenset[str]) -> Iterable[str]:
    """Say what whoever signs should know before.

    Long because: one sentence after the other.
    """
    if withheld:
        yield ngettext(
            "%(num)s case is withheld, since a consent is missing.",
            "%(num)s cases are withheld, since consents are missing.",
            withheld,
        )
    gone = sorted(set(scope.cases or ()) - set(told.cases or ()))
    if gone:
        yield _("Named in the scope and not told: %(cases)s.", cases=", ".join(gone))
    uncovered = sum(one.checkpoint is None for one in report.sources)
    if uncovered:
        yield ngettext(
            "%(num)s act is covered by no checkpoint yet, and has no proof in the annex.",
            "%(num)s acts are covered by no checkpoint yet, and have no proof in the annex.",
            uncovered,
        )
    if report.exercise:
        yield _("Exercise: every page of it is marked as one.")
    if scope.reach is not Reach.PUBLIC:
        yield _("This is not for everybody, and is marked so on every page.")
    if signs:
        yield _(
            "The PDF writes these signs as numbers, since no typeface has them: %(signs)s",
            signs=" ".join(sorted(signs)),
        )
