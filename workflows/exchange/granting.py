"""Rows from the request to the decision: classification, licences, consent of States whose item is inside, panel.

Law: IGA98 19 and the clause of an agreement for request and consent; national law for licences. Silence of whoever is
asked is no consent; a late one holds where the need persists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.exchange import papers
from workflows.exchange.frame import (
    APPROVED,
    BEFORE,
    CONSENTED,
    FILE,
    HELD,
    INSIDE,
    LICENCE,
    LICENSED,
    LIVE,
    MARKS,
    PANEL,
    PROVIDER,
    REQUESTING,
    Basis,
)
from workflows.kernel import guards as g
from workflows.kernel.checks_of_lists import Digests
from workflows.kernel.checks_of_ranks import Higher
from workflows.kernel.language import (
    ANY_PARTY,
    CLEAR,
    CLOCK,
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    All,
    Future,
    Moves,
    NotOneself,
    NotToCome,
    On,
    OnlyIf,
    Opens,
    Proof,
    Step,
    WhenThen,
    outcome,
)
from workflows.kernel.steps import OPENED

ALL: dict[str, Any] = {"tell": "all"}
SHARED: dict[str, Any] = {"level": "C2", "file": FILE, "tell": "all"}
CLASSIFIED = ("classification", "licence_pending", *APPROVED, *HELD)
THIRD = g.Says(CONSENTED, "A State whose item is inside has not consented.", papers.HAND_OVER)
# fmt: off


def granting(basis: Basis) -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_request(basis), *_classifying(basis), *_licences(), *_deciding(basis), *_third(basis), *_panel(basis))


def _request(basis: Basis) -> Iterator[Step]:
    yield Step("request", "draft", "requested", REQUESTING, DRAFT, (basis.hand_over, basis.handle), papers.DataRequest,
               when=basis.members, opens=Opens("provider", "provider"), keeps=("needed_until",),
               checks=(NotOneself("provider"), Future("needed_until")), **ALL,
               starts=("acknowledgement", "classification", "need"), title="Request technical data", whom="from",
               effect="The provider reads what is asked for and why. No reply is no consent.")
    waiting = On("provider", ("asked", "silent"), "acknowledged")
    received: dict[str, Any] = {"track": waiting, "receipt": True, "stops": ("acknowledgement",), **ALL,
                                "title": "Acknowledge the request", "added": "The aim for an acknowledgement needs an "
                                "act that meets it."}
    yield Step("acknowledge", "requested", STAY, PROVIDER, DRAFT, PRODUCT, within="acknowledgement", **received,
               effect="Receipt is acknowledged; nothing is promised.")
    yield Step("acknowledge", "requested", STAY, CLOCK, under=PRODUCT, proof=Proof(OPENED, "portal"), **received,
               effect="Somebody with a mandate of the provider opened the request here.")
    yield Step("note_no_reply", "requested", STAY, CLOCK, under=PRODUCT, track=On("provider", ("asked",), "silent"),
               **ALL, title="Note that no reply is recorded", whom="from",
               added="An aim of the product that passes is noted; it "
               "has no effect in law.", effect="No reply is recorded, which is no consent; a late one is taken.")
    yield Step("give_view", LIVE, STAY, ANY_PARTY, DRAFT, PRODUCT, papers.View, **ALL, title="Put a view on record",
               added="Both sides may speak in every state.", effect="Your view is on record for the other side.")


def _classifying(basis: Basis) -> Iterator[Step]:
    yield Step("classify", "requested", "classification", PROVIDER, DRAFT, basis.mark, papers.Classification,
               moves=Moves("provider", "answered"), keeps=("marking", "listed"), within="classification",
               stops=("acknowledgement", "classification"), **ALL, title="Classify the item",
               effect="Marking and control lists are on record; nothing is allowed by that.")
    for limit, word in ("yes", "needed"), ("no", "not_needed"):
        listed = g.Says(g.Fact("listed", (limit,)), "The classification says otherwise on control lists.", PRODUCT)
        if word == "needed":
            yield Step("licence_needed", "classification", "licence_pending", PROVIDER, DRAFT, PRODUCT,
                       papers.LicenceApplications, when=listed, opens=Opens(LICENCE, "licences", by_actor=True),
                       checks=(NotToCome("applied_on"),), starts=("licence",), **ALL,
                       title="Record the applications for licences",
                       effect="Each authority decides under its own law; its period, where one is recorded, is shown.")
        else:
            yield Step("licence_not_needed", "classification", "approved", PROVIDER, DISPATCH, basis.hand_over,
                       papers.Consent, when=listed & THIRD, checks=(Future("valid_until"),), starts=("validity",),
                       **ALL, title="Consent without a licence", effect="Your consent is given, in writing and until "
                       "the day that you name.")


def _licences() -> Iterator[Step]:
    to = outcome((g.Fact("result", (papers.GRANTED,)), "granted"), (None, "refused"))
    yield Step("record_licence", "licence_pending", STAY, PROVIDER, CLEAR, PRODUCT, papers.LicenceDecision,
               track=On(LICENCE, ("pending",), to), keeps=("result",), stops=("licence",), within="licence",
               starts=("decision",), checks=(NotToCome("decided_on"),), **ALL,
               title="Record the decision of an authority", whom="on", added="Each authority decides on its own; the "
               "provider decides after the last.", effect="What the authority decided is on record.")


def _deciding(basis: Basis) -> Iterator[Step]:
    decided = g.Says(g.AllTracks(LICENCE, ("granted", "refused")), "An authority has not decided yet.", PRODUCT)
    only = "This needs every licence, and the consent of each State whose item is inside."
    to = outcome((g.Fact("decision", (papers.DENIED,)), "denied"),
                 (g.Fact("decision", (papers.CONDITIONS,)), "approved_conditions"), (None, "approved"))
    yield Step("decide", "licence_pending", to, PROVIDER, DISPATCH, basis.handle, papers.Decision, when=decided,
               keeps=("decision",), stops=("decision",), within="decision", starts=("validity",), **ALL,
               checks=(OnlyIf("decision", papers.APPROVED, LICENSED & CONSENTED, papers.DENIED, only, PRODUCT),
                       OnlyIf("decision", papers.CONDITIONS, LICENSED & CONSENTED, papers.DENIED, only, PRODUCT),
                       WhenThen("decision", (papers.CONDITIONS,), "conditions", basis.handle),
                       WhenThen("decision", (papers.APPROVED, papers.CONDITIONS), "valid_until"),
                       Future("valid_until")), title="Decide on the request",
               effect="Your decision is on record; a late one holds where the need persists.")
    yield Step("refuse", BEFORE, "denied", PROVIDER, DISPATCH, basis.handle, papers.Refusal, stops=("*",), **ALL,
               title="Refuse the request", added="A provider may refuse without waiting for a licence.",
               effect="The request is refused; the case ends.")
    late = g.Says(g.Lapsed("need"), "The need that was stated has not passed.", PRODUCT)
    yield Step("confirm_need", APPROVED, STAY, REQUESTING, DRAFT, PRODUCT, papers.NeedConfirmed, when=late,
               keeps=("needed_until",), starts=("need",), checks=(Future("needed_until"),), **ALL,
               title="Confirm that the need persists", added="A consent that comes late holds where the need persists.",
               effect="The consent holds; the data may be transferred.")
    yield Step("share_for_safety", BEFORE, STAY, PROVIDER, DISPATCH, basis.hand_over, papers.SafetyTransfer,
               flags=("crew_safety_exemption",), checks=(Digests("items", "digest"),), **ALL,
               title="Share the least data that the safety of the crew needs", added="Danger to a crew does not wait.",
               effect="The exemption and what was shared are on record; the request goes on.")


def _third(basis: Basis) -> Iterator[Step]:
    yield Step("name_third_state", BEFORE, STAY, ANY_PARTY, DRAFT, basis.hand_over, papers.ThirdItem,
               opens=Opens(INSIDE, "party"), checks=(NotOneself("party"),), **SHARED,
               title="Ask for consent for an item inside", whom="of", added="An item of a third State inside needs "
               "that State's consent too.", effect="It reads what of its item is asked for, and no other paper.")
    answered: dict[str, Any] = {"asks": papers.ThirdAnswer, "capacity": DISPATCH, "under": basis.hand_over, **SHARED,
                                "added": "A State whose item is inside answers for itself."}
    yield Step("give_third_consent", LIVE, STAY, TRACK_PARTY, track=On(INSIDE, ("asked", "refused"), "consented"),
               **answered, title="Consent for an item inside", effect="Your consent is given in writing, for this use.")
    yield Step("refuse_third_consent", LIVE, STAY, TRACK_PARTY, track=On(INSIDE, ("asked",), "refused"), **answered,
               title="Refuse consent for an item inside", effect="Your item may not be transferred.")


def _panel(basis: Basis) -> Iterator[Step]:
    yield Step("object_to_classification", CLASSIFIED, STAY, REQUESTING | PROVIDER, DRAFT, basis.mark, papers.Objection,
               opens=Opens(PANEL, acting=True, numbered=True), flags=("marking_disputed",), **ALL,
               title="Object to the classification", added="A disputed classification goes to experts of both sides.",
               effect="Experts of both sides look at it; the mark on record holds meanwhile.")
    yield Step("put_before_panel", CLASSIFIED, STAY, REQUESTING | PROVIDER, DRAFT, basis.mark, papers.View,
               track=On(PANEL, ("sitting",)), **ALL, title="Put a finding before the technical panel",
               added="Each side's experts speak on their own.", effect="The finding is on record for both sides.")
    yield Step("conclude_panel", CLASSIFIED, STAY, All((REQUESTING, PROVIDER)), DRAFT, basis.mark, papers.PanelResult,
               track=On(PANEL, ("sitting",), "concluded"), keeps=("marking", "listed"), clears=("marking_disputed",),
               **ALL, title="Record the result of the technical panel", added="The panel ends with what both sides "
               "record.", effect="With the second hand the result takes the place of the classification.")
    higher = g.Says(~g.Fact("marking", ("classified",)), "There is no higher mark.", PRODUCT)
    yield Step("raise_marking", CLASSIFIED, STAY, REQUESTING | PROVIDER, DRAFT, basis.mark, papers.HigherMark,
               when=higher, keeps=("higher",), takes_over=(("marking", "higher"),),
               checks=(Higher("higher", "marking", tuple(MARKS), basis.mark),), **ALL,
               title="Set a higher mark", added="While a mark is disputed the higher one holds, whoever claims it.",
               effect="The higher mark holds from now on.")
