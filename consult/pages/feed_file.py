"""A calendar feed as other calendars fetch it: what its person may see now, at most as much as he chose to let out.

Without titles an entry says its reference, the kind of date and when; with titles, its own and that of its case where
all that it was read from is of level C0 to C2. The same record gives the same bytes: an entry is dated by the last act
of its case that the person may see, and numbered by it, so that a calendar takes over what has changed. What was
called off before its day stays until then, and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket
from consult.docket.exercises import is_apart
from consult.i18n import _
from consult.pages.calendar_entries import CalendarEntry, entries_of, note_entries
from consult.pages.calendar_file import YEAR, Making, begun, event_of
from consult.pages.cases.limits import SILENCE
from consult.people.feeds import Feed
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import MEETING, PHYSICAL
from workflows.kernel.reckoning import local_date

if TYPE_CHECKING:
    from icalendar import Calendar, Event

BEHIND = timedelta(days=31)
NAMED = frozenset({"C0", "C1", "C2"})
Changed = Mapping[str, tuple[int, datetime]]


@dataclass(frozen=True, slots=True)
class FeedFile:
    """The bytes of a feed, and when anything in it changed last (None: there is nothing in it)."""

    content: bytes
    changed_at: datetime | None


def feed_file(conn: Connection, docket: Docket, feed: Feed, making: Making) -> FeedFile:
    """Write a feed as it is now."""
    entries = _chosen(conn, docket, feed, making.now)
    note_entries(conn, entries)
    changed = casebook.last_acts(conn, Viewer.of(feed.standing), {one.ref for one in entries})
    found = begun(_("Consult: %(party)s", party=feed.standing.party_name))
    for one in entries:
        found.add_component(_event(one, feed, making, changed))
    _add_zones(found, [day for one in entries for day in (one.on, one.last)])
    last = max((changed[one.ref][1] for one in entries if one.ref in changed), default=None)
    return FeedFile(found.to_ical(), last)


def _chosen(conn: Connection, docket: Docket, feed: Feed, now: datetime) -> tuple[CalendarEntry, ...]:
    today = local_date(now, feed.standing.party_zone)
    of = feed.case_ref if feed.scope == "case" else ""
    found = entries_of(conn, docket, feed.standing, now, today - BEHIND, today, ended=True, ref=of or "")
    return tuple(one for one in dict.fromkeys(found) if _belongs(one, feed))


def _belongs(one: CalendarEntry, feed: Feed) -> bool:
    """Say whether an entry is of what a feed is of. A date that is played does not get among those that are meant: an
    exercise stands in the feed of its own case alone, and says there what it is."""
    if feed.scope == "case":
        return one.ref == feed.case_ref
    if is_apart(one.ref):
        return False
    return feed.scope == "mine" or one.mine or one.kind in (MEETING, PHYSICAL)


def _event(one: CalendarEntry, feed: Feed, making: Making, changed: Changed) -> "Event":
    """Write one entry. What is over says nothing of it: a calendar knows the day."""
    from icalendar.enums import STATUS

    n, at = changed.get(one.ref, (0, datetime.min.replace(tzinfo=UTC)))
    event = event_of(_let_out(one, feed), replace(making, now=at))
    event.sequence = n
    event.LAST_MODIFIED = at
    event.status = STATUS.CANCELLED if one.cancelled else STATUS.CONFIRMED
    return event


def _let_out(one: CalendarEntry, feed: Feed) -> CalendarEntry:
    """Take away what the person did not choose to let out, or what is above level C2."""
    if feed.titles and one.level in NAMED:
        return replace(one, over=False)
    return replace(
        one, title=_exercised(one, _kind(one)), case_title=one.ref, where="", whose="", procedure="", over=False
    )


def _exercised(one: CalendarEntry, said: str) -> str:
    """Say of an exercise that it is one, where its title does not say so."""
    return _("Exercise: %(what)s", what=said) if is_apart(one.ref) else said


def _kind(one: CalendarEntry) -> str:
    """Name the kind of a date in a word or two."""
    named = {MEETING: _("Meeting"), PHYSICAL: _("Date of the activity"), SILENCE: _("A silence ends")}
    return named.get(one.kind, _("Time limit"))


def _add_zones(found: "Calendar", days: Sequence[date]) -> None:
    """Write the rules of the zones, for as long as anything lies here."""
    if days:
        found.add_missing_timezones(min(days) - YEAR, max(days) + YEAR)
