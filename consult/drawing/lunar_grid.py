"""The net of parallels and meridians of a map of the Moon, with its labels; drawn once for each view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, degrees, hypot, radians
from typing import Literal

from consult.drawing.canvas import Point
from consult.drawing.lunar_projection import Kind, Projection
from consult.drawing.lunar_sphere import LatLon, vector_of

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 45.0, 90.0)


@dataclass(frozen=True, slots=True)
class GridLabel:
    """A label of the net in metres on the picture; at the edge it stands outside, at the angle of its line."""

    at: Point
    of: Literal["parallel", "meridian"]
    degrees: float
    outside: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines in metres and their labels."""

    lines: tuple[tuple[Point, ...], ...]
    labels: tuple[GridLabel, ...]


def grid_of(view: Projection) -> Grid:
    """Return the net of a view."""
    return _grid(view.kind, view.centre, round(degrees(view.reach), 9))


@lru_cache(maxsize=64)
def _grid(kind: Kind, centre: LatLon, reach: float) -> Grid:
    view, lines, labels = Projection(kind, centre, reach), [], []
    for of, value, line in _net(centre, reach):
        stretches = view.lines([vector_of(point) for point in line])
        stretches = [s for s in stretches if min(hypot(*p) for p in s) < view.edge * 0.999]  # not the edge itself
        lines += [tuple(stretch) for stretch in stretches]
        found = [*_at_edge(view, stretches, of, value)] or [*_inside(stretches, of, value)]
        labels += found
    return Grid(tuple(lines), tuple(labels))


def _net(centre: LatLon, reach: float) -> Iterator[tuple[Literal["parallel", "meridian"], float, list[LatLon]]]:
    """Yield each line of the net with its degrees: some three to five of each kind across the picture."""
    lat, lon = centre
    step = _nice(reach / 3.2) if reach < 90 else 30.0
    low, high = max(-90.0, lat - reach), min(90.0, lat + reach)
    for at in _multiples(step, low, high):
        if abs(at) < 90:
            half = min(180.0, _spread(lat, reach))
            yield "parallel", at, _row(at, lon if half < 180 else 0.0, half)
    spread = _spread(lat, reach)
    across = 30.0 if spread >= 180 else _nice(spread / 2.5)
    for at in _multiples(across, lon - spread, lon + spread - (across if spread >= 180 else 0)):
        stop = 90.0 if round(at) % 90 == 0 and spread >= 180 else 90 - min(10.0, step)
        ends = max(-stop, low - step), min(stop, high + step)
        yield "meridian", at, [(ends[0] + (ends[1] - ends[0]) * k / 60, at) for k in range(61)]


def _row(lat: float, lon: float, half: float) -> list[LatLon]:
    parts = max(24, int(half))
    return [(lat, lon + (2 * k / parts - (1 if half < 180 else 0)) * half) for k in range(parts + 1)]


def _spread(lat: float, reach: float) -> float:
    """Return how many degrees of longitude to either side a picture may hold."""
    nearest = abs(lat) + reach
    return 180.0 if nearest >= 89 or reach >= 90 else min(180.0, reach / cos(radians(nearest)))


def _nice(least: float) -> float:
    return next((step for step in STEPS if step >= least), STEPS[-1])


def _multiples(step: float, low: float, high: float) -> Iterator[float]:
    at = -(-low // step) * step
    while at <= high + step * 1e-6:
        yield round(at, 6)
        at += step


def _at_edge(
    view: Projection, stretches: list[list[Point]], of: Literal["parallel", "meridian"], value: float
) -> Iterator[GridLabel]:
    """Label a line where it meets the edge of the picture."""
    for stretch in stretches:
        for end in (stretch[0], stretch[-1]):
            if hypot(*end) > view.edge * 0.9999:
                yield GridLabel(end, of, value, True)


def _inside(stretches: list[list[Point]], of: Literal["parallel", "meridian"], value: float) -> Iterator[GridLabel]:
    """Label a line that never meets the edge once: a parallel beside its start, a meridian in its middle."""
    for stretch in stretches[:1]:
        yield GridLabel(stretch[len(stretch) // 24 if of == "parallel" else len(stretch) // 2], of, value, False)


def turn_of(at: Point) -> float:
    """Return the angle at which a point lies from the middle of the picture."""
    return atan2(at[1], at[0])
