"""Times of activities: days or instants, open ends, and dates that may move.

A day is a day in UTC and counts whole, so that the last day belongs to the window. The dates of an activity may move by
its slack: whether two windows meet is answered for the dates as stated, and whether they come nearer than the slack of
both apart from that. Not modelled: days of the body itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from math import inf
from typing import Any

from consult.i18n import _
from workflows.kernel.frozen import dataclass
from workflows.kernel.values import as_date, as_decimal, as_instant, is_absent

from .faults import BadWindow

DAY_S = 86_400
MOST_SLACK_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Window:
    """From an instant up to, and without, another; None is an open end. Either may move by the slack."""

    starts: datetime | None = None
    ends: datetime | None = None
    slack: timedelta = timedelta(0)
    since: float = field(init=False, repr=False)
    until: float = field(init=False, repr=False)
    slack_s: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Count in seconds what is compared often."""
        if self.starts and self.ends and self.ends < self.starts:
            raise BadWindow("ends", _("This ends before it starts."))
        object.__setattr__(self, "since", self.starts.timestamp() if self.starts else -inf)
        object.__setattr__(self, "until", self.ends.timestamp() if self.ends else inf)
        object.__setattr__(self, "slack_s", self.slack.total_seconds())

    @property
    def first_day(self) -> date | None:
        """Give the first day; None where the beginning is open."""
        return self.starts.date() if self.starts else None

    @property
    def last_day(self) -> date | None:
        """Give the last day; None where the end is open."""
        if self.ends is None or self.ends == self.starts:
            return self.ends.date() if self.ends else None
        return (self.ends - timedelta(microseconds=1)).date()

    @property
    def days(self) -> int | None:
        """Count the days that are touched; None where an end is open."""
        first, last = self.first_day, self.last_day
        return (last - first).days + 1 if first and last else None


ALWAYS = Window()


def window_of(starts: Any, ends: Any, slack_days: Any = None, *, within: Window | None = None) -> Window:
    """Read first and last day or instant, and slack in days; what is left empty is that of the window around."""
    around = within or ALWAYS
    since = _read(starts, "starts", last=False) or around.starts
    until = _read(ends, "ends", last=True) or around.ends
    if since and until and (until < since or (until == since and as_instant(ends) is None)):
        raise BadWindow("ends", _("This ends before it starts."))
    return Window(since, until, around.slack if is_absent(slack_days) else _slack(slack_days))


def _read(value: Any, path: str, *, last: bool) -> datetime | None:
    if is_absent(value):
        return None
    instant, day = as_instant(value), as_date(value)
    try:
        if instant is not None:
            return instant.astimezone(UTC)
        if day is not None:
            return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1 if last else 0)
    except OverflowError:
        pass
    raise BadWindow(path, _("Give a date that exists, as year-month-day, or an instant with its time zone."))


def _slack(given: Any) -> timedelta:
    days = as_decimal(given["value"] if isinstance(given, Mapping) and "value" in given else given)
    if days is None or not 0 <= days <= MOST_SLACK_DAYS:
        raise BadWindow("uncertainty_days", _("Say by how many days the dates may move: 0 or more."))
    return timedelta(days=float(days))


def gap_s(a: Window, b: Window) -> float:
    """Measure the seconds between two windows as stated; below 0 they have so many seconds in common."""
    return max(a.since, b.since) - min(a.until, b.until)


def common(a: Window, b: Window) -> Window | None:
    """Give what two windows have in common as stated; None where that is nothing."""
    gap = gap_s(a, b)
    if gap > 0 or (gap == 0 and a.since != a.until and b.since != b.until):
        return None
    return _common(a, b)


def _common(a: Window, b: Window) -> Window:
    starts = a.starts if a.since >= b.since else b.starts
    ends = a.ends if a.until <= b.until else b.ends
    return Window(starts, ends, max(a.slack, b.slack))


def near(a: Window, b: Window, more: timedelta = timedelta(0)) -> bool:
    """Say whether two windows that have nothing in common may come to, their dates moving by their slack and more."""
    return common(a, b) is None and gap_s(a, b) < a.slack_s + b.slack_s + more.total_seconds()
