"""The paper of a map of the Moon: pixels from metres, never mirrored, and marks."""

from __future__ import annotations

from collections.abc import Sequence

from consult.drawing.canvas import Canvas, Direction, Point
from consult.drawing.lunar_bars import Hatched
from consult.drawing.lunar_projection import Projection
from consult.drawing.lunar_zones import ZoneKind


class Plate(Hatched):
    """A canvas that holds one view of the Moon as a disc of `radius` pixels around `middle`."""

    def __init__(
        self,
        width: float,
        height: float,
        direction: Direction,
        view: Projection,
        radius: float,
        middle: Point,
        ident: str,
    ) -> None:
        """Start a sheet and define its hatching, whose name follows `ident`."""
        super().__init__(width, height, direction, ident)
        self.view, self.radius, self.middle = view, radius, middle
        self.scale = radius / view.edge

    def pixel(self, point: Point) -> Point:
        """Return the pixel of a point in metres."""
        return self.middle[0] + point[0] * self.scale, self.middle[1] - point[1] * self.scale

    def true(self, x: float) -> float:
        """Return the x that a mirrored sheet puts back to where east is east."""
        return self.width - x if self.direction == "rtl" else x

    def stroke(self, line: Sequence[Point]) -> str:
        """Return the path of a line in metres."""
        cx, cy, s = self.middle[0], self.middle[1], self.scale
        return "M" + "L".join(f"{cx + x * s:.1f} {cy - y * s:.1f}" for x, y in line)

    def round(self, middle: Point, radius: float) -> str:
        """Return the path of a circle in metres."""
        (x, y), r = self.pixel(middle), radius * self.scale
        half = f"a{r:.1f} {r:.1f} 0 1 0"
        return f"M{x - r:.1f} {y:.1f}{half} {2 * r:.1f} 0{half} {-2 * r:.1f} 0Z"

    def path(self, drawn: str, classes: str) -> None:
        """Draw a path that `stroke` made."""
        self._path(drawn, classes)

    def disc(self, classes: str) -> None:
        """Draw the disc of the view."""
        self.circle(self.true(self.middle[0]), self.middle[1], self.radius, classes)

    def words(self, x: float, y: float, text: str, classes: str) -> None:
        """Write a line of text around the middle of its baseline."""
        self.text(self.true(x), y, text, classes, "middle")

    def mark(self, at: Point, kind: ZoneKind, ringed: bool) -> None:
        """Draw the mark of a place: a disc, a square for heritage, a cross for a corridor; a diamond around overlap."""
        paint_mark(self, self.true(at[0]), at[1], kind, ringed)


def outline_of(plate: Plate, area: Sequence[Point]) -> str:
    """Return the path of a closed outline in metres."""
    return plate.stroke(area) + "Z"


def paint_mark(canvas: Canvas, x: float, y: float, kind: ZoneKind, ringed: bool) -> None:
    """Draw the mark of a kind of place."""
    if ringed:
        canvas.polygon(((x - 8, y), (x, y - 8), (x + 8, y), (x, y + 8)), "ln-ring")
    if kind == "heritage":
        canvas.rect(x - 3, y - 3, 6, 6, "ln-mark")
    elif kind == "corridor":
        canvas.glyph(x, y, ((-3.5, 3.5), (3.5, -3.5)), "ln-stroke")
    elif kind in ("keep_clear", "plume", "emission"):
        canvas.circle(x, y, 3.6, "ln-mark ln-open")
    else:
        canvas.circle(x, y, 3.2, "ln-mark")
