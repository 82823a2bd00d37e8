"""The desk."""

from flask import Blueprint

from consult import clock
from consult.pages.desk import desk_page
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("")
def show() -> tuple[str, int]:
    """Show what one's party must do."""
    return render("desk/desk.html", desk_page(reader(), parts().docket, identity.acting_for(), clock.now()))
