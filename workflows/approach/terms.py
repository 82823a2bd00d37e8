"""Terms of a request for consent, and the texts on which it rests: every number is a product default.

Law: OST VIII first sentence (the State of registry keeps jurisdiction and control over its object) and second sentence
(ownership stays where it is), OST VI (the State answers for its nationals), OST IX first sentence (due regard). None of
these names consent, a form or a period. Soft: LTS A.5(4) on asking whose object it is, GA 62/101 on a change of
supervision.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel import guards as g
from workflows.kernel.guards import Guard
from workflows.kernel.language import Binding, ByCase, Citation, Grade, Period, Source, by_case
from workflows.kernel.terms import Terms, term

OST, REG, LC, UNC = Source("OST"), Source("REG"), Source("LC"), Source("UNC")
LTS, GA62 = Source("LTS", Binding.SOFT), Source("GA62_101", Binding.SOFT, Grade.S)
CONTROL, OWNERSHIP, REGARD, RESPONSIBLE = OST("VIII", 1), OST("VIII", 2), OST("IX", 1), OST("VI")
ENQUIRY, SUPERVISION, LOST = LTS("A.5(4)"), GA62("para 4"), REG("IV(3)")
GRANTED = Source("OST", Binding.LAW_A)("VIII", 1)
"""What a State of registry grants for a time: between the two it binds as what they agreed."""
OST_BASIS, VOLUNTARY = "ost", "voluntary"
BASES = {OST_BASIS: "Outer Space Treaty", VOLUNTARY: "Voluntary, under no treaty"}
ADVICE = (
    "Choose the basis “voluntary” when you open the case, which asks for no treaty; for an object on the registry of "
    "an organisation, address it on that basis, or those of its members that are parties (Article XIII)."
)


@dataclass(frozen=True)
class ProximityTerms(Terms):
    """Terms of consent to approach or removal."""

    basis: str = term(OST_BASIS, "On what the request rests.", options=BASES)
    enquiry: Period = term(Period(days=30), "Answer to the question on whose registry the object is.")
    acknowledgement: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(working_days=5), "urgent": Period(hours=24), "emergency": Period(hours=4)}),
        "Acknowledgement of the request, from dispatch.",
    )  # fmt: skip
    reply: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(days=60), "urgent": Period(days=7), "emergency": Period(hours=24)}),
        "Answer to the request, from receipt.",
    )  # fmt: skip
    grace: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(days=14), "urgent": Period(hours=48), "emergency": Period(hours=12)}),
        "Grace after the period for the answer has passed.",
    )  # fmt: skip
    extension: Period = term(Period(days=30), "More time for the answer, each time it is granted.")
    extensions: int = term(2, "How often more time for the answer may be granted.")
    information: Period = term(Period(days=15), "Answer to questions of the State of registry.")
    lead: Period = term(Period(days=90), "A request nearer to the operation than this is marked as short.")
    retreat: Period = term(Period(hours=24), "Record of the retreat, once consent has ended during the operation.")
    report: Period = term(Period(days=30), "Report after the operation.")

    @property
    def is_treaty(self) -> bool:
        """Say whether the request rests on the treaty."""
        return self.basis == OST_BASIS

    @property
    def asked_under(self) -> tuple[Citation, ...]:
        """What the request rests on; without the treaty, the good will of whoever is asked."""
        return (CONTROL, OWNERSHIP) if self.is_treaty else (ENQUIRY,)

    def applies(self) -> Guard | None:
        """Ask that the treaty bind whoever asks and every State asked on the day."""
        return g.Bound("OST", CONTROL, "registries", ADVICE) if self.is_treaty else None
