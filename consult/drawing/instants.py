"""A time axis: where an instant stands, and which round dates are written beneath.

Long stretches in which nothing begins or ends are folded, so that a limit of days can be read beside a launch years
ahead; a fold is always marked. All instants are aware and reckoned in UTC; a date stands for its first moment.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal

Unit = Literal["hour", "day", "month", "year"]
STEPS: tuple[tuple[Unit, int, float], ...] = (
    *(("hour", n, n / 24) for n in (1, 3, 6, 12)),
    *(("day", n, float(n)) for n in (1, 2, 7, 14)),
    *(("month", n, n * 30.4) for n in (1, 2, 3, 6)),
    *(("year", n, n * 365.2) for n in (1, 2, 5, 10, 20, 50, 100)),
)
FOLD_SHARE, FOLD_KEEPS = 0.45, 0.10


def as_instant(when: date) -> datetime:
    """Return a date or aware instant as an instant in UTC; raise ValueError for an instant without a zone."""
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=UTC)
    if when.tzinfo is None:
        raise ValueError(f"The instant {when.isoformat()} has no time zone.")
    return when.astimezone(UTC)


def _days(when: date) -> float:
    return (as_instant(when) - datetime(1, 1, 1, tzinfo=UTC)) / timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A round instant on the axis, its place and unit."""

    at: datetime
    x: float
    unit: Unit


class Scale:
    """A piecewise straight axis from 0 to `width` pixels over what happens."""

    def __init__(self, instants: Sequence[date], width: float) -> None:
        """Lay the axis out; raise ValueError when there is nothing to lay out."""
        if not instants:
            raise ValueError("A timeline needs at least one date.")
        marks = sorted({_days(when) for when in instants})
        if len(marks) == 1:
            marks = [marks[0] - 0.5, marks[0] + 0.5]
        gaps = [later - earlier for earlier, later in pairwise(marks)]
        total, limit = sum(gaps), FOLD_SHARE * sum(gaps)
        folded = [gap > limit and len(gaps) > 1 for gap in gaps]
        open_days = sum(gap for gap, fold in zip(gaps, folded, strict=True) if not fold)
        if not open_days:
            folded, open_days = [False] * len(gaps), total
        self.density = width * (1 - FOLD_KEEPS * sum(folded)) / open_days
        self.marks, self.folded, self.places = marks, folded, [0.0]
        for gap, fold in zip(gaps, folded, strict=True):
            self.places.append(self.places[-1] + (FOLD_KEEPS * width if fold else gap * self.density))

    def x(self, when: date) -> float:
        """Return the place of an instant."""
        days = _days(when)
        at = min(max(bisect_right(self.marks, days) - 1, 0), len(self.marks) - 2)
        share = (days - self.marks[at]) / (self.marks[at + 1] - self.marks[at])
        return self.places[at] + share * (self.places[at + 1] - self.places[at])

    def folds(self) -> list[float]:
        """Return the middles of the folded stretches."""
        return [
            (start + end) / 2
            for start, end, fold in zip(self.places, self.places[1:], self.folded, strict=False)
            if fold
        ]

    def ticks(self, room: float) -> list[Tick]:
        """Return round instants at least `room` pixels apart, none of them in a fold."""
        unit, step, _ = next((s for s in STEPS if s[2] * self.density >= room), STEPS[-1])
        found: list[Tick] = []
        first, last = (datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=d) for d in (self.marks[0], self.marks[-1]))
        for start, end, fold in zip(self.marks, self.marks[1:], self.folded, strict=False):
            if fold:
                continue
            opens, closes = (max(first, _moment(start)), min(last, _moment(end)))
            for at in _round_instants(opens, closes, unit, step):
                x = self.x(at)
                if not found or x - found[-1].x >= room * 0.8:
                    found.append(Tick(at, x, unit))
        return found


def _moment(days: float) -> datetime:
    return datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=days)


def _round_instants(start: datetime, end: datetime, unit: Unit, step: int) -> Iterator[datetime]:
    """Yield the round instants of a unit from start to end, both included."""
    at = _round_down(start, unit, step)
    while at <= end:
        if at >= start:
            yield at
        at = _advance(at, unit, step)


def _round_down(when: datetime, unit: Unit, step: int) -> datetime:
    """Return the last round instant not after `when`; days of a week start on Monday."""
    day = when.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "hour":
        return day + timedelta(hours=when.hour // step * step)
    if unit == "day":
        return day - timedelta(days=day.toordinal() - 1) % timedelta(days=step)
    if unit == "month":
        return day.replace(day=1, month=(day.month - 1) // step * step + 1)
    return day.replace(day=1, month=1, year=max(day.year // step * step, 1))


def _advance(at: datetime, unit: Unit, step: int) -> datetime:
    """Return the next round instant."""
    if unit in ("hour", "day"):
        return at + (timedelta(hours=step) if unit == "hour" else timedelta(days=step))
    months = at.month - 1 + (step if unit == "month" else 12 * step)
    return at.replace(year=at.year + months // 12, month=months % 12 + 1)
