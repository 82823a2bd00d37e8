"""How one signs in: passkeys, one-time codes, recovery codes, the password, and one's sessions."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.accounts import SignedIn, SlowDown, codes, factors, passkeys, sessions
from consult.accounts.attempts import reserve_attempt
from consult.accounts.telling import tell
from consult.i18n import _
from consult.pages import factors as pages
from consult.refusals import Malformed, Unknown
from consult.web import identity
from consult.web.addresses import site
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.rendering import render
from consult.web.second import too_soon

bp = Blueprint("factors", __name__, url_prefix="/my-sign-in")

Page = tuple[str, int] | AnyResponse


@bp.get("")
def show() -> Page:
    """Show how one signs in, and where one is signed in."""
    return _page()


@bp.post("/passkeys/challenge")
def challenge() -> Response:
    """Give what a browser needs to make a passkey. 404 where passkeys cannot be used, 409 beyond so many."""
    here, who = site(), _who()
    if here is None:
        raise Unknown
    with writing() as conn:
        return Response(passkeys.ask_to_register(conn, here, who.person_id, clock.now()), mimetype="application/json")


@bp.post("/passkeys")
def add_passkey() -> Page:
    """Keep a passkey that the browser made. 303 to the page, or recovery codes with the first factor; 422 where the
    browser's answer does not hold."""
    here, who, form = site(), _who(), request.form
    if here is None:
        raise Unknown
    try:
        with writing() as conn:
            name, answer = form.get("name", "")[:200], form.get("passkey", "")
            drawn = factors.add_passkey(conn, here, who, name, answer, clock.now())
    except Malformed as fault:
        return _page(422, faults=fault.fields)
    if drawn is None:
        return _page(422, faults={"name": _("The browser made no passkey that is accepted here. Try once more.")})
    return _added(_("The passkey is registered."), drawn)


@bp.post("/passkeys/<int:number>/name")
def name_passkey(number: int) -> Page:
    """Call a passkey something else. 303 to the page; 404 another's, 422 without a name."""
    try:
        with writing() as conn:
            passkeys.rename_passkey(conn, _who().person_id, number, request.form.get("name", "")[:200])
    except Malformed as fault:
        return _page(422, faults={f"name-{number}": fault.fields["name"]})
    return _back(_("The passkey has its new name."))


@bp.post("/passkeys/<int:number>/remove")
def remove_passkey(number: int) -> Page:
    """Remove a passkey and end every other session. 303 to the page; 404 another's, 409 the last one that is needed."""
    with writing() as conn:
        factors.drop_passkey(conn, _who(), number, clock.now())
    return _back(_("The passkey is removed, and every other session of yours has ended."))


@bp.post("/codes")
def begin_codes() -> Page:
    """Draw the secret of one-time codes. 303 to its picture; 409 where there are codes already."""
    with writing() as conn:
        codes.begin_codes(conn, _who().person_id, parts().settings.secret_key, clock.now())
    return redirect(url_for(".show_codes"), code=303)


@bp.get("/codes")
def show_codes() -> Page:
    """Show the secret that waits for its first code, as a picture and in letters. 404 where none waits."""
    return _codes_page()


@bp.post("/codes/confirm")
def confirm_codes() -> Page:
    """Let one-time codes count from the first right one on. 303 to the page, or recovery codes with the first factor;
    404 where none wait, 422 a wrong code. Guesses need no brake: whoever asks was shown the secret."""
    who, now = _who(), clock.now()
    with writing() as conn:
        drawn = factors.add_codes(conn, who, request.form.get("code", "")[:20], parts().settings.secret_key, now)
    if drawn is None:
        return _codes_page(_("This code is not right now. Does the clock of your device agree?"), 422)
    return _added(_("One-time codes are set up."), drawn)


@bp.post("/codes/remove")
def remove_codes() -> Page:
    """Remove one's one-time codes and end every other session. 303 to the page; 404 none, 409 still needed."""
    with writing() as conn:
        factors.drop_codes(conn, _who(), clock.now())
    return _back(_("One-time codes are removed, and every other session of yours has ended."))


@bp.post("/recovery")
def renew_recovery() -> Page:
    """Draw ten new recovery codes and show them once; earlier ones are void. 409 without a second factor."""
    with writing() as conn:
        drawn = factors.renew_recovery(conn, _who(), clock.now())
    return _show_recovery(drawn)


@bp.post("/keep")
def keep() -> Page:
    """Say, after a recovery code, that nothing is lost. 303 on; 409 where none was used."""
    with writing() as conn:
        factors.keep_factors(conn, _who(), clock.now())
    flash(_("What there is stays. Your party's managers see that a recovery code was used."))
    return redirect(url_for("home"), code=303)


@bp.post("/password")
def change_password() -> Page:
    """Set one's password and end every other session. 303 to the page; 422 with the fields named, 429 after too many
    wrong ones."""
    who, form, now = _who(), request.form, clock.now()
    try:
        close_reader()
        reserved = reserve_attempt(parts().engine, "account", who.email, request.remote_addr or "", now)
        _require_own(who, form.get("current", ""))
        factors.require_same(form.get("password", ""), form.get("repeat", ""))
        kept = parts().passwords.hash(form.get("password", ""), who.email)
    except Malformed as fault:
        return _page(422, faults=fault.fields)
    except SlowDown as slow:
        sentence, status = too_soon(slow)
        return _page(status, faults={"current": sentence})
    with writing() as conn:
        factors.change_password(conn, who, kept, now, reserved)
    return _back(_("Your password is changed, and every other session of yours has ended."))


@bp.post("/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Page:
    """End one of one's sessions at once. 303 to the page; 404 another's, or over."""
    who = _who()
    with writing() as conn:
        sessions.end_one_of(conn, who.person_id, session_id, clock.now())
        tell(conn, who.person_id, "sessions_ended", None, clock.now(), mail=False, more={"sessions_ended": 1})
    return _back(_("The session has ended."))


@bp.post("/sessions/end-others")
def end_others() -> Page:
    """End every other session of one's own. 303 to the page."""
    who = _who()
    with writing() as conn:
        ended = sessions.end_others(conn, who.person_id, who.session_id, clock.now())
        if ended:
            tell(conn, who.person_id, "sessions_ended", None, clock.now(), mail=False, more={"sessions_ended": ended})
    return _back(_("Every other session of yours has ended."))


def _who() -> SignedIn:
    """Answer whoever is signed in; nobody else reaches these pages."""
    who = identity.signed_in()
    if who is None:
        raise Unknown
    return who


def _require_own(who: SignedIn, password: str) -> None:
    if not factors.is_own_password(reader(), parts().passwords, who, password):
        raise Malformed({"current": _("This is not your password.")})


def _back(sentence: str) -> AnyResponse:
    flash(sentence)
    return redirect(url_for(".show"), code=303)


def _added(sentence: str, drawn: tuple[str, ...]) -> Page:
    """Lead back to the page, or show the recovery codes that come with a first factor."""
    return _show_recovery(drawn, sentence) if drawn else _back(sentence)


def _show_recovery(drawn: tuple[str, ...], sentence: str = "") -> Page:
    who, name = _who(), parts().settings.host_name
    page = pages.RecoveryPage(_("Recovery codes"), sentence, drawn, who.email, name, clock.now())
    return render("signin/recovery.html", page)


def _codes_page(error: str = "", status: int = 200) -> Page:
    who = _who()
    close_reader()
    secret = codes.secret_begun(reader(), who.person_id, parts().settings.secret_key)
    return render("signin/codes.html", pages.codes_page(secret, who.email, parts().settings.host_name, error), status)


def _page(status: int = 200, faults: dict[str, str] | None = None) -> Page:
    who = _who()
    close_reader()
    page = pages.sign_in_ways_page(reader(), who, clock.now(), site() is not None, faults or {})
    return render("signin/factors.html", page, status)
