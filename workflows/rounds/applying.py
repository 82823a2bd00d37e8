"""Rows of applications: lodged before the instant, replaced, withdrawn, checked for completeness, completed in time.

An application at the instant or after it is refused with the instant, and may be lodged in another round. An applicant
that is silent when asked for what is missing lets its application lapse; nobody else's silence does anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.fragments import Statement
from workflows.kernel.guards_of_closing import BeforeClosing
from workflows.kernel.language import CLOCK, DISPATCH, PRODUCT, STAY, TRACK_PARTY, On, Opens, Step
from workflows.rounds import papers
from workflows.rounds.frame import (
    APPLICATION,
    CALL_OPEN,
    COMPLETE,
    CONDITIONAL,
    INCOMPLETE,
    LAPSED,
    LIVE,
    RESULTS,
    REVIEW,
    SELECTED,
    SUBMITTED,
    WITHDRAWN,
    before_decision,
)
from workflows.rounds.shape import Round

NEXT_ROUND = "It may be lodged in another round."
# fmt: off


def applying(s: Round) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _lodging(s)
    yield from _taking_back(s)
    yield from _completeness(s)


def _lodging(s: Round) -> Iterator[Step]:
    in_time = BeforeClosing("closing", NEXT_ROUND)
    may = s.may_apply & in_time if s.may_apply else in_time
    asked: dict[str, Any] = {"asks": s.application, "opens": Opens(APPLICATION, acting=True, numbered=True),
                             "checks": s.application_checks, **s.to_conveners(), "title": "Apply"}
    yield Step("apply", CALL_OPEN, STAY, s.applying_party, DISPATCH, s.applying, when=may, **asked,
               effect="The application is with the conveners. No other applicant learns of it. It may be replaced or "
                      "withdrawn until the call closes.")
    yield Step("apply", (REVIEW, RESULTS), STAY, s.applying_party, DISPATCH, s.applying, when=in_time, **asked,
               effect="After the closing no application is taken; the refusal names the instant.",
               added="Whoever comes late is told when the call closed, and what is still open.")
    yield Step("replace_application", CALL_OPEN, STAY, TRACK_PARTY, DISPATCH, s.applying, s.application,
               track=On(APPLICATION, (SUBMITTED,)), when=in_time, begins=("apply", "replace_application"),
               checks=s.application_checks, **s.to_applicant(), title="Replace the application", whom="number",
               added="Until the closing an applicant may put its application in better words.",
               effect="The new text takes the place of the former, which stays on record.")


def _taking_back(s: Round) -> Iterator[Step]:
    conditional = (CONDITIONAL,) if s.conditional else ()
    undecided = (*before_decision(s), *conditional, SELECTED)
    yield Step("withdraw_application", LIVE, STAY, TRACK_PARTY, DISPATCH, s.applying, papers.Remark,
               track=On(APPLICATION, undecided, WITHDRAWN), stops=("formal_check", "correction"), **s.to_applicant(),
               title="Withdraw the application", whom="number",
               added="Before an agreement is signed an applicant is free to go.",
               effect="The application is withdrawn; nothing follows from it.")
    yield Step("state_position", LIVE, STAY, TRACK_PARTY, DISPATCH, PRODUCT, Statement, track=On(APPLICATION),
               **s.to_applicant(), title="State a position on the application", whom="number",
               added="No appeal is known; what an applicant has to say is recorded all the same.",
               effect="Your position is on record beside your application; the conveners read it.")


def _completeness(s: Round) -> Iterator[Step]:
    on = {"stops": ("formal_check",), "whom": "number", **s.to_applicant()}
    for hand in s.rows(s.each):
        yield Step("pass_application", REVIEW, STAY, under=s.judging, asks=papers.Remark, **hand, **on,
                   track=On(APPLICATION, (SUBMITTED,), COMPLETE), within="formal_check",
                   title="Pass the application", effect="The application goes to the reviewers.")
        yield Step("return_application", REVIEW, STAY, under=s.judging, asks=papers.Returned, **hand, **on,
                   track=On(APPLICATION, (SUBMITTED,), INCOMPLETE), within="formal_check", starts=("correction",),
                   title="Return the application",
                   effect="The applicant is told what is missing and may complete it within the period.")
    yield Step("correct_application", REVIEW, STAY, TRACK_PARTY, DISPATCH, s.applying, papers.Completion,
               track=On(APPLICATION, (INCOMPLETE,), SUBMITTED), when=g.Running("correction"), stops=("correction",),
               starts=("formal_check",), **s.to_applicant(), title="Complete the application", whom="number",
               effect="The application is checked once more.")
    yield Step("lapse_application", REVIEW, STAY, CLOCK, under=PRODUCT, track=On(APPLICATION, (INCOMPLETE,), LAPSED),
               **s.to_applicant(), title="Let the application lapse", whom="number",
               added="Only an applicant that is silent lets its application lapse.",
               effect="What was missing did not come within the period. It may be lodged in another round.")
