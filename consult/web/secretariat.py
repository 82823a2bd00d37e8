"""The desk of a secretariat."""

from flask import Blueprint

from consult import clock
from consult.pages.secretariat_desk import secretariat_page
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("secretariat", __name__, url_prefix="/desk/secretariat")


@bp.get("")
def show() -> tuple[str, int]:
    """Show what a secretariat has before it. 404 whoever is none."""
    page = secretariat_page(reader(), parts().docket, identity.acting_for(), clock.now())
    return render("secretariat/desk.html", page)
