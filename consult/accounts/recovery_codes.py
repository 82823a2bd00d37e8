"""Recovery codes: ten on paper, each of which stands once for a second factor that is lost.

A code has 80 random bits, so a plain digest is enough. New ones make all earlier ones void.
"""

import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from consult.digests import digest_secret
from consult.models.signin import RECOVERY_CODE

HOW_MANY = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz023456789"
"""Thirty-two signs that are not mistaken for one another on paper."""
GROUPS, GROUP = 4, 4


def draw_codes(conn: Connection, person_id: int, at: datetime) -> tuple[str, ...]:
    """Draw ten codes and answer them, this once; earlier ones are void."""
    remove_recovery(conn, person_id)
    codes = tuple("-".join(_group() for _each in range(GROUPS)) for _one in range(HOW_MANY))
    rows = [{"person_id": person_id, "code_hash": _digest(person_id, one), "made_at": at} for one in codes]
    conn.execute(insert(RECOVERY_CODE), rows)
    return codes


def take_recovery(conn: Connection, person_id: int, code: str, at: datetime) -> bool:
    """Take a code once; False for a wrong one and one that was taken."""
    c = RECOVERY_CODE.c
    unused = c.code_hash == _digest(person_id, code), c.person_id == person_id, c.used_at.is_(None)
    return conn.execute(update(RECOVERY_CODE).where(*unused).values(used_at=at)).rowcount == 1


def recovery_left(conn: Connection, person_id: int) -> int:
    """Answer how many codes a person still has."""
    unused = RECOVERY_CODE.c.person_id == person_id, RECOVERY_CODE.c.used_at.is_(None)
    return int(conn.execute(select(func.count()).select_from(RECOVERY_CODE).where(*unused)).scalar_one())


def remove_recovery(conn: Connection, person_id: int) -> None:
    """Make every code of a person void."""
    conn.execute(delete(RECOVERY_CODE).where(RECOVERY_CODE.c.person_id == person_id))


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _each in range(GROUP))


def _digest(person_id: int, code: str) -> str:
    """Digest a code, however it was typed from paper."""
    plain = "".join(sign for sign in code.lower() if sign in LETTERS)
    return digest_secret(f"recovery:{person_id}:{plain}")
