"""Sign-in sessions: opened, found by their token, listed, ended; and what each remembers of its last proof.

A session keeps its token as a digest. The token is drawn anew whenever the person proves again who is there, so that a
token that was copied before is worth nothing after it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from consult.accounts.needs import lacking
from consult.digests import digest_secret, draw_secret
from consult.models.parties import PERSON, SIGN_IN_SESSION
from consult.people.endings import end_sign_ins
from consult.refusals import Unknown
from workflows.kernel.frozen import dataclass

SESSION_LIFE = timedelta(hours=12)
RENEW = "renew"
"""What a session lacks that a recovery code opened: the lost factor is to be removed or renewed, or said not to be."""
LOOKED_AT = timedelta(minutes=10)
"""How exactly it is kept when a session was last seen: not every page writes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """By the identity provider of which party a session was opened, in which session of its own (a digest), and whether
    it proved a second factor."""

    party_key: str
    session: str | None = None
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever stands behind an open sign-in session, when this person signed in the time before, when and by what the
    person last proved it; what is to be set up before anything else ("any" second factor, a "passkey", or what is lost:
    "renew"); and by which party's identity provider it was opened."""

    token: str
    session_id: int
    person_id: int
    name: str
    email: str
    language: str
    mandate_id: int | None
    created_at: datetime
    last_seen_at: datetime
    proved_at: datetime
    proved_by: str
    lacks: str
    through_party: str | None
    previous_at: datetime | None

    def is_unseen(self, at: datetime) -> bool:
        """Say whether it is to be noted that the session was seen."""
        return self.last_seen_at <= at - LOOKED_AT


def _sessions() -> Select[Any]:
    """Write the query of the session that a token opened: every page asks it, so it is written once."""
    s, p = SIGN_IN_SESSION.c, PERSON.c
    earlier = SIGN_IN_SESSION.alias("earlier")
    before = select(func.max(earlier.c.created_at)).where(earlier.c.person_id == s.person_id, earlier.c.id < s.id)
    return (
        select(
            s.id.label("session_id"), p.id.label("person_id"), p.name, p.email, p.language, s.mandate_id, s.created_at
        )
        .add_columns(s.through_party)
        .add_columns(
            before.scalar_subquery().label("previous_at"),
            func.coalesce(s.last_seen_at, s.created_at, type_=s.created_at.type).label("last_seen_at"),
            func.coalesce(s.proved_at, s.created_at, type_=s.created_at.type).label("proved_at"),
            func.coalesce(s.proved_by, "password").label("proved_by"),
            func.coalesce(s.lacks, "").label("lacks"),
        )
        .select_from(SIGN_IN_SESSION.join(PERSON))
        .where(s.token_hash == bindparam("digest"), s.ended_at.is_(None), s.created_at > bindparam("since"), p.active)
    )


_SESSIONS = _sessions()


def find_session(conn: Connection, token: str, at: datetime) -> SignedIn | None:
    """Answer who stands behind a token, or None where the session has ended or is too old."""
    row = conn.execute(_SESSIONS, {"digest": digest_secret(token), "since": at - SESSION_LIFE}).first()
    return SignedIn(token=token, **row._mapping) if row else None


def open_session(
    conn: Connection, person_id: int, client: str, at: datetime, proved_by: str, opened: Opened | None = None
) -> str:
    """Open a session and answer its token, which is kept as a digest only. After a recovery code what is lost is to be
    renewed before anything else."""
    token = draw_secret()
    values = {"token_hash": digest_secret(token), "person_id": person_id, "created_at": at, "client": client[:200]}
    through, strong = (opened.party_key, opened.is_strong) if opened else (None, False)
    lacks = RENEW if proved_by == "recovery" else lacking(conn, person_id, at, through, is_strong=strong)
    proof = {"proved_at": at, "proved_by": proved_by, "lacks": lacks or None}
    if opened:
        proof |= {"through_party": through, "provider_session": opened.session, "is_strong": strong}
    conn.execute(insert(SIGN_IN_SESSION).values(values | proof))
    return token


def renew_session(conn: Connection, session_id: int, at: datetime, proved_by: str) -> str:
    """Keep that the person proved it again, and answer a fresh token; the one before opens nothing any more."""
    token = draw_secret()
    values = {"token_hash": digest_secret(token), "proved_at": at, "proved_by": proved_by}
    open_still = SIGN_IN_SESSION.c.id == session_id, SIGN_IN_SESSION.c.ended_at.is_(None)
    if not conn.execute(update(SIGN_IN_SESSION).where(*open_still).values(values)).rowcount:
        raise Unknown
    return token


def note_seen(conn: Connection, session_id: int, at: datetime) -> None:
    """Note that a session was seen."""
    conn.execute(update(SIGN_IN_SESSION).where(SIGN_IN_SESSION.c.id == session_id).values(last_seen_at=at))


def choose_mandate(
    conn: Connection, session_id: int, chosen: tuple[int | None, int | None, int | None], at: datetime
) -> None:
    """Set the mandate or the substitution, and the arrangement, under which the rest of a session acts
    (`Standing.chosen`); the caller has checked that it counts. What the party of a mandate asks of sign-in is asked
    then."""
    found = SIGN_IN_SESSION.c.id == session_id
    named = dict(zip(("mandate_id", "substitution_id", "representation_id"), chosen, strict=True))
    kept = conn.execute(select(SIGN_IN_SESSION.c.lacks).where(found)).scalar()
    lacks = RENEW if kept == RENEW else _lacking(conn, session_id, at)
    conn.execute(update(SIGN_IN_SESSION).where(found).values(**named, lacks=lacks or None))


def look_again(conn: Connection, session_id: int, at: datetime) -> str:
    """Keep what a session still lacks after something was set up, and answer it; empty where nothing."""
    left = _lacking(conn, session_id, at)
    conn.execute(update(SIGN_IN_SESSION).where(SIGN_IN_SESSION.c.id == session_id).values(lacks=left or None))
    return left


def _lacking(conn: Connection, session_id: int, at: datetime) -> str:
    row = conn.execute(select(SIGN_IN_SESSION).where(SIGN_IN_SESSION.c.id == session_id)).one()
    return lacking(conn, row.person_id, at, row.through_party, is_strong=bool(row.is_strong))


def open_sessions(conn: Connection, person_id: int, at: datetime) -> Sequence[Any]:
    """List the sessions of a person that are open, the last begun first."""
    s = SIGN_IN_SESSION.c
    query = select(SIGN_IN_SESSION).where(*_open(person_id, at)).order_by(s.created_at.desc(), s.id.desc())
    return conn.execute(query).all()


def end_session(conn: Connection, session_id: int, at: datetime) -> None:
    """End one session."""
    query = update(SIGN_IN_SESSION).where(SIGN_IN_SESSION.c.id == session_id, SIGN_IN_SESSION.c.ended_at.is_(None))
    conn.execute(query.values(ended_at=at))


def end_one_of(conn: Connection, person_id: int, session_id: int, at: datetime) -> None:
    """End one session of a person; Unknown where it is another's, or over."""
    found = SIGN_IN_SESSION.c.id == session_id, *_open(person_id, at)
    if not conn.execute(update(SIGN_IN_SESSION).where(*found).values(ended_at=at)).rowcount:
        raise Unknown


def end_others(conn: Connection, person_id: int, but: int | None, at: datetime) -> int:
    """End every session of a person but one (None: all of them), with sign-ins that are half done; answer how many."""
    return end_sign_ins(conn, person_id, at, but=but)


def _open(person_id: int, at: datetime) -> tuple[Any, ...]:
    s = SIGN_IN_SESSION.c
    return s.person_id == person_id, s.ended_at.is_(None), s.created_at > at - SESSION_LIFE
