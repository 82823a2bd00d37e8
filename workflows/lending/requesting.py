"""Rows of a request up to the signature: lodged, cleared at home meanwhile, checked, reviewed, decided, signed.

Law: CNSA2023 1-6 and CNSA2020 for the curator. A request is made on its own, or takes up what was selected in a round:
then the record of the round says so. What a State or a funder has to clear is cleared at home; it never is a ground of
the curator, and must be given before the signature. Approved is not signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.checks_of_matter import StandsIn
from workflows.kernel.language import (
    CLEAR,
    CLOCK,
    DISPATCH,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    Future,
    Link,
    Names,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Step,
    WhenThen,
)
from workflows.lending import papers
from workflows.lending.frame import (
    APPLICANT,
    APPROVED,
    AUTHORITY,
    CHECK,
    CLEARANCES,
    CURATOR,
    DECISION,
    DRAFT_STATE,
    GIVEN,
    INCOMPLETE,
    JUDGED,
    LAPSED,
    PENDING,
    REFUSED,
    REJECTED,
    REVIEW,
    SIGNED,
    SUBMITTED,
    UNSIGNED,
    SamplesTerms,
)
from workflows.lending.law import CALL, COOPERATION, LOAN, STORES
from workflows.lending.request import DATA, SAMPLES, WHOLE
from workflows.rounds.frame import APPLICATION, SELECTED, TAKEN_UP
from workflows.rounds.papers import Completion, Remark, Returned, Review

OF_SAMPLES, OF_DATA = g.Fact("wanted", (SAMPLES,)), g.Fact("wanted", (DATA,))
NOT_SELECTED = "You have no selected application in a round of this reference: apply in the round, or submit a request."
NOT_CLEARED = "Clearance at home is not given yet; it is needed before the signature."
NAMED = (Names(CURATOR.key, "curator"), Names(AUTHORITY.key, "curator"))
# fmt: off


def requesting(terms: SamplesTerms) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _lodging()
    yield from _clearing()
    yield from _checking()
    yield from _deciding()
    yield from _signing()


def told(**more: Any) -> dict[str, Any]:
    """What applicant and curator both read."""
    return {"level": "C2", "tell": "all", **more}


def _lodging() -> Iterator[Step]:
    cleared = Opens("home_clearance", acting=True, numbered=True)
    shared: dict[str, Any] = {"names": NAMED, "opens": cleared, "keeps": ("curator", "wanted"), **told()}
    keeps = {**shared, "keeps": ("curator", "wanted", "priority")}
    yield Step("submit", DRAFT_STATE, SUBMITTED, APPLICANT, DISPATCH, COOPERATION, papers.Request, **keeps,
               checks=(NotOneself("curator"), *WHOLE), starts=("formal_check",), title="Submit the request", whom="to",
               flags=(Flag("priority", g.Fact("priority", ("yes",)), on_track=False),),
               effect="The request is with the curator. What your own State has to clear is cleared meanwhile.")
    there = StandsIn("round", APPLICATION, (SELECTED, TAKEN_UP), NOT_SELECTED, CALL)
    yield Step("take_up_selection", DRAFT_STATE, APPROVED, APPLICANT, DISPATCH, CALL, papers.Selection, **shared,
               checks=(NotOneself("curator"), NotToCome("approved_on"), there), starts=("agreement", "signature"),
               link=Link("selection", field="round"), title="Take up what was selected",
               added="What was selected in a round is approved by that, and not signed.",
               effect="The selection is taken up; an agreement is still to be signed.")
    yield Step("correct_request", INCOMPLETE, SUBMITTED, APPLICANT, DISPATCH, COOPERATION, Completion, **told(),
               when=g.Running("fix"), stops=("fix",), starts=("formal_check",), title="Complete the request",
               effect="The request is checked once more.")
    yield from _endings()


def _endings() -> Iterator[Step]:
    yield Step("refuse", (*JUDGED, APPROVED), REJECTED, AUTHORITY, DISPATCH, COOPERATION, papers.Refusal, stops=("*",),
               **told(), title="Refuse the request",
               effect="The request ends, with reasons. No appeal is known; a new request may be made.")
    yield Step("lapse", INCOMPLETE, LAPSED, CLOCK, under=PRODUCT, stops=("*",), **told(), title="Let the request lapse",
               effect="What was missing did not come within the period; a new request may be made.")
    silent = ~g.HandLaid("sign", APPLICANT)
    yield Step("lapse", APPROVED, LAPSED, CLOCK, under=PRODUCT, when=silent, stops=("*",), **told(),
               title="Let the request lapse",
               effect="The applicant did not sign within the period. Only its own silence does this.")


def _clearing() -> Iterator[Step]:
    """Clearance at home, which moves nothing; a partner that is added brings another one."""
    on: dict[str, Any] = {"level": "C3", "file": CLEARANCES}
    who: dict[str, Any] = {"by": TRACK_PARTY, "capacity": CLEAR, "under": PRODUCT}
    yield Step("clear_at_home", UNSIGNED, STAY, asks=papers.Clearance, **who, **on, whom="number",
               track=On("home_clearance", (PENDING, REFUSED), GIVEN), title="Give clearance at home",
               effect="This State has nothing against the request, or nothing under these conditions. The request goes "
                      "on as it does.")
    yield Step("refuse_at_home", UNSIGNED, STAY, asks=papers.ClearanceRefused, **who, **on, whom="number",
               track=On("home_clearance", (PENDING, GIVEN), REFUSED), title="Refuse clearance at home",
               added="A State may refuse, or take its consent back before the signature.",
               effect="Nothing is signed while this stands. The curator decides on the request by its own rules alone.")
    yield Step("ask_at_home_again", UNSIGNED, STAY, APPLICANT, DISPATCH, PRODUCT, papers.AgainAtHome, **on,
               track=On("home_clearance", (REFUSED,), PENDING), title="Ask again for clearance at home", whom="number",
               added="What was refused at home may be asked for again.", effect="The authority is asked once more.")
    yield Step("add_partner", UNSIGNED, STAY, APPLICANT, DISPATCH, PRODUCT, papers.Partner, whom="from",
               opens=Opens("home_clearance", "state", numbered=True), level="C2", file=CLEARANCES, tell="all",
               title="Add a partner", added="A partner brings the clearance of its own State.",
               effect="The partner is on record, and its State is asked for clearance.")


def _checking() -> Iterator[Step]:
    by: dict[str, Any] = {"by": CURATOR, "capacity": DISPATCH, "under": COOPERATION}
    yield Step("check", SUBMITTED, CHECK, asks=Remark, **by, **told(), title="Take up the check",
               effect="The centre checks whether the request is complete.")
    yield Step("pass", CHECK, REVIEW, asks=Remark, **by, **told(), stops=("formal_check",), within="formal_check",
               starts=("review",), title="Pass the request",
               effect="The request is complete and goes to the committee of experts.")
    yield Step("return", CHECK, INCOMPLETE, asks=Returned, **by, **told(), stops=("formal_check",),
               within="formal_check", starts=("fix",), title="Return the request",
               effect="The applicant is told what is missing and may complete it within the period.")
    yield Step("record_review", REVIEW, STAY, asks=Review, **by, level="C4", tell=OWN, title="Record a review",
               checks=(WhenThen("conflict", ("yes",), "conflict_told", PRODUCT),),
               added="What experts write is for the curator alone.", effect="The review is for your own side.")


def _deciding() -> Iterator[Step]:
    yield Step("decide", REVIEW, DECISION, CURATOR, DISPATCH, COOPERATION, papers.CommitteeReport, level="C4", tell=OWN,
               stops=("review",), within="review", starts=("decision",), title="Decide on the committee's report",
               effect="The report is with the administration. The applicant sees that the request is there.")
    yield Step("enter_approved_pending_agreement", DECISION, APPROVED, AUTHORITY, DISPATCH, COOPERATION,
               papers.Approval, checks=(NotToCome("approved_on"),), stops=("decision",), within="decision",
               starts=("agreement", "signature"), level="C0", tell="all", title="Approve the request",
               effect="The approval is announced. Approved is not signed: nothing is lent by this.")
    yield Step("enter_rejected", DECISION, REJECTED, AUTHORITY, DISPATCH, COOPERATION, papers.Refusal, stops=("*",),
               **told(), title="Reject the request",
               effect="The request ends, with reasons. No appeal is known; a new request may be made.")


def _signing() -> Iterator[Step]:
    cleared = g.Says(g.AllTracks("home_clearance", (GIVEN,)), NOT_CLEARED, PRODUCT)
    both: dict[str, Any] = {"by": APPLICANT & AUTHORITY, "capacity": DISPATCH, "within": "agreement",
                            "stops": ("agreement", "signature"), "checks": (Future("returns_on"),), **told(),
                            "title": "Sign the agreement"}
    yield Step("sign", APPROVED, SIGNED, under=(LOAN(""), STORES), asks=papers.LoanAgreement,
               when=cleared & OF_SAMPLES, keeps=("returns_on",), **both,
               effect="With both hands the loan is agreed, with its items, its term and its duties.")
    yield Step("sign", APPROVED, SIGNED, under=(LOAN(""), COOPERATION), asks=papers.DataAgreement,
               when=cleared & OF_DATA, keeps=("returns_on", "embargo_until"), starts=("embargo",), **both,
               effect="With both hands the use of the data is agreed, with licence, embargo and deletion.")
