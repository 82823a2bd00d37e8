"""A description unfolded into sites, corridors, areas, plumes, emissions and orbits."""

from datetime import date, timedelta

import pytest

from consult.lunar.faults import Fault
from consult.lunar.features import faults_of, features_of
from consult.lunar.shapes import distance_km, shape_of
from tests.consult.lunar.activities import activity, area, emission, km
from tests.consult.lunar.judges import circle, corridor, point

LOW = {"around": "moon", "orbit": {"regime": "LLO"}}


def kinds(description, **reader):
    """Name kind and purpose of each feature."""
    return [(one.kind, one.purpose) for one in features_of(description, **reader)]


def test_each_area_is_a_feature_of_its_kind():
    areas = [
        area(kind)
        for kind in ("landing", "operations", "traverse", "impact", "descent", "ascent", "plume", "keep_clear")
    ]
    areas += [area("heritage"), area("resource")]

    assert kinds(activity(areas=areas)) == [
        ("site", "landing"), ("site", "operations"), ("corridor", "traverse"), ("site", "impact"),
        ("corridor", "descent"), ("corridor", "ascent"), ("plume", "plume"), ("keep_clear", "keep_clear"),
        ("heritage", "heritage"), ("site", "resource"),
    ]  # fmt: skip


def test_plume_and_ejecta_are_counted_from_the_edge_of_landings_ascents_and_impacts_alone():
    areas = [area("landing", circle(0, 0, 1)), area("operations"), area("ascent", corridor([(5, 5), (5, 6)], 2))]
    found = features_of(activity(areas=areas, plume_radius={"value": "500", "unit": "m"}))

    plumes = [one for one in found if one.kind == "plume"]
    assert [one.path for one in plumes] == ["areas/0", "areas/2"]
    assert distance_km(plumes[0].shape, shape_of(point(0, 1))) == pytest.approx(30.3233 - 1.5, abs=1e-3)


def test_dates_and_their_uncertainty_hold_for_every_part_that_names_none():
    whole = activity(
        areas=[area(), area("operations", starts="2027-04-01", ends="2027-04-30")],
        uncertainty_days={"value": "3", "unit": "days"},
    )
    first, second = features_of(whole)

    assert (first.window.first_day, first.window.last_day) == (date(2027, 3, 1), date(2027, 6, 30))
    assert (second.window.first_day, second.window.last_day) == (date(2027, 4, 1), date(2027, 4, 30))
    assert {first.window.slack, second.window.slack} == {timedelta(days=3)}


def test_an_activity_without_a_last_day_goes_on():
    (only,) = features_of(activity(areas=[area()], latest_end=None))

    assert only.window.last_day is None


def test_an_emission_that_names_no_place_is_wherever_the_activity_is():
    found = features_of(activity(areas=[area(uncertainty_km=km("2")), area("heritage")], orbits=[LOW],
                                 emissions=[emission(reach_km=km("30"))]))  # fmt: skip

    emitted = [one for one in found if one.kind == "emission"]
    assert [one.body for one in emitted] == ["moon", "moon"]
    assert [one.shape is None for one in emitted] == [False, True], "the site and the orbit, not the heritage site"
    assert emitted[0].margin_km == 32


def test_an_emission_of_an_area_that_is_in_use_at_other_times_is_not_there():
    used = area(starts="2027-03-01", ends="2027-03-31")

    assert kinds(activity(areas=[used], emissions=[emission(starts="2027-05-01")])) == [("site", "landing")]


def test_an_emission_with_nothing_to_stand_on_has_no_place():
    (only,) = features_of(activity(emissions=[emission()]))

    assert (only.body, only.shape, only.box()) == (None, None, None)


def test_a_cancelled_activity_has_no_features():
    assert kinds(activity(areas=[area()], activity_status="cancelled")) == []


def test_what_was_declared_unknown_is_not_compared():
    unknown = {"unknown": True}
    told = activity(areas=[area(uncertainty_km=unknown, ends=unknown)], orbits=unknown, emissions=unknown,
                    plume_radius=unknown, latest_end=unknown, uncertainty_days=unknown,
                    members_only=unknown)  # fmt: skip

    (only,) = features_of(told)
    assert (only.margin_km, only.window.last_day, only.level) == (0, None, "C0")


def test_a_feature_has_the_level_of_all_fields_it_comes_from():
    told = activity(areas=[area()], plume_radius=km("1"), orbits=[LOW], emissions=[emission()])

    def levels(*hidden):
        found = features_of({**told, "members_only": list(hidden)})
        return [(one.kind, one.level) for one in found if one.level == "C1"]

    assert levels() == []
    assert levels("plume_radius") == [("plume", "C1")]
    assert levels("areas") == [("site", "C1"), ("plume", "C1"), ("emission", "C1")]
    assert levels("orbits") == [("orbit", "C1"), ("emission", "C1")]


def test_whoever_reads_public_fields_alone_gets_nothing_from_the_others():
    told = activity(areas=[area()], plume_radius=km("1"), emissions=[emission()], members_only=["areas"])

    (only,) = features_of(told, sees="C0")
    assert (only.kind, only.shape, only.level) == ("emission", None, "C0"), "an emission, and nobody learns where"
    assert len(features_of(told, sees="C1")) == 3


FAULTY = {
    "place of an area": (
        {"areas": [area(), area(place=point(91, 0))]}, "areas/1/place/lat",
        "Latitude lies between -90 and 90 degrees.",
    ),
    "corner of an area": (
        {"areas": [area(place=corridor([(0, 0), (0, 400)], 1))]}, "areas/0/place/points/1/lon",
        "Longitude lies between -180 and 360 degrees.",
    ),
    "dates of the whole": ({"latest_end": "2027-02-01"}, "latest_end", "This ends before it starts."),
    "dates of an area": (
        {"areas": [area(starts="2027-05-01", ends="2027-04-01")]}, "areas/0/ends", "This ends before it starts.",
    ),
    "uncertainty of an area": (
        {"areas": [area(uncertainty_km={"value": "-1", "unit": "km"})]}, "areas/0/uncertainty_km",
        "Give a length in km or m, not below 0.",
    ),
    "band": (
        {"emissions": [emission("5", "4")]}, "emissions/0/band/to",
        "The upper frequency may not lie below the lower one.",
    ),
    "orbit": (
        {"orbits": [{"around": "moon", "orbit": {"regime": "GEO"}}]}, "orbits/0/orbit/regime",
        "Orbits of this regime do not go around this body.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("told", "path", "sentence"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_description_is_refused_with_the_path_to_the_fault(told, path, sentence):
    with pytest.raises(Fault) as refused:
        features_of(activity(**told))

    assert (refused.value.path, refused.value.sentence) == (path, sentence)


def test_every_fault_of_a_description_is_listed_even_of_a_cancelled_one():
    told = activity(
        areas=[area(), area(place=point(91, 0)), area(place=circle(0, 0, 0))],
        orbits=[LOW, {"around": "mars", "orbit": {"regime": "low"}}],
        emissions=[emission("5", "4")],
        activity_status="cancelled",
    )

    assert [fault.path for fault in faults_of(told)] == [
        "areas/1/place/lat", "areas/2/place/radius_km", "orbits/1/around", "emissions/0/band/to",
    ]  # fmt: skip
    assert faults_of(activity(areas=[area()], emissions=[emission()])) == ()
    assert [fault.path for fault in faults_of(activity(latest_end="2020-01-01"))] == ["latest_end"]


def test_places_times_frequencies_beyond_what_can_be_compared_are_refused():
    told = activity(areas=[area()] * 60, emissions=[emission()] * 40)

    with pytest.raises(Fault, match="more than can be compared: at most 2000"):
        features_of(told)
    assert len(features_of(activity(areas=[area()] * 40, emissions=[emission()] * 40))) == 1640
