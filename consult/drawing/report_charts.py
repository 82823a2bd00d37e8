"""The charts of a report, as SVG without style sheet: cases by stage over time, days per stage, a period in lanes.

Pure functions of small frozen values; the words, their language and their direction are the caller's, and so is the
table that says the same. Labels are wrapped, thinned out or left to the table rather than laid over one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NotRequired, TypedDict, Unpack

from consult.drawing.canvas import Direction, Point
from consult.drawing.instants import Scale
from consult.drawing.lettering import measure, shorten, wrap
from consult.drawing.printed import INK, QUIET, RULE, SIZE, Sheet

WIDTH, MARGIN, LINE = 720.0, 12.0, 15.0
PLOT, TALLY_ROOM = 240.0, 15.0
LABEL, LANE, MOST_LANES = 190.0, 24.0, 32
SWATCH = 14.0
SIGNS: tuple[tuple[tuple[Point, ...], bool], ...] = (
    (((0, -5), (5, 0), (0, 5), (-5, 0)), True),
    (((-4, -4), (4, -4), (4, 4), (-4, 4)), False),
    (((0, -5), (5, 4), (-5, 4)), True),
    (((0, 5), (5, -4), (-5, -4)), False),
)
"""The signs of acts: solid lozenge, hollow square, solid triangle, hollow triangle on its tip."""


@dataclass(frozen=True, slots=True)
class Series:
    """One stage through all periods: how many cases stood in it in each."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One measure: its length, or None where nothing may be said, and how it is said ("12 days, n = 8")."""

    label: str
    value: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A case in a stage from one day to another; `stage` is the number of its legend."""

    start: date
    end: date
    stage: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One case through the period: its stays, and its acts as pairs of day and number of their legend."""

    label: str
    stays: tuple[Stay, ...] = ()
    acts: tuple[tuple[date, int], ...] = ()


class Told(TypedDict):
    """What every chart is told beside its figures; ``ident`` must be unique in the page."""

    title: str
    description: str
    none: str
    """What is said where there is nothing to draw."""
    direction: NotRequired[Direction]
    ident: NotRequired[str]


def stacked_bars(periods: Sequence[str], series: Sequence[Series], **told: Unpack[Told]) -> str:
    """Draw one bar a period, its parts one above the other.

    Raises ValueError where a series has another number of periods, or a value below zero.
    """
    if any(len(one.values) != len(periods) or min(one.values, default=0) < 0 for one in series):
        raise ValueError("Every series needs one value, and none below zero, for each period.")
    sheet = Sheet(WIDTH, told.get("direction", "ltr"), told.get("ident", "stacked"))
    top = _legend(sheet, [one.label for one in series], MARGIN) + TALLY_ROOM
    totals = [sum(one.values[at] for one in series) for at in range(len(periods))]
    if not any(totals):
        return _nothing(sheet, top, told)
    step = _step(max(totals))
    most = ceil(max(totals) / step) * step
    left = MARGIN + measure(str(most), SIZE) + 8
    _grid(sheet, left, top, most, step)
    room = (WIDTH - MARGIN - left) / len(periods)
    for at, total in enumerate(totals):
        parts = [one.values[at] for one in series]
        _stack(sheet, left + room * at, top + PLOT, room, parts, PLOT / most, total)
    sheet.line((left, top + PLOT), (WIDTH - MARGIN, top + PLOT), INK, 1.2)
    low = _below(sheet, periods, left, room, top + PLOT + LINE)
    return sheet.svg(low + MARGIN, told["title"], told["description"])


def measured_bars(bars: Sequence[Bar], **told: Unpack[Told]) -> str:
    """Draw one level bar a measure, its words before it and its figure after it.

    Raises ValueError for a length below zero.
    """
    if any((bar.value or 0) < 0 for bar in bars):
        raise ValueError("A length cannot be below zero.")
    sheet = Sheet(WIDTH, told.get("direction", "ltr"), told.get("ident", "measured"))
    if not bars:
        return _nothing(sheet, MARGIN, told)
    most = max([bar.value or 0.0 for bar in bars]) or 1.0
    said = min(max(measure(bar.said, SIZE) for bar in bars) + 10, 220.0)
    start = MARGIN + LABEL + 8
    y = MARGIN
    for bar in bars:
        y = _measure(sheet, bar, y, start, (bar.value or 0.0) / most * (WIDTH - MARGIN - start - said))
    sheet.line((start, MARGIN), (start, y), INK, 1.2)
    return sheet.svg(y + MARGIN, told["title"], told["description"])


def lanes_of_period(
    lanes: Sequence[Lane],
    period: tuple[date, date],
    *,
    stages: Sequence[str],
    acts: Sequence[str],
    more: str,
    **told: Unpack[Told],
) -> str:
    """Draw each case as a lane through the period; beyond `MOST_LANES` the rest is left to the table, as `more` says.

    What lies outside the period is cut at its edge. Raises ValueError for a period or stay that ends before it starts.
    """
    if period[1] < period[0] or any(stay.end < stay.start for lane in lanes for stay in lane.stays):
        raise ValueError("A period and a stay end on the day they start, or later.")
    sheet = Sheet(WIDTH, told.get("direction", "ltr"), told.get("ident", "lanes"))
    top = _legend(sheet, acts, _legend(sheet, stages, MARGIN), signs=True) + LINE
    if not lanes:
        return _nothing(sheet, top, told)
    low = _draw_lanes(sheet, lanes[:MOST_LANES], period, top)
    if len(lanes) > MOST_LANES:
        low += LINE + 4
        sheet.text(MARGIN, low, shorten(more, SIZE, WIDTH - 2 * MARGIN), colour=QUIET)
    return sheet.svg(low + MARGIN, told["title"], told["description"])


def _nothing(sheet: Sheet, top: float, told: Told) -> str:
    """Return a chart that says that there is nothing to draw."""
    sheet.text(WIDTH / 2, top + LINE, told["none"], anchor="middle", colour=QUIET)
    return sheet.svg(top + 2 * LINE, told["title"], told["description"])


def _draw_lanes(sheet: Sheet, lanes: Sequence[Lane], period: tuple[date, date], top: float) -> float:
    """Draw lanes under their days and return the height below them."""
    start = MARGIN + LABEL + 10
    scale = Scale(list(period), WIDTH - MARGIN - start)
    low = top + LANE * len(lanes)
    _months(sheet, scale, start, top, low)
    for at, lane in enumerate(lanes):
        _lane(sheet, lane, top + LANE * at, start, scale, period)
    return low


def _measure(sheet: Sheet, bar: Bar, y: float, start: float, long: float) -> float:
    """Draw one measure with its words and return the height below it."""
    lines = wrap(bar.label, SIZE, LABEL, 3) or ("",)
    height = max(LINE * len(lines) + 8, 26.0)
    level = y + height / 2 + SIZE * 0.35
    for number, line in enumerate(lines):
        sheet.text(MARGIN + LABEL, level + LINE * (number - (len(lines) - 1) / 2), line, anchor="end")
    if bar.value:
        sheet.box(start, y + height / 2 - 8, max(long, 1.0), 16, 0)
    sheet.text(start + long + 6, level, shorten(bar.said, SIZE, WIDTH - MARGIN - start - long - 6))
    return y + height


def _legend(sheet: Sheet, labels: Sequence[str], y: float, signs: bool = False) -> float:
    """Write a legend in as many lines as it needs and return the height below it."""
    x = MARGIN
    for number, label in enumerate(labels):
        words = shorten(label, SIZE, WIDTH - 2 * MARGIN - SWATCH - 6)
        wide = SWATCH + 6 + measure(words, SIZE) + 18
        if x > MARGIN and x + wide - 18 > WIDTH - MARGIN:
            x, y = MARGIN, y + LINE + 5
        if signs:
            shape, filled = SIGNS[number % len(SIGNS)]
            sheet.sign(x + SWATCH / 2, y + SWATCH / 2, shape, filled)
        else:
            sheet.box(x, y, SWATCH, SWATCH, number)
        sheet.text(x + SWATCH + 6, y + SWATCH - 3, words)
        x += wide
    return y + LINE + 7 if labels else y


def _grid(sheet: Sheet, left: float, top: float, most: int, step: int) -> None:
    """Draw the level lines of a scale and their figures."""
    for value in range(0, most + 1, step):
        y = top + PLOT * (1 - value / most)
        sheet.line((left, y), (WIDTH - MARGIN, y), RULE, 0.8)
        sheet.text(left - 6, y + SIZE * 0.35, str(value), anchor="end", colour=QUIET)


def _stack(
    sheet: Sheet, left: float, foot: float, room: float, values: Sequence[int], scale: float, total: int
) -> None:
    """Draw the parts of one bar from its foot up, each with its figure where there is room, and their sum above."""
    wide = min(room * 0.7, 64.0)
    x = left + (room - wide) / 2
    if total and measure(str(total), SIZE) <= room:
        sheet.text(x + wide / 2, foot - total * scale - 4, str(total), anchor="middle", strong=True)
    for number, value in enumerate(values):
        if not value:
            continue
        tall = value * scale
        sheet.box(x, foot - tall, wide, tall, number)
        needed = measure(str(value), SIZE) + 6
        if tall >= SIZE + 5 and wide >= needed + 2:
            sheet.plate(x + (wide - needed) / 2, foot - tall / 2 - 7.5, needed, 15)
            sheet.text(x + wide / 2, foot - tall / 2 + SIZE * 0.35, str(value), anchor="middle")
        foot -= tall


def _below(sheet: Sheet, periods: Sequence[str], left: float, room: float, y: float) -> float:
    """Write the names of the periods, every one or every so many as have room, and return the height below them."""
    longest = max(max((measure(word, SIZE) for word in name.split()), default=0.0) for name in periods)
    every = max(1, ceil((longest + 8) / room))
    low = y
    for at in range(0, len(periods), every):
        for number, line in enumerate(wrap(periods[at], SIZE, max(room * every - 6, longest), 3)):
            sheet.text(left + room * (at + 0.5), y + LINE * number, line, anchor="middle", colour=QUIET)
            low = max(low, y + LINE * number)
    return low


def _step(most: int) -> int:
    """Return a round step, so that a scale has five lines or fewer above its foot."""
    step = 1
    while most / step > 5:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return step


def _months(sheet: Sheet, scale: Scale, start: float, top: float, low: float) -> None:
    """Draw round days as upright lines, with their names above."""
    sheet.line((start, low), (WIDTH - MARGIN, low), INK, 1)
    sheet.line((start, top), (WIDTH - MARGIN, top), INK, 1)
    for tick in scale.ticks(76):
        x = start + tick.x
        words = (
            f"{tick.at:%Y}"
            if tick.unit == "year"
            else f"{tick.at:%Y-%m}"
            if tick.unit == "month"
            else f"{tick.at:%Y-%m-%d}"
        )
        sheet.line((x, top), (x, low), RULE, 0.8, "2 3")
        half = measure(words, SIZE) / 2
        sheet.text(min(max(x, start + half), WIDTH - MARGIN - half), top - 5, words, anchor="middle", colour=QUIET)


def _lane(sheet: Sheet, lane: Lane, y: float, start: float, scale: Scale, period: tuple[date, date]) -> None:
    """Draw one case: its name, its stays as bars, its acts as signs upon them."""
    first, last = period
    sheet.text(MARGIN + LABEL, y + LANE / 2 + SIZE * 0.35, shorten(lane.label, SIZE, LABEL), anchor="end")
    sheet.line((start, y + LANE), (WIDTH - MARGIN, y + LANE), RULE, 0.5)
    for stay in lane.stays:
        if stay.end >= first and stay.start <= last:
            begins, ends = scale.x(max(stay.start, first)), scale.x(min(stay.end, last))
            sheet.box(start + begins, y + 5, max(ends - begins, 2.0), LANE - 10, stay.stage)
    for day, kind in lane.acts:
        if first <= day <= last:
            shape, filled = SIGNS[kind % len(SIGNS)]
            sheet.plate(start + scale.x(day) - 7, y + LANE / 2 - 7, 14, 14)
            sheet.sign(start + scale.x(day), y + LANE / 2, shape, filled)
