"""The report builder: a scope by its address, the report as it would be, its figures with their acts, its files."""

from datetime import datetime
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.i18n import LANGUAGE_NAMES, _
from consult.pages.reports import QUESTIONS, Drawn, builder_page, drawn_report, figure_page, tellable
from consult.refusals import Closed, Malformed, Unknown
from consult.reports.drawings import FORMATS
from consult.reports.from_case import sheet_of_report, submission_of
from consult.reports.maker import REPORT, last_build, question_of
from consult.reports.scope import Reach, Scope
from consult.reports.values import Report
from consult.standing import Standing
from consult.visibility import Viewer
from consult.web.outputs import ask_for, asking
from consult.web.parts import parts, reader
from consult.web.reading import Reading
from consult.web.rendering import render
from workflows import reporting

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("/new")
def new() -> tuple[str, int]:
    """Ask for a report; with the questions in the address show it as it would be. 422 with what is wrong named."""
    by, given = asking(), request.args.to_dict(flat=False)
    if "session" not in given:
        return render("reports/new.html", builder_page(given, {}, clock.today("UTC")))
    try:
        drawn, _report = _drawn(by, _asked(by))
        page = builder_page(given, {}, clock.today("UTC"), drawn)
    except Malformed as fault:
        return render("reports/new.html", builder_page(given, _by_question(fault), clock.today("UTC")), 422)
    return render("reports/new.html", page)


@bp.post("/new")
def make() -> AnyResponse | tuple[str, int]:
    """Have its files made. 422 with what is wrong named, and nothing made."""
    by, given = asking(), request.form.to_dict(flat=False)
    try:
        formats = _formats()
        scope, _facts = tellable(reader(), parts().docket, _asked(by), Viewer.of(by))
        _drawn(by, scope)
        return ask_for(by, REPORT, _title(scope), question_of(scope, Viewer.of(by), formats))
    except Malformed as fault:
        return render("reports/new.html", builder_page(given, _by_question(fault), clock.today("UTC")), 422)


@bp.post("/of/<ref>")
def make_of_case(ref: str) -> AnyResponse:
    """Have the files of a submission made, as its case has it. 404 for whoever is not its author, 409 where nothing of
    it can be told."""
    by = asking()
    scope, previous = _of_case(by, ref)
    try:
        formats = _formats()
        told, _facts = tellable(reader(), parts().docket, scope, Viewer.of(by))
        _drawn(by, told, previous)
    except Malformed as fault:
        raise Closed(" ".join(fault.fields.values())) from None
    question = question_of(told, Viewer.of(by), formats, case=ref, previous=previous)
    return ask_for(by, REPORT, _("%(title)s, from case %(ref)s", title=_title(told), ref=ref), question)


@bp.get("/figure")
def figure() -> tuple[str, int]:
    """Show one figure with its acts. 404 where the report has none of that key."""
    by, ref = asking(), request.args.get("case", "")[:60]
    try:
        scope, previous = _of_case(by, ref) if ref else (_asked(by), None)
        report = _drawn(by, scope, previous)[1]
    except (Malformed, Closed):
        raise Unknown from None
    asked: dict[str, Any] = {name: request.args[name] for name in QUESTIONS if name in request.args}
    back = url_for("cases.sheet", ref=ref, key=_sheet_key(by, ref)) if ref else url_for("reports.new", **asked)
    page = figure_page(report, request.args.get("key", ""), back)
    if page is None:
        raise Unknown
    return render("reports/figure.html", page)


def _drawn(by: Standing, scope: Scope, previous: Any = None) -> tuple[Drawn, Report]:
    return drawn_report(reader(), parts().docket, scope, Viewer.of(by), previous)


def _asked(by: Standing) -> Scope:
    """Read a scope from the address or the form. Raises Malformed."""
    reading, now = Reading(request.values), clock.now()
    session = reading.one_of("session", [one.key for one in reporting.sessions()])
    item = reading.one_of("item", [one.key for one in reporting.items()])
    kind = reading.one_of("kind", [one.key for one in reporting.kinds()])
    reach = reading.one_of("reach", [str(each) for each in Reach])
    language = reading.one_of("language", LANGUAGE_NAMES)
    since, until = reading.required_day("since"), reading.required_day("until")
    cases = tuple(each.strip().upper() for each in reading.text("cases", most=4000).split(",") if each.strip())
    title = reading.text("title")
    reading.require_readable()
    body = {one.key: one.body for one in reporting.sessions()}[session]
    return Scope(
        by.party_key, kind, body, session, item, since, until, min(_at(now), now),
        cases=tuple(dict.fromkeys(cases)) or None, reach=Reach(reach), language=language, title=title,
    )  # fmt: skip


def _at(now: datetime) -> datetime:
    """Read up to which moment the record counts, as the links of a page say it; now where they do not."""
    try:
        at = datetime.fromisoformat(request.args.get("at", ""))
    except ValueError:
        return now
    return at if at.tzinfo is not None else now


def _of_case(by: Standing, ref: str) -> tuple[Scope, Any]:
    """Give the scope of a submission, for its author alone, and its last build."""
    docket, now = parts().docket, clock.now()
    seen = docket.see(reader(), by, ref, now)
    sheet = sheet_of_report(seen)
    if sheet is None or seen.row.filer != by.party_key:
        raise Unknown
    return submission_of(reader(), seen, sheet, now).scope, last_build(reader(), docket, by.party_key, ref)


def _sheet_key(by: Standing, ref: str) -> str:
    sheet = sheet_of_report(parts().docket.see(reader(), by, ref, clock.now()))
    return sheet.key if sheet else ""


def _formats() -> tuple[str, ...]:
    chosen = [each for each in FORMATS if each in request.form.getlist("formats")]
    if not chosen:
        raise Malformed({"formats": _("Choose at least one form.")})
    return tuple(chosen)


def _title(scope: Scope) -> str:
    days = {"since": scope.since.isoformat(), "until": scope.until.isoformat()}
    return _("Report for %(session)s, %(since)s to %(until)s", session=scope.session, **days)


def _by_question(fault: Malformed) -> dict[str, str]:
    """Say a fault of the body at the question of the session, from which the body follows."""
    return {"session" if name == "body" else name: sentence for name, sentence in fault.fields.items()}
