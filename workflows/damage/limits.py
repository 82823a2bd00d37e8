"""The clocks of a claim: those of the Convention, of national law, and what the product aims at.

Law: LC X, XIV to XVI, XIX(3) and XXII(3); the Convention moves no end to a working day and knows no stop, so nothing
here rolls or pauses. A date is warned of long before it comes. Not modelled: agreements that stop a period, of which
the text says nothing; such a text is put on record as a statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from workflows.damage.frame import LC, SEATS
from workflows.damage.terms import LiabilityTerms
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    BY_OFFICE,
    Binding,
    ByTrack,
    Citation,
    Dispatch,
    Earliest,
    Extension,
    FromFact,
    FromFiling,
    Grade,
    Period,
    Receipt,
    Source,
    Standard,
    TimeLimit,
    Until,
)  # fmt: skip
from workflows.kernel.more_time import extension_of
from workflows.kernel.terms import AGREEMENT
from workflows.national import NationalLimit, shipped

YEAR, SIX_MONTHS = Period(years=1), Period(months=6)
TWO_MONTHS, FOUR_MONTHS = Period(months=2), Period(months=4)
APART = "C4"
"""What is prepared, its dates included, is for the claimant alone."""
# fmt: off


@cache
def _national() -> Mapping[str, NationalLimit]:
    """Give the period that a State's own law has for a claim in its agencies, by the State's key."""
    found = ((code, rule) for code, state in shipped().items() for rule in state.limits)
    return {code: rule for code, rule in found if (rule.procedure, rule.limit) == ("liability", "domestic_claim")}


def domestic() -> dict[str, Citation]:
    """Cite those rules by the State's key."""
    return {code: Source(rule.instrument, Binding(rule.binding), Grade(rule.grade))(rule.provision)
            for code, rule in _national().items()}


def domestic_limit(code: str) -> str:
    """Name the clock of a claim in one State's agencies."""
    return f"domestic_claim_{code.lower()}"


def answer_limit(terms: LiabilityTerms) -> TimeLimit:
    """Give the product's aim for an answer to the claim, which a respondent may ask to be longer."""
    cited, by_clause = terms.cite("answer"), terms.source_of("answer_extension") == AGREEMENT
    longer, times = terms.answer_extension, terms.answer_extensions
    return TimeLimit("answer", terms.answer, cited, Receipt(), "Answer to the claim", per="respondent",
                     takes="note_silence", extend=extension_of(cited.binding, longer, times, by_clause=by_clause))


def limits(terms: LiabilityTerms) -> tuple[TimeLimit, ...]:
    """Give all clocks."""
    return (*_presenting(), *_talks(), answer_limit(terms), *_commission(), *_after(terms), suspension_limit())


def _presenting() -> Iterator[TimeLimit]:
    yield TimeLimit("presentation", YEAR, LC("X(1)"), FromFact("occurred_on"), "Presentation, from the damage",
                    owner="claimant", level=APART)
    yield TimeLimit("identification", YEAR, LC("X(1)"), FromFact("identified_on"),
                    "Presentation, from the identification of the launching State", owner="claimant", level=APART)
    known = Earliest((FromFact("learned_on"), FromFact("diligence_on")))
    yield TimeLimit("knowledge", YEAR, LC("X(2)"), known, "Presentation, from learning the facts", owner="claimant",
                    level=APART)
    for code, rule in _national().items():
        length = Period(**{rule.unit: rule.length})
        yield TimeLimit(domestic_limit(code), length, domestic()[code], FromFiling("presented_on"),
                        "Decision of the agency", owner="claimant", level=APART)


def _talks() -> Iterator[TimeLimit]:
    yield TimeLimit("joined_presentation", YEAR, LC("X(1)"), FromFiling("occurred_on"),
                    "Presentation by the further claimant, from its own damage", per="co_claimant")
    yield TimeLimit("revision", YEAR, LC("X(3)"), FromFiling("extent_known_on"), "Revision of the claim",
                    owner="claimant")
    yield TimeLimit("negotiation_year", YEAR, LC("XIV"), Dispatch(), "Diplomatic talks, from the documentation notice",
                    owner="claimant", takes="year_passes")
    yield TimeLimit("contested_year", YEAR, LC("XIV"), FromFiling("view_on"),
                    "Diplomatic talks, as the other side counts them", owner="claimant")


def _commission() -> Iterator[TimeLimit]:
    own = tuple((key, LC("XV(2)" if key == "chairman" else "XV(1)")) for key, _ in SEATS)
    length = ByTrack((("chairman", FOUR_MONTHS),), TWO_MONTHS, own)
    yield TimeLimit("appointment", length, (LC("XV(1)"), LC("XV(2)")), title="Appointment", per="seat", zone="UTC")
    yield TimeLimit("appointment_by_secretary_general", TWO_MONTHS, LC("XV(2)"),
                    title="Appointment by the Secretary-General", zone="UTC")
    yield TimeLimit("decision", YEAR, LC("XIX(3)"), title="Decision of the Commission", zone="UTC",
                    extend=Extension(BY_OFFICE))


def _after(terms: LiabilityTerms) -> Iterator[TimeLimit]:
    yield TimeLimit("response", terms.response, terms.cite("response"), title="Reply to the recommendation",
                    owner="respondent")
    yield TimeLimit("payment", Until("payment_on"), LC("XIV"), title="Payment, as the settlement has it",
                    owner="respondent", binding=Binding.LAW_A)
    yield TimeLimit("organisation_pays", SIX_MONTHS, LC("XXII(3)"), title="Payment by the organisation, before its "
                    "members answer", owner="respondent")


def standards() -> tuple[Standard, ...]:
    """Give what has no number."""
    return (
        Standard("decide_promptly", LC("XIX(3)"), "Decided as promptly as possible", since="all_seats_filled"),
        Standard("made_public", LC("XIX(4)"), "The award is made public, with certified copies to each party and to "
                 "the Secretary-General", since="decide"),
    )
