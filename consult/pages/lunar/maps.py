"""The map of the register: poles and sides of the Moon with every zone that the reader may see, and one table."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import Connection

from consult import casebook
from consult.drawing.canvas import Direction
from consult.drawing.lunar_map import lunar_map
from consult.drawing.lunar_projection import Projection, half, polar
from consult.drawing.lunar_zones import MapRow, Zone, map_table
from consult.i18n import _, ngettext
from consult.lunar.entries import Filters, Listed, list_entries
from consult.lunar.reader import Reader
from consult.lunar.versions import Version, newest_versions
from consult.pages.lunar.listing import Choices, choices
from consult.pages.lunar.places import Subject, is_past, zones_of
from consult.pages.lunar.words import Caveat, caveat, map_words, status_name, window_words
from workflows.kernel.frozen import dataclass

MOST, MOST_ZONES = 500, 2_000
"""Activities and zones that are drawn at most; one activity may have hundreds."""
VIEWS = ("all", "south", "north", "near", "far")
LATITUDES = (60, 70, 75, 80, 85, 88)


@dataclass(frozen=True, slots=True)
class MapPicture:
    """One map with its heading."""

    key: str
    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One row of the table under the maps: a zone in words, with the activity that names it."""

    row: MapRow
    key: str
    state: str
    status: str
    window: str
    exercise: bool


@dataclass(frozen=True, slots=True)
class MapPage:
    """Maps and their table."""

    title: str
    caveat: Caveat
    pictures: tuple[MapPicture, ...]
    lines: tuple[PlaceLine, ...]
    activities: int
    is_cut: bool
    view: str
    latitude: int
    filters: Filters
    is_filtered: bool
    views: tuple[tuple[str, str], ...]
    latitudes: tuple[int, ...]
    choices: Choices
    may_import: bool


def map_page(
    conn: Connection,
    reader: Reader,
    filters: Filters,
    *,
    view: str,
    latitude: int,
    on: date,
    direction: Direction,
    may_import: bool = False,
) -> MapPage:
    """Draw up the maps of the newest activities that fit, as their reader may see them.

    Long because: one line a field of the page, in the order in which it is read.
    """
    view = view if view in VIEWS else "all"
    latitude = latitude if latitude in LATITUDES else LATITUDES[0]
    found = list_entries(conn, reader, filters, size=MOST)
    versions = newest_versions(conn, reader, [one.id for one in found.entries])
    drawn = _subjects(found.entries, versions, on)
    zones = list(islice((zone for subject, _one in drawn for zone in zones_of(subject)), MOST_ZONES + 1))
    is_cut = found.after is not None or len(zones) > MOST_ZONES
    zones = zones[:MOST_ZONES]
    entries = {subject.number: one for subject, one in drawn}
    names = casebook.party_names(conn)
    return MapPage(
        _("Map of lunar activities"),
        caveat(),
        _pictures(zones, view, latitude, direction),
        tuple(_line(row, entries[row.number], names.get(entries[row.number].state, "")) for row in _rows(zones)),
        len({zone.number for zone in zones}),
        is_cut,
        view,
        latitude,
        filters,
        filters != Filters(body="moon"),
        tuple((key, _view_name(key)) for key in VIEWS),
        LATITUDES,
        choices(conn, on),
        may_import,
    )


def _rows(zones: Sequence[Zone]) -> list[MapRow]:
    return map_table(zones, map_words())


def _subjects(entries: Sequence[Listed], versions: Mapping[int, Version], on: date) -> list[tuple[Subject, Listed]]:
    """Number the activities in the order of the list."""
    drawn = []
    for number, one in enumerate(entries, 1):
        version = versions[one.id]
        past = is_past(one.status, one.ends, on)
        drawn.append((Subject(number, one.title or one.key, version.description, past=past), one))
    return drawn


def _line(row: MapRow, one: Listed, state: str) -> PlaceLine:
    window = window_words(one.starts, one.ends)
    return PlaceLine(row, one.key, state or one.state, status_name(one.status), window, one.exercise)


def _view_name(key: str) -> str:
    return {
        "all": _("Poles and sides"),
        "south": _("South pole"),
        "north": _("North pole"),
        "near": _("Near side"),
        "far": _("Far side"),
    }[key]


def _projection(key: str, latitude: int) -> Projection:
    if key == "south" or key == "north":
        return polar("south" if key == "south" else "north", latitude)
    return half("near" if key == "near" else "far")


def _pictures(zones: Sequence[Zone], view: str, latitude: int, direction: Direction) -> tuple[MapPicture, ...]:
    words = map_words()
    told = ngettext(
        "%(num)s zone of the register. The table below says the same in words.",
        "%(num)s zones of the register. The table below says the same in words.",
        len(zones),
    )
    pictures = []
    for key in VIEWS[1:] if view == "all" else (view,):
        svg = lunar_map(
            zones,
            _projection(key, latitude),
            title=_view_name(key),
            description=told,
            ident=f"map-{key}",
            direction=direction,
            words=words,
        )
        pictures.append(MapPicture(key, _view_name(key), svg))
    return tuple(pictures)
