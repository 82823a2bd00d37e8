"""Terms of a round. Each is a default of the product: the instant of closing stands in the call, and is no term."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.reckoning import Period
from workflows.kernel.terms import Terms, term


@dataclass(frozen=True)
class RoundTerms(Terms):
    """Terms of a round."""

    formal_check: Period = term(Period(days=30), "Check that an application is complete, from the closing.")
    correction: Period = term(Period(days=15), "Completion of an application that was returned.")
    review: Period = term(Period(days=180), "Review of the applications, from the closing.")
    decision: Period = term(Period(days=30), "Decision, from the end of the review.")
