"""Rows from recognising an invention to knowing who owns it: report, assessment, sole ownership, later inventors.

Law: the clause of an agreement; IGA98 21(2) for the place. Not modelled: who is an inventor.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.inventing import papers
from workflows.inventing.frame import (
    ASSESSING,
    DISCLOSING,
    DISPUTED,
    OPEN,
    PLANNED,
    PROTECTED,
    TALKING,
    Basis,
    InventionTerms,
)
from workflows.kernel import guards as g
from workflows.kernel.checks_of_lists import AddUp
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    EachOther,
    Is,
    IsParty,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Proof,
    Step,
    Taker,
)
from workflows.kernel.steps import OPENED

ALL: dict[str, Any] = {"tell": "all"}
CONFIRMED = "sole_owner_confirmed"
# fmt: off


def owning(terms: InventionTerms, basis: Basis) -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_report(basis), *_assessment(terms, basis), *_sole(basis), *_later(basis))


def _report(basis: Basis) -> Iterator[Step]:
    yield Step("note_invention", "draft", STAY, DISCLOSING, DRAFT, PRODUCT, papers.Recognised, tell=OWN, level="C4",
               when=g.Says(~g.Done("note_invention"), "It is noted already; report it to the partners.", PRODUCT),
               checks=(NotToCome("recognised_on"),), starts=("disclosure",), title="Note an invention",
               added="The aim for the report runs from recognising the invention.",
               effect="It is on record for your own delegation; the product's aim for the report runs.")
    yield Step("disclose", "draft", "disclosed", DISCLOSING, DRAFT, basis.share, papers.Report, when=basis.members,
               opens=Opens("partner", "partners"), checks=(NotOneself("partners"),), stops=("disclosure",),
               within="disclosure", starts=("assessment",), **ALL, title="Report the invention", whom="to",
               effect="The partners read the report; what discloses the invention is for the two sides alone.")
    received: dict[str, Any] = {"track": On("partner", ("told",), "received"), "receipt": True, **ALL,
                                "title": "Acknowledge receipt", "added": "Receipt is proved by whoever received."}
    yield Step("acknowledge", OPEN, STAY, TRACK_PARTY, DRAFT, PRODUCT, **received,
               effect="Receipt is acknowledged; nothing is conceded.")
    yield Step("acknowledge", OPEN, STAY, CLOCK, under=PRODUCT, proof=Proof(OPENED, "portal"), **received,
               effect="Somebody with a mandate of the partner opened the report here.")
    yield Step("give_view", (*OPEN, "secrecy_hold"), STAY, ANY_PARTY, DRAFT, PRODUCT, papers.View, **ALL,
               title="Put a view on record", added="Every owner may speak in every state.",
               effect="Your view is on record.")


def _assessment(terms: InventionTerms, basis: Basis) -> Iterator[Step]:
    assessed: dict[str, Any] = {
        "asks": papers.ASSESSMENTS[terms.factor], "keeps": ("owners",), "stops": ("assessment",),
        "checks": (AddUp("shares", "share"),), "under": basis.connect, "capacity": DRAFT, **ALL}
    yield Step("assess", "disclosed", ASSESSING, EVERY_PARTY, **assessed, title="Assess ownership",
               effect="With the last hand the assessment is that of all.")
    yield Step("assess_alone", "disclosed", ASSESSING, DISCLOSING, when=g.Lapsed("assessment"), **assessed,
               title="Assess ownership without a reply", added="A partner that is silent holds nothing up and loses "
               "nothing.", effect="Your assessment is on record; the shares of the others are kept.")


def _sole(basis: Basis) -> Iterator[Step]:
    alone = g.Says(g.Fact("owners", (papers.SOLE,)), "By the assessment there are several owners.", PRODUCT)
    claimed = g.Done("claim_sole_ownership")
    yield Step("claim_sole_ownership", ASSESSING, STAY, ANY_PARTY, DISPATCH, basis.share, papers.SoleClaim, when=alone,
               checks=(IsParty("owner"),), clears=(CONFIRMED,), starts=("objection",), **ALL,
               title="Claim sole ownership", added="The others confirm or object before an owner goes on alone.",
               effect="The others are asked to confirm; silence confirms nothing.")
    yield Step("confirm_sole_owner", ASSESSING, STAY, EachOther("claim_sole_ownership"), DISPATCH, basis.share,
               papers.SoleConfirmed, when=claimed, flags=(CONFIRMED,), stops=("objection",), within="objection", **ALL,
               title="Confirm sole ownership", added="The others confirm or object before an owner goes on alone.",
               effect="With the last hand the claim is confirmed.")
    confirmed = g.Says(g.Flagged(CONFIRMED), "The others have not confirmed it.", basis.share)
    owner = Taker("claim_sole_ownership")
    yield Step("sole_owner", ASSESSING, "filed", owner, DISPATCH, basis.share, papers.SoleFiling, when=confirmed,
               checks=(NotToCome("first_filed_on"),), starts=("priority",), **ALL, title="File as sole owner",
               effect="The application is pending in the name of one owner.")
    yield Step("enter_trade_secret_elected", ASSESSING, "trade_secret_elected", owner, DISPATCH, basis.share,
               papers.Secret, when=confirmed, stops=("*",), **ALL, title="Keep it as a trade secret",
               effect="Nothing is filed, and the case ends.")
    yield Step("object_to_shares", (ASSESSING, PLANNED), DISPUTED, ANY_PARTY, DISPATCH, basis.share, papers.View,
               within="objection", stops=("objection",), **ALL, title="Object to the shares",
               added="An objection to the shares leads to the dispute.",
               effect="The shares are disputed; an agreement is still possible.")


def _later(basis: Basis) -> Iterator[Step]:
    yield Step("inventor_found", (TALKING, PROTECTED, PLANNED), ASSESSING, ANY_PARTY, DRAFT, basis.share,
               papers.InventorFound, opens=Opens("partner", "party", to="joined"), checks=(NotOneself("party"),),
               stops=("first_meeting", "window"), **ALL, title="Report an inventor found later", whom="of",
               added="Another inventor changes the shares.", effect="The assessment of ownership is open again.")
    yield Step("assess_again", ASSESSING, STAY, EVERY_PARTY, DRAFT, basis.connect, papers.Assessment,
               keeps=("owners",), checks=(AddUp("shares", "share"),), **ALL, title="Assess ownership anew",
               added="Shares may be assessed anew while the assessment is open.",
               effect="With the last hand the new assessment takes the place of the other.")
    yield Step("add_contractor", OPEN, STAY, ANY_PARTY, DRAFT, basis.share, papers.Contractor,
               checks=(Is("flow_down", ("yes",), "A user or contractor joins on terms that are passed down in writing.",
                          basis.share),), **ALL, title="Add a user or contractor",
               added="Users and contractors join on terms that are passed down.", effect="It is on record.")
    left: dict[str, Any] = {"asks": papers.Leaving, "flags": ("left_the_agreement",), **ALL, "title": "Leave the "
                            "agreement", "added": "Rights that have accrued stay with a party that leaves.",
                            "effect": "You leave the agreement; your share in this invention stays yours."}
    yield Step("leave_agreement", OPEN, STAY, TRACK_PARTY, DISPATCH, basis.share, track=On("partner"), **left)
