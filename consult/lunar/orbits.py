"""Orbits, coarsely: shells of heights and the latitudes below, never where an object is.

Two orbits around one body whose shells meet can always cross somewhere, whatever their inclinations, since all their
planes meet; whether objects meet is a question for conjunction assessment, which this is not. Where heights are missing
they are those of the regime (product defaults from common usage) and the orbit is marked coarse. Not modelled:
elements, phases, perturbations, arcs of eccentric orbits, longitudes of geostationary objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import acos, degrees, inf, pi
from typing import Any

from consult.i18n import _
from workflows.kernel.frozen import dataclass
from workflows.kernel.values import as_decimal, is_absent

from .faults import BadOrbit
from .sphere import RADIUS_M

MU = {"earth": 398_600.441_8, "moon": 4_902.800}
"""Gravity of each body, km³/s²."""


@dataclass(frozen=True, slots=True)
class Regime:
    """A kind of orbit by its usual heights in kilometres and inclinations in degrees."""

    body: str
    lowest_km: float
    highest_km: float
    inclinations: tuple[float, float] = (0, 180)


REGIMES: Mapping[str, Regime] = {
    "vleo": Regime("earth", 100, 450),
    "leo": Regime("earth", 160, 2_000),
    "sso": Regime("earth", 400, 1_200, (95, 105)),
    "meo": Regime("earth", 2_000, 35_586),
    "geo": Regime("earth", 35_586, 35_986, (0, 15)),
    "gto": Regime("earth", 160, 35_986),
    "heo": Regime("earth", 160, 100_000),
    "suborbital": Regime("earth", 0, 2_000),
    "llo": Regime("moon", 0, 200),
    "frozen": Regime("moon", 50, 20_000),
    "elfo": Regime("moon", 100, 20_000),
    "nrho": Regime("moon", 1_000, 75_000),
    "dro": Regime("moon", 30_000, 90_000),
    "l1": Regime("moon", 40_000, 70_000),
    "l2": Regime("moon", 45_000, 80_000),
    "lunar": Regime("moon", 0, 66_000),
}
"""Usual heights of the regimes; L1 and L2 are those of Earth and Moon, seen from the Moon."""
POINTS = ("l3", "l4", "l5", "sel1", "sel2", "heliocentric", "cislunar")
"""Regions without heights above a body: only the same name meets the same name."""
SAME = {"eml1": "l1", "eml2": "l2", "geostationary": "geo", "geosynchronous": "geo", "gso": "geo",
        "sun-synchronous": "sso", "low lunar orbit": "llo", "low lunar": "llo", "low earth orbit": "leo",
        "near-rectilinear halo orbit": "nrho", "near rectilinear halo orbit": "nrho",
        "elliptical lunar frozen orbit": "elfo", "distant retrograde orbit": "dro"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Orbit:
    """A shell of heights around a body, and how far north and south of its equator the orbit reaches."""

    body: str
    regime: str
    lowest_km: float
    highest_km: float
    latitude_deg: float
    """Highest latitude reached, north and south."""
    coarse: bool
    """Heights or inclination were not told and are those of the regime, or all."""

    def horizon_deg(self) -> float:
        """Give how far from the point below it the body is seen from its greatest height, in degrees."""
        radius = RADIUS_M.get(self.body, 0) / 1000
        return degrees(acos(radius / (radius + self.highest_km))) if radius and self.highest_km < inf else 90.0


def orbit_of(value: Any, around: str = "moon") -> Orbit:
    """Read an orbit as filings hold it, around the Moon, the Earth or at a libration point."""
    given = value if isinstance(value, Mapping) else {}
    name = str(given.get("regime") or "").strip().casefold()
    regime = SAME.get(name, name)
    known = REGIMES.get(regime)
    if regime in POINTS or (around == "libration" and known is None):
        return Orbit("point", regime, 0, inf, 90, coarse=True)
    body = known.body if known and around == "libration" else around
    if body not in MU:
        raise BadOrbit("around", _("An orbit goes around the Moon, the Earth or a libration point."))
    if known is not None and known.body != body:
        raise BadOrbit("orbit/regime", _("Orbits of this regime do not go around this body."))
    usual = known or Regime(body, 0, inf)
    low, high, told = _heights(given, body, usual)
    latitude, inclined = _latitude(given, usual)
    return Orbit(body, regime, low, high, latitude, coarse=not (told and inclined))


def _number(given: Mapping[str, Any], key: str, most: float) -> float | None:
    if is_absent(given.get(key)):
        return None
    number = as_decimal(given[key])
    if number is None or not 0 <= number <= most:
        raise BadOrbit(f"orbit/{key}", _("Give a number that such an orbit can have."))
    return float(number)


def _heights(given: Mapping[str, Any], body: str, usual: Regime) -> tuple[float, float, bool]:
    """Give lowest and highest height, and whether both were told; a period stands in for one that is missing."""
    low, high = _number(given, "perigee_km", 1e7), _number(given, "apogee_km", 1e7)
    minutes = _number(given, "nodal_period_min", 1e7)
    if minutes and (low is None or high is None):
        sum_km = 2 * (mean_km(body, minutes) - RADIUS_M[body] / 1000)
        if low is None and high is None:
            low = high = max(0.0, sum_km / 2)
            return low, high, False
        low = max(0.0, sum_km - high) if low is None and high is not None else low
        high = max(0.0, sum_km - low) if high is None and low is not None else high
    if low is not None and high is not None and high < low:
        raise BadOrbit("orbit/apogee_km", _("The farthest height lies below the nearest one."))
    told = low is not None and high is not None
    first = usual.lowest_km if low is None else low
    last = usual.highest_km if high is None else high
    return min(first, last), max(first, last), told


def mean_km(body: str, minutes: float) -> float:
    """Give the half axis of an orbit of that period, in kilometres from the centre (Kepler's third law)."""
    return float((MU[body] * (minutes * 60 / (2 * pi)) ** 2) ** (1 / 3))


def _latitude(given: Mapping[str, Any], usual: Regime) -> tuple[float, bool]:
    inclination = _number(given, "inclination_deg", 180)
    if inclination is not None:
        return min(inclination, 180 - inclination), True
    low, high = usual.inclinations
    return (90.0 if low <= 90 <= high else max(min(low, 180 - low), min(high, 180 - high))), False


def apart_km(a: Orbit, b: Orbit) -> float:
    """Measure the height between two shells; 0 where they meet, infinite around different bodies."""
    if a.body != b.body or (a.body == "point" and a.regime != b.regime):
        return inf
    return max(0.0, max(a.lowest_km, b.lowest_km) - min(a.highest_km, b.highest_km))


def common_latitude(a: Orbit, b: Orbit) -> float:
    """Give the highest latitude, in degrees, up to which both orbits come."""
    return min(a.latitude_deg, b.latitude_deg)
