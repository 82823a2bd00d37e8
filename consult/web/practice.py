"""Practice for newcomers: an exercise of one's own, in which the other side answers when it is asked to."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.demo import practice
from consult.digests import digest_secret, draw_secret
from consult.i18n import _
from consult.pages.practice import practice_page
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("practice", __name__, url_prefix="/practice")


@bp.get("")
def show() -> tuple[str, int]:
    """Show what practice is and how far one's own is; or why there is none here."""
    return render("practice/index.html", practice_page(reader(), parts().docket, identity.acting_for(), clock.now()))


@bp.post("")
def begin() -> Response:
    """Open a case of practice and go into it. 303; 409 where nobody plays the other side. One form opens one case."""
    number = digest_secret(request.form.get("once", "") or draw_secret())
    ref = practice.begin(parts().docket, identity.acting_for(), clock.now(), number)
    return redirect(url_for("cases.show", ref=ref), code=303)


@bp.post("/<ref>/answer")
def answer(ref: str) -> Response:
    """Let the other side take its next step. 303 to the case; 404 where it is no case of practice of one's own; 409
    while it is not its turn, or where the step is closed."""
    practice.answer(parts().docket, identity.acting_for(), ref, clock.now())
    flash(_("The other side has answered."))
    return redirect(url_for("cases.show", ref=ref), code=303)
