"""Painting a timeline: limits in rows above the axis, marks with flags below it, no label over another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from consult.drawing.canvas import Canvas
from consult.drawing.chart_paint import flow
from consult.drawing.chronology import BINDINGS, MARK_KINDS, Binding, Mark, MarkKind, Span, TimeWords
from consult.drawing.instants import Scale, as_instant
from consult.drawing.lettering import measure, wrap

MARGIN, LABEL, SMALL = 14.0, 12.0, 11.0
ROW, BAR, FLAG_WIDTH, FLAG_LINE = 36.0, 8.0, 138.0, 14.0
TICK_ROOM, LEAST_PLOT = 84.0, 240.0
Entry = Binding | MarkKind | Literal["ahead"]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A limit placed in a row: its bar from `left` to `right`, and where its words start."""

    span: Span
    left: float
    right: float
    words_at: float
    row: int


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark at `x` with its lines on a level, 0 being nearest to the axis."""

    mark: Mark
    x: float
    lines: tuple[str, ...]
    level: int


def _say_end(span: Span, words: TimeWords) -> str:
    return words.say_date(span.end) if span.end is not None else words.endless


def pack_spans(spans: Sequence[Span], scale: Scale, plot: float, words: TimeWords) -> list[Ribbon]:
    """Give each limit the first row in which neither bar nor words meet another."""
    rows: list[float] = []
    ribbons = []
    for span in sorted(spans, key=lambda s: (as_instant(s.start), s.label)):
        left = scale.x(span.start)
        right = scale.x(span.end) if span.end is not None else plot
        room = measure(span.label, LABEL) + 8 + measure(_say_end(span, words), SMALL)
        words_at = max(0.0, min(left, plot - room))
        begins, ends = min(left, words_at) - 8, max(right + 10, words_at + room) + 12
        row = next((at for at, taken in enumerate(rows) if taken <= begins), len(rows))
        rows[row:] = [ends, *rows[row + 1 :]]
        ribbons.append(Ribbon(span, left, right, words_at, row))
    return ribbons


def raise_flags(events: Sequence[Mark], scale: Scale, words: TimeWords) -> list[Flag]:
    """Give each mark a level, from the last to the first, so that no staff crosses a flag and no flag another."""
    flags: list[Flag] = []
    for mark in sorted(events, key=lambda m: (as_instant(m.on), m.label), reverse=True):
        x, lines = scale.x(mark.on), wrap(mark.label, LABEL, FLAG_WIDTH, 2)
        reach = x + _flag_width(mark, lines, words)
        level = 1 + max((flag.level for flag in flags if flag.x < reach), default=-1)
        flags.append(Flag(mark, x, lines, level))
    return flags[::-1]


def _flag_width(mark: Mark, lines: Sequence[str], words: TimeWords) -> float:
    """Return how far a flag reaches from its staff."""
    return max([measure(line, LABEL) for line in lines] + [measure(words.say_date(mark.on), SMALL)]) + 14


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: the scale, its width and height on the sheet, limits, flags, and the flags' depth."""

    scale: Scale
    plot: float
    axis: float
    ribbons: tuple[Ribbon, ...]
    flags: tuple[Flag, ...]
    deep: float

    @property
    def foot(self) -> float:
        """Return the height at which the lanes end."""
        levels = max((flag.level + 1 for flag in self.flags), default=0)
        return self.axis + 24 + (40 + self.deep * levels if levels else 0)


def _lay_out(events: Sequence[Mark], spans: Sequence[Span], now: datetime, plot: float, words: TimeWords) -> Layout:
    """Place limits and flags on a plot of a width."""
    ends = [span.end for span in spans if span.end is not None]
    scale = Scale([now, *(mark.on for mark in events), *(span.start for span in spans), *ends], plot)
    ribbons, flags = pack_spans(spans, scale, plot, words), raise_flags(events, scale, words)
    axis = MARGIN + 46 + ROW * max((ribbon.row + 1 for ribbon in ribbons), default=0)
    deep = 17.0 + FLAG_LINE * max((len(flag.lines) for flag in flags), default=0)
    return Layout(scale, plot, axis, tuple(ribbons), tuple(flags), deep)


def paint(
    events: Sequence[Mark],
    spans: Sequence[Span],
    now: datetime,
    width: float,
    words: TimeWords,
    legend: bool,
    canvas_for: Callable[[float, float], Canvas],
) -> Canvas:
    """Paint a timeline on a canvas of the size it turns out to need."""
    widths = [_flag_width(mark, wrap(mark.label, LABEL, FLAG_WIDTH, 2), words) for mark in events]
    spare = max([20.0, *widths])
    laid = _lay_out(events, spans, now, max(LEAST_PLOT, width - 2 * MARGIN - spare), words)
    entries = _list_legend(events, spans, as_instant(now), words) if legend else []
    spots = flow([52 + measure(text, SMALL) for _, text in entries], laid.plot + spare)
    height = laid.foot + (16 + 20 * (spots[-1][1] + 1) if spots else 0)
    canvas = canvas_for(2 * MARGIN + laid.plot + spare, height)
    _paint_axis(canvas, laid.scale, laid.axis, laid.plot, words)
    _paint_now(canvas, laid, now, words)
    _paint_lanes(canvas, laid, as_instant(now), words)
    for (kind, text), (x, row) in zip(entries, spots, strict=True):
        _paint_entry(canvas, kind, text, MARGIN + x, laid.foot + 18 + 20 * row)
    return canvas


def _paint_lanes(canvas: Canvas, laid: Layout, now: datetime, words: TimeWords) -> None:
    """Paint the limits above the axis and the flags below it, the deepest first."""
    if laid.ribbons:
        canvas.text(MARGIN, MARGIN + 26, words.limits, "tl-lane")
    for ribbon in laid.ribbons:
        _paint_ribbon(canvas, ribbon, MARGIN + 40 + ROW * ribbon.row, words)
    if laid.flags:
        canvas.text(MARGIN, laid.axis + 38, words.events, "tl-lane")
    for flag in sorted(laid.flags, key=lambda found: -found.level):
        _paint_flag(canvas, flag, laid.axis + 50, laid.axis + 66 + laid.deep * flag.level, now, words)


def _paint_axis(canvas: Canvas, scale: Scale, axis: float, plot: float, words: TimeWords) -> None:
    """Paint the axis with its round dates, and two strokes where time is folded."""
    canvas.begin("tl-scale")
    canvas.polyline(((MARGIN, axis), (MARGIN + plot, axis)), "tl-axis")
    for tick in scale.ticks(TICK_ROOM):
        x, said = MARGIN + tick.x, words.say_tick(tick.at, tick.unit)
        canvas.polyline(((x, MARGIN + 34), (x, axis)), "tl-grid")
        canvas.polyline(((x, axis), (x, axis + 5)), "tl-axis")
        canvas.text(max(x, MARGIN + measure(said, SMALL) / 2), axis + 17, said, "tl-tick", "middle")
    for middle in scale.folds():
        x = MARGIN + middle
        canvas.rect(x - 4, axis - 3, 8, 6, "tl-gap")
        for shift in (-3.5, 3.5):
            canvas.glyph(x + shift, axis, ((-3, 6), (3, -6)), "tl-fold")
    canvas.finish()


def _paint_now(canvas: Canvas, laid: Layout, now: datetime, words: TimeWords) -> None:
    """Paint the line of the present through both lanes, with its words on top, kept inside the drawing."""
    said, x = f"{words.today} · {words.say_date(now)}", MARGIN + laid.scale.x(now)
    half = measure(said, SMALL) * 0.56
    canvas.begin("tl-present", said)
    canvas.polyline(((x, MARGIN + 6), (x, laid.axis + (58 if laid.flags else 6))), "tl-today")
    canvas.polygon(((x - 4, MARGIN + 4), (x + 4, MARGIN + 4), (x, MARGIN + 10)), "tl-now-head")
    canvas.text(min(max(x, MARGIN + half), canvas.width - half), MARGIN, said, "tl-now", "middle")
    canvas.finish()


def _paint_ribbon(canvas: Canvas, ribbon: Ribbon, y: float, words: TimeWords) -> None:
    """Paint one limit with its words above the bar."""
    span, ended = ribbon.span, _say_end(ribbon.span, words)
    told = [span.label, words.of(span.binding), f"{words.say_date(span.start)} → {ended}", span.note]
    told += [words.closed] if span.closed else []
    canvas.begin(f"tl-span tl-{span.binding}" + (" tl-closed" if span.closed else ""), " · ".join(filter(None, told)))
    canvas.text(MARGIN + ribbon.words_at, y + 11, span.label, "tl-label")
    canvas.text(MARGIN + ribbon.words_at + measure(span.label, LABEL) + 8, y + 11, ended, "tl-when")
    left, right = MARGIN + ribbon.left, MARGIN + max(ribbon.right, ribbon.left + 3)
    _paint_bar(canvas, span.binding, left, right, y + 17)
    if span.end is None:
        canvas.polygon(((right, y + 15), (right + 8, y + 21), (right, y + 27)), "tl-end")
    else:
        _paint_end(canvas, span.binding, right, y + 21)
    canvas.finish()


def _paint_bar(canvas: Canvas, binding: Binding, left: float, right: float, top: float) -> None:
    """Paint the run of a limit in the manner of what binds it."""
    if binding == "default":
        canvas.polyline(((left, top + BAR / 2), (right, top + BAR / 2)), "tl-bar")
    else:
        canvas.rect(left, top, right - left, BAR, "tl-bar", BAR / 2 if binding == "soft" else 0)


def _paint_end(canvas: Canvas, binding: Binding, x: float, y: float) -> None:
    """Paint the end of a limit: a stop for law, a diamond if agreed, a ring otherwise."""
    if binding == "law":
        canvas.rect(x - 1.5, y - 8, 3, 16, "tl-end")
    elif binding == "agreed":
        canvas.polygon(((x - 6, y), (x, y - 6), (x + 6, y), (x, y + 6)), "tl-end")
    else:
        canvas.circle(x, y, 5 if binding == "soft" else 3.5, "tl-end")


def _paint_flag(canvas: Canvas, flag: Flag, y: float, top: float, now: datetime, words: TimeWords) -> None:
    """Paint one mark on its line, its staff and its words."""
    mark, x, ahead = flag.mark, MARGIN + flag.x, as_instant(flag.mark.on) > now
    said = words.say_date(mark.on)
    told = [mark.label, words.of(mark.kind), said, mark.note, *([words.ahead] if ahead else [])]
    canvas.begin(f"tl-flag tl-{mark.kind}" + (" tl-ahead" if ahead else ""), " · ".join(filter(None, told)))
    canvas.polyline(((x, y), (x, top + 12 + FLAG_LINE * len(flag.lines) - 10)), "tl-leader")
    _paint_mark(canvas, mark.kind, x, y)
    canvas.text(x + 6, top + 6, said, "tl-when")
    for row, line in enumerate(flag.lines):
        canvas.text(x + 6, top + 6 + FLAG_LINE * (row + 1), line, "tl-label")
    canvas.finish()


def _paint_mark(canvas: Canvas, kind: MarkKind, x: float, y: float) -> None:
    """Paint a disc for an act, a diamond for a physical date."""
    if kind == "act":
        canvas.circle(x, y, 4, "tl-mark")
    else:
        canvas.polygon(((x - 6, y), (x, y - 6), (x + 6, y), (x, y + 6)), "tl-mark")


def _list_legend(
    events: Sequence[Mark], spans: Sequence[Span], now: datetime, words: TimeWords
) -> list[tuple[Entry, str]]:
    """List what the legend explains: only what is in the drawing."""
    bindings, kinds = {span.binding for span in spans}, {mark.kind for mark in events}
    entries: list[tuple[Entry, str]] = [(b, words.of(b)) for b in BINDINGS if b in bindings]
    entries += [(k, words.of(k)) for k in MARK_KINDS if k in kinds]
    return entries + ([("ahead", words.ahead)] if any(as_instant(mark.on) > now for mark in events) else [])


def _paint_entry(canvas: Canvas, kind: Entry, text: str, x: float, y: float) -> None:
    """Paint one entry of the legend with its baseline at y."""
    canvas.begin(f"tl-{kind}")
    if kind == "ahead":
        _paint_mark(canvas, "act", x + 7, y - 4)
        _paint_mark(canvas, "physical", x + 22, y - 4)
    elif kind == "act" or kind == "physical":
        _paint_mark(canvas, kind, x + 22, y - 4)
    else:
        _paint_bar(canvas, kind, x, x + 22, y - 8)
        _paint_end(canvas, kind, x + 22, y - 4)
    canvas.finish()
    canvas.text(x + 34, y, text, "tl-key")
