"""The index of objects launched into outer space, open to everybody who acts for a party."""

from flask import Blueprint, request

from consult.pages.objects import objects_page
from consult.web import identity
from consult.web.parts import reader
from consult.web.rendering import render

bp = Blueprint("objects", __name__, url_prefix="/objects")


@bp.get("")
def index() -> tuple[str, int]:
    """Show the index, by designator or name and by State."""
    identity.acting_for()
    asked = (request.args.get(name, "")[:100] for name in ("words", "state", "after"))
    return render("objects/index.html", objects_page(reader(), *asked))
