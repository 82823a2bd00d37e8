"""Secrets of webhooks, and signatures by the Standard Webhooks specification.

The host signs, so it must be able to read a secret; it is kept under a key made of the installation's own secret, so
that whoever has a copy of the database alone signs nothing. Who replaces that secret makes these unreadable, and the
endpoints ask for new ones. A secret is shown to its party once.
"""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook

from consult import kept_secrets
from consult.kept_secrets import Unreadable

PREFIX = "whsec_"
PURPOSE = "consult webhooks"
_BYTES = 32
__all__ = ["Unreadable", "draw", "headers", "lock", "unlock"]


def draw() -> str:
    """Draw a secret for an endpoint, in the spelling of the specification."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode("ascii")


def lock(secret: str, key: str) -> str:
    """Give a secret as it is kept, under the installation's own."""
    return kept_secrets.lock(secret, key, PURPOSE)


def unlock(kept: str, key: str) -> str:
    """Read a secret back; raise Unreadable where it was kept under another key."""
    return kept_secrets.unlock(kept, key, PURPOSE)


def headers(signing: Sequence[str], number: str, at: datetime, body: str) -> dict[str, str]:
    """Sign a body with every secret that signs now; `number` is the message's own on every try."""
    signatures = [Webhook(secret).sign(number, at, body) for secret in signing]
    moment = str(int(at.timestamp()))
    return {"webhook-id": number, "webhook-timestamp": moment, "webhook-signature": " ".join(signatures)}
