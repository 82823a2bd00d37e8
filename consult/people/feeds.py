"""Calendar feeds of a person: made, renewed, ended, and found again by their secret.

The secret has 256 random bits; it is shown once and kept as its digest. A feed counts while its mandate counts and its
person may sign in. Not modelled here: what stands in it (`consult.pages.feed_file`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from consult.digests import digest_secret, draw_secret
from consult.i18n import _
from consult.models.cases import CASES
from consult.models.personal import CALENDAR_FEED, SCOPES
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing, of_mandate
from consult.turns import wait_turn
from consult.visibility import Viewer, case_condition
from workflows.kernel.frozen import dataclass

MOST = 20
"""Feeds that one person may have at a time."""
HANDLE = 16


@dataclass(frozen=True, slots=True)
class NewFeed:
    """What is asked for: of what, of which case where it is of one, and whether titles stand in it."""

    scope: str
    ref: str = ""
    titles: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that counts now, with the standing under which it was made."""

    scope: str
    case_ref: str
    titles: bool
    standing: Standing


_JOINED = select(CALENDAR_FEED, CASES.c.ref.label("case_ref")).select_from(CALENDAR_FEED.outerjoin(CASES))


def make_feed(conn: Connection, by: Standing, new: NewFeed, at: datetime) -> str:
    """Make a feed under the standing of whoever asks, and give its secret. Malformed (422) by field, Closed in the
    place of somebody absent: a feed lasts, and an absence ends."""
    wait_turn(conn, f"feeds:{by.person_id}")
    if by.in_place_of:
        raise Closed(_("A feed is made under a mandate of your own. Change the capacity in which you act first."))
    if new.scope not in SCOPES:
        raise Malformed({"scope": _("Choose one from the list.")})
    case_id = _case(conn, by, new.ref) if new.scope == "case" else None
    if len(feeds_of(conn, by.person_id)) >= MOST:
        raise Closed(_("You have %(most)s feeds already. End one before you make another.", most=MOST))
    return _insert(conn, by.person_id, by.mandate_id, new.scope, case_id, new.titles, at)


def _case(conn: Connection, by: Standing, ref: str) -> int:
    """Find the case of a feed; one that may not be seen is as unknown as one that is not there."""
    query = select(CASES.c.id).where(CASES.c.ref == ref.strip().upper(), case_condition(Viewer.of(by)))
    found = conn.execute(query).scalar()
    if found is None:
        raise Malformed({"ref": _("Give the reference of a case of your party.")})
    return int(found)


def _insert(
    conn: Connection, person_id: int, mandate_id: int, scope: str, case_id: int | None, titles: bool, at: datetime
) -> str:
    token = draw_secret()
    values = {"person_id": person_id, "mandate_id": mandate_id, "scope": scope, "case_id": case_id, "titles": titles}
    conn.execute(insert(CALENDAR_FEED).values(token_hash=digest_secret(token), made_at=at, **values))
    return token


def feeds_of(conn: Connection, person_id: int) -> Sequence[Any]:
    """List the feeds of a person that were not ended, the first made first."""
    of = CALENDAR_FEED.c.person_id == person_id, CALENDAR_FEED.c.ended_at.is_(None)
    return conn.execute(_JOINED.where(*of).order_by(CALENDAR_FEED.c.id)).all()


def handle_of(row: Any) -> str:
    """Name a feed to its own person: by the beginning of its digest, since a number would count those of others."""
    return str(row.token_hash[:HANDLE])


def end_feed(conn: Connection, by: Standing, handle: str, at: datetime) -> Any:
    """End a feed of one's own: its address answers as if it had never been. Unknown for anybody else's."""
    row = next((one for one in feeds_of(conn, by.person_id) if handle_of(one) == handle), None)
    if row is None:
        raise Unknown
    of = CALENDAR_FEED.c.id == row.id, CALENDAR_FEED.c.ended_at.is_(None)
    if conn.execute(update(CALENDAR_FEED).where(*of).values(ended_at=at)).rowcount != 1:
        raise Unknown  # ended in another window at this very moment: it is not renewed twice
    return row


def renew_feed(conn: Connection, by: Standing, handle: str, at: datetime) -> str:
    """Give a feed of one's own another address, under the same mandate; the earlier address ends."""
    row = end_feed(conn, by, handle, at)
    return _insert(conn, row.person_id, row.mandate_id, row.scope, row.case_id, row.titles, at)


def find_feed(conn: Connection, token: str, at: datetime) -> Feed:
    """Find the feed of a secret. Unknown where there is none, it was ended, its mandate counts no more, or its person
    may not sign in: all of it one answer."""
    of = CALENDAR_FEED.c.token_hash == digest_secret(token), CALENDAR_FEED.c.ended_at.is_(None)
    row = conn.execute(_JOINED.where(*of)).first()
    standing = of_mandate(conn, row.mandate_id, at) if row is not None else None
    if row is None or standing is None or standing.person_id != row.person_id:
        raise Unknown
    return Feed(row.scope, row.case_ref or "", row.titles, standing)
