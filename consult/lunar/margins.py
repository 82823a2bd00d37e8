"""What is kept between two activities before they count as meeting: defaults of the product, not law.

No instrument gives these numbers. They are added to what filers say themselves (uncertainty of a place, reach of an
emission, dates that may move), and each finding names the margin it was made with.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from math import acos

from workflows.kernel.frozen import dataclass

from .sphere import RADIUS_M

PHYSICAL, PLUME, KEEP_CLEAR, HERITAGE, SPECTRUM, ORBIT = (
    "physical", "plume", "keep_clear", "heritage", "spectrum", "orbit",
)  # fmt: skip
"""What a finding is about."""
_KEPT = {
    PHYSICAL: "site_km", PLUME: "plume_km", KEEP_CLEAR: "keep_clear_km", HERITAGE: "heritage_km", ORBIT: "shell_km",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Margins:
    """Margins of one screening."""

    site_km: float = 2.0
    """Between two sites or corridors."""
    plume_km: float = 1.0
    """Between the stated reach of plume and ejecta, and what they may hit."""
    keep_clear_km: float = 1.0
    """Around an area that is asked to be kept clear."""
    heritage_km: float = 2.0
    """Around a heritage or science site."""
    shell_km: float = 25.0
    """Between the heights of two orbits."""
    antenna_height_m: float = 100.0
    """Height, mast and rising ground together, from which an emission whose reach was not told meets the horizon."""
    guard_hz: int = 100_000
    """Least guard between two bands."""
    guard_share: Decimal = Decimal("0.0005")
    """Guard as a share of the centre of a band, where that is more."""
    slack_days: float = 7.0
    """By how many days two times may miss each other, beyond what filers say, and still be near."""

    @property
    def slack(self) -> timedelta:
        """Give the slack as a length of time."""
        return timedelta(days=self.slack_days)

    def km(self, about: str) -> float:
        """Give what is kept between two places for a finding of that kind; none for what is not about ground."""
        field = _KEPT.get(about)
        return float(getattr(self, field)) if field else 0.0

    def horizon_km(self, body: str) -> float:
        """Give the reach of an emission that told none: to the radio horizon of the smooth sphere."""
        radius = RADIUS_M[body]
        return acos(radius / (radius + self.antenna_height_m)) * radius / 1000

    def widest_km(self, body: str) -> float:
        """Give by how much a box must grow so that nothing which counts as meeting lies outside.

        That is on the side of the question; boxes in an index hold a feature and its own margin only.
        """
        ground = max(self.site_km, self.plume_km, self.keep_clear_km, self.heritage_km)
        return max(ground, 2 * self.horizon_km(body))


DEFAULT = Margins()
