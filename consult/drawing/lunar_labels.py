"""Labels on a map of the Moon: each beside its mark where nothing else stands, or left out; the table has them all."""

from __future__ import annotations

from consult.drawing.canvas import Point
from consult.drawing.lettering import measure

CELL, SIZE, HIGH = 5.0, 11.5, 12.0
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class Room:
    """The paper of a map as small squares, taken one after the other."""

    def __init__(self, width: float) -> None:
        """Start a paper of a width with nothing taken."""
        self.width = width
        self._taken: set[tuple[int, int]] = set()

    def take(self, box: Box) -> None:
        """Take the squares that a box touches."""
        self._taken.update(_cells(box))

    def is_free(self, box: Box) -> bool:
        """Tell whether nothing stands in a box."""
        left, top, right, bottom = (int(side // CELL) for side in box)
        taken = self._taken
        return not any((x, y) in taken for y in range(top, bottom + 1) for x in range(left, right + 1))

    def place(self, at: Point, away: float, text: str) -> Point | None:
        """Find a place for a line of text around a mark and take it: the middle of its baseline, or None."""
        wide = measure(text, SIZE)
        for x, y in _around(at, away, wide):
            box = x - wide / 2, y - HIGH + 2, x + wide / 2, y + 3
            if box[0] > 2 and box[2] < self.width - 2 and self.is_free(box):
                self.take(box)
                return x, y
        return None


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (int(side // CELL) for side in box)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _around(at: Point, away: float, wide: float) -> list[Point]:
    """List where a label may stand, the best place first."""
    x, y, side, off = at[0], at[1], away + wide / 2 + 3, away + 3
    return [
        (x + side, y + 4), (x - side, y + 4), (x, y - off - 1), (x, y + off + 9),
        (x + side - 2, y - off + 2), (x + side - 2, y + off + 6),
        (x - side + 2, y - off + 2), (x - side + 2, y + off + 6),
    ]  # fmt: skip
