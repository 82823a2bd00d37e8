"""Places drawn by chance, and judges of their distances that share no line with what they judge: pyproj and shapely."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, Point, Polygon

RADIUS = 1_737_400.0
GEOD = Geod(a=RADIUS, b=RADIUS)
Place = dict[str, Any]


def number(value: float) -> str:
    """Write a number as filings do."""
    return f"{value:.9f}"


def position(lat: float, lon: float) -> dict[str, str]:
    """Write a latitude and longitude."""
    return {"lat": number(lat), "lon": number(lon)}


def point(lat: float, lon: float) -> Place:
    """Give a point on the Moon."""
    return {"body": "moon", "shape": "point", **position(lat, lon)}


def circle(lat: float, lon: float, radius_km: float) -> Place:
    """Give a circle on the Moon."""
    return {"body": "moon", "shape": "circle", **position(lat, lon), "radius_km": number(radius_km)}


def ellipse(lat: float, lon: float, long_km: float, short_km: float, bearing: float) -> Place:
    """Give an ellipse on the Moon."""
    axes = {"semi_major_km": number(long_km), "semi_minor_km": number(short_km), "bearing_deg": number(bearing)}
    return {"body": "moon", "shape": "ellipse", **position(lat, lon), **axes}


def corridor(points: list[tuple[float, float]], width_km: float) -> Place:
    """Give a corridor on the Moon."""
    return {"body": "moon", "shape": "corridor", "points": [position(*p) for p in points], "width_km": number(width_km)}


def polygon(points: list[tuple[float, float]]) -> Place:
    """Give a polygon on the Moon."""
    return {"body": "moon", "shape": "polygon", "points": [position(*p) for p in points]}


def go(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Go along a great circle, as pyproj does."""
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, bearing, km * 1000)
    return to_lat, to_lon


# Chance

BEARINGS = st.floats(0, 359.999)
CENTRES = st.one_of(
    st.tuples(st.floats(-90, 90), st.floats(-180, 360)),
    st.tuples(st.sampled_from((-90.0, 90.0, -89.999, 89.99)), st.floats(-180, 180)),
    st.tuples(st.floats(-80, 80), st.sampled_from((180.0, -180.0, 179.999, -179.99, 0.0, 360.0))),
)
"""Positions, often at a pole or on the meridian of 180°."""


@st.composite
def places(draw: st.DrawFn, near: tuple[float, float], size_km: float, apart_km: float) -> Place:
    """Draw a place of any shape no larger than a size and no farther from a position than asked."""
    lat, lon = go(*near, draw(BEARINGS), draw(st.floats(0, apart_km)))
    size, shape = draw(st.floats(size_km / 50, size_km)), draw(st.integers(0, 4))
    if shape == 0:
        return point(lat, lon)
    if shape == 1:
        return circle(lat, lon, size)
    if shape == 2:
        return ellipse(lat, lon, size, size * draw(st.floats(0.05, 0.99)), draw(BEARINGS))
    if shape == 3:
        points, bearing = [(lat, lon)], draw(BEARINGS)
        for turn in draw(st.lists(st.floats(-60, 60), min_size=1, max_size=3)):
            bearing = (bearing + turn) % 360
            points.append(go(*points[-1], bearing, size / 3))
        return corridor(points, draw(st.floats(size / 50, size)))
    return draw(stars(lat, lon, size))


@st.composite
def stars(draw: st.DrawFn, lat: float, lon: float, size_km: float) -> Place:
    """Draw a polygon that is seen whole from its middle, so that its sides cannot cross."""
    count = draw(st.integers(3, 9))
    first = draw(st.floats(0, 360 / count))
    radii = draw(st.lists(st.floats(size_km / 3, size_km), min_size=count, max_size=count))
    around = [go(lat, lon, (first + 360 * i / count) % 360, radius) for i, radius in enumerate(radii)]
    return polygon(around if draw(st.booleans()) else around[::-1])


@st.composite
def pairs(draw: st.DrawFn, size_km: float = 5, apart_km: float = 15) -> tuple[Place, Place]:
    """Draw two places near each other, anywhere."""
    centre = draw(CENTRES)
    return draw(places(centre, size_km, apart_km)), draw(places(centre, size_km, apart_km))


# Outlines


def read(place: Place, *keys: str) -> list[float]:
    """Read numbers of a place."""
    return [float(place[key]) for key in keys]


def corners(place: Place) -> list[tuple[float, float]]:
    """Read the points of a place."""
    return [(float(p["lat"]), float(p["lon"])) for p in place["points"]]


def outline(place: Place, count: int = 400) -> list[tuple[float, float]]:
    """Give positions along the core of a place: its outline, its line or its only point."""
    shape = place["shape"]
    if shape in ("corridor", "polygon"):
        points = corners(place)
        ends = points[1:] + (points[:1] if shape == "polygon" else [])
        found = []
        for (lat, lon), (to_lat, to_lon) in zip(points, ends, strict=False):
            between = GEOD.npts(lon, lat, to_lon, to_lat, max(2, count // len(points)))
            found += [(lat, lon), *((b, a) for a, b in between)]
        return [*found, ends[-1]]
    lat, lon = read(place, "lat", "lon")
    if shape == "ellipse":
        return _ellipse_outline(place, lat, lon, count)
    return [(lat, lon)]


def _ellipse_outline(place: Place, lat: float, lon: float, count: int) -> list[tuple[float, float]]:
    long, short, bearing = read(place, "semi_major_km", "semi_minor_km", "bearing_deg")
    a, b = (math.tan(km * 1000 / RADIUS) for km in (long, short))
    turn = np.linspace(0, 2 * math.pi, count, endpoint=False)
    x, y = a * np.cos(turn), b * np.sin(turn)
    way, far = bearing + np.degrees(np.arctan2(y, x)), np.arctan(np.hypot(x, y)) * RADIUS
    to_lon, to_lat, _ = GEOD.fwd(np.full(count, lon), np.full(count, lat), way, far)
    return list(zip(to_lat.tolist(), to_lon.tolist(), strict=True))


def rim_km(place: Place) -> float:
    """Give the width of what lies around the core."""
    if place["shape"] == "circle":
        return read(place, "radius_km")[0]
    return read(place, "width_km")[0] / 2 if place["shape"] == "corridor" else 0.0


def vectors(positions: list[tuple[float, float]]) -> np.ndarray:
    """Give unit vectors as rows."""
    lat, lon = np.radians(np.array(positions)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def brute_km(a: Place, b: Place, count: int = 400) -> float:
    """Measure the least distance of the cores' outlines by trying every pair, without what lies around them."""
    p, q = vectors(outline(a, count)), vectors(outline(b, count))
    chords = np.sqrt(((p[:, None, :] - q[None, :, :]) ** 2).sum(axis=2))
    return float(2 * np.arcsin(chords.min() / 2) * RADIUS / 1000)


# Flat images


def flat(positions: list[tuple[float, float]], centre: tuple[float, float], *, gnomonic: bool) -> np.ndarray:
    """Draw positions in kilometres on a plane that touches the sphere: true from the centre, or with straight arcs."""
    lat, lon = np.array(positions).T
    bearing, _, far = GEOD.inv(np.full_like(lon, centre[1]), np.full_like(lat, centre[0]), lon, lat)
    far = np.tan(far / RADIUS) * RADIUS if gnomonic else far
    return np.stack([far * np.sin(np.radians(bearing)), far * np.cos(np.radians(bearing))], axis=1) / 1000


def drawn(place: Place, centre: tuple[float, float], *, gnomonic: bool, count: int = 400) -> Any:
    """Draw the core of a place as shapely's own shape."""
    kind = place["shape"]
    if gnomonic and kind in ("corridor", "polygon"):
        points = flat(corners(place), centre, gnomonic=True)
    else:
        points = flat(outline(place, count), centre, gnomonic=gnomonic)
    if kind in ("point", "circle"):
        return Point(points[0])
    return LineString(points) if kind == "corridor" else Polygon(points)
