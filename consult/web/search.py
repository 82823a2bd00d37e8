"""Search."""

from flask import Blueprint, request

from consult.pages.search import search_page
from consult.search.asking import LONGEST
from consult.web import identity
from consult.web.library import shelf
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("search", __name__, url_prefix="/search")


@bp.get("")
def show() -> tuple[str, int]:
    """Show what holds some words, of all that the reader may see."""
    asked = request.args.get("q", "")[:LONGEST]
    part, before = request.args.get("in", ""), request.args.get("before", "")[:60]
    subject, by = request.args.get("subject", "")[:40], identity.acting_for()
    page = search_page(reader(), parts().docket, shelf(), by, asked=asked, part=part, before=before, subject=subject)
    return render("search/search.html", page)
