"""Frequency bands in whole hertz, and the guard that is kept between them.

What is written with decimals is rounded outward to whole hertz. Not modelled: the shape of an emission, its power, and
harmonics. The guard is a default of the product; radio law knows services and allocations instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from consult.i18n import _
from workflows.kernel.frozen import dataclass
from workflows.kernel.values import as_decimal

from .faults import BadBand

HERTZ = {"Hz": 1, "kHz": 10**3, "MHz": 10**6, "GHz": 10**9}


@dataclass(frozen=True, slots=True)
class Band:
    """From a frequency up to another, in hertz; a single frequency has both ends alike."""

    low_hz: int
    high_hz: int

    def __post_init__(self) -> None:
        """Refuse what is no band."""
        if self.low_hz < 0:
            raise BadBand("from", _("A frequency is not below 0."))
        if self.high_hz < self.low_hz:
            raise BadBand("to", _("The upper frequency may not lie below the lower one."))

    @property
    def centre_hz(self) -> int:
        """Give the middle, rounded down."""
        return (self.low_hz + self.high_hz) // 2

    @property
    def width_hz(self) -> int:
        """Give the width."""
        return self.high_hz - self.low_hz

    def guard(self, least_hz: int, share: Decimal) -> int:
        """Give the guard of this band: so many hertz, or a share of the centre where that is more."""
        return max(least_hz, int(self.centre_hz * share))

    def widened(self, hz: int) -> Band:
        """Give the band with so many hertz more on either side."""
        return Band(max(0, self.low_hz - hz), self.high_hz + hz)


def band_of(value: Any) -> Band:
    """Read a band as filings hold it: decimal text from and to, and the unit."""
    given = value if isinstance(value, Mapping) else {}
    if given.get("unit") not in HERTZ:
        raise BadBand("unit", _("The unit is Hz, kHz, MHz or GHz."))
    low, high = as_decimal(given.get("from")), as_decimal(given.get("to"))
    if low is None:
        raise BadBand("from", _("Give the lower frequency as a number."))
    if high is None:
        raise BadBand("to", _("Give the upper frequency as a number."))
    times = HERTZ[given["unit"]]
    least = int((low * times).to_integral_value(ROUND_FLOOR))
    return Band(least, int((high * times).to_integral_value(ROUND_CEILING)))


def gap_hz(a: Band, b: Band) -> int:
    """Measure the hertz between two bands; below 0 they have so many in common."""
    return max(a.low_hz, b.low_hz) - min(a.high_hz, b.high_hz)


def common(a: Band, b: Band) -> Band | None:
    """Give what two bands have in common; bands that only meet end to end have nothing in common."""
    gap = gap_hz(a, b)
    if gap > 0 or (gap == 0 and a.width_hz and b.width_hz):
        return None
    return Band(max(a.low_hz, b.low_hz), min(a.high_hz, b.high_hz))


def near(a: Band, b: Band, guard_hz: int) -> bool:
    """Say whether two bands share frequencies or come nearer than the guard."""
    return common(a, b) is not None or gap_hz(a, b) < guard_hz
