"""Rows of the call: convened alone or together, published with its instant, prolonged for all, closed by the clock.

Until it closes only its own instant counts; what is recorded at that instant or after it is for another round. A call
may be prolonged while it is open, for everybody and in public, and never be shortened.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.kernel.checks_of_extension import AfterEnd
from workflows.kernel.language import (
    CLOCK,
    DRAFT,
    OFFICE,
    PRODUCT,
    STAY,
    Ahead,
    Extend,
    Names,
    NotOneself,
    Step,
)
from workflows.rounds import papers
from workflows.rounds.frame import CALL_OPEN, CANCELLED, LIVE, OPENING, REVIEW
from workflows.rounds.shape import Round, in_public

LEAST_HOURS = 24
"""A call that closes sooner is none: whoever is to apply has to be able to read it."""
# fmt: off


def calling(s: Round) -> Iterator[Step]:
    """Give all rows of this part."""
    by, capacity = s.together
    yield from _joining(s)
    yield Step("publish_call", OPENING, CALL_OPEN, by, capacity, s.calling, s.call, starts=("closing",),
               when=s.may_convene, checks=(Ahead("closes_at", LEAST_HOURS, s.closing),), **in_public(), publishes=True,
               title="Publish the call",
               effect="Everybody may read the call. Applications are taken until its instant, and none after it.")
    yield Step("prolong_call", CALL_OPEN, STAY, by, capacity, s.calling, papers.Prolongation,
               extends=Extend("closing", until_field="closes_at"), checks=(AfterEnd("closes_at", "closing"),),
               **in_public(), title="Prolong the call",
               added="More time is given to everybody, in public, while the call is open.",
               effect="The call closes at the later instant, for everybody. It is never shortened.")
    for hand in s.rows(s.each):
        yield Step("publish_note", LIVE, STAY, under=PRODUCT, asks=papers.PublicNote, **hand,
                   **in_public(), title="Publish a note on the call",
                   added="What one applicant is told about the call all are told.",
                   effect="Everybody reads the note. It names nobody.")
    yield Step("cancel_call", (CALL_OPEN, REVIEW), CANCELLED, by, capacity, s.calling, papers.Cancellation,
               stops=("*",), **in_public(), title="Cancel the call",
               added="Whoever calls may have to take the call back.",
               effect="The round ends without results; everybody who applied is told. Applications stay on record.")
    yield Step("close_call", CALL_OPEN, REVIEW, CLOCK, under=s.closing, starts=("formal_check", "review", "decision"),
               **in_public(), title="Close the call",
               effect="The instant of the call has come: no application is taken any more.")


def _joining(s: Round) -> Iterator[Step]:
    """The other convener is named by the conductor; it reads applications, and lays its hand on call and results."""
    if s.joint is None:
        return
    capacity = OFFICE if s.conductor.office else DRAFT
    yield Step("invite_convener", OPENING, STAY, s.conductor, capacity, s.calling, papers.JointConvening,
               names=Names(s.joint.key, "convener"), checks=(NotOneself("convener"), *s.joint_checks),
               when=s.may_convene, **s.to_conveners(),
               title="Name the joint convener", added="A round may be held by two together.",
               effect="The other convener is told. Call and results need the hands of both.")
