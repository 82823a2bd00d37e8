"""The second step of signing in, and signing in by a passkey alone.

A challenge for a passkey is drawn by a POST, since it is kept until it is spent; how often one address may ask for one
is counted in the database, by all processes together.
"""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import accounts, clock
from consult.accounts import SlowDown, passkeys
from consult.accounts.attempts import count_asked
from consult.i18n import _
from consult.pages import signin as pages
from consult.refusals import Unknown
from consult.web import identity
from consult.web.addresses import place, site
from consult.web.parts import close_reader, parts, writing
from consult.web.rendering import render
from consult.web.signin import go_on, local

bp = Blueprint("second", __name__)

Page = tuple[str, int] | AnyResponse


@bp.post("/sign-in/passkey/challenge")
def challenge() -> Response:
    """Give what a browser needs to sign in by a passkey, the same whoever asks. 404 where passkeys cannot be used."""
    return json_of(None)


@bp.post("/sign-in/passkey")
def enter_by_passkey() -> Page:
    """Open a session by a passkey. 303 on; 422 where its answer does not hold, whatever the cause; 404 where passkeys
    cannot be used."""
    here, onward = site(), local(request.form.get("next", ""))
    if here is None:
        raise Unknown
    close_reader()
    answer, client = request.form.get("passkey", ""), request.user_agent.string
    token = accounts.enter_by_passkey(parts().engine, answer, site=here, client=client, at=clock.now())
    if token is None:
        refused = _("This passkey was not accepted here.")
        return render("signin/sign_in.html", pages.sign_in_page("", onward, refused, passkeys=True), 422)
    identity.begin_session(token)
    return go_on(token, onward)


@bp.get("/sign-in/second")
def ask() -> Page:
    """Ask for the second factor; back to the beginning where no password came before it."""
    half = identity.half()
    if half is None:
        return redirect(url_for("signin.ask"), code=303)
    return _form(half, local(request.args.get("next", "")))


@bp.post("/sign-in/second/challenge")
def challenge_half() -> Response:
    """Give what a browser needs to prove it by a passkey of the person whose password was right. 404 without one."""
    half = identity.half()
    if half is None:
        raise Unknown
    return json_of(half.person_id)


@bp.post("/sign-in/second")
def enter() -> Page:
    """Take the second factor and open the session. 303 on, or back to the beginning where it took too long; 422 a wrong
    answer, 429 too many of them."""
    half, onward = identity.half(), local(request.form.get("next", ""))
    if half is None:
        return redirect(url_for("signin.ask", next=onward or None), code=303)
    way = next((one for one in ("passkey", "code", "recovery") if request.form.get(one)), half.ways[0])
    try:
        token = _complete(half, way)
    except SlowDown as slow:
        return _form(half, onward, way, *too_soon(slow))
    if token is None:
        return _form(half, onward, way, _("It was not accepted. Each code works once, and for a short time."), 422)
    identity.begin_session(token)
    return go_on(token, onward)


def _complete(half: accounts.Half, way: str) -> str | None:
    close_reader()
    return accounts.complete(parts().engine, half, way, request.form.get(way, ""), place(), clock.now())


def _form(half: accounts.Half, onward: str, wrong: str = "", error: str = "", status: int = 200) -> Page:
    page = pages.second_page(half.ways, site() is not None, onward, wrong, error)
    return render("signin/second.html", page, status)


def json_of(person_id: int | None) -> Response:
    """Draw a challenge for a passkey of a person, or for whichever a browser has, and give it to the browser."""
    here = site()
    if here is None:
        raise Unknown
    with writing() as conn:
        count_asked(conn, request.remote_addr or "", clock.now())
        told = passkeys.ask_to_prove(conn, here, person_id, clock.now())
    return Response(told, mimetype="application/json")


def too_soon(slow: SlowDown) -> tuple[str, int]:
    """Say how long to wait before the next guess."""
    return _("Too many attempts have failed. Wait %(minutes)s min before the next one.", minutes=slow.minutes), 429
