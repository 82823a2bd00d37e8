"""Where a request for samples or data can be: terms, roles, states, tracks, time limits.

Clearance at home is a track beside the request and moves nothing by itself. Approved is not signed. The day of return
stands in the agreement and binds by it; every other period is a default of the product, but for the ten working days of
a round whose rule says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    BY_AGREEMENT,
    BY_OTHER,
    FINAL,
    Extension,
    FromFiling,
    Happening,
    Period,
    Role,
    State,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.terms import Terms, term
from workflows.lending.law import PUBLICATION, TERM
from workflows.national import by_party

KEY, CLEARANCES = "samples", "clearances"
APPLICANT = Role("applicant", "the applicant, who holds what is lent")
CURATOR = Role("curator", "the centre that keeps and lends")
AUTHORITY = Role("authority", "the administration that decides and signs")
HOME = Role("home_authority", "an authority of the State of an applicant or a partner", stake=False,
            reads=(CLEARANCES,))  # fmt: skip
DRAFT_STATE, SUBMITTED, CHECK, INCOMPLETE = "draft", "submitted", "formal_check", "returned_incomplete"
REVIEW, DECISION, APPROVED = "expert_review", "authority_decision", "approved_pending_agreement"
SIGNED, DISTRIBUTION, TRANSIT, IN_USE = "agreement_signed", "distribution", "in_transit", "in_use"
INCIDENT, EXTENSION, DUE, BACKWARD = "incident", "extension_requested", "return_due", "return_in_transit"
RETURNED, RESULTS, CLOSED, REJECTED, LAPSED = "returned_accepted", "results_pending", "closed", "rejected", "lapsed"
JUDGED = (SUBMITTED, CHECK, INCOMPLETE, REVIEW, DECISION)
UNSIGNED = (*JUDGED, APPROVED)
CUSTODY = (DISTRIBUTION, TRANSIT, IN_USE, EXTENSION, DUE, BACKWARD)
"""Where somebody answers for samples or data outside the store, or on their way."""
HELD = (IN_USE, EXTENSION)
BOUND = (SIGNED, *CUSTODY, INCIDENT, RETURNED, RESULTS)
LIVE = (*UNSIGNED, *BOUND)
ENDED = (CLOSED, REJECTED, LAPSED)
PENDING, GIVEN, REFUSED, USED = "pending", "given", "refused", "used"
RULE, NO_RULE = "round", "none"
RULES_OF_ROUND = {
    NO_RULE: "No rule of a round: a target of the product",
    RULE: "The rule of the round: ten working days, as in the curator's own law",
}


def _days(number: int) -> Period:
    return Period(days=number)


@dataclass(frozen=True)
class SamplesTerms(Terms):
    """Terms of a request for samples or data."""

    signing: str = term(NO_RULE, "What the time for signing rests on.", options=RULES_OF_ROUND)
    formal_check: Period = term(_days(30), "Check that the request is complete.")
    fix: Period = term(_days(15), "Completion of a request that was returned.")
    review: Period = term(_days(180), "Review.")
    decision: Period = term(_days(30), "Decision, from the report of the committee.")
    agreement: Period = term(Period(working_days=10), "Signature, from the approval.")
    signature: Period = term(_days(60), "Time after which an approval that the applicant leaves unsigned lapses.")
    receipt_note: Period = term(_days(3), "Receipt note, from arrival.")
    incident_report: Period = term(Period(hours=24), "First report of an incident, from its discovery.")
    full_report: Period = term(_days(15), "Full report of an incident, from its discovery.")
    extension_answer: Period = term(_days(15), "Answer to a request for a longer loan.")
    extension_ahead: Period = term(_days(30), "A longer loan is asked for so long before the loan ends.")
    giving_back: Period = term(_days(30), "Return, from the end of the loan.")
    consent: Period = term(_days(30), "Answer to a request for consent.")
    annual_report: Period = term(Period(years=1), "Report of the holder; recurs.")
    results: Period = term(Period(months=12), "Final results, from the return.")


# fmt: off
STATES = (
    State(DRAFT_STATE, "The request is being prepared; nobody else reads it"),
    State(SUBMITTED, "The request is with the curator"),
    State(CHECK, "The curator checks whether it is complete"),
    State(INCOMPLETE, "Returned as incomplete; it may be completed within the period"),
    State(REVIEW, "With the committee of experts"),
    State(DECISION, "With the administration, on the committee's report"),
    State(APPROVED, "Approved and announced; no agreement is signed"),
    State(SIGNED, "The agreement is signed by both"),
    State(DISTRIBUTION, "Certificate, packing and transport papers"),
    State(TRANSIT, "On the way to the holder; the chain of custody runs"),
    State(IN_USE, "With the holder"),
    State(INCIDENT, "Loss, damage, contamination, transfer without consent, or use beyond the plan"),
    State(EXTENSION, "A longer loan was asked for"),
    State(DUE, "The loan has ended; what was lent goes back, data are deleted"),
    State(BACKWARD, "On the way back to the store"),
    State(RETURNED, "The store has confirmed mass and state"),
    State(RESULTS, "Papers or data are still to be deposited"),
    State(CLOSED, "All obligations are done", FINAL),
    State(REJECTED, "Not approved; no appeal is known, and a new request may be made", FINAL),
    State(LAPSED, "The applicant was silent; a new request may be made", FINAL),
)
CLEARANCE = TrackSet("home_clearance", PENDING, (
    State(PENDING, "Not given yet; the request goes on meanwhile"),
    State(GIVEN, "Given"),
    State(REFUSED, "Refused; no agreement is signed while it is"),
), "clearance at home", HOME.key, ends=(GIVEN, REFUSED), level="C3", file=CLEARANCES)
CONSENT = TrackSet("consent", "asked", (
    State("asked", "Asked; nothing may be done before it is answered"),
    State(GIVEN, "Given in writing"),
    State(REFUSED, "Refused"),
    State(USED, "Used, as the holder has reported"),
), "consent", ends=(GIVEN, REFUSED, USED), level="C2")
TRACKS = (CLEARANCE, CONSENT)
HAPPENINGS = (
    Happening("loan_end", "End of the loan", "returns_on", states=(SIGNED, *CUSTODY, INCIDENT)),
    Happening("embargo_end", "End of the embargo", "embargo_until", states=BOUND),
)


def signature(terms: SamplesTerms) -> TimeLimit:
    """Give the period after which an approval lapses that the applicant does not sign; both may agree on more."""
    return TimeLimit("signature", terms.signature, terms.cite("signature"), FromFiling("approved_on"),
                     "Signature by the applicant", owner="applicant", takes="lapse", extend=Extension(BY_AGREEMENT))


def limits(terms: SamplesTerms) -> tuple[TimeLimit, ...]:
    """Give all limits."""
    return (*_before(terms), signature(terms), *_after(terms), suspension_limit())


def _before(terms: SamplesTerms) -> tuple[TimeLimit, ...]:
    """The ten working days bind a curator whose own law has them, in a round whose rule they are."""
    ten = by_party(KEY, "agreement", terms.agreement, field="curator") if terms.signing == RULE else terms.agreement
    return (
        TimeLimit("formal_check", terms.formal_check, terms.cite("formal_check"), title="Check of the request",
                  owner="curator"),
        TimeLimit("fix", terms.fix, terms.cite("fix"), title="Completion of the request", owner="applicant",
                  takes="lapse"),
        TimeLimit("review", terms.review, terms.cite("review"), title="Review", owner="curator"),
        TimeLimit("decision", terms.decision, terms.cite("decision"), title="Decision", owner="authority"),
        TimeLimit("agreement", ten, terms.cite("agreement"), FromFiling("approved_on"), "Agreement", owner="curator",
                  waits_for="applicant"),
    )


def _after(terms: SamplesTerms) -> tuple[TimeLimit, ...]:
    discovered = FromFiling("discovered_at")
    return (
        TimeLimit("receipt_note", terms.receipt_note, terms.cite("receipt_note"), FromFiling("arrived_on"),
                  "Receipt note", owner="applicant"),
        TimeLimit("loan", Until("returns_on"), TERM, title="Loan", owner="applicant", takes="expire",
                  extend=Extension(BY_OTHER)),
        TimeLimit("embargo", Until("embargo_until"), PUBLICATION, title="Embargo", owner="applicant"),
        TimeLimit("extension_answer", terms.extension_answer, terms.cite("extension_answer"),
                  title="Answer on a longer loan", owner="curator"),
        TimeLimit("giving_back", terms.giving_back, terms.cite("giving_back"), title="Return", owner="applicant"),
        TimeLimit("incident_report", terms.incident_report, terms.cite("incident_report"), discovered,
                  "Report of the incident", owner="applicant"),
        TimeLimit("full_report", terms.full_report, terms.cite("full_report"), discovered,
                  "Full report of the incident", owner="applicant"),
        TimeLimit("consent_answer", terms.consent, terms.cite("consent"), title="Answer on the consent",
                  per="consent", owner="curator", waits_for="curator"),
        TimeLimit("annual_report", terms.annual_report, terms.cite("annual_report"), title="Yearly report",
                  owner="applicant", every=True),
        TimeLimit("results", terms.results, terms.cite("results"), title="Final results", owner="applicant"),
    )
