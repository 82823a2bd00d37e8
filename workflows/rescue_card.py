"""Rescue card of a mission (``rescue_card``): prepared before the launch, sealed, and opened on an alert by an act.

Law: ARRA 2 asks the launching authority to co-operate in a rescue, OST V(1) asks all possible assistance for
astronauts; no text knows such a card, which is the product's way of having ready what a rescuer has to know. The card
is a case of its own whose very existence is sealed: nobody knows of it but the launching authority and whomever that
trusts. It is opened to those named, by an act that is on record, and every reading of it is entered in the log. Not
modelled: what is said by telephone in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.checks_of_matter import PartyTo
from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, common_steps
from workflows.kernel.language import (
    AS_KNOWN,
    DISPATCH,
    DRAFT,
    FINAL,
    OFFICE,
    OPTIONAL,
    PRODUCT,
    STAY,
    Filing,
    Levels,
    Link,
    Names,
    NotOneself,
    On,
    Opens,
    Period,
    Procedure,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    band_field,
    choice,
    contact_field,
    date_field,
    designator_field,
    document_field,
    keyed,
    listing,
    long_text,
    outcome,
    parties_field,
    text,
)
from workflows.kernel.terms import Terms, term
from workflows.rescue.advice import CARD as ADVICE
from workflows.rescue.law import ARRA, OST

EDITION = 1
TITLE = "Rescue card of a mission"
COOPERATION, ASSISTANCE = ARRA("2"), OST("V(1)")
KEEPER = Role("keeper", "the launching authority that keeps the card")
CUSTODIAN = Role("custodian", "whoever is trusted to open the card", stake=False, office=True)
READER = Role("reader", "a State to which the card is opened", stake=False, office=True)
LIVE = ("sealed", "opened")
KINDS = {
    "medical": "Medical data", "hazard": "Danger on board", "access": "How to reach and free the persons",
    "other": "Other",
}  # fmt: skip
NOT_MODELLED = (
    "Opening by anybody else: a State that finds persons asks the launching authority, or whom it named for that.",
    "What somebody has read it has read; sealing again keeps later versions from it.",
)
NOTES = (
    "Nobody but those in this case knows that there is a card; each reading of it is entered in the log of the reader.",
    "A custodian reads the card that it may open.",
)
# fmt: off


@dataclass(frozen=True)
class RescueCardTerms(Terms):
    """Terms of a rescue card."""

    review: Period = term(Period(days=90), "Check that the card is still right; recurs.")


class Card(Filing):
    """Rescue card."""

    mission = text("Mission", PRODUCT, fills="title", section="Mission and craft")
    craft = long_text("The craft: shape, size, colour, how it lands and floats", COOPERATION)
    designator = designator_field("International designator", PRODUCT, need=AS_KNOWN)
    ends_on = date_field("End of the mission, as planned", PRODUCT, need=AS_KNOWN)
    beacons = listing("Beacons", COOPERATION, keyed("band", band_field("Band", COOPERATION)),
                      keyed("signal", text("Signal", COOPERATION, need=OPTIONAL)), need=OPTIONAL)
    persons = listing("Persons on board", COOPERATION, keyed("name", text("Name", COOPERATION)),
                      keyed("languages", text("Languages", COOPERATION)),
                      keyed("medical", long_text("Medical data that a rescuer needs", COOPERATION, need=OPTIONAL)),
                      least=1, section="Persons")
    hazards = long_text("Dangers on board: propellants, pressure, explosives, radiation", COOPERATION,
                        section="For those who reach the craft")
    access = long_text("How to open the craft and free the persons", COOPERATION)
    contact = contact_field("Contact, day and night", COOPERATION)
    document = document_field("Drawing or manual", PRODUCT, need=OPTIONAL)


class SealedCard(Card):
    """Rescue card, and who may open it."""

    custodians = parties_field("Who may open it beside you", PRODUCT, need=OPTIONAL, section="Who may open it",
                               help="For the case that you cannot be reached. Whoever may open the card reads it.")


class CustodianNamed(Filing):
    """Who else may open the card."""

    custodians = parties_field("Who may open it beside you", PRODUCT, help="Whoever may open the card reads it.")


class Confirmation(Filing):
    """The card is still right."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class CardOpening(Filing):
    """Opening of the card."""

    readers = parties_field("To whom it is opened", COOPERATION)
    case = text("Reference of the rescue, where there is a case here", PRODUCT, need=OPTIONAL)
    alert = long_text("The alert for which it is opened, and how you know of it", COOPERATION)


class CardAdded(Filing):
    """Information beside the card."""

    kind = choice("What it concerns", KINDS, COOPERATION)
    information = long_text("What those who read the card have to know", COOPERATION)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class ReadingEnded(Filing):
    """End of the opening to a reader."""

    reason = long_text("Why the card is sealed again", PRODUCT, need=OPTIONAL)


class MissionOver(Filing):
    """End of the mission."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


STATES = (
    State("draft", "The card is being prepared; nobody else knows of it"),
    State("sealed", "The card is ready; nobody reads it but its keeper, and whoever may open it"),
    State("opened", "The card is open to those to whom it was opened"),
    State("closed", "The mission is over", FINAL),
)
READERS = TrackSet("reader", "reading", (
    State("reading", "Reads the card"),
    State("ended", "Reads no later version; what it was shown stays"),
), "reader", gone=("ended",), ends=("reading", "ended"), office=READER.key, level="C5")
CUSTODIANS = TrackSet("custodian", "trusted", (
    State("trusted", "May open the card, and reads it"),
    State("struck", "May open it no more, and reads no later version"),
), "custodian", gone=("struck",), ends=("trusted", "struck"), office=CUSTODIAN.key, level="C5")


def rescue_card(terms: RescueCardTerms) -> Procedure:
    """Build the procedure of a rescue card."""
    return Procedure(
        key="rescue_card", edition=EDITION, title=TITLE, under=(COOPERATION, ASSISTANCE), opens="draft",
        filer="keeper", prefix="CARD", roles=(KEEPER, CUSTODIAN, READER), states=(*STATES, *_common_states()),
        tracks=(READERS, CUSTODIANS), steps=(*_keeping(), *_opening(), *_ending(), *_common()),
        limits=(TimeLimit("review", terms.review, terms.cite("review"), title="Check of the card", owner="keeper",
                          every=True, level="C5"),),
        levels=Levels(existence="C5", case="C5", track="C5", own="C4"), not_modelled=NOT_MODELLED, notes=NOTES,
        terms=terms.plain(),
        summary="A launching authority prepares before a mission what a rescuer has to know, keeps it sealed, and "
                "opens it on an alert by an act that is on record.",
    )


def _sealed(**more: Any) -> dict[str, Any]:
    return {"level": "C5", "tell": "all", **more}


def _trusting() -> dict[str, Any]:
    """Those whom a paper trusts with the card, each on a track that ends when it is struck out."""
    return {"names": Names("custodian", "custodians"), "opens": Opens("custodian", "custodians", anew=True)}


def _keeping() -> Iterator[Step]:
    yield Step("seal_card", "draft", "sealed", KEEPER, DISPATCH, (COOPERATION, ASSISTANCE), SealedCard,
               checks=(NotOneself("custodians"),), **_trusting(), starts=("review",), **_sealed(),
               title="Seal the card",
               effect="The card is ready. Nobody else knows of it but those who may open it beside you.")
    yield Step("renew_card", LIVE, STAY, KEEPER, DISPATCH, COOPERATION, Card, starts=("review",), **_sealed(),
               title="Renew the card", added="Crew, contacts and craft change.",
               effect="The new version is on record; whoever reads the card now reads it.")
    yield Step("confirm_card", LIVE, STAY, KEEPER, DRAFT, PRODUCT, Confirmation, starts=("review",), within="review",
               **_sealed(), title="Confirm that the card is right", added="A card that nobody checks is not trusted.",
               effect="The card was checked; the period for the next check begins.")
    yield Step("add_custodian", LIVE, STAY, KEEPER, DISPATCH, PRODUCT, CustodianNamed, **_sealed(),
               checks=(NotOneself("custodians"),), **_trusting(),
               title="Name who else may open the card", added="Who may open the card is the keeper's to say.",
               effect="Those named read the card and may open it.")
    yield Step("strike_custodian", LIVE, STAY, KEEPER, DISPATCH, PRODUCT, ReadingEnded,
               track=On("custodian", ("trusted",), "struck"), **_sealed(), title="Strike out a custodian",
               added="Who may open the card is the keeper's to say.",
               effect="It may open the card no more, and reads no later version; what it has read it has read.")


def _opening() -> Iterator[Step]:
    opened: dict[str, Any] = {"opens": Opens("reader", "readers", anew=True),
                              "names": Names("reader", "readers"), "link": Link("rescue_card", field="case"),
                              **_sealed(), "title": "Open the card", "whom": "to"}
    effect = "Those named read the card and what is added to it, from now on; each reading is entered in the log."
    yield Step("open_card", LIVE, "opened", KEEPER, DRAFT, (COOPERATION, ASSISTANCE), CardOpening,
               checks=(NotOneself("readers"), PartyTo("case")), effect=effect, **opened)
    for capacity in (DRAFT, OFFICE):
        yield Step("open_card", LIVE, "opened", CUSTODIAN, capacity, (COOPERATION, ASSISTANCE), CardOpening,
                   checks=(NotOneself("readers"),), flags=("opened_by_custodian",), effect=effect, **opened,
                   added="Where the keeper cannot be reached, whom it trusted opens the card; the keeper is told at "
                         "once.")
    for who, capacity in (KEEPER, DRAFT), (READER, DRAFT), (READER, OFFICE):
        yield Step("add_information", "opened", STAY, who, capacity, COOPERATION, CardAdded, **_sealed(),
                   title="Add information", added="Medical data and dangers are told here, in both directions.",
                   effect="Everybody who reads the card reads it, and nobody else.")


def _ending() -> Iterator[Step]:
    others = g.AnyTrack("reader", ("reading",), 2)
    yield Step("seal_again", "opened", outcome((others, STAY), (None, "sealed")), KEEPER, DRAFT, PRODUCT, ReadingEnded,
               track=On("reader", ("reading",), "ended"), **_sealed(), title="Seal the card again", whom="for",
               added="An alert ends; the card does not stay open.",
               effect="What comes later is not read by it any more; what it has read it has read.")
    yield Step("close", LIVE, "closed", KEEPER, DISPATCH, PRODUCT, MissionOver, stops=("*",), **_sealed(),
               title="Close the card", added="The mission is over.", effect="The card is no longer opened to anybody.")


def _common_states() -> tuple[State, ...]:
    """A card is never suspended: it could not be opened then."""
    return tuple(state for state in COMMON_STATES if state.key != SUSPENDED)


def _common() -> Iterator[Step]:
    for row in common_steps(KEEPER, ("draft", *LIVE), ("closed",)):
        if row.key not in ("suspend", "resume"):
            yield replace(row, frm=tuple(state for state in row.frm if state != SUSPENDED))


FORMS = (Form("rescue_card", TITLE, RescueCardTerms, rescue_card, advice=ADVICE, subjects=("crew", "rescue")),)
