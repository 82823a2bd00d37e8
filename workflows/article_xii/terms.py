"""Terms of a visit, and the text on which it rests: every number is a product default, since OST XII has none.

Law: OST XII asks for reasonable advance notice and for reciprocity; MOON 15(1) gives its parties the same visit without
reciprocity as a condition.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel import guards as g
from workflows.kernel.guards import Guard
from workflows.kernel.language import ByCase, Citation, Period, Source, by_case
from workflows.kernel.terms import Terms, term

OST, MOON, UNC = Source("OST"), Source("MOON"), Source("UNC")
OPEN, NOTICE, RESPONSIBLE = OST("XII", 1), OST("XII", 2), OST("VI")
MOON_PROFILE = "moon-agreement"
PROFILES = {"ost": "Outer Space Treaty", MOON_PROFILE: "Moon Agreement"}
KINDS = {"crewed": "Crewed", "robotic": "Robotic", "other": "Other"}
ADVICE = (
    "Ask for a visit by invitation, or use the rules of an agreement between you; where an organisation runs the "
    "facility, address those of its members that are parties (Article XIII)."
)

UNDER_OST = "Give notice under the Outer Space Treaty instead."


@dataclass(frozen=True)
class VisitTerms(Terms):
    """Terms of a visit."""

    profile: str = term("ost", "Under which treaty the visit is projected.", options=PROFILES)
    advance: ByCase = term(
        by_case(
            "facility_kind", "other", {"crewed": Period(days=90), "robotic": Period(days=30), "other": Period(days=60)}
        ),
        "Notice before the visit; what is reasonable the treaty does not say.",
    )
    acknowledgement: Period = term(Period(days=7), "Acknowledgement of the notice, from dispatch.")
    grace: Period = term(Period(days=14), "Grace after the period for acknowledgement has passed.")
    consultation: Period = term(Period(days=14), "Opening of the talks, from the first acknowledgement.")
    window: Period = term(Period(days=30), "Window for the talks.")
    window_extension: Period = term(Period(days=15), "One extension of the window, by agreement.")
    date_answer: Period = term(Period(days=7), "Answer of the visiting State to another date.")
    review: Period = term(Period(days=30), "A safety hold is reviewed within this, each time.")
    reciprocity_answer: Period = term(Period(days=14), "Answer of the visiting State on reciprocity.")
    go_no_go: Period = term(Period(hours=72), "Last word of the host before the visit, counted back from it.")
    report: Period = term(Period(days=30), "Report after the visit.")
    proofs: int = term(1, "Proofs of delivery to each silent host before the visit is recorded as not held.")
    proof_channels: int = term(1, "Channels over which those proofs came.")

    @property
    def by_moon(self) -> bool:
        """Say whether the visit rests on the Moon Agreement."""
        return self.profile == MOON_PROFILE

    @property
    def duty(self) -> tuple[Citation, ...]:
        """What the notice rests on."""
        return (MOON("15(1)"), NOTICE) if self.by_moon else (NOTICE, OPEN)

    def applies(self) -> Guard:
        """Ask that the treaty bind the visiting State and every host on the day."""
        bound: Guard = g.Bound("OST", NOTICE, "hosts", ADVICE)
        return bound & g.Bound("MOON", MOON("15(1)"), "hosts", UNDER_OST) if self.by_moon else bound
