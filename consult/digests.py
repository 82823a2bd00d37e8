"""Digests under which secrets of sign-in are kept, and the secrets themselves.

A token has 256 random bits, so a plain SHA-256 is enough; passwords are hashed in `consult.accounts`.
"""

import hashlib
import secrets


def draw_secret() -> str:
    """Draw a fresh token of 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest_secret(token: str) -> str:
    """Answer the SHA-256 of a token as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
