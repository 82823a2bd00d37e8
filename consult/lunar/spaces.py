"""Where a feature stands in the index: a box in three dimensions of whole metres and one of whole minutes.

What can never meet is kept apart along the first axis: ground of the Moon, ground of the Earth, heights of orbits
around each body, emissions at places. A box holds a feature with its own margin and slack alone; what the product keeps
beside grows the box on the side of the question. Boxes that do not meet mean features that do not meet; the reverse is
for the comparison to say.
"""

from __future__ import annotations

from math import ceil, floor, inf

from consult.lunar.features import EMISSION, ORBIT, Feature
from consult.lunar.margins import Margins
from consult.lunar.shapes import box
from consult.lunar.sphere import RADIUS_M

Corner = tuple[int, int, int, int, int, int, int, int]
"""Least and greatest of the three axes and of time."""
MOST = 2_000_000_000
"""Beyond every box; stands for an end that is open."""
GROUND = {"moon": 0, "earth": 100_000_000}
HEIGHTS = {"moon": 200_000_000, "earth": 700_000_000}
MOST_HEIGHT_M = 400_000_000
POINTS_AT = 1_200_000_000
HEARD = {"moon": 1_300_000_000, "earth": 1_400_000_000}
ROOM_M = 10_000_000
"""Half the room that the emissions of a body have, beyond any place on it."""
ANYWHERE = (HEARD["moon"] - ROOM_M, HEARD["earth"] + ROOM_M)
MARGIN_KM = 0.001
"""So much more on each side, against rounding."""


def corner_of(feature: Feature, margins: Margins | None = None) -> Corner | None:
    """Give the box of a feature, for the index or, with margins, for a question; None for what nothing can meet."""
    place = _place(feature, margins)
    if place is None:
        return None
    window = feature.window
    slack = window.slack_s + (margins.slack.total_seconds() if margins else 0.0)
    since = -MOST if window.since == -inf else floor((window.since - slack) / 60)
    until = MOST if window.until == inf else ceil((window.until + slack) / 60)
    return (*place, max(-MOST, since), min(MOST, until))


def _place(feature: Feature, margins: Margins | None) -> tuple[int, int, int, int, int, int] | None:
    if feature.kind == ORBIT:
        return _heights(feature, margins)
    if feature.kind == EMISSION and feature.shape is None:
        return _unplaced(feature)
    shape = feature.shape
    if shape is None or shape.body not in RADIUS_M:
        return None
    more = feature.margin_km + MARGIN_KM + (margins.widest_km(shape.body) if margins else 0.0)
    away = (HEARD if feature.kind == EMISSION else GROUND)[shape.body]
    x0, x1, *rest = box(shape, more)
    y0, y1, z0, z1 = rest
    return x0 + away, x1 + away, y0, y1, z0, z1


def _heights(feature: Feature, margins: Margins | None) -> tuple[int, int, int, int, int, int] | None:
    """Lay an orbit along its heights; regions without heights all stand at one place."""
    orbit = feature.orbit
    if orbit is None:
        return None
    if orbit.body not in HEIGHTS:
        return POINTS_AT, POINTS_AT, 0, 0, 0, 0
    more, start = (margins.shell_km if margins else 0.0), HEIGHTS[orbit.body]
    low = min(MOST_HEIGHT_M, max(0, floor((orbit.lowest_km - more) * 1000)))
    high = MOST_HEIGHT_M if orbit.highest_km == inf else min(MOST_HEIGHT_M, ceil((orbit.highest_km + more) * 1000))
    return start + low, start + high, 0, 0, 0, 0


def _unplaced(feature: Feature) -> tuple[int, int, int, int, int, int]:
    """An emission without a place is heard wherever its body is, or anywhere where nobody said around which."""
    away = HEARD.get(feature.body or "")
    low, high = ANYWHERE if away is None else (away - ROOM_M, away + ROOM_M)
    return low, high, -ROOM_M, ROOM_M, -ROOM_M, ROOM_M
