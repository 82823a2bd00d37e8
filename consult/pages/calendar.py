"""The calendar of a party: meetings, dates of what happens in space, limits and instants of all cases it may know of.

One month as a table and a list, and what comes next; as a file, the same month and all that comes after today.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult.docket import Docket
from consult.i18n import _
from consult.pages.calendar_entries import CalendarEntry, entries_of, kinds, note_entries
from consult.pages.days import month_asked
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

NEXT = 10


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the month with what lies on it; one of another month is only there to fill the week."""

    on: date
    inside: bool
    today: bool
    entries: tuple[CalendarEntry, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """One month of the calendar, and what comes next after today."""

    title: str
    party: str
    zone: str
    month: date
    written: str
    before: str
    after: str
    present: str
    kind: str
    kinds: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[CalendarDay, ...], ...]
    entries: tuple[CalendarEntry, ...]
    ahead: tuple[CalendarEntry, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Asked:
    """What lies in the month that was asked for, and after today; of the kind that was asked for."""

    first: date
    today: date
    kind: str
    entries: tuple[CalendarEntry, ...]

    @property
    def inside(self) -> tuple[CalendarEntry, ...]:
        """What lies in the month."""
        return tuple(one for one in self.entries if one.on < _next(self.first) and one.last >= self.first)

    @property
    def ahead(self) -> tuple[CalendarEntry, ...]:
        """What comes after today, in whatever month."""
        return tuple(one for one in self.entries if one.last >= self.today and not one.over)


def calendar_asked(conn: Connection, docket: Docket, standing: Standing, now: datetime, month: str, kind: str) -> Asked:
    """Read what lies in a month and after today, in the zone of the reader's party; an unreadable month is the
    present one, an unknown kind is every kind."""
    today = now.astimezone(ZoneInfo(standing.party_zone)).date()
    first = month_asked(month) or today.replace(day=1)
    chosen = kind if kind in kinds() else ""
    found = entries_of(conn, docket, standing, now, first, _next(first))
    return Asked(first, today, chosen, tuple(one for one in found if chosen in ("", one.kind)))


def calendar_page(
    conn: Connection, docket: Docket, standing: Standing, now: datetime, month: str, kind: str
) -> CalendarPage:
    """Draw up one month in the zone of the reader's party.

    Long because: one line a field of the page, in the order in which it is read.
    """
    asked = calendar_asked(conn, docket, standing, now, month, kind)
    first, today, inside, ahead = asked.first, asked.today, asked.inside, asked.ahead[:NEXT]
    note_entries(conn, (*inside, *ahead))
    return CalendarPage(
        title=_("Calendar"),
        party=standing.party_name,
        zone=standing.party_zone,
        month=first,
        written=_written(first),
        before=_written(_before(first)),
        after=_written(_next(first)),
        present=_written(today),
        kind=asked.kind,
        kinds=tuple(kinds().items()),
        weeks=_weeks(first, today, asked.entries),
        entries=inside,
        ahead=ahead,
        today=today,
    )


def _written(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _weeks(first: date, today: date, entries: Iterable[CalendarEntry]) -> tuple[tuple[CalendarDay, ...], ...]:
    """Give the weeks of a month, each from Monday to Sunday."""
    several = list(entries)
    start = first - timedelta(days=first.weekday())
    days: list[CalendarDay] = []
    while start + timedelta(days=len(days)) < _next(first) or len(days) % 7:
        on = start + timedelta(days=len(days))
        held = tuple(one for one in several if one.on <= on <= one.last)
        inside = (on.year, on.month) == (first.year, first.month)
        days.append(CalendarDay(on, inside, on == today, held if inside else ()))
    return tuple(tuple(days[i : i + 7]) for i in range(0, len(days), 7))
