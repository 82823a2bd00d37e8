"""Where two activities meet: in place and time, on frequencies within reach and time, in orbits and time.

Place without time is no finding, unless the times miss each other by less than they may move. Whatever is kept between
activities is in ``margins``. Two heritage sites harm nobody, and neither do two plumes that reach no place of the
other; emissions meet only where one of them transmits. Not modelled: terrain between emissions, paths of orbits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import cos, pi
from typing import NamedTuple

from . import bands, windows
from .bands import Band
from .features import CORRIDOR as CORRIDOR_KIND
from .features import EMISSION, Feature
from .features import HERITAGE as HERITAGE_KIND
from .features import KEEP_CLEAR as CLEAR_KIND
from .features import ORBIT as ORBIT_KIND
from .features import PLUME as PLUME_KIND
from .features import SITE as SITE_KIND
from .margins import DEFAULT, HERITAGE, KEEP_CLEAR, ORBIT, PHYSICAL, PLUME, SPECTRUM, Margins
from .orbits import Orbit, apart_km
from .shapes import Shape, distance_km
from .sphere import RADIUS_M, lat_lon

HEARD = frozenset(("transmits", "both"))
"""Emissions that others may hear."""
ROUNDING_KM = 1e-6


class Finding(NamedTuple):
    """One meeting of a feature of mine with one of theirs."""

    about: str
    """``physical``, ``plume``, ``keep_clear``, ``heritage``, ``spectrum`` or ``orbit``."""
    mine: Feature
    theirs: Feature
    distance_km: float | None
    """Between the places as stated, or the heights of the orbits; None where a place is not told or only coarse."""
    margin_km: float
    """Nearer than this counts as meeting: what both filers said and what the product keeps."""
    gap_s: float
    """Seconds between the stated times; below 0 they have so many in common."""
    guard_hz: int
    coarse: bool
    """Shells of orbits or places not told: whether both really meet has to be asked."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Name what overlaps, in the order place, orbit, frequency, plume, time."""
        found = {SPECTRUM: ("place", "frequency"), ORBIT: ("orbit",)}.get(self.about, ("place",))
        if PLUME_KIND in (self.mine.kind, self.theirs.kind):
            found = (*found, "plume")
        return (*found, "near_time" if self.near_in_time else "time")

    @property
    def near_in_time(self) -> bool:
        """Say whether the times as stated miss each other, by less than they may move."""
        return windows.common(self.mine.window, self.theirs.window) is None

    @property
    def level(self) -> str:
        """Give the higher level of both features: nobody below it may know of the finding."""
        return max(self.mine.level, self.theirs.level)

    @property
    def first_day(self) -> date | None:
        """Give the first day in common; None where there is none, or the beginning is open."""
        both = windows.common(self.mine.window, self.theirs.window)
        return both.first_day if both else None

    @property
    def last_day(self) -> date | None:
        """Give the last day in common; None where there is none, or the end is open."""
        both = windows.common(self.mine.window, self.theirs.window)
        return both.last_day if both else None

    @property
    def common_days(self) -> int | None:
        """Count the days in common; 0 where the times are only near, None where they have no end."""
        both = windows.common(self.mine.window, self.theirs.window)
        return both.days if both else 0

    @property
    def gap_days(self) -> float:
        """Give the days between the times as stated; 0 where they have some in common."""
        return max(0.0, self.gap_s / windows.DAY_S)

    @property
    def common_hz(self) -> Band | None:
        """Give the frequencies in common; None where there are none, or the bands are only nearer than the guard."""
        if self.mine.band is None or self.theirs.band is None:
            return None
        return bands.common(self.mine.band, self.theirs.band)

    @property
    def gap_hz(self) -> int:
        """Give the hertz between the bands; 0 where they share some."""
        if self.mine.band is None or self.theirs.band is None:
            return 0
        return max(0, bands.gap_hz(self.mine.band, self.theirs.band))

    def reason(self) -> str:
        """Say in one sentence, in the reader's language, what meets and by which margin."""
        from .reasons import sentence

        return sentence(self)


_GROUND = (SITE_KIND, CORRIDOR_KIND)
_ABOUT: dict[tuple[str, str], str] = {
    **{(a, b): PHYSICAL for a in _GROUND for b in _GROUND},
    **{(a, PLUME_KIND): PLUME for a in _GROUND},
    **{(a, HERITAGE_KIND): HERITAGE for a in (*_GROUND, PLUME_KIND)},
    **{(a, CLEAR_KIND): KEEP_CLEAR for a in (*_GROUND, PLUME_KIND, HERITAGE_KIND, CLEAR_KIND)},
    (EMISSION, EMISSION): SPECTRUM,
    (ORBIT_KIND, ORBIT_KIND): ORBIT,
}
"""What a meeting of two kinds of features is about; pairs that are not here never meet."""
_PARTNERS: dict[str, dict[str, str]] = {}
for (_one, _other), _about in _ABOUT.items():
    _PARTNERS.setdefault(_one, {})[_other] = _about
    _PARTNERS.setdefault(_other, {})[_one] = _about


def compare(mine: Sequence[Feature], theirs: Sequence[Feature], margins: Margins = DEFAULT) -> tuple[Finding, ...]:
    """Find every meeting of features of mine with theirs, of entries other than my own; the nearest stand first."""
    found: list[Finding] = []
    for one in mine:
        found += _meetings(one, theirs, margins)
    found.sort(key=lambda finding: (finding.gap_s >= 0, finding.coarse, finding.distance_km or 0.0))
    return tuple(_nearest_emissions(found))


def _meetings(one: Feature, theirs: Sequence[Feature], margins: Margins) -> list[Finding]:
    """Compare one feature with many: kinds, then times, then what these kinds meet in."""
    found = []
    partners, key, since, until = _PARTNERS[one.kind], one.key or None, one.since, one.until
    slack = one.window.slack_s + margins.slack.total_seconds()
    for other in theirs:
        about = partners.get(other.kind)
        if about is None or other.key == key:
            continue
        gap = (since if since > other.since else other.since) - (until if until < other.until else other.until)
        if gap >= 0 and gap >= slack + other.window.slack_s and windows.common(one.window, other.window) is None:
            continue
        finding = _MEETING[about](about, one, other, margins, gap)
        if finding is not None:
            found.append(finding)
    return found


def _in_place(about: str, one: Feature, other: Feature, margins: Margins, gap: float) -> Finding | None:
    if one.shape is None or other.shape is None:
        return None
    limit = one.margin_km + other.margin_km + margins.km(about)
    far = within(one.shape, other.shape, limit)
    return None if far is None else Finding(about, one, other, far, limit, gap, 0, False)


def within(a: Shape, b: Shape, limit_km: float) -> float | None:
    """Measure the distance of two shapes if it is no more than a limit, else answer None.

    Caps around both are asked first, by one product and one cosine; most pairs need no more.
    """
    if a.body != b.body:
        return None
    p, q = a.centre, b.centre
    most = limit_km * 1000 / RADIUS_M[a.body] + a.reach + b.reach
    if most < pi and p[0] * q[0] + p[1] * q[1] + p[2] * q[2] < cos(most) - 1e-15:
        return None
    far = distance_km(a, b)
    return far if far <= limit_km + ROUNDING_KM else None


def _in_orbit(about: str, one: Feature, other: Feature, margins: Margins, gap: float) -> Finding | None:
    if one.orbit is None or other.orbit is None:
        return None
    far = apart_km(one.orbit, other.orbit)
    return None if far > margins.shell_km else Finding(about, one, other, far, margins.shell_km, gap, 0, coarse=True)


def _in_spectrum(about: str, one: Feature, other: Feature, margins: Margins, gap: float) -> Finding | None:
    if one.band is None or other.band is None or not (one.purpose in HEARD or other.purpose in HEARD):
        return None
    guard = max(band.guard(margins.guard_hz, margins.guard_share) for band in (one.band, other.band))
    if not bands.near(one.band, other.band, guard):
        return None
    if one.shape is None or other.shape is None:
        seen = in_view(one, other)
        return Finding(about, one, other, None, 0.0, gap, guard, coarse=True) if seen else None
    limit = reach_km(one, margins) + reach_km(other, margins)
    far = within(one.shape, other.shape, limit)
    return None if far is None else Finding(about, one, other, far, limit, gap, guard, coarse=False)


def reach_km(emission: Feature, margins: Margins) -> float:
    """Give the reach of an emission around its place: as told, else to the radio horizon."""
    horizon = 0.0 if emission.reach_told or emission.shape is None else margins.horizon_km(emission.shape.body)
    return emission.margin_km + horizon


def in_view(one: Feature, other: Feature) -> bool:
    """Say coarsely whether emissions may meet of which one is in orbit or at a place that was not told."""
    if one.body is None or other.body is None or "point" in (one.body, other.body):
        return True
    if one.body != other.body:
        return False
    for placed, orbiting in ((one.shape, other.orbit), (other.shape, one.orbit)):
        if placed is not None and orbiting is not None:
            return _below(placed, orbiting)
    return True


def _below(place: Shape, orbit: Orbit) -> bool:
    """Say whether an orbit comes above the horizon of some part of a place at some time."""
    lat = abs(lat_lon(place.centre)[0]) - place.reach * 180 / pi
    return lat <= orbit.latitude_deg + orbit.horizon_deg()


_MEETING = {
    **dict.fromkeys((PHYSICAL, PLUME, KEEP_CLEAR, HERITAGE), _in_place),
    ORBIT: _in_orbit,
    SPECTRUM: _in_spectrum,
}


def _nearest_emissions(found: Iterable[Finding]) -> Iterable[Finding]:
    """Keep of two emissions, each at several places of its activity, the meeting that stands first."""
    seen = set()
    for finding in found:
        if finding.about == SPECTRUM:
            pair = (finding.mine.key, finding.mine.path, finding.theirs.key, finding.theirs.path)
            if pair in seen:
                continue
            seen.add(pair)
        yield finding
