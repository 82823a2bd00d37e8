"""What an identity provider signed: an ID token (OpenID Connect Core 1.0, 3.1.3.7) or a logout token (Back-Channel
Logout 1.0, 2.6), read strictly.

Only asymmetric signatures count, with a key of the provider's own that is for signing: neither `none`, nor a shared
secret made of a public key. Authlib compares the claims; what decides who somebody is, and when, is compared here too.
"""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from consult.accounts.providers.fetching import Unusable
from consult.accounts.providers.registering import Provider
from consult.digests import digest_secret
from consult.i18n import _
from workflows.kernel.frozen import dataclass

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
KINDS_OF_KEY = ("RSA", "EC", "OKP")
LEEWAY = 60
"""By how many seconds the clocks may differ."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_AGE = 120
MOST_TOKEN = 20_000

Keys = Callable[[bool], Mapping[str, Any]]
"""Gives the keys that a provider publishes; True asks again for one that was not known."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider said of whoever signed in: under which subject, with which verified mail address, by what, when,
    in which session of its own."""

    subject: str
    mail: str
    proofs: frozenset[str]
    proved_at: int | None
    session: str


def is_installed() -> bool:
    """Say whether the library for it is there: the extra `oidc`."""
    return find_spec("authlib") is not None


def read_id_token(token: Any, provider: Provider, nonce_hash: str, keys: Keys, at: datetime) -> Said:
    """Read an ID token that was asked for with a nonce, or raise Unusable with the reason."""
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    header, claims = _signed(token, keys)
    if header.get("typ", "JWT") not in ("JWT", "jwt", "id_token+jwt") or "events" in claims:
        raise Unusable(_("What the identity provider signed is no ID token."))
    _same(claims, provider)
    options = {"iss": {"essential": True, "value": provider.issuer}, "sub": {"essential": True}}
    read = CodeIDToken(claims, header, options, {"client_id": provider.client_id})
    try:
        read.validate(now=int(at.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError):
        raise Unusable(_("The token of the identity provider is over, not yet good, or incomplete.")) from None
    _in_time(claims, at)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(digest_secret(nonce), nonce_hash):
        raise Unusable(_("The token of the identity provider answers another sign-in than this one."))
    return _said(claims, provider)


def read_logout_token(token: Any, provider: Provider, keys: Keys, at: datetime) -> tuple[str, str, int]:
    """Read a logout token: subject and session of the provider, one of them perhaps empty, and the second at which it
    was made. Raises Unusable."""
    header, claims = _signed(token, keys)
    if str(header.get("typ")).lower() != "logout+jwt":
        raise Unusable(_("What the identity provider signed is no logout token."))
    _same(claims, provider)
    events, made = claims.get("events"), claims.get("iat")
    wrong = not isinstance(events, dict) or LOGOUT not in events or "nonce" in claims
    if wrong or not isinstance(claims.get("jti"), str):
        raise Unusable(_("What the identity provider signed is no logout token."))
    now = int(at.timestamp())
    if not isinstance(made, int) or not now - LOGOUT_AGE <= made <= now + LEEWAY or not _is_young(claims, now):
        raise Unusable(_("The token of the identity provider is over, not yet good, or incomplete."))
    subject, session = _text(claims, "sub"), _text(claims, "sid")
    if not subject and not session:
        raise Unusable(_("The token of the identity provider is over, not yet good, or incomplete."))
    return subject, session, made


def _signed(token: Any, keys: Keys) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give header and claims of a token with a good signature, by a key that is published now."""
    if not isinstance(token, str) or len(token) > MOST_TOKEN:
        raise Unusable(_("The identity provider sent no token."))
    found = _verified(token, keys(False))
    found = found or _verified(token, keys(True))  # the provider may have taken new keys a moment ago
    if found is None:
        raise Unusable(_("The token is not signed by a key that this identity provider publishes."))
    return found


def _verified(token: str, published: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    listed = published.get("keys")
    rows = [one for one in listed if _is_for_signing(one)] if isinstance(listed, list) else []
    try:
        read = jwt.decode(token, KeySet.import_key_set({"keys": rows}), algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return (dict(read.header), dict(read.claims)) if isinstance(read.claims, dict) else None


def _is_for_signing(key: Any) -> bool:
    """Say whether a published key is a public one for signatures."""
    return (
        isinstance(key, dict) and key.get("kty") in KINDS_OF_KEY and key.get("use", "sig") == "sig" and "d" not in key
    )


def _same(claims: Mapping[str, Any], provider: Provider) -> None:
    """Refuse what another issuer signed, or what was signed for somebody else."""
    if claims.get("iss") != provider.issuer:
        raise Unusable(_("The token is of another issuer."))
    audience = claims.get("aud")
    told = audience if isinstance(audience, list) else [audience]
    if provider.client_id not in told or (len(told) > 1 and claims.get("azp") != provider.client_id):
        raise Unusable(_("The token is for another client."))
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise Unusable(_("The token is for another client."))


def _in_time(claims: Mapping[str, Any], at: datetime) -> None:
    now, made = int(at.timestamp()), claims.get("iat")
    if not _is_young(claims, now, must=True) or not isinstance(made, int | float) or made > now + LEEWAY:
        raise Unusable(_("The token of the identity provider is over, not yet good, or incomplete."))


def _is_young(claims: Mapping[str, Any], now: int, *, must: bool = False) -> bool:
    until = claims.get("exp")
    if until is None:
        return not must
    return isinstance(until, int | float) and until > now - LEEWAY


def _said(claims: Mapping[str, Any], provider: Provider) -> Said:
    subject, at = _text(claims, "sub"), claims.get("auth_time")
    if not subject:
        raise Unusable(_("The token of the identity provider is over, not yet good, or incomplete."))
    told = claims.get("amr")
    methods = [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
    mail = _text(claims, provider.mail_claim) if provider.mail_claim and claims.get("email_verified") is True else ""
    proofs = frozenset([*methods, *([str(claims["acr"])] if isinstance(claims.get("acr"), str) else [])])
    proved_at = at if isinstance(at, int) else None
    return Said(subject, mail.strip().lower(), proofs, proved_at, _text(claims, "sid"))


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= 255 else ""
