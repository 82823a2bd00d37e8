"""Lines and rings of great-circle arcs, in a tree of caps that makes the nearest pair quick to find.

The least distance of two arcs that do not cross is always found at an end of one of them: between their ends two great
circles only meet or are farthest apart. A cap of less than a quarter circle that holds both ends holds the arc.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import pi
from typing import NamedTuple

from workflows.kernel.frozen import dataclass

from .sphere import QUARTER, Vector, angle, arcs_cross, beside, cross, dot, length, normal, scaled


class Arc(NamedTuple):
    """One side, with the pole of its great circle on the left and the directions in which it leaves its ends."""

    number: int
    a: Vector
    b: Vector
    pole: Vector
    onward: Vector
    """From a towards b."""
    backward: Vector
    """From b towards a."""

    def angle_to(self, p: Vector) -> float:
        """Measure the angle from a point: from the side where the point lies beside it, else from the nearer end."""
        if self.beside(p):
            return beside(p, self.pole)
        return min(angle(p, self.a), angle(p, self.b))

    def beside(self, p: Vector) -> bool:
        """Say whether the nearest point of the great circle lies on the arc."""
        return dot(self.onward, p) >= 0 and dot(self.backward, p) >= 0


def arc(number: int, a: Vector, b: Vector) -> Arc:
    """Lay an arc between two points that are not opposite each other."""
    pole = normal(a, b)
    return Arc(number, a, b, pole, cross(pole, a), cross(b, pole))


@dataclass(frozen=True, slots=True)
class Node:
    """A cap that holds some arcs: a leaf holds its arc, another node two nodes."""

    centre: Vector
    radius: float
    arcs: tuple[Arc, ...]
    under: tuple[Node, ...]


class Chain:
    """Arcs from point to point; a closed one is a ring whose inside lies on the left."""

    __slots__ = ("arcs", "closed", "points", "root")

    def __init__(self, points: Sequence[Vector], *, closed: bool) -> None:
        """Build the arcs and their tree."""
        self.points = tuple(points)
        self.closed = closed
        ends = (*self.points[1:], self.points[0]) if closed else self.points[1:]
        pairs = zip(self.points, ends, strict=False)
        self.arcs = tuple(arc(i, a, b) for i, (a, b) in enumerate(pairs))
        self.root = _node(self.arcs)

    def holds(self, p: Vector) -> bool:
        """Say whether a point lies inside the ring; the nearest side knows on which of its sides the point lies."""
        return self.closed and self._side(p, self.nearest(p)[1]) > 0

    def angle_to(self, p: Vector) -> float:
        """Measure the angle from a point to the line, or to the ring with what it encloses."""
        far, arc = self.nearest(p)
        return 0.0 if self.closed and self._side(p, arc) > 0 else far

    def nearest(self, p: Vector) -> tuple[float, Arc]:
        """Find the arc that is nearest to a point, and its angle."""
        best, found = 4.0, self.arcs[0]
        waiting = [(0.0, self.root)]
        while waiting:
            least, node = waiting.pop()
            if least >= best:
                continue
            for one in node.arcs:
                far = one.angle_to(p)
                if far < best:
                    best, found = far, one
            near = [(angle(p, child.centre) - child.radius, child) for child in node.under]
            near.sort(key=lambda one: -one[0])
            waiting += near
        return best, found

    def _side(self, p: Vector, nearest: Arc) -> float:
        """Answer above zero on the left. At a corner both sides count alike: their sum points out of the corner."""
        side = dot(p, nearest.pole)
        if nearest.beside(p):
            return side
        step = -1 if angle(p, nearest.a) < angle(p, nearest.b) else 1
        return side + dot(p, self.arcs[(nearest.number + step) % len(self.arcs)].pole)


def between(one: Chain, other: Chain, enough: float) -> float:
    """Measure the least angle between two chains with what they enclose; below `enough` the search ends at once."""
    best = _least(one.root, other.root, enough)
    if best <= enough or one.holds(other.points[0]) or other.holds(one.points[0]):
        return 0.0
    return best


def _least(one: Node, other: Node, enough: float) -> float:
    best = 4.0
    waiting = [(0.0, one, other)]
    while waiting and best > enough:
        least, a, b = waiting.pop()
        if least >= best:
            continue
        if a.arcs and b.arcs:
            for left in a.arcs:
                best = min(best, *(arc_to_arc(left, right) for right in b.arcs))
            continue
        split, kept = (a, b) if b.arcs or (a.under and a.radius >= b.radius) else (b, a)
        near = [(angle(child.centre, kept.centre) - child.radius - kept.radius, child, kept) for child in split.under]
        near.sort(key=lambda pair: -pair[0])
        waiting += near
    return best


def arc_to_arc(one: Arc, other: Arc) -> float:
    """Measure the least angle between two arcs."""
    if arcs_cross(one.a, one.b, one.pole, other.a, other.b, other.pole):
        return 0.0
    return min(other.angle_to(one.a), other.angle_to(one.b), one.angle_to(other.a), one.angle_to(other.b))


def meetings(chain: Chain, touch: float) -> Iterator[tuple[int, int]]:
    """Yield the numbers of any two sides of a ring that cross, or touch elsewhere than at the corner they share."""
    count = len(chain.arcs)
    for one, other in _close(chain.root, touch):
        if one.number > other.number:
            one, other = other, one
        if other.number - one.number == 1:
            apart = min(other.angle_to(one.a), one.angle_to(other.b))
        elif other.number - one.number == count - 1:
            apart = min(one.angle_to(other.a), other.angle_to(one.b))
        elif _aside(one, other, touch) or _aside(other, one, touch):
            continue
        else:
            apart = arc_to_arc(one, other)
        if apart <= touch:
            yield one.number, other.number


def _aside(one: Arc, other: Arc, touch: float) -> bool:
    """Say whether an arc lies wholly on one side of the great circle of another."""
    a, b = dot(one.pole, other.a), dot(one.pole, other.b)
    return (a > touch and b > touch) or (a < -touch and b < -touch)


def _close(root: Node, touch: float) -> Iterator[tuple[Arc, Arc]]:
    """Yield each pair of arcs whose caps meet."""
    waiting = [(root, root)]
    while waiting:
        a, b = waiting.pop()
        if a is not b and angle(a.centre, b.centre) - a.radius - b.radius > touch:
            continue
        if a is b:
            yield from ((x, y) for i, x in enumerate(a.arcs) for y in a.arcs[i + 1 :])
            waiting += [(x, y) for i, x in enumerate(a.under) for y in a.under[i:]]
        elif a.arcs and b.arcs:
            yield from ((x, y) for x in a.arcs for y in b.arcs)
        else:
            split, kept = (a, b) if b.arcs or (a.under and a.radius >= b.radius) else (b, a)
            waiting += [(child, kept) for child in split.under]


def _node(arcs: Sequence[Arc]) -> Node:
    under: tuple[Node, ...] = ()
    if len(arcs) > 1:
        middle = len(arcs) // 2
        under = (_node(arcs[:middle]), _node(arcs[middle:]))
    points = [arcs[0].a, *(one.b for one in arcs)]
    centre, radius = cap_of(points)
    return Node(centre, radius, () if under else tuple(arcs), under)


def cap_of(points: Sequence[Vector]) -> tuple[Vector, float]:
    """Give a cap that holds the points and the arcs between them: centre and angle; the whole sphere if need be."""
    total = (sum(p[0] for p in points), sum(p[1] for p in points), sum(p[2] for p in points))
    if length(total) < 1e-9 * len(points):
        return points[0], pi
    centre = scaled(total)
    radius = max(angle(centre, p) for p in points) + 1e-12
    return centre, radius if radius < QUARTER else pi
