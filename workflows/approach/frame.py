"""Where a request for consent can be: roles, states, states of the tracks, limits, dates for the calendar."""

from __future__ import annotations

from workflows.approach.terms import GRANTED, REGARD, ProximityTerms
from workflows.asking.rows import STATES as ASKED_STATES
from workflows.asking.rows import Asking
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    FINAL,
    RESTING,
    Happening,
    Receipt,
    Role,
    Standard,
    State,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.limits import PHYSICAL
from workflows.kernel.more_time import extension_of

SEARCH = "search"
"""The file of the case that those read who are asked whose object it is."""
REQUESTING = Role("requesting", "the State that asks for consent")
REGISTRY = Role("registry", "a State of registry")
SOURCE = Role("source", "whoever is asked whose object it is", stake=False, reads=(SEARCH,))
OF, ASKED = "registry", "source"
SOUGHT, REQUESTED, CONTESTED, CONSENTED, ACCEPTED, UNDER_WAY, CONSENT_ENDED, COMPLETED = (
    "registry_sought", "requested", "registry_contested", "consented", "terms_accepted", "under_way", "consent_ended",
    "completed",
)  # fmt: skip
REFUSED, NO_REPLY, REPORTED, NOT_DONE = "refused", "no_reply", "closed_reported", "not_carried_out"
STANDS = (CONSENTED, ACCEPTED)
"""Every State of registry has consented, and nothing has begun."""
BEFORE = (REQUESTED, CONTESTED, *STANDS)
ASKING = (*BEFORE, UNDER_WAY, CONSENT_ENDED)
LIVE = (SOUGHT, *ASKING, COMPLETED)
RESTS = (REFUSED, NO_REPLY)
ENDED = (*RESTS, REPORTED, NOT_DONE)
GIVEN, TAKEN_BACK, LAPSED, NO = "consented", "withdrawn", "expired", "refused"
NEUTRAL = "No reply is recorded. Silence is no consent, and no breach; nothing begins without consent."
OTHERS_LEFT = (NO, TAKEN_BACK, LAPSED)
# fmt: off

STATES = (
    State("draft", "The request is being prepared; nobody else sees it"),
    State(SOUGHT, "It is asked on whose registry the object is", label="Registry sought"),
    State(REQUESTED, "The States of registry are asked for their consent"),
    State(CONTESTED, "It is in doubt on whose registry the object is; until that is settled nobody can consent for it"),
    State(CONSENTED, "Every State of registry has consented, under conditions and for a time"),
    State(ACCEPTED, "The conditions are accepted; the operation may begin"),
    State(UNDER_WAY, "The operation is under way"),
    State(CONSENT_ENDED, "A consent stands no more: it was withdrawn, its time has passed, or the object changed "
          "registry"),
    State(COMPLETED, "The operation has ended; the report is due"),
    State(REPORTED, "The report is with the States of registry", FINAL, "Closed: reported"),
    State(REFUSED, "A State of registry does not consent", RESTING),
    State(NO_REPLY, "No reply is recorded; silence is no consent", RESTING, "No reply recorded"),
    State(NOT_DONE, "The operation is not carried out", FINAL),
)
REGISTRIES = TrackSet(OF, "served", (
    *ASKED_STATES,
    State(GIVEN, "Has consented"),
    State(NO, "Does not consent"),
    State(TAKEN_BACK, "Has withdrawn its consent", label="Consent withdrawn"),
    State(LAPSED, "The time of its consent has passed", label="Consent expired"),
    State("passed_on", "The object is on its registry no more", label="Registry passed on"),
    State("not_registry", "Says that the object is not on its registry"),
), "State of registry", REGISTRY.key, gone=("passed_on", "not_registry"),
    ends=(GIVEN, NO, TAKEN_BACK, LAPSED, "silent_closed"), basis="OST", level="C2")
SOURCES = TrackSet(ASKED, "asked", (
    State("asked", "Is asked whose object it is"),
    State("answered", "Has answered"),
), "State asked about the registry", SOURCE.key, ends=("asked", "answered"), level="C2", file=SEARCH)
SHAPE = Asking(REQUESTING, OF, (REQUESTED,), ASKING, RESTS, NEUTRAL, (GIVEN, NO, TAKEN_BACK, LAPSED))


def limits(terms: ProximityTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law, since no text has a number."""
    cited = terms.cite("reply")
    return (
        TimeLimit("enquiry", terms.enquiry, terms.cite("enquiry"), title="Answer on the registry", per=ASKED),
        TimeLimit("acknowledgement", terms.acknowledgement, terms.cite("acknowledgement"), title="Acknowledgement",
                  per=OF),
        TimeLimit("reply", terms.reply, cited, Receipt(), "Answer to the request", per=OF, takes="no_answer",
                  extend=extension_of(cited.binding, terms.extension, terms.extensions)),
        TimeLimit("grace", terms.grace, terms.cite("grace"), title="Grace", per=OF, takes="enter_silent_closed"),
        TimeLimit("information", terms.information, terms.cite("information"), title="Answer to questions",
                  owner="requesting"),
        TimeLimit("validity", Until("valid_until"), GRANTED, title="Time of the consent", per=OF,
                  takes="expire_consent", granted=True),
        TimeLimit("retreat", terms.retreat, terms.cite("retreat"), title="Record of the retreat", owner="requesting"),
        TimeLimit("report", terms.report, terms.cite("report"), title="Report on the operation", owner="requesting"),
        suspension_limit(),
    )


def standards(terms: ProximityTerms) -> tuple[Standard, ...]:
    """The treaty's own measure for what a State does near another's object."""
    return (Standard("due_regard", REGARD, "due regard to the interests of other States", until="earliest_start",
                     since="request_consent", target=terms.lead),)


HAPPENINGS = (Happening("operation", "Approach or removal", "earliest_start", "latest_end", kind=PHYSICAL,
                        states=(*BEFORE, UNDER_WAY)),)
