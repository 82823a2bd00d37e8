"""Where an observation can be: roles, states, states of the tracks, limits, dates for the calendar."""

from __future__ import annotations

from workflows.asking.rows import STATES as ASKED_STATES
from workflows.asking.rows import Asking
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    FINAL,
    RESTING,
    Extension,
    Happening,
    Receipt,
    Role,
    State,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.limits import PHYSICAL
from workflows.kernel.more_time import extension_of
from workflows.observing.terms import BETWEEN, ObservationTerms

OBSERVER = Role("requesting", "the State that asks to observe")
ASKED = Role("asked", "a State asked")
OF = "asked"
REQUESTED, TALKS, AGREED, OBSERVING, OBSERVED = "requested", "talks", "agreed", "observing", "observed"
REFUSED, NO_REPLY, NO_AGREEMENT, OVER = "refused", "no_reply", "no_agreement", "terms_ended"
CLOSED, NOT_HELD = "closed", "not_held"
LIVE = (REQUESTED, TALKS, AGREED, OBSERVING, OBSERVED)
RESTS = (REFUSED, NO_REPLY, NO_AGREEMENT, OVER)
ENDED = (*RESTS, CLOSED, NOT_HELD)
TALKING, NO, YES = "talking", "refused", "agreed"
NEUTRAL = "No reply is recorded. Silence grants nothing and breaks nothing; the request may be made again."
# fmt: off

STATES = (
    State("draft", "The request is being prepared; nobody else sees it"),
    State(REQUESTED, "The States asked consider the request, beside those of others"),
    State(TALKS, "The nature of the opportunity and its conditions are talked over"),
    State(AGREED, "The conditions are agreed, for a time"),
    State(OBSERVING, "The observation is under way"),
    State(OBSERVED, "The observation has ended; its results are due as agreed"),
    State(CLOSED, "The results are with those who agreed on them", FINAL),
    State(REFUSED, "No State asked gives an opportunity; it may be asked again", RESTING),
    State(NO_REPLY, "No reply is recorded; silence grants nothing", RESTING, "No reply recorded"),
    State(NO_AGREEMENT, "The talks led to no agreement on the conditions", RESTING),
    State(OVER, "The conditions stand no more: their time has passed, or they were ended before", RESTING,
          "Conditions ended"),
    State(NOT_HELD, "Whoever asked wishes to observe no more", FINAL),
)
STATES_ASKED = TrackSet(OF, "served", (
    *ASKED_STATES,
    State(TALKING, "Has considered the request and talks on conditions"),
    State(NO, "Gives no opportunity to observe"),
    State(YES, "Has agreed on the conditions"),
), "State asked", ASKED.key, ends=(NO, YES, "silent_closed"), basis="OST", level="C2")
SHAPE = Asking(OBSERVER, OF, (REQUESTED, TALKS), LIVE, RESTS, NEUTRAL, (TALKING, NO, YES))


def limits(terms: ObservationTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law, since the treaty has no number."""
    cited = terms.cite("reply")
    return (
        TimeLimit("acknowledgement", terms.acknowledgement, terms.cite("acknowledgement"), title="Acknowledgement",
                  per=OF),
        TimeLimit("reply", terms.reply, cited, Receipt(), "Answer to the request", per=OF, takes="no_answer",
                  extend=extension_of(cited.binding, terms.extension, terms.extensions)),
        TimeLimit("grace", terms.grace, terms.cite("grace"), title="Grace", per=OF, takes="enter_silent_closed"),
        TimeLimit("information", terms.information, terms.cite("information"), title="Answer to questions",
                  owner="requesting"),
        TimeLimit("window", terms.window, terms.cite("window"), title="Talks on the conditions",
                  extend=Extension(times=1, length=terms.window_extension)),
        TimeLimit("equality_answer", terms.equality_answer, terms.cite("equality_answer"), title="Answer on equality",
                  zone="UTC"),
        TimeLimit("terms_end", Until("terms_until"), BETWEEN, title="Time of the conditions", takes="expire_terms",
                  zone="UTC", granted=True),
        TimeLimit("results", terms.results, terms.cite("results"), title="Results of the observation",
                  owner="requesting"),
        suspension_limit(),
    )


HAPPENINGS = (Happening("flight", "Flight to be observed", "flight_on", kind=PHYSICAL, states=LIVE[:4]),)
