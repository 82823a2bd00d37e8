"""The desk of a secretariat."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.delivery.waiting import try_again
from consult.i18n import _
from consult.pages.secretariat_desk import secretariat_page
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("secretariat", __name__, url_prefix="/desk/secretariat")


@bp.get("")
def show() -> tuple[str, int]:
    """Show what a secretariat has before it. 404 whoever is none."""
    page = secretariat_page(reader(), parts().docket, identity.acting_for(), clock.now())
    return render("secretariat/desk.html", page)


@bp.post("/given-up/<int:number>/retry")
def retry(number: int) -> Response:
    """Let work that was given up be tried again. 303 to the desk; 404 but for a secretariat that sees it there."""
    with writing() as conn:
        try_again(conn, identity.acting_for(), number, clock.now())
    flash(_("It is tried again now."))
    return redirect(url_for(".show"), code=303)
