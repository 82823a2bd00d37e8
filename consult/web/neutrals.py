"""The roster of neutrals, open to everybody who acts for a party."""

from flask import Blueprint, request

from consult import clock
from consult.pages.neutrals import roster_page
from consult.web import identity
from consult.web.parts import reader
from consult.web.rendering import render

bp = Blueprint("neutrals", __name__, url_prefix="/neutrals")


@bp.get("")
def index() -> tuple[str, int]:
    """Show whom a party to a dispute may nominate today."""
    today, asked = clock.today(identity.acting_for().party_zone), request.args
    chosen = (asked.get(name, "")[:20] for name in ("serving", "language", "order"))
    return render("neutrals/index.html", roster_page(reader(), today, *chosen))
