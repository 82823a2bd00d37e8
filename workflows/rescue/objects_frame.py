"""Where a found object can be: terms, roles, states, claims for costs, time limits.

Law: ARRA 5 has no period, only "immediately" for a danger; every period here is a product default.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    FINAL,
    RESTING,
    ByCase,
    Period,
    Role,
    Standard,
    State,
    TimeLimit,
    TrackSet,
    by_case,
)
from workflows.kernel.terms import Terms, term
from workflows.rescue.law import ARRA_BASIS, AUTHORITY_STATES, BASES, OPERATION, Basis

FINDER = Role("finder", "the State that found it, or reports it")
TRACKER = Role("tracker", "whoever helps to identify it", stake=False, reads=(OPERATION,))
BEFORE = ("notified", "identity_requested", "identity_contested")
LATER = ("identified", "recovery", "held_at_disposal")
TOLD = (*BEFORE, *LATER)
"""From the notice on, without danger."""
LIVE = (*TOLD, "hazard_control")
RECORDED = ("found_or_reported", *LIVE)
ENDED = ("returned", "disposed_by_agreement", "unclaimed_closed", "not_space_object")
WORKED = ("recovery", "held_at_disposal")


@dataclass(frozen=True)
class RescueObjectsTerms(Terms):
    """Terms of recovery and return of objects."""

    basis: str = term(ARRA_BASIS, "The treaty on which the case rests.", options=BASES)
    notice: ByCase = term(
        by_case("hazard", "none", {"none": Period(days=7), "suspected": Period(hours=24)}),
        "Notice, from the record of the finding; sooner where the object may be hazardous.",
    )
    identity: Period = term(Period(days=30), "Identifying data, from the request.")
    resolution: Period = term(Period(days=60), "Result on a contested identity.")
    plan: Period = term(Period(days=60), "Plan of the recovery, from the request.")
    unclaimed: Period = term(Period(months=12), "Without a request so long, the finder may close the case.")
    costs: Period = term(Period(days=90), "Answer to a claim for costs.")


# fmt: off
STATES = (
    State("draft", "Nothing is recorded yet; nobody else sees it"),
    State("found_or_reported", "An object, or a part of one, is on Earth; nobody outside is told yet"),
    State("notified", "Launching authority and Secretary-General are told"),
    State("identity_requested", "The finder asked for identifying data"),
    State("identified", "The object is identified"),
    State("identity_contested", "Ownership is denied, or the identity is doubted"),
    State("hazard_control", "A danger is being removed under the direction of the finder"),
    State("recovery", "The object is being recovered, or its return prepared, at the request of the authority"),
    State("held_at_disposal", "The object is held for the launching authority"),
    State("returned", "The object was returned", FINAL),
    State("disposed_by_agreement", "Finder and authority agreed what becomes of it", FINAL),
    State("unclaimed_closed", "No request came; a late one is honoured while the object is held", RESTING,
          "Closed without request"),
    State("not_space_object", "It is no space object", FINAL, "No space object"),
)
COSTS = TrackSet("cost", "claimed", (
    State("claimed", "Claimed; no answer is recorded"),
    State("accepted", "The launching authority bears the cost"),
    State("contested", "The launching authority contests the claim"),
), "claim for costs", ends=("claimed", "accepted", "contested"), level="C2")
"""One for each launching authority; a new account takes the place of the one before."""
TRACKERS = TrackSet("tracking", "asked", (
    State("asked", "Was asked to help with the identification"),
    State("answered", "Has said what its data shows"),
), "request to identify", "tracker", ends=("asked", "answered"), level="C2", file=OPERATION)


def authorities(basis: Basis) -> TrackSet:
    """Give the tracks of those who are told as launching authorities, with the one that identified the object."""
    states = (*AUTHORITY_STATES, State("identified", "Identified the object as one that it launched"))
    return TrackSet("authority", "told", states, "launching authority", "authority", gone=("denied",),
                    ends=("answering", "denied", "identified"), basis=basis.treaty or None, level="C2", file=OPERATION)


def limits(terms: RescueObjectsTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law."""
    return (
        TimeLimit("notice", terms.notice, terms.cite("notice"), title="Notice", owner="finder"),
        TimeLimit("identity", terms.identity, terms.cite("identity"), title="Identifying data", owner="authority"),
        TimeLimit("resolution", terms.resolution, terms.cite("resolution"), title="Result on the identity",
                  owner="finder"),
        TimeLimit("plan", terms.plan, terms.cite("plan"), title="Plan of the recovery", owner="finder"),
        TimeLimit("unclaimed", terms.unclaimed, terms.cite("unclaimed"), title="Time for a request",
                  owner="authority", proposes="no_request"),
        TimeLimit("costs", terms.costs, terms.cite("costs"), title="Answer to the claim for costs", per="cost"),
        suspension_limit(),
    )


def standards(basis: Basis) -> tuple[Standard, ...]:
    """Give the one standard without a number."""
    return (Standard("immediately", basis.hazard, "immediately", since="hazard"),)
