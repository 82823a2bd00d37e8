"""The sphere: unit vectors, angles between them, arcs of great circles.

Source: the mean radius of the Moon of the IAU's report of 2015, to which lunar coordinates refer, and the mean radius
of the Earth. All angles are radians. Not modelled: terrain, and the flattening of the Earth (up to 0.6 %).
"""

from __future__ import annotations

from math import asin, atan2, cos, dist, pi, radians, sin, sqrt

Vector = tuple[float, float, float]

RADIUS_M = {"moon": 1_737_400, "earth": 6_371_008}
"""Radius of each body that is modelled, in metres."""
TOUCH_M = 0.001
"""Nearer than a millimetre is touching: far below any survey, far above the rounding of the arithmetic."""
QUARTER = pi / 2
AXES: tuple[Vector, ...] = ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))


def unit(lat: float, lon: float) -> Vector:
    """Give the unit vector of a latitude and longitude in degrees."""
    phi, lam = radians(lat), radians(lon)
    flat = cos(phi)
    return (flat * cos(lam), flat * sin(lam), sin(phi))


def lat_lon(v: Vector) -> tuple[float, float]:
    """Give latitude and longitude in degrees, the longitude from -180 to 180."""
    return atan2(v[2], sqrt(v[0] * v[0] + v[1] * v[1])) * 180 / pi, atan2(v[1], v[0]) * 180 / pi


def dot(a: Vector, b: Vector) -> float:
    """Give the cosine of the angle between unit vectors."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Give the vector that stands on both."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def normal(a: Vector, b: Vector) -> Vector:
    """Give the pole of the great circle through two points, a unit vector, on the left of the way from a to b.

    The sum and difference of the points stand on each other, so that nothing cancels where the points lie close.
    """
    less = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
    more = (a[0] + b[0], a[1] + b[1], a[2] + b[2])
    return scaled(cross(more, less))


def length(v: Vector) -> float:
    """Give the length of a vector."""
    return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])


def scaled(v: Vector) -> Vector:
    """Bring a vector to the length of one."""
    size = length(v)
    return (v[0] / size, v[1] / size, v[2] / size)


def angle(a: Vector, b: Vector) -> float:
    """Measure the angle between two unit vectors, as exactly for close and opposite points as for others."""
    chord = dist(a, b)
    if chord < 1.4:
        return 2 * asin(chord / 2)
    return pi - 2 * asin(min(1.0, dist(a, (-b[0], -b[1], -b[2])) / 2))


def ahead(lat: float, lon: float, bearing: float) -> Vector:
    """Go a quarter circle from a place in degrees along a bearing (radians east of north).

    At a pole north is seen as on the way there along the meridian of the longitude that is given.
    """
    phi, lam = radians(lat), radians(lon)
    east = (-sin(lam), cos(lam), 0.0)
    north = (-sin(phi) * cos(lam), -sin(phi) * sin(lam), cos(phi))
    n, e = cos(bearing), sin(bearing)
    return scaled((n * north[0] + e * east[0], n * north[1] + e * east[1], n * north[2]))


def beside(p: Vector, pole: Vector) -> float:
    """Measure the angle from a point to the great circle with that pole."""
    high = abs(dot(p, pole))
    return asin(high) if high < 0.7 else atan2(high, length(cross(p, pole)))


def arcs_cross(a: Vector, b: Vector, ab: Vector, c: Vector, d: Vector, cd: Vector) -> bool:
    """Say whether the arcs from a to b and from c to d, with their poles, cross between their ends."""
    at_c, at_d, at_a, at_b = dot(ab, c), dot(ab, d), dot(cd, a), dot(cd, b)
    return (at_c < 0 < at_d and at_b < 0 < at_a) or (at_d < 0 < at_c and at_a < 0 < at_b)


def great_circle_km(lat: float, lon: float, lat2: float, lon2: float, body: str = "moon") -> float:
    """Measure the distance of two places in degrees along the great circle, in kilometres."""
    return angle(unit(lat, lon), unit(lat2, lon2)) * RADIUS_M[body] / 1000
