"""Drills: begun and tried by hand by the secretariat, answered by a link without sign-in or by an organ in here."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.delivery import drills
from consult.i18n import _
from consult.pages import drills as pages
from consult.refusals import Malformed, Unknown
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("drills", __name__)

Page = tuple[str, int] | Response


@bp.get("/drill/<token>")
def ask(token: str) -> Page:
    """Ask whoever has the link to press a button; nothing is recorded yet. 404 unknown, used or over."""
    try:
        return render("drills/answer.html", pages.answer_page(reader(), token, clock.now()))
    except Unknown:
        return render("drills/answer.html", pages.dead_page(), 404)


@bp.post("/drill/<token>")
def answer(token: str) -> Page:
    """Answer for a contact point, once. 404 unknown, used or over."""
    try:
        with writing() as conn:
            point = drills.answer(conn, token, clock.now())
    except Unknown:
        return render("drills/answer.html", pages.dead_page(), 404)
    return render("drills/answer.html", pages.answered_page(point))


@bp.get("/drills/new")
def ask_start() -> Page:
    """Ask which parties a drill tries. 404 but for the secretariat."""
    return _start_form()


@bp.post("/drills")
def start() -> Page:
    """Begin a drill. 303 to it; 404 but for the secretariat, 409 one runs already, 422 no party chosen."""
    by, chosen = identity.acting_for(), request.form.getlist("parties")
    try:
        with writing() as conn:
            every = request.form.get("which") == "all"
            parties = None if every else chosen
            days, exercise = parts().settings.drills.days, parts().settings.exercise
            number = drills.start(conn, by, clock.now(), parties=parties, days=days, exercise=exercise)
    except Malformed as fault:
        return _start_form(fault.fields["parties"])
    flash(_("The drill has begun. What has to be tried by hand stands below."))
    return redirect(url_for(".show", number=number), code=303)


def _start_form(error: str = "") -> Page:
    page = pages.start_page(reader(), identity.acting_for(), parts().settings.drills.days, error)
    return render("drills/start.html", page, 422 if error else 200)


@bp.get("/drills/<int:number>")
def show(number: int) -> Page:
    """Show a drill with what is to be tried by hand. 404 but for the secretariat."""
    return render("drills/drill.html", pages.drill_page(reader(), identity.acting_for(), number))


@bp.post("/drills/<int:number>/points/<int:point_id>")
def record(number: int, point_id: int) -> Page:
    """Record what trying a contact point by hand gave. 404 but for the secretariat, 409 over, 422 no result."""
    by, found = identity.acting_for(), request.form.get("found", "")
    if found not in ("reached", "not_reached"):
        raise Malformed({_("Result"): _("Say whether somebody answered.")})
    remark = request.form.get("remark", "").strip()
    with writing() as conn:
        drills.record_by_hand(conn, by, number, point_id, clock.now(), reached=found == "reached", remark=remark)
    flash(_("The result is recorded."))
    return redirect(url_for(".show", number=number), code=303)


@bp.post("/my-party/drill/<int:point_id>")
def answer_here(point_id: int) -> Page:
    """Answer for a contact point in this product as somebody of its organ. 404 anybody else, 409 over."""
    with writing() as conn:
        drills.answer_here(conn, identity.acting_for(), point_id, clock.now())
    flash(_("Answered: this contact point is proved today."))
    return redirect(url_for("people.index"), code=303)
