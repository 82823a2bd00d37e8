"""The directory of parties, open to everybody who acts for one."""

from flask import Blueprint

from consult import clock
from consult.pages import parties as pages
from consult.web import identity
from consult.web.parts import reader
from consult.web.rendering import render

bp = Blueprint("parties", __name__, url_prefix="/parties")


@bp.get("")
def index() -> tuple[str, int]:
    """Show every party."""
    return render("parties/index.html", pages.parties_page(reader(), clock.today(identity.acting_for().party_zone)))


@bp.get("/<key>")
def show(key: str) -> tuple[str, int]:
    """Show one party. 404 where there is none."""
    by = identity.acting_for()
    return render("parties/party.html", pages.party_page(reader(), key, by, clock.today(by.party_zone), clock.now()))
