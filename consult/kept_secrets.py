"""Secrets that must be read again, as they are kept: encrypted under a key that is derived from the installation's own.

Each purpose derives another key, so that what is kept for one is never read as kept for another. What need not be read
again is kept as a digest instead (`consult.digests`). Whoever keeps one says where (`remember`), so that all of them
can be kept under a new secret of the installation (`relock`).
"""

import base64
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column, Connection, select, update

_PLACES: dict[str, Column[Any]] = {}


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


def remember(column: Column[Any], purpose: str) -> None:
    """Say in which column secrets of a purpose are kept."""
    _PLACES[purpose] = column


def places() -> dict[str, Column[Any]]:
    """Answer where secrets are kept, by purpose."""
    return dict(_PLACES)


def relock(conn: Connection, old: str, new: str) -> tuple[int, int]:
    """Keep every secret that was kept under an old secret of the installation under the new one; answer how many were
    changed, and how many can be read under neither. Doing it twice changes nothing."""
    changed = lost = 0
    for purpose, column in _PLACES.items():
        own = tuple(column.table.primary_key)
        for *key, kept in conn.execute(select(*own, column)).all():
            if _opens(kept, new, purpose):
                continue
            if not _opens(kept, old, purpose):
                lost += 1
                continue
            here = (part == value for part, value in zip(own, key, strict=True))
            moved = lock(unlock(kept, old, purpose), new, purpose)
            conn.execute(update(column.table).where(*here).values({column.name: moved}))
            changed += 1
    return changed, lost


def _opens(kept: str, key: str, purpose: str) -> bool:
    try:
        unlock(kept, key, purpose)
    except Unreadable:
        return False
    return True


def _box(key: str, purpose: str) -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode("ascii")).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
