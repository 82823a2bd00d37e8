"""Sign-in through a party's own identity provider: the way there, what comes back, links, and the end of a session.

The browser is led away by a page with a header of its own (Refresh) and a link, since the policy of pages lets no form
lead elsewhere. What comes back is a GET that changes something: the protocol has no other way; state, browser and one
single use stand for the token of a form.
"""

from flask import Blueprint, Response, flash, make_response, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.accounts.attempts import count_asked
from consult.accounts.providers import asking, entering, linking, registering
from consult.accounts.providers.asking import Errand
from consult.accounts.providers.fetching import Outside, Unusable
from consult.digests import digest_secret
from consult.i18n import _
from consult.pages import providers as pages
from consult.refusals import Unknown
from consult.web import identity
from consult.web.addresses import start
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.rendering import render
from consult.web.security import csrf
from consult.web.signin import go_on, local

bp = Blueprint("providers", __name__)

Page = tuple[str, int] | AnyResponse
BROWSER = "provider"
"""Where the cookie keeps what binds an errand to this browser."""


@bp.get("/sign-in/providers")
def index() -> Page:
    """List the identity providers of parties. 404 where the operator has not opened the way."""
    return _list(None)


@bp.get("/sign-in/providers/<party>")
def ask(party: str) -> Page:
    """Show the way to the identity provider of one party, for a link on its own pages. 404 where it has none."""
    return _list(party)


@bp.post("/sign-in/providers/<party>")
def begin(party: str) -> Page:
    """Lead to the identity provider of a party. 404 where it has none, 422 where it cannot be used, 429 too many."""
    return _send(Errand(party, "enter", onward=local(request.form.get("next", ""))))


@bp.post("/link/<token>/provider/<party>")
def begin_invited(token: str, party: str) -> Page:
    """Take up an invitation by linking the account instead of a password. 404 for any other link or party."""
    return _send(Errand(party, "invite", invitation_hash=digest_secret(token)))


@bp.post("/my-sign-in/providers/<party>/link")
def begin_link(party: str) -> Page:
    """Link one's account with the identity provider of a party for which one acts. 404 any other."""
    who = identity.signed_in()
    if who is None or not registering.may_link(reader(), party, who.person_id):
        raise Unknown
    return _send(Errand(party, "link", who.session_id, onward=url_for("factors.show")))


@bp.post("/my-sign-in/providers/<party>/unlink")
def unlink(party: str) -> Page:
    """End one's link, and the sessions that it opened. 303 to the page; 404 none, and another party's where a provider
    opened the session."""
    who = identity.signed_in()
    if who is None or who.through_party not in (None, party):
        raise Unknown
    with writing() as conn:
        linking.end_link(conn, None, party, who.person_id, clock.now())
    flash(_("The link is ended, with every session that was opened by it."))
    return redirect(url_for("factors.show"), code=303)


@bp.post("/prove/provider")
def begin_proof() -> Page:
    """Prove again who is there at the identity provider that opened this session. 404 in any other session."""
    who = identity.signed_in()
    if who is None or who.through_party is None:
        raise Unknown
    return _send(Errand(who.through_party, "prove", who.session_id, onward=local(request.form.get("next", ""))))


@bp.get("/sign-in/providers/back")
def come_back() -> Page:
    """Take what an identity provider answers. 303 on, 422 with the reason; a look at the headers takes nothing."""
    outside, set_up = _outside(), parts()
    if request.method == "HEAD":
        return Response(status=204)
    told = {name: request.args[name][:4000] for name in ("state", "code", "iss", "error") if name in request.args}
    browser = session.pop(BROWSER, "")
    close_reader()
    try:
        key, now = set_up.settings.secret_key, clock.now()
        came = asking.take_back(set_up.engine, outside, told, browser, key, _back(), now)
        agent = request.user_agent.string
        arrived = entering.arrive(set_up.engine, came, identity.signed_in(), agent, clock.now())
    except Unusable as reason:
        return _refused(reason.sentence)
    return _arrived(arrived)


@bp.post("/sign-in/providers/<party>/logout")
@csrf.exempt
def log_out(party: str) -> Response:
    """End the sessions of which an identity provider says that they are over (back-channel logout): 200, or 400."""
    close_reader()
    try:
        with writing() as conn:
            count_asked(conn, request.remote_addr or "", clock.now())
        token = request.form.get("logout_token", "")
        entering.log_out(parts().engine, _outside(), party, token, clock.now())
    except Unusable:
        return Response('{"error": "invalid_request"}', 400, mimetype="application/json")
    return Response(status=200)


def _list(party: str | None) -> Page:
    _outside()
    buttons = pages.provider_buttons(reader(), party)
    if party is not None and not buttons:
        raise Unknown
    page = pages.ProvidersPage(_("Sign in through your party"), buttons, local(request.args.get("next", "")))
    return render("signin/providers.html", page)


def _send(errand: Errand) -> Page:
    """Draw what an errand needs and lead the browser away."""
    outside, set_up = _outside(), parts()
    found = registering.provider_of(reader(), errand.party_key)
    with writing() as conn:
        count_asked(conn, request.remote_addr or "", clock.now())
    try:
        sent = asking.send(set_up.engine, outside, errand, set_up.settings.secret_key, _back(), clock.now())
    except Unusable as reason:
        return _refused(reason.sentence, errand.party_key)
    session[BROWSER] = sent.browser
    page = pages.LeavingPage(_("On to your identity provider"), found.name if found else "", sent.address)
    answer = make_response(render("signin/leaving.html", page))
    answer.headers["Refresh"] = f"0; url={sent.address}"
    return answer


def _arrived(arrived: entering.Arrived) -> Page:
    entered, onward = arrived.entered, arrived.onward
    if arrived.purpose == "link":
        flash(_("Your account is linked. From now on you can sign in through it."))
        return redirect(onward, code=303)
    if arrived.purpose == "prove":
        identity.renew_session(entered.token)
        return render("signin/proved.html", pages.ProvedPage(_("It is proved"), onward))
    if entered.is_half:
        identity.begin_half(entered.token)
        return redirect(url_for("second.ask", next=onward or None), code=303)
    identity.begin_session(entered.token)
    return go_on(entered.token, onward)


def _refused(sentence: str, party: str = "") -> Page:
    again = url_for(".ask", party=party) if party else url_for(".index")
    back = url_for("factors.show") if identity.signed_in() else url_for("signin.ask")
    page = pages.NotThroughPage(_("Your identity provider did not sign you in here"), sentence, again, back)
    return render("signin/not_through.html", page, 422)


def _outside() -> Outside:
    """Give the door to identity providers; Unknown where the operator has not opened it."""
    found = parts().outside
    if found is None:
        raise Unknown
    return found


def _back() -> str:
    return start() + url_for(".come_back")
