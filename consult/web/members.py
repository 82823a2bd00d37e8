"""How the people of one's own party sign in, for its managers: what is asked, who has what, sessions, and what the host
asks about an account."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.accounts import members, needs, recovering
from consult.accounts.needs import Asked
from consult.accounts.providers import linking
from consult.i18n import _
from consult.pages import members as pages
from consult.refusals import Malformed
from consult.web import identity
from consult.web.parts import close_reader, reader, writing
from consult.web.people import manager, show_link
from consult.web.rendering import render

bp = Blueprint("members", __name__, url_prefix="/my-party")

Page = tuple[str, int] | Response


@bp.get("/sign-in")
def show_asked() -> Page:
    """Show what the party asks of its people, and who has what. 404 to anybody but its managers."""
    return _asked_page()


@bp.post("/sign-in")
def change_asked() -> Page:
    """Change what the party asks. 303 to the page; 404 whoever manages nothing, 409 a manager who does not have it
    himself, 422 with the fields named."""
    by, form = manager(), request.form
    minutes = form.get("proof_minutes", "")
    number = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 0
    try:
        with writing() as conn:
            needs.ask_of(conn, by, Asked(form.get("needs", "")[:20], number), clock.now())
    except Malformed as fault:
        return _asked_page(fault.fields, 422)
    flash(_("What your party asks is kept. It is asked at the next sign-in."))
    return redirect(url_for(".show_asked"), code=303)


@bp.get("/people/<int:person_id>/sign-in")
def show(person_id: int) -> Page:
    """Show how a person of the party signs in and where the person is signed in. 404 to anybody but its managers."""
    return render("people/sign_in.html", pages.member_page(reader(), manager(), person_id, clock.now()))


@bp.post("/people/<int:person_id>/sign-in/factors/remove")
def remove_factors(person_id: int) -> Response:
    """Take every second factor away and end every session. 303 to the page; 404 a stranger, 409 oneself, another
    party's as well, and nothing to take away."""
    by = manager()
    with writing() as conn:
        members.remove_factors(conn, by, person_id, clock.now())
    flash(_("Every second factor is taken away and every session has ended. The person is told by mail."))
    return redirect(url_for(".show", person_id=person_id), code=303)


@bp.post("/people/<int:person_id>/sign-in/provider/unlink")
def end_link(person_id: int) -> Response:
    """End the link of a person with the party's identity provider. 303 to the page; 404 a stranger, or none."""
    by = manager()
    with writing() as conn:
        linking.end_link(conn, by, by.party_key, person_id, clock.now())
    flash(_("The link is ended, with every session that was opened by it. The person is told by mail."))
    return redirect(url_for(".show", person_id=person_id), code=303)


@bp.post("/people/<int:person_id>/sign-in/sessions/end")
def end_sessions(person_id: int) -> Response:
    """End every session of a person. 303 to the page; 404 a stranger, or nothing to end."""
    return _end(person_id, None, _("Every session has ended. The person is told by mail."))


@bp.post("/people/<int:person_id>/sign-in/sessions/<int:session_id>/end")
def end_session(person_id: int, session_id: int) -> Response:
    """End one session of a person. 303 to the page; 404 a stranger's, or one that is over."""
    return _end(person_id, session_id, _("The session has ended. The person is told by mail."))


@bp.post("/host-asks/<int:number>/confirm")
def confirm(number: int) -> Page:
    """Confirm what the host asks about an account, and show the one-time link where nobody else has to. 404 another
    party's or over, 409 about oneself."""
    by = manager()
    with writing() as conn:
        link = recovering.decide(conn, by, number, True, clock.now())
    if link is not None:
        return show_link(link.person_id, link.name, link)
    flash(_("It is confirmed. The managers of the person's other parties have to confirm it too."))
    return redirect(url_for("people.index"), code=303)


@bp.post("/host-asks/<int:number>/refuse")
def refuse(number: int) -> Response:
    """Refuse what the host asks about an account. 303 to the party's page; 404 another party's or over."""
    by = manager()
    with writing() as conn:
        recovering.decide(conn, by, number, False, clock.now())
    flash(_("It is refused. No link was made."))
    return redirect(url_for("people.index"), code=303)


def _end(person_id: int, session_id: int | None, sentence: str) -> Response:
    by = manager()
    with writing() as conn:
        members.end_sessions_of(conn, by, person_id, session_id, clock.now())
    flash(sentence)
    if by.person_id == person_id and session_id is None:
        identity.forget_session()
        return redirect(url_for("signin.ask"), code=303)
    return redirect(url_for(".show", person_id=person_id), code=303)


def _asked_page(faults: dict[str, str] | None = None, status: int = 200) -> Page:
    by = manager()
    close_reader()
    page = pages.asked_page(reader(), by, clock.now(), request.form.to_dict(flat=False), faults or {})
    return render("people/asked.html", page, status)
