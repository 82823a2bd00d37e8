"""A bar of frequencies on a logarithmic scale: each band with its guard band hatched around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from consult.drawing.canvas import Direction
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

TOP, LEAST_RATIO = 12.0, 2.0
UNITS = ((1_000_000_000, "GHz"), (1_000_000, "MHz"), (1_000, "kHz"), (1, "Hz"))
STEPS: tuple[tuple[float, tuple[float, ...]], ...] = (
    (2600, tuple(n / 10 for n in range(10, 100))),
    (900, tuple(map(float, range(1, 10)))),
    (180, (1.0, 2.0, 5.0)),
    (0, (1.0,)),
)
"""Round numbers within a decade, for decades of more than so many pixels."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a band, in hertz, with the guard band kept on both sides."""

    number: int
    label: str
    low_hz: int
    high_hz: int
    guard_hz: int = 0
    own: bool = False
    overlaps: bool = False
    note: str = ""


def say_hz(hertz: float) -> str:
    """Write a frequency in its largest unit."""
    size, unit = next(((size, unit) for size, unit in UNITS if hertz >= size), (1, "Hz"))
    return f"{hertz / size:,.6g} {unit}"


def rounded(hertz: float) -> float:
    """Round a guard band to three digits: it is a share of the band, and no measurement."""
    return round(hertz, 2 - floor(log10(hertz))) if hertz else 0


def say_band(low_hz: int, high_hz: int) -> str:
    """Write a band in the unit of its upper end."""
    size, unit = next(((size, unit) for size, unit in UNITS if high_hz >= size), (1, "Hz"))
    return f"{low_hz / size:.6g} – {high_hz / size:.6g} {unit}"


@dataclass(frozen=True, slots=True)
class BandWords:
    """The words of a bar of frequencies, in English unless the caller translates them."""

    own: str = "this activity"
    overlaps: str = "overlap"
    may: str = "guard band"
    guarded: str = "guard band {0}"
    say_band: Callable[[int, int], str] = say_band
    say_hz: Callable[[float], str] = say_hz

    def band(self, use: Use) -> str:
        """Write a band with its guard band."""
        guard = f" ({self.guarded.format(self.say_hz(rounded(use.guard_hz)))})" if use.guard_hz else ""
        return self.say_band(use.low_hz, use.high_hz) + guard


WORDS = BandWords()


@dataclass(frozen=True, slots=True)
class UseRow:
    """One row of a bar of frequencies in words."""

    number: int
    label: str
    band: str
    guard: str
    own: bool
    overlaps: bool
    note: str


def bands_table(uses: Sequence[Use], words: BandWords = WORDS) -> list[UseRow]:
    """Return the rows that say in words what the bar shows, in its order."""
    return [
        UseRow(
            use.number,
            use.label,
            words.say_band(use.low_hz, use.high_hz),
            words.say_hz(rounded(use.guard_hz)) if use.guard_hz else "",
            use.own,
            use.overlaps,
            use.note,
        )
        for use in in_order(uses)
    ]


def in_order(uses: Sequence[Use]) -> list[Use]:
    """Sort what the picture is about to the top, then what overlaps it, then by frequency."""
    return sorted(uses, key=lambda use: (not use.own, not use.overlaps, use.low_hz, use.high_hz, use.number))


class Axis:
    """A logarithmic axis from 0 to the width of the plot, over at least an octave."""

    def __init__(self, uses: Sequence[Use]) -> None:
        """Lay the axis out; raise ValueError where there is nothing, or a band runs backwards."""
        if not uses or any(use.high_hz < use.low_hz for use in uses):
            raise ValueError("A bar of frequencies needs bands whose upper end does not lie below the lower one.")
        low = min(max(1, use.low_hz - use.guard_hz) for use in uses)
        high = max(use.high_hz + use.guard_hz for use in uses)
        widen = max(1.0, LEAST_RATIO / (high / low)) ** 0.5 * 1.04
        self.low, self.high = log10(max(1.0, low / widen)), log10(max(2.0, high * widen))

    def x(self, hertz: float) -> float:
        """Return the place of a frequency."""
        share = (log10(max(1.0, hertz)) - self.low) / (self.high - self.low)
        return min(max(share, 0.0), 1.0) * PLOT

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield round frequencies with their words: powers of ten, and between them where there is room."""
        wide = PLOT / (self.high - self.low)  # pixels a decade
        steps = next(steps for least, steps in STEPS if wide > least)
        last = -1e9
        for power in range(floor(self.low), ceil(self.high) + 1):
            for n in steps:
                at = n * 10**power
                if self.low <= log10(at) <= self.high and self.x(at) - last > 62:
                    last = self.x(at)
                    yield last, say_hz(at)


def lunar_bands(
    uses: Sequence[Use],
    *,
    title: str,
    description: str,
    ident: str,
    direction: Direction = "ltr",
    words: BandWords = WORDS,
) -> str:
    """Draw bands on a logarithmic scale as SVG text, each at least so wide that it is seen; raise ValueError for a band
    that runs backwards, or none at all.
    """
    axis = Axis(uses)
    bars = [_bar(use, axis, words) for use in in_order(uses)]
    foot = height_of(len(bars), TOP)
    canvas = Hatched(WIDTH, foot, direction, ident)
    paint_shade(canvas, bars, TOP)
    canvas.begin("tl-scale")
    canvas.polyline(((place(0), foot), (place(PLOT), foot)), "tl-axis")
    for x, said in axis.ticks():
        canvas.polyline(((place(x), TOP), (place(x), foot)), "tl-grid")
        canvas.text(min(place(x), WIDTH - measure(said, SMALL) / 2 - 2), foot + 16, said, "tl-tick", "middle")
    canvas.finish()
    paint_rows(canvas, bars, TOP)
    canvas.height = paint_legend(canvas, legend_of(bars, words.own, words.overlaps, words.may), foot + 26)
    return canvas.svg("lf-bars", ident, title, description)


def _bar(use: Use, axis: Axis, words: BandWords) -> Bar:
    firm = axis.x(use.low_hz), axis.x(use.high_hz)
    outer = axis.x(use.low_hz - use.guard_hz), axis.x(use.high_hz + use.guard_hz)
    label = f"{use.number} {use.label}" if use.number else use.label
    return Bar(label, words.band(use), firm, outer, use.own, use.overlaps, note=use.note)
