"""Labels on a map of the Moon: each beside its mark where nothing else stands, or left out; the table has them all."""

from __future__ import annotations

from consult.drawing.canvas import Point
from consult.drawing.lettering import measure

CELL, SIZE, HIGH = 5.0, 11.5, 12.0
BEYOND = 100  # columns kept to the left of the paper, for what stands half outside
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class Room:
    """The paper of a map as small squares, taken one after the other."""

    def __init__(self, width: float) -> None:
        """Start a paper of a width with nothing taken."""
        self.width = width
        self._taken: dict[int, int] = {}

    def take(self, box: Box) -> None:
        """Take the squares that a box touches."""
        first, last, mask = _cells(box)
        for y in range(first, last + 1):
            self._taken[y] = self._taken.get(y, 0) | mask

    def is_free(self, box: Box) -> bool:
        """Tell whether nothing stands in a box."""
        first, last, mask = _cells(box)
        taken = self._taken
        return all(not taken.get(y, 0) & mask for y in range(first, last + 1))

    def place(self, at: Point, away: float, text: str) -> Point | None:
        """Find a place for a line of text around a mark and take it: the middle of its baseline, or None."""
        wide = measure(text, SIZE)
        for x, y in _around(at, away, wide):
            box = x - wide / 2, y - HIGH + 2, x + wide / 2, y + 3
            if box[0] > 2 and box[2] < self.width - 2 and self.is_free(box):
                self.take(box)
                return x, y
        return None


def _cells(box: Box) -> tuple[int, int, int]:
    """Give the first and the last row of squares that a box touches, and its columns as the bits of a number."""
    left = max(0, int(box[0] // CELL) + BEYOND)
    right = max(left, int(box[2] // CELL) + BEYOND)
    return int(box[1] // CELL), int(box[3] // CELL), ((1 << (right - left + 1)) - 1) << left


def _around(at: Point, away: float, wide: float) -> list[Point]:
    """List where a label may stand, the best place first."""
    x, y, side, off = at[0], at[1], away + wide / 2 + 3, away + 3
    return [
        (x + side, y + 4), (x - side, y + 4), (x, y - off - 1), (x, y + off + 9),
        (x + side - 2, y - off + 2), (x + side - 2, y + off + 6),
        (x - side + 2, y - off + 2), (x - side + 2, y + off + 6),
    ]  # fmt: skip
