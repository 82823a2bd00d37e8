"""What differs between a meeting that a mechanism convenes and one between parties: who does what, and who reads it.

Between parties both sides act together, and either puts an item forward. In a mechanism the chair acts for the
meeting, members decide by not objecting, and the charter says who may speak, propose and block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from workflows.kernel.frozen import dataclass
from workflows.kernel.language import (
    ANY_PARTY,
    EVERY_PARTY,
    OFFICE,
    PRODUCT,
    Actor,
    Binding,
    Citation,
    Grade,
    OtherThanTrack,
    Role,
    Source,
)
from workflows.kernel.words import Capacity
from workflows.lunar.charter_values import Charter
from workflows.lunar.charters import charter
from workflows.lunar.roles import ASSOCIATE, CHAIR, MEMBER, OBSERVER, SECRETARIAT
from workflows.meetings.frame import CONVENED, DIALOGUE, MEETING_FILE, PLENARY, RECORD_FILE, MeetingTerms

LCM = Source("LCM", Binding.SOFT, Grade.SRC)
BOTH_FILES = (MEETING_FILE, RECORD_FILE)
CONVENER = Role("convener", "whoever calls the meeting", stake=False)
CALLER = Role("convener", "the party that called the meeting")
PARTY = Role("party", "a party to the meeting")
GUEST = Role("observer", "an observer", stake=False)
OF_CHARTER: dict[str, Role] = {
    "member": replace(MEMBER, reads=BOTH_FILES), "associate": replace(ASSOCIATE, reads=BOTH_FILES),
    "observer": replace(OBSERVER, reads=(MEETING_FILE,)), "chair": replace(CHAIR, reads=BOTH_FILES),
    "secretariat": replace(SECRETARIAT, reads=BOTH_FILES),
}  # fmt: skip
Hands = tuple[tuple[Actor, Capacity], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of meeting: its terms, its roles, and who may do what in it."""

    terms: MeetingTerms
    charter: Charter | None
    roles: tuple[Role, ...]
    caller: Role
    blockers: Actor
    """Whose objection prevents consensus."""
    leads: Hands
    """Who acts for the meeting."""
    either: Hands
    """Who may act for it alone, where the other side need not agree."""
    proposers: Hands
    speakers: Hands
    invited: tuple[Actor, ...]
    """Who speaks only when given the floor."""
    everybody: Hands

    @property
    def convened(self) -> bool:
        """Say whether a mechanism convenes the meeting."""
        return self.charter is not None

    @property
    def is_dialogue(self) -> bool:
        """Say whether exactly two parties meet."""
        return self.terms.kind == DIALOGUE

    @property
    def file(self) -> str:
        """The file in which the meeting lies, where offices and guests read it."""
        return MEETING_FILE if self.convened else ""

    @property
    def record_file(self) -> str:
        """The file in which the draft of the record lies."""
        return RECORD_FILE if self.convened else ""

    @property
    def agenda_level(self) -> str:
        """Who reads the agenda: everybody convened, else the parties."""
        return "C1" if self.convened else "C2"

    @property
    def said_level(self) -> str:
        """Who reads what is said on an item: everybody in a plenary, those convened in a group, else the parties."""
        return {PLENARY: "C0"}.get(self.terms.kind, self.agenda_level)

    def cite(self, part: str) -> Citation:
        """Cite the plan of the mechanism for a part of it, else nothing but the product."""
        return LCM(part) if self.convened else PRODUCT

    def others(self, hands: Hands) -> Hands:
        """Give the same hands without the one that put an item forward."""
        return tuple((OtherThanTrack(actor), capacity) for actor, capacity in hands)


def shape_of(terms: MeetingTerms) -> Shape:
    """Give the shape of a kind of meeting."""
    return _convened(terms, charter(terms.charter)) if terms.kind in CONVENED else _between(terms)


def _between(terms: MeetingTerms) -> Shape:
    one, all_of = ((ANY_PARTY, Capacity.DISPATCH),), ((EVERY_PARTY, Capacity.DISPATCH),)
    liaison = ((ANY_PARTY, Capacity.DRAFT),)
    return Shape(
        terms=terms,
        charter=None,
        roles=(CALLER, PARTY, GUEST),
        caller=CALLER,
        blockers=ANY_PARTY,
        leads=all_of,
        either=one,
        proposers=liaison,
        speakers=one,
        invited=(GUEST,),
        everybody=liaison,
    )


def _convened(terms: MeetingTerms, under: Charter) -> Shape:
    chair, secretariat = OF_CHARTER["chair"], OF_CHARTER["secretariat"]
    lead: Hands = ((chair, Capacity.DISPATCH), (chair, OFFICE))  # its mission, or the office that it set up
    office = (secretariat, OFFICE)
    speaking, proposing = _classes(under, lambda one: one.speak == "yes"), _classes(under, lambda one: one.propose)
    coming = tuple(OF_CHARTER[one.key] for one in under.classes)
    return Shape(
        terms=terms,
        charter=under,
        roles=(CONVENER, *OF_CHARTER.values()),
        caller=CONVENER,
        blockers=_any(_classes(under, lambda one: one.block)),
        leads=lead,
        either=(*lead, office),
        proposers=((_any((*proposing, chair)), Capacity.DRAFT), office),
        speakers=((_any((*speaking, chair)), Capacity.DISPATCH), office),
        invited=_classes(under, lambda one: one.speak == "on_invitation"),
        everybody=((_any((*coming, chair)), Capacity.DRAFT), office),
    )


def _classes(under: Charter, holds: Callable[[Any], bool]) -> tuple[Role, ...]:
    return tuple(OF_CHARTER[one.key] for one in under.classes if holds(one))


def _any(roles: Iterable[Actor]) -> Actor:
    return reduce(or_, roles)
