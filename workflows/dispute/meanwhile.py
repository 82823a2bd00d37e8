"""What stands beside the stages: performance meanwhile, the same subject elsewhere, entities that a party represents.

Law: the clause on performance (``performance_during``) and on who may be party (``admits``); LC XI(2), by which a claim
is not presented in two ways at once. What happens is recorded and flagged, and stops nobody. Companies and operators
take no part by themselves: where the clause admits them, a State, organisation or agency represents them. Not modelled:
whether another body is seised of the same subject.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.dispute import papers
from workflows.dispute.frame import AWARDED, EXECUTING
from workflows.dispute.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    OPTIONAL,
    PRODUCT,
    STAY,
    Filing,
    Flag,
    Source,
    Step,
    Unanswered,
    WhenThen,
    choice,
    date_field,
    long_text,
    text,
)

ONE_WAY = Source("LC")("XI(2)")
PARALLEL = Flag("parallel_forum", g.Fact("parallel", ("yes",)), on_track=False)
"""Set where a notice of dispute says that the same subject is pending elsewhere."""
MEANWHILE = {
    "continue": " Meanwhile the agreement is performed, as its clause says.",
    "may_suspend": " Meanwhile a party may suspend performance, as the clause says.",
}
ADMITTED = {"state": "States", "organisation": "organisations of States", "agency": "agencies"}
# fmt: off


class Performance(Filing):
    """Statement on performance meanwhile."""

    performance = choice("What becomes of performance", {"continues": "It goes on",
                         "suspended": "It is suspended, whole or in part"}, PRODUCT)
    what = long_text("What is concerned, and why", PRODUCT)
    since = date_field("From which day", PRODUCT, need=OPTIONAL)


class Elsewhere(Filing):
    """Statement that the same subject is pending elsewhere."""

    reference = text("Body or procedure, with its reference", ONE_WAY)
    remark = long_text("How far the subject is the same", PRODUCT, need=OPTIONAL)


class NoLonger(Filing):
    """Statement that the same subject is no longer pending elsewhere."""

    how = long_text("How it ended there", PRODUCT)


def performing(s: Shape) -> str:
    """Say at the opening what the clause says on performance meanwhile."""
    return MEANWHILE.get(s.arrangement.clause.performance_during or "", "")


def elsewhere() -> WhenThen:
    """Ask for a reference where the same subject is said to be pending elsewhere."""
    return WhenThen("parallel", ("yes",), "parallel_reference", ONE_WAY)


def admitting(s: Shape) -> tuple[Unanswered, ...]:
    """Refuse that a company or other entity be represented where the clause does not admit any."""
    admitted = s.arrangement.clause.admits or ()
    if "entity" in admitted:
        return ()
    named = ", ".join(ADMITTED[one] for one in admitted if one in ADMITTED) or "nobody else"
    says = f"The clause admits {named}; a company or other entity is no party to it, represented or not."
    return (Unanswered("entities", says, s.cite("admits")),)


def meanwhile(s: Shape) -> Iterator[Step]:
    """Give the statements on performance and on other bodies."""
    where = (*s.live, *AWARDED, *EXECUTING)
    suspended = Flag("performance_suspended", g.Fact("performance", ("suspended",)), on_track=False)
    yield Step("state_performance", where, STAY, ANY_PARTY, DISPATCH, s.cite("performance_during"), Performance,
               flags=(suspended,), keeps=("performance",), tell="all", common=True,
               effect="What becomes of performance is on record; whether the clause allows it is not decided here.")
    yield Step("resume_performance", where, STAY, ANY_PARTY, DISPATCH, s.cite("performance_during"), papers.Remark,
               when=g.Flagged("performance_suspended"), clears=("performance_suspended",), tell="all", common=True,
               effect="It is on record that performance is taken up again.")
    yield Step("report_parallel_forum", where, STAY, ANY_PARTY, DISPATCH, ONE_WAY, Elsewhere,
               flags=(Flag("parallel_forum", on_track=False),), tell="all", common=True,
               effect="All are warned that the same subject is pending elsewhere. Nothing is blocked by it.")
    yield Step("end_parallel_forum", where, STAY, ANY_PARTY, DISPATCH, ONE_WAY, NoLonger,
               when=g.Flagged("parallel_forum"), clears=("parallel_forum",), tell="all", common=True,
               effect="The warning is taken back; what was stated stays on record.")
