"""Taking the register away as a file, and importing one: looked at first, then recorded whole or not at all."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.i18n import _
from consult.lunar.entries import Filters
from consult.lunar.exchange import FORMATS, Importer, Report, export, import_file, read_text
from consult.lunar.readers import keeps_register
from consult.pages.lunar.importing import import_page, imported_words, may_import
from consult.refusals import Unknown
from consult.standing import Standing
from consult.web import identity
from consult.web.files_sent import Unreadable, text_sent
from consult.web.lending import send_written
from consult.web.lunar import filters_asked, register_reader
from consult.web.parts import reader, writing
from consult.web.rendering import render

bp = Blueprint("lunar_exchange", __name__, url_prefix="/lunar")

MEDIA = {"csv": "text/csv", "geojson": "application/geo+json"}


@bp.get("/export.<any(csv, geojson):form>")
def take_away(form: str) -> Response:
    """Give the register as one's party may see it, narrowed like the list. 422 for a day that is none."""
    answer = give(form, filters_asked())
    answer.headers["Content-Disposition"] = f"attachment; filename=lunar-activities.{form}"
    return answer


def give(form: str, filters: Filters) -> Response:
    """Answer with an export, written whole before the first of it leaves."""
    return send_written(export(reader(), register_reader(), form, filters), f"{MEDIA[form]}; charset=utf-8")


@bp.get("/import")
def ask_import() -> tuple[str, int]:
    """Ask for a file. 404 for whoever may not import."""
    return render("lunar/import.html", import_page(_importing()))


@bp.post("/import")
def run_import() -> AnyResponse | tuple[str, int]:
    """Look at a file, or record one that was looked at. 303 to the list; 422 with every fault, and nothing recorded."""
    by = _importing()
    try:
        text, form = _sent()
    except Unreadable as fault:
        return render("lunar/import.html", import_page(by, fault=str(fault)), 422)
    file = read_text(text, form)
    if request.form.get("do") != "import":
        return _looked_at(by, import_file(reader(), file, importer(by), clock.now(), dry_run=True), text, form)
    with writing() as connection:
        report = import_file(connection, file, importer(by), clock.now())
    if not report.sound:
        return _looked_at(by, report, text, form)
    flash(imported_words(report))
    return redirect(url_for("lunar.index"), code=303)


def _looked_at(by: Standing, report: Report, text: str, form: str) -> tuple[str, int]:
    page = import_page(by, report=report, form=form, text=text)
    return render("lunar/import.html", page, 422 if page.is_wrong else 200)


def _importing() -> Standing:
    """Answer the standing of somebody who may import; anybody else learns nothing of these pages."""
    by = identity.acting_for()
    if not may_import(by):
        raise Unknown
    return by


def importer(by: Standing) -> Importer:
    """Say in whose name somebody imports."""
    return Importer(by.party_key, by.person_id, keeps_register(by))


def _sent() -> tuple[str, str]:
    """Read the file or, where it was looked at, its text; with the format that its name or the form says."""
    text, name = text_sent()
    ending = "geojson" if name.lower().endswith((".geojson", ".json")) else "csv"
    form = ending if name else request.form.get("form", "")
    if not text or form not in FORMATS:
        raise Unreadable(_("Choose a file: CSV or GeoJSON."))
    return text, form
