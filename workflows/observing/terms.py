"""Terms of a request to observe a flight, and the text on which it rests: every number is a product default.

Law: OST X first paragraph (requests of other parties are considered on a basis of equality) and second paragraph (the
nature of the opportunity and its conditions are settled by agreement). It has no period, no form, no duty to grant.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel import guards as g
from workflows.kernel.guards import Guard
from workflows.kernel.language import Binding, ByCase, Citation, Period, Source, by_case
from workflows.kernel.terms import Terms, term

OST, GGE = Source("OST"), Source("GGE", Binding.SOFT)
EQUALITY, AGREED, RESPONSIBLE = OST("X(1)"), OST("X(2)"), OST("VI")
BETWEEN = Source("OST", Binding.LAW_A)("X(2)")
"""What States agree on an observation: between them it binds as such."""
GOOD_WILL = GGE("transparency")
OST_BASIS, VOLUNTARY = "ost", "voluntary"
BASES = {OST_BASIS: "Outer Space Treaty", VOLUNTARY: "Voluntary, under no treaty"}
ADVICE = "Choose the basis “voluntary” when you open the case, which asks for no treaty."


@dataclass(frozen=True)
class ObservationTerms(Terms):
    """Terms of the observation of a flight."""

    basis: str = term(OST_BASIS, "On what the request rests.", options=BASES)
    acknowledgement: Period = term(Period(working_days=10), "Acknowledgement of the request, from dispatch.")
    reply: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(days=30), "urgent": Period(days=7), "emergency": Period(hours=24)}),
        "Answer to the request, from receipt.",
    )  # fmt: skip
    grace: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(days=14), "urgent": Period(hours=48), "emergency": Period(hours=12)}),
        "Grace after the period for the answer has passed.",
    )  # fmt: skip
    extension: Period = term(Period(days=30), "More time for the answer, each time it is granted.")
    extensions: int = term(2, "How often more time for the answer may be granted.")
    information: Period = term(Period(days=15), "Answer to questions of the State asked.")
    window: Period = term(Period(days=60), "Talks on the conditions.")
    window_extension: Period = term(Period(days=30), "One extension of the talks, by agreement.")
    equality_answer: Period = term(Period(days=30), "Answer to a question on equality.")
    lead: Period = term(Period(days=90), "A request nearer to the flight than this is marked as short.")
    results: Period = term(Period(days=30), "Results, after the observation.")

    @property
    def is_treaty(self) -> bool:
        """Say whether the request rests on the treaty."""
        return self.basis == OST_BASIS

    @property
    def asked_under(self) -> tuple[Citation, ...]:
        """What the request rests on; without the treaty, what States do of their own will for confidence."""
        return (EQUALITY,) if self.is_treaty else (GOOD_WILL,)

    def applies(self) -> Guard | None:
        """Ask that the treaty bind whoever asks and every State asked on the day."""
        return g.Bound("OST", EQUALITY, "asked", ADVICE) if self.is_treaty else None
