"""Which places are taken, which are refused with what sentence, and the boxes by which they are found."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from consult.lunar.shapes import BadPlace, area, box, boxes_meet, distance_km, shape_of, widened
from consult.lunar.sphere import unit
from tests.consult.lunar import judges
from tests.consult.lunar.judges import CENTRES, circle, corridor, ellipse, go, pairs, places, point, polygon

TOO_FEW = "This shape needs at least 3 points."
SIZE = "Give a size in kilometres that is greater than 0."
REFUSED = {
    "latitude beyond the pole": (point(90.5, 0), "lat", "Latitude lies between -90 and 90 degrees."),
    "longitude beyond 360": (point(0, 361), "lon", "Longitude lies between -180 and 360 degrees."),
    "longitude below -180": (point(0, -181), "lon", "Longitude lies between -180 and 360 degrees."),
    "no longitude": ({**point(0, 0), "lon": ""}, "lon", "Longitude lies between -180 and 360 degrees."),
    "a number that is not text": ({**point(0, 0), "lat": 5.0}, "lat", "Latitude lies between -90 and 90 degrees."),
    "body not modelled": (
        {**point(0, 0), "body": "other"}, "body", "Only places on the Moon and on the Earth can be measured.",
    ),
    "unknown shape": (
        {**point(0, 0), "shape": "cube"}, "shape",
        "The shape is a point, a circle, an ellipse, a corridor or a polygon.",
    ),
    "radius 0": (circle(0, 0, 0), "radius_km", SIZE),
    "negative radius": (circle(0, 0, -1), "radius_km", SIZE),
    "radius of more than a quarter": (
        circle(0, 0, 2730), "radius_km", "No place reaches farther than a quarter of the great circle: 2729 km.",
    ),
    "half axis 0": (ellipse(0, 0, 5, 0, 0), "semi_minor_km", SIZE),
    "axes the wrong way round": (
        ellipse(0, 0, 5, 6, 0), "semi_minor_km", "The shorter half axis is longer than the longer one.",
    ),
    "ellipse of half the Moon": (
        ellipse(0, 0, 1400, 6, 0), "semi_major_km", "An ellipse this large is better told as a polygon.",
    ),
    "bearing beyond the circle": (
        ellipse(0, 0, 5, 3, 361), "bearing_deg",
        "A bearing lies between 0 and 360 degrees, counted from north eastward.",
    ),
    "corridor without width": (corridor([(0, 0), (0, 1)], 0), "width_km", SIZE),
    "corridor of one point": (corridor([(0, 0)], 1), "points", "This shape needs at least 2 points."),
    "corridor that stands still": (
        corridor([(0, 0), (0, 0)], 1), "points/1", "This point stands where the one before it stands.",
    ),
    "corridor to the other end of the Moon": (
        corridor([(10, 0), (-10, 180)], 1), "points/1",
        "This point lies opposite the one before it: no single great circle joins them. Add one between.",
    ),
    "two points": (polygon([(0, 0), (0, 1)]), "points", TOO_FEW),
    "two points and the first again": (polygon([(0, 0), (0, 1), (0, 0)]), "points", TOO_FEW),
    "latitude of one corner": (
        polygon([(0, 0), (0, 1), (95, 0)]), "points/2/lat", "Latitude lies between -90 and 90 degrees.",
    ),
    "corner told twice": (
        polygon([(0, 0), (0, 1), (0, 1), (1, 0)]), "points/2", "This point stands where the one before it stands.",
    ),
    "all on one line": (
        polygon([(0, 0), (0, 1), (0, 2)]), "points", "These points enclose nothing: they lie on one line.",
    ),
    "bow tie": (
        polygon([(0, 0), (1, 1), (1, 0), (0, 2)]), "points",
        "The outline crosses or touches itself: side 1 meets side 3.",
    ),
    "bow tie whose halves are alike": (
        polygon([(0, 0), (1, 1), (0, 1), (1, 0)]), "points",
        "The outline crosses or touches itself: side 1 meets side 3.",
    ),
    "bow tie over the meridian of 180": (
        polygon([(-1, 179), (1, -179), (-1, -179), (1, 179)]), "points",
        "The outline crosses or touches itself: side 1 meets side 3.",
    ),
    "bow tie over the pole": (
        polygon([(-89, -45), (-89, 135), (-89, 45), (-89, -135)]), "points",
        "The outline crosses or touches itself: side 1 meets side 3.",
    ),
    "on one line across the pole": (
        polygon([(-89, 30), (-89.5, 30), (-89, -150)]), "points",
        "These points enclose nothing: they lie on one line.",
    ),
    "two triangles that share a corner": (
        polygon([(0, 0), (1, 1), (1, -1), (0, 0), (-1, 2), (-1, -1)]), "points",
        "The outline crosses or touches itself: side 1 meets side 3.",
    ),
    "spike": (
        polygon([(0, 0), (0, 2), (0, 1), (1, 1)]), "points",
        "The outline crosses or touches itself: side 1 meets side 2.",
    ),
    "half of the sphere": (
        polygon([(0, 0), (0, 120), (0, 240)]), "points",
        "Both sides are half of the sphere: it cannot be said which of them is meant.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("place", "path", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_place_that_cannot_be_measured_is_refused_with_path_and_reason(place, path, sentence):
    with pytest.raises(BadPlace) as refused:
        shape_of(place)

    assert (refused.value.path, refused.value.sentence) == (path, sentence)


def test_a_place_on_another_body_than_asked_for_is_refused():
    with pytest.raises(BadPlace) as refused:
        shape_of({**point(0, 0), "body": "earth"}, body="moon")

    assert str(refused.value) == "body: This place does not lie on the body that is asked for."


def test_longitudes_from_180_to_360_are_those_from_minus_180():
    assert distance_km(shape_of(point(20, 200)), shape_of(point(20, -160))) == 0
    assert distance_km(shape_of(point(20, 360)), shape_of(point(20, 0))) == 0


def test_the_largest_circle_is_half_of_the_moon():
    half = shape_of(circle(90, 0, 2729))

    assert distance_km(half, shape_of(point(0, 50))) == pytest.approx(0.1, abs=0.05)


def test_a_polygon_may_repeat_its_first_point_at_the_end():
    shape = shape_of(polygon([(0, 0), (0, 1), (1, 1), (0, 0)]))

    assert len(shape.core.points) == 3


def test_a_polygon_of_five_hundred_corners_is_read():
    corners = [go(-85, 40, i * 0.72, 200 if i % 2 else 150) for i in range(500)]

    shape = shape_of(polygon(corners))

    assert distance_km(shape, shape_of(point(-85, 40))) == 0
    assert distance_km(shape, shape_of(point(*go(-85, 40, 0, 151)))) > 0


@given(CENTRES, st.lists(st.tuples(judges.BEARINGS, st.floats(1, 800)), min_size=3, max_size=9))
def test_what_crosses_itself_is_what_shapely_calls_invalid(centre, legs):
    corners = [go(*centre, *leg) for leg in legs]
    seen = judges.flat(corners, centre, gnomonic=True)
    assume(all(math.dist(a, b) > 0.01 for a, b in pairwise([*seen, seen[0]])) and Polygon(seen).area > 0.01)
    assume(not Polygon(seen).is_valid or _least_gap(seen) > 1e-3)

    assert (_refusal(polygon(corners)) is None) == Polygon(seen).is_valid


def _refusal(place):
    """Give the sentence with which a place is refused, or None."""
    try:
        shape_of(place)
    except BadPlace as refused:
        return refused.sentence
    return None


def _least_gap(seen):
    """Measure in kilometres how near a side comes to a corner that is not its own."""
    sides = [LineString(pair) for pair in pairwise([*seen, seen[0]])]
    ends = [(i, (i + 1) % len(seen)) for i in range(len(seen))]
    return min(
        side.distance(Point(corner))
        for side, own in zip(sides, ends, strict=True)
        for index, corner in enumerate(seen)
        if index not in own
    )


@given(judges.stars(-89.5, 20, 100))
def test_the_area_of_a_polygon_is_that_of_pyproj_in_either_order(place):
    corners = judges.corners(place)
    lat, lon = np.array(corners).T
    expected = abs(judges.GEOD.polygon_area_perimeter(lon, lat)[0])

    left = area([unit(*p) for p in corners]) * judges.RADIUS**2
    whole = 4 * math.pi * judges.RADIUS**2
    assert min(left, whole - left) == pytest.approx(expected, rel=1e-6)


# Boxes


@given(st.data(), CENTRES, st.sampled_from((5, 300, 1200)), st.floats(0, 500))
def test_the_box_holds_every_point_of_a_place_and_of_its_margin(data, centre, size, margin):
    place = data.draw(places(centre, size, size))
    xmin, xmax, ymin, ymax, zmin, zmax = box(shape_of(place), margin)
    far = judges.rim_km(place) + margin
    edge = [go(*p, way, far) for p in judges.outline(place, 40) for way in range(0, 360, 20)] if far else []
    xyz = judges.vectors([*edge, *judges.outline(place, 40)]) * judges.RADIUS
    slop = 1e-3

    assert (xyz.min(axis=0) >= np.array((xmin, ymin, zmin)) - slop).all()
    assert (xyz.max(axis=0) <= np.array((xmax, ymax, zmax)) + slop).all()


@given(pairs(size_km=300, apart_km=900), st.floats(0, 300), st.floats(0, 300))
def test_places_no_farther_apart_than_their_margins_have_boxes_that_meet(pair, one, other):
    a, b = (shape_of(place) for place in pair)

    if distance_km(a, b) <= one + other:
        assert boxes_meet(box(a, one), box(b, other))


@given(CENTRES, st.floats(0.001, 500))
def test_the_box_of_a_circle_is_hardly_larger_than_the_circle(centre, radius):
    sides = box(shape_of(circle(*centre, radius)))
    edge = judges.vectors([go(*centre, way, radius) for way in range(0, 360, 1)]) * judges.RADIUS

    widths = edge.max(axis=0) - edge.min(axis=0)
    for axis in range(3):
        bulge = judges.RADIUS * (1 - math.cos(radius * 1000 / judges.RADIUS))
        assert sides[2 * axis + 1] - sides[2 * axis] <= widths[axis] + bulge + 4


def test_boxes_at_the_poles_and_on_the_far_meridian_are_those_of_the_sphere():
    assert box(shape_of(point(90, 0))) == (-1, 1, -1, 1, 1737400, 1737400)
    assert box(shape_of(point(-90, 77)), 1) == (-1001, 1001, -1001, 1001, -1737400, -1737399)
    assert box(shape_of(point(0, 180))) == (-1737400, -1737400, -1, 1, -1, 1)
    assert box(shape_of(circle(0, -180, 1))) == (-1737400, -1737399, -1001, 1001, -1001, 1001)


def test_the_box_of_a_polygon_around_a_pole_reaches_up_to_the_pole():
    around = shape_of(polygon([(85, 0), (85, 120), (85, 240)]))

    assert box(around)[5] == 1737400


@given(st.data(), CENTRES, st.floats(0.1, 200), st.floats(0, 600))
def test_a_widened_place_is_nearer_by_just_so_much(data, centre, more, way_off):
    place = shape_of(data.draw(places(centre, 50, 10)))
    other = shape_of(point(*go(*centre, data.draw(judges.BEARINGS), way_off)))

    assert distance_km(widened(place, more), other) == pytest.approx(
        max(0.0, distance_km(place, other) - more), abs=1e-5
    )
