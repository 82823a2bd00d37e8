"""Terms of a dispute: the agreement whose ladder it climbs, and the product's own periods.

What the agreement says (stages, their times, rules of arbitration, consent) is read from its clause when a case is
opened and frozen with the edition; here stand only the agreement's key and what no agreement gives. Every number here
is a default of the product.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.agreements import RECORDING, SETTLEMENT, agreements
from workflows.kernel.language import AGENCY, TREATY, Period
from workflows.kernel.terms import Terms, term


def _titles() -> dict[str, str]:
    return {key: found.title for key, found in agreements().items() if found.procedure == SETTLEMENT}


@dataclass(frozen=True)
class SettlementTerms(Terms):
    """Terms of staged settlement."""

    agreement: str = term("gen", "The agreement whose ladder the parties climb.", options=_titles(), recorded=RECORDING)
    level: str = term(
        TREATY,
        "Between States or organisations, or between agencies under their agreement.",
        options={
            TREATY: "Between States or organisations, under a treaty",
            AGENCY: "Between agencies, under their agreement",
        },
    )
    acknowledgement: Period = term(Period(days=10), "Acknowledgement of the notice of dispute, from dispatch.")
    offer_reply: Period = term(Period(days=14), "Answer to an offer of good offices.")
    invitation: Period = term(Period(days=30), "Answer to any other invitation for which no text gives a period.")
    appointment: Period = term(Period(days=30), "Appointment of a mediator, commission, expert or arbitrator.")
    report_reply: Period = term(Period(days=90), "Reply to a report with recommended terms.")
    response: Period = term(Period(days=30), "Response to a notice of arbitration, where the rules give no period.")
    challenge: Period = term(Period(days=15), "Challenge of an arbitrator, where the rules give no period.")
    window: Period = term(Period(days=30), "Requests after an award, where the rules give no period.")
    answer_to_request: Period = term(Period(days=45), "Answer of the tribunal to such a request, likewise.")
    first_report: Period = term(Period(days=60), "First report on the execution of an award.")
    noncompliance_reply: Period = term(Period(days=30), "Reply to a statement of non-compliance.")
    follow_up: Period = term(Period(days=60), "Follow-up after non-compliance was recorded.")
    deadlock_review: Period = term(Period(days=180), "Review of a deadlock.")
    inactivity: Period = term(Period(months=12), "Time without any act after which discontinuance is proposed.")
    objection: Period = term(Period(days=30), "Objection to a proposed discontinuance.")
