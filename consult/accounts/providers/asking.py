"""Sending somebody to the identity provider of a party, and taking what comes back: once, by the same browser, within
ten minutes.

State, nonce and what binds the browser are drawn here and kept as digests; the verifier of the code (PKCE, RFC 7636)
lies encrypted until it is sent. What comes back must name its issuer where the provider can (RFC 9207), so that one
provider's answer is never taken to another.
"""

import hmac
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from consult import kept_secrets
from consult.accounts.providers.fetching import Discovered, Outside, Unusable
from consult.accounts.providers.registering import Provider, provider_of, secret_of
from consult.accounts.providers.tokens import Said, read_id_token
from consult.db import reading, writing
from consult.digests import digest_secret, draw_secret
from consult.i18n import _
from consult.models.providers import PROVIDER_REQUEST
from consult.refusals import Unknown
from workflows.kernel.frozen import dataclass

LIFE = timedelta(minutes=10)
PURPOSE = "consult identity request"
kept_secrets.remember(PROVIDER_REQUEST.c.verifier, PURPOSE)


@dataclass(frozen=True, slots=True)
class Errand:
    """Why somebody is sent to a provider: of which party, for what, in which session or with which invitation, and
    where it goes on."""

    party_key: str
    purpose: str
    session_id: int | None = None
    invitation_hash: str | None = None
    onward: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """Where to send the browser, and what it keeps to be known again."""

    address: str
    browser: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Came:
    """What came back of an errand: what the provider said, and when the browser was sent."""

    errand: Errand
    provider: Provider
    said: Said
    begun_at: datetime


def send(engine: Engine, outside: Outside, errand: Errand, key: str, back: str, at: datetime) -> Sent:
    """Draw what one sign-in needs, and give the address at the provider; `back` is where it sends the browser to.
    Unknown where the party has none, Unusable where it cannot be used now."""
    with reading(engine) as conn:
        provider = provider_of(conn, errand.party_key)
    if provider is None:
        raise Unknown
    found = outside.discover(provider.issuer, at)
    drawn = _Drawn(*(draw_secret() for _each in range(4)))
    kept = {
        "state_hash": digest_secret(drawn.state),
        "browser_hash": digest_secret(drawn.browser),
        "nonce_hash": digest_secret(drawn.nonce),
        "verifier": kept_secrets.lock(drawn.verifier, key, PURPOSE),
        "party_key": errand.party_key,
        "issuer": provider.issuer,
        "purpose": errand.purpose,
        "session_id": errand.session_id,
        "invitation_hash": errand.invitation_hash,
        "onward": errand.onward[:2000],
        "begun_at": at,
    }
    with writing(engine) as conn:
        conn.execute(delete(PROVIDER_REQUEST).where(PROVIDER_REQUEST.c.begun_at <= at - LIFE))
        conn.execute(insert(PROVIDER_REQUEST).values(kept))
    return Sent(_address(found, provider, drawn, back, is_proof=errand.purpose == "prove"), drawn.browser)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn for one errand."""

    state: str
    nonce: str
    browser: str
    verifier: str


def _address(found: Discovered, provider: Provider, drawn: _Drawn, back: str, *, is_proof: bool) -> str:
    """Write the address at the provider; for a proof it is asked to ask the person again."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    asked = {"nonce": drawn.nonce, "code_challenge_method": "S256"}
    asked["code_challenge"] = create_s256_code_challenge(drawn.verifier)
    if provider.second:
        asked["acr_values"] = " ".join(provider.second)
    if is_proof:
        asked |= {"prompt": "login", "max_age": "0"}
    scope = "openid email" if provider.mail_claim else "openid"
    return str(prepare_grant_uri(found.sign_in, provider.client_id, "code", back, scope, drawn.state, **asked))


def take_back(
    engine: Engine, outside: Outside, told: Mapping[str, str], browser: str, key: str, back: str, at: datetime
) -> Came:
    """Take what came back with a browser, redeem its code and read who it is. Unusable with the reason; the errand is
    spent either way, unless it is another browser's."""
    with writing(engine) as conn:
        row = _spend(conn, told.get("state", ""), browser, at)
    with reading(engine) as conn:
        provider = provider_of(conn, row.party_key)
        secret = secret_of(conn, row.party_key, key) if provider else ""
    if provider is None or provider.issuer != row.issuer:
        raise Unusable(_("Your party changed its identity provider meanwhile. Begin again."))
    found = outside.discover(provider.issuer, at)
    if (found.names_itself or "iss" in told) and told.get("iss") != provider.issuer:
        raise Unusable(_("The answer names another issuer than the one that was asked."))
    if told.get("error") or not told.get("code"):
        raise Unusable(_("The identity provider did not sign you in."))
    form = {"grant_type": "authorization_code", "code": told["code"], "redirect_uri": back}
    form["code_verifier"] = _verifier(row.verifier, key)
    answer = outside.redeem(found, provider.client_id, secret, form)
    keys = lambda again: outside.keys(found, at, again=again)  # noqa: E731 - a value that is handed on
    said = read_id_token(answer.get("id_token"), provider, row.nonce_hash, keys, at)
    errand = Errand(row.party_key, row.purpose, row.session_id, row.invitation_hash, row.onward)
    return Came(errand, provider, said, row.begun_at)


def _spend(conn: Connection, state: str, browser: str, at: datetime) -> Any:
    """Take an errand away; Unusable where it is unknown, over, spent, or another browser's, which keeps it."""
    r = PROVIDER_REQUEST.c
    row = conn.execute(
        select(PROVIDER_REQUEST).where(r.state_hash == digest_secret(state), r.begun_at > at - LIFE)
    ).first()
    known = row is not None and hmac.compare_digest(row.browser_hash, digest_secret(browser))
    if row is None or not known or not conn.execute(delete(PROVIDER_REQUEST).where(r.id == row.id)).rowcount:
        raise Unusable(_("This answer belongs to no sign-in of this browser, or came too late. Begin again."))
    return row


def _verifier(kept: str, key: str) -> str:
    try:
        return kept_secrets.unlock(kept, key, PURPOSE)
    except kept_secrets.Unreadable:
        raise Unusable(_("This answer belongs to no sign-in of this browser, or came too late. Begin again.")) from None
