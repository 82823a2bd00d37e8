"""Terms of the exchange on a conjunction, and the texts on which it rests: every number is a product default.

Soft: LTS B.1 (contacts and information), B.2 (orbital data), B.4 (assessment of conjunctions, contact of operators),
A.5(4) (whose object it is). Law behind them, without anything on conjunctions: OST IX first
sentence (due regard) and VI (the State answers for its private operators). No text says at which distance one
warns, who manoeuvres, or that anybody must.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.language import Binding, ByCase, Grade, Period, Source, by_case
from workflows.kernel.terms import Terms, term

OST, LC = Source("OST"), Source("LC")
LTS = Source("LTS", Binding.SOFT)
CONTACTS, DATA, ASSESS = LTS("B.1", grade=Grade.M), LTS("B.2", grade=Grade.M), LTS("B.4", grade=Grade.M)
ENQUIRY = LTS("A.5(4)")
REGARD, RESPONSIBLE, DANGER = OST("IX", 1), OST("VI"), OST("V(3)")
WARNED_UNDER = (ASSESS, CONTACTS, REGARD)


@dataclass(frozen=True)
class ConjunctionTerms(Terms):
    """Terms of the exchange on a conjunction."""

    acknowledgement: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(hours=24), "urgent": Period(hours=6), "emergency": Period(hours=1)}),
        "Word from the State warned, from dispatch.",
    )  # fmt: skip
    grace: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(hours=24), "urgent": Period(hours=6), "emergency": Period(hours=1)}),
        "Grace after the period for a first word has passed.",
    )  # fmt: skip
    data: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(hours=24), "urgent": Period(hours=6), "emergency": Period(hours=2)}),
        "Ephemerides and covariance, from the request for them.",
    )  # fmt: skip
    enquiry: Period = term(Period(hours=24), "Answer to the question whose object it is.")
    lead: Period = term(Period(hours=72), "A warning nearer to the closest approach than this is marked as short.")
    note: ByCase = term(
        by_case("urgency", "normal", {
            "normal": Period(days=14), "urgent": Period(days=7), "emergency": Period(days=3)}),
        "Note after the closest approach.",
    )  # fmt: skip
