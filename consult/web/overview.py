"""The overview of a State."""

from flask import Blueprint

from consult import clock
from consult.pages.overview import overview_page
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("overview", __name__, url_prefix="/overview")


@bp.get("")
def show() -> tuple[str, int]:
    """Show what whoever clears or dispatches sees of the party's affairs. 404 for everybody else."""
    page = overview_page(reader(), parts().docket, identity.acting_for(), clock.now())
    return render("desk/overview.html", page)
