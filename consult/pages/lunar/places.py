"""From what is told of an activity to what can be drawn of it: zones on the Moon, windows, uses of frequencies.

What cannot be drawn is left out of the picture and stays in the words; nothing here judges a description. The reach of
plume and ejecta of an elliptic area is drawn as an ellipse with longer axes, of a polygon as a belt along its outline.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from consult.drawing.lunar_bands import Use
from consult.drawing.lunar_sphere import Form, LatLon, Shape, grow
from consult.drawing.lunar_times import Stretch
from consult.drawing.lunar_zones import Zone, ZoneKind
from consult.lunar.bands import band_of
from consult.lunar.faults import Fault
from consult.lunar.features import BLOWING, KINDS
from consult.lunar.margins import DEFAULT
from workflows.kernel.frozen import dataclass
from workflows.kernel.values import as_date, as_decimal
from workflows.lunar.activity import AREAS

OVER = frozenset({"completed", "failed", "cancelled", "withdrawn", "superseded", "voided_error"})


@dataclass(frozen=True, slots=True)
class Subject:
    """An activity to be drawn: its number in the tables, its name, what is told of it, and how it is marked.

    `hit` holds paths such as ``areas/0`` of what overlaps.
    """

    number: int
    title: str
    description: Mapping[str, Any]
    own: bool = False
    past: bool = False
    hit: Collection[str] = ()


def is_past(status: str, ends: date | None, on: date) -> bool:
    """Say whether an activity is over on a day."""
    return status in OVER or (ends is not None and ends < on)


def shape_of(place: Any) -> Shape | None:
    """Read a place on the Moon as it is drawn; None where it is elsewhere or cannot be drawn."""
    if not isinstance(place, Mapping) or place.get("body") != "moon":
        return None
    form: Form = place.get("shape") or "point"
    given = place.get("points") if form in ("corridor", "polygon") else [place]
    points = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
    told = tuple((_text(one.get("lat")), _text(one.get("lon"))) for one in points)
    major, minor = SIZES.get(form, ("", ""))
    return _shape(form, told, _text(place.get(major)), _text(place.get(minor)), _text(place.get("bearing_deg")))


SIZES = {"circle": ("radius_km", ""), "ellipse": ("semi_major_km", "semi_minor_km"), "corridor": ("width_km", "")}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


@lru_cache(maxsize=8192)
def _shape(form: Form, told: tuple[tuple[str, str], ...], longer: str, shorter: str, turned: str) -> Shape | None:
    """Read a shape from its numbers as text; those read lately are kept, since a map is drawn again and again."""
    points = tuple(_points(told))
    major, minor, bearing = _number(longer), _number(shorter), _number(turned)
    if form == "corridor":
        major /= 2
    if form == "ellipse" and minor > major:
        major, minor, bearing = minor, major, bearing
    try:
        return Shape(form, points, major, minor, bearing)
    except ValueError:
        return None


def _points(told: Iterable[tuple[str, str]]) -> Iterator[LatLon]:
    for point in told:
        lat, lon = as_decimal(point[0]), as_decimal(point[1])
        if lat is not None and lon is not None:
            yield float(lat), float(lon)


def _number(value: Any) -> float:
    found = as_decimal(value)
    return float(found) if found is not None else 0.0


def _length(value: Any) -> float:
    """Read a length with its unit in kilometres."""
    given = value if isinstance(value, Mapping) else {}
    return _number(given.get("value")) * (0.001 if given.get("unit") == "m" else 1.0)


def _items(description: Mapping[str, Any], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    given = description.get(key)
    for at, item in enumerate(given if isinstance(given, list) else ()):
        if isinstance(item, Mapping):
            yield f"{key}/{at}", item


def zones_of(subject: Subject) -> Iterator[Zone]:
    """Give every place on the Moon that an activity names, its plumes, and the reach of its radio use."""
    blowing = _length(subject.description.get("plume_radius"))
    for path, item in _items(subject.description, "areas"):
        shape = shape_of(item.get("place"))
        if shape is None:
            continue
        purpose, label = str(item.get("kind", "")), str(item.get("label") or AREAS.get(str(item.get("kind")), ""))
        kind: ZoneKind = KINDS.get(purpose, "site")  # type: ignore[assignment]  # the kinds of areas are kinds of zones
        zone = _zone(subject, label, shape, kind, path)
        unsure = _length(item.get("uncertainty_km"))
        yield replace(zone, margin_km=unsure) if unsure else zone
        if blowing and purpose in BLOWING:
            yield _zone(subject, label, grow(shape, blowing), "plume", path)
    for path, item in _items(subject.description, "emissions"):
        shape = shape_of(item.get("place"))
        if shape is not None:
            reach = _length(item.get("reach_km"))
            yield _zone(subject, "", grow(shape, reach) if reach else shape, "emission", path)


def _zone(subject: Subject, label: str, shape: Shape, kind: ZoneKind, path: str) -> Zone:
    hit = path in subject.hit and not subject.own
    note = label if label != subject.title else ""
    return Zone(subject.number, subject.title, shape, kind, subject.own, hit, subject.past, note=note)


def stretch_of(subject: Subject, *, overlaps: bool = False, note: str = "") -> Stretch | None:
    """Give the window of an activity; None where no first day is told."""
    told = subject.description
    starts, ends = as_date(told.get("earliest_start")), as_date(told.get("latest_end"))
    if starts is None or (ends is not None and ends < starts):
        return None
    slack = _number((told.get("uncertainty_days") or {}).get("value"))
    return Stretch(subject.number, subject.title, starts, ends, slack, subject.own, overlaps, note)


def phases_of(subject: Subject) -> Iterator[Stretch]:
    """Give the phases of an activity that have days of their own."""
    for _path, item in _items(subject.description, "phases"):
        starts, ends = as_date(item.get("starts")), as_date(item.get("ends"))
        if starts is not None and (ends is None or ends >= starts):
            yield Stretch(0, str(item.get("name", "")), starts, ends, 0.0, subject.own)


def uses_of(subject: Subject) -> Iterator[Use]:
    """Give the bands that an activity uses, with the guard that screening keeps."""
    for path, item in _items(subject.description, "emissions"):
        try:
            band = band_of(item.get("band"))
        except Fault:
            continue
        guard = band.guard(DEFAULT.guard_hz, DEFAULT.guard_share)
        hit = path in subject.hit and not subject.own
        yield Use(subject.number, subject.title, band.low_hz, band.high_hz, guard, subject.own, hit)
