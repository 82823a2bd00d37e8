"""A security key in software: it answers a site's questions as a browser hands them on (WebAuthn level 3, P-256)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One key of one site, with the counter of its uses; `counts` is False for a device that does not count."""

    origin: str = "http://localhost"
    counts: bool = True
    verifies: bool = True
    uses: int = 0
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def make(self, options: str, **changed: Any) -> str:
        """Make the credential that a site asked for."""
        told = json.loads(options)
        point = self.secret.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + cbor2.dumps(key)
        data = self._data(changed.get("host", told["rp"]["id"]), ATTESTED) + attested
        client = self._client("webauthn.create", told, changed)
        held = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": client, "attestationObject": held})

    def use(self, options: str, **changed: Any) -> str:
        """Sign the challenge of a site; `count` sets the counter."""
        told = json.loads(options)
        self.uses = changed.get("count", self.uses + 1 if self.counts else 0)
        data, client = self._data(changed.get("host", told["rpId"]), 0), self._client("webauthn.get", told, changed)
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _data(self, host: str, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, told: dict[str, Any], changed: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": told["challenge"], "origin": changed.get("origin", self.origin)}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        number = bytes_to_base64url(self.number)
        spelt = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": spelt})


def challenge_of(options: str) -> bytes:
    """Give the challenge in a site's question."""
    return base64url_to_bytes(json.loads(options)["challenge"])
