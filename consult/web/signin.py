"""Sign in, choose in which capacity to act, use a one-time link, sign out."""

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from consult import accounts, clock, handing, people, standing
from consult.db import Busy, Unsure
from consult.i18n import _
from consult.pages import signin as pages
from consult.pages.providers import provider_buttons, providers_of_invited
from consult.refusals import Malformed, Unknown
from consult.web import headers, identity
from consult.web.addresses import site
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("signin", __name__)

Page = tuple[str, int] | Response


@bp.get("/sign-in")
def ask() -> Page:
    """Show the sign-in page, or go on where somebody is signed in."""
    if identity.signed_in():
        return redirect(url_for("home"), code=303)
    onward = local(request.args.get("next", ""))
    return render("signin/sign_in.html", _page(next_address=onward))


@bp.post("/sign-in")
def enter() -> Page:
    """Open a session. 303 to the choice of capacity or on; 422 wrong or unknown, 429 too many attempts."""
    email, onward = request.form.get("email", ""), local(request.form.get("next", ""))
    entered = _attempt(email)
    if entered is None:
        refused = _("Mail address and password do not belong together.")
        return render("signin/sign_in.html", _page(email, onward, refused), 422)
    if entered.is_half:
        identity.begin_half(entered.token)
        return redirect(url_for("second.ask", next=onward or None), code=303)
    identity.begin_session(entered.token)
    return go_on(entered.token, onward)


@bp.post("/sign-out")
def leave() -> Response:
    """End the session: in this browser first, whatever becomes of its row."""
    signed_in = identity.signed_in()
    identity.forget_session()
    flash(_("You are signed out.") if signed_in is None or _is_ended(signed_in.session_id) else identity.still_open())
    return headers.let_go(redirect(url_for(".ask"), code=303))


def _is_ended(session_id: int) -> bool:
    """End the row of a session; say whether the database took that."""
    try:
        with writing() as conn:
            accounts.end_session(conn, session_id, clock.now())
    except (Busy, Unsure, OperationalError) as fault:
        current_app.logger.warning("a session was not ended at sign-out: %s", fault.__class__.__name__)
        return False
    return True


@bp.get("/capacity")
def list_capacities() -> Page:
    """Show for whom the person may act now."""
    signed_in = identity.signed_in()
    if signed_in is None:
        raise Unknown
    onward, acting, now = local(request.args.get("next", "")), identity.acting(), clock.now()
    found = standing.choices(reader(), signed_in.person_id, now)
    page = pages.capacity_page(signed_in, found, acting, onward, now)
    ended = standing.ended_lately(reader(), signed_in.person_id, now)
    ended = tuple(one for one in ended if signed_in.through_party in (None, one.party_key))
    left = () if signed_in.through_party else handing.left_behind(reader(), signed_in.person_id, now)
    return render("signin/capacity.html", replace(page, ended=ended, left_behind=len(left)))


@bp.post("/capacity")
def choose_capacity() -> Response:
    """Act under a mandate, or in the place of somebody absent, from now on. 303 onward; 404 where that is not the
    person's or does not count."""
    signed_in = identity.signed_in()
    if signed_in is None:
        raise Unknown
    wished = tuple(request.form.get(name, type=int) for name in ("mandate", "substitution", "representation"))
    found = next((one for one in _reached(signed_in) if one.chosen == wished), None)
    if found is None:
        raise Unknown
    with writing() as conn:
        accounts.choose_mandate(conn, signed_in.session_id, found.chosen, clock.now())
    return redirect(local(request.form.get("next", "")) or url_for("home"), code=303)


@bp.get("/link/<token>")
def read_link(token: str) -> Page:
    """Show whose password a one-time link sets. 404 unknown, used or expired."""
    return render("signin/link.html", _link_page(_open_link(token))) if _is_open(token) else _dead_link()


@bp.post("/link/<token>")
def use_link(token: str) -> Page:
    """Set the password once. 303 to sign in; 404 unknown, used or expired, 422 an unfit password."""
    if not _is_open(token):
        return _dead_link()
    link, password = _open_link(token), request.form.get("password", "")
    if password != request.form.get("repeat", ""):
        return render("signin/link.html", _link_page(link, repeat_error=_("The two differ.")), 422)
    try:
        password_hash = parts().passwords.hash(password, link.email)
    except Malformed as error:
        return render("signin/link.html", _link_page(link, error.fields["password"]), 422)
    with writing() as conn:
        people.redeem_link(conn, token, password_hash, clock.now())
    identity.forget_session()
    flash(_("Your password is set. Sign in with it."))
    return redirect(url_for(".ask"), code=303)


def _attempt(email: str) -> accounts.Entered | None:
    """Try the mail address and password of the form; an old cookie may have opened a reader before."""
    close_reader()
    return accounts.sign_in(
        parts().engine,
        parts().passwords,
        email=email[:254],
        password=request.form.get("password", ""),
        address=request.remote_addr or "",
        client=request.user_agent.string,
        at=clock.now(),
    )


def go_on(token: str, onward: str) -> Response:
    """Take the only mandate there is, or let the person choose."""
    signed_in = accounts.find_session(reader(), token, clock.now())
    if signed_in is None:
        raise Unknown
    own = _reached(signed_in)
    if len(own) != 1:
        return redirect(url_for("signin.list_capacities", next=onward or None), code=303)
    with writing() as conn:
        accounts.choose_mandate(conn, signed_in.session_id, own[0].chosen, clock.now())
    return redirect(onward or url_for("home"), code=303)


def _reached(signed_in: accounts.SignedIn) -> list[standing.Standing]:
    """List the standings that a session may use."""
    found = standing.choices(reader(), signed_in.person_id, clock.now())
    return [one for one in found if standing.in_reach(one, signed_in.through_party)]


def _page(email: str = "", next_address: str = "", refused: str = "") -> pages.SignInPage:
    close_reader()
    page = pages.sign_in_page(email, next_address, refused, site() is not None)
    return replace(page, providers=parts().outside is not None and bool(provider_buttons(reader(), None)))


def _link_page(link: people.Link, error: str = "", repeat_error: str = "") -> pages.LinkPage:
    page = pages.link_page(link, error, repeat_error)
    return replace(page, providers=providers_of_invited(reader(), link)) if parts().outside else page


def _open_link(token: str) -> people.Link:
    """Find an open one-time link, or refuse as unknown."""
    return people.read_link(reader(), token, clock.now())


def _is_open(token: str) -> bool:
    """Tell whether a one-time link can still be used."""
    try:
        _open_link(token)
    except Unknown:
        return False
    return True


def _dead_link() -> tuple[str, int]:
    """Say that a one-time link cannot be used, whatever the cause."""
    return render("signin/dead_link.html", pages.DeadLinkPage(_("This link cannot be used")), 404)


def local(address: str) -> str:
    """Answer an address within this installation, empty for any other."""
    try:
        split = urlsplit(address)
    except ValueError:  # brackets that are no address
        return ""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and not split.scheme and not split.netloc
    return address if inside and "\\" not in address and address.isprintable() else ""
