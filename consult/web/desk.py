"""The desk, and the mark up to which a person has seen what others did."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.desk import go_back, mark_seen
from consult.i18n import _
from consult.pages.as_of import desk_as_of, read_day
from consult.pages.desk import desk_page
from consult.refusals import Unknown
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.get("")
def show() -> tuple[str, int]:
    """Show what one's party must do, or what the desk is on another day. 422 for a day that cannot be told."""
    by, now = identity.acting_for(), clock.now()
    if as_of := read_day(request.args.get("as_of", ""), by, now):
        return render("desk/as_of.html", desk_as_of(reader(), parts().docket, by, as_of, now))
    return render("desk/desk.html", desk_page(reader(), parts().docket, by, now))


@bp.post("/seen")
def mark() -> Response:
    """Mark what others did as seen, up to the newest act that stood on the desk, or go back to the mark before. 303 to
    the desk; 404 for an act that may not be seen, 409 where as much is marked already."""
    by, (ref, _slash, n) = identity.acting_for(), request.form.get("upto", "").rpartition("/")
    with writing() as connection:
        if request.form.get("do") == "back":
            go_back(connection, by)
            flash(_("You are back at the mark before."))
        elif n.isdecimal() and len(n) < 10:
            mark_seen(connection, by, ref, int(n), clock.now())
            flash(_("Marked as seen. What others do from now on stands here until you mark it."))
        else:
            raise Unknown
    return redirect(url_for(".show"), code=303)
