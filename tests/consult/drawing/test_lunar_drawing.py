"""Maps of the Moon are true to the sphere, and say in shapes and words what they say in colour."""

import random
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import hypot, pi, radians
from typing import Any

import pytest
from pyproj import Transformer
from shapely.geometry import Point as Spot
from shapely.geometry import Polygon
from shapely.ops import unary_union

from consult.drawing.lettering import measure
from consult.drawing.lunar_bands import Axis, Use, bands_table, lunar_bands
from consult.drawing.lunar_bars import PLOT
from consult.drawing.lunar_map import WIDTH, lunar_map
from consult.drawing.lunar_projection import RADIUS_M, Projection, around, half, polar
from consult.drawing.lunar_sphere import RADIUS_KM, Shape, angle, outlines, point_of, rings, vector_of
from consult.drawing.lunar_times import Stretch, lunar_times, times_table
from consult.drawing.lunar_zones import Zone, map_table
from tests.consult.drawing.moonscapes import BASE, CLEAR, NOW, STRETCHES, USES, ZONES

TOLD: dict[str, Any] = {"title": "The Moon", "description": "Places.", "ident": "map"}
SOUTH = polar("south", 60)


def drawn_area(view: Projection, shape: Shape, pieces: int = 720) -> Polygon:
    """Return what a map paints of a shape, as one area in metres."""
    found = unary_union([Polygon(area) for ring in rings(shape, pieces) for area in view.areas(ring)])
    assert found.is_valid
    return found


def disc(view: Projection) -> Polygon:
    """Return the whole picture."""
    return Spot(0, 0).buffer(view.edge, quad_segs=180)


@pytest.mark.parametrize(("pole", "code"), [("north", 30130), ("south", 30135)])
def test_a_polar_map_is_the_one_of_the_astronomical_union(pole: str, code: int) -> None:
    """Two thousand points of a hemisphere fall where PROJ puts them, to a millionth of a metre."""
    judge = Transformer.from_crs("IAU_2015:30100", f"IAU_2015:{code}", always_xy=True)
    view, chance = polar("north" if pole == "north" else "south", 10), random.Random(7)
    for _i in range(2000):
        lat, lon = chance.uniform(10, 90) * (1 if pole == "north" else -1), chance.uniform(-180, 360)
        x, y = view.project(vector_of((lat, lon)))
        assert judge.transform(lon, lat) == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize("centre", [(0.0, 0.0), (0.0, 180.0)])
def test_a_side_is_the_equal_area_picture_of_proj(centre: tuple[float, float]) -> None:
    """A thousand points of each side fall where PROJ puts them, and the picture has the area of half the sphere."""
    judge = Transformer.from_crs(
        "+proj=longlat +R=1737400 +no_defs", f"+proj=laea +lat_0=0 +lon_0={centre[1]} +R=1737400", always_xy=True
    )
    view, chance = half("near" if centre[1] == 0 else "far"), random.Random(11)
    for _i in range(1000):
        lat, lon = chance.uniform(-89, 89), centre[1] + chance.uniform(-89, 89)
        assert judge.transform(lon, lat) == pytest.approx(view.project(vector_of((lat, lon))), abs=1e-3)
    assert pi * view.edge**2 == pytest.approx(2 * pi * RADIUS_M**2)


def test_a_circle_cut_by_the_edge_is_the_circle_less_what_lies_beyond() -> None:
    """A stereographic picture turns circles into circles: the cut is that of two flat circles, judged by shapely."""
    shape, wide = Shape("circle", ((-60, 180),), 300), polar("south", 20)
    whole = drawn_area(wide, shape)
    middle, size = whole.centroid, (whole.area / pi) ** 0.5
    assert all(hypot(x - middle.x, y - middle.y) == pytest.approx(size, rel=1e-4) for x, y in whole.exterior.coords)

    cut = drawn_area(SOUTH, shape)

    assert cut.area == pytest.approx(whole.intersection(disc(SOUTH)).area, rel=1e-3)
    assert 0.3 < cut.area / whole.area < 0.7


def test_a_shape_cut_more_than_once_keeps_all_its_parts() -> None:
    """A corridor around the pole that leaves the picture and comes back is drawn in its two parts."""
    shape = Shape("corridor", ((-64, -60), (-50, 0), (-64, 60)), 60)
    wide = drawn_area(polar("south", 20), shape, 96)
    cut = drawn_area(SOUTH, shape, 96)

    assert "MultiPolygon" == cut.geom_type
    assert cut.area == pytest.approx(wide.intersection(disc(SOUTH)).area, rel=0.01)


def test_a_shape_around_the_whole_picture_covers_it() -> None:
    """What reaches beyond the edge everywhere fills the picture; the same shape elsewhere leaves it empty."""
    view = around((-89.0, 20.0), 50)
    covering = Shape("circle", ((-88.0, 0.0),), 300)

    assert drawn_area(view, covering).area == pytest.approx(disc(view).area, rel=0.01)
    assert [] == view.areas(rings(Shape("circle", ((-60.0, 0.0),), 300), 96)[0])


def test_a_polygon_around_the_pole_holds_it_whichever_way_its_corners_run() -> None:
    """The smaller part of the sphere is inside, also across the meridian of 180 degrees."""
    corners = ((-80, 100), (-80, -140), (-80, -20))
    for given in (corners, corners[::-1]):
        assert drawn_area(SOUTH, Shape("polygon", given)).contains(Spot(0, 0))


def test_every_point_of_an_outline_keeps_its_distance() -> None:
    """The outline of a corridor lies half a width from its line, and a circle its radius from its centre."""
    line = ((-89.0, 20.0), (-84.0, 30.0), (-80.0, 60.0))
    for points, _closed in outlines(Shape("corridor", line, 15), 36):
        assert all(least_distance(point, line) == pytest.approx(15, abs=0.05) for point in points)
    for point in rings(Shape("circle", ((40.0, 179.0),), 12), 48)[0]:
        assert angle(point, vector_of((40.0, 179.0))) * RADIUS_KM == pytest.approx(12)


def least_distance(v: tuple[float, float, float], line: Sequence[tuple[float, float]]) -> float:
    """Return the kilometres from a direction to a line, by trying two thousand points of each stretch."""
    tried = 2000
    ends = [(vector_of(a), vector_of(b)) for a, b in pairwise(line)]
    on = [
        tuple(p * (1 - k / tried) + q * k / tried for p, q in zip(a, b, strict=True))
        for a, b in ends
        for k in range(tried + 1)
    ]
    return min(angle(v, point) for point in on) * RADIUS_KM  # type: ignore[arg-type]  # three stay three


def test_the_bearing_of_an_ellipse_is_that_of_its_longer_axis() -> None:
    """An ellipse on the equator that lies east and west reaches its longer half axis in longitude."""
    ring = rings(Shape("ellipse", ((0.0, 0.0),), 90, 30, 90), 72)[0]
    lats, lons = zip(*(point_of(v) for v in ring), strict=True)

    assert (max(lons), max(lats)) == pytest.approx((90 / RADIUS_KM * 180 / pi, 30 / RADIUS_KM * 180 / pi), rel=1e-3)


def test_the_scale_is_true_where_it_says_so() -> None:
    """A degree of latitude at the pole is drawn 30.32 km long; at 60 degrees the bar spans so much less."""
    there, here = SOUTH.project(vector_of((-89.99, 0))), SOUTH.project(vector_of((-90, 0)))
    assert there[1] - here[1] == pytest.approx(radians(0.01) * RADIUS_M, rel=1e-6)
    assert SOUTH.scale_at(radians(30)) == pytest.approx(1.0718, abs=1e-4)

    svg = lunar_map(ZONES, SOUTH, **TOLD)

    assert "500 km, true at 90° S; at 60° S the same bar spans 467 km" in svg


def test_overlap_is_seen_without_colour() -> None:
    """What overlaps is hatched and ringed, its number is bold and its title says so; the rest is none of these."""
    clear = lunar_map([replace(CLEAR, overlaps=False)], around((-88.5, 40), 60), **TOLD)
    hit = lunar_map([CLEAR], around((-88.5, 40), 60), **TOLD)

    assert 0 == clear.count('class="ln-hatched"')
    assert "overlap" not in clear
    assert 2 == hit.count('class="ln-hatched"')  # the zone and the legend
    assert "ln-strong" in hit
    assert "· overlap</title>" in hit


def test_east_stays_where_it_is_for_readers_from_right_to_left() -> None:
    """The map is not mirrored, its legend is; zones and marks are drawn alike."""
    usual, turned = (lunar_map(ZONES, SOUTH, direction=way, **TOLD) for way in ("ltr", "rtl"))
    paths = [re.findall(r'<path class="ln-(?:area|outline|line)" d="[^"]*"', svg) for svg in (usual, turned)]

    assert paths[0] == paths[1]
    assert len(paths[0]) > 8
    assert 'direction="rtl"' in turned


@pytest.mark.parametrize("view", [SOUTH, polar("north", 75), half("near"), half("far"), around((26, 3.6), 300)])
def test_a_map_is_well_formed_and_holds_no_style(view: Projection) -> None:
    """The drawing parses, escapes names and carries neither style nor script."""
    svg = lunar_map(ZONES, view, **TOLD)
    root = ElementTree.fromstring(svg)

    assert {"img"} == {root.get("role")}
    assert not re.search(r" style=|<script|<site>", svg)


def test_a_label_never_stands_on_another_nor_leaves_the_paper() -> None:
    """Sixty sites around the pole: the labels that find room keep clear of each other."""
    chance = random.Random(3)
    crowd = [
        Zone(n, f"Site {n}", Shape("point", ((chance.uniform(-90, -62), chance.uniform(0, 360)),))) for n in range(60)
    ]
    found = re.findall(r'class="ln-label" x="([\d.]+)" y="([\d.]+)"[^>]*>(\d+)<', lunar_map(crowd, SOUTH, **TOLD))
    boxes = [(float(x), float(y), 4.5 * len(text)) for x, y, text in found]

    assert len(boxes) > 20
    for at, (x, y, wide) in enumerate(boxes):
        assert all(abs(x - u) > (wide + w) / 2 or abs(y - v) > 7 for u, v, w in boxes[:at])


@pytest.mark.parametrize("lon", [-137.2, 40.0])
def test_the_degrees_beside_a_map_are_not_cut_off(lon: float) -> None:
    """Around a place near the pole they are long: “89.4° S” stands whole on either side."""
    found = re.findall(
        r'class="ln-degrees" x="([\d.]+)"[^>]*>([^<]+)<', lunar_map([], around((-89.45, lon), 12), **TOLD)
    )
    edges = [(float(x) - measure(text, 11) / 2, float(x) + measure(text, 11) / 2) for x, text in found]

    assert [text for _x, text in found if len(text) >= 7]
    assert all(first >= -0.1 and last <= WIDTH + 0.1 for first, last in edges)


def test_the_table_says_what_the_map_shows() -> None:
    """Each zone has a row with its number, kind, place and size in words."""
    rows = map_table(ZONES)

    assert [zone.number for zone in ZONES] == [row.number for row in rows]
    assert ("89° S, 20° E", "circle, radius 20 km", True) == (rows[0].place, rows[0].size, rows[0].own)
    assert "corridor, 30 km wide" == rows[2].size
    assert "polygon of 4 corners" == rows[3].size
    assert "89° S, 20° E → 55° S, 65° E" == rows[2].place


def test_a_bar_of_time_hatches_what_may_move_and_draws_today() -> None:
    """The own activity comes first, what overlaps it has a diamond, dates that may move are hatched."""
    svg = lunar_times(STRETCHES, now=NOW, title="Times", description="Windows.", ident="times")

    assert ["1", "2"] == re.findall(r'class="lb-label ln-strong"[^>]*>(\d)', svg)
    assert 5 == svg.count('<rect class="ln-hatched"')  # before and after two activities, and the legend
    assert "now · 2026-11-20" in svg
    assert 1 == svg.count('class="lb-goes-on"')
    assert [1, 2, 8, 3] == [row.number for row in times_table(STRETCHES)]


def test_a_window_or_a_band_that_runs_backwards_is_refused() -> None:
    """A picture of what cannot be is not drawn."""
    with pytest.raises(ValueError, match="ends before it starts"):
        lunar_times([Stretch(1, "A", date(2027, 2, 1), date(2027, 1, 1))], now=NOW, **TOLD)
    with pytest.raises(ValueError, match="upper end"):
        lunar_bands([Use(1, "A", 20, 10)], **TOLD)
    with pytest.raises(ValueError, match="A shape is one of"):
        Shape("polygon", ((0, 0), (1, 1)))
    with pytest.raises(ValueError, match="cannot reach"):
        Projection("equal_area", (0, 0), 120)


def test_frequencies_stand_on_a_logarithmic_scale_and_a_narrow_band_is_still_seen() -> None:
    """Each decade is as wide as the next; a band of one hertz is three pixels wide."""
    axis = Axis([Use(1, "A", 10**6, 10**6), Use(2, "B", 10**9, 10**9)])
    places = [axis.x(10**power) for power in (6, 7, 8, 9)]
    svg = lunar_bands([Use(1, "A", 10**6, 10**6 + 1), Use(2, "B", 10**9, 10**9)], **TOLD)

    assert {round(b - a, 6) for a, b in pairwise(places)} == {round(places[1] - places[0], 6)}
    assert 0 < places[0] < places[3] < PLOT
    assert all(float(wide) >= 3 for wide in re.findall(r'class="lb-firm"[^>]* width="([\d.]+)"', svg))


def test_the_table_of_frequencies_names_band_and_guard() -> None:
    """The own use comes first, then the one that overlaps."""
    rows = bands_table(USES)

    assert [1, 2, 3] == [row.number for row in rows]
    assert ("2.2 – 2.29 GHz", "5 MHz") == (rows[0].band, rows[0].guard)
    assert (True, False) == (rows[1].overlaps, rows[2].overlaps)


def test_a_guard_band_is_told_in_three_digits() -> None:
    """It is a share of the band and no measurement: 1.10125 MHz would feign one."""
    rows = bands_table([Use(1, "A", 2_200_000_000, 2_205_000_000, 1_101_250)])
    assert "1.1 MHz" == rows[0].guard


def test_the_uncertainty_of_a_place_is_drawn_around_it() -> None:
    """A circle known to five kilometres has a dotted circle of five kilometres more."""
    svg = lunar_map([BASE], around((-89, 20), 60), **TOLD)

    assert 'class="ln-uncertain"' in svg
    assert 'class="ln-uncertain"' not in lunar_map([replace(BASE, margin_km=0)], around((-89, 20), 60), **TOLD)
