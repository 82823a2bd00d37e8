"""The sentence in which a finding tells what meets, by which margin, and when."""

import pytest

from consult.lunar.margins import Margins
from consult.lunar.overlaps import compare
from consult.lunar.reasons import hertz
from tests.consult.lunar.activities import area, emission, km, unfolded
from tests.consult.lunar.judges import circle, go, point

BOTH = "on 122 days in common, from 1 March 2027 to 30 June 2027."
EAST = circle(*go(0, 0, 90, 3.5), 1)
LOW, HIGH = (
    {"around": "moon", "orbit": {"regime": "mine", "perigee_km": low, "apogee_km": low}} for low in ("100", "120")
)
SENTENCES = {
    "overlap": (
        unfolded("Aurora", area()), unfolded("Borealis", area("operations")),
        f"The places of Aurora and Borealis overlap, {BOTH}",
    ),
    "distance": (
        unfolded("Aurora", area()), unfolded("Borealis", area(place=EAST)),
        f"The places of Aurora and Borealis are 1.5 km apart, within the margin of 2 km, {BOTH}",
    ),
    "plume": (
        unfolded("Aurora", area("plume")), unfolded("Borealis", area()),
        f"Plume and ejecta of Aurora reach Borealis, {BOTH}",
    ),
    "plume of theirs, near": (
        unfolded("Aurora", area()), unfolded("Borealis", area("plume", circle(*go(0, 0, 0, 2.75), 1))),
        f"Plume and ejecta of Borealis come within 0.75 km of Aurora; the margin is 1 km, {BOTH}",
    ),
    "kept clear": (
        unfolded("Aurora", area("keep_clear")), unfolded("Borealis", area()),
        f"Borealis touches the area that Aurora asks to be kept clear, {BOTH}",
    ),
    "heritage": (
        unfolded("Aurora", area("traverse")), unfolded("Luna", area("heritage", EAST)),
        f"Aurora comes within 1.5 km of the heritage or science site Luna; the margin is 2 km, {BOTH}",
    ),
    "for ever": (
        unfolded("Aurora", area(), latest_end=None), unfolded("Borealis", area(), latest_end=None),
        "The places of Aurora and Borealis overlap, from 1 March 2027 on, without a stated end.",
    ),
    "a single day": (
        unfolded("Aurora", area(ends="2027-03-01")), unfolded("Borealis", area()),
        "The places of Aurora and Borealis overlap, on 1 day in common, 1 March 2027.",
    ),
    "near in time": (
        unfolded("Aurora", area(ends="2027-03-01")), unfolded("Borealis", area(starts="2027-03-04")),
        "The places of Aurora and Borealis overlap, not at the same time as stated but no more than 2 days apart, and "
        "dates may move.",
    ),
    "shared frequencies": (
        unfolded("Aurora", emissions=[emission(place=point(0, 0), reach_km=km("5"))]),
        unfolded("Borealis", emissions=[emission("2209.5", "2215", place=point(0, 0.1), reach_km=km("5"))]),
        f"Aurora and Borealis share 2.2095 GHz to 2.21 GHz, within reach of each other (3.03 km apart, reach 10 km "
        f"together), {BOTH}",
    ),
    "frequencies nearer than the guard": (
        unfolded("Aurora", emissions=[emission()]), unfolded("Borealis", emissions=[emission("2210.5", "2215")]),
        f"The bands of Aurora and Borealis are 500 kHz apart; the guard is 1.106375 MHz, at a place that was not told, "
        f"{BOTH}",
    ),
    "orbits": (
        unfolded("Aurora", orbits=[LOW]), unfolded("Borealis", orbits=[HIGH]),
        f"The orbits of Aurora and Borealis are 20 km apart in height (coarse); the margin is 25 km, {BOTH}",
    ),
    "emission from orbit": (
        unfolded("Aurora", orbits=[LOW], emissions=[emission("2200", "2200")]),
        unfolded("Borealis", emissions=[emission(place=point(0, 0))]),
        f"Aurora and Borealis share 2.2 GHz, from an orbit in view (coarse), {BOTH}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("mine", "theirs", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_a_finding_says_what_meets_by_which_margin_and_when(mine, theirs, sentence):
    (found,) = compare(mine, theirs, Margins())

    assert found.reason() == sentence


def test_frequencies_are_written_in_a_unit_that_fits():
    assert [hertz(one) for one in (0, 999, 1500, 2_200_000_000, 2_200_000_001)] == [
        "0 Hz", "999 Hz", "1.5 kHz", "2.2 GHz", "2200000001 Hz",
    ]  # fmt: skip
