"""Where a visit can be: roles, states, states of the hosts' tracks, limits, and the standard without a number."""

from __future__ import annotations

from workflows.article_xii.terms import NOTICE, VisitTerms
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    FINAL,
    RESTING,
    Extension,
    FromFiling,
    Happening,
    Role,
    Standard,
    State,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.limits import PHYSICAL

VISITING = Role("visiting", "the visiting State")
HOST = Role("host", "a host State")
OPERATOR = "operator"
"""One track for each State that operates the facility, or answers for who does."""

CONTESTED = "reciprocity_contested"
TALKED = ("host_acknowledged", "consulting", "date_shift_proposed")
AGREED = ("terms_settled", "scheduled")
UNDERWAY = ("in_progress", "completed")
ENDED = ("closed_reported", "not_held", "referred")
SILENT = ("silent", "silent_closed")
UNANSWERED = ("served", "received", *SILENT)
EVERY = (*UNANSWERED, "acknowledged", "holding", "joined")

# fmt: off
NEUTRAL = "No reply is recorded. Silence is neither consent nor breach, and it opens no way to enter."
OPERATORS = TrackSet(OPERATOR, "served", (
    State("served", "Sent; receipt is not proved yet"),
    State("received", "Receipt is proved"),
    State("acknowledged", "Has answered, and takes part in the talks"),
    State("holding", "Has stated a hazard; its hold is reviewed on a day"),
    State("silent", "The period has passed; silence is neither consent nor breach", label="No reply recorded"),
    State("silent_closed", "The period of grace has passed too", label="No reply recorded, grace passed"),
    State("joined", "Has signed the plan of the visit"),
), "host State", "host", passive=("silent_closed",), ends=("silent_closed", "joined"), basis="OST", level="C2")


def pre_visit(terms: VisitTerms) -> tuple[str, ...]:
    """List the states before the visit."""
    contested = () if terms.by_moon else (CONTESTED,)
    return ("notice_served", *TALKED, "safety_hold", *contested, *AGREED)


def states(terms: VisitTerms) -> tuple[State, ...]:
    """Give the states; under the Moon Agreement reciprocity cannot be contested."""
    found = (
        State("draft", "The notice is being prepared; nobody else sees it"),
        State("notice_served", "The hosts are served with the notice of a projected visit"),
        State("host_acknowledged", "At least one host has the notice and answers"),
        State("consulting", "The States talk on precautions, dates, route and persons"),
        State("date_shift_proposed", "A host proposes another date; the visiting State answers", label="Other date "
              "proposed"),
        State("safety_hold", "A host states a hazard; a day is set on which that is reviewed"),
        State(CONTESTED, "A host says that the visitor's own facilities are not open"),
        State("terms_settled", "The plan of the visit is signed by the visiting State and every host"),
        State("scheduled", "The moment of the visit is fixed"),
        State("in_progress", "The visit is under way"),
        State("completed", "The visitors have left; the report is due"),
        State("closed_reported", "The report is exchanged", FINAL, "Closed: reported"),
        State("not_held", "The visit was not held: declined, not agreed, or no reply recorded", RESTING),
        State("referred", "Moved to another procedure, which is linked", FINAL),
    )
    return tuple(state for state in found if not (terms.by_moon and state.key == CONTESTED))


def limits(terms: VisitTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law, since the treaty has no number."""
    contested = TimeLimit("reciprocity_answer", terms.reciprocity_answer, terms.cite("reciprocity_answer"),
                          title="Answer on reciprocity", owner="visiting")
    return (
        TimeLimit("acknowledgement", terms.acknowledgement, terms.cite("acknowledgement"), title="Acknowledgement",
                  per=OPERATOR, takes="no_answer"),
        TimeLimit("grace", terms.grace, terms.cite("grace"), title="Grace", per=OPERATOR, takes="enter_silent_closed"),
        TimeLimit("consultation", terms.consultation, terms.cite("consultation"), title="Opening of the talks",
                  owner="visiting"),
        TimeLimit("window", terms.window, terms.cite("window"), title="Window for the talks", owner="visiting",
                  extend=Extension(times=1, length=terms.window_extension)),
        TimeLimit("date_answer", terms.date_answer, terms.cite("date_answer"), title="Answer to another date",
                  owner="visiting"),
        TimeLimit("review", Until("review_on"), terms.cite("review"), title="Review of the safety hold", per=OPERATOR,
                  takes="pass_review"),
        *(() if terms.by_moon else (contested,)),
        TimeLimit("go_no_go", terms.go_no_go, terms.cite("go_no_go"), FromFiling("go_at"), "Go or no go", owner="host",
                  backwards=True),
        TimeLimit("report", terms.report, terms.cite("report"), title="Report on the visit", owner="visiting"),
        suspension_limit(),
    )


def standards(terms: VisitTerms) -> tuple[Standard, ...]:
    """The treaty's own measure: reasonable advance notice, without a number."""
    return (Standard("reasonable_advance", NOTICE, "reasonable advance notice", until="visit_on", since="serve_notice",
                     target=terms.advance),)


HAPPENINGS = (Happening("visit", "Visit", "go_at", kind=PHYSICAL, states=("scheduled", "in_progress")),)
