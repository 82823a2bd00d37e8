"""A sheet for drawings that leave the product: colours, patterns and sizes are attributes, no style sheet is needed.

Such a drawing stands in a PDF, a Word file or a saved page. Areas are told apart by pattern and lightness before
colour, so that it reads in grey and to colour-blind readers; the paper is always white. It is laid out as from left to
right and mirrored for readers from right to left, like `canvas`.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from consult.drawing.canvas import Anchor, Direction, Point, escape, figure

INK, QUIET, RULE, PAPER = "#1a1a1a", "#4a4a4a", "#c4c4c4", "#ffffff"
SIZE = 12.0
Pattern = Literal["plain", "rising", "falling", "dots", "level", "crossed", "upright", "open"]
Script = Literal["latin", "arabic", "han"]
_FACES: dict[Script, str] = {
    "latin": "Noto Sans, Liberation Sans, Arial, sans-serif",
    "arabic": "Amiri, Arial, sans-serif",
    "han": "Noto Sans SC, SimSun, sans-serif",
}
_ISOLATE, _POP = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled: a ground, strokes upon it, and the pattern that they make."""

    ground: str
    strokes: str
    pattern: Pattern


FILLS = (
    Fill("#12366a", "#12366a", "plain"),
    Fill("#f6c667", "#7a4a00", "rising"),
    Fill("#d6e6f7", "#1b4a8a", "dots"),
    Fill("#8a8a8a", "#8a8a8a", "plain"),
    Fill("#ffffff", "#12366a", "falling"),
    Fill("#bfe3d2", "#14523a", "level"),
    Fill("#e9c9e4", "#5c2465", "crossed"),
    Fill("#f2f2f2", "#333333", "upright"),
    Fill("#ffffff", "#1a1a1a", "open"),
    Fill("#c0532b", "#c0532b", "plain"),
)
"""Ten fills whose neighbours differ in pattern and in lightness; beyond ten they begin again."""
_STROKES: dict[Pattern, str] = {
    "plain": "",
    "rising": "M-2 10L10 -2M4 16L16 4M-8 4L4 -8",
    "falling": "M-2 -2L10 10M-2 4L4 10M4 -2L10 4",
    "dots": "M2 2L2 2M6 6L6 6",
    "level": "M0 2L8 2M0 6L8 6",
    "crossed": "M0 0L8 8M8 0L0 8",
    "upright": "M2 0L2 8M6 0L6 8",
    "open": "",
}


def fill_of(number: int) -> Fill:
    """Return the fill of a row of a legend, counted from 0."""
    return FILLS[number % len(FILLS)]


class Sheet:
    """One drawing under way: `width` in pixels, `height` known when it ends."""

    def __init__(self, width: float, direction: Direction, ident: str) -> None:
        """Start an empty sheet; `ident` must be unique in the page, its patterns are named after it."""
        if direction not in ("ltr", "rtl"):
            raise ValueError(f'A drawing runs "ltr" or "rtl", not "{direction}".')
        self.width, self.direction, self.ident = width, direction, escape(ident)
        self._parts: list[str] = []
        self._used: set[int] = set()

    def _x(self, x: float) -> str:
        return figure(self.width - x if self.direction == "rtl" else x)

    def box(self, x: float, y: float, width: float, height: float, number: int) -> None:
        """Draw an area in the fill of a number, with an edge."""
        left = self._x(x + width) if self.direction == "rtl" else self._x(x)
        shape = f'x="{left}" y="{figure(y)}" width="{figure(width)}" height="{figure(height)}"'
        fill = fill_of(number)
        self._used.add(number % len(FILLS))
        painted = fill.ground if fill.pattern in ("plain", "open") else f"url(#{self.ident}-{number % len(FILLS)})"
        self._parts.append(f'<rect {shape} fill="{painted}" stroke="{INK}" stroke-width="0.8"/>')

    def plate(self, x: float, y: float, width: float, height: float) -> None:
        """Lay white paper under words that stand on a pattern."""
        left = self._x(x + width) if self.direction == "rtl" else self._x(x)
        shape = f'x="{left}" y="{figure(y)}" width="{figure(width)}" height="{figure(height)}"'
        self._parts.append(f'<rect {shape} rx="2" fill="{PAPER}"/>')

    def line(self, start: Point, end: Point, colour: str = RULE, width: float = 1, dashes: str = "") -> None:
        """Draw a straight stroke."""
        ends = f'x1="{self._x(start[0])}" y1="{figure(start[1])}" x2="{self._x(end[0])}" y2="{figure(end[1])}"'
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(f'<line {ends} stroke="{colour}" stroke-width="{figure(width)}"{dashed}/>')

    def sign(self, x: float, y: float, offsets: Sequence[Point], filled: bool) -> None:
        """Draw a closed sign around a point, solid or hollow; the point is mirrored, the sign is not."""
        middle = self.width - x if self.direction == "rtl" else x
        drawn = "L".join(f"{figure(middle + dx)} {figure(y + dy)}" for dx, dy in offsets)
        inside = INK if filled else PAPER
        self._parts.append(f'<path d="M{drawn}Z" fill="{inside}" stroke="{INK}" stroke-width="1.2"/>')

    def text(
        self, x: float, y: float, words: str, *, anchor: Anchor = "start", colour: str = INK, strong: bool = False
    ) -> None:
        """Write one line with its baseline at y; "start" follows the reading direction of the sheet."""
        if self.direction == "rtl":
            anchor = {"start": "end", "end": "start", "middle": "middle"}[anchor]  # type: ignore[assignment]  # of Anchor
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        weight = ' font-weight="bold"' if strong else ""
        self._parts.append(
            f'<text x="{self._x(x)}" y="{figure(y)}" font-size="{figure(SIZE)}" fill="{colour}"{placed}{weight}>'
            f"{_by_script(words, self.direction)}</text>"
        )

    def svg(self, height: float, title: str, description: str) -> str:
        """Return the whole drawing, which says its title and what it shows."""
        name, size = self.ident, f'width="{figure(self.width)}" height="{figure(height)}"'
        patterns = "".join(_pattern(f"{name}-{number}", FILLS[number]) for number in sorted(self._used))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {figure(self.width)} {figure(height)}" '
            f'direction="ltr" role="img" aria-labelledby="{name}-title {name}-desc" font-family="{_FACES["latin"]}">'
            f'<title id="{name}-title">{escape(title, quote=False)}</title>'
            f'<desc id="{name}-desc">{escape(description, quote=False)}</desc>'
            f'<defs>{patterns}</defs><rect width="{figure(self.width)}" height="{figure(height)}" fill="{PAPER}"/>'
            + "".join(self._parts)
            + "</svg>"
        )


def _pattern(name: str, fill: Fill) -> str:
    """Return the definition of a pattern; of a plain fill nothing."""
    if fill.pattern in ("plain", "open"):
        return ""
    wide = "2.6" if fill.pattern == "dots" else "1.3"
    strokes = (
        f'<path d="{_STROKES[fill.pattern]}" stroke="{fill.strokes}" stroke-width="{wide}" stroke-linecap="round"/>'
    )
    return (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{fill.ground}"/>{strokes}</pattern>'
    )


def _by_script(words: str, direction: Direction) -> str:
    """Return escaped words, each script in its face: who sets the drawing may know one face for a text."""
    runs: list[tuple[Script, str]] = []
    for sign in words:
        script = _script_of(sign)
        if runs and (script is None or script == runs[-1][0]):
            runs[-1] = (runs[-1][0], runs[-1][1] + sign)
        else:
            runs.append((script or "latin", sign))
    if direction == "rtl" or any(script == "arabic" for script, _ in runs):
        words = f"{_ISOLATE}{words}{_POP}"
        runs = [(runs[0][0], _ISOLATE + runs[0][1]), *runs[1:]] if runs else []
        runs = [*runs[:-1], (runs[-1][0], runs[-1][1] + _POP)] if runs else []
    if all(script == "latin" for script, _ in runs):
        return escape(words, quote=False)
    return "".join(f'<tspan font-family="{_FACES[script]}">{escape(run, quote=False)}</tspan>' for script, run in runs)


def _script_of(sign: str) -> Script | None:
    """Return the script of a letter or figure; signs between them belong to what stands before."""
    if unicodedata.bidirectional(sign) in ("R", "AL"):
        return "arabic"
    if unicodedata.east_asian_width(sign) in "WF":
        return "han"
    return "latin" if sign.isalnum() else None
