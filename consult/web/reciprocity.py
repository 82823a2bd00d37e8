"""What passed between one's own State and another one: for these two alone."""

from flask import Blueprint

from consult.pages.reciprocity import reciprocity_page
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("reciprocity", __name__)


@bp.get("/parties/<key>/between")
def show(key: str) -> tuple[str, int]:
    """Show the sheet. 404 where either party is no State, and for whoever sees no cases."""
    return render("parties/between.html", reciprocity_page(reader(), parts().docket, identity.acting_for(), key))
