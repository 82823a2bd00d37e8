"""Recourse of whoever paid a claim against those liable with it (``recourse``).

Law: LC IV(2) (between two after a collision the burden follows fault, and is equal where fault cannot be found), V(1)
(several are liable together, each for the whole) and V(2) (whoever paid may claim from the others). The text has no
period and no forum; the time for talks here is the product's. Not modelled: which share is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflows import Form
from workflows.damage.advice import RECOURSE as ADVICE
from workflows.damage.frame import LC
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import HeldSince
from workflows.kernel.fragments import COMMON_STATES, Statement, common_steps, suspension_limit
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    DRAFT,
    FINAL,
    OPTIONAL,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    All,
    Exempt,
    Filing,
    Levels,
    Link,
    NotOneself,
    On,
    Opens,
    Period,
    Procedure,
    Proof,
    Receipt,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    choice,
    date_field,
    document_field,
    long_text,
    money,
    parties_field,
    text,
)  # fmt: skip
from workflows.kernel.steps import OPENED
from workflows.kernel.terms import Terms, term

EDITION = 1
WHOLE, RECOURSE = LC("V(1)"), LC("V(2)")
PAYER = Role("payer", "whoever paid the claim")
LIABLE = Role("co_launcher", "a State liable with it")
NOT_MODELLED = (
    "Which share is right, and how fault is found.",
    "A forum for this dispute: the Convention names none; a settlement of disputes may rest on what was agreed.",
)
NOTES = (
    "The Convention gives no period for recourse and no forum.",
    "Whoever paid the whole may claim from the others; how much, they may have agreed beforehand.",
)


@dataclass(frozen=True)
class RecourseTerms(Terms):
    """Terms of recourse."""

    talks: Period = term(Period(days=60), "Talks on a demand of recourse, from receipt.")


# fmt: off
class Demand(Filing):
    """Demand of recourse."""

    subject = text("Claim that was paid, in a few words", PRODUCT, fills="title")
    claim = text("Reference of the claim that was paid, where there is a case of it", PRODUCT, need=OPTIONAL)
    apportionment = text("Reference of an apportionment, where shares were agreed", PRODUCT, need=OPTIONAL)
    liable = parties_field("States liable with you", WHOLE)
    paid_on = date_field("Paid on", RECOURSE)
    paid = money("Sum that you paid", RECOURSE)
    basis = choice("What the shares rest on", {"agreed": "Shares agreed beforehand", "fault": "Degree of fault",
                                               "equal": "Equal parts, fault not being found",
                                               "other": "Something else"}, LC("IV(2)"))
    demand = long_text("What you ask from each, and why", RECOURSE)
    document = document_field("Evidence of payment", PRODUCT, need=OPTIONAL)


class Reply(Filing):
    """Reply to the demand."""

    position = long_text("Position on the share asked for", RECOURSE)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Share(Filing):
    """Share agreed with one State."""

    share = money("Share", RECOURSE)
    payment_on = date_field("To be paid on", PRODUCT, need=OPTIONAL)
    document = document_field("Agreement", PRODUCT, need=OPTIONAL)


class Paid(Filing):
    """Confirmation that a share was paid."""

    paid_on = date_field("Paid on", RECOURSE)
    amount = money("Amount", RECOURSE)


class Reference(Filing):
    """Case in which the share is settled elsewhere."""

    case = text("Reference of that case", PRODUCT)


STATES = (
    State("draft", "The demand is being prepared; nobody else sees it"),
    State("demanded", "The demand is with those liable together"),
    State("closed_shared", "Every State has paid its share, or owes none", FINAL, "Closed: shared"),
    State("closed_unshared", "Closed though a share is not paid", FINAL, "Closed: not shared"),
)
DUE, OWING = ("served", "received", "disputed", "no_reply"), "share_agreed"
LIABLES = TrackSet("co_launcher", "served", (
    State("served", "Sent; receipt is not proved yet"),
    State("received", "Receipt is proved; the talks run"),
    State("disputed", "Disputes that it owes this share"),
    State("no_reply", "No reply recorded"),
    State(OWING, "Its share is agreed and not paid yet"),
    State("paid", "Has paid its share"),
    State("released", "Owes nothing, as the payer has put on record"),
), "State liable", LIABLE.key, ends=("paid", "released"))


def recourse(terms: RecourseTerms) -> Procedure:
    """Build the procedure of recourse."""
    return Procedure(
        key="recourse", edition=EDITION, title="Recourse among launching States", under=RECOURSE, opens="draft",
        filer="payer", prefix="REC", roles=(PAYER, LIABLE), states=(*STATES, *COMMON_STATES), tracks=(LIABLES,),
        steps=(*_demand(), *_shares(), *_ending(), *common_steps(PAYER, ("draft", "demanded"),
               ("closed_shared", "closed_unshared"))),
        limits=(TimeLimit("talks", terms.talks, terms.cite("talks"), Receipt(), "Talks on the demand",
                          per="co_launcher", takes="note_no_reply"), suspension_limit()),
        levels=Levels(existence="C2", case="C2", track="C3", own="C4"), not_modelled=NOT_MODELLED, notes=NOTES,
        exempt=_exempt(), terms=terms.plain(),
        summary="Whoever paid the whole of a claim turns to the other States liable with it, each for its own share.",
    )


def _exempt() -> tuple[Exempt, ...]:
    """The demand leads out of the first state; it names the claim, and is left out for that."""
    why = "Whoever paid demands recourse alone and at any time; the claim that is named holds up nothing."
    draft = ("no_traps", "draft"), ("nobody_is_stranded", "draft/payer")
    return tuple(Exempt(check, subject, PRODUCT, why) for check, subject in draft)


def _demand() -> Iterator[Step]:
    bound = g.Bound("LC", LC("XXIV(4)"), "liable", advice="Without the Convention there is no recourse under it.")
    yield Step("demand_recourse", "draft", "demanded", PAYER, DISPATCH, RECOURSE, Demand, tell="all", when=bound,
               opens=Opens("co_launcher", "liable"), starts=("talks",), link=Link("recourse_for", field="claim"),
               checks=(NotOneself("liable"), HeldSince("paid_on", (), RECOURSE)), title="Demand recourse", whom="from",
               effect="Those named are asked to bear their share. The claimant takes no part.")
    on: dict[str, Any] = {"track": On("co_launcher", ("served",), "received"), "receipt": True}
    yield Step("acknowledge", "demanded", STAY, TRACK_PARTY, DRAFT, PRODUCT, **on, title="Acknowledge receipt",
               added="Receipt is proved by whoever received.", effect="Receipt is acknowledged; nothing is admitted.")
    yield Step("acknowledge", "demanded", STAY, CLOCK, under=PRODUCT, proof=Proof(OPENED, "portal"), **on,
               title="Acknowledge receipt", added="Receipt is proved by whoever received.",
               effect="Somebody with a mandate of that State opened the demand here.")
    yield Step("note_no_reply", "demanded", STAY, CLOCK, under=PRODUCT, track=On("co_launcher", ("received",),
               "no_reply"), title="Note that no reply is recorded", added="A product aim that passes is noted; it has "
               "no effect in law.", effect="No reply is recorded. Silence admits nothing; a late reply is taken.")


def _shares() -> Iterator[Step]:
    yield Step("dispute_share", "demanded", STAY, TRACK_PARTY, DISPATCH, RECOURSE, Reply,
               track=On("co_launcher", DUE, "disputed"), receipt=True, stops=("talks",), within="talks",
               title="Dispute the share", added="Whoever is asked for a share may hold that it owes none, or less.",
               effect="Your position is on record.")
    yield Step("agree_share", "demanded", STAY, All((PAYER, TRACK_PARTY)), DISPATCH, RECOURSE, Share,
               track=On("co_launcher", DUE, OWING), receipt=True, stops=("talks",), title="Agree on a share",
               added="Each State agrees on its own share with whoever paid.", effect="The share is agreed between you.")
    yield Step("confirm_share", "demanded", STAY, PAYER, DISPATCH, RECOURSE, Paid, stops=("talks",),
               track=On("co_launcher", (*DUE, OWING), "paid"), title="Confirm that a share was paid",
               added="Payment is confirmed by whoever receives it.", effect="The share is paid.")
    yield Step("release", "demanded", STAY, PAYER, DISPATCH, RECOURSE, Statement, stops=("talks",),
               track=On("co_launcher", (*DUE, OWING), "released"), title="Release a State from its share",
               added="Whoever paid may ask for nothing.", effect="Nothing is asked from this State any more.")
    yield Step("refer", "demanded", STAY, ANY_PARTY, DISPATCH, PRODUCT, Reference,
               link=Link("settlement_of_recourse", field="case"), title="Refer to a settlement of disputes",
               added="The Convention has no forum for recourse; the States may have agreed on one.",
               effect="The case in which it is settled is named here; nothing is moved.")


def _ending() -> Iterator[Step]:
    yield Step("enter_closed_shared", "demanded", "closed_shared", CLOCK, under=RECOURSE, tell="all",
               follows=g.AllTracks("co_launcher", ("paid", "released")), stops=("*",), title="Close the case as shared",
               added="When nobody owes a share any more, the case ends.", effect="Nobody owes a share any more.")
    yield Step("close_unshared", "demanded", "closed_unshared", PAYER, DISPATCH, PRODUCT, Statement, stops=("*",),
               tell="all", title="Close though a share is not paid", added="Whoever paid may let the demand rest.",
               effect="The case is closed. What each has said stays on record.")


FORMS = (Form("recourse", "Recourse among launching States", RecourseTerms, recourse,
              advice=ADVICE, subjects=("liability",), reported="disputes"),)
