"""Terms of a series: what kind it is, under which agreement, and the product's own aims of time.

Law: the arrangement of the two governments, at most (LAW_A); no text sets a period. Every number is a product default.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.agreements import SETTLEMENT, agreements
from workflows.agreements.tree import Placed, arrangement
from workflows.kernel.language import AGENCY, TREATY, Period
from workflows.kernel.terms import Terms, term

DIALOGUE, COMMITTEE = "dialogue", "joint_committee"
KINDS = {DIALOGUE: "Dialogue between two governments", COMMITTEE: "Joint committee under an agreement"}
WHOSE = {TREATY: "Between governments", AGENCY: "Between agencies, under their arrangement"}


def _titles() -> dict[str, str]:
    return {key: one.title for key, one in agreements().items() if one.procedure == SETTLEMENT}


@dataclass(frozen=True)
class SeriesTerms(Terms):
    """Terms of a series of meetings."""

    kind: str = term(DIALOGUE, "What kind of series it is.", options=KINDS)
    agreement: str = term(
        "station-framework", "The agreement under which a joint committee sits; a dialogue has none.", options=_titles()
    )
    level: str = term(TREATY, "Between governments, or between agencies under their arrangement.", options=WHOSE)
    answer: Period = term(Period(days=60), "Answer to the invitation.")
    sleep: Period = term(Period(months=18), "Time without a meeting after which the series is called dormant.")

    @property
    def is_committee(self) -> bool:
        """Say whether it is a joint committee."""
        return self.kind == COMMITTEE

    @property
    def first_rung(self) -> Placed | None:
        """The first stage for disputes under the agreement, where it is talked of in a joint committee."""
        first = next(iter(arrangement(self.agreement).stages), None) if self.is_committee else None
        return first if first is not None and first.stage.level == COMMITTEE else None
