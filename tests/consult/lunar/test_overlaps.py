"""Which activities meet: in place and time, on frequencies within reach and time, in orbits and time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.lunar import windows
from consult.lunar.margins import DEFAULT, Margins
from consult.lunar.overlaps import compare
from consult.lunar.shapes import boxes_meet, distance_km
from tests.consult.lunar.activities import area, emission, km, unfolded
from tests.consult.lunar.judges import CENTRES, circle, go, places, point

BARE = Margins(
    site_km=0, plume_km=0, keep_clear_km=0, heritage_km=0, shell_km=0, guard_hz=0, guard_share=0, slack_days=0
)
LOW = {"around": "moon", "orbit": {"regime": "LLO", "inclination_deg": "90"}}
HALO = {"around": "moon", "orbit": {"regime": "NRHO"}}
EAST = circle(*go(0, 0, 90, 10), 1)
"""A circle whose edge is eight kilometres from that of the area in the middle."""


def told(*found):
    """Give what findings are about, with their kinds."""
    return [(one.about, one.kinds) for one in found]


KINDS = {
    "two landings": ("landing", "operations", ("physical", ("place", "time"))),
    "a traverse through a site": ("traverse", "landing", ("physical", ("place", "time"))),
    "two descents": ("descent", "descent", ("physical", ("place", "time"))),
    "a plume over a site": ("plume", "operations", ("plume", ("place", "plume", "time"))),
    "a landing in an area to be kept clear": ("landing", "keep_clear", ("keep_clear", ("place", "time"))),
    "two areas to be kept clear": ("keep_clear", "keep_clear", ("keep_clear", ("place", "time"))),
    "a plume over an area to be kept clear": ("plume", "keep_clear", ("keep_clear", ("place", "plume", "time"))),
    "a traverse through a heritage site": ("traverse", "heritage", ("heritage", ("place", "time"))),
    "two heritage sites": ("heritage", "heritage", None),
    "two plumes": ("plume", "plume", None),
}


@pytest.mark.parametrize(("mine", "theirs", "expected"), KINDS.values(), ids=KINDS)
def test_areas_at_one_place_and_time_meet_as_what_they_are_for(mine, theirs, expected):
    one, other = unfolded("a", area(mine)), unfolded("b", area(theirs))

    assert told(*compare(one, other)) == told(*compare(other, one)) == ([expected] if expected else [])


def test_places_apart_by_more_than_the_margin_do_not_meet():
    mine, theirs = unfolded("a", area()), unfolded("b", area(place=EAST))

    assert compare(mine, theirs, Margins(site_km=7.99)) == ()
    (found,) = compare(mine, theirs, Margins(site_km=8.01))
    assert (found.distance_km, found.margin_km) == (pytest.approx(8, abs=1e-6), 8.01)


def test_the_uncertainty_of_both_places_is_part_of_the_margin():
    mine = unfolded("a", area(uncertainty_km=km("3")))
    theirs = unfolded("b", area(place=EAST, uncertainty_km={"value": "3000", "unit": "m"}))

    (found,) = compare(mine, theirs)
    assert found.margin_km == 8
    assert found.distance_km == pytest.approx(8, abs=1e-6)


def test_one_place_at_different_times_is_no_finding():
    mine = unfolded("a", area(ends="2027-03-31"))

    assert compare(mine, unfolded("b", area(starts="2027-04-20"))) == ()


def test_one_place_at_times_that_may_move_together_is_near_in_time():
    mine = unfolded("a", area(ends="2027-03-31"), uncertainty_days={"value": "10", "unit": "days"})
    theirs = unfolded("b", area(starts="2027-04-12"))

    (found,) = compare(mine, theirs)
    assert found.kinds == ("place", "near_time")
    assert (found.near_in_time, found.gap_days, found.common_days, found.first_day) == (True, 11, 0, None)
    assert compare(mine, theirs, Margins(slack_days=1)) == ()
    (found,) = compare(theirs, mine)
    assert (found.kinds, found.gap_days) == (("place", "near_time"), 11), "whoever of both said that dates may move"


def test_common_days_are_named():
    mine, theirs = unfolded("a", area(ends="2027-04-30")), unfolded("b", area(starts="2027-04-21"))

    (found,) = compare(mine, theirs)
    assert (found.first_day.isoformat(), found.last_day.isoformat(), found.common_days) == (
        "2027-04-21",
        "2027-04-30",
        10,
    )


def test_a_landing_blows_upon_what_stands_farther_off_than_its_own_margin():
    mine = unfolded("a", area("landing"), plume_radius=km("8"))

    assert told(*compare(mine, unfolded("b", area("operations", EAST)))) == [("plume", ("place", "plume", "time"))]
    assert compare(mine, unfolded("b", area("operations", circle(*go(0, 0, 90, 11.1), 1)))) == ()


# Frequencies


def band(low, high, use="transmits", place=None, **more):
    """Unfold an activity that only emits."""
    return unfolded("b", emissions=[emission(low, high, emits=use, place=place or point(0, 0), **more)])


MINE = unfolded("a", emissions=[emission("2200", "2210", emits="receives", place=point(0, 0))])


def test_emissions_meet_where_frequency_time_and_reach_do():
    (found,) = compare(MINE, band("2205", "2220"))

    assert told(found) == [("spectrum", ("place", "frequency", "time"))]
    assert (found.common_hz.low_hz, found.common_hz.high_hz) == (2_205_000_000, 2_210_000_000)
    assert (found.guard_hz, found.coarse) == (1_106_250, False)


def test_bands_within_the_guard_meet_and_beyond_it_do_not():
    (found,) = compare(MINE, band("2211", "2220"))
    assert (found.common_hz, found.gap_hz, found.guard_hz) == (None, 1_000_000, 1_107_750)

    assert compare(MINE, band("2211.2", "2220")) == ()
    assert compare(MINE, band("2211", "2220"), Margins(guard_hz=0, guard_share=0)) == ()


def test_two_that_only_listen_do_not_disturb_each_other():
    assert compare(MINE, band("2200", "2210", "receives")) == ()
    assert compare(MINE, band("2200", "2210", "quiet")) == ()
    assert len(compare(MINE, band("2200", "2210", "both"))) == 1
    assert len(compare(MINE, band("2200", "2210", None))) == 1


def test_reach_is_to_the_horizon_of_both_unless_it_was_told():
    assert DEFAULT.horizon_km("moon") == pytest.approx(18.64, abs=0.01)
    assert len(compare(MINE, band("2200", "2210", place=point(*go(0, 0, 0, 37.2))))) == 1
    assert compare(MINE, band("2200", "2210", place=point(*go(0, 0, 0, 37.4)))) == ()
    assert len(compare(MINE, band("2200", "2210", place=point(*go(0, 0, 0, 318)), reach_km=km("300")))) == 1
    assert compare(MINE, band("2200", "2210", place=point(*go(0, 0, 0, 20)), reach_km=km("1"))) == ()


@pytest.mark.parametrize("reach", [{}, {"reach_km": km("80")}], ids=["not told", "told"])
def test_emissions_that_meet_have_boxes_that_meet_once_mine_is_widened(reach):
    mine = unfolded("a", emissions=[emission(place=point(0, 0), **reach)])
    theirs = band("2200", "2210", place=point(*go(0, 0, 90, 98 if reach else 37.2)))

    assert len(compare(mine, theirs)) == 1
    assert boxes_meet(mine[0].box(DEFAULT.widest_km("moon")), theirs[0].box())


def test_frequencies_at_different_times_are_no_finding():
    assert (
        compare(MINE, band("2200", "2210", starts="2028-01-01", ends="2028-02-01"))
        == ()
        == compare(unfolded("a", emissions=[emission(ends="2027-03-31")]), band("2200", "2210", starts="2027-05-01"))
    )


def test_an_emission_from_orbit_is_in_view_of_places_below_its_orbit_coarsely():
    polar = unfolded("b", orbits=[LOW], emissions=[emission()])
    equatorial = {"around": "moon", "orbit": {"regime": "LLO", "inclination_deg": "0"}}
    pole = unfolded("a", emissions=[emission(place=point(90, 0))])

    (found,) = compare(MINE, polar)
    assert (found.about, found.coarse, found.distance_km) == ("spectrum", True, None)
    assert len(compare(pole, polar)) == 1
    assert compare(pole, unfolded("b", orbits=[equatorial], emissions=[emission()])) == ()


def test_an_emission_at_a_place_that_was_not_told_may_be_anywhere():
    (found,) = compare(MINE, unfolded("b", emissions=[emission()]))

    assert (found.coarse, found.distance_km) == (True, None)


def test_an_emission_on_the_earth_does_not_meet_one_on_the_moon():
    assert compare(MINE, band("2200", "2210", place={**point(0, 0), "body": "earth"})) == ()


def test_two_emissions_meet_once_however_many_places_their_activities_have():
    one = unfolded("a", area(), area("operations", EAST), emissions=[emission()])
    other = unfolded("b", area(place=point(0, 1)), area("operations", point(0, 2)), emissions=[emission()])

    assert len([found for found in compare(one, other) if found.about == "spectrum"]) == 1


# Orbits


def test_orbits_meet_in_height_and_time_coarsely():
    (found,) = compare(unfolded("a", orbits=[LOW]), unfolded("b", orbits=[LOW]))
    assert (told(found), found.coarse, found.distance_km) == ([("orbit", ("orbit", "time"))], True, 0)

    assert compare(unfolded("a", orbits=[LOW]), unfolded("b", orbits=[HALO])) == ()
    later = unfolded("b", orbits=[{**LOW, "starts": "2029-01-01", "ends": "2029-02-01"}], latest_end="2030-01-01")
    assert compare(unfolded("a", orbits=[LOW]), later) == ()


# All


def test_an_activity_does_not_meet_itself():
    one = unfolded("a", area(), area("keep_clear"))

    assert compare(one, one) == ()


def test_a_finding_is_as_confidential_as_the_more_confidential_of_both():
    mine, theirs = unfolded("a", area()), unfolded("b", area(), members_only=["areas"])

    assert [one.level for one in compare(mine, theirs)] == ["C1"]


def test_what_is_certain_and_near_stands_first():
    mine = unfolded("a", area())
    theirs = unfolded("b", area(place=circle(*go(0, 0, 90, 3), 1))) + unfolded(
        "c", area(starts="2027-07-02", ends="2027-07-05"), latest_end="2027-08-01"
    )
    theirs += unfolded("d", area())

    assert [one.theirs.key for one in compare(mine, theirs)] == ["d", "b", "c"]


AREAS = st.sampled_from(("landing", "operations", "traverse", "plume", "keep_clear", "heritage"))
MARGINS = st.builds(Margins, *[st.floats(0, 30)] * 4, slack_days=st.floats(0, 20))


@given(st.data(), CENTRES, MARGINS)
def test_nothing_is_found_or_missed_other_than_by_measuring_every_pair(data, centre, margins):
    def drawn(key):
        shapes = data.draw(st.lists(places(centre, 40, 120), min_size=1, max_size=3))
        day = data.draw(st.integers(1, 30))
        areas = [area(data.draw(AREAS), place, starts=f"2027-04-{day:02d}", ends="2027-05-01") for place in shapes]
        return unfolded(key, *areas, plume_radius=km("7"), latest_end="2027-05-01")

    mine, theirs = drawn("a"), drawn("b")
    found = {(one.mine, one.theirs): one for one in compare(mine, theirs, margins)}

    for one in mine:
        for other in theirs:
            allowed = _allowed(one, other, margins)
            far = distance_km(one.shape, other.shape)
            assert ((one, other) in found) == (allowed is not None and far <= allowed + 1e-6)
            if (one, other) in found:
                assert found[one, other].distance_km == pytest.approx(far, abs=1e-9)
                assert boxes_meet(one.box(margins.widest_km("moon")), other.box())


def _allowed(one, other, margins):
    """Say which distance counts as meeting, in words that share nothing with the table of the product."""
    both = {one.kind, other.kind}
    assert windows.common(one.window, other.window) is not None
    if both in ({"heritage"}, {"plume"}):
        return None
    for kind, kept in (
        ("keep_clear", margins.keep_clear_km),
        ("heritage", margins.heritage_km),
        ("plume", margins.plume_km),
    ):
        if kind in both:
            return kept
    return margins.site_km


@given(st.data(), CENTRES)
def test_findings_do_not_depend_on_who_asks(data, centre):
    def drawn(key):
        return unfolded(key, area(data.draw(AREAS), data.draw(places(centre, 30, 40))), emissions=[emission()])

    mine, theirs = drawn("a"), drawn("b")

    one = {(x.about, x.mine, x.theirs, round(x.distance_km or 0, 6)) for x in compare(mine, theirs)}
    other = {(x.about, x.theirs, x.mine, round(x.distance_km or 0, 6)) for x in compare(theirs, mine)}
    assert one == other
