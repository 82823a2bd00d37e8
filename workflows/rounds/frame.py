"""Where a round can be, and where an application in it; its time limits.

The closing is an instant that the call names, and binds whoever applies; at it the clock closes the call. Every other
period is a default of the product.
"""

from __future__ import annotations

from workflows.kernel.language import (
    BY_OWNER,
    FINAL,
    Binding,
    EndOf,
    Extension,
    State,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.rounds.shape import FILE, Round

OPENING, CALL_OPEN, REVIEW, RESULTS, CLOSED, CANCELLED = (
    "draft", "call_open", "under_review", "results_announced", "closed", "cancelled",
)  # fmt: skip
LIVE = (CALL_OPEN, REVIEW, RESULTS)
SUBMITTED, INCOMPLETE, COMPLETE, SHORTLISTED = "submitted", "returned_incomplete", "complete", "shortlisted"
SELECTED, CONDITIONAL, REJECTED = "selected", "selected_conditional", "rejected"
WITHDRAWN, LAPSED, TAKEN_UP = "withdrawn", "lapsed", "taken_up"
PENDING = (SUBMITTED, INCOMPLETE, COMPLETE)
APPLICATION = "application"
# fmt: off
STATES = (
    State(OPENING, "The call is being prepared; nobody else reads it"),
    State(CALL_OPEN, "The call is public; applications are taken until its instant"),
    State(REVIEW, "The call has closed; applications are checked, reviewed and decided on"),
    State(RESULTS, "The results are public; what was selected is taken up, and conditions are met"),
    State(CLOSED, "The round is over", FINAL),
    State(CANCELLED, "The call was cancelled; whoever applied was told", FINAL),
)


def before_decision(s: Round) -> tuple[str, ...]:
    """Give the states in which an application waits for its result."""
    return (*PENDING, SHORTLISTED) if s.shortlist else PENDING


def to_decide(s: Round) -> tuple[str, ...]:
    """Give the states from which an application is decided on."""
    return (COMPLETE, SHORTLISTED) if s.shortlist else (COMPLETE,)


def applications(s: Round) -> TrackSet:
    """One track for each application; who holds one does not see those of others."""
    short = (State(SHORTLISTED, "On the short list"),) if s.shortlist else ()
    condition = (State(CONDITIONAL, "Selected on conditions, which are still to be met"),) if s.conditional else ()
    taken = (State(TAKEN_UP, "Selected; its case is open"),) if s.opens else ()
    return TrackSet(APPLICATION, SUBMITTED, (
        State(SUBMITTED, "With the conveners; it may be replaced until the closing"),
        State(INCOMPLETE, "Returned as incomplete; it may be completed within the period"),
        State(COMPLETE, "Complete, and with the reviewers"), *short,
        State(SELECTED, "Selected; no agreement is signed by that"), *condition,
        State(REJECTED, "Not selected"), *taken,
        State(WITHDRAWN, "Withdrawn by the applicant"),
        State(LAPSED, "Not completed within the period; may be lodged in another round"),
    ), "application", s.applicant.key, gone=(WITHDRAWN, LAPSED),
        ends=(SELECTED, REJECTED, *((TAKEN_UP,) if s.opens else ())), level="C2", file=FILE)


def limits(s: Round) -> tuple[TimeLimit, ...]:
    """Give the closing, which binds whoever applies, and the targets of the product."""
    terms, owner = s.terms, s.conductor.key
    conditions = (TimeLimit("conditions", Until("conditions_until"), s.judging, title="Conditions of the selection",
                            per=APPLICATION, zone="UTC", owner=s.applicant.key),)
    return (
        TimeLimit("closing", Until("closes_at"), s.closing, title="Closing of the call", takes="close_call",
                  zone="UTC", exact=True, owner=owner, level="C1", extend=Extension(BY_OWNER), binding=Binding.LAW_A),
        TimeLimit("formal_check", terms.formal_check, terms.cite("formal_check"), title="Check of the application",
                  per=APPLICATION, zone="UTC", owner=owner),
        TimeLimit("correction", terms.correction, terms.cite("correction"), title="Completion of the application",
                  per=APPLICATION, owner=s.applicant.key, takes="lapse_application"),
        TimeLimit("review", terms.review, terms.cite("review"), title="Review", owner=owner),
        TimeLimit("decision", terms.decision, terms.cite("decision"), EndOf("review"), "Decision", owner=owner),
        *(conditions if s.conditional else ()),
    )
