"""Rows after an award or a settlement: payment and reply, an organisation and its members, recourse among launchers.

Law: LC V(2), XIX(2) and XXII(3). An award that was not agreed to bind is considered in good faith; that it is not
followed is put on record and is no breach here. Not modelled: interest, and execution.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.damage import papers_of_commission as papers
from workflows.damage.frame import AWARDED, CLAIM, CLAIMANT, IMPLEMENTING, LC, RESPONDENT
from workflows.damage.preparing import APART
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import HeldSince
from workflows.kernel.guards_of_sides import SomeOfKind
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    PRODUCT,
    STAY,
    Link,
    NotOneself,
    Opens,
    Step,
)  # fmt: skip

OPEN = (*AWARDED, IMPLEMENTING)
SETTLED, PAID = "closed_settled", "closed_paid"
# fmt: off
SHARED: dict[str, Any] = {"tell": "all", "file": CLAIM}


def after() -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_implementing(), *_organisation(), *_recourse())


def _implementing() -> Iterator[Step]:
    """Row 19."""
    done = HeldSince("paid_on", (), LC("XII"))
    yield Step("pay", OPEN, IMPLEMENTING, RESPONDENT, DISPATCH, LC("XII"), papers.Payment, checks=(done,),
               stops=("response", "organisation_pays"), flags=("payment_reported",), **SHARED, title="Report payment",
               effect="Payment is reported; the claimant confirms that it has come.")
    yield Step("reply", OPEN, IMPLEMENTING, RESPONDENT, DISPATCH, LC("XIX(2)"), papers.Reply, stops=("response",),
               within="response", **SHARED, title="Reply to the award",
               effect="What becomes of the award is on record. A recommendation binds nobody.")
    yield Step("enter_closed_paid", OPEN, PAID, CLAIMANT, DISPATCH, LC("XII"), papers.Withdrawing, stops=("*",),
               **SHARED, title="Confirm payment", effect="The compensation has come; the claim is closed.")
    yield Step("enter_closed_rejected_unresolved", OPEN, "closed_rejected_unresolved", ANY_PARTY, DISPATCH,
               LC("XIX(2)"), papers.Unresolved, stops=("*",), **SHARED, title="Close the claim as not resolved",
               when=g.Says(g.Done("reply") | g.Lapsed("response") | g.Lapsed("organisation_pays")
                           | g.InState((AWARDED[0], IMPLEMENTING)), "A recommendation is first considered: a reply, or "
                           "the passing of the time for one, comes before this.", LC("XIX(2)")),
               effect="That nothing was paid is on record with your statement; no breach is found here.")
    yield Step("confirm_settlement_paid", SETTLED, PAID, CLAIMANT, DISPATCH, PRODUCT, papers.Withdrawing, stops=("*",),
               **SHARED, title="Confirm payment under the settlement", added="What a settlement promises is followed.",
               effect="What was agreed is paid; the claim is closed.")


def _organisation() -> Iterator[Step]:
    """An organisation answers first; members that are parties only where it has not paid within six months."""
    known = SomeOfKind("respondent", ("igo",), LC("XXII(3)"))
    key = "start_organisation_period"
    yield Step(key, (*AWARDED, SETTLED), STAY, CLOCK, under=LC("XXII(3)"), follows=known & ~g.Done(key),
               starts=("organisation_pays",), **SHARED, title="Count the six months of an organisation",
               added="The six months run from the day on which the sum was agreed or determined.",
               effect="The organisation pays within six months, or its members may be claimed against.")
    unpaid = g.Says(g.Lapsed("organisation_pays"), "The organisation answers first: its members only where it has not "
                    "paid within six months.", LC("XXII(3)"))
    yield Step("claim_against_members", (*OPEN, SETTLED), IMPLEMENTING, CLAIMANT, DISPATCH, LC("XXII(3)"),
               papers.AgainstMembers, opens=Opens("respondent", "members"), when=unpaid, **SHARED,
               checks=(NotOneself("members"),), title="Claim against members of an organisation",
               added="What an organisation has not paid its members answer for.",
               effect="The members named are served and come into the claim as it stands.")


def _recourse() -> Iterator[Step]:
    """Row 20: whoever paid the whole turns to those liable with it, in a case of its own."""
    yield Step("recourse_among_co_launchers", (PAID, SETTLED, IMPLEMENTING), STAY, RESPONDENT, DISPATCH, LC("V(2)"),
               link=Link("recourse", "recourse", title="Recourse among launching States"), **APART,
               title="Open a case of recourse",
               effect="A case of recourse is opened in your name. The claimant learns of nothing: neither of this act "
                      "nor of that case.")
