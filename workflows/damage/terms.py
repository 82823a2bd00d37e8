"""Terms of a claim: which cross-waiver it is tested against, and the aims where the treaty is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.damage.waivers import Waiver, waivers
from workflows.kernel.reckoning import Period
from workflows.kernel.terms import Terms, term

NONE = "none"


def _waivers() -> Mapping[str, str]:
    return {NONE: "No cross-waiver between the parties", **{key: one.title for key, one in waivers().items()}}


@dataclass(frozen=True)
class LiabilityTerms(Terms):
    """Terms of a claim; no period of the treaty is among them."""

    waiver: str = term(NONE, "The cross-waiver against which a claim is tested before it is presented.",
                       options=_waivers())  # fmt: skip
    answer: Period = term(Period(days=90), "Answer of a launching State to the claim, from receipt.")
    answer_extension: Period = term(Period(days=30), "More time for it, each time that it is granted.")
    answer_extensions: int = term(1, "How often more time for it may be granted.")
    response: Period = term(Period(days=90), "Reply to a recommendatory decision, from its delivery.")

    @property
    def tested(self) -> Waiver | None:
        """Give the waiver, None where there is none."""
        return waivers().get(self.waiver)
