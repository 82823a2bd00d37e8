"""The calendar as a machine reads it: limits, meetings, dates in space and instants, each with its day and zone."""

from datetime import date, datetime

from consult.api.values.instants import in_utc
from consult.api.values.law import Under, under_of
from consult.pages.calendar import CalendarPage
from consult.pages.calendar_entries import CalendarEntry
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One thing on a date: `on` to `last` are days of the own party's calendar, `at` to `ends` instants where there are
    such; `zone` is that in which the date was stated. Of a limit, `rule` is the key of its rule, `binding` how it binds
    and `under` on what it rests (empty where that depends on the party: the case tells it). The key stays while its
    date moves, and is one of its kind in its case."""

    key: str
    kind: str
    title: str
    on: date
    last: date
    at: datetime | None
    ends: datetime | None
    zone: str
    where: str
    rule: str
    binding: str
    grade: str
    under: tuple[Under, ...]
    owner: str
    owner_name: str
    ours: bool
    over: bool
    case: str
    case_title: str
    procedure: str
    exercise: bool
    href: str


@dataclass(frozen=True, slots=True)
class CalendarList:
    """What lies in a month of the own party's zone, in order of time; `earlier` and `later` lead to the months around
    it. Whatever comes after today is in its own month."""

    items: tuple[CalendarItem, ...]
    next: str | None
    month: str
    today: date
    zone: str
    earlier: str
    later: str


def calendar_list(page: CalendarPage, base: str) -> CalendarList:
    """Write a month from its page."""
    here = f"{base}/calendar?" + (f"kind={page.kind}&" if page.kind else "")
    items = tuple(_item(one, base) for one in page.entries)
    month = f"{page.month:%Y-%m}"
    earlier, later = f"{here}month={page.before}", f"{here}month={page.after}"
    return CalendarList(items, None, month, page.today, page.zone, earlier, later)


def key_of(one: CalendarItem) -> str:
    """Name an entry among all of its calendar."""
    return f"{one.case}/{one.key}"


def _item(one: CalendarEntry, base: str) -> CalendarItem:
    """Write one entry. Long because: one line a field."""
    return CalendarItem(
        key=one.key,
        kind=one.kind,
        title=one.title,
        on=one.on,
        last=one.last,
        at=in_utc(one.at),
        ends=in_utc(one.ends),
        zone=one.zone,
        where=one.where,
        rule=one.rule,
        binding=one.binding,
        grade=one.grade,
        under=under_of(one.under),
        owner=one.owner,
        owner_name=one.whose,
        ours=one.mine,
        over=one.over,
        case=one.ref,
        case_title=one.case_title,
        procedure=one.procedure,
        exercise=one.exercise,
        href=f"{base}/cases/{one.ref}",
    )
