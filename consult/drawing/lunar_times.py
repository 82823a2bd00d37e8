"""A bar of time: activities by their windows, the days by which they may move hatched, and the line of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consult.drawing.canvas import Direction
from consult.drawing.chronology import WORDS as DATES
from consult.drawing.chronology import TimeWords
from consult.drawing.instants import Scale, as_instant
from consult.drawing.lettering import measure
from consult.drawing.lunar_bars import (
    PLOT,
    SMALL,
    WIDTH,
    Bar,
    Hatched,
    height_of,
    legend_of,
    paint_legend,
    paint_rows,
    paint_shade,
    place,
)

TOP, TICK_ROOM = 28.0, 84.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """An activity from its first to its last day; without a last day it goes on. `slack_days` may be added to both; a
    phase has no number of its own.
    """

    number: int
    label: str
    starts: date
    ends: date | None
    slack_days: float = 0.0
    own: bool = False
    overlaps: bool = False
    note: str = ""

    @property
    def earliest(self) -> datetime:
        """Return the earliest beginning."""
        return as_instant(self.starts) - timedelta(days=self.slack_days)

    @property
    def over(self) -> datetime | None:
        """Return the end of the last day, None where there is none."""
        return None if self.ends is None else as_instant(self.ends) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BarWords:
    """The words of a bar of time, in English unless the caller translates them."""

    own: str = "this activity"
    overlaps: str = "overlap"
    may: str = "by how much the dates may move"
    goes_on: str = "no end given"
    days: str = "± {0} days"
    dates: TimeWords = DATES

    def window(self, stretch: Stretch) -> str:
        """Write the window of an activity."""
        ends = self.goes_on if stretch.ends is None else self.dates.say_date(stretch.ends)
        slack = f" ({self.days.format(f'{stretch.slack_days:g}')})" if stretch.slack_days else ""
        return f"{self.dates.say_date(stretch.starts)} – {ends}{slack}"


WORDS = BarWords()


@dataclass(frozen=True, slots=True)
class StretchRow:
    """One row of a bar of time in words."""

    number: int
    label: str
    starts: date
    ends: date | None
    slack_days: float
    own: bool
    overlaps: bool
    note: str


def times_table(stretches: Sequence[Stretch]) -> list[StretchRow]:
    """Return the rows that say in words what the bar shows, in its order."""
    return [
        StretchRow(s.number, s.label, s.starts, s.ends, s.slack_days, s.own, s.overlaps, s.note)
        for s in in_order(stretches)
    ]


def in_order(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Sort what the picture is about to the top, its phases below it, then what overlaps it, then by beginning."""
    return sorted(stretches, key=lambda s: (not s.own, not s.number, not s.overlaps, as_instant(s.starts), s.number))


def lunar_times(
    stretches: Sequence[Stretch],
    *,
    now: datetime,
    title: str,
    description: str,
    ident: str,
    direction: Direction = "ltr",
    words: BarWords = WORDS,
) -> str:
    """Draw activities by their windows as SVG text; raise ValueError for a window that ends before it starts."""
    for one in stretches:
        if one.ends is not None and one.ends < one.starts:
            raise ValueError(f'"{one.label}" ends before it starts.')
    scale = _scale(stretches, now)
    bars = [_bar(stretch, scale, words) for stretch in in_order(stretches)]
    foot = height_of(len(bars), TOP)
    canvas = Hatched(WIDTH, foot, direction, ident)
    paint_shade(canvas, bars, TOP)
    _paint_axis(canvas, scale, foot, words)
    paint_rows(canvas, bars, TOP)
    _paint_now(canvas, place(scale.x(now)), f"{words.dates.today} · {words.dates.say_date(now.date())}", foot)
    canvas.height = paint_legend(canvas, legend_of(bars, words.own, words.overlaps, words.may), foot + 26)
    return canvas.svg("lt-bars", ident, title, description)


def _scale(stretches: Sequence[Stretch], now: datetime) -> Scale:
    """Lay the axis over everything that begins or ends, with room for what goes on."""
    known = [as_instant(now)]
    for one in stretches:
        known += [one.earliest, as_instant(one.starts)]
        known += [one.over, one.over + timedelta(days=one.slack_days)] if one.over else []
    if any(one.ends is None for one in stretches):
        known.append(max(known) + max((max(known) - min(known)) / 12, timedelta(days=30)))
    return Scale(known, PLOT)


def _bar(stretch: Stretch, scale: Scale, words: BarWords) -> Bar:
    over = stretch.over
    firm = scale.x(stretch.starts), scale.x(over) if over else PLOT
    outer = (
        scale.x(stretch.earliest),
        scale.x(over + timedelta(days=stretch.slack_days)) if over else PLOT,
    )
    label = f"{stretch.number} {stretch.label}" if stretch.number else stretch.label
    return Bar(label, words.window(stretch), firm, outer, stretch.own, stretch.overlaps, over is None, stretch.note)


def _paint_axis(canvas: Hatched, scale: Scale, foot: float, words: BarWords) -> None:
    """Paint round dates below the rows, and two strokes where time is folded."""
    canvas.begin("tl-scale")
    canvas.polyline(((place(0), foot), (place(PLOT), foot)), "tl-axis")
    for tick in scale.ticks(TICK_ROOM):
        x, said = place(tick.x), words.dates.say_tick(tick.at, tick.unit)
        canvas.polyline(((x, TOP), (x, foot)), "tl-grid")
        canvas.text(min(x, WIDTH - measure(said, SMALL) / 2 - 2), foot + 16, said, "tl-tick", "middle")
    for middle in scale.folds():
        canvas.rect(place(middle) - 4, foot - 3, 8, 6, "tl-gap")
        for shift in (-3.5, 3.5):
            canvas.glyph(place(middle) + shift, foot, ((-3, 6), (3, -6)), "tl-fold")
    canvas.finish()


def _paint_now(canvas: Hatched, x: float, said: str, foot: float) -> None:
    """Paint the line of today with its words on top, kept inside the drawing."""
    half = measure(said, SMALL) * 0.56
    canvas.begin("tl-present", said)
    canvas.polyline(((x, TOP - 6), (x, foot)), "tl-today")
    canvas.polygon(((x - 4, TOP - 10), (x + 4, TOP - 10), (x, TOP - 4)), "tl-now-head")
    canvas.text(min(x, WIDTH - half - 4), TOP - 14, said, "tl-now", "middle")
    canvas.finish()
