"""The ellipse on the sphere: all points whose distances from two foci add up to no more than the longer axis.

Seen from the centre of the body it is an elliptic cone, and its gnomonic image is the plane ellipse with the tangents
of the half axes: no approximation is needed to say what lies inside. The distance to a point is found from the cone
itself. Distances to lines, rings and other ellipses use the ring of great-circle arcs drawn around it, which leaves out
no point of the ellipse and reaches beyond it by no more than half a metre.
"""

from __future__ import annotations

from math import atan, ceil, cos, pi, sin, sqrt, tan

from .chains import Chain
from .sphere import Vector, ahead, angle, cross, dot, scaled, unit

BEYOND_M = 0.5
"""How far the ring around an ellipse may reach beyond it, in metres."""
NEAR = 0.01
"""Cosine of the angle from the centre up to which the cone is asked."""


class Oval:
    """An ellipse by its centre, the tangents of its half axes and the directions of these."""

    __slots__ = ("_ring", "across", "along", "centre", "long", "radius_m", "short")

    def __init__(self, lat: float, lon: float, long: float, short: float, *, bearing: float, radius_m: int) -> None:
        """Lay the axes: angles, the longer first and along the bearing."""
        self.centre, self.radius_m = unit(lat, lon), radius_m
        self.long, self.short = tan(long), tan(short)
        self.along = ahead(lat, lon, bearing)
        """Along the longer axis, whatever its bearing."""
        self.across = scaled(cross(self.along, self.centre))
        self._ring: Chain | None = None

    def holds(self, p: Vector) -> bool:
        """Say whether a point lies in the ellipse."""
        x, y, z = dot(p, self.along), dot(p, self.across), dot(p, self.centre)
        return z > 0 and (x / self.long) ** 2 + (y / self.short) ** 2 <= z * z

    def angle_to(self, p: Vector) -> float:
        """Measure the angle from a point to the ellipse.

        The nearest point x makes p - x (1 + m q) vanish along each axis, q being the coefficients of the cone; of m one
        equation remains, which falls steadily from 0 to 1. Beyond a quarter circle the ring around serves.
        """
        x, y, z = dot(p, self.along), dot(p, self.across), dot(p, self.centre)
        if z < NEAR:
            return self.ring.angle_to(p)
        a, b = 1 / (self.long * self.long), 1 / (self.short * self.short)
        if a * x * x + b * y * y <= z * z:
            return 0.0
        low, high = 0.0, 1.0
        m = _first(a, b, x, y, z)
        for _ in range(80):
            u, v, w = x / (1 + m * a), y / (1 + m * b), z / (1 - m)
            value = a * u * u + b * v * v - w * w
            if value > 0:
                low = m
            else:
                high = m
            slope = -2 * (a * a * u * u / (1 + m * a) + b * b * v * v / (1 + m * b) + w * w / (1 - m))
            step = m - value / slope
            new = step if low < step < high else (low + high) / 2
            if abs(new - m) <= 1e-15 * new:
                break
            m = new
        u, v, w = x / (1 + m * a), y / (1 + m * b), z / (1 - m)
        near = scaled((u, v, w))
        return angle(near, scaled((x, y, z)))

    def at_least(self, p: Vector) -> float:
        """Give an angle that is never more than that from a point to the ellipse, without drawing the ring."""
        return self.angle_to(p) if dot(p, self.centre) >= NEAR else angle(p, self.centre) - atan(self.long)

    @property
    def ring(self) -> Chain:
        """Give the ring around the ellipse, drawn when it is first asked for."""
        if self._ring is None:
            flat = self.radius_m * self.long
            self._ring = self._around(max(12, ceil(pi / sqrt(2 * BEYOND_M / flat)) + 1))
        return self._ring

    def _around(self, sides: int) -> Chain:
        """Draw a ring around it: in the gnomonic image a polygon with its sides touching the ellipse."""
        out = 1 / cos(pi / sides)
        points = []
        for i in range(sides):
            turn = 2 * pi * i / sides
            x, y = self.long * out * cos(turn), -self.short * out * sin(turn)
            points.append(
                scaled(
                    (
                        self.centre[0] + x * self.along[0] + y * self.across[0],
                        self.centre[1] + x * self.along[1] + y * self.across[1],
                        self.centre[2] + x * self.along[2] + y * self.across[2],
                    )
                )
            )
        return Chain(points, closed=True)


def _first(a: float, b: float, x: float, y: float, z: float) -> float:
    """Guess the multiplier: that of the circle with the axis on which the point mostly lies."""
    q = (a * x * x + b * y * y) / (x * x + y * y)
    ratio = sqrt(q * (x * x + y * y)) / z
    return (ratio - 1) / (ratio + q) if ratio > 1 else 0.0
