"""Reports, audit logs and bundles: asked for here, made beside (`consult.api.files`); and figures with their acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from pydantic import Field
from werkzeug.datastructures import MultiDict

from consult.api.files import asked_for
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.files import FiguresValue, FigureWithActs, FileValue, figure_with_acts, figures_value
from consult.i18n import _, language
from consult.pages.imports import set_name
from consult.pages.makers import BUNDLE, bundle_question
from consult.pages.reports import figure_page
from consult.refusals import Malformed, Unknown
from consult.reports.audit.files import NAMES
from consult.reports.drawings import FORMATS
from consult.reports.scope import Reach, Scope
from consult.visibility import Viewer, reads_own_chain
from consult.web.audit_log import audit_log_made
from consult.web.outputs import asking, have_made
from consult.web.parts import forget_reads, parts, reader
from consult.web.reading import Reading
from consult.web.report_scopes import (
    by_question,
    drawn,
    formats_of,
    report_made,
    report_of_case_made,
    scope_of,
    scope_of_case,
)

noun = Noun("reports", "Reports", "Reports and their figures, audit logs, and bundles to be taken away.")
MADE: dict[str, Any] = {"answers": FileValue, "status": 202, "waits": True}
LEADS_ON = {"files_show": {"key": "$response.body#/key"}}


class NewReport(Body):
    """A report to be made: by the keys of `workflows.reporting`; both days are of the period, in UTC; `cases` are
    references, none for all; `reach` is for whom it is."""

    session: str = Field(max_length=80)
    item: str = Field(max_length=80)
    kind: str = Field(max_length=80)
    since: str = Field(max_length=10)
    until: str = Field(max_length=10)
    reach: Literal["full_internal", "parties_C2", "public_C0"] = "public_C0"
    language: str = Field("en", max_length=10)
    cases: list[str] = Field(default_factory=list, max_length=200)
    title: str = Field("", max_length=200)
    formats: list[str] = Field(default_factory=lambda: ["json"], max_length=10)


class OfCase(Body):
    """In which forms the files of a submission are to be made."""

    formats: list[str] = Field(default_factory=lambda: ["json"], max_length=10)


class NewAuditLog(Body):
    """An audit log to be made: a set, both days of a period in UTC, and what it is narrowed to."""

    reach: Literal["full_internal", "parties_C2", "public_C0"] = "parties_C2"
    since: str = Field(max_length=10)
    until: str = Field(max_length=10)
    procedure: str = Field("", max_length=80)
    party: str = Field("", max_length=80)
    act: str = Field("", max_length=80)
    case: str = Field("", max_length=80)
    formats: list[str] = Field(default_factory=lambda: ["jsonl"], max_length=10)


class NewBundle(Body):
    """In which set a case is to be taken away."""

    reach: Literal["full_internal", "parties_C2", "public_C0"] = "full_internal"


class FigureQuery(Query):
    """The questions of a report, or the case of a submission whose report is meant, and up to which moment the record
    counts."""

    session: str = Field("", max_length=80)
    item: str = Field("", max_length=80)
    kind: str = Field("", max_length=80)
    since: str = Field("", max_length=10)
    until: str = Field("", max_length=10)
    reach: str = Field("public_C0", max_length=20)
    language: str = Field("en", max_length=10)
    cases: str = Field("", max_length=4000, description="References, separated by commas; empty: all.")
    title: str = Field("", max_length=200)
    case: str = Field("", max_length=60, description="Instead of all others: the case of a submission.")
    at: str = Field("", max_length=40, description="The instant up to which the record counts; empty: now.")


class OneFigure(FigureQuery):
    """One figure of a report."""

    key: str = Field("", max_length=200, description="Key of the figure.")


@noun.post(
    "/reports",
    **MADE,
    body=NewReport,
    refuses=(404, 409, 422),
    follows=LEADS_ON,
    example={
        "session": "LSC-66", "item": "lsc_registration", "kind": "national_report", "since": "2026-01-01",
        "until": "2026-12-31", "formats": ["json"],
    },
)  # fmt: skip
def make(asked: Asked) -> Answer:
    """Have a report made.

    As HTML, Word, PDF, tables, workbook or JSON, under the rules of disclosure of its set.
    """
    by, new = asking(), asked.body
    with _pointing("/"):
        formats = _formats(new.formats, FORMATS)
        key = report_made(by, scope_of(by, _reading(new), asked.at), formats)
    return asked_for(key)


@noun.post(
    "/cases/<ref>/report",
    **MADE,
    body=OfCase,
    refuses=(404, 409, 422),
    follows=LEADS_ON,
    example={"formats": ["docx", "pdf"]},
)
def make_of_case(asked: Asked, ref: str) -> Answer:
    """Have the files of a submission made, as its case has it.

    For its author alone; 409 where nothing of it can be told.
    """
    return asked_for(report_of_case_made(asking(), ref, _formats(asked.body.formats, FORMATS)))


@noun.post(
    "/reports/audit",
    **MADE,
    body=NewAuditLog,
    refuses=(404, 409, 422),
    follows=LEADS_ON,
    example={"reach": "full_internal", "since": "2026-01-01", "until": "2026-12-31"},
)
def make_audit_log(asked: Asked) -> Answer:
    """Have an audit log made: lines that are the proof, a table, a paper.

    409 where there is nothing of which to make it.
    """
    by, new = asking(), asked.body
    _formats(new.formats, NAMES)
    with _pointing("/"):
        key = audit_log_made(by, _reading(new))
    return asked_for(key)


@noun.post(
    "/cases/<ref>/bundle",
    **MADE,
    body=NewBundle,
    refuses=(404, 409, 422),
    follows=LEADS_ON,
    example={"reach": "full_internal"},
)
def make_bundle(asked: Asked, ref: str) -> Answer:
    """Have a case made ready to be taken away: entries, receipts, openings, papers and documents, which anybody checks.

    409 where the case is above the set, too large, or not whole.
    """
    by, reach = asking(), Reach(asked.body.reach)
    parts().docket.see(reader(), by, ref, asked.at)
    title = _("Bundle of %(ref)s: %(set)s", ref=ref, set=set_name(reach))
    key = have_made(by, BUNDLE, title, bundle_question(Viewer.of(by), asked.at, language(), ref, reach))
    forget_reads()  # papers were counted and none of them is shown
    return asked_for(key)


@noun.post("/log/bundle", **MADE, refuses=(404, 409), follows=LEADS_ON)
def make_log_bundle(asked: Asked) -> Answer:
    """Have the entries of the own party and those of the host made ready to be taken away.

    404 for a token that may not read all of them.
    """
    by = asking()
    if not reads_own_chain(Viewer.of(by)):
        raise Unknown
    title = _("Bundle of the log of your party")
    key = have_made(by, BUNDLE, title, bundle_question(Viewer.of(by), asked.at, language()))
    forget_reads()
    return asked_for(key)


@noun.get("/reports/figures", answers=FiguresValue, query=FigureQuery, refuses=(404, 409, 422))
def list_figures(asked: Asked) -> FiguresValue:
    """Show the figures of a report as it would be, without making it."""
    scope, previous = _scope(asked)
    with _pointing("?"):
        return figures_value(drawn(asked.by, scope, previous)[0], PREFIX)


@noun.get("/reports/figure", answers=FigureWithActs, query=OneFigure, refuses=(404, 409, 422))
def show_figure(asked: Asked) -> FigureWithActs:
    """Show one figure with the acts from which it was made: its provenance, entry by entry.

    404 where the report has none of that key.
    """
    scope, previous = _scope(asked)
    with _pointing("?"):
        report = drawn(asked.by, scope, previous)[1]
    page = figure_page(report, asked.query.key, "")
    if page is None:
        raise Unknown
    return figure_with_acts(page, PREFIX)


def _scope(asked: Asked) -> tuple[Scope, Any]:
    """Read which report is meant: that of a submission with its last build, or one by its questions."""
    by, query = asking(), asked.query
    if query.case:
        return scope_of_case(by, query.case)
    with _pointing("?"):
        return scope_of(by, _reading(query), _moment(query.at) or asked.at), None


def _moment(text: str) -> datetime | None:
    """Read an instant with its zone; Malformed for what is none."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.tzinfo is None):
        raise Malformed({"at": _("Give an instant with its zone, such as 2026-11-20T09:00:00Z.")})
    return found


def _reading(given: Body | Query) -> Reading:
    """Read a body or parameters as a form is read, so that the same is refused with the same sentences."""
    said: list[tuple[str, str]] = []
    for name, value in given.model_dump().items():
        if name == "cases" and isinstance(value, list):
            said.append((name, ",".join(value)))
        else:
            said += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return Reading(MultiDict(said))


def _formats(given: list[str], known: Any) -> tuple[str, ...]:
    """Read forms; Misfit for one that there is not, and where there is none."""
    if set(given) - set(known):
        raise Misfit([("/formats", _("Choose from: %(choices)s.", choices=", ".join(known)))])
    with _pointing("/"):
        return formats_of(given) if known is FORMATS else tuple(given)


@contextmanager
def _pointing(how: str) -> Iterator[None]:
    """Point a fault at the member of the body (/) or the parameter (?) that it concerns."""
    try:
        yield
    except Misfit:
        raise
    except Malformed as fault:
        raise Misfit((f"{how}{name}", sentence) for name, sentence in by_question(fault).items()) from None
