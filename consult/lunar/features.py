"""A description of an activity unfolded into what can be compared: sites, corridors, areas, emissions, orbits.

What is told once for the whole activity is applied to each part: dates, their uncertainty, the reach of plume and
ejecta, and the place of an emission that names none. A cancelled activity has no features. Each feature has the level
of the fields it comes from; whoever sees a lower level is given the description without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from itertools import islice
from typing import Any

from consult.i18n import _
from workflows.kernel.frozen import dataclass
from workflows.kernel.values import as_decimal

from .bands import Band, band_of
from .faults import BadPlace, Fault
from .orbits import Orbit, orbit_of
from .shapes import Box, Shape, box, shape_of, widened
from .windows import Window, common, window_of

SITE, CORRIDOR, KEEP_CLEAR, PLUME, HERITAGE, EMISSION, ORBIT = (
    "site", "corridor", "keep_clear", "plume", "heritage", "emission", "orbit",
)  # fmt: skip
KINDS = {
    "landing": SITE, "operations": SITE, "impact": SITE, "resource": SITE, "traverse": CORRIDOR, "descent": CORRIDOR,
    "ascent": CORRIDOR, "plume": PLUME, "keep_clear": KEEP_CLEAR, "heritage": HERITAGE,
}  # fmt: skip
"""What each area of the surface is compared as."""
BLOWING = ("landing", "ascent", "impact")
"""Areas from which plume and ejecta are counted."""
METRES_IN_KM = {"km": 1.0, "m": 0.001}
MOST_KM = 20_000
"""Half the way around the Earth; what is told to reach farther says nothing."""
PUBLIC, MEMBERS = "C0", "C1"
MOST_FEATURES = 2_000
"""Of one activity: an emission is compared at each of its places, so that the two lists multiply."""


@dataclass(slots=True, eq=False)  # not frozen: one is made of each row that the index gives
class Feature:
    """One thing of an activity that may meet one of another."""

    key: str
    """Of the entry of the register, or whatever names the activity."""
    state: str
    kind: str
    purpose: str
    """What the area or emission is for, as the description says: ``landing``, ``transmits`` ..."""
    label: str
    path: str
    """Where in the description it stands, as ``areas/0``."""
    window: Window
    level: str = PUBLIC
    shape: Shape | None = None
    margin_km: float = 0.0
    """Told by the filer: uncertainty of a place, reach of an emission."""
    band: Band | None = None
    orbit: Orbit | None = None
    reach_told: bool = True
    since: float = field(init=False, repr=False)
    until: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep at hand what is asked of every pair."""
        self.since, self.until = self.window.since, self.window.until

    @property
    def body(self) -> str | None:
        """Name the body it is on or around; None where nobody said."""
        return self.shape.body if self.shape else self.orbit.body if self.orbit else None

    def box(self, more_km: float = 0) -> Box | None:
        """Give the box of its place with its own margin and more; None where it has no place."""
        return box(self.shape, self.margin_km + more_km) if self.shape else None


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is the same for all features of one activity."""

    key: str
    state: str
    title: str
    window: Window
    hidden: frozenset[str]

    def level(self, *fields: str) -> str:
        return MEMBERS if self.hidden.intersection(fields) else PUBLIC


def _whole_window(given: Mapping[str, Any]) -> Window:
    """Read the days of the activity; a fault bears the path of the question that it concerns."""
    try:
        return window_of(*(given.get(key) for key in ("earliest_start", "latest_end", "uncertainty_days")))
    except Fault as fault:
        path = {"starts": "earliest_start", "ends": "latest_end"}.get(fault.path, fault.path)
        raise type(fault)(path, fault.sentence) from None


def features_of(
    description: Mapping[str, Any], *, key: str = "", state: str = "", sees: str = MEMBERS
) -> tuple[Feature, ...]:
    """Unfold a description for a reader of a level; raise the first fault, with its path, of one that is not sound."""
    hidden = frozenset(_told(description).get("members_only") or ())
    given = {k: v for k, v in _told(description).items() if k not in hidden or sees != PUBLIC}
    if given.get("activity_status") == "cancelled":
        return ()
    window = _whole_window(given)
    _phases(given, window)
    whole = _Whole(key, state, str(given.get("activity_title") or key), window, hidden)
    areas = tuple(_areas(given, whole))
    orbits = tuple(_orbits(given, whole))
    told = _emissions(given, (*areas, *orbits), whole)
    emissions = tuple(islice(told, MOST_FEATURES + 1))
    found = (*areas, *_plumes(given, areas, whole), *orbits, *emissions)
    if len(found) > MOST_FEATURES:
        path = "emissions" if emissions else "areas"
        raise Fault(
            path,
            _("Places and frequencies together are more than can be compared: at most %(most)s.", most=MOST_FEATURES),
        )
    return found


def faults_of(description: Mapping[str, Any]) -> tuple[Fault, ...]:
    """List everything from which nothing can be compared; one fault of each part, and the dates of the whole first."""
    bare = {k: v for k, v in _told(description).items() if k not in (*PARTS, "activity_status")}
    found = _fault(bare)
    if found is not None:
        return (found,)
    items = ((name, path, item) for name in PARTS for path, item in _items(description, name))
    parts = [(path, _fault({**bare, name: [item]})) for name, path, item in items]
    return tuple(type(one)(_moved(one.path, path), one.sentence) for path, one in parts if one is not None)


PARTS = ("areas", "orbits", "emissions")


def _fault(description: Mapping[str, Any]) -> Fault | None:
    try:
        features_of(description)
    except Fault as fault:
        return fault
    return None


def _moved(path: str, place: str) -> str:
    """Put the place of the part where the path says that it is the first."""
    return "/".join((place, *path.split("/")[2:]))


def _told(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out what was declared unknown or withheld: nothing can be compared with it."""
    return {k: v for k, v in given.items() if not (isinstance(v, Mapping) and ("unknown" in v or "withheld" in v))}


def _items(given: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for i, item in enumerate(_told(given).get(name) or ()):
        yield f"{name}/{i}", _told(item)


class _At:
    """Adds the path of the item to each fault that is found in it."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, fault: BaseException | None, _trace: Any) -> None:
        if isinstance(fault, Fault):
            raise fault.under(self.path) from None


def _km(given: Any, path: str) -> float:
    """Read a length with its unit; 0 where none was given."""
    if not isinstance(given, Mapping):
        return 0.0
    value = as_decimal(given.get("value"))
    if value is None or value < 0 or given.get("unit") not in METRES_IN_KM:
        raise BadPlace(path, _("Give a length in km or m, not below 0."))
    km = float(value) * METRES_IN_KM[given["unit"]]
    if km > MOST_KM:
        raise BadPlace(path, _("No length on a body is greater than %(most)s km.", most=MOST_KM))
    return km


def _phases(given: Mapping[str, Any], whole: Window) -> None:
    """Refuse a phase that ends before it starts; phases are told, and not compared."""
    for path, item in _items(given, "phases"):
        with _At(path):
            window_of(item.get("starts"), item.get("ends"), within=whole)


def _areas(given: Mapping[str, Any], whole: _Whole) -> Iterator[Feature]:
    level = whole.level("areas")
    for path, item in _items(given, "areas"):
        with _At(path):
            window = window_of(item.get("starts"), item.get("ends"), within=whole.window)
            unsure = _km(item.get("uncertainty_km"), "uncertainty_km")
        with _At(f"{path}/place"):
            shape = shape_of(item.get("place") or {})
        purpose = item["kind"]
        label = str(item.get("label") or whole.title)
        yield Feature(whole.key, whole.state, KINDS[purpose], purpose, label, path, window, level, shape, unsure)


def _plumes(given: Mapping[str, Any], areas: tuple[Feature, ...], whole: _Whole) -> Iterator[Feature]:
    radius = _km(given.get("plume_radius"), "plume_radius")
    if not radius:
        return
    level = whole.level("areas", "plume_radius")
    for area in areas:
        if area.purpose in BLOWING and area.shape is not None:
            shape = widened(area.shape, radius)
            yield Feature(
                area.key, area.state, PLUME, area.purpose, area.label, area.path, area.window, level, shape,
                area.margin_km,
            )  # fmt: skip


def _orbits(given: Mapping[str, Any], whole: _Whole) -> Iterator[Feature]:
    level = whole.level("orbits")
    for path, item in _items(given, "orbits"):
        with _At(path):
            window = window_of(item.get("starts"), item.get("ends"), within=whole.window)
            orbit = orbit_of(item.get("orbit"), str(item.get("around") or "moon"))
        yield Feature(whole.key, whole.state, ORBIT, orbit.regime, whole.title, path, window, level, orbit=orbit)


def _emissions(given: Mapping[str, Any], where: tuple[Feature, ...], whole: _Whole) -> Iterator[Feature]:
    """Unfold emissions: at the place they name, else wherever the activity is, else at a place that nobody knows."""
    hosts = [one for one in where if one.kind in (SITE, CORRIDOR, ORBIT)]
    for path, item in _items(given, "emissions"):
        with _At(path):
            window = window_of(item.get("starts"), item.get("ends"), within=whole.window)
            reach = _km(item.get("reach_km"), "reach_km")
        with _At(f"{path}/band"):
            band = band_of(item.get("band"))
        with _At(f"{path}/place"):
            shape = shape_of(item["place"]) if item.get("place") else None
        base = Feature(
            whole.key, whole.state, EMISSION, str(item.get("emits") or "both"), whole.title, path, window,
            whole.level("emissions"), shape, reach, band, reach_told=bool(reach),
        )  # fmt: skip
        yield from (_hosted(base, hosts) if shape is None and hosts else (base,))


def _hosted(emission: Feature, hosts: list[Feature]) -> Iterator[Feature]:
    """Put an emission at each place of its activity, for as long as both last."""
    for host in hosts:
        both = common(emission.window, host.window)
        if both is not None:
            yield replace(
                emission, label=host.label, window=both, level=max(emission.level, host.level), shape=host.shape,
                margin_km=host.margin_km + emission.margin_km, orbit=host.orbit,
            )  # fmt: skip
