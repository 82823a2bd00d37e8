"""Shapes on the Moon as rings of directions from its centre: what a map of it is drawn from.

The Moon is the sphere of 1,737.4 km of the IAU's report of 2015. A circle is the set of points at one great-circle
distance, an ellipse all points whose distances from two foci add up to no more than its longer axis, a corridor is all
within half its width of its line, and the sides of a polygon are great circles. A ring runs counter-clockwise as seen
from above; what lies to its left is inside. A polygon is taken to cover the smaller part of the sphere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import asin, atan, atan2, ceil, cos, degrees, hypot, pi, radians, sin, sqrt, tan
from typing import Literal

RADIUS_KM = 1737.4
Form = Literal["point", "circle", "ellipse", "corridor", "polygon"]
FORMS: tuple[Form, ...] = ("point", "circle", "ellipse", "corridor", "polygon")
Vector = tuple[float, float, float]
LatLon = tuple[float, float]
ALMOST_A_QUARTER = radians(89)
STRIDE = radians(2)  # no side of a polygon is drawn in longer pieces


@dataclass(frozen=True, slots=True)
class Shape:
    """A place on the Moon: its centre, or the points of its line or outline, in degrees of latitude and east longitude.

    `major_km` is the radius of a circle, the longer half axis of an ellipse, half the width of a corridor;
    `bearing_deg` is that of the longer axis, counted from north eastward.
    """

    form: Form
    points: tuple[LatLon, ...]
    major_km: float = 0.0
    minor_km: float = 0.0
    bearing_deg: float = 0.0

    def __post_init__(self) -> None:
        """Raise ValueError for a form that is not known or has too few points."""
        least = {"corridor": 2, "polygon": 3}.get(self.form, 1)
        if self.form not in FORMS or len(self.points) < least:
            raise ValueError(f'A shape is one of {", ".join(FORMS)} with its points; this "{self.form}" is not.')

    @property
    def reach_km(self) -> float:
        """Return how far the shape reaches beyond its points."""
        return max(self.major_km, self.minor_km)


def grow(shape: Shape, km: float) -> Shape:
    """Return what lies within a distance of a shape as it is drawn: around a polygon a belt along its outline, an
    ellipse with longer half axes.
    """
    if shape.form == "polygon":
        return Shape("corridor", (*shape.points, shape.points[0]), km)
    if shape.form == "point":
        return Shape("circle", shape.points, km)
    minor = shape.minor_km + km if shape.form == "ellipse" else 0.0
    return replace(shape, major_km=shape.major_km + km, minor_km=minor)


def vector_of(point: LatLon) -> Vector:
    """Return the direction of a point in degrees."""
    lat, lon = radians(point[0]), radians(point[1])
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def point_of(v: Vector) -> LatLon:
    """Return latitude and east longitude of a direction, in degrees."""
    return degrees(asin(max(-1.0, min(1.0, v[2])))), degrees(atan2(v[1], v[0]))


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Return the vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def unit(v: Vector) -> Vector:
    """Return a vector of length one; the null vector stays."""
    length = sqrt(dot(v, v)) or 1.0
    return v[0] / length, v[1] / length, v[2] / length


def angle(a: Vector, b: Vector) -> float:
    """Return the angle between two directions in radians."""
    across = cross(a, b)
    return atan2(sqrt(dot(across, across)), dot(a, b))


def compass(centre: LatLon) -> tuple[Vector, Vector, Vector]:
    """Return up, east and north at a point; at a pole, those of its longitude."""
    lat, lon = radians(centre[0]), radians(centre[1])
    north = (-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat))
    return vector_of(centre), (-sin(lon), cos(lon), 0.0), north


def centre_of(shape: Shape) -> Vector:
    """Return the direction where a shape is labelled: its centre, the middle of its line or of its corners."""
    if shape.form in ("corridor", "polygon"):
        found = [vector_of(point) for point in shape.points]
        if shape.form == "corridor":
            return found[len(found) // 2] if len(found) > 2 else unit(_sum(found))
        return unit(_sum(found))
    return vector_of(shape.points[0])


def _sum(found: Sequence[Vector]) -> Vector:
    return sum(v[0] for v in found), sum(v[1] for v in found), sum(v[2] for v in found)


def rings(shape: Shape, pieces: int) -> list[list[Vector]]:
    """Return the rings whose union is the shape, a full turn drawn in `pieces`; a point without size has none."""
    if shape.form == "polygon":
        return [_polygon(shape.points)]
    if shape.form == "corridor":
        half = shape.major_km / RADIUS_KM
        line = [vector_of(point) for point in shape.points]
        return [_capsule(a, b, half, pieces) for a, b in pairwise(line) if half]
    major, minor = shape.major_km, shape.minor_km if shape.form == "ellipse" else shape.major_km
    return [_ellipse(shape.points[0], major, minor, shape.bearing_deg, pieces)] if major and minor else []


def _ellipse(centre: LatLon, major: float, minor: float, bearing: float, pieces: int) -> list[Vector]:
    """Return an ellipse: from the centre of the Moon it is an elliptic cone with the tangents of its half axes."""
    up, east, north = compass(centre)
    if major == minor:
        return _circle(up, east, north, major / RADIUS_KM, pieces)
    long, short = (tan(min(axis / RADIUS_KM, ALMOST_A_QUARTER)) for axis in (major, minor))
    turned, ring = radians(bearing), []
    for at in range(pieces):
        share = -2 * pi * at / pieces  # bearings run clockwise, rings counter-clockwise
        along, aside = long * cos(share), short * sin(share)
        ring.append(_off(up, east, north, atan(hypot(along, aside)), turned + atan2(aside, along)))
    return ring


def _circle(up: Vector, east: Vector, north: Vector, reach: float, pieces: int) -> list[Vector]:
    """Return a circle; its bearings are reckoned once for all circles of so many pieces."""
    c, s = cos(reach), sin(reach)
    mx, my, mz = c * up[0], c * up[1], c * up[2]
    return [
        (
            mx + s * (e * east[0] + n * north[0]),
            my + s * (e * east[1] + n * north[1]),
            mz + s * (e * east[2] + n * north[2]),
        )
        for e, n in _bearings(pieces)
    ]


@lru_cache(maxsize=64)
def _bearings(pieces: int) -> tuple[tuple[float, float], ...]:
    return tuple((-sin(2 * pi * at / pieces), cos(2 * pi * at / pieces)) for at in range(pieces))


def _off(up: Vector, east: Vector, north: Vector, distance: float, bearing: float) -> Vector:
    """Return the direction at an angular distance on a bearing."""
    c, e, n = cos(distance), sin(distance) * sin(bearing), sin(distance) * cos(bearing)
    return (
        c * up[0] + e * east[0] + n * north[0],
        c * up[1] + e * east[1] + n * north[1],
        c * up[2] + e * east[2] + n * north[2],
    )


def _capsule(a: Vector, b: Vector, half: float, pieces: int) -> list[Vector]:
    """Return everything within an angle of one stretch of a line: two sides and two round ends."""
    ring: list[Vector] = []
    for here, there in ((a, b), (b, a)):
        ahead = unit(cross(cross(here, there), here))
        left = cross(here, ahead)
        # a half turn around the end that lies behind, from the left side to the right one
        for step in range(pieces // 2 + 1):
            turn = pi * step / (pieces // 2) + pi / 2
            ring.append(_off(here, _against(left), ahead, half, -turn))
        ring.extend(_off_line(here, there, half))
    return ring


def _against(v: Vector) -> Vector:
    return -v[0], -v[1], -v[2]


def _off_line(a: Vector, b: Vector, half: float) -> list[Vector]:
    """Return points between two ends, moved to the right of the line."""
    pole = unit(cross(a, b))
    return [
        unit(tuple(cos(half) * p - sin(half) * q for p, q in zip(point, pole, strict=True)))  # type: ignore[arg-type]  # three stay three
        for point in between(a, b)[1:-1]
    ]


def between(a: Vector, b: Vector) -> list[Vector]:
    """Return the great circle from one direction to another in pieces, both ends included."""
    whole = angle(a, b)
    parts = max(1, ceil(whole / STRIDE))
    if parts == 1:
        return [a, b]
    line = []
    for at in range(parts + 1):
        p, q = sin(whole * (1 - at / parts)), sin(whole * at / parts)
        line.append(unit((p * a[0] + q * b[0], p * a[1] + q * b[1], p * a[2] + q * b[2])))
    return line


def _polygon(points: Sequence[LatLon]) -> list[Vector]:
    """Return the outline of a polygon, its sides in pieces, turned so that the smaller part is inside."""
    corners = [vector_of(point) for point in points]
    if corners[0] == corners[-1]:
        corners.pop()
    ring = [v for a, b in pairwise([*corners, corners[0]]) for v in between(a, b)[:-1]]
    swept = _sum([cross(a, b) for a, b in pairwise([*ring, ring[0]])])
    return ring if dot(swept, _sum(ring)) >= 0 else ring[::-1]


def outlines(shape: Shape, pieces: int) -> list[tuple[list[Vector], bool]]:
    """Return the lines that bound a shape, each with whether it is closed: where stretches of a corridor meet, only
    what bounds them together.
    """
    found = rings(shape, pieces)
    if len(found) < 2:
        return [(ring, True) for ring in found]
    line, half = [vector_of(point) for point in shape.points], shape.major_km / RADIUS_KM
    stretches = list(pairwise(line))
    lines: list[tuple[list[Vector], bool]] = []
    for at, ring in enumerate(found):
        others = stretches[:at] + stretches[at + 1 :]
        lines += [(part, False) for part in _outside(ring, others, half * (1 - 1e-9))]
    return lines


def _outside(ring: list[Vector], others: Sequence[tuple[Vector, Vector]], half: float) -> list[list[Vector]]:
    """Return the parts of a ring that lie farther than an angle from every one of some stretches."""
    free = [all(_aside(v, a, b) >= half for a, b in others) for v in ring]
    if all(free):
        return [[*ring, ring[0]]]
    if not any(free):
        return []
    first = next(at for at in range(len(ring)) if free[at] and not free[at - 1])
    parts: list[list[Vector]] = []
    for step in range(len(ring) + 1):
        at = (first + step) % len(ring)
        if free[at] and not free[at - 1] and step < len(ring):
            parts.append([_met(ring[at], ring[at - 1], others, half)])
        if free[at] and step < len(ring):
            parts[-1].append(ring[at])
        elif free[at - 1]:
            parts[-1].append(_met(ring[at - 1], ring[at], others, half))
    return parts


def _met(free: Vector, taken: Vector, others: Sequence[tuple[Vector, Vector]], half: float) -> Vector:
    """Return about where a side enters the neighbourhood of some stretches."""
    for _i in range(8):
        middle = unit(_sum([free, taken]))
        if all(_aside(middle, a, b) >= half for a, b in others):
            free = middle
        else:
            taken = middle
    return free


def _aside(v: Vector, a: Vector, b: Vector) -> float:
    """Return the angle between a direction and a stretch of a great circle."""
    pole = unit(cross(a, b))
    if dot(cross(pole, a), v) >= 0 >= dot(cross(pole, b), v):
        return abs(asin(max(-1.0, min(1.0, dot(pole, v)))))
    return min(angle(v, a), angle(v, b))
