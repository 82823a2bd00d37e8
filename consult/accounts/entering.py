"""Signing in: by password and, where there is one, a second factor; or by a passkey alone.

A right password of whoever has a second factor opens no session: it begins a half sign-in, which one factor completes,
once. Until the password is known to be right everything costs the same, whether an account exists or not.
"""

from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from consult.accounts import codes, passkeys, recovery_codes
from consult.accounts.attempts import mark_succeeded, reserve_attempt
from consult.accounts.needs import has_codes, has_passkey, needed_of
from consult.accounts.passkeys import Site
from consult.accounts.passwords import Passwords
from consult.accounts.sessions import Opened, open_session
from consult.accounts.telling import tell
from consult.db import reading, writing
from consult.digests import digest_secret, draw_secret
from consult.models.parties import PERSON
from consult.models.signin import HALF_SIGN_IN
from workflows.kernel.frozen import dataclass

HALF_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Entered:
    """A token of a session, or of a half sign-in that waits for a second factor."""

    token: str
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a proof is taken: for which site of passkeys (None where browsers have none), under which key of the
    installation, and from which network address it came."""

    site: Site | None
    key: str = field(repr=False)
    address: str


@dataclass(frozen=True, slots=True)
class Half:
    """Whose second factor is waited for, and by which ways: "passkey", "code", "recovery"."""

    token: str
    person_id: int
    client: str
    ways: tuple[str, ...]
    opened: Opened | None = None
    """By whose identity provider it was begun, None where by a password."""


def sign_in(
    engine: Engine, passwords: Passwords, *, email: str, password: str, address: str, client: str, at: datetime
) -> Entered | None:
    """Take a password: answer a session or a half sign-in, None for a wrong or unknown account; raise `SlowDown` while
    a wait runs."""
    email = email.strip().lower()
    attempts = reserve_attempt(engine, "account", email, address, at)
    with reading(engine) as conn:
        person = conn.execute(select(PERSON).where(PERSON.c.email == email, PERSON.c.active)).first()
    if not passwords.verify(person.password_hash if person else None, password) or person is None:
        return None
    with writing(engine) as conn:
        if not _is_so_still(conn, person):
            return None
        mark_succeeded(conn, attempts)
        if ways_of(conn, person.id, at):
            return Entered(begin_half(conn, person.id, client, at), is_half=True)
        return Entered(open_session(conn, person.id, client, at, "password"))


def _is_so_still(conn: Connection, person: Any) -> bool:
    """Say whether the password that was right is the person's still, and the account open, and keep both so until the
    session is there: whoever changes one of them ends every session that he finds."""
    p = PERSON.c
    same = p.id == person.id, p.password_hash == person.password_hash, p.active
    return conn.execute(select(p.id).where(*same).with_for_update(read=True)).first() is not None


def ways_of(conn: Connection, person_id: int, at: datetime) -> tuple[str, ...]:
    """Answer by which factors a person proves it: a passkey, one-time codes; codes not where a party asks for passkeys
    and there is one. Empty where the password is all there is."""
    passkey = has_passkey(conn, person_id)
    code = has_codes(conn, person_id) and not (passkey and needed_of(conn, person_id, at) == "passkey")
    return (("passkey",) if passkey else ()) + (("code",) if code else ())


def find_half(conn: Connection, token: str, at: datetime) -> Half | None:
    """Find a half sign-in; None where it is unknown, over or completed."""
    h = HALF_SIGN_IN.c
    query = select(HALF_SIGN_IN).select_from(HALF_SIGN_IN.join(PERSON)).where(PERSON.c.active)
    row = conn.execute(query.where(h.token_hash == digest_secret(token), h.begun_at > at - HALF_LIFE)).first()
    if row is None:
        return None
    ways = ways_of(conn, row.person_id, at)
    recovery = ("recovery",) if recovery_codes.recovery_left(conn, row.person_id) else ()
    opened = Opened(row.through_party, row.provider_session) if row.through_party else None
    return Half(token, row.person_id, row.client, ways + recovery, opened)


def complete(engine: Engine, half: Half, way: str, answer: str, place: Place, at: datetime) -> str | None:
    """Complete a half sign-in by a factor and answer the token of the session; None where the answer is wrong. A guess
    is counted like one at a password: raise `SlowDown` while a wait runs."""
    if way not in half.ways:
        return None
    attempts = reserve_attempt(engine, "second", str(half.person_id), place.address, at)
    with writing(engine) as conn:
        if not is_right(conn, half.person_id, way, answer, place, at) or not _end_half(conn, half, at):
            return None
        mark_succeeded(conn, attempts)
        if way == "recovery":
            left = recovery_codes.recovery_left(conn, half.person_id)
            tell(conn, half.person_id, "recovery_used", None, at, more={"left": left})
        return open_session(conn, half.person_id, half.client, at, way, half.opened)


def enter_by_passkey(engine: Engine, answer: str, *, site: Site, client: str, at: datetime) -> str | None:
    """Open a session by a passkey alone; None where it is unknown, the answer does not hold or the account is closed:
    one answer for all."""
    with writing(engine) as conn:
        person = passkeys.use_passkey(conn, site, None, answer, at)
        return None if person is None else open_session(conn, person, client, at, "passkey")


def is_right(conn: Connection, person_id: int, way: str, answer: str, place: Place, at: datetime) -> bool:
    """Say whether an answer proves by a factor who is there, and take it: none counts twice."""
    if way == "code":
        return codes.take_code(conn, person_id, answer, place.key, at)
    if way == "recovery":
        return recovery_codes.take_recovery(conn, person_id, answer, at)
    site = place.site
    return site is not None and passkeys.use_passkey(conn, site, person_id, answer, at) == person_id


def begin_half(conn: Connection, person_id: int, client: str, at: datetime, opened: Opened | None = None) -> str:
    """Begin a half sign-in after a password, or after what an identity provider said, and answer its token."""
    token = draw_secret()
    conn.execute(delete(HALF_SIGN_IN).where(HALF_SIGN_IN.c.begun_at <= at - HALF_LIFE))
    values = {"token_hash": digest_secret(token), "person_id": person_id, "begun_at": at, "client": client[:200]}
    through = {"through_party": opened.party_key, "provider_session": opened.session} if opened else {}
    conn.execute(insert(HALF_SIGN_IN).values(values | through))
    return token


def _end_half(conn: Connection, half: Half, at: datetime) -> bool:
    """Take a half sign-in away; False where somebody completed it first."""
    h = HALF_SIGN_IN.c
    mine = h.token_hash == digest_secret(half.token), h.begun_at > at - HALF_LIFE
    return conn.execute(delete(HALF_SIGN_IN).where(*mine)).rowcount == 1
