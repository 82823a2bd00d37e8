"""Closed until opened: every address needs a sign-in and a standing unless it is listed here, those of the API a token
(`consult.api.frame.door`). Joined here as well: the headers of every answer, where a request comes from, and whether
the clock is right.
"""

from flask import Flask, g, redirect, request, url_for
from flask_wtf import CSRFProtect
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.accounts import SignedIn
from consult.accounts.proving import is_word_of_provider, other_parties, serves_others
from consult.api.frame import door
from consult.api.frame.problems import is_for_machines
from consult.i18n import _
from consult.refusals import Closed
from consult.web import bounds, clocks, handing, headers, identity, noting, origins, watching
from consult.web.at_hand import this_request
from consult.web.open_doors import ACROSS, HALF_MADE, IMPERSONAL, OF_ALL_PARTIES, OPEN, PROVING, WITHOUT_STANDING
from consult.web.parts import reader
from consult.web.rendering import is_in_anothers_name
from consult.web.written import is_part

csrf = CSRFProtect()


def begin(app: Flask) -> None:
    """Put the door before every address, the token before every change, and the headers on every answer."""
    origins.begin(app, IMPERSONAL | {"feeds.give"})  # before anybody is recognised
    app.before_request(_keep_closed)  # before the token is checked: a lost session is told as such, not as a bad token
    clocks.begin(app)
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=True)
    csrf.init_app(app)
    headers.begin(app)
    watching.begin(app)
    noting.begin(app)  # before the headers: what leaves instead of a page gets them too


def _keep_closed() -> AnyResponse | None:
    """Let through what is open; send everybody else to sign in or to choose a capacity."""
    endpoint = this_request().endpoint
    if is_for_machines():
        door.keep()
        return None
    if endpoint in OPEN:  # before anything looks at what was sent
        request.max_content_length = bounds.OF_OUTSIDERS
    if endpoint in IMPERSONAL:
        g.impersonal = True
        return None
    identity.recognise()
    if endpoint is None or endpoint in OPEN:
        return None
    who = identity.signed_in()
    if who is None:
        return _ask_to_sign_in()
    _keep_apart(who, endpoint)
    if who.lacks and endpoint not in PROVING:
        return _ask_to_set_up()
    return None if endpoint in WITHOUT_STANDING else _keep_to_standing(endpoint)


def _keep_to_standing(endpoint: str) -> AnyResponse | None:
    """Let through whoever acts in a capacity, in another party's name where that is for it alone; Closed elsewhere."""
    by = identity.acting()
    if by is None:
        return _offer_handing_on() or _ask_for_capacity()
    if by.in_name_of and not is_in_anothers_name(endpoint):
        raise Closed(
            _(
                "You act in the name of %(party)s. This is for its own people; change the capacity in which you act to "
                "see what is your own.",
                party=by.party_name,
            )
        )
    return None


def _keep_apart(who: SignedIn, endpoint: str) -> None:
    """Refuse what is the person's across parties to a session that one party's identity provider opened, unless the
    person has no other way to prove it and acts for that party alone; and what completes a change of the account to
    a session that nothing but the word of a provider stands behind."""
    if not who.through_party or endpoint not in ACROSS | OF_ALL_PARTIES | HALF_MADE:
        return
    is_across = endpoint in ACROSS and serves_others(reader(), who, clock.now())
    if is_across or (endpoint in OF_ALL_PARTIES and other_parties(reader(), who)):
        raise Closed(
            _("This session is for one party alone, and this page is about all of yours. Sign in another way for it.")
        )
    if endpoint in HALF_MADE and is_word_of_provider(reader(), who, clock.now()):
        raise Closed(_("This changes your account, which an identity provider does not. Sign in another way for it."))


def _ask_to_sign_in() -> AnyResponse:
    """Send a reader to the sign-in page; tell a writer that the session is over, and a page that asks for a part of
    itself."""
    if request.method in ("GET", "HEAD") and not is_part():
        return redirect(url_for("signin.ask", next=request.full_path.rstrip("?")), code=303)
    raise Unauthorized


def _ask_to_set_up() -> AnyResponse:
    """Send a reader to set up what a party asks for; tell a writer that nothing else is open before."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("factors.show"), code=303)
    raise Closed(_("Something is to be set up under Sign-in first; everything else opens after it."))


def _offer_handing_on() -> AnyResponse | None:
    """Offer whoever sent a paper under a mandate that has ended to hand it on, with what was typed."""
    if request.method != "POST" or request.endpoint not in handing.OFFERED:
        return None
    csrf.protect()
    return handing.offer(str((request.view_args or {})["ref"]))


def _ask_for_capacity() -> AnyResponse:
    """Send a reader to choose a capacity; tell a writer that the mandate no longer counts."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("signin.list_capacities", next=request.full_path.rstrip("?")), code=303)
    raise Closed(
        _("No mandate is chosen, or the one chosen has ended. Choose in which capacity you act, then try again.")
    )
