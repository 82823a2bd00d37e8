"""The calendar as a file that other calendars read (iCalendar, RFC 5545): what the page shows, and nothing beyond it.

An instant has the zone in which it was stated, a meeting that of its place; a silence and every other limit that ends
at an instant are in UTC. A day has no hour; a limit that ends with one says in words when and where that is. The name
of an entry is made from its case and a secret of the installation: it stays while the date moves, and tells nothing.

Not modelled: invitations and answers to them, alarms, entries that were in an older file and are over.
"""

import hmac
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import words
from consult.docket.exercises import is_apart
from consult.i18n import _
from consult.pages.calendar import Asked
from consult.pages.calendar_entries import CalendarEntry, kinds, note_entries
from consult.pages.cases.limits import DEADLINE, INSTANT, SILENCE
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import MEETING

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MAKER = "-//Consult//Calendar//EN"
CLOCKS = (DEADLINE, INSTANT, SILENCE)
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Making:
    """With what a file is made: the moment, the secret behind the names of entries, and where a case is found."""

    now: datetime
    secret: str
    address: Callable[[str], str]


def calendar_file(conn: Connection, asked: Asked, party: str, making: Making) -> bytes:
    """Write the month that was asked for, and all that comes after today, as one iCalendar file."""
    entries = tuple(dict.fromkeys((*asked.inside, *asked.ahead)))
    note_entries(conn, entries)
    found = begun(_("Consult: %(party)s", party=party))
    for one in entries:
        found.add_component(event_of(one, making))
    if entries:  # the rules of the zones, for as long as anything lies here
        days = sorted((*(one.on for one in entries), *(one.last for one in entries)))
        found.add_missing_timezones(days[0] - YEAR, days[-1] + YEAR)
    return found.to_ical()


def begun(name: str) -> "Calendar":
    """Begin a file under a name; the library is loaded with the first one."""
    from icalendar import Calendar

    found = Calendar()
    found.add("prodid", MAKER)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.calendar_name = name
    return found


def event_of(one: CalendarEntry, making: Making) -> "Event":
    """Write one entry. Long because: one line a property, in the order in which a calendar shows them."""
    from icalendar import Event
    from icalendar.enums import CLASS, TRANSP

    event = Event()
    event.uid = str(_name(one, making.secret))
    event.stamp = making.now.astimezone(UTC)
    event.summary = _summary(one)
    _put_time(event, one)
    if one.where:
        event.location = one.where
    event.description = "\n".join(_told(one))
    event.url = making.address(one.ref)
    event.categories = [kinds()[one.kind]] if one.kind in kinds() else []
    event.classification = CLASS.CONFIDENTIAL
    event.transparency = TRANSP.OPAQUE if one.kind == MEETING else TRANSP.TRANSPARENT
    return event


def _name(one: CalendarEntry, secret: str) -> UUID:
    """Name an entry so that it is found again, and so that its name is no way to guess the case."""
    told = "\n".join(("calendar", one.ref, one.key)).encode()
    return UUID(bytes=hmac.digest(secret.encode(), told, "sha256")[:16], version=5)


def _summary(one: CalendarEntry) -> str:
    said = f"{one.title} – {one.case_title}"
    return _("Exercise: %(what)s", what=said) if one.exercise and not is_apart(one.ref) else said


def _put_time(event: "Event", one: CalendarEntry) -> None:
    """Put the instants in their zone, or the days: the end of these is the day after the last one."""
    if one.at is None:
        event.start, event.end = one.on, one.last + timedelta(days=1)
        return
    zone = UTC if one.kind in CLOCKS or one.zone in ("", "UTC") else ZoneInfo(one.zone)
    event.start = one.at.astimezone(zone)
    if one.ends and one.ends > one.at:
        event.end = one.ends.astimezone(zone)


def _told(one: CalendarEntry) -> Iterator[str]:
    """Say what the list beside the month says of an entry."""
    yield f"{one.ref} – {one.procedure}" if one.procedure else one.ref
    if one.at is None and one.zone:
        yield _("Ends at 24:00, %(zone)s.", zone=one.zone)
    if one.whose:
        yield _("For: %(party)s", party=one.whose)
    if one.binding:
        yield words.name(words.BINDING, one.binding)
    if one.over:
        yield _("over")
