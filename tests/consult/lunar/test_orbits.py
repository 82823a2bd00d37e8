"""Orbits as shells and latitudes: coarse, and saying so."""

import math

import pytest

from consult.lunar.faults import BadOrbit
from consult.lunar.orbits import apart_km, common_latitude, orbit_of


def orbit(regime, around="moon", **numbers):
    """Read an orbit as filed."""
    return orbit_of({"regime": regime, **numbers}, around)


READ = {
    "heights and inclination told": (
        orbit("LLO", perigee_km="90", apogee_km="110", inclination_deg="86"), ("moon", 90, 110, 86, False),
    ),
    "only the regime": (orbit("LLO"), ("moon", 0, 200, 90, True)),
    "a regime by its long name": (orbit("Near-rectilinear halo orbit"), ("moon", 1000, 75000, 90, True)),
    "retrograde inclination": (
        orbit("LEO", "earth", perigee_km="500", apogee_km="520", inclination_deg="97.5"),
        ("earth", 500, 520, 82.5, False),
    ),
    "geostationary": (orbit("GEO", "earth"), ("earth", 35586, 35986, 15, True)),
    "only the lower height": (orbit("LEO", "earth", perigee_km="400"), ("earth", 400, 2000, 90, True)),
    "a height outside its regime": (orbit("LEO", "earth", perigee_km="2500"), ("earth", 2000, 2500, 90, True)),
    "a regime nobody knows": (orbit("mine"), ("moon", 0, math.inf, 90, True)),
    "a point between Earth and Moon": (orbit("EML2", "libration"), ("moon", 45000, 80000, 90, True)),
    "a point that goes with the Sun": (orbit("SEL2", "libration"), ("point", 0, math.inf, 90, True)),
}  # fmt: skip


@pytest.mark.parametrize(("read", "expected"), READ.values(), ids=READ)
def test_an_orbit_is_a_shell_and_the_latitudes_below(read, expected):
    assert (read.body, read.lowest_km, read.highest_km, read.latitude_deg, read.coarse) == expected


def test_a_period_gives_the_mean_height():
    """Two hours are usual for 110 km above the Moon; twelve hours for navigation satellites."""
    low = orbit("lunar", nodal_period_min="118.6")
    assert low.lowest_km == low.highest_km == pytest.approx(111, abs=15)
    assert low.coarse

    half_day = orbit("MEO", "earth", nodal_period_min="717.97", perigee_km="20000")
    assert half_day.highest_km == pytest.approx(20_370, abs=30)


PAIRS = {
    "shells that meet": (orbit("LLO"), orbit("frozen"), 0),
    "low and halo": (orbit("LLO"), orbit("NRHO"), 800),
    "halo and libration point": (orbit("NRHO"), orbit("L2", "libration"), 0),
    "around two bodies": (orbit("LLO"), orbit("LEO", "earth"), math.inf),
    "the same far point": (orbit("SEL2", "libration"), orbit("sel2", "libration"), 0),
    "two far points": (orbit("SEL1", "libration"), orbit("SEL2", "libration"), math.inf),
    "low and geostationary": (orbit("LEO", "earth"), orbit("GEO", "earth"), 33586),
    "transfer and geostationary": (orbit("GTO", "earth"), orbit("GEO", "earth"), 0),
}


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS.values(), ids=PAIRS)
def test_shells_are_as_far_apart_as_their_heights(one, other, expected):
    assert apart_km(one, other) == apart_km(other, one) == expected


def test_two_orbits_come_over_the_lower_of_their_latitudes():
    assert common_latitude(orbit("LLO", inclination_deg="30"), orbit("LLO", inclination_deg="120")) == 30
    assert common_latitude(orbit("GEO", "earth"), orbit("SSO", "earth")) == 15


def test_the_horizon_of_an_orbit_grows_with_its_height():
    assert orbit("LLO", perigee_km="100", apogee_km="100").horizon_deg() == pytest.approx(18.99, abs=0.05)
    assert orbit("mine").horizon_deg() == 90


FAULTY = {
    "farthest below nearest": (
        {"regime": "LLO", "apogee_km": "50", "perigee_km": "100"}, "moon", "orbit/apogee_km",
        "The farthest height lies below the nearest one.",
    ),
    "no number": (
        {"regime": "LLO", "apogee_km": "high"}, "moon", "orbit/apogee_km",
        "Give a number that such an orbit can have.",
    ),
    "inclination beyond 180": (
        {"regime": "LLO", "inclination_deg": "181"}, "moon", "orbit/inclination_deg",
        "Give a number that such an orbit can have.",
    ),
    "geostationary around the Moon": (
        {"regime": "GEO"}, "moon", "orbit/regime", "Orbits of this regime do not go around this body.",
    ),
    "around another body": (
        {"regime": "low"}, "mars", "around", "An orbit goes around the Moon, the Earth or a libration point.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("value", "around", "path", "sentence"), FAULTY.values(), ids=FAULTY)
def test_an_orbit_that_cannot_be_is_refused(value, around, path, sentence):
    with pytest.raises(BadOrbit) as refused:
        orbit_of(value, around)

    assert (refused.value.path, refused.value.sentence) == (path, sentence)
