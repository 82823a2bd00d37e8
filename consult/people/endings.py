"""End what a person is signed in to: sessions, and sign-ins that still wait for a second factor; and, where a record
was put back, what everybody is signed in to."""

from datetime import datetime

from sqlalchemy import Connection, delete, update

from consult.models.parties import INVITATION, SIGN_IN_SESSION
from consult.models.signin import HALF_SIGN_IN


def end_sign_ins(conn: Connection, person_id: int, at: datetime, *, but: int | None = None) -> int:
    """End every session of a person but one (None: all of them) and forget what is half done; answer how many
    sessions ended."""
    s = SIGN_IN_SESSION.c
    query = update(SIGN_IN_SESSION).where(s.person_id == person_id, s.ended_at.is_(None))
    if but is not None:
        query = query.where(s.id != but)
    conn.execute(delete(HALF_SIGN_IN).where(HALF_SIGN_IN.c.person_id == person_id))
    return conn.execute(query.values(ended_at=at)).rowcount


def end_all_ways_in(conn: Connection, at: datetime) -> None:
    """End every session, forget what is half done, and make every open one-time link void: in a record that was put
    back all stand open that were ended, used or made void since."""
    conn.execute(delete(HALF_SIGN_IN))
    for one, end in ((SIGN_IN_SESSION, SIGN_IN_SESSION.c.ended_at), (INVITATION, INVITATION.c.used_at)):
        conn.execute(update(one).where(end.is_(None)).values({end: at}))
