"""Counting of time limits: hours, days, working days, months and years, in a legal time zone.

The product's own rules where treaties are silent: the day of the event is day 0, months and years end on the same
calendar number or on the month's last day, a period ends at 24:00 local time of its last day, and it moves to the next
working day only where the caller says so. Every instant is aware and leaves here in UTC; nothing here reads a clock.
Not modelled: leap seconds, half days, and local dates that a place lived through twice.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from .frozen import dataclass

ONE_DAY = timedelta(days=1)
_SMALLEST = timedelta(microseconds=1)
_SUFFIXES = {"hours": "H", "days": "D", "working_days": "WD", "months": "M", "years": "Y"}
_KEY = re.compile(r"P(?:T(?P<hours>[1-9][0-9]{0,8})H|(?P<amount>[1-9][0-9]{0,8})(?P<suffix>WD|D|M|Y))")


class BeyondYears(ValueError):
    """An end lies outside the years 1 to 9999."""


class BeyondTable(LookupError):
    """A working day was asked for on a date that the holiday table does not cover."""


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in exactly one unit, a whole number above zero."""

    hours: int | None = None
    days: int | None = None
    working_days: int | None = None
    months: int | None = None
    years: int | None = None

    def __post_init__(self) -> None:
        own = [unit for unit in _SUFFIXES if getattr(self, unit) is not None]
        if len(own) != 1:
            raise ValueError(f"A period has exactly one of {', '.join(_SUFFIXES)}; given: {', '.join(own) or 'none'}.")
        amount = getattr(self, own[0])
        if type(amount) is not int or amount < 1:
            raise ValueError(f"A period counts a whole number of {own[0]} above zero, not {amount!r}.")

    @property
    def unit(self) -> str:
        """Name the unit: hours, days, working_days, months or years."""
        return next(unit for unit in _SUFFIXES if getattr(self, unit) is not None)

    @property
    def amount(self) -> int:
        """Give the number of units."""
        return int(getattr(self, self.unit))

    def text(self) -> str:
        """Write the period in English words, such as "10 working days"."""
        words = self.unit.replace("_", " ")
        return f"{self.amount} {words if self.amount > 1 else words[:-1]}"

    def key(self) -> str:
        """Write the stable form for editions and tables, such as "P10WD" or "PT72H"."""
        return f"P{'T' if self.hours is not None else ''}{self.amount}{_SUFFIXES[self.unit]}"

    @classmethod
    def parse(cls, key: str) -> Self:
        """Read what key() writes; raise ValueError for anything else."""
        found = _KEY.fullmatch(key)
        if found is None:
            raise ValueError(f"{key!r} is not a period; write one like PT72H, P30D, P10WD, P2M or P1Y.")
        if found["hours"]:
            return cls(hours=int(found["hours"]))
        unit = next(name for name, suffix in _SUFFIXES.items() if suffix == found["suffix"])
        return cls(**{unit: int(found["amount"])})


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one place over the dates first to last, both included.

    Weekend days count from Monday = 0. `workdays` are single dates on which the place works although they fall on its
    weekend; they win over weekend and holidays.
    """

    place: str
    weekend: frozenset[int]
    holidays: frozenset[date]
    first: date
    last: date
    workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"The table of {self.place} starts on {self.first}, after its end on {self.last}.")
        if not self.weekend < frozenset(range(7)):
            raise ValueError(f"The weekend of {self.place} must leave a working day; days are 0 to 6 from Monday.")

    def is_working_day(self, day: date) -> bool:
        """Tell whether the place works on this day; raise BeyondTable outside first to last."""
        if not self.first <= day <= self.last:
            raise BeyondTable(f"The {self.place} table runs from {self.first} to {self.last} and does not cover {day}.")
        return day in self.workdays or (day.weekday() not in self.weekend and day not in self.holidays)


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a period ends: the last local day (none for hours) and the first UTC instant after it."""

    on: date | None
    at: datetime

    def has_lapsed(self, now: datetime) -> bool:
        """Tell whether the period is over at an aware instant; the bound itself is already over."""
        return _aware(now) >= self.at


def local_date(instant: datetime, zone: str) -> date:
    """Give the calendar date that an aware instant has in a zone."""
    return _aware(instant).astimezone(_zone(zone)).date()


def start_of_day(day: date, zone: str) -> datetime:
    """Give the first UTC instant of a local day, of the next one that existed if the place skipped this day."""
    return _midnight(day, zone, fold=0)


def end_of_day(day: date, zone: str) -> datetime:
    """Give the UTC instant of 24:00 local, when the day is over for good.

    Where the clocks go back across midnight the day comes twice, and the second end counts.
    """
    first, second = (_midnight(day + ONE_DAY, zone, fold=fold) for fold in (0, 1))
    returned = second > first and local_date(second - _SMALLEST, zone) <= day
    return second if returned else first


def expiry(
    start: datetime | date,
    period: Period,
    zone: str,
    *,
    rolling: bool = False,
    calendar: Calendar | None = None,
    backwards: bool = False,
) -> Expiry:
    """Count a period from an event, whose own local day is day 0, and say when it ends.

    Hours run exactly from the instant. All other units count local days in `zone`, leaving out dates that the place
    skipped, and end at 24:00 of the last one. `rolling` moves an end on a non-working day onwards in the direction of
    counting. `backwards` counts towards the past and yields the day by whose end a thing must have been done; use
    start_of_day(expiry.on, zone) for a reminder that should come in the morning of that day. Raise ValueError for an
    impossible request and BeyondTable where the calendar does not reach.
    """
    step = -1 if backwards else 1
    try:
        if period.hours is not None:
            if rolling:
                raise ValueError("A period in hours runs through every day and does not roll to a working day.")
            return _hours_from(start, period.hours * step, zone)
        zero = local_date(start, zone) if isinstance(start, datetime) else start
        day = _last_day(zero, period, zone, calendar, step)
        if rolling:
            day = _existing(day, zone, step, _needed(calendar, "Rolling"))
        return Expiry(day, end_of_day(day, zone))
    except OverflowError:
        raise BeyondYears(f"{period.text()} from {start} lies outside the years 1 to 9999.") from None


def safe_expiry(
    start: datetime | date,
    period: Period,
    zones: Iterable[str],
    *,
    rolling: bool = False,
    calendar: Calendar | None = None,
    backwards: bool = False,
) -> Expiry:
    """Give the earliest expiry over several zones, on which the party at risk may rely in all of them."""
    found = [expiry(start, period, z, rolling=rolling, calendar=calendar, backwards=backwards) for z in zones]
    if not found:
        raise ValueError("A safe expiry needs at least one time zone.")
    return min(found, key=lambda end: end.at)


def add_stopped_time(
    ending: Expiry,
    stopped_from: datetime,
    stopped_to: datetime,
    period: Period,
    zone: str,
    *,
    rolling: bool = False,
    calendar: Calendar | None = None,
) -> Expiry:
    """Move an expiry by the time its clock stood still: exactly for hours, by whole local days for all else.

    Local days are the midnights passed while stopped. An end in working days, or a rolling one, that so falls on a
    non-working day moves to the next working day, and both need the calendar. Raise ValueError where the stop ends
    before it begins or begins after the expiry.
    """
    if _aware(stopped_to) < _aware(stopped_from):
        raise ValueError(f"The clock cannot start again at {stopped_to}, before it stopped at {stopped_from}.")
    if ending.has_lapsed(stopped_from):
        raise ValueError(f"The clock cannot stop at {stopped_from}: the period ended at {ending.at}.")
    if period.hours is not None or ending.on is None:
        return Expiry(None, ending.at + (stopped_to - stopped_from))
    stopped = local_date(stopped_to, zone) - local_date(stopped_from, zone)
    moves = rolling or period.working_days is not None
    table = _needed(calendar, "Stopping a period that ends on a working day") if moves else None
    day = _existing(ending.on + stopped, zone, 1, table)
    return Expiry(day, end_of_day(day, zone))


def elapsed_text(start: datetime | date, end: datetime | date) -> str:
    """Write the whole days between two dates or two aware instants, such as "12 days"."""
    match start, end:
        case datetime(), datetime():
            days = (_aware(end) - _aware(start)) // ONE_DAY
        case (datetime(), _) | (_, datetime()):
            raise ValueError("Elapsed time runs between two dates or two instants, not from one to the other.")
        case _:
            days = end.toordinal() - start.toordinal()
    if days < 0:
        raise ValueError(f"Elapsed time cannot end at {end}, before its start at {start}.")
    return "1 day" if days == 1 else f"{days} days"


@lru_cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> ZoneInfo:
    if name not in _zone_names():
        raise ValueError(f"{name!r} is not a known time zone; write one like Europe/Vienna or UTC.")
    return ZoneInfo(name)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError(f"The instant {instant} has no time zone; only aware instants are counted.")
    return instant.astimezone(UTC)


@lru_cache(maxsize=16_384)
def _midnight(day: date, zone: str, fold: int) -> datetime:
    return datetime.combine(day, time(fold=fold), _zone(zone)).astimezone(UTC)


def _hours_from(start: datetime | date, hours: int, zone: str) -> Expiry:
    _zone(zone)
    match start:
        case datetime():
            return Expiry(None, _aware(start) + timedelta(hours=hours))
        case _:
            raise ValueError(f"A period in hours runs from an instant; {start} is only a date.")


def _last_day(day: date, period: Period, zone: str, calendar: Calendar | None, step: int) -> date:
    if period.days is not None:
        return _count_days(day, period.days, zone, step)
    if period.working_days is not None:
        working = _needed(calendar, "Counting working days")
        for _ in range(period.working_days):
            day = _existing(day + ONE_DAY * step, zone, step, working)
        return day
    months = (period.months or 0) + 12 * (period.years or 0)
    return _existing(_shift_months(day, months * step), zone, step)


def _count_days(day: date, amount: int, zone: str, step: int) -> date:
    target = day + timedelta(days=amount * step)
    # A place that crossed the date line lost a date, and a lost date is no day of notice.
    while (missing := amount - round(abs(start_of_day(target, zone) - start_of_day(day, zone)) / ONE_DAY)) > 0:
        target += timedelta(days=missing * step)
    return _existing(target, zone, step)


def _shift_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year < date.max.year:
        raise OverflowError
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(after - ONE_DAY, date(year, month + 1, 1) + timedelta(days=day.day - 1))


def _existing(day: date, zone: str, step: int, calendar: Calendar | None = None) -> date:
    while end_of_day(day, zone) <= start_of_day(day, zone) or (calendar and not calendar.is_working_day(day)):
        day += ONE_DAY * step
    return day


def _needed(calendar: Calendar | None, purpose: str) -> Calendar:
    if calendar is None:
        raise ValueError(f"{purpose} needs the calendar of a place.")
    return calendar
