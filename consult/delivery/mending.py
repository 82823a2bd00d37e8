"""Contact points that somebody has to mend: over or soon over, silent in a drill, refused or returned by mail.

What has been proved since is mended. For its own manager every message counts; the secretariat learns of refused mail
from drills and from messages about no case alone, since any other would tell that a case exists.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from consult.delivery.drills import FAILED, SILENT
from consult.delivery.messages import TOPIC
from consult.models.cases import OUTBOX
from consult.models.channels import DRILL, DRILL_POINT
from consult.models.delivery import MESSAGE
from consult.models.parties import CONTACT_POINT, ORGAN, PARTY
from workflows.kernel.frozen import dataclass

SOON = timedelta(days=30)
OFTEN = 5
LOST = ("failed", "returned")
_OF_POINT = MESSAGE.alias("of_point")
_TRIED = DRILL_POINT.alias("tried")
EXPIRED, EXPIRING, UNANSWERED, UNREACHED, RETURNED = "expired", "expiring", "silent", "failed", "returned"


@dataclass(frozen=True, slots=True)
class ToMend:
    """One contact point and why it needs work: since when, or on which day it ends."""

    contact: Any
    why: str
    day: date


def to_mend(conn: Connection, today: date, party: str | None = None) -> list[ToMend]:
    """List the contact points that need work, of one party with all that concerns it, or of all as the secretariat
    may know of it."""
    query = select(CONTACT_POINT, ORGAN.c.party_key, ORGAN.c.name.label("organ"), PARTY.c.name.label("party_name"))
    query = query.select_from(CONTACT_POINT.join(ORGAN).join(PARTY, PARTY.c.key == ORGAN.c.party_key))
    if party is not None:
        query = query.where(ORGAN.c.party_key == party)
    contacts = conn.execute(
        query.order_by(PARTY.c.name, ORGAN.c.name, CONTACT_POINT.c.position, CONTACT_POINT.c.id)
    ).all()
    drilled, returned = _last_drill(conn), _last_refused(conn, party)
    found = [one for contact in contacts for one in _of_contact(contact, contacts, today, drilled, returned)]
    return sorted(found, key=lambda one: (one.contact.party_name, one.contact.organ, one.contact.position))


def _of_contact(
    contact: Any, contacts: Any, today: date, drilled: dict[int, tuple[str, date]], returned: dict[int, date]
) -> Iterator[ToMend]:
    """Say why one contact point needs work: one that is over, where its organ has none by this channel in its place."""
    last = contact.valid_until
    if last is not None and last < today:
        if today - last <= SOON and not _is_replaced(contact, contacts, today):
            yield ToMend(contact, EXPIRED, last)
        return
    if last is not None and last - today <= SOON:
        yield ToMend(contact, EXPIRING, last)
    proved = contact.last_proved_on or date.min
    result, day = drilled.get(contact.id, ("", date.min))
    if result in (SILENT, FAILED) and proved < day:
        yield ToMend(contact, UNANSWERED if result == SILENT else UNREACHED, day)
    elif contact.id in returned and proved <= returned[contact.id]:
        yield ToMend(contact, RETURNED, returned[contact.id])


def _is_replaced(contact: Any, contacts: Any, today: date) -> bool:
    same = (one for one in contacts if (one.organ_id, one.channel) == (contact.organ_id, contact.channel))
    return any(one.valid_until is None or one.valid_until >= today for one in same)


def _last_drill(conn: Connection) -> dict[int, tuple[str, date]]:
    """Give what came of the last drill in which each contact point was tried, and the day on which that was known."""
    settled = _TRIED.c.contact_id == CONTACT_POINT.c.id, _TRIED.c.result.not_in(("waiting", "dropped"))
    last = select(_TRIED.c.id).where(*settled).order_by(_TRIED.c.id.desc()).limit(1)
    found = CONTACT_POINT.join(DRILL_POINT, DRILL_POINT.c.id == last.scalar_subquery()).join(DRILL)
    query = select(DRILL_POINT.c.contact_id, DRILL_POINT.c.result, DRILL_POINT.c.asked_at, DRILL.c.closed_at)
    rows = conn.execute(query.select_from(found)).all()
    return {row.contact_id: (row.result, (row.closed_at or row.asked_at).date()) for row in rows}


def _last_refused(conn: Connection, party: str | None) -> dict[int, date]:
    """Give the day on which the last message to each contact point was refused or came back, where none was taken
    since: of one party, or of all by messages about no case. Of each point the last message alone is looked for."""
    ended = _OF_POINT.c.contact_id == CONTACT_POINT.c.id, _OF_POINT.c.state.in_(("sent", *LOST))
    last = select(_OF_POINT.c.id).where(*ended).order_by(_OF_POINT.c.id.desc()).limit(1)
    points = CONTACT_POINT.c.organ_id.in_(select(ORGAN.c.id).where(ORGAN.c.party_key == party))
    last = last if party is not None else last.where(_OF_POINT.c.case_id.is_(None))
    found = CONTACT_POINT.join(MESSAGE, MESSAGE.c.id == last.scalar_subquery())
    query = select(CONTACT_POINT.c.id, MESSAGE.c.changed_at).select_from(found).where(MESSAGE.c.state.in_(LOST))
    rows = conn.execute(query.where(points) if party is not None else query).all()
    return {row.id: row.changed_at.date() for row in rows}


def work_that_fails(conn: Connection, most: int = 25) -> list[Row[Any]]:
    """List background work other than messages that goes wrong again and again and is tried on: what sort, how often it
    was tried, when it is tried next; what it is about stays out."""
    query: Select[Any] = select(OUTBOX.c.id, OUTBOX.c.topic, OUTBOX.c.attempts, OUTBOX.c.run_at)
    tried_on = OUTBOX.c.done_at.is_(None), OUTBOX.c.set_aside_at.is_(None), OUTBOX.c.topic != TOPIC
    stuck = *tried_on, OUTBOX.c.attempts >= OFTEN, OUTBOX.c.last_error.is_not(None)
    return list(conn.execute(query.where(*stuck).order_by(OUTBOX.c.run_at, OUTBOX.c.id).limit(most)).all())


def failed_messages(conn: Connection, most: int = 25) -> list[Row[Any]]:
    """List the messages about no case that were refused or came back lately, with what the other side said."""
    query = select(MESSAGE, PARTY.c.name.label("party_name"))
    query = query.select_from(MESSAGE.join(PARTY, PARTY.c.key == MESSAGE.c.party))
    # Named by party, so that the index of parties and states finds the few: most messages were sent, and stay.
    lost = MESSAGE.c.party.in_(select(PARTY.c.key)), MESSAGE.c.state.in_(LOST), MESSAGE.c.case_id.is_(None)
    return list(conn.execute(query.where(*lost).order_by(MESSAGE.c.changed_at.desc()).limit(most)).all())
