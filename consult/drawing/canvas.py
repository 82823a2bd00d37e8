"""A sheet that collects SVG elements, mirrors them for right-to-left readers and escapes every text.

Drawings are laid out as if for left-to-right; a mirrored sheet turns each x around its middle, and the root element
says `direction`, so that a text that starts at a point runs the right way. Classes only: no style, no script.
"""

import re
from collections.abc import Sequence
from html import escape as escape_markup
from typing import Literal

Direction = Literal["ltr", "rtl"]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# First-strong isolates: a text keeps its own direction inside a mirrored drawing.
_ISOLATE, _POP = "\u2068", "\u2069"


def escape(text: str, quote: bool = True) -> str:
    """Escape a text for XML and leave out the characters that XML cannot hold."""
    return escape_markup(_NOT_XML.sub("", text), quote)


def figure(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{round(value, 1) + 0.0:g}"


class Canvas:
    """One drawing under way: `width` and `height` in pixels."""

    def __init__(self, width: float, height: float, direction: Direction) -> None:
        """Start an empty sheet; raise ValueError for a direction that is neither "ltr" nor "rtl"."""
        if direction not in ("ltr", "rtl"):
            raise ValueError(f'A drawing runs "ltr" or "rtl", not "{direction}".')
        self.width = width
        self.height = height
        self.direction = direction
        self._parts: list[str] = []

    def _x(self, x: float) -> str:
        return figure(self.width - x if self.direction == "rtl" else x)

    def _point(self, point: Point) -> str:
        return f"{self._x(point[0])} {figure(point[1])}"

    def begin(self, classes: str, title: str = "") -> None:
        """Open a group with classes and, for the pointer, a title."""
        self._parts.append(f'<g class="{escape(classes)}">')
        if title:
            self._parts.append(f"<title>{escape(title)}</title>")

    def finish(self) -> None:
        """Close the group opened last."""
        self._parts.append("</g>")

    def rect(self, x: float, y: float, width: float, height: float, classes: str, radius: float = 0) -> None:
        """Draw a rectangle, rounded by `radius`."""
        left = self._x(x + width) if self.direction == "rtl" else self._x(x)
        corner = f' rx="{figure(radius)}"' if radius else ""
        self._parts.append(
            f'<rect class="{classes}" x="{left}" y="{figure(y)}" '
            f'width="{figure(width)}" height="{figure(height)}"{corner}/>'
        )

    def circle(self, x: float, y: float, radius: float, classes: str) -> None:
        """Draw a circle."""
        self._parts.append(f'<circle class="{classes}" cx="{self._x(x)}" cy="{figure(y)}" r="{figure(radius)}"/>')

    def text(self, x: float, y: float, words: str, classes: str, anchor: Anchor = "start") -> None:
        """Write one line with its baseline at y; "start" follows the reading direction."""
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        words = f"{_ISOLATE}{words}{_POP}" if self.direction == "rtl" else words
        self._parts.append(
            f'<text class="{classes}" x="{self._x(x)}" y="{figure(y)}"{placed}>{escape(words, quote=False)}</text>'
        )

    def polyline(self, points: Sequence[Point], classes: str) -> None:
        """Draw straight strokes through the points."""
        self._path("M" + "L".join(self._point(point) for point in points), classes)

    def glyph(self, x: float, y: float, offsets: Sequence[Point], classes: str) -> None:
        """Draw strokes through offsets from a point; the point is mirrored, the strokes are not."""
        middle = self.width - x if self.direction == "rtl" else x
        points = (f"{figure(middle + dx)} {figure(y + dy)}" for dx, dy in offsets)
        self._path("M" + "L".join(points), classes)

    def polygon(self, points: Sequence[Point], classes: str) -> None:
        """Draw a closed shape through the points."""
        self._path("M" + "L".join(self._point(point) for point in points) + "Z", classes)

    def bend(self, points: Sequence[Point], classes: str, radius: float, under: str = "") -> None:
        """Draw strokes with rounded corners, on a wider stroke of class `under` that parts it from what it crosses."""
        steps = ["M" + self._point(points[0])]
        for before, corner, after in zip(points, points[1:], points[2:], strict=False):
            start, end = _towards(corner, before, radius), _towards(corner, after, radius)
            steps.append(f"L{self._point(start)}Q{self._point(corner)} {self._point(end)}")
        steps.append("L" + self._point(points[-1]))
        drawn = "".join(steps)
        if under:
            self._path(drawn, under)
        self._path(drawn, classes)

    def _path(self, drawn: str, classes: str) -> None:
        self._parts.append(f'<path class="{classes}" d="{drawn}"/>')

    def svg(self, classes: str, ident: str, title: str, description: str) -> str:
        """Return the whole drawing; `ident` must be unique in the page, it names title and description."""
        name, size = escape(ident), f'width="{figure(self.width)}" height="{figure(self.height)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing {classes}" {size} '
            f'viewBox="0 0 {figure(self.width)} {figure(self.height)}" direction="{self.direction}" role="img" '
            f'aria-labelledby="{name}-title {name}-desc">'
            f'<title id="{name}-title">{escape(title, quote=False)}</title>'
            f'<desc id="{name}-desc">{escape(description, quote=False)}</desc>' + "".join(self._parts) + "</svg>"
        )


def _towards(corner: Point, other: Point, radius: float) -> Point:
    """Return the point up to `radius` away from a corner, at most half-way to its neighbour."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)
    share = min(radius, length / 2) / length if length else 0.0
    return corner[0] + dx * share, corner[1] + dy * share


def frame(svg: str, label: str) -> str:
    """Wrap a drawing in a region that scrolls sideways and can be reached by keyboard; `label` names the region."""
    return f'<div class="drawing-frame" role="region" tabindex="0" aria-label="{escape(label)}">{svg}</div>'
