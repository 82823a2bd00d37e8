"""Proving again who is there before an act that binds (step-up): by a factor, or the password of whoever has none."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select

from consult.accounts.attempts import mark_succeeded, reserve_attempt
from consult.accounts.entering import Place, is_right, ways_of
from consult.accounts.needs import PROOF_MINUTES, asked_by
from consult.accounts.passwords import Passwords
from consult.accounts.sessions import SignedIn, renew_session
from consult.db import reading, writing
from consult.models.parties import PERSON
from consult.people.authority import parties_of
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """What was given to prove it: by which way ("passkey", "code", "password"), and the answer."""

    way: str
    answer: str


def minutes_of(conn: Connection, by: Standing | None) -> int:
    """Answer for how many minutes a proof holds: what the party in use asks, else the default."""
    return asked_by(conn, by.party_key).proof_minutes if by else PROOF_MINUTES


def is_fresh(signed_in: SignedIn, minutes: int, at: datetime) -> bool:
    """Say whether the last proof of a session is young enough."""
    return signed_in.proved_at > at - timedelta(minutes=minutes)


def ways_of_own(conn: Connection, person_id: int, at: datetime) -> tuple[str, ...]:
    """Answer by which ways a person proves it again with what is the own: the factors there are, the password where
    there is none; nothing of whoever signs in through an identity provider and never set one."""
    found = ways_of(conn, person_id, at)
    has_password = select(PERSON.c.password_hash).where(PERSON.c.id == person_id)
    return found or (("password",) if conn.execute(has_password).scalar() else ())


def serves_others(conn: Connection, who: SignedIn, at: datetime) -> bool:
    """Say whether the account behind a session that a party's identity provider opened is more than that party's: the
    person has a proof of the own, or a mandate of another party."""
    if who.through_party is None:
        return False
    return bool(other_parties(conn, who) or ways_of_own(conn, who.person_id, at))


def other_parties(conn: Connection, who: SignedIn) -> set[str]:
    """Answer for which parties a person acts beside the one whose identity provider opened the session."""
    return parties_of(conn, who.person_id, live_only=True) - {who.through_party or ""}


def is_word_of_provider(conn: Connection, who: SignedIn, at: datetime) -> bool:
    """Say whether nothing but the word of a party's identity provider stands behind a session, of an account that is
    more than that party's: it changes nothing of the account."""
    return who.proved_by == "provider" and serves_others(conn, who, at)


def prove(
    engine: Engine, passwords: Passwords, signed_in: SignedIn, proof: Proof, place: Place, at: datetime
) -> str | None:
    """Take a proof and answer the fresh token of the session; None where it is wrong or no way of this person. A guess
    is counted like one at sign-in: raise `SlowDown` while a wait runs."""
    person_id = signed_in.person_id
    with reading(engine) as conn:
        row = conn.execute(select(PERSON.c.password_hash, PERSON.c.email).where(PERSON.c.id == person_id)).one()
        ways = ways_of_own(conn, person_id, at)
    if proof.way not in ways:
        return None
    by_password = proof.way == "password"
    kind, whose = ("account", row.email) if by_password else ("second", str(person_id))
    attempts = reserve_attempt(engine, kind, whose, place.address, at)
    if by_password and not passwords.verify(row.password_hash, proof.answer):
        return None
    with writing(engine) as conn:
        if not by_password and not is_right(conn, person_id, proof.way, proof.answer, place, at):
            return None
        mark_succeeded(conn, attempts)
        return renew_session(conn, signed_in.session_id, at, proof.way)
