"""Passwords, sign-in sessions and the brake on guessing.

Attempts are counted in the database under the digest of the account and of the network address, so that several
server processes share one count and an unknown account is treated like a known one. An attempt is written before the
password is checked: parallel guesses all count. Not modelled here: second factors, and sign-in through a ministry's
own identity service.
"""

import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Engine, Select, and_, bindparam, delete, func, insert, select, update

from consult.db import reading, writing
from consult.digests import digest_secret, draw_secret
from consult.i18n import _
from consult.models.parties import PERSON, SIGN_IN_ATTEMPT, SIGN_IN_SESSION
from consult.refusals import Malformed
from consult.settings import Hashing

SESSION_LIFE = timedelta(hours=12)
MEMORY_OF_ATTEMPTS = timedelta(hours=24)
LONGEST_WAIT = timedelta(minutes=15)
FIRST_WAIT_SECONDS = 15
FREE_FAILURES = {"account": 5, "address": 20}
LEAST_CHARACTERS = 12
MOST_CHARACTERS = 1000
LEAST_DIFFERENT = 5


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever stands behind an open sign-in session, and when this person signed in the time before."""

    token: str
    session_id: int
    person_id: int
    name: str
    email: str
    language: str
    mandate_id: int | None
    created_at: datetime
    previous_at: datetime | None


class SlowDown(Exception):
    """Too many attempts failed; the next one is taken after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        """Keep how long to wait."""
        super().__init__()
        self.wait = wait

    @property
    def minutes(self) -> int:
        """Answer the wait in full minutes, at least one."""
        return max(1, math.ceil(self.wait.total_seconds() / 60))


class Passwords:
    """Hash and verify passwords with argon2id at the cost of this installation."""

    def __init__(self, cost: Hashing) -> None:
        """Prepare the hasher, and a decoy that costs an unknown account as much time as a known one."""
        self._hasher = PasswordHasher(
            time_cost=cost.time_cost, memory_cost=cost.memory_kib, parallelism=cost.parallelism
        )
        self._decoy = self._hasher.hash(draw_secret())

    def hash(self, password: str, email: str) -> str:
        """Hash a password that is fit to be one, or refuse it with its sentence."""
        sentence = _unfit(password, email)
        if sentence:
            raise Malformed({"password": sentence})
        return self._hasher.hash(_normal(password))

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Tell whether a password belongs to a hash; without a hash it takes as long and says no."""
        try:
            self._hasher.verify(password_hash or self._decoy, _normal(password[:MOST_CHARACTERS]))
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None


def sign_in(
    engine: Engine, passwords: Passwords, *, email: str, password: str, address: str, client: str, at: datetime
) -> str | None:
    """Answer the token of a fresh session, None for a wrong or unknown account; raise `SlowDown` while a wait runs."""
    email = email.strip().lower()
    attempts = _reserve_attempt(engine, email, address, at)
    with reading(engine) as conn:
        person = conn.execute(select(PERSON).where(PERSON.c.email == email, PERSON.c.active)).first()
    if not passwords.verify(person.password_hash if person else None, password) or person is None:
        return None
    with writing(engine) as conn:
        _mark_succeeded(conn, attempts)
        return _open_session(conn, person.id, client, at)


def _sessions() -> Select[Any]:
    """Write the query of the session that a token opened: every page asks it, so it is written once."""
    s, p = SIGN_IN_SESSION.c, PERSON.c
    earlier = SIGN_IN_SESSION.alias("earlier")
    before = select(func.max(earlier.c.created_at)).where(earlier.c.person_id == s.person_id, earlier.c.id < s.id)
    return (
        select(
            s.id.label("session_id"), p.id.label("person_id"), p.name, p.email, p.language, s.mandate_id, s.created_at
        )
        .add_columns(before.scalar_subquery().label("previous_at"))
        .select_from(SIGN_IN_SESSION.join(PERSON))
        .where(s.token_hash == bindparam("digest"), s.ended_at.is_(None), s.created_at > bindparam("since"), p.active)
    )


_SESSIONS = _sessions()


def find_session(conn: Connection, token: str, at: datetime) -> SignedIn | None:
    """Answer who stands behind a token, or None where the session has ended or is too old."""
    row = conn.execute(_SESSIONS, {"digest": digest_secret(token), "since": at - SESSION_LIFE}).first()
    return SignedIn(token=token, **row._mapping) if row else None


def choose_mandate(
    conn: Connection, session_id: int, mandate_id: int | None, substitution_id: int | None = None
) -> None:
    """Set the mandate, or the substitution, under which the rest of a session acts; the caller has checked that it
    counts."""
    chosen = {"mandate_id": mandate_id, "substitution_id": substitution_id}
    conn.execute(update(SIGN_IN_SESSION).where(SIGN_IN_SESSION.c.id == session_id).values(chosen))


def end_session(conn: Connection, session_id: int, at: datetime) -> None:
    """End one session."""
    query = update(SIGN_IN_SESSION).where(SIGN_IN_SESSION.c.id == session_id, SIGN_IN_SESSION.c.ended_at.is_(None))
    conn.execute(query.values(ended_at=at))


def _open_session(conn: Connection, person_id: int, client: str, at: datetime) -> str:
    """Open a session and answer its token, which is kept as a digest only."""
    token = draw_secret()
    values = {"token_hash": digest_secret(token), "person_id": person_id, "created_at": at, "client": client[:200]}
    conn.execute(insert(SIGN_IN_SESSION).values(values))
    return token


def _reserve_attempt(engine: Engine, email: str, address: str, at: datetime) -> list[int]:
    """Count an attempt as failed until it is known to be right, and answer its rows; refuse while a wait runs."""
    keys = {"account": digest_secret(f"account:{email}"), "address": digest_secret(f"address:{address}")}
    with writing(engine) as conn:
        conn.execute(delete(SIGN_IN_ATTEMPT).where(SIGN_IN_ATTEMPT.c.at < at - MEMORY_OF_ATTEMPTS))
        wait = max(_wait(conn, kind, key, at) for kind, key in keys.items())
        if wait > timedelta(0):
            raise SlowDown(wait)
        rows = [{"key_hash": key, "at": at, "succeeded": False} for key in keys.values()]
        statement = insert(SIGN_IN_ATTEMPT).returning(SIGN_IN_ATTEMPT.c.id)
        return [int(conn.execute(statement.values(row)).scalar_one()) for row in rows]


def _wait(conn: Connection, kind: str, key: str, at: datetime) -> timedelta:
    """Answer how long the next attempt under a key has to wait; nothing while few have failed."""
    a = SIGN_IN_ATTEMPT.c
    last_success = select(func.max(a.id)).where(a.key_hash == key, a.succeeded).scalar_subquery()
    failed = and_(a.key_hash == key, a.succeeded.is_(False))
    query = select(func.count(), func.max(a.at)).where(failed)
    if kind == "account":  # a success elsewhere must not clear an address from which many accounts are tried
        query = query.where(a.id > func.coalesce(last_success, 0))
    number, last_at = conn.execute(query).one()
    over = number - FREE_FAILURES[kind]
    if over < 0 or last_at is None:
        return timedelta(0)
    full = min(timedelta(seconds=FIRST_WAIT_SECONDS * 2 ** min(over, 12)), LONGEST_WAIT)
    return max(last_at + full - at, timedelta(0))


def _mark_succeeded(conn: Connection, attempts: list[int]) -> None:
    """Mark reserved attempts as right."""
    conn.execute(update(SIGN_IN_ATTEMPT).where(SIGN_IN_ATTEMPT.c.id.in_(attempts)).values(succeeded=True))


def _normal(password: str) -> str:
    """Write a password in one normal form, so that it may be typed on any keyboard."""
    return unicodedata.normalize("NFKC", password)


def _unfit(password: str, email: str) -> str | None:
    """Say why a password is unfit, or None."""
    if len(password) < LEAST_CHARACTERS:
        return _("A password has at least %(least)s characters.", least=LEAST_CHARACTERS)
    if len(password) > MOST_CHARACTERS:
        return _("A password has at most %(most)s characters.", most=MOST_CHARACTERS)
    if password.strip().lower() == email.strip().lower():
        return _("The password must differ from the mail address.")
    if len(set(password)) < LEAST_DIFFERENT:
        return _("Use at least five different characters.")
    return None
