"""Where a consultation can be: roles, states, states of tracks, time limits.

Case state, track state and status of the activity are three things. OST IX sets no time limit,
so every limit here is a product
default until an agreement gives one; "before proceeding" is a standard (see ``basis.py``).
"""

from __future__ import annotations

from workflows.article_ix.terms import Consultation, NoticeTerms, RequestTerms
from workflows.kernel.fragments import entrants, suspension_limit
from workflows.kernel.language import (
    FINAL,
    RESTING,
    ByStep,
    Dispatch,
    Extension,
    Length,
    Receipt,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
)  # fmt: skip
from workflows.kernel.more_time import MoreTimeOn, extension_of
from workflows.kernel.terms import AGREEMENT

PLANNING = Role("planning", "the planning State")
ADDRESSEE = Role("addressee", "a State addressed")
REQUESTING = Role("requesting", "the requesting State")
JOINT = Role("joint_planning", "a State that plans jointly")
INTERESTED = Role("interested", "a State that joined")
INVITEE = Role("invitee", "an invited body", stake=False)
COPIED = Role("copied", "a recipient of copies", stake=False)

PENDING = ("served", "received", "acknowledged", "info_requested", "info_supplied")
WAITED_FOR = ("served", "received", "acknowledged", "info_supplied")
"""A reply or answer is owed, and its period does not stand still for questions."""
SILENT = ("silent", "silent_closed")
TALKING = ("consulting", "info_requested", "info_supplied")
WITHOUT_RESULT = (*PENDING, "consulting", "silent")
"""A track whose party has given no result, and for which the period of grace still runs or has not begun."""
ANSWERABLE = (*PENDING, "consulting", *SILENT, "declined")
"""From here a party may still record a result, late or not."""
RESULTS = ("no_objection", "agreed", "not_agreed", "declined", "silent_closed")
SATISFIED = ("agreed", "no_objection")
TALKS = ("consulting", "measures_tabled")
CONCLUDED = (
    "concluded_agreed", "concluded_partial", "concluded_no_agreement", "concluded_no_reply",
    "concluded_inconsistent_status",
    "cooperation_agreed",
)  # fmt: skip
ENDED = (*CONCLUDED, "activity_cancelled", "referred")
NOT_OVER = ("planned", "deferred", "modified", "proceeding")
"""Planned or continuing: the statuses of an activity on which one can still consult."""

# fmt: off
DRAFTED = State("draft", "Assessment or request is being prepared; nobody else sees it")
ASSESSING = (
    State("under_assessment", "The planning State records whether it has reason to believe in harmful interference"),
    State("closed_no_interference", "It has no such reason; the reasons are kept and the assessment can be made anew",
          RESTING),
)
AWAITING = (
    State("request_pending", "The request is served; the planning State has not answered"),
    State("request_declined", "The planning State declined; the requesting State may renew, refer or close"),
)
LOWER = (
    State("open", "At least one State is served with the notice, or with a changed version of the activity"),
    State("consulting", "At least one track is in consultation"),
    State("measures_tabled", "The planning State has proposed how to avoid or lessen interference"),
    State("concluded_agreed", "Every State still taking part agreed or has no objection", RESTING),
    State("concluded_partial", "Some agreed or have no objection, others not", RESTING),
    State("concluded_no_agreement", "Consulted without agreement; nobody has a veto", RESTING),
    State("concluded_no_reply", "No reply recorded from anybody; delivery is proved", RESTING,
          "Concluded: no reply recorded"),
    State("concluded_inconsistent_status", "The activity was completed before any consultation could be held", RESTING),
    State("cooperation_agreed", "The States agreed to cooperate; what they agreed is linked", RESTING),
    State("activity_cancelled", "The planning State dropped the activity", FINAL),
    State("referred", "Moved to another procedure, which is linked", FINAL),
)
TRACK_STATES = (
    State("served", "Sent; receipt is not proved yet"),
    State("received", "Receipt is proved"),
    State("acknowledged", "Receipt was acknowledged, or the party answered that it wishes to consult"),
    State("info_requested", "Questions wait for an answer; the period for reply stands still",
          label="Information requested"),
    State("info_supplied", "Questions were answered, or the answer was refused with a category",
          label="Information supplied"),
    State("consulting", "In consultation"),
    State("no_objection", "No objection"),
    State("agreed", "Agreed"),
    State("not_agreed", "Disagreement is recorded"),
    State("declined", "Consultation was declined"),
    State("silent", "The period has passed; silence is neither consent nor breach", label="No reply recorded"),
    State("silent_closed", "The period of grace has passed too", label="No reply recorded, grace passed"),
    State("left", "Left the talks"),
)
INVITED = TrackSet("invitee", "invited", (
    State("invited", "Was asked for an opinion"),
    State("attending", "Takes part"),
    State("opinion_given", "Has given its opinion"),
    State("not_attending", "Does not take part"),
), "invitee", "invitee", gone=("not_attending",), ends=("opinion_given", "not_attending"))
JOINTLY = TrackSet("joint_planning", "named", (
    State("named", "Was named as planning the activity jointly, and has not confirmed"),
    State("joined", "Confirmed; keeps its own duty, and the lead speaks for the notice"),
    State("not_joined", "Does not plan the activity jointly"),
), "joint planning State", "joint_planning", gone=("not_joined",), passive=("named",), ends=("joined", "not_joined"))
JOINED = TrackSet("interested", "taking_part", (
    State("taking_part", "Takes part; its position is recorded and does not decide the result"),
    State("left", "Left the talks"),
), "interested State", "interested", gone=("left",), ends=("taking_part",))


def relation(key: str, basis: str) -> TrackSet:
    """Give the track set of those who are asked to answer."""
    words = {"addressee": "State addressed", "planning": "planning State"}[key]
    ends = (*RESULTS, "left")
    return TrackSet(key, "served", TRACK_STATES, words, key, gone=("left",), passive=("silent_closed",), ends=ends,
                    basis=basis)


def tracks_of_notice(basis: str) -> tuple[TrackSet, ...]:
    """Give the track sets of the duty to consult."""
    return relation("addressee", basis), JOINTLY, INVITED, entrants()


def tracks_of_request(basis: str) -> tuple[TrackSet, ...]:
    """Give the track sets of the request."""
    return relation("planning", basis), JOINED, INVITED, entrants()


def limits_of_notice(terms: NoticeTerms) -> tuple[TimeLimit, ...]:
    """Give the limits of the duty to consult."""
    answered = _answered(terms, "addressee", "reply", "addressee")
    return (*_opening(terms, "addressee"), *answered, *_shared(terms, "addressee", "addressee"))


def limits_of_request(terms: RequestTerms) -> tuple[TimeLimit, ...]:
    """Give the limits of the request; a reply is asked for only where the activity changes meanwhile."""
    return (
        *_opening(terms, "planning"),
        TimeLimit("answer", terms.answer, terms.cite("answer"), Dispatch(), "Answer", per="planning",
                  takes="no_answer", extend=_on_request(terms, "answer")),
        TimeLimit("declined_review", terms.declined_review, terms.cite("declined_review"),
                  title="Review of a declined request",
                  owner="requesting", takes="close_declined"),
        *_answered(terms, "planning", "reply", "requesting"), *_shared(terms, "planning", "requesting"),
    )


def more_time_of_notice(terms: NoticeTerms) -> tuple[Step, ...]:
    """Give the steps by which a State addressed asks for more time for its reply."""
    limit = next(limit for limit in limits_of_notice(terms) if limit.key == "reply")
    return MoreTimeOn(limit, ("open", *TALKS), "addressee", WAITED_FOR, PLANNING).steps()


def more_time_of_request(terms: RequestTerms) -> tuple[Step, ...]:
    """Give the steps by which a planning State asks for more time for its answer."""
    limit = next(limit for limit in limits_of_request(terms) if limit.key == "answer")
    return MoreTimeOn(limit, ("request_pending", *TALKS), "planning", WAITED_FOR, REQUESTING).steps()


def _opening(terms: Consultation, of: str) -> tuple[TimeLimit, ...]:
    cited = terms.cite("acknowledgement")
    return (TimeLimit("acknowledgement", terms.acknowledgement, cited, Dispatch(), "Acknowledgement", per=of),)


def _answered(terms: Consultation, of: str, key: str, counter: str) -> tuple[TimeLimit, ...]:
    length: Length = ByStep((("change_activity", terms.changed_reply),), terms.reply)
    return (
        TimeLimit(key, length, terms.cite("reply"), Receipt(("change_activity",)), "Reply", per=of, takes="no_answer",
                  waits_for=None if counter == of else counter,
                  extend=_on_request(terms, "reply") if counter == of else None),
        TimeLimit("grace", terms.grace, terms.cite("grace"), Dispatch(), "Grace", per=of, takes="enter_silent_closed"),
    )


def _on_request(terms: Consultation, of: str) -> Extension | None:
    """Give the rule of more time for a reply or answer; where an agreement gives the period, its clause has to say so.
    """
    by_clause = terms.source_of("reply_extension") == AGREEMENT
    binding = terms.cite(of).binding
    return extension_of(binding, terms.reply_extension, terms.reply_extensions, by_clause=by_clause)


def _shared(terms: Consultation, of: str, counter: str) -> tuple[TimeLimit, ...]:
    agreed = Extension(length=terms.window_extension)
    return (
        TimeLimit("information", terms.information, terms.cite("information"), title="Supply of information", per=of,
                  waits_for="planning"),
        TimeLimit("first_meeting", terms.first_meeting, terms.cite("first_meeting"), title="First meeting", per=of),
        TimeLimit("window", terms.window, terms.cite("window"), title="Window for consultation", owner="planning",
                  extend=agreed),
        TimeLimit("comments", terms.comments, terms.cite("comments"), title="Comments on measures", owner="planning",
                  waits_for=counter),
        TimeLimit("post_event_report", terms.post_event_report, terms.cite("post_event_report"),
                  title="Post-event report",
                  owner="planning"),
        suspension_limit(),
    )
