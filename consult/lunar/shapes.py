"""Places on a sphere that can be measured against each other: point, circle, ellipse, corridor, polygon.

Exact on the sphere: a circle is a spherical cap; a corridor all that lies within half its width of its great-circle
line, with round ends; a polygon has great-circle sides and encloses the smaller part of the sphere, in whatever order
its points stand; for the ellipse see ``ovals``. Each shape may be widened: a rim of equal width all around.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from math import atan2, ceil, cos, pi, radians
from typing import Any

from consult.i18n import _
from workflows.kernel.values import as_decimal, is_absent

from .chains import Chain, between, cap_of, meetings
from .faults import BadPlace
from .ovals import Oval
from .sphere import AXES, QUARTER, RADIUS_M, TOUCH_M, Vector, angle, beside, cross, dot, length, normal, scaled, unit

__all__ = ["BadPlace", "Box", "Shape", "box", "boxes_meet", "distance_km", "shape_of", "widened"]

Box = tuple[int, int, int, int, int, int]
"""Whole metres from the centre of the body: xmin, xmax, ymin, ymax, zmin, zmax."""
MOST_KM = {body: radius * pi / 2 / 1000 for body, radius in RADIUS_M.items()}
"""A quarter of the great circle: no radius or half axis is longer."""


@dataclass(slots=True, eq=False)  # not frozen: one is made of each row that the index gives
class Shape:
    """A core and the rim around it, on one body; the cap around both rules out what is far away."""

    body: str
    form: str
    core: Vector | Chain | Oval
    rim: float
    """Width of the rim around the core, radians; of a circle it is the radius."""
    centre: Vector
    reach: float
    """Angle of the cap around the centre that holds everything."""

    @property
    def radius_m(self) -> int:
        """Give the radius of the body in metres."""
        return RADIUS_M[self.body]


def shape_of(place: Mapping[str, Any], *, body: str | None = None) -> Shape:
    """Read a place as filings hold it; refuse it where nothing can be measured, or where it is on another body."""
    on = place.get("body")
    if body is not None and on != body:
        raise BadPlace("body", _("This place does not lie on the body that is asked for."))
    if on not in RADIUS_M:
        raise BadPlace("body", _("Only places on the Moon and on the Earth can be measured."))
    read = _READERS.get(place.get("shape") or "point")
    if read is None:
        raise BadPlace("shape", _("The shape is a point, a circle, an ellipse, a corridor or a polygon."))
    return read(place, str(on))


def distance_km(a: Shape, b: Shape) -> float:
    """Measure the least distance along the great circle; 0 where they touch or one holds the other."""
    if a.body != b.body:
        raise ValueError("Places on two bodies have no distance on a sphere.")
    size = RADIUS_M[a.body]
    rims, touch = a.rim + b.rim, TOUCH_M / size
    apart = _cores(a.core, b.core, rims + touch) - rims
    return apart * size / 1000 if apart > touch else 0.0


def widened(shape: Shape, km: float) -> Shape:
    """Give the shape with a wider rim: everything within so many kilometres of it."""
    more = km * 1000 / shape.radius_m
    return Shape(shape.body, shape.form, shape.core, shape.rim + more, shape.centre, min(pi, shape.reach + more))


def box(shape: Shape, margin_km: float = 0) -> Box:
    """Give the box of whole metres around a shape and its margin: never smaller than they are, and hardly larger.

    Two shapes no farther apart than their margins together have boxes that meet.
    """
    size = shape.radius_m
    rim = shape.rim + margin_km * 1000 / size
    far = [max(0.0, _at_least(shape.core, axis) - rim - 1e-9) for axis in AXES]
    out = [size * cos(min(pi, one)) for one in far]
    return (-ceil(out[1]), ceil(out[0]), -ceil(out[3]), ceil(out[2]), -ceil(out[5]), ceil(out[4]))


def boxes_meet(a: Box, b: Box) -> bool:
    """Say whether two boxes have a point in common."""
    return all(a[i] <= b[i + 1] and b[i] <= a[i + 1] for i in (0, 2, 4))


def _at_least(core: Vector | Chain | Oval, p: Vector) -> float:
    if isinstance(core, tuple):
        return angle(core, p)
    return core.at_least(p) if isinstance(core, Oval) else core.angle_to(p)


def _cores(a: Vector | Chain | Oval, b: Vector | Chain | Oval, enough: float) -> float:
    if isinstance(a, tuple):
        return angle(a, b) if isinstance(b, tuple) else b.angle_to(a)
    if isinstance(b, tuple):
        return a.angle_to(b)
    return between(_chain(a), _chain(b), enough)


def _chain(core: Chain | Oval) -> Chain:
    return core.ring if isinstance(core, Oval) else core


# Reading


def _position(value: Any, path: str) -> Vector:
    given = value if isinstance(value, Mapping) else {}
    lat, lon = as_decimal(given.get("lat")), as_decimal(given.get("lon"))
    if lat is None or not -90 <= lat <= 90:
        raise BadPlace(f"{path}lat", _("Latitude lies between -90 and 90 degrees."))
    if lon is None or not -180 <= lon <= 360:
        raise BadPlace(f"{path}lon", _("Longitude lies between -180 and 360 degrees."))
    return unit(float(lat), float(lon))


def _size(place: Mapping[str, Any], key: str, body: str) -> float:
    """Read a radius, half axis or half width as an angle."""
    size = as_decimal(place.get(key))
    if size is None or size <= 0:
        raise BadPlace(key, _("Give a size in kilometres that is greater than 0."))
    if size > MOST_KM[body]:
        raise BadPlace(
            key, _("No place reaches farther than a quarter of the great circle: %(km)s km.", km=int(MOST_KM[body]))
        )
    return float(size) * 1000 / RADIUS_M[body]


def _point(place: Mapping[str, Any], body: str) -> Shape:
    at = _position(place, "")
    return Shape(body, "point", at, 0.0, at, 0.0)


def _circle(place: Mapping[str, Any], body: str) -> Shape:
    at, radius = _position(place, ""), _size(place, "radius_km", body)
    return Shape(body, "circle", at, radius, at, radius)


def _ellipse(place: Mapping[str, Any], body: str) -> Shape:
    at = _position(place, "")
    long, short = _size(place, "semi_major_km", body), _size(place, "semi_minor_km", body)
    if short > long:
        raise BadPlace("semi_minor_km", _("The shorter half axis is longer than the longer one."))
    if long > MOST_ELLIPSE:
        raise BadPlace("semi_major_km", _("An ellipse this large is better told as a polygon."))
    given = place.get("bearing_deg")
    bearing = as_decimal("0" if is_absent(given) else given)
    if bearing is None or not 0 <= bearing <= 360:
        raise BadPlace("bearing_deg", _("A bearing lies between 0 and 360 degrees, counted from north eastward."))
    if short == long:
        return Shape(body, "ellipse", at, long, at, long)
    lat, lon = float(place["lat"]), float(place["lon"])
    oval = Oval(lat, lon, long, short, bearing=radians(float(bearing)), radius_m=RADIUS_M[body])
    return Shape(body, "ellipse", oval, 0.0, at, long)


MOST_ELLIPSE = QUARTER / 2
"""Longest half axis of an ellipse, as an angle: half of a quarter circle."""


def _points(place: Mapping[str, Any], least: int, body: str) -> list[Vector]:
    given = place.get("points")
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) < least:
        raise BadPlace("points", _("This shape needs at least %(count)s points.", count=least))
    points = [_position(value, f"points/{i}/") for i, value in enumerate(given)]
    touch = TOUCH_M / RADIUS_M[body]
    for i, (one, other) in enumerate(pairwise(points)):
        _apart(one, other, i + 1, touch)
    return points


def _apart(one: Vector, other: Vector, index: int, touch: float) -> None:
    far = angle(one, other)
    if far <= touch:
        raise BadPlace(f"points/{index}", _("This point stands where the one before it stands."))
    if pi - far <= 1e-6:
        raise BadPlace(
            f"points/{index}",
            _("This point lies opposite the one before it: no single great circle joins them. Add one between."),
        )


def _corridor(place: Mapping[str, Any], body: str) -> Shape:
    points, half = _points(place, 2, body), _size(place, "width_km", body) / 2
    centre, reach = cap_of(points)
    return Shape(body, "corridor", Chain(points, closed=False), half, centre, min(pi, reach + half))


def _too_few() -> BadPlace:
    return BadPlace("points", _("This shape needs at least %(count)s points.", count=3))


def _polygon(place: Mapping[str, Any], body: str) -> Shape:
    """Read a polygon; the first point may be repeated at the end."""
    return _outline(tuple(_points(place, 3, body)), body)


@lru_cache(maxsize=1024)
def _outline(given: tuple[Vector, ...], body: str) -> Shape:
    """Look through an outline, once for the same points: it is read when it is checked, and again when it is kept.

    Long because: each check needs the one before it.
    """
    points = list(given)
    touch = TOUCH_M / RADIUS_M[body]
    if angle(points[0], points[-1]) <= touch:
        points.pop()
    if len(points) < 3:
        raise _too_few()
    _apart(points[-1], points[0], 0, touch)
    left = area(points)
    empty = min(left, 4 * pi - left) * RADIUS_M[body] ** 2 < LEAST_M2
    if empty and _on_one_line(points, touch):
        raise _nothing_inside()
    ring = Chain(points if left < 2 * pi else points[::-1], closed=True)
    met = [_given(pair, len(points), turned=left >= 2 * pi) for pair in islice(meetings(ring, touch), 50)]
    if met:
        one, other = min(met)
        raise BadPlace(
            "points",
            _("The outline crosses or touches itself: side %(one)s meets side %(other)s.", one=one, other=other),
        )
    if empty:
        raise _nothing_inside()
    if abs(left - 2 * pi) < 1e-9:
        raise BadPlace("points", _("Both sides are half of the sphere: it cannot be said which of them is meant."))
    centre, reach = cap_of(points)
    return Shape(body, "polygon", ring, 0.0, centre, reach)


LEAST_M2 = 1.0
"""What encloses less than a square metre is a line."""


def _nothing_inside() -> BadPlace:
    return BadPlace("points", _("These points enclose nothing: they lie on one line."))


def _on_one_line(points: Sequence[Vector], touch: float) -> bool:
    """Say whether all points lie on one great circle; a figure whose two halves cancel does not enclose anything
    either, and is told apart by this."""
    across = normal(points[0], min(points, key=lambda p: abs(dot(points[0], p))))
    return all(beside(p, across) <= touch for p in points)


def _given(pair: tuple[int, int], count: int, *, turned: bool) -> tuple[int, int]:
    """Number two sides from one, in the order in which their points were given."""
    one, other = sorted((count - 2 - i) % count + 1 if turned else i + 1 for i in pair)
    return one, other


def area(points: Sequence[Vector]) -> float:
    """Measure what lies on the left of a ring: a part of the sphere's 4π, from triangles seen from one point."""
    seen = _seen_from(points)
    total = 0.0
    for a, b in zip(points, (*points[1:], points[0]), strict=True):
        total += 2 * atan2(dot(seen, cross(a, b)), 1 + dot(a, b) + dot(b, seen) + dot(seen, a))
    return total % (4 * pi)


def _seen_from(points: Sequence[Vector]) -> Vector:
    """Choose a point that lies opposite none of them."""
    total = (sum(p[0] for p in points), sum(p[1] for p in points), sum(p[2] for p in points))
    middle = [scaled(total)] if length(total) > 1e-6 else []
    return max((*middle, *AXES), key=lambda seen: min(1 + dot(seen, p) for p in points))


_READERS = {"point": _point, "circle": _circle, "ellipse": _ellipse, "corridor": _corridor, "polygon": _polygon}
