"""Distances on the sphere, judged by pyproj, by shapely and by trying every pair of many points."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consult.lunar.shapes import distance_km, shape_of
from consult.lunar.sphere import great_circle_km
from tests.consult.lunar import judges
from tests.consult.lunar.judges import CENTRES, GEOD, circle, corridor, ellipse, go, pairs, places, point, polygon

MILLIMETRE = 1e-6
HALF_METRE = 5e-4


def apart(a, b):
    """Measure two places as filed."""
    return distance_km(shape_of(a), shape_of(b))


def slack_of(*placed):
    """Allow for the rings around ellipses and for nothing else."""
    return MILLIMETRE * 2 + HALF_METRE * sum(place["shape"] == "ellipse" for place in placed)


@given(CENTRES, CENTRES)
def test_two_points_are_as_far_apart_as_pyproj_says(one, other):
    expected = GEOD.inv(one[1], one[0], other[1], other[0])[2] / 1000

    assert great_circle_km(*one, *other) == pytest.approx(expected, abs=MILLIMETRE)
    assert apart(point(*one), point(*other)) == pytest.approx(expected, abs=MILLIMETRE * 2)


@given(pairs())
def test_small_places_of_any_shape_are_as_far_apart_as_shapely_says_on_the_plane(pair):
    """The plane touches the sphere near both; at 40 km it errs by less than a decimetre in 15 km."""
    a, b = pair
    centre = judges.outline(a)[0]
    expected = judges.drawn(a, centre, gnomonic=False).distance(judges.drawn(b, centre, gnomonic=False))
    expected = max(0.0, expected - judges.rim_km(a) - judges.rim_km(b))

    assert apart(a, b) == pytest.approx(expected, abs=1.5e-3 + slack_of(a, b))


@given(pairs(size_km=400, apart_km=900))
def test_large_places_are_never_farther_apart_than_their_nearest_points_and_hardly_nearer(pair):
    a, b = pair
    found = apart(a, b)
    brute = judges.brute_km(a, b, 500) - judges.rim_km(a) - judges.rim_km(b)

    assert found <= max(0.0, brute) + MILLIMETRE * 2
    if found > 0:
        assert brute - found < 4.0, "nothing lies inside the other, so outlines some kilometres dense agree"


@given(pairs(size_km=400, apart_km=900))
def test_places_have_no_distance_exactly_if_shapely_sees_them_meet_on_a_plane_with_straight_great_circles(pair):
    a, b = pair
    assume(not judges.rim_km(a) and not judges.rim_km(b))
    centre = judges.outline(a)[0]
    one, other = (judges.drawn(place, centre, gnomonic=True, count=2000) for place in pair)
    unsure = one.boundary.distance(other.boundary) if not one.boundary.is_empty and not other.boundary.is_empty else 1
    assume(unsure > 0.01 or one.disjoint(other) is False)

    assert (apart(a, b) == 0) == one.intersects(other)


@given(pairs(size_km=300, apart_km=2500))
def test_the_order_of_two_places_does_not_matter(pair):
    a, b = pair

    assert apart(a, b) == pytest.approx(apart(b, a), abs=MILLIMETRE)
    assert apart(a, a) == 0 == apart(b, b)


@given(st.data(), CENTRES)
def test_a_way_by_a_third_place_is_never_shorter_than_the_distance(data, centre):
    a, b = data.draw(places(centre, 50, 400)), data.draw(places(centre, 50, 400))
    middle = go(*centre, data.draw(judges.BEARINGS), data.draw(st.floats(0, 400)))

    by = apart(a, point(*middle)) + apart(point(*middle), b)

    assert apart(a, b) <= by + slack_of(a, b)


@given(CENTRES, judges.BEARINGS, st.floats(1, 600), st.floats(1, 600), st.floats(-50, 200))
def test_circles_touch_exactly_when_their_centres_are_as_far_apart_as_their_radii_together(at, way, r, s, gap):
    gap = max(gap, -r - s)
    other = go(*at, way, r + s + gap)

    found = apart(circle(*at, r), circle(*other, s))

    assert found == pytest.approx(max(0.0, gap), abs=MILLIMETRE * 3)


@given(CENTRES, st.floats(0.05, 800), st.floats(0.02, 0.999), judges.BEARINGS, st.floats(0, 2 * math.pi))
def test_the_ellipse_is_where_the_distances_from_two_foci_add_up_to_the_longer_axis(at, long, share, bearing, turn):
    short = long * share
    r = judges.RADIUS / 1000
    focus_km = math.acos(min(1.0, math.cos(long / r) / math.cos(short / r))) * r
    one, other = go(*at, bearing, focus_km), go(*at, bearing + 180, focus_km)
    shape = shape_of(ellipse(*at, long, short, bearing))
    outer = [great_circle_km(*one, *p) + great_circle_km(*other, *p) for p in _positions(shape.core.ring.points)]
    edge = judges.outline(ellipse(*at, long, short, bearing), 7)

    assert min(outer) >= 2 * long - 1e-5 * max(1, 1 / share), "the ring leaves nothing out"
    for p in edge:
        total = great_circle_km(*one, *p) + great_circle_km(*other, *p)
        assert total == pytest.approx(2 * long, abs=1e-5 * max(1, 1 / share))
        assert apart(ellipse(*at, long, short, bearing), point(*p)) <= MILLIMETRE * 5


def _positions(points):
    return [(math.degrees(math.asin(p[2])), math.degrees(math.atan2(p[1], p[0]))) for p in points]


@given(CENTRES, st.floats(0.5, 900), st.floats(0.02, 0.999), judges.BEARINGS)
def test_the_ring_around_an_ellipse_reaches_beyond_it_by_half_a_metre_at_most(at, long, share, bearing):
    core = shape_of(ellipse(*at, long, long * share, bearing)).core

    beyond = [core.angle_to(p) * judges.RADIUS for p in core.ring.points]

    assert 0 < max(beyond) <= 0.5


@given(CENTRES, st.floats(0.5, 900), st.floats(0.02, 0.999), judges.BEARINGS, judges.BEARINGS, st.floats(1, 4000))
def test_the_distance_of_a_point_and_an_ellipse_is_that_of_its_nearest_edge(at, long, share, bearing, way, far):
    place, p = ellipse(*at, long, long * share, bearing), go(*at, way, far)
    edge, at_p = judges.vectors(judges.outline(place, 4000)), judges.vectors([p])
    brute = 2 * np.arcsin(np.sqrt(((edge - at_p) ** 2).sum(axis=1)).min() / 2) * judges.RADIUS / 1000
    found = apart(place, point(*p))

    if found:
        assert found <= brute + MILLIMETRE * 3
        step = long * 2 * math.pi / 4000
        assert brute - found <= min(step, step * step / max(found, step)) + HALF_METRE


def test_a_polygon_around_a_pole_holds_the_pole_in_whatever_order_its_points_stand():
    around = [(-85.0, lon) for lon in (10.0, 130.0, 250.0)]
    for points in (around, around[::-1]):
        assert apart(polygon(points), point(-90, 0)) == 0
        assert apart(polygon(points), point(90, 0)) > 5000


def test_places_on_either_side_of_the_meridian_of_180_are_near():
    assert apart(point(0, 179.9), point(0, -179.9)) == pytest.approx(6.0646, abs=1e-3)
    assert apart(circle(10, 180, 3), circle(10, -180, 3)) == 0
    assert apart(polygon([(-1, 179), (1, 179), (1, -179), (-1, -179)]), point(0, 180)) == 0
    assert apart(polygon([(-1, 179), (1, 179), (1, 181), (-1, 181)]), point(0, -179.5)) == 0
    assert apart(polygon([(-1, 179), (1, 179), (1, -179), (-1, -179)]), point(0, 0)) > 5000


def test_what_lies_wholly_inside_something_else_has_no_distance_from_it():
    outer = polygon([(-2, -2), (2, -2), (2, 2), (-2, 2)])
    for inner in (
        point(0, 0),
        circle(0, 0, 5),
        ellipse(0, 0, 8, 3, 40),
        corridor([(0, 0), (0.5, 0.5)], 1),
        polygon([(-1, -1), (1, -1), (1, 1), (-1, 1)]),
    ):
        assert apart(outer, inner) == 0 == apart(inner, outer)
    assert apart(circle(0, 0, 100), polygon([(-1, -1), (1, -1), (1, 1)])) == 0


def test_a_point_in_the_bay_of_a_polygon_is_outside_it():
    bay = polygon([(0, 0), (0, 4), (4, 4), (4, 3), (1, 3), (1, 1), (4, 1), (4, 0)])

    assert apart(bay, point(3, 2)) == pytest.approx(30.28, abs=0.1)
    assert apart(bay, point(0.5, 2)) == 0


def test_sides_of_a_polygon_are_great_circles_and_not_parallels():
    north = polygon([(60, 0), (60, 60), (50, 30)])

    assert apart(north, point(62, 30)) == 0
    assert apart(north, point(64, 30)) > 0


def test_a_corridor_has_round_ends():
    lane = corridor([(0, 0), (0, 1)], 2)

    assert apart(lane, point(0, 1.5)) == pytest.approx(0.5 * 30.3233 - 1, abs=1e-3)
    assert apart(lane, point(0.5, 0.5)) == pytest.approx(0.5 * 30.3233 - 1, abs=2e-3)


def test_places_on_two_bodies_have_no_distance():
    with pytest.raises(ValueError) as refused:
        distance_km(shape_of(point(0, 0)), shape_of({**point(0, 0), "body": "earth"}))

    assert str(refused.value) == "Places on two bodies have no distance on a sphere."
