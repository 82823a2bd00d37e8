"""A small identity provider on this machine: real HTTP, real keys, real tokens; each can be made wrong.

It looks at what it is asked as a provider does: client and secret, redirect address, PKCE, and each code once.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from consult import clock

CLIENT, SECRET = "consult-client", "a secret, of the client: & 100%"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class Provider:
    """A provider that is running, and how it behaves."""

    issuer: str = ""
    keys: list[Any] = field(default_factory=lambda: [RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)])
    published: list[dict[str, Any]] | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    """What tokens say otherwise than they should; None leaves a claim out."""
    header: dict[str, Any] = field(default_factory=dict)
    sign: Any = None
    """How a token is signed otherwise: a function of header and claims."""
    described: dict[str, Any] = field(default_factory=dict)
    waits: float = 0.0
    says: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """What a path answers instead: status and bytes."""
    redeemed: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Claims by subject."""

    def answer_to(self, address: str, subject: str) -> dict[str, str]:
        """Sign a subject in at the address to which a browser was sent, and give what it brings back."""
        query = dict(parse_qsl(urlsplit(address).query))
        assert "code" == query["response_type"]
        assert "S256" == query["code_challenge_method"]
        assert CLIENT == query["client_id"]
        code = f"code-{len(self.redeemed) + 1}"
        self.redeemed[code] = {**query, "subject": subject}
        return {"code": code, "state": query["state"], "iss": self.issuer}

    def token(self, query: dict[str, str]) -> str:
        """Make the ID token of a sign-in."""
        now = int(clock.now().timestamp())
        subject = query["subject"]
        claims = {"iss": self.issuer, "sub": subject, "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now}
        claims |= {"nonce": query["nonce"], "sid": f"sid-{subject}", **self.people.get(subject, {}), **self.claims}
        return self.signed({name: value for name, value in claims.items() if value is not None})

    def log_out_token(self, subject: str, **other: Any) -> str:
        """Make a logout token."""
        now = int(clock.now().timestamp())
        claims = {"iss": self.issuer, "sub": subject, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "1"}
        claims |= {"events": {LOGOUT: {}}, **other}
        return self.signed({name: value for name, value in claims.items() if value is not None}, typ="logout+jwt")

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        """Sign claims by the newest key."""
        key = self.keys[-1]
        algorithm = {"RSA": "RS256", "EC": "ES256", "OKP": "Ed25519"}[key.key_type]
        told = {"alg": algorithm, "kid": key.kid, **header, **self.header}
        if self.sign is not None:
            return str(self.sign(told, claims))
        return jwt.encode(told, claims, key, algorithms=[algorithm])

    def rotate(self, kind: str = "RSA") -> None:
        """Take a new key in the place of the ones before."""
        made = {
            "RSA": lambda: RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True),
            "EC": lambda: ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True),
            "OKP": lambda: OKPKey.generate_key("Ed25519", {"use": "sig"}, auto_kid=True),
        }
        self.keys = [made[kind]()]


def raw(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    """Put a token together without a library, as a forger would."""
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Describe the provider, give its keys, or sign in whoever chose a name."""
        address = urlsplit(self.path)
        if self._said(address.path):
            return
        if address.path == "/.well-known/openid-configuration":
            self._json(200, self._described())
        elif address.path == "/keys":
            own = [key.as_dict(private=False) for key in self.provider.keys]
            self._json(200, {"keys": own if self.provider.published is None else self.provider.published})
        elif address.path == "/authorize":
            self._authorize(address.query)
        else:
            self._json(404, {})

    def do_POST(self) -> None:
        """Redeem a code."""
        given = {k: v[0] for k, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        if self._said("/token"):
            return
        kept = self.provider.redeemed.pop(given.get("code", ""), None)
        if kept is None or not self._is_right(given, kept):
            self._json(400, {"error": "invalid_grant"})
            return
        self._json(200, {"access_token": "x", "token_type": "Bearer", "id_token": self.provider.token(kept)})

    def _is_right(self, given: dict[str, str], kept: dict[str, str]) -> bool:
        pair = base64.b64decode(self.headers.get("Authorization", "Basic ").removeprefix("Basic ")).decode()
        basic = [unquote(one) for one in pair.split(":")] == [CLIENT, SECRET]
        posted = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        same = challenge == kept["code_challenge"] and given.get("redirect_uri") == kept["redirect_uri"]
        return (basic or posted) and same

    def _authorize(self, query: str) -> None:
        told = dict(parse_qsl(query))
        if "as" in told:
            back = self.provider.answer_to(f"/?{query}", told["as"])
            self.send_response(303)
            self.send_header("Location", f"{told['redirect_uri']}?{urlencode(back)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        links = "".join(f'<p><a href="/authorize?{query}&as={one}">{one}</a></p>' for one in self.provider.people)
        self._bytes(200, f"<!doctype html><title>Provider</title><h1>Ministry</h1>{links}".encode(), "text/html")

    def _described(self) -> dict[str, Any]:
        at = self.provider.issuer
        told = {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
            "authorization_response_iss_parameter_supported": True,
        }
        return {**told, **self.provider.described}

    def _said(self, path: str) -> bool:
        self.provider.asked.append(path)
        if self.provider.waits:
            time.sleep(self.provider.waits)
        if path not in self.provider.says:
            return False
        status, body = self.provider.says[path]
        self._bytes(status, body, "application/json")
        return True

    def _json(self, status: int, value: Any) -> None:
        self._bytes(status, json.dumps(value).encode(), "application/json")

    def _bytes(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: Any) -> None:
        """A reader that went away is none of this server's faults."""


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider on a port of this machine."""
    provider = Provider()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": provider}))
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def seconds(at: datetime) -> int:
    """Give an instant as tokens tell it."""
    return int(at.timestamp())
