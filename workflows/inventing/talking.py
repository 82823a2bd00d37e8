"""Rows of the talks: offers and answers, protective filing, the plan, no deal.

Law: good faith under the clause of an agreement; GA51_122 paragraph 2 (fair terms, soft); PARIS 4 for the priority of a
first filing. Offers, answers, days and reasons are kept, and no view is taken on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.dispute.beside import DisputeBeside
from workflows.inventing import papers
from workflows.inventing.frame import (
    AGREED,
    ASSESSING,
    DISPUTED,
    FAIR,
    OFFER,
    PARIS,
    PLANNED,
    PROTECTED,
    TALKING,
    TERRITORY,
    Basis,
    InventionTerms,
)
from workflows.kernel import guards as g
from workflows.kernel.checks_of_lists import AddUp
from workflows.kernel.fragments import Statement, extending
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    PRODUCT,
    STAY,
    IsParty,
    Link,
    NotToCome,
    On,
    Opens,
    OtherThanTrack,
    Step,
    Taker,
    TimeLimit,
    WhenThen,
    outcome,
)

ALL: dict[str, Any] = {"tell": "all"}
TALKS = (TALKING, PROTECTED, DISPUTED)
# fmt: off


def talking(terms: InventionTerms, basis: Basis, limits: tuple[TimeLimit, ...]) -> tuple[Step, ...]:
    """Give all rows of this part."""
    longer = extending([one for one in limits if one.key == "window"], (TALKING, PROTECTED))
    return (*_talks(basis), *longer, *_offers(basis), *_protection(basis), *_plan(terms, basis), *_no_deal(basis))


def _talks(basis: Basis) -> Iterator[Step]:
    several = g.Says(g.Fact("owners", (papers.SEVERAL,)), "By the assessment there is one owner.", PRODUCT)
    yield Step("open_talks", ASSESSING, TALKING, ANY_PARTY, DISPATCH, (basis.share, FAIR), Statement, when=several,
               starts=("first_meeting", "window"), **ALL, title="Open the talks",
               effect="The owners talk in good faith on filing and on sharing the upkeep.")
    yield Step("record_meeting", (TALKING, PROTECTED), STAY, ANY_PARTY, DRAFT, basis.share, papers.Meeting,
               stops=("first_meeting",), within="first_meeting", checks=(NotToCome("met_on"),), **ALL,
               title="Record a meeting", added="The aim for a first meeting needs an act that meets it.",
               effect="The meeting is on record.")
    yield Step("talk_again", DISPUTED, TALKING, EVERY_PARTY, DISPATCH, basis.share, Statement, starts=("window",),
               **ALL, title="Take the talks up again", added="Who agrees to talk again may.",
               effect="With the last hand the talks are open again.")


def _offers(basis: Basis) -> Iterator[Step]:
    yield Step("make_offer", TALKS, STAY, ANY_PARTY, DISPATCH, (basis.share, FAIR), papers.Offer,
               opens=Opens(OFFER, acting=True, numbered=True), checks=(AddUp("shares", "share"),), **ALL,
               title="Make an offer", added="Offers, replies, days and reasons are kept as evidence of good faith.",
               effect="Your offer and its reasons are on record.")
    to = outcome((g.Fact("answer", (papers.ACCEPT,)), "accepted"), (g.Fact("answer", ("decline",)), "declined"),
                 (None, "countered"))
    yield Step("answer_offer", TALKS, STAY, OtherThanTrack(ANY_PARTY), DISPATCH, (basis.share, FAIR),
               papers.OfferAnswer, track=On(OFFER, ("made", "declined", "countered"), to), keeps=("answer",), **ALL,
               title="Answer the offer", added="Offers, replies, days and reasons are kept as evidence of good faith.",
               effect="Your answer and its reasons are on record; an offer accepted in principle is no plan yet.")


def _protection(basis: Basis) -> Iterator[Step]:
    early = g.Says(g.Done("disclose"), "The invention is not reported yet.", PRODUCT)
    protect: dict[str, Any] = {
        "asks": papers.Protection, "keeps": ("danger",), "starts": ("protection",), **ALL,
        "checks": (WhenThen("names", ("one",), "why_one"),), "title": "Give notice of a protective filing",
        "effect": "The others are told; the filing keeps the shares of all."}
    yield Step("protect", TALKING, PROTECTED, ANY_PARTY, DISPATCH, basis.share, **protect)
    yield Step("protect", ("disclosed", ASSESSING), PROTECTED, ANY_PARTY, DISPATCH, basis.share, when=early, **protect,
               added="A launch or a conference may come before the talks have begun.")
    told = g.Says(g.Lapsed("protection") | g.Fact("danger", (papers.IMMINENT,)), "The notice has not run yet, and no "
                  "danger is stated that is about to happen.", PRODUCT)
    once = g.Says(~g.Done("record_first_filing"), "The first filing is on record.", PRODUCT)
    yield Step("record_first_filing", PROTECTED, STAY, Taker("protect"), DISPATCH, PARIS, papers.FirstFiling,
               when=told & once, checks=(NotToCome("first_filed_on"),), stops=("protection",), starts=("priority",),
               **ALL, title="Record the first filing", added="Priority runs from the day of the first filing.",
               effect="The period of priority runs from the day of the filing.")


def _plan(terms: InventionTerms, basis: Basis) -> Iterator[Step]:
    asks = {AGREED: papers.PlanWithUpkeep, TERRITORY: papers.PlanByTerritory}.get(terms.upkeep, papers.Plan)
    sums = (AddUp("upkeep", "share"),) if terms.upkeep == AGREED else ()
    yield Step("agree", TALKS, PLANNED, EVERY_PARTY, DISPATCH, (basis.share, FAIR), asks, keeps=("files",),
               checks=(IsParty("files"), AddUp("shares", "share"), *sums), stops=("first_meeting", "window"), **ALL,
               title="Agree on filing and upkeep",
               effect="With the last hand the plan is agreed: who files, where, and who bears the upkeep.")


def _no_deal(basis: Basis) -> Iterator[Step]:
    over = g.Lapsed("window") & g.Says(g.Done("make_offer"), "No offer is on record; who says that there is no deal "
                                       "has made one, or had one made.", basis.share)
    yield Step("no_deal", (TALKING, PROTECTED), DISPUTED, ANY_PARTY, DISPATCH, basis.share, Statement, when=over,
               stops=("first_meeting",), **ALL, title="Record that there is no agreement",
               effect="A settlement of disputes is offered; a late agreement is possible until an application is "
                      "filed.")
    yield Step("enter_referred", DISPUTED, "referred", ANY_PARTY, DISPATCH, basis.share, DisputeBeside, stops=("*",),
               link=Link("dispute", "settlement", title="Settlement of disputes", terms=(("agreement", "agreement"),)),
               **ALL, title="Refer to a settlement of disputes",
               effect="A settlement of disputes is opened with this act, in your name and in preparation.")
