"""The page of the people who run the installation."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.i18n import _
from consult.operations.state import operated
from consult.operations.work import try_again
from consult.pages.operations import operations_page
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("operations", __name__, url_prefix="/operations")


@bp.get("")
def show() -> tuple[str, int]:
    """Show how the installation stands. 404 whoever does not run it."""
    now = clock.now()
    seen = operated(reader(), parts().engine, parts().settings, identity.acting_for(), now)
    return render("operations/show.html", operations_page(seen, now))


@bp.post("/given-up/<int:number>/retry")
def retry(number: int) -> Response:
    """Let work that was given up be tried again. 303 to the page; 404 whoever does not run it, or none of that number
    was given up."""
    with writing() as conn:
        try_again(conn, identity.acting_for(), parts().settings.operations.organ, number, clock.now())
    flash(_("It is tried again now, and the log says so."))
    return redirect(url_for(".show"), code=303)
