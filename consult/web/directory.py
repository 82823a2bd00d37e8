"""The directory of contact points, open to everybody who acts for a party."""

from flask import Blueprint, request

from consult import clock
from consult.pages.directory import directory_page
from consult.web import identity
from consult.web.parts import reader
from consult.web.rendering import render

bp = Blueprint("directory", __name__, url_prefix="/directory")


@bp.get("")
def index() -> tuple[str, int]:
    """Show how the organs of all parties are reached; addresses of others as far as they are the reader's."""
    by = identity.acting_for()
    asked = {name: value[:80] for name, value in request.args.items()}
    page = directory_page(reader(), by, clock.today(by.party_zone), clock.now(), asked)
    return render("parties/directory.html", page)
