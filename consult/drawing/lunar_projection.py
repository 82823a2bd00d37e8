"""Flat pictures of a part of the Moon around a point: stereographic, which keeps angles, or equal in area.

A picture shows everything within an angle of its centre, so its edge is a circle; rings are cut there on the sphere,
before they are projected, and closed along the edge. On the picture x runs to the east of the centre and y to its
north, both in metres; around the south pole longitude 0 is on top, around the north pole at the bottom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt, tan
from typing import Literal

from consult.drawing.canvas import Point
from consult.drawing.lunar_sphere import RADIUS_KM, LatLon, Vector, angle, compass, dot, unit

Kind = Literal["stereographic", "equal_area"]
RADIUS_M = RADIUS_KM * 1000
ARC = radians(2)  # the edge is followed in pieces of at most this


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a ring inside the picture, with the angles at which it comes in and goes out."""

    points: tuple[Point, ...]
    enters: float
    leaves: float


class Projection:
    """One picture of the Moon around `centre`, as far as `reach_deg` from it."""

    def __init__(self, kind: Kind, centre: LatLon, reach_deg: float) -> None:
        """Raise ValueError for a reach of nothing, or beyond what such a picture can show."""
        if not 0 < reach_deg <= (90 if kind == "equal_area" else 150):
            raise ValueError(f"A picture cannot reach {reach_deg}° from its centre.")
        self.kind, self.centre, self.reach = kind, centre, radians(reach_deg)
        self.up, self.east, self.north = compass(centre)
        self.least = cos(self.reach)
        self.edge = self._stretch(self.least) * sin(self.reach)

    def _stretch(self, height: float) -> float:
        if self.kind == "stereographic":
            return 2 * RADIUS_M / (1 + height)
        return RADIUS_M * sqrt(2 / (1 + height))

    def scale_at(self, off: float) -> float:
        """Return how much longer a distance across the line of sight is drawn at an angle from the centre."""
        return 1 / cos(off / 2) ** 2 if self.kind == "stereographic" else 1 / cos(off / 2)

    def project(self, v: Vector) -> Point:
        """Return where a direction falls, in metres; it must not be the one opposite to the centre."""
        stretch = self._stretch(dot(v, self.up))
        return stretch * dot(v, self.east), stretch * dot(v, self.north)

    def shows(self, v: Vector) -> bool:
        """Tell whether a direction lies inside the picture."""
        return dot(v, self.up) >= self.least

    def circle(self, middle: Vector, reach: float) -> tuple[Point, float] | None:
        """Return centre and radius of a circle on the sphere that lies wholly inside a stereographic picture, where it
        is a circle too; None where it is cut or the picture is of another kind.
        """
        off = angle(middle, self.up)
        if self.kind != "stereographic" or off + reach >= self.reach or not reach:
            return None
        near, far = (2 * RADIUS_M * tan((off + side) / 2) for side in (-reach, reach))
        turn = atan2(dot(middle, self.north), dot(middle, self.east))
        away = (near + far) / 2
        return (away * cos(turn), away * sin(turn)), (far - near) / 2

    def _rim(self, turn: float) -> Point:
        return self.edge * cos(turn), self.edge * sin(turn)

    def _turn_at(self, a: Vector, b: Vector) -> float:
        """Return the angle at which the side from a to b crosses the edge."""
        high, low = dot(a, self.up), dot(b, self.up)
        share = (self.least - high) / (low - high) if low != high else 0.0
        v = unit((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])))
        return atan2(dot(v, self.north), dot(v, self.east))

    def lines(self, line: Sequence[Vector], closed: bool = False) -> list[list[Point]]:
        """Return the visible stretches of a line."""
        whole = [*line, line[0]] if closed else list(line)
        inside = [self.shows(v) for v in whole]
        found: list[list[Point]] = []
        for at, v in enumerate(whole):
            if inside[at] and (at == 0 or not inside[at - 1]):
                found.append([self._rim(self._turn_at(whole[at - 1], v))] if at else [])
            if inside[at]:
                found[-1].append(self.project(v))
            elif at and inside[at - 1]:
                found[-1].append(self._rim(self._turn_at(whole[at - 1], v)))
        return [stretch for stretch in found if len(stretch) > 1]

    def areas(self, ring: Sequence[Vector]) -> list[list[Point]]:
        """Return the visible parts of what a ring encloses, each as a closed outline."""
        inside = [self.shows(v) for v in ring]
        if all(inside):
            return [[self.project(v) for v in ring]]
        if not any(inside):
            return [self._whole()] if self._winds_about(ring) else []
        return list(self._join(self._runs(ring, inside)))

    def _runs(self, ring: Sequence[Vector], inside: Sequence[bool]) -> list[Run]:
        first = next(at for at in range(len(ring)) if inside[at] and not inside[at - 1])
        order = [(first + at) % len(ring) for at in range(len(ring))]
        runs: list[Run] = []
        points: list[Point] = []
        enters = 0.0
        for at in order:
            if inside[at]:
                if not inside[at - 1]:
                    enters, points = self._turn_at(ring[at - 1], ring[at]), []
                points.append(self.project(ring[at]))
            elif inside[at - 1]:
                runs.append(Run(tuple(points), enters, self._turn_at(ring[at - 1], ring[at])))
        if inside[order[-1]]:
            runs.append(Run(tuple(points), enters, self._turn_at(ring[order[-1]], ring[first])))
        return runs

    def _join(self, runs: list[Run]) -> Iterator[list[Point]]:
        """Follow each stretch to the edge, and the edge counter-clockwise to the next one that comes in."""
        left = list(range(len(runs)))
        while left:
            start = at = left[0]
            outline: list[Point] = []
            while at in left:
                left.remove(at)
                here = runs[at]
                outline += [self._rim(here.enters), *here.points, self._rim(here.leaves)]
                at = min((*left, start), key=lambda other: (runs[other].enters - here.leaves) % (2 * pi))
                outline += self._arc(here.leaves, runs[at].enters)
            yield outline

    def _arc(self, start: float, end: float) -> list[Point]:
        """Return points of the edge counter-clockwise from one angle to another, without its ends."""
        whole = (end - start) % (2 * pi)
        parts = int(whole / ARC) + 1
        return [self._rim(start + whole * at / parts) for at in range(1, parts)]

    def _whole(self) -> list[Point]:
        return [self._rim(at * ARC) for at in range(round(2 * pi / ARC))]

    def _winds_about(self, ring: Sequence[Vector]) -> bool:
        """Tell whether a ring runs counter-clockwise around the centre of the picture."""
        turns = [atan2(dot(v, self.north), dot(v, self.east)) for v in ring]
        swept = sum((b - a + pi) % (2 * pi) - pi for a, b in zip(turns, [*turns[1:], turns[0]], strict=True))
        return swept > pi

    def back(self, point: Point) -> Vector:
        """Return the direction that falls on a point of the picture."""
        away = hypot(*point)
        if not away:
            return self.up
        off = 2 * self._off(away)
        c, e, n = cos(off), sin(off) * point[0] / away, sin(off) * point[1] / away
        up, east, north = self.up, self.east, self.north
        return unit((
            c * up[0] + e * east[0] + n * north[0],
            c * up[1] + e * east[1] + n * north[1],
            c * up[2] + e * east[2] + n * north[2],
        ))  # fmt: skip

    def _off(self, away: float) -> float:
        """Return half the angle from the centre at which a point of the picture lies."""
        return asin(min(1.0, away / (2 * RADIUS_M))) if self.kind == "equal_area" else atan2(away, 2 * RADIUS_M)


def polar(pole: Literal["north", "south"], from_latitude: float) -> Projection:
    """Return the stereographic picture of a pole as far as a latitude, given without its sign."""
    return Projection("stereographic", (90.0 if pole == "north" else -90.0, 0.0), 90 - abs(from_latitude))


def half(side: Literal["near", "far"]) -> Projection:
    """Return the picture, equal in area, of the side of the Moon that faces the Earth or of the other one."""
    return Projection("equal_area", (0.0, 0.0 if side == "near" else 180.0), 90)


def around(centre: LatLon, reach_km: float) -> Projection:
    """Return the stereographic picture around a point as far as a distance."""
    return Projection("stereographic", centre, min(120.0, degrees(reach_km / RADIUS_KM)))
