"""The library: procedures and instruments, open to everybody who acts for a party."""

import json
from datetime import date

from flask import Blueprint, Response, request

from consult import citations, clock
from consult.i18n import _
from consult.library.shelf import Shelf
from consult.pages import agreements as agreement_pages
from consult.pages import charters as charter_pages
from consult.pages import instruments as instrument_pages
from consult.pages import library as pages
from consult.pages import provisions as provision_pages
from consult.pages.days import day_asked
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render
from workflows.kernel.describe import as_json, dot, mermaid

bp = Blueprint("library", __name__)
bp.add_app_template_global(citations.cite, "cite")
bp.add_app_template_global(citations.law, "law")

# form of a download: type and ending of the file
DOWNLOADS = {
    "mermaid": ("text/plain", "mmd"),
    "dot": ("text/plain", "dot"),
    "json": ("application/json", "json"),
}


def shelf() -> Shelf:
    """Answer the procedures of this installation."""
    return Shelf(parts().docket.forms, parts().settings.instance / "terms", clock.now().date())


@bp.get("/procedures")
def index() -> tuple[str, int]:
    """Show every procedure."""
    return render("library/procedures.html", pages.catalogue_page(shelf()))


@bp.get("/procedures/<key>")
def show_procedure(key: str) -> tuple[str, int]:
    """Show one procedure. 404 where there is none."""
    return render("library/procedure.html", pages.procedure_page(shelf(), key))


@bp.get("/procedures/<key>/<any(mermaid, dot, json):form>")
def download(key: str, form: str) -> Response:
    """Give one procedure to other programs. 404 where there is none."""
    procedure = shelf().find(key).procedure
    kind, ending = DOWNLOADS[form]
    if form == "json":
        text = json.dumps(as_json(procedure), ensure_ascii=False, indent=1) + "\n"
    else:
        text = mermaid(procedure) if form == "mermaid" else dot(procedure)
    name = f"{procedure.key}-edition-{procedure.edition}.{ending}"
    return Response(
        text, content_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": f"attachment; filename={name}"}
    )


@bp.get("/instruments")
def list_instruments() -> tuple[str, int]:
    """Show every instrument."""
    return render("library/instruments.html", instrument_pages.instruments_page(_today()))


@bp.get("/instruments/<key>")
def show_instrument(key: str) -> tuple[str, int]:
    """Show one instrument; `?party=JPN` narrows its status table. 404 where there is none."""
    page = instrument_pages.instrument_page(shelf(), key, _today(), request.args.get("party", "").strip())
    return render("library/instrument.html", page)


@bp.get("/instruments/<key>/<place>")
def show_provision(key: str, place: str) -> tuple[str, int]:
    """Show one provision by its place on the instrument's page, such as `p-IX-s3`. 404 where there is none."""
    return render("library/provision.html", provision_pages.provision_page(shelf(), key, place, _today()))


@bp.get("/agreements")
def list_agreements() -> tuple[str, int]:
    """Show every agreement with a clause on disputes, and those that one's party recorded."""
    page = agreement_pages.agreements_page(reader(), parts().docket, identity.acting_for())
    return render("library/agreements.html", page)


@bp.get("/agreements/<key>")
def show_agreement(key: str) -> tuple[str, int]:
    """Show one agreement, by its key or the reference under which it was recorded; `?a=JPN&b=KOR&on=2026-09-01` shows
    the ladder between two parties. 404 where there is none, 422 where the parties or the day cannot be read.
    """
    asked = tuple(request.args.get(name, "").strip() for name in ("a", "b"))
    on, problem = _day_asked(request.args.get("on", "").strip())
    between = asked[0], asked[1]
    if agreement_pages.is_shipped(key):
        page = agreement_pages.agreement_page(key, between, on, problem)
    else:
        by = identity.acting_for()
        page = agreement_pages.recorded_page(reader(), parts().docket, by, key, between, on, problem)
    return render("library/agreement.html", page, 422 if page.problem else 200)


@bp.get("/charters")
def list_charters() -> tuple[str, int]:
    """Show every charter of the lunar mechanism, none of which is law."""
    return render("library/charters.html", charter_pages.charters_page())


@bp.get("/charters/<key>")
def show_charter(key: str) -> tuple[str, int]:
    """Show one charter. 404 where there is none."""
    return render("library/charter.html", charter_pages.charter_page(key))


@bp.get("/charters/<key>/against/<against>")
def compare_charters(key: str, against: str) -> tuple[str, int]:
    """Show two charters side by side. 404 where one of them is not there."""
    return render("library/charters_compared.html", charter_pages.comparison_page(key, against))


def _day_asked(text: str) -> tuple[date, str]:
    """Read a day, today where none is given; with a sentence where it is none, or in no year that is asked about."""
    found = day_asked(text) if text else _today()
    return (found, "") if found else (_today(), _("Give the day as year, month and day."))


def _today() -> date:
    """Answer today's date where the acting party is."""
    return clock.today(identity.acting_for().party_zone)
