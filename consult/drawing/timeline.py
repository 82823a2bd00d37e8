"""Timelines as SVG text with two clocks, and the same as rows of words.

The upper lane holds time limits, each drawn by what binds it: law is a solid bar that ends in a stop, agreed an open
bar with a diamond, soft a dashed one with a ring, a product default a dotted line. The lower lane holds what was done
and what happens in the world, hollow while still ahead. Working days, pauses and extensions are not drawn; the caller
gives limits as they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from consult.drawing.canvas import Canvas, Direction
from consult.drawing.chronology import BINDING_CLASS, WORDS, Binding, Mark, MarkKind, Span, TimeWords, check
from consult.drawing.instants import Unit, as_instant
from consult.drawing.time_paint import paint

__all__ = [
    "BINDING_CLASS",
    "Binding",
    "Mark",
    "MarkKind",
    "Span",
    "TimeRow",
    "TimeWords",
    "Unit",
    "timeline",
    "timeline_table",
]


def timeline(
    events: Sequence[Mark],
    spans: Sequence[Span],
    *,
    now: datetime,
    direction: Direction = "ltr",
    title: str,
    description: str,
    width: float = 920,
    legend: bool = True,
    words: TimeWords = WORDS,
    ident: str = "timeline",
) -> str:
    """Draw marks and limits as SVG text about `width` pixels wide, with a line at `now`.

    `ident` must be unique in the page. Raises ValueError for an instant without a zone, a limit that ends before it
    starts, and a kind that is not known.
    """
    check(events, spans)
    canvas = paint(events, spans, now, width, words, legend, lambda w, h: Canvas(w, h, direction))
    return canvas.svg("timeline", ident, title, description)


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One line of a timeline in words; a mark starts and ends at once."""

    starts: date
    ends: date | None
    label: str
    kind: Literal["limit", "act", "physical"]
    kind_label: str
    note: str
    is_past: bool
    is_closed: bool


def timeline_table(
    events: Sequence[Mark], spans: Sequence[Span], *, now: datetime, words: TimeWords = WORDS
) -> list[TimeRow]:
    """Return the rows that say in words what the timeline shows, by date; raise ValueError as `timeline` does."""
    check(events, spans)
    at = as_instant(now)
    rows = [
        TimeRow(
            span.start,
            span.end,
            span.label,
            "limit",
            words.of(span.binding),
            span.note,
            span.end is not None and as_instant(span.end) < at,
            span.closed,
        )
        for span in spans
    ]
    rows += [
        TimeRow(m.on, m.on, m.label, m.kind, words.of(m.kind), m.note, as_instant(m.on) <= at, False) for m in events
    ]
    return sorted(rows, key=lambda row: (as_instant(row.starts), row.label))
