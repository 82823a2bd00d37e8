"""Every component on one page, where nothing is meant in earnest; tests look at it for contrast and names."""

from flask import Blueprint

from consult import clock
from consult.pages.pattern import pattern_page
from consult.web.rendering import render

bp = Blueprint("pattern", __name__)


@bp.get("/pattern")
def show() -> tuple[str, int]:
    """Show every component."""
    return render("pattern/pattern.html", pattern_page(clock.now()))
