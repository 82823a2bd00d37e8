"""Rows of bars beside their names: the frame that the bars of time and of frequency share.

A bar has a firm part and, hatched around it, what may still belong to it: days by which dates may move, a guard band.
The rows of what the picture is about come first; a shade runs from their bars through all rows, and what overlaps them
has a diamond before its name and a thicker outline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consult.drawing.canvas import Canvas, Direction, escape, figure
from consult.drawing.chart_paint import flow
from consult.drawing.lettering import measure, shorten

WIDTH, NAMES, MARGIN, ROW, BAR = 860.0, 250.0, 12.0, 38.0, 14.0
LABEL, SMALL, LEAST = 12.0, 11.0, 3.0
PLOT = WIDTH - NAMES - 2 * MARGIN


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its words, and its bar on the plot in pixels; `outer` is the firm part with what may belong to it."""

    label: str
    said: str
    firm: tuple[float, float]
    outer: tuple[float, float]
    own: bool = False
    overlaps: bool = False
    endless: bool = False
    note: str = ""


class Hatched(Canvas):
    """A canvas with a hatching, whose name follows `ident`."""

    def __init__(self, width: float, height: float, direction: Direction, ident: str) -> None:
        """Start a sheet and define the hatching."""
        super().__init__(width, height, direction)
        self.ident = ident
        self._parts.append(
            f'<defs><pattern id="{escape(ident)}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><path class="ln-hatch" d="M0 0V6"/></pattern></defs>'
        )

    def hatched(self, drawn: str) -> None:
        """Hatch the inside of a path."""
        self._parts.append(f'<path class="ln-hatched" fill="url(#{escape(self.ident)}-hatch)" d="{drawn}"/>')

    def hatch_box(self, x: float, y: float, width: float, height: float) -> None:
        """Hatch a box."""
        left = figure(self.width - x - width if self.direction == "rtl" else x)
        self._parts.append(
            f'<rect class="ln-hatched" fill="url(#{escape(self.ident)}-hatch)" x="{left}" y="{figure(y)}" '
            f'width="{figure(width)}" height="{figure(height)}"/>'
        )


def place(x: float) -> float:
    """Return where a pixel of the plot stands on the sheet."""
    return MARGIN + NAMES + x


def height_of(rows: int, top: float) -> float:
    """Return where the rows end."""
    return top + ROW * rows + 6


def paint_shade(canvas: Canvas, bars: Sequence[Bar], top: float) -> None:
    """Paint the reach of the own bars through all rows."""
    for bar in bars:
        if bar.own:
            left, right = _wide(bar.outer)
            canvas.rect(place(left), top, right - left, ROW * len(bars) + 4, "lb-shade")


def paint_rows(canvas: Hatched, bars: Sequence[Bar], top: float) -> None:
    """Paint the rows one under the other, the own ones first as given."""
    for at, bar in enumerate(bars):
        y = top + ROW * at
        marks = (("ln-own", bar.own), ("ln-overlap", bar.overlaps))
        told = " · ".join(filter(None, (bar.label, bar.said, bar.note)))
        canvas.begin(" ".join(["ln-zone", *(name for name, on in marks if on)]), told)
        if bar.overlaps:
            canvas.polygon(_diamond(MARGIN + 6, y + 14), "ln-ring")
        weight = " ln-strong" if bar.own or bar.overlaps else ""
        canvas.text(MARGIN + 18, y + 16, shorten(bar.label, LABEL, NAMES - 30), f"lb-label{weight}")
        canvas.text(MARGIN + 18, y + 30, shorten(bar.said, SMALL, NAMES - 26), "ln-note")
        _paint_bar(canvas, bar, y + 10)
        canvas.finish()


def _paint_bar(canvas: Hatched, bar: Bar, y: float) -> None:
    left, right = _wide(bar.firm)
    outer_left, outer_right = _wide(bar.outer)
    for start, end in ((outer_left, left), (right, outer_right)):
        if end - start > 0.5:
            canvas.rect(place(start), y + 2, end - start, BAR - 4, "lb-may")
            canvas.hatch_box(place(start), y + 2, end - start, BAR - 4)
    canvas.rect(place(left), y, right - left, BAR, "lb-firm")
    if bar.endless:
        x, middle = place(outer_right), y + BAR / 2
        canvas.polygon(((x, middle - 6), (x + 8, middle), (x, middle + 6)), "lb-goes-on")


def _wide(span: tuple[float, float]) -> tuple[float, float]:
    """Return a bar at least so wide that it is seen, inside the plot."""
    left, right = span
    if right - left < LEAST:
        left = max(0.0, min((left + right - LEAST) / 2, PLOT - LEAST))
        right = left + LEAST
    return left, right


def _diamond(x: float, y: float) -> tuple[tuple[float, float], ...]:
    return (x - 6, y), (x, y - 6), (x + 6, y), (x, y + 6)


def paint_legend(canvas: Hatched, entries: Sequence[tuple[str, str]], top: float) -> float:
    """Paint what the signs mean below `top`; return where it ends."""
    spots = flow([34 + measure(text, SMALL) + 12 for _, text in entries], WIDTH - 2 * MARGIN)
    for (of, text), (x, row) in zip(entries, spots, strict=True):
        left, y = MARGIN + x, top + 20 * row
        canvas.begin(f"ln-zone ln-{of}")
        if of == "overlap":
            canvas.polygon(_diamond(left + 12, y + 9), "ln-ring")
        elif of == "may":
            canvas.rect(left, y + 4, 24, 10, "lb-may")
            canvas.hatch_box(left, y + 4, 24, 10)
        else:
            canvas.rect(left, y + 3, 24, 12, "lb-firm")
        canvas.finish()
        canvas.text(left + 32, y + 13, text, "ln-note")
    return top + 20 * (spots[-1][1] + 1) + 6 if spots else top


def legend_of(bars: Sequence[Bar], own: str, overlaps: str, may: str) -> list[tuple[str, str]]:
    """List what the legend explains: only what is in the picture."""
    entries = [("own", own)] if any(bar.own for bar in bars) else []
    entries += [("overlap", overlaps)] if any(bar.overlaps for bar in bars) else []
    return entries + ([("may", may)] if any(bar.outer != bar.firm for bar in bars) else [])
