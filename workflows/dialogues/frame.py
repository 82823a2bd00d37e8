"""Where a series can be: roles, states, and the tracks of sides, meetings, projects and disputes.

The meetings are cases of their own, with their agenda, record and action items; a series says which there are and
whether each was held, and nothing of what was said there.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.dialogues.terms import SeriesTerms
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, common_steps
from workflows.kernel.language import (
    FINAL,
    Binding,
    Citation,
    Dispatch,
    Earliest,
    FromFiling,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    Until,
)

PROPOSING = Role("proposing", "the government that proposes the series")
PARTNER = Role("partner", "the other government")
OBSERVER = Role("observer", "an observer of the series", stake=False)
SIDE, MEETING, PROJECT, DISPUTE = "side", "meeting", "project", "dispute"
HERE, PAUSED = "here", "paused"
CALLED, TOOK_PLACE, FELL = "called", "held", "fell_through"
UNDER_WAY, DONE, GIVEN_UP = "under_way", "done", "given_up"
LISTED, SETTLED, UNSETTLED = "listed", "settled", "not_settled"
OPEN, AWAKE = ("running", "dormant", SUSPENDED), ("running", "dormant")
LIVE = ("proposed", *OPEN)
ENDED = ("ended",)
AGREED = Citation("Outline of Cooperation", "", Binding.LAW_A)
"""What both governments agreed on one text, and so the days that it names."""
HELD = ("held", "record_drafting", "record_agreed", "record_unagreed", "follow_up", "closed")
"""States of a meeting's own case in which it has been held."""
NOT_YET = g.Says(g.Done("establish"), "The series is not established yet: the other government has not agreed.")
OF_OUR_OWN = ("suspend", "resume")
# fmt: off

STATES = (
    State("draft", "The invitation is being prepared; nobody else sees it"),
    State("proposed", "The invitation is out"),
    State("running", "Terms, chairs and cycle are agreed; meetings are called"),
    State("dormant", "No meeting for long, or no answer to the invitation; nothing has ended"),
    State(SUSPENDED, "One side, or both, has paused the series"),
    State("ended", "Notice was given; the record stays", FINAL),
)
SIDES = TrackSet(SIDE, HERE, (
    State(HERE, "Takes part", label="Taking part"),
    State(PAUSED, "Has paused the series"),
), "side", ends=(HERE, PAUSED), level="C2")
MEETINGS = TrackSet(MEETING, CALLED, (
    State(CALLED, "Called; its own case says where it stands"),
    State(TOOK_PLACE, "Was held"),
    State(FELL, "Did not take place"),
), "meeting", ends=(TOOK_PLACE, FELL), level="C2")
PROJECTS = TrackSet(PROJECT, UNDER_WAY, (
    State(UNDER_WAY, "Is carried out by its owner"),
    State(DONE, "Reported as done"),
    State(GIVEN_UP, "Is not carried on, as both agreed"),
), "project", ends=(DONE, GIVEN_UP), level="C2")
DISPUTES = TrackSet(DISPUTE, LISTED, (
    State(LISTED, "On the agenda of the committee", label="On the agenda"),
    State(SETTLED, "Settled in the committee"),
    State(UNSETTLED, "Not settled here; it goes on in its own case"),
), "dispute", ends=(SETTLED, UNSETTLED), level="C2")


def states() -> tuple[State, ...]:
    """Give all states; a pause is declared here, since either side may pause alone."""
    return (*STATES, *(one for one in COMMON_STATES if one.key != SUSPENDED))


def tracks(t: SeriesTerms) -> tuple[TrackSet, ...]:
    """Give the track sets of a kind of series."""
    committee = (PROJECTS, *((DISPUTES,) if t.first_rung else ())) if t.is_committee else ()
    return (SIDES, MEETINGS, *committee)


def limits(t: SeriesTerms) -> Iterator[TimeLimit]:
    """Give every limit of a kind of series."""
    yield TimeLimit("answer", t.answer, t.cite("answer"), title="Answer to the invitation", owner="partner",
                    takes="sleep", zone="UTC")
    yield TimeLimit("sleep", t.sleep, t.cite("sleep"), Earliest((Dispatch(), FromFiling("held_on"))),
                    "Next meeting of the series", takes="sleep", zone="UTC")
    if t.is_committee:
        yield TimeLimit("review", Until("review_on"), AGREED, title="Review of the outline", zone="UTC",
                        proposes="review_outline")
        yield TimeLimit("outline", Until("ends_on"), AGREED, title="End of the outline", zone="UTC",
                        proposes="adopt_outline")


def common() -> Iterator[Step]:
    """The universal transitions, but those by which all pause together: in a series either side does alone."""
    yield from (row for row in common_steps(PROPOSING, LIVE, ENDED) if row.key not in OF_OUR_OWN)
