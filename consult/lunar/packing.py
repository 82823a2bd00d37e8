"""A feature as one line of text, and back: what the index keeps beside each box, so that no second query is needed.

The line holds everything that comparing needs, part by part between separators, which is read several times faster
than a structure; a shape is kept as it is measured, not as it was filed, so that nothing is checked anew. It is a
cache: lines of another form are made again from the versions (`consult.lunar.register.rebuild`).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import inf
from typing import Any

from consult.lunar.bands import Band
from consult.lunar.chains import Chain
from consult.lunar.features import Feature
from consult.lunar.orbits import Orbit
from consult.lunar.ovals import Oval
from consult.lunar.shapes import Shape
from consult.lunar.sphere import RADIUS_M
from consult.lunar.windows import Window

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIDY = json.JSONEncoder(separators=(",", ":"))
KEPT = 16_384
"""Features kept ready, some twenty megabytes at most."""
_END = "\x1f"


def pack(feature: Feature, recorded_day: int) -> str:
    """Write a feature, and the day on which it was told (days since 1970)."""
    window, shape, band = feature.window, feature.shape, feature.band
    parts = (
        feature.key, feature.state, feature.kind, feature.purpose, feature.label, feature.path, feature.level,
        _seconds(window.starts), _seconds(window.ends), repr(window.slack.total_seconds()), repr(feature.margin_km),
        "1" if feature.reach_told else "", *((str(band.low_hz), str(band.high_hz)) if band else ("", "")),
        _orbit_text(feature.orbit), *(_shape_parts(shape) if shape else ("",) * 8), str(recorded_day),
    )  # fmt: skip
    return _END.join(part.replace(_END, " ") for part in parts)


@lru_cache(maxsize=KEPT)
def unpack(text: str) -> tuple[Feature, int]:
    """Read a feature and the day on which it was told; those read lately are kept, since a line never changes."""
    (
        key, state, kind, purpose, label, path, level, starts, ends, slack, margin, told, low, high, orbit,
        body, form, rim, x, y, z, reach, core, day,
    ) = text.split(_END)  # fmt: skip
    shape = None
    if body:
        at, wide = (float(x), float(y), float(z)), float(rim)
        line = _line(json.loads(core), at, body) if core else at
        shape = Shape(body, form, line, wide, at, float(reach) if reach else wide)
    return Feature(
        key, state, kind, purpose, label, path, _window(starts, ends, slack), level, shape, float(margin),
        Band(int(low), int(high)) if low else None, _orbit(orbit) if orbit else None, bool(told),
    ), int(day)  # fmt: skip


def _seconds(at: datetime | None) -> str:
    return repr((at - _EPOCH).total_seconds()) if at else ""


@lru_cache(maxsize=4096)
def _window(starts: str, ends: str, slack: str) -> Window:
    """Read a window; the features of an activity share one."""
    return Window(_instant(starts), _instant(ends), timedelta(seconds=float(slack)))


def _instant(seconds: str) -> datetime | None:
    return _EPOCH + timedelta(seconds=float(seconds)) if seconds else None


def _shape_parts(shape: Shape) -> tuple[str, ...]:
    """Write a shape; its reach only where it is not the rim, as that of a circle is."""
    reach = "" if shape.reach == shape.rim else repr(shape.reach)
    core = _core(shape)
    at = (repr(part) for part in shape.centre)
    return (shape.body, shape.form, repr(shape.rim), *at, reach, _TIDY.encode(core) if core else "")


def _core(shape: Shape) -> Any:
    core = shape.core
    if isinstance(core, Chain):
        return {"points": core.points, "closed": core.closed}
    if isinstance(core, Oval):
        return {"along": core.along, "across": core.across, "long": core.long, "short": core.short}
    return None


def _line(core: Any, centre: Any, body: str) -> Chain | Oval:
    if "points" in core:
        return Chain([tuple(point) for point in core["points"]], closed=core["closed"])
    oval = Oval.__new__(Oval)  # its axes are known: nothing is laid anew
    oval.centre, oval.radius_m, oval._ring = centre, RADIUS_M[body], None
    oval.long, oval.short = core["long"], core["short"]
    oval.along, oval.across = tuple(core["along"]), tuple(core["across"])
    return oval


def _orbit_text(orbit: Orbit | None) -> str:
    if orbit is None:
        return ""
    highest = None if orbit.highest_km == inf else orbit.highest_km
    return _TIDY.encode([orbit.body, orbit.regime, orbit.lowest_km, highest, orbit.latitude_deg, orbit.coarse])


@lru_cache(maxsize=1024)
def _orbit(text: str) -> Orbit:
    """Read an orbit; many have that of their regime."""
    body, regime, lowest, highest, latitude, coarse = json.loads(text)
    return Orbit(body, regime, lowest, inf if highest is None else highest, latitude, coarse)
