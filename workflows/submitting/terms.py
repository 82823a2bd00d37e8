"""Terms of a submission, and what it rests on.

Soft: practice of the Committee and calls of its secretariat (COPUOS_P), OST XI for the information itself. No period
here is law: each is a default of the product, the ten weeks for slotting among them [M].
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.language import Binding, ByCase, Grade, Period, Source
from workflows.kernel.terms import Terms, TermsError, term
from workflows.reporting import Session, sessions
from workflows.reporting.sessions import SLOT_WEEKS

PRACTICE = Source("COPUOS_P", Binding.SOFT, Grade.S)
DOCUMENTS, CALLS = PRACTICE("documents"), PRACTICE("calls")
INFORMATION = Source("OST")("XI", 2)
PARTY, OFFICE_OF = "party", "office"
AUTHORS = {
    PARTY: "A State, or an organisation of States, by its ministry or mission",
    OFFICE_OF: "An office: an entity of the United Nations, a chair, or an observer",
}


@dataclass(frozen=True)
class SubmissionTerms(Terms):
    """Terms of a submission."""

    author: str = term(PARTY, "Who submits.", options=AUTHORS)
    secretariat: str = term("OOSA", "Key of the office to which the document goes.")
    review: Period = term(Period(days=10), "Review for what belongs to others, from the first compilation.")
    consent: Period = term(Period(days=15), "Answer of whoever is asked for consent; silence refuses.")
    query_answer: Period = term(Period(days=10), "Answer to a question of the secretariat.")
    slot: Period = term(Period(days=7 * SLOT_WEEKS), "Transmission before the first day of the session.")
    sessions: str = term("", "Sessions as announced, as “STSC 64: 2027-02-08 to 2027-02-19”, divided by semicolons.")

    def known_sessions(self) -> tuple[Session, ...]:
        """Give all sessions, those of the table as these terms correct them."""
        try:
            return sessions(corrected=filter(None, map(str.strip, self.sessions.split(";"))))
        except ValueError as fault:
            raise TermsError("sessions", str(fault)) from fault

    def slotting(self) -> Period | ByCase:
        """Give how long before its first day a document has to be there, by the session."""
        other = {one.key: one.slot_weeks for one in self.known_sessions() if one.slot_weeks != SLOT_WEEKS}
        if not other:
            return self.slot
        lengths = {key: Period(days=7 * weeks) for key, weeks in other.items()}
        return ByCase("session", tuple({**lengths, "": self.slot}.items()), "")
