"""What a map of the Moon is drawn from: zones with their numbers, and the words around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from consult.drawing.lunar_sphere import LatLon, Shape

ZoneKind = Literal["site", "corridor", "plume", "keep_clear", "heritage", "emission"]
ZONE_KINDS: tuple[ZoneKind, ...] = ("site", "corridor", "plume", "keep_clear", "heritage", "emission")


@dataclass(frozen=True, slots=True)
class Zone:
    """A place of an activity on the Moon, with the number under which the table has it.

    `own` is what the picture is about, `overlaps` what touches it, `past` what is over. `margin_km` is drawn around
    places that are known no better.
    """

    number: int
    label: str
    shape: Shape
    kind: ZoneKind = "site"
    own: bool = False
    overlaps: bool = False
    past: bool = False
    margin_km: float = 0.0
    note: str = ""


def _say_point(point: LatLon) -> str:
    """Write a place as latitude and east or west longitude."""
    lat, lon = point[0], (point[1] + 180) % 360 - 180
    return f"{abs(lat):.4g}° {'N' if lat >= 0 else 'S'}, {abs(lon):.4g}° {'E' if lon >= 0 else 'W'}"


def _say_km(km: float) -> str:
    return f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"


@dataclass(frozen=True, slots=True)
class MapWords:
    """The words of a map, in English unless the caller translates them."""

    site: str = "site or area of operations"
    corridor: str = "corridor of descent, ascent or traverse"
    plume: str = "reach of plume and ejecta"
    keep_clear: str = "asked to be kept clear: a request, it excludes nobody"
    heritage: str = "heritage or science site"
    emission: str = "reach of radio use"
    own: str = "this activity"
    overlaps: str = "overlap"
    past: str = "over"
    uncertain: str = "uncertainty of the place"
    north: str = "N"
    south: str = "S"
    east: str = "E"
    west: str = "W"
    point: str = "point"
    circle: str = "circle, radius {0}"
    ellipse: str = "ellipse, half axes {0} and {1}"
    corridor_of: str = "corridor, {0} wide"
    polygon: str = "polygon of {0} corners"
    true_at: str = "{0}, true at {1}; at {2} the same bar spans {3}"
    true_at_centre: str = "{0}, true at the centre"
    say_point: Callable[[LatLon], str] = _say_point
    say_km: Callable[[float], str] = _say_km

    def of(self, kind: ZoneKind) -> str:
        """Return the word for a kind of zone."""
        return str(getattr(self, kind))

    def parallel(self, lat: float) -> str:
        """Write a latitude."""
        return f"{abs(lat):g}°" if not lat else f"{abs(lat):g}° {self.north if lat > 0 else self.south}"

    def meridian(self, lon: float) -> str:
        """Write a longitude."""
        lon = (lon + 180) % 360 - 180
        return f"{abs(lon):g}°" if lon in (0, -180) else f"{abs(lon):g}° {self.east if lon > 0 else self.west}"

    def size(self, shape: Shape) -> str:
        """Write form and size of a shape."""
        if shape.form == "point":
            return self.point
        if shape.form == "circle":
            return self.circle.format(self.say_km(shape.major_km))
        if shape.form == "ellipse":
            return self.ellipse.format(self.say_km(shape.major_km), self.say_km(shape.minor_km))
        if shape.form == "corridor":
            return self.corridor_of.format(self.say_km(2 * shape.major_km))
        return self.polygon.format(len(shape.points))


WORDS = MapWords()


@dataclass(frozen=True, slots=True)
class MapRow:
    """One zone of a map in words."""

    number: int
    label: str
    kind: ZoneKind
    kind_label: str
    place: str
    size: str
    own: bool
    overlaps: bool
    past: bool
    note: str


def map_table(zones: Sequence[Zone], words: MapWords = WORDS) -> list[MapRow]:
    """Return the rows that say in words what maps of these zones show, by number."""
    return [
        MapRow(
            zone.number,
            zone.label,
            zone.kind,
            words.of(zone.kind),
            _place(zone.shape, words),
            words.size(zone.shape),
            zone.own,
            zone.overlaps,
            zone.past,
            zone.note,
        )
        for zone in sorted(zones, key=lambda zone: zone.number)
    ]


def _place(shape: Shape, words: MapWords) -> str:
    """Write the centre of a shape, the two ends of a corridor, or the first corner of a polygon and how it goes on."""
    if shape.form == "corridor":
        return f"{words.say_point(shape.points[0])} → {words.say_point(shape.points[-1])}"
    if shape.form == "polygon":
        return "; ".join(words.say_point(point) for point in shape.points[:4]) + (" …" if len(shape.points) > 4 else "")
    return words.say_point(shape.points[0])
