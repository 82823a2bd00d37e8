"""The report builder: a scope by its address, the report as it would be, its figures with their acts, its files."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.pages.reports import QUESTIONS, builder_page, figure_page
from consult.refusals import Closed, Malformed, Unknown
from consult.reports.from_case import sheet_of_report
from consult.reports.scope import Scope
from consult.standing import Standing
from consult.web.outputs import asking
from consult.web.parts import parts, reader
from consult.web.reading import Reading
from consult.web.rendering import render
from consult.web.report_scopes import (
    by_question,
    drawn,
    formats_of,
    moment_of,
    report_made,
    report_of_case_made,
    scope_of,
    scope_of_case,
)

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("/new")
def new() -> tuple[str, int]:
    """Ask for a report; with the questions in the address show it as it would be. 422 with what is wrong named."""
    by, given = asking(), request.args.to_dict(flat=False)
    if "session" not in given:
        return render("reports/new.html", builder_page(given, {}, clock.today("UTC")))
    try:
        report, _report = drawn(by, _asked(by))
        page = builder_page(given, {}, clock.today("UTC"), report)
    except Malformed as fault:
        return render("reports/new.html", builder_page(given, by_question(fault), clock.today("UTC")), 422)
    return render("reports/new.html", page)


@bp.post("/new")
def make() -> AnyResponse | tuple[str, int]:
    """Have its files made. 422 with what is wrong named, and nothing made."""
    by, given = asking(), request.form.to_dict(flat=False)
    try:
        formats = formats_of(request.form.getlist("formats"))
        report_made(by, _asked(by), formats)
    except Malformed as fault:
        return render("reports/new.html", builder_page(given, by_question(fault), clock.today("UTC")), 422)
    return redirect(url_for("outputs.index"), code=303)


@bp.post("/of/<ref>")
def make_of_case(ref: str) -> AnyResponse:
    """Have the files of a submission made, as its case has it. 404 for whoever is not its author, 409 where nothing of
    it can be told."""
    report_of_case_made(asking(), ref, request.form.getlist("formats"))
    return redirect(url_for("outputs.index"), code=303)


@bp.get("/figure")
def figure() -> tuple[str, int]:
    """Show one figure with its acts. 404 where the report has none of that key."""
    by, ref = asking(), request.args.get("case", "")[:60]
    try:
        scope, previous = scope_of_case(by, ref) if ref else (_asked(by), None)
        report = drawn(by, scope, previous)[1]
    except (Malformed, Closed):
        raise Unknown from None
    asked: dict[str, Any] = {name: request.args[name] for name in QUESTIONS if name in request.args}
    back = url_for("cases.sheet", ref=ref, key=_sheet_key(by, ref)) if ref else url_for("reports.new", **asked)
    page = figure_page(report, request.args.get("key", ""), back)
    if page is None:
        raise Unknown
    return render("reports/figure.html", page)


def _asked(by: Standing) -> Scope:
    """Read a scope from the address or the form. Raises Malformed."""
    return scope_of(by, Reading(request.values), moment_of(request.args.get("at", "")))


def _sheet_key(by: Standing, ref: str) -> str:
    sheet = sheet_of_report(parts().docket.see(reader(), by, ref, clock.now()))
    return sheet.key if sheet else ""
