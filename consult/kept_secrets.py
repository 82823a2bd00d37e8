"""Secrets that must be read again, as they are kept: encrypted under a key that is derived from the installation's own.

Each purpose derives another key, so that what is kept for one is never read as kept for another. What need not be read
again is kept as a digest instead (`consult.digests`). Not modelled: changing the installation's secret, after which
what was kept under the old one cannot be read.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(LookupError):
    """A secret was kept under another key of the installation."""


def lock(secret: str, key: str, purpose: str) -> str:
    """Give a secret as it is kept for a purpose, under the installation's own."""
    return _box(key, purpose).encrypt(secret.encode("ascii")).decode("ascii")


def unlock(kept: str, key: str, purpose: str) -> str:
    """Read a secret back; raise Unreadable where it was kept under another key or for another purpose."""
    try:
        return _box(key, purpose).decrypt(kept.encode("ascii")).decode("ascii")
    except InvalidToken:
        raise Unreadable from None


def _box(key: str, purpose: str) -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode("ascii")).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
