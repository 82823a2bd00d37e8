"""What a person wishes of courtesy messages, and the language of his pages.

A courtesy message tells a person what stands on the desk anyway. Legal service goes to the contact points of an organ:
no person switches it off, and nothing here is asked before it is sent.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from consult.i18n import LANGUAGE_NAMES, _, _l
from consult.models.parties import PERSON
from consult.models.personal import PREFERENCE
from consult.people.zones import is_zone
from consult.refusals import Malformed
from workflows.kernel.frozen import dataclass

COURTESIES = {
    "change": _l("Absences: when I am recorded as away, or as standing in for somebody"),
    "clearance": _l("Clearance: when a paper of my party waits for me, and while it does"),
}
"""Kinds of message that a person may switch off; the digest is on or off by itself."""
HOURS = range(24)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person wishes: kinds switched off, and whether and when the daily digest comes, in which zone."""

    quiet: frozenset[str] = frozenset()
    digest: bool = False
    digest_hour: int = 7
    zone: str = "UTC"
    digest_on: date | None = None


def wishes_of(conn: Connection, person_id: int, zone: str = "UTC") -> Wishes:
    """Give what a person wishes; whoever never said gets what is on by itself, in the zone given."""
    row = conn.execute(select(PREFERENCE).where(PREFERENCE.c.person_id == person_id)).first()
    if row is None:
        return Wishes(zone=zone)
    return Wishes(frozenset(row.quiet), row.digest, row.digest_hour, row.zone, row.digest_on)


def wants(conn: Connection, person_id: int, kind: str) -> bool:
    """Say whether courtesy messages of a kind may be sent to a person."""
    return kind not in wishes_of(conn, person_id).quiet


def set_wishes(conn: Connection, person_id: int, language: str, wishes: Wishes, at: datetime) -> None:
    """Keep what a person wishes; raise Malformed (422) by field. A digest that is switched on after its hour begins on
    the next day, so that nobody gets one for the day on which he asked."""
    faults = _faults(language, wishes)
    if faults:
        raise Malformed(faults)
    mine = PREFERENCE.c.person_id == person_id
    conn.execute(select(mine).where(mine).with_for_update())  # a digest may be taken at this very moment
    before = wishes_of(conn, person_id)
    conn.execute(update(PERSON).where(PERSON.c.id == person_id).values(language=language))
    values = {
        "quiet": sorted(wishes.quiet),
        "digest": wishes.digest,
        "digest_hour": wishes.digest_hour,
        "zone": wishes.zone,
        "digest_on": begins_after(before, wishes, at),
    }
    changed = conn.execute(update(PREFERENCE).where(mine).values(values))
    if not changed.rowcount:
        conn.execute(insert(PREFERENCE).values(person_id=person_id, **values))


def begins_after(before: Wishes, wishes: Wishes, at: datetime) -> date | None:
    """Give the last day that needs no digest any more: today, where its hour is over when it is asked for or moved."""
    here = at.astimezone(ZoneInfo(wishes.zone))
    over = here.date() if here.time() >= time(wishes.digest_hour) else None
    had = before.digest_on if before.digest and wishes.digest else None
    return max((day for day in (over, had) if day), default=None) if wishes.digest else None


def digests_wished(conn: Connection) -> list[Any]:
    """List who wishes a daily digest and may sign in."""
    query = select(PREFERENCE, PERSON.c.email, PERSON.c.language).select_from(PREFERENCE.join(PERSON))
    return list(conn.execute(query.where(PREFERENCE.c.digest, PERSON.c.active).order_by(PREFERENCE.c.person_id)))


def addresses_without_wishes(conn: Connection, persons: Collection[int]) -> dict[int, Any]:
    """Give, of some persons, the number and address of those who never said what they wish and may sign in."""
    said = select(PREFERENCE.c.person_id)
    query = select(PERSON.c.id.label("person_id"), PERSON.c.email).where(PERSON.c.id.in_(set(persons)), PERSON.c.active)
    return {row.person_id: row for row in conn.execute(query.where(PERSON.c.id.not_in(said)))}


def claim_digest(conn: Connection, person_id: int, on: date) -> bool:
    """Take a day's digest of a person for oneself; False where it was taken already. The row is locked until the end of
    the transaction, so that of any number of workers one takes it."""
    mine = PREFERENCE.c.person_id == person_id, PREFERENCE.c.digest
    free = (PREFERENCE.c.digest_on.is_(None)) | (PREFERENCE.c.digest_on < on)
    return bool(conn.execute(update(PREFERENCE).where(*mine, free).values(digest_on=on)).rowcount)


def _faults(language: str, wishes: Wishes) -> dict[str, str]:
    """Name what is wrong, by field."""
    faults = {}
    if language not in LANGUAGE_NAMES:
        faults["language"] = _("Choose one of the six languages.")
    if wishes.digest_hour not in HOURS:
        faults["digest_hour"] = _("Choose an hour from the list.")
    if not is_zone(wishes.zone):
        faults["zone"] = _("Choose a zone from the list.")
    if wishes.quiet - set(COURTESIES):
        faults["quiet"] = _("Choose kinds of message from the list.")
    return faults


def quiet_of(chosen: Collection[str]) -> frozenset[str]:
    """Give the kinds that are off where those chosen are on."""
    return frozenset(COURTESIES) - frozenset(chosen)
