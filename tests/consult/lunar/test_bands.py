"""Frequency bands in whole hertz, and the guard between them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.lunar.bands import Band, band_of, common, gap_hz, near
from consult.lunar.faults import BadBand


def band(low, high, unit="MHz"):
    """Read a band as filed."""
    return band_of({"from": low, "to": high, "unit": unit})


READ = {
    "megahertz": (("2200", "2290", "MHz"), (2_200_000_000, 2_290_000_000)),
    "decimals": (("8.4000001", "8.45", "GHz"), (8_400_000_100, 8_450_000_000)),
    "a single frequency": (("401.5", "401.5", "kHz"), (401_500, 401_500)),
    "parts of a hertz are rounded outward": (("0.4", "1.2", "Hz"), (0, 2)),
}


@pytest.mark.parametrize(("given_", "expected"), READ.values(), ids=READ)
def test_a_band_is_read_to_the_hertz(given_, expected):
    read = band(*given_)

    assert (read.low_hz, read.high_hz) == expected


PAIRS = {
    "in part": (("2200", "2250"), ("2240", "2300"), (2_240_000_000, 2_250_000_000), -10_000_000),
    "one inside the other": (("2200", "2300"), ("2240", "2250"), (2_240_000_000, 2_250_000_000), -10_000_000),
    "end to end": (("2200", "2250"), ("2250", "2300"), None, 0),
    "a frequency at the edge of a band": (("2200", "2250"), ("2250", "2250"), (2_250_000_000, 2_250_000_000), 0),
    "the same frequency": (("2250", "2250"), ("2250", "2250"), (2_250_000_000, 2_250_000_000), 0),
    "a hertz apart": (("2200", "2250"), ("2250.000001", "2300"), None, 1),
}


@pytest.mark.parametrize(("one", "other", "shared", "gap"), PAIRS.values(), ids=PAIRS)
def test_common_hertz_are_counted_in_either_order(one, other, shared, gap):
    for a, b in ((band(*one), band(*other)), (band(*other), band(*one))):
        found = common(a, b)
        assert (found and (found.low_hz, found.high_hz)) == shared
        assert gap_hz(a, b) == gap


def test_bands_nearer_than_the_guard_are_near_and_those_at_the_guard_are_not():
    assert near(band("2200", "2250"), band("2250.1", "2300"), 100_001)
    assert not near(band("2200", "2250"), band("2250.1", "2300"), 100_000)
    assert not near(band("2200", "2250"), band("2250", "2300"), 0)


def test_the_guard_is_a_share_of_the_centre_where_that_is_more():
    assert band("2000", "2200").guard(100_000, Decimal("0.0005")) == 1_050_000
    assert band("100", "102").guard(100_000, Decimal("0.0005")) == 100_000


PLACES, WIDTHS = st.integers(0, 10**12), st.integers(1, 10**9)


@given(PLACES, WIDTHS, PLACES, WIDTHS, WIDTHS)
def test_a_guard_is_the_same_as_a_wider_band(low, width, other_low, other_width, guard):
    a, b = Band(low, low + width), Band(other_low, other_low + other_width)

    assert near(a, b, guard) == (gap_hz(a.widened(guard), b) < 0)


FAULTY = {
    "upper below lower": ("2300", "2200", "MHz", "to", "The upper frequency may not lie below the lower one."),
    "below zero": ("-1", "2200", "MHz", "from", "A frequency is not below 0."),
    "unknown unit": ("1", "2", "THz", "unit", "The unit is Hz, kHz, MHz or GHz."),
    "no number": ("low", "2", "Hz", "from", "Give the lower frequency as a number."),
    "no upper end": ("1", None, "Hz", "to", "Give the upper frequency as a number."),
}


@pytest.mark.parametrize(("low", "high", "unit", "path", "sentence"), FAULTY.values(), ids=FAULTY)
def test_what_is_no_band_is_refused(low, high, unit, path, sentence):
    with pytest.raises(BadBand) as refused:
        band(low, high, unit)

    assert (refused.value.path, refused.value.sentence) == (path, sentence)
