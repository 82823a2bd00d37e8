"""Handing on papers when a mandate has ended: what stays, to whom it goes, one press."""

from flask import Blueprint, flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock, forms, handing
from consult.i18n import _
from consult.pages import handing as pages
from consult.refusals import Closed, Unknown
from consult.web import identity
from consult.web.bounds import version_read
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("handing", __name__, url_prefix="/handing-on")
OFFERED = frozenset({"drafts.save", "drafts.send", "drafts.clear"})
"""What is sent of a paper and is not lost when the mandate has ended meanwhile."""
TYPED = "typed"
_OURS = ("csrf_token", "do", "upload", TYPED)


def offer(ref: str) -> Response | None:
    """Offer to hand a paper on, with what was sent; 409. None where the person left no such paper."""
    who = identity.signed_in()
    if who is None or request.form.get("do") == "autosave":
        return None
    carried = tuple(one for one in request.form.items(multi=True) if one[0] not in _OURS)
    typed = ((TYPED, "yes"),) if request.endpoint == "drafts.save" else ()
    try:
        page = pages.offer_page(reader(), parts().docket, who.person_id, ref, (*typed, *carried), clock.now())
    except Unknown:
        return None
    return make_response(render("drafts/handing.html", page, 409))


@bp.get("")
def show() -> tuple[str, int]:
    """Show the papers that wait to be handed on; 404 where nobody is signed in."""
    page = pages.handing_page(reader(), parts().docket, _person(), clock.now())
    return render("drafts/handing.html", page)


@bp.post("/<ref>")
def hand_on(ref: str) -> Response:
    """Hand a paper on for clearance, with what was typed last. 303; 404 where the person left none, 409 where a
    colleague changed it or nobody takes it from here."""
    person, now = _person(), clock.now()
    left = handing.find_left(reader(), person, ref, now)
    spec = pages.spec_left(reader(), parts().docket, left)
    body = forms.read(spec, request.form) if TYPED in request.form else None
    if body is None and left.row.version != version_read():
        raise Closed(
            _("Somebody of your party changed this paper meanwhile. Look at what waits, and hand it on again.")
        )
    close_reader()
    with writing() as connection:
        handing.hand_on(connection, person, ref, body, version_read(), now)
    flash(_("The paper is handed on. Your party's people see it on their desk."))
    return redirect(url_for(".show"), code=303)


def _person() -> int:
    who = identity.signed_in()
    if who is None:
        raise Unknown
    return who.person_id
