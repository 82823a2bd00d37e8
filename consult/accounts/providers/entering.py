"""What follows when somebody comes back from an identity provider: a session, a link, or a fresh proof."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine

from consult.accounts.entering import Entered, begin_half, ways_of
from consult.accounts.needs import asked_by
from consult.accounts.providers.asking import Came
from consult.accounts.providers.fetching import Outside, Unusable
from consult.accounts.providers.linking import add_link, end_by_provider, linked_person, note_used
from consult.accounts.providers.registering import Provider, hold_provider, provider_of
from consult.accounts.providers.tokens import LEEWAY, read_logout_token
from consult.accounts.sessions import Opened, SignedIn, open_session, renew_session
from consult.db import reading, writing
from consult.digests import digest_secret
from consult.i18n import _
from consult.people.authority import parties_of
from consult.people.links import take_invitation
from consult.refusals import Unknown
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of an errand: a session or a half sign-in, and where it goes on."""

    purpose: str
    entered: Entered
    onward: str


def arrive(engine: Engine, came: Came, who: SignedIn | None, client: str, at: datetime) -> Arrived:
    """Do what somebody was sent for. Unusable with the reason, and nothing was changed; Unknown for an invitation that
    is used or over. What was begun in a session ends in that session."""
    errand = came.errand
    if errand.session_id is not None and (who is None or who.session_id != errand.session_id):
        raise Unusable(_("You were signed out meanwhile. Sign in, and begin again."))
    with writing(engine) as conn:
        if errand.purpose == "enter":
            entered = _enter(conn, came, client, at)
        elif errand.purpose == "invite":
            entered = _take_up(conn, came, client, at)
        elif who is None:
            raise Unusable(_("You were signed out meanwhile. Sign in, and begin again."))
        elif errand.purpose == "link":
            _require_same(conn, came)
            add_link(conn, came, who.person_id, at)
            entered = Entered(who.token)
        else:
            entered = Entered(_prove(conn, came, who, at))
    return Arrived(errand.purpose, entered, errand.onward)


def _require_same(conn: Connection, came: Came) -> None:
    """Refuse what the provider said where the party changed or removed it while it was asked, and hold it as it is:
    whoever changes it after this finds what this made. Unusable."""
    if hold_provider(conn, came.errand.party_key) != came.provider:
        raise Unusable(_("Your party changed its identity provider meanwhile. Begin again."))


def _enter(conn: Connection, came: Came, client: str, at: datetime) -> Entered:
    """Open a session; where the provider proved no second factor and the person has one of the own, it is asked."""
    _require_same(conn, came)
    person, opened = linked_person(conn, came.provider, came.said), _opened(came)
    note_used(conn, came.provider, person, at)
    if not opened.is_strong and ways_of(conn, person, at):
        return Entered(begin_half(conn, person, client, at, opened), is_half=True)
    return Entered(open_session(conn, person, client, at, "provider", opened))


def _take_up(conn: Connection, came: Came, client: str, at: datetime) -> Entered:
    """Take up an invitation by linking instead of a password; for whoever acts for that party alone."""
    link = take_invitation(conn, came.errand.invitation_hash or "", at)
    if parties_of(conn, link.person_id, live_only=True) != {came.provider.party_key}:
        raise Unknown
    _require_same(conn, came)
    add_link(conn, came, link.person_id, at)
    return Entered(open_session(conn, link.person_id, client, at, "provider", _opened(came)))


def _prove(conn: Connection, came: Came, who: SignedIn, at: datetime) -> str:
    """Take a fresh proof of the provider by which the session was opened; it says when the person proved it there."""
    _require_same(conn, came)
    provider, said = came.provider, came.said
    if who.through_party != provider.party_key or linked_person(conn, provider, said) != who.person_id:
        raise Unusable(_("Another person signed in at the identity provider than the one who is signed in here."))
    earliest = int(came.begun_at.timestamp()) - LEEWAY
    if said.proved_at is None or not earliest <= said.proved_at <= int(at.timestamp()) + LEEWAY:
        raise Unusable(_("The identity provider did not ask you again who you are, so nothing is proved."))
    if asked_by(conn, provider.party_key).needs != "none" and not _opened(came).is_strong:
        raise Unusable(_("Your party asks for a second factor, and the identity provider names none that counts."))
    return renew_session(conn, who.session_id, at, "provider")


def _opened(came: Came) -> Opened:
    session = digest_secret(came.said.session) if came.said.session else None
    return Opened(came.provider.party_key, session, bool(came.said.proofs & set(came.provider.second)))


def log_out(engine: Engine, outside: Outside, party_key: str, token: str, at: datetime) -> int:
    """End the sessions that a provider says are over (back-channel logout); answer how many. Unusable for a token that
    does not hold, Unknown where the party has no provider. A token that comes again ends nothing begun after it."""
    with reading(engine) as conn:
        provider: Provider | None = provider_of(conn, party_key)
    if provider is None:
        raise Unknown
    found = outside.discover(provider.issuer, at)
    keys = lambda again: outside.keys(found, at, again=again)  # noqa: E731 - a value that is handed on
    subject, session, made = read_logout_token(token, provider, keys, at)
    until = datetime.fromtimestamp(made, UTC) + timedelta(seconds=1)
    with writing(engine) as conn:
        return end_by_provider(conn, provider, subject, digest_secret(session) if session else "", until, at)
