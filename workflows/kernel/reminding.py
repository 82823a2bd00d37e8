"""When a time limit is recalled to whoever has to act: before it ends, when it ends, and a day after.

Law (a limit that a treaty, a national rule or an agreement sets) is recalled ninety, thirty, seven days and one day
before its end; a product default or a soft period when half and when nine tenths of it have passed, since it may last
hours. A law's period that is too short for the first is recalled as the second. Everybody has a quiet night, from 22:00
to 07:00 where the reminded sits: what would come then comes at 08:00. A period that ends at an instant (hours) is too
short to wait for the morning: its reminders up to the end stay where they are if the morning came too late. Not
modelled: who is told and how, and whether a limit still runs.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .frozen import dataclass

NIGHT_BEGINS, NIGHT_ENDS, MORNING = time(22), time(7), time(8)
LONGEST_NIGHT = timedelta(hours=11)
"""From 22:00 to 08:00, and an hour more where the clocks go back."""

DAYS_BEFORE = (90, 30, 7, 1)
TENTHS = (5, 9)
AT_END, DAY_AFTER = "end", "+1d"


@dataclass(frozen=True, slots=True)
class Mark:
    """One moment of reminding: which, when by the rule alone, and when in the day of whoever is reminded."""

    key: str
    rule_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """What of a running limit decides when it is recalled: from when, until when, by whole days or to the instant, in
    which zone it is counted, and what binds it."""

    binding: str
    starts_on: datetime | None
    expires_at: datetime
    by_days: bool
    zone: str


def marks(run: Run, zone: str) -> tuple[Mark, ...]:
    """Give the moments at which a party that sits in a zone is reminded, in the order of the rule."""
    return tuple(Mark(key, at, _awake(run, key, at, zone)) for key, at in _by_rule(run))


def first_after(run: Run, after: datetime) -> datetime | None:
    """Give a moment before which nobody, wherever he sits, is to be reminded of a limit that is as it is since
    ``after``; None where nothing is to come.

    What the rule puts into the night just over may still wait for its morning; then that moment itself is given.
    """
    dates = [at for _key, at in _by_rule(run)]
    if any(after - LONGEST_NIGHT < at <= after for at in dates):
        return after
    return next((at for at in dates if at > after), None)


def _by_rule(run: Run) -> list[tuple[str, datetime]]:
    """List all moments of a limit but for the nights."""
    begun = run.starts_on
    found = [(key, at) for key, at in _before(run) if (begun is None or at > begun) and at < run.expires_at]
    return [*found, (AT_END, run.expires_at), (DAY_AFTER, _days_later(run.expires_at, 1, run.zone))]


def _before(run: Run) -> list[tuple[str, datetime]]:
    """List what comes before the end: by days for law, by tenths for all else and for law of few days."""
    if run.binding.startswith("LAW"):
        days = [(f"-{n}d", _days_later(run.expires_at, -n, run.zone)) for n in DAYS_BEFORE]
        if run.starts_on is None or any(at > run.starts_on for _key, at in days):
            return days
    if run.starts_on is None:
        return []
    length = run.expires_at - run.starts_on
    return [(f"{tenth}0%", run.starts_on + length * tenth / 10) for tenth in TENTHS]


def _days_later(at: datetime, days: int, zone: str) -> datetime:
    """Move an instant by whole days of a zone, so that it keeps its hour when the clocks change."""
    return (at.astimezone(ZoneInfo(zone)) + timedelta(days=days)).astimezone(UTC)


def _awake(run: Run, key: str, at: datetime, zone: str) -> datetime:
    """Move a moment out of the night of a zone to the morning after it, unless a period of hours is over by then."""
    local = at.astimezone(ZoneInfo(zone))
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return at
    day = local.date() + timedelta(days=1 if local.time() >= NIGHT_BEGINS else 0)
    morning = datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)
    urgent = not run.by_days and key != DAY_AFTER
    return at if urgent and morning > run.expires_at else morning
