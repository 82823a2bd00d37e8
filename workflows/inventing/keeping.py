"""Rows from the filing to the end of the right, and beside: grant, fees, waiver, abandonment, orders, publications.

Law: PARIS 4(C) for filings elsewhere; the law of each State for grant, fees and secrecy orders; the clause of an
agreement for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.inventing import later_papers as papers
from workflows.inventing.frame import (
    HOLD,
    NATIONAL,
    OPEN,
    PARIS,
    PLANNED,
    PUBLICATION,
    Basis,
    InventionTerms,
)
from workflows.kernel import guards as g
from workflows.kernel.guards_of_facts import ChosenIn
from workflows.kernel.guards_of_sides import Several
from workflows.kernel.language import (
    ANY_PARTY,
    BACK,
    CLEAR,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Extend,
    Flag,
    Future,
    IsParty,
    NotOneself,
    NotToCome,
    On,
    Opens,
    OtherThanTrack,
    Step,
    Taker,
    outcome,
)

ALL: dict[str, Any] = {"tell": "all"}
# fmt: off


def keeping(terms: InventionTerms, basis: Basis) -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_filing(), *_grant(), *_giving_up(terms, basis), *_orders(), *_publications(basis))


def _filing() -> Iterator[Step]:
    chosen = ChosenIn("files", "disclosing")
    first = g.Done("record_first_filing")
    filed: dict[str, Any] = {"asks": papers.Filed, "checks": (NotToCome("first_filed_on"),), **ALL,
                             "title": "Record the application", "effect": "The application is pending."}
    yield Step("enter_filed", PLANNED, "filed", ANY_PARTY, DISPATCH, PARIS, when=chosen & first, within="priority",
               **filed)
    yield Step("enter_filed", PLANNED, "filed", ANY_PARTY, DISPATCH, PARIS, when=chosen & ~first,
               starts=("priority",), **filed)
    more = g.Says(g.Running("priority") | g.Lapsed("priority"), "All filings are on record.", PARIS)
    yield Step("record_filings_elsewhere", ("filed", "granted"), STAY, ANY_PARTY, DISPATCH, PARIS,
               papers.FiledElsewhere, when=more, within="priority", stops=("priority",), **ALL,
               title="Record the filings elsewhere", added="Priority is used by filings in other States.",
               effect="The filings are on record; after the period they have no priority.")


def _grant() -> Iterator[Step]:
    yield Step("grant", "filed", "granted", ANY_PARTY, DRAFT, NATIONAL("grant"), papers.Granted, starts=("fee",),
               checks=(NotToCome("granted_on"),), **ALL, title="Record the grant",
               effect="The office has granted the right; the date of the next fee is that of its own law.")
    yield Step("pay_fee", "granted", STAY, ANY_PARTY, DRAFT, NATIONAL("fees"), papers.FeePaid, within="fee",
               checks=(NotToCome("paid_on"),), starts=("fee",), **ALL, title="Record a fee that was paid",
               added="Upkeep is paid and shared.", effect="The payment and the next date are on record.")
    yield Step("expire", "granted", "expired", ANY_PARTY, DRAFT, NATIONAL("grant"), papers.Lapse, stops=("*",),
               checks=(NotToCome("ended_on"),), **ALL, title="Record the end of the right",
               effect="The right has ended, and the case with it.")


def _giving_up(terms: InventionTerms, basis: Basis) -> Iterator[Step]:
    several = Several("partner")
    to = outcome((several, STAY), (None, "waived_to_partner"))
    yield Step("decline_share", OPEN, to, ANY_PARTY, DISPATCH, basis.share, papers.ShareDeclined,
               flags=(Flag("share_declined", several, on_track=False),),
               checks=(IsParty("to"), NotOneself("to"), Future("due_on", terms.decline)), **ALL,
               title="Decline a share", effect="Your share goes to the party that you name; with two parties the case "
               "ends with that.")
    yield Step("offer_to_others", OPEN, STAY, ANY_PARTY, DISPATCH, basis.share, papers.OfferedFirst,
               starts=("abandonment",), **ALL, title="Offer the right to the others first",
               added="Before a right is abandoned it is offered to the others.", effect="The others may take it over.")
    offered = g.Says(g.Done("offer_to_others"), "Offer it to the others first.", basis.share)
    yield Step("abandon", OPEN, "abandoned", EVERY_PARTY, DISPATCH, basis.share, papers.Abandoned, when=offered,
               stops=("*",), **ALL, title="Abandon the right", effect="With the last hand the right is given up.")


def _orders() -> Iterator[Step]:
    yield Step("secrecy_order", OPEN, HOLD, ANY_PARTY, CLEAR, NATIONAL("secrecy"), papers.SecrecyOrder, tell=OWN,
               level="C4", starts=("secrecy",), title="Record an order of an authority",
               effect="The case is held; the order itself is read by your own delegation alone.")
    yield Step("enter_previous", HOLD, BACK, Taker("secrecy_order"), CLEAR, NATIONAL("secrecy"), papers.OrderEnded,
               stops=("secrecy",), checks=(NotToCome("ended_on"),), **ALL, title="Record the end of the order",
               effect="The case goes on where it was.")


def _publications(basis: Basis) -> Iterator[Step]:
    asked = On(PUBLICATION, ("asked",))
    yield Step("publication_intent", OPEN, STAY, ANY_PARTY, DRAFT, basis.share, papers.PublicationAsked,
               opens=Opens(PUBLICATION, acting=True, numbered=True), starts=("review",), **ALL,
               title="Tell of an intent to publish", effect="The partners review it; novelty is lost by publication.")
    answers = ("clear_publication", "cleared", "Clear"), ("object_to_publication", "objected", "Object to")
    for step, to, title in answers:
        yield Step(step, OPEN, STAY, OtherThanTrack(ANY_PARTY), DRAFT, basis.share, papers.PublicationAnswer,
                   track=On(PUBLICATION, ("asked", "unanswered"), to), stops=("review",), within="review", **ALL,
                   title=f"{title} the publication", added="A review ends with an answer.",
                   effect="Your answer is on record; the product takes no view.")
    yield Step("extend_review", OPEN, STAY, OtherThanTrack(ANY_PARTY), DRAFT, basis.share, track=asked,
               extends=Extend("review"), **ALL, title="Take more time for the review",
               added="A review may be longer once.", effect="The period for the review is longer.")
    yield Step("note_no_review", OPEN, STAY, CLOCK, under=PRODUCT, track=On(PUBLICATION, ("asked",), "unanswered"),
               **ALL, title="Note that no review is recorded", added="An aim of the product that passes is noted.",
               effect="No reply is recorded.")
    yield Step("report_publication", OPEN, STAY, ANY_PARTY, DRAFT, basis.share, papers.PublicationMeanwhile,
               checks=(NotToCome("published_on"),), flags=("novelty_risk",), **ALL, title="Report a publication",
               added="A publication meanwhile puts novelty at risk.", effect="It is on record; novelty is at risk.")
    yield Step("record_published", OPEN, STAY, TRACK_PARTY, DRAFT, basis.share, papers.PublicationMeanwhile,
               track=On(PUBLICATION, ("cleared",), "published"), checks=(NotToCome("published_on"),), **ALL,
               title="Record the publication", added="What was cleared is published.", effect="It is on record.")
