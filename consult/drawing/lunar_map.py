"""Maps of the Moon as SVG text: a pole, a side, or the surroundings of a place, each a disc with its net and scale.

Zones are drawn true to the sphere and cut at the edge. What overlaps is hatched and ringed, so that it is seen without
colour; what is asked to be kept clear is an open outline, since it keeps nobody out. A map is never mirrored: for
right-to-left readers the words and the legend are, east stays where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import acos, cos, sin, sqrt

from consult.drawing.canvas import Direction, Point
from consult.drawing.lettering import measure, shorten
from consult.drawing.lunar_grid import GridLabel, grid_of, turn_of
from consult.drawing.lunar_key import paint_foot
from consult.drawing.lunar_labels import SIZE, Room
from consult.drawing.lunar_plate import Plate, outline_of
from consult.drawing.lunar_projection import Projection
from consult.drawing.lunar_sphere import (
    RADIUS_KM,
    Shape,
    Vector,
    angle,
    centre_of,
    dot,
    grow,
    outlines,
    rings,
    vector_of,
)
from consult.drawing.lunar_zones import WORDS, MapWords, Zone

WIDTH, RIM = 420.0, 40.0
LEAST_AREA = 3.0  # a zone of fewer pixels is drawn as a mark
NAMED = 16  # with more marks than these on a map, only their numbers are written


@dataclass(frozen=True, slots=True)
class Placed:
    """A zone on its map: where its middle falls and how many pixels it reaches beyond that."""

    zone: Zone
    middle: Vector
    at: Point
    reach: float


def lunar_map(
    zones: Sequence[Zone],
    view: Projection,
    *,
    title: str,
    description: str,
    ident: str,
    direction: Direction = "ltr",
    legend: bool = True,
    words: MapWords = WORDS,
) -> str:
    """Draw zones on a view of the Moon as SVG text; `ident` must be unique in the page.

    Long because: one line a layer, in the order in which they are painted.
    """
    radius = WIDTH / 2 - RIM
    placed = _place(zones, view, radius)
    foot = 2 * (radius + RIM) - 12
    keyed = [one.zone for one in placed] if legend else []
    canvas = Plate(WIDTH, foot, direction, view, radius, (WIDTH / 2, radius + RIM - 6), ident)
    room = Room(WIDTH)
    labels = _place_labels(canvas, placed, room)
    canvas.disc("ln-ground")
    _paint_net(canvas, room, words)
    for one in sorted(placed, key=lambda found: (found.zone.own, found.zone.overlaps, -found.reach)):
        _paint_zone(canvas, one, words)
    canvas.disc("ln-edge")
    for place, text, classes in labels:
        canvas.words(*place, text, classes)
    canvas.height = paint_foot(canvas, keyed, foot, words)
    return canvas.svg("ln-map", ident, title, description)


def _place(zones: Sequence[Zone], view: Projection, radius: float) -> list[Placed]:
    """Keep the zones that may touch the picture."""
    found, scale = [], radius / view.edge * 1000
    for zone in zones:
        middle, extent = _middle_of(zone.shape)
        extent += zone.margin_km / RADIUS_KM
        off = acos(max(-1.0, min(1.0, dot(middle, view.up))))
        if off <= view.reach + extent:
            pixels = extent * RADIUS_KM * scale * view.scale_at(min(off, view.reach))
            found.append(Placed(zone, middle, view.project(middle), pixels))
    return found


@lru_cache(maxsize=8192)
def _middle_of(shape: Shape) -> tuple[Vector, float]:
    """Give where a shape is labelled and how far it reaches from there, once for all pictures that show it."""
    middle, extent = centre_of(shape), shape.reach_km / RADIUS_KM
    if len(shape.points) > 1:
        extent += max(angle(middle, vector_of(point)) for point in shape.points)
    return middle, extent


def _paint_net(canvas: Plate, room: Room, words: MapWords) -> None:
    """Paint parallels and meridians, and their degrees where there is room."""
    net = grid_of(canvas.view)
    canvas.begin("ln-net")
    canvas.path("".join(canvas.stroke(line) for line in net.lines), "ln-line")
    for label in net.labels:
        said = words.parallel(label.degrees) if label.of == "parallel" else words.meridian(label.degrees)
        x, y = _net_place(canvas, label, measure(said, 11))
        box = x - measure(said, 11) / 2 - 2, y - 10, x + measure(said, 11) / 2 + 2, y + 3
        if room.is_free(box):
            room.take(box)
            canvas.words(x, y, said, "ln-degrees")
    canvas.finish()


def _net_place(canvas: Plate, label: GridLabel, wide: float) -> Point:
    """Return the middle of the baseline of a label of the net."""
    x, y = canvas.pixel(label.at)
    if not label.outside:
        return x, y + 4
    turn = turn_of(label.at)
    least = wide / 2  # a long number of degrees moves over the edge of the disc before it is cut off by the sheet's
    return max(least, min(WIDTH - least, x + cos(turn) * (wide / 2 + 6))), y - sin(turn) * 11 + 4


def _paint_zone(canvas: Plate, one: Placed, words: MapWords) -> None:
    """Paint one zone: its area where it is large enough, otherwise a mark."""
    zone = one.zone
    told = [f"{zone.number} {zone.label}", words.of(zone.kind), zone.note]
    told += [
        text for on, text in ((zone.own, words.own), (zone.overlaps, words.overlaps), (zone.past, words.past)) if on
    ]
    canvas.begin(classes_of(zone), " · ".join(filter(None, told)))
    if one.reach >= LEAST_AREA:
        _paint_area(canvas, one)
    if (one.reach < LEAST_AREA or zone.shape.form == "point") and canvas.view.shows(one.middle):
        canvas.mark(canvas.pixel(one.at), zone.kind, zone.overlaps)
    canvas.finish()


def classes_of(zone: Zone) -> str:
    """Return the classes of a zone."""
    marks = (("ln-own", zone.own), ("ln-overlap", zone.overlaps), ("ln-past", zone.past))
    return " ".join([f"ln-zone ln-{zone.kind}", *(name for name, on in marks if on)])


def _paint_area(canvas: Plate, one: Placed) -> None:
    """Paint what a zone covers, hatched where it overlaps, its outline, and around it the uncertainty of its place."""
    pieces = max(12, min(72, int(5 * sqrt(one.reach)) // 2 * 2))  # a fifth of a pixel off at most
    shape, view = one.zone.shape, canvas.view
    exact = view.circle(one.middle, shape.major_km / RADIUS_KM) if shape.form == "circle" else None
    if exact:
        drawn = outlined = canvas.round(*exact)
    else:
        drawn, outlined = _drawn(canvas, shape, pieces)
    if drawn:
        canvas.path(drawn, "ln-area")
        if one.zone.overlaps and one.zone.kind != "emission":  # which would cover everything within its reach
            canvas.hatched(drawn)
    if outlined:
        canvas.path(outlined, "ln-outline")
    if one.zone.margin_km:
        grown = grow(shape, one.zone.margin_km)
        around = [line for ring, closed in outlines(grown, pieces) for line in view.lines(ring, closed)]
        canvas.path("".join(canvas.stroke(line) for line in around), "ln-uncertain")


def _drawn(canvas: Plate, shape: Shape, pieces: int) -> tuple[str, str]:
    """Return the path of what a shape covers and that of its outline, which is the same where nothing is cut."""
    view, covered = canvas.view, rings(shape, pieces)
    drawn = "".join(outline_of(canvas, area) for ring in covered for area in view.areas(ring))
    if shape.form in ("circle", "ellipse") and all(view.shows(v) for ring in covered for v in ring):
        return drawn, drawn
    lines = [line for ring, closed in outlines(shape, pieces) for line in view.lines(ring, closed)]
    return drawn, "".join(canvas.stroke(line) for line in lines)


def _place_labels(canvas: Plate, placed: Sequence[Placed], room: Room) -> list[tuple[Point, str, str]]:
    """Find room for the numbers, with names where there are few, first of what matters most."""
    seen = [one for one in placed if canvas.view.shows(one.middle)]
    named = len({one.zone.number for one in seen}) <= NAMED
    for one in seen:
        x, y = canvas.pixel(one.at)
        if one.reach < LEAST_AREA or one.zone.shape.form == "point":
            room.take((x - 5, y - 5, x + 5, y + 5))
    labels: list[tuple[Point, str, str]] = []
    written: set[int] = set()
    for one in sorted(seen, key=lambda found: (not found.zone.own, not found.zone.overlaps, found.zone.number)):
        if one.zone.number not in written and (label := _place_label(canvas, one, room, named)):
            written.add(one.zone.number)
            labels.append(label)
    return labels


def _place_label(canvas: Plate, one: Placed, room: Room, named: bool) -> tuple[Point, str, str] | None:
    """Find room for the number of a zone, with its name if there is room for that too."""
    number = str(one.zone.number)
    full = shorten(f"{number} {one.zone.label}", SIZE, 120) if named else number
    classes = "ln-label ln-strong" if one.zone.own or one.zone.overlaps else "ln-label"
    for text in dict.fromkeys((full, number)):
        if place := room.place(canvas.pixel(one.at), 5, text):
            return place, text, classes
    return None
