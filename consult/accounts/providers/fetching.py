"""What is fetched from an identity provider: JSON over https, from an address that was checked like that of a webhook.

Discovery document, keys and the token endpoint all go this way: a public host that the operator lets through, no
redirect, some seconds in all, so many bytes at most, and nothing of what came is shown. What was fetched is kept for an
hour in each process; a key that is not known is looked for again, at most twice a minute.
"""

import base64
import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from consult.delivery.posting import NoAnswer, Request, Whole, ask
from consult.delivery.targets import NotAllowed, Place, Resolve, Rules, look_up, read_url
from consult.i18n import _
from consult.settings import Identity
from workflows.kernel.frozen import dataclass

MOST_BYTES = 256 * 1024
KEPT = timedelta(hours=1)
PAUSE = timedelta(seconds=30)
WELL_KNOWN = "/.well-known/openid-configuration"


class Unusable(Exception):
    """The provider cannot be used now, or said what cannot be taken; the sentence says which."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a provider says of itself: where one signs in, where codes are redeemed, where its keys lie."""

    issuer: str
    sign_in: str
    token: str
    keys: str
    names_itself: bool
    """Whether its answers say from which issuer they are (RFC 9207)."""
    by_post: bool
    """Whether the client's secret goes into the form, where the provider does not take it in a header."""


@dataclass(slots=True)
class _Kept:
    value: Any
    at: datetime
    again_at: datetime


@dataclass(slots=True)
class Outside:
    """The door to providers: what the operator lets through, and what was fetched a short while ago."""

    chosen: Identity
    resolve: Resolve = look_up
    trusted: Callable[[], ssl.SSLContext] = ssl.create_default_context
    kept: dict[tuple[str, str], _Kept] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        """Give what is let through beyond https to public addresses on the usual ports."""
        return Rules(self.chosen.allow_private, self.chosen.allow_http, self.chosen.allow_any_port)

    def read(self, url: str) -> Place:
        """Read an address of a provider; Unusable with the reason where it is none that is let through."""
        try:
            place = read_url(url, self.rules)
        except NotAllowed as reason:
            raise Unusable(str(reason)) from None
        allowed = self.chosen.hosts.split()
        if allowed and place.host not in allowed:
            raise Unusable(_("The operator of this installation does not let it connect to %(host)s.", host=place.host))
        return place

    def discover(self, issuer: str, at: datetime) -> Discovered:
        """Answer what a provider says of itself."""
        return _read_discovered(self, issuer, self._fresh("discovery", issuer.rstrip("/") + WELL_KNOWN, at))

    def keys(self, found: Discovered, at: datetime, *, again: bool = False) -> Any:
        """Answer the keys of a provider as it publishes them; asked again where one was not known, with a pause."""
        return self._fresh("keys", found.keys, at, again=again)

    def redeem(self, found: Discovered, client: str, secret: str, form: Mapping[str, str]) -> Any:
        """Redeem a code at the token endpoint, and answer what came."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        told = dict(form)
        if found.by_post:
            told |= {"client_id": client, "client_secret": secret}
        else:
            pair = f"{quote(client, safe='')}:{quote(secret, safe='')}".encode("ascii")
            headers["Authorization"] = "Basic " + base64.b64encode(pair).decode("ascii")
        return self._asked(found.token, "POST", headers, urlencode(told).encode("ascii"))

    def _fresh(self, kind: str, url: str, at: datetime, *, again: bool = False) -> Any:
        held = self.kept.get((kind, url))
        young = held is not None and timedelta(0) <= at - held.at < KEPT
        if held is not None and young and not (again and at - held.again_at >= PAUSE):
            return held.value
        value = self._asked(url, "GET", {"Accept": "application/json"}, None)
        self.kept[kind, url] = _Kept(value, at, at)
        return value

    def _asked(self, url: str, method: str, headers: Mapping[str, str], body: bytes | None) -> Any:
        place = self.read(url)
        request = Request(method, headers, body, MOST_BYTES)
        try:
            whole = ask(
                place, self.rules, request, self.chosen.timeout_seconds, resolve=self.resolve, trusted=self.trusted
            )
        except (NoAnswer, NotAllowed) as reason:
            raise Unusable(_("The identity provider cannot be reached. %(why)s", why=reason)) from None
        return _json_of(whole)


def _json_of(whole: Whole) -> Any:
    """Read an answer as a JSON object; nothing of it is shown."""
    if whole.status != 200:
        raise Unusable(_("The identity provider answered with status %(status)s.", status=whole.status))
    if whole.is_cut:
        raise Unusable(_("The identity provider answered with more than is read."))
    try:
        value = json.loads(whole.body)
    except (ValueError, RecursionError):
        raise Unusable(_("The identity provider answered with what is no JSON.")) from None
    if not isinstance(value, dict):
        raise Unusable(_("The identity provider answered with what is no JSON."))
    return value


def _read_discovered(outside: Outside, issuer: str, told: Mapping[str, Any]) -> Discovered:
    """Read what a provider says of itself; it must be of the very issuer that was asked, or it is another's."""
    if told.get("issuer") != issuer:
        raise Unusable(_("What was found at this address names another issuer."))
    places = {}
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(told.get(name), str):
            raise Unusable(_("The identity provider does not say its %(name)s.", name=name))
        outside.read(told[name])
        places[name] = told[name]
    ways = told.get("token_endpoint_auth_methods_supported")
    by_post = isinstance(ways, list) and "client_secret_basic" not in ways and "client_secret_post" in ways
    names_itself = told.get("authorization_response_iss_parameter_supported") is True
    sign_in, token, keys = (places[name] for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    return Discovered(issuer, sign_in, token, keys, names_itself, by_post)
