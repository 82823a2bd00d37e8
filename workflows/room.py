"""Rooms of a neutral beside a dispute (``room``): a private room with one party, and a joint session of all.

Law: the model law on conciliation lets a neutral meet the parties together or apart (7), tell one side what the other
said (8), and keeps what is said confidential (9) and out of evidence (10); the mediation rules say the same. The
product is stricter on 8: nothing is passed on before the party that said it has allowed it. A room is a case of its
own, which only those in it know of; it refers to the dispute, and nothing of it stands there. Not modelled: what
people say outside, and what they write by hand elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflows import Form
from workflows.kernel.advice import Advice
from workflows.kernel.language import (
    DISPATCH,
    DRAFT,
    FINAL,
    OFFICE,
    OPTIONAL,
    OWN,
    PRODUCT,
    RESTING,
    STAY,
    TRACK_PARTY,
    Binding,
    Exempt,
    Filing,
    Grade,
    InOffice,
    Levels,
    Link,
    Names,
    OfMatter,
    On,
    Opens,
    Procedure,
    Role,
    Room,
    Source,
    State,
    Step,
    TrackSet,
    document_field,
    long_text,
    parties_field,
    party_field,
    text,
)  # fmt: skip
from workflows.kernel.talks import lifting, offer_rows, offer_tracks
from workflows.kernel.terms import Terms, term

EDITION = 1
CAUCUS, JOINT = "caucus", "joint"
MODEL_LAW = Source("ML2002", Binding.SOFT, Grade.M)
RULES = Source("UNCITRAL_MED", Binding.LAW_A, Grade.M)
APART, PASSING_ON, QUIET, NO_EVIDENCE = (MODEL_LAW(where) for where in ("7", "8", "9", "10"))
CONFIDENTIAL, ENDING = RULES("confidentiality"), RULES("termination")
OFFICES = ("mediator", "good_officer", "commission")
NEUTRAL = Role("neutral", "the neutral", stake=False, office=True)
PARTY, SITTING = Role("party", "the party in the room"), Role("party", "a party in the session")
SERVING = InOffice(NEUTRAL, "room_of", OFFICES)
"""The neutral, as long as the office in the dispute lasts; a room is closed also after it has ended."""
TALKING = "open"
AFTER = (TALKING, "closed")
NOT_MODELLED = (
    "What somebody types by hand into another case, or says outside: only documents, acts and references are checked.",
    "A document under other bytes than those shown here: the check knows a document by its digest.",
    "Evidence that exists apart from the talks and was first shown in them by somebody else: the same file is held "
    "back unless it was filed openly before.",
    "The growth of the log: each act adds an entry, in rooms too. How many there are is public, what they hold is not.",
)
# fmt: off


@dataclass(frozen=True)
class RoomTerms(Terms):
    """Terms of a room."""

    kind: str = term(CAUCUS, "With whom the room is opened.", options={
        CAUCUS: "A private room with one party", JOINT: "A joint session with all parties"})


class Opening(Filing):
    """Opening of a room."""

    dispute = text("Reference of the dispute", PRODUCT)
    purpose = text("What is talked about", PRODUCT, need=OPTIONAL, fills="title")


class PrivateOpening(Opening):
    """Opening of a private room."""

    party = party_field("The one party that is in the room with you", APART)


class JointOpening(Opening):
    """Opening of a joint session."""

    parties = parties_field("All parties to the dispute", APART)


class Message(Filing):
    """Message."""

    text = long_text("What you wish to say", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Release(Filing):
    """What may be told to the other side."""

    what = long_text("What the neutral may tell the other side, in these words", PASSING_ON)


class Telling(Filing):
    """What was told, and how."""

    told = long_text("To whom and how it was told", PASSING_ON)


class Closing(Filing):
    """End of the talks in this room."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


def room(terms: RoomTerms) -> Procedure:
    """Build the procedure of a private room or of a joint session."""
    joint = terms.kind == JOINT
    return Procedure(
        key="room", edition=EDITION, title="Joint session with the neutral" if joint else "Private room of the neutral",
        under=(APART, CONFIDENTIAL, QUIET, NO_EVIDENCE), opens="prepared", filer="neutral", prefix="ROOM",
        roles=(NEUTRAL, SITTING if joint else PARTY),
        states=(
            State("prepared", "The neutral prepares the room; nobody else knows of it", label="In preparation"),
            State(TALKING, "Those in the room talk", label="Open"),
            State("closed", "The talks here are over; what was allowed may still be told or taken back", RESTING),
            State("discarded", "The room was never opened", FINAL),
        ),
        tracks=_tracks(joint), steps=(*_frame(joint), *_offers(joint), *(() if joint else _sharing()), *_ending(joint)),
        levels=Levels(existence="C5", case="C5", track="C5", own="C4"),
        exempt=(Exempt("nobody_is_stranded", "prepared/party", PRODUCT, "Before it is opened nobody is in the room."),),
        not_modelled=NOT_MODELLED, notes=_notes(joint), terms=terms.plain(), room=_mark(joint),
        summary="A neutral talks with all parties, or with one of them apart; who is not in the room does not know "
                "of it.",
    )  # fmt: skip


def _notes(joint: bool) -> tuple[str, ...]:
    where = "session" if joint else "room"
    return (f"What is said in this {where} is no evidence anywhere, and binds nobody before a settlement is signed.",)


def _mark(joint: bool) -> Room:
    if joint:
        return Room("Joint session", "All parties to the dispute are in this session and read every word of it. The "
                    "tribunal and everybody else do not know that it exists.", "open_room", "dispute", "parties",
                    OFFICES, everybody=True)
    return Room("Private room", "The other side cannot see that this room exists: neither its case nor any list, "
                "count, message or export shows it. Nothing said here is passed on before the party in the room "
                "allows it.", "open_room", "dispute", "party", OFFICES, releases="release")


def _tracks(joint: bool) -> tuple[TrackSet, ...]:
    release = TrackSet("release", "allowed", (
        State("allowed", "The neutral may tell the other side; it can still be taken back"),
        State("told", "The other side was told"),
        State("revoked", "Taken back before it was told"),
    ), "permission to pass on", ends=("told", "revoked"))
    return (offer_tracks(), *(() if joint else (release,)))


def _frame(joint: bool) -> Iterator[Step]:
    asks, whom = (JointOpening, "parties") if joint else (PrivateOpening, "party")
    yield Step("open_room", "prepared", TALKING, NEUTRAL, OFFICE, (APART, CONFIDENTIAL), asks, title="Open the room",
               names=Names("party", whom), link=Link("room_of", field="dispute"), tell="all",
               checks=(OfMatter("dispute", whom, OFFICES, joint, APART),),
               effect="Those named are told and come in. Nothing of this stands in the dispute.")
    yield Step("discard_room", "prepared", "discarded", NEUTRAL, OFFICE, PRODUCT, title="Discard the room", tell=OWN,
               effect="The room is never opened; nobody learns of it.")
    said: dict[str, Any] = {"asks": Message, "title": "Say something", "tell": "all", "without_prejudice": True,
                            "effect": "Everybody in the room reads it, and nobody else."}
    yield Step("say", TALKING, STAY, SITTING if joint else PARTY, DRAFT, (CONFIDENTIAL, QUIET), **said)
    yield Step("say", TALKING, STAY, SERVING, OFFICE, (CONFIDENTIAL, QUIET), **said)


def _ending(joint: bool) -> Iterator[Step]:
    over: dict[str, Any] = {"asks": Closing, "title": "Close the room", "tell": "all",
                            "effect": "The talks here are over; the record stays with those who were in the room."}
    yield Step("close_room", TALKING, "closed", NEUTRAL, OFFICE, ENDING, **over)
    yield Step("close_room", TALKING, "closed", SITTING if joint else PARTY, DISPATCH, ENDING, **over)


def _offers(joint: bool) -> Iterator[Step]:
    under = (NO_EVIDENCE, CONFIDENTIAL)
    yield from offer_rows((TALKING,), ((SITTING if joint else PARTY, DISPATCH), (SERVING, OFFICE)), under, tell="all")
    if joint:
        yield lifting(AFTER, under, tell="all")


def _sharing() -> Iterator[Step]:
    """What a party lets the neutral tell the other side: until it was told it can be taken back."""
    under = (PASSING_ON, CONFIDENTIAL)
    shared: dict[str, Any] = {"tell": "all", "without_prejudice": True}
    yield Step("allow_sharing", AFTER, STAY, PARTY, DISPATCH, under, Release,
               opens=Opens("release", acting=True, numbered=True), **shared, title="Allow something to be passed on",
               effect="The neutral may tell the other side this and nothing else. You can take it back until then.")
    yield Step("revoke_sharing", AFTER, STAY, TRACK_PARTY, DISPATCH, under,
               track=On("release", ("allowed",), "revoked"), **shared,
               title="Take back the permission", whom="for item", effect="The neutral may no longer tell it.")
    yield Step("record_sharing", AFTER, STAY, SERVING, OFFICE, under, Telling,
               track=On("release", ("allowed",), "told"), **shared, title="Record the passing on", whom="of item",
               effect="The party in the room reads that the other side was told, and when.")


FORMS = (Form("room", "Room of a neutral", RoomTerms, room, rooms_by="kind",
              advice=Advice(not_by_itself="A neutral opens a room from within the dispute in which it serves.")),)
