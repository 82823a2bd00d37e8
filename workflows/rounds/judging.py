"""Rows of review and result: reviewed apart, decided one by one, announced together.

Reviews are for the convener that makes them. A result is told to its applicant; the list is public once every
application has one. Selected is not signed: what follows has a case of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.language import (
    DISPATCH,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Filing,
    Link,
    On,
    Step,
    WhenThen,
    choice,
)
from workflows.rounds import papers
from workflows.rounds.frame import (
    APPLICATION,
    CLOSED,
    COMPLETE,
    CONDITIONAL,
    REJECTED,
    RESULTS,
    REVIEW,
    SELECTED,
    SHORTLISTED,
    TAKEN_UP,
    before_decision,
    to_decide,
)
from workflows.rounds.shape import Round, in_public

TELLING = (REVIEW, RESULTS)
PROVIDED = "conditions_told"
# fmt: off


def judging(s: Round) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _reviews(s)
    yield from _results(s)
    if s.conditional:
        yield from _conditions(s)
    yield from _announcing(s)


def review_of(s: Round) -> type[Filing]:
    """Give what a review asks: of which kind it is, where there are several that one step records."""
    if not s.reviews or s.every_review:
        return papers.Review
    kinds = {"kind": choice("Kind of review", s.reviews, PRODUCT), "__doc__": "Review."}
    return type("Review", (papers.Review,), kinds)


def steps_of_review(s: Round) -> dict[str, str]:
    """Give the steps that record a review, with their titles."""
    if not s.every_review:
        return {"record_review": "Record a review"}
    return {f"record_{kind}_review": title for kind, title in s.reviews.items()}


def _reviews(s: Round) -> Iterator[Step]:
    for hand in s.rows(s.each):
        for key, title in steps_of_review(s).items():
            yield Step(key, REVIEW, STAY, under=s.judging, asks=review_of(s), **hand, level="C4", tell=OWN,
                       track=On(APPLICATION, to_decide(s)), whom="of application", title=title,
                       checks=(WhenThen("conflict", ("yes",), "conflict_told", PRODUCT),),
                       effect="The review is for your own side. No applicant reads it.")
        if s.shortlist:
            yield Step("shortlist", REVIEW, STAY, under=s.judging, asks=papers.Remark, **hand, **s.to_applicant(),
                       track=On(APPLICATION, (COMPLETE,), SHORTLISTED), when=_some_review(s), whom="application",
                       title="Put on the short list",
                       effect="The applicant is told that it is on the short list; nothing is granted by that.")


def _some_review(s: Round) -> g.Guard:
    """Ask for a review of any kind."""
    done = tuple(g.Done(key) for key in steps_of_review(s))
    some = done[0] if len(done) == 1 else g.AnyOf(done)
    return g.Says(some, "No review of this application is on record.", s.judging)


def _reviewed(s: Round) -> g.Guard:
    """Ask for a review of each kind where all are needed, else for one."""
    if not s.every_review:
        return _some_review(s)
    return g.AllOf(tuple(g.Says(g.Done(key), f"“{title}” is not on record for this application.", s.judging)
                         for key, title in steps_of_review(s).items()))


def _results(s: Round) -> Iterator[Step]:
    by, capacity = s.together
    result: dict[str, Any] = {"by": by, "capacity": capacity, "under": s.judging, "whom": "application",
                              "when": _reviewed(s), **s.to_applicant()}
    yield Step("select", REVIEW, STAY, asks=papers.Selected, **result, track=On(APPLICATION, to_decide(s), SELECTED),
               title="Select",
               effect="The applicant is told. Selected is not signed: nothing is lent or flown by this alone.")
    if s.conditional:
        yield Step("select_on_conditions", REVIEW, STAY, asks=papers.SelectedOnConditions, **result,
                   track=On(APPLICATION, to_decide(s), CONDITIONAL), starts=("conditions",),
                   title="Select on conditions",
                   effect="The applicant is told what it has to meet before the selection stands.")
    yield Step("reject", REVIEW, STAY, asks=papers.NotSelected, **result,
               track=On(APPLICATION, to_decide(s), REJECTED), title="Reject",
               effect="The applicant is told with reasons. No appeal is known; it may apply again in another round.")


def _conditions(s: Round) -> Iterator[Step]:
    on = On(APPLICATION, (CONDITIONAL,))
    yield Step("meet_conditions", TELLING, STAY, TRACK_PARTY, DISPATCH, s.judging, papers.ConditionsMet, track=on,
               within="conditions", flags=(PROVIDED,), **s.to_applicant(), title="Meet the conditions",
               added="Whoever is selected on conditions shows how it meets them.", whom="of application",
               effect="The conveners look whether the conditions are met.")
    told = g.Says(g.Flagged(PROVIDED), "The applicant has not shown yet how it meets the conditions.", s.judging)
    gone = g.Says(g.Flagged(PROVIDED) | g.Lapsed("conditions"), "The conditions may still be met.", s.judging)
    by, capacity = s.together
    result: dict[str, Any] = {"by": by, "capacity": capacity, "under": s.judging, "whom": "of application",
                              "stops": ("conditions",), **s.to_applicant()}
    yield Step("confirm_conditions", TELLING, STAY, asks=papers.Remark, when=told, **result,
               track=On(APPLICATION, (CONDITIONAL,), SELECTED), title="Confirm the conditions",
               effect="The selection stands.")
    yield Step("find_conditions_unmet", TELLING, STAY, asks=papers.NotSelected, when=gone, **result,
               track=On(APPLICATION, (CONDITIONAL,), REJECTED), title="Find the conditions unmet",
               effect="The selection on conditions ends; the applicant is told why.")


def _announcing(s: Round) -> Iterator[Step]:
    by, capacity = s.together
    open_ones = before_decision(s)
    decided = g.Says(~g.AnyTrack(APPLICATION, open_ones), "Some application has no result yet.", s.judging)
    yield Step("announce_results", REVIEW, RESULTS, by, capacity, s.judging, papers.Results, when=decided,
               stops=("formal_check", "review", "decision"), link=Link("next_round", field="next_round"),
               **in_public(), title="Announce the results",
               effect="Everybody reads who is selected. Selected is not signed: agreements are signed one by one.")
    if s.opens:
        yield Step("take_up", TELLING, STAY, TRACK_PARTY, DISPATCH, s.judging, papers.Remark, link=s.opens,
                   track=On(APPLICATION, (SELECTED,), TAKEN_UP), whom="number", **s.to_applicant(),
                   title="Take up the selection",
                   effect="A case of its own is opened with this act, in your name and in preparation.")
    yield Step("close_round", RESULTS, CLOSED, by, capacity, s.judging, papers.Remark, stops=("*",), **in_public(),
               when=g.Says(~g.AnyTrack(APPLICATION, (CONDITIONAL,)), "A selection on conditions is still open.",
                           s.judging) if s.conditional else None,
               title="Close the round", effect="The round is over; cases that were opened from it go on.")
