"""Step-up: before what binds a party, a person proves again who is there, where the last proof is too old.

The door stands before every address in `BINDING`. A form that comes with too old a proof is not taken: its page asks
for the proof and carries on what was sent, so that nothing typed is lost and one press does both. The form that comes
back with the proof goes on to its route with a fresh session. Machines prove by their token and are not asked.
"""

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.accounts import SignedIn, SlowDown, proving
from consult.accounts.proving import Proof
from consult.api.frame.problems import is_for_machines
from consult.i18n import _, write_instant
from consult.pages import signin as pages
from consult.pages.providers import provider_name
from consult.refusals import Closed
from consult.web import identity
from consult.web.addresses import place, site
from consult.web.at_hand import this_request
from consult.web.parts import close_reader, parts, reader
from consult.web.rendering import render
from consult.web.second import json_of, too_soon
from consult.web.signin import local

bp = Blueprint("proving", __name__)

BINDING = frozenset(
    {
        "affected.decide",
        "beside.begin",
        "cases.take",
        "clearance.change_lane",
        "clearance.pass_on",
        "drafts.clear",
        "drafts.send",
        "exchange.bring_contacts",  # where notices are served, from which periods run
        "feeds.make",  # its address opens a calendar to whoever has it, without sign-in
        "feeds.renew",
        "notices.open_case",
        "operations.retry",  # an act of the host, which the log tells to all parties
        "organ_keys.register",
        "organ_keys.retire",
        "organs.add_contact",
        "organs.move_contact",
        "organs.set_urgent",
        "organs.withdraw_contact",
        "papers.attach",
        "papers.object_to",
        "papers.serve",
        "practice.answer",
        "register.begin",
        "rooms.open_room",
        "tokens.make",
        "tokens.make_for_system",
        "delegations.record",
        "representations.record",
        "representations.accept",
        "representations.revoke",
        "absences.record",
        "absences.end",
        "people.invite",
        "people.issue_link",
        "people.close_account",
        "people.open_account",
        "people.record_mandate",
        "people.revoke_mandate",
        "keeping.ask_paper",
        "keeping.ask_person",
        "keeping.change_names",
        "keeping.confirm",
        "members.change_asked",
        "members.confirm",
        "members.remove_factors",
        "my_data.ask_erasure",
        "my_data.export",
        "factors.challenge",
        "factors.add_passkey",
        "factors.remove_passkey",
        "factors.begin_codes",
        "factors.remove_codes",
        "factors.renew_recovery",
        "factors.change_password",
        "factors.keep",
        "provider_settings.keep",
        "provider_settings.remove",
        "providers.begin_link",
        "webhooks.pause",
        "webhooks.register",
        "webhooks.remove",
        "webhooks.resume",
        "webhooks.rotate",
    }
)
"""What binds a party or opens a door: dispatch and clearance, mandates and accounts, tokens and keys, factors, where
the party is reached, calendars that are read without sign-in, what the host does from its page."""
OWN = frozenset(
    {
        "factors.challenge",
        "factors.add_passkey",
        "factors.remove_passkey",
        "factors.begin_codes",
        "factors.remove_codes",
        "factors.renew_recovery",
        "factors.keep",
        "feeds.make",
        "feeds.renew",
        "my_data.ask_erasure",
        "my_data.export",
        "providers.begin_link",
    }
)
"""What changes the person's own account, or gives out what is kept of the person. What a party's identity provider says
is no proof for it: the account may serve other parties."""
WAYS = ("passkey", "code", "password")
PREFIX = "proof_"
NOT_CARRIED = frozenset({"csrf_token", *(PREFIX + one for one in WAYS)})
SECRET = frozenset({"current", "password", "repeat"})
"""Answers that are never sent back: a form with one of them, or with a file, is sent again after the proof."""
Page = tuple[str, int] | AnyResponse


def begin(app: Flask) -> None:
    """Stand before every address that binds, after the token of the form was checked."""
    app.before_request(_ask_for_proof)


def _ask_for_proof() -> Page | None:
    """Let a fresh proof through, take one that comes with the form, and ask for one otherwise."""
    who, now = identity.signed_in(), clock.now()
    asked = this_request()
    if asked.endpoint not in BINDING or asked.method != "POST" or who is None or is_for_machines():
        return None
    minutes = proving.minutes_of(reader(), identity.acting())
    if proving.is_fresh(who, minutes, now) and not _is_of_provider_alone(who):
        return None
    given = _given()
    if given is None:
        _require_a_way(who)
        return _refused(minutes)
    try:
        return None if _is_proved(given) else _refused(minutes, _wrong(), 422)
    except SlowDown as slow:
        return _refused(minutes, *too_soon(slow))


def _is_of_provider_alone(who: SignedIn) -> bool:
    """Say whether the account is to be changed on the word of a party's identity provider, though the person has a
    proof of the own, or acts for another party too."""
    return request.endpoint in OWN and proving.is_word_of_provider(reader(), who, clock.now())


def _require_a_way(who: SignedIn) -> None:
    """Refuse to change an account that serves other parties too while there is nothing by which its person could prove
    it: the way goes through the managers of all."""
    if _is_of_provider_alone(who) and not proving.ways_of_own(reader(), who.person_id, clock.now()):
        raise Closed(
            _(
                "Your account serves another party too, and has neither password nor passkey yet. Ask for a link that "
                "sets one: the managers of all your parties confirm it."
            )
        )


@bp.get("/prove")
def ask() -> Page:
    """Ask for a proof, to go on from a page with a fresh one."""
    return _page(local(request.args.get("next", "")), "", 200)


@bp.post("/prove")
def prove() -> Page:
    """Take a proof. 303 to the page that led here; 422 a wrong one, 429 too many of them."""
    onward, given = local(request.form.get("next", "")), _given()
    try:
        if given is None or not _is_proved(given):
            return _page(onward, _wrong(), 422)
    except SlowDown as slow:
        return _page(onward, *too_soon(slow))
    return redirect(onward or url_for("home"), code=303)


@bp.post("/prove/challenge")
def challenge() -> Response:
    """Give what a browser needs to prove it by a passkey of whoever is signed in."""
    who = identity.signed_in()
    return json_of(who.person_id if who else 0)


def _given() -> Proof | None:
    """Read the proof that came with a form."""
    found = ((one, request.form.get(PREFIX + one, "")) for one in WAYS)
    return next((Proof(way, answer) for way, answer in found if answer), None)


def _is_proved(given: Proof) -> bool:
    """Take a proof, and give the browser the fresh token of its session."""
    who, set_up = identity.signed_in(), parts()
    if who is None:
        return False
    close_reader()
    token = proving.prove(set_up.engine, set_up.passwords, who, given, place(), clock.now())
    if token is not None:
        identity.renew_session(token)
    return token is not None


def _wrong() -> str:
    return _("It was not accepted, and nothing was recorded.")


def _refused(minutes: int, error: str = "", status: int = 403) -> Page:
    """Refuse a form for want of a fresh proof, and carry on what it said."""
    who = identity.signed_in()
    proved = who.proved_at if who else clock.now()
    sentence = _said(minutes, proved)
    carried = tuple(
        (name, value) for name, values in request.form.lists() for value in values if name not in NOT_CARRIED
    )
    if SECRET & set(request.form) or any(file.filename for file in request.files.values()):
        return _drawn(sentence, url_for("proving.prove"), error, status, _came_from(), is_lost=True)
    return _drawn(sentence, request.full_path.rstrip("?"), error, status, carried=carried)


def _said(minutes: int, proved: datetime) -> str:
    last = _("You last proved it %(at)s; before what binds it, your party asks for a proof not older than "
             "%(minutes)s minutes.", at=write_instant(proved), minutes=minutes)  # fmt: skip
    return last + " " + _("Nothing is recorded yet; what you sent goes on from here.")


def _page(onward: str, error: str, status: int) -> Page:
    return _drawn(
        _("It holds for a short time, before what binds your party."), url_for("proving.prove"), error, status, onward
    )


def _drawn(
    sentence: str,
    action: str,
    error: str,
    status: int,
    onward: str = "",
    *,
    carried: tuple[tuple[str, str], ...] = (),
    is_lost: bool = False,
) -> Page:
    ways, can, back = _ways(), site() is not None, _came_from() or url_for("home")
    has, title, who = "passkey" in ways, _("Prove that it is you"), identity.signed_in()
    fields, shows, hides = pages.fields_to_prove(ways, error), has and can, has and not can
    page = pages.ProvePage(title, sentence, action, fields, shows, hides, carried, onward, is_lost, back, error)
    if who is not None and not (request.endpoint in OWN and proving.serves_others(reader(), who, clock.now())):
        page = replace(page, provider=provider_name(reader(), who))
    return render("signin/prove.html", page, status)


def _came_from() -> str:
    """Answer the page of this installation that the form stood on, empty where that is not known."""
    came_from = request.referrer or ""
    return local(came_from.removeprefix(request.host_url.rstrip("/")))


def _ways() -> tuple[str, ...]:
    """Answer by which ways whoever is signed in proves it with what is the person's own."""
    who = identity.signed_in()
    close_reader()
    return proving.ways_of_own(reader(), who.person_id, clock.now()) if who else ()
