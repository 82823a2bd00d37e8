"""Rooms: cases that only those in them know of, beside a matter that they refer to; and what is said without prejudice.

A room names its matter, one way: nothing of the room stands in the matter. Who may open one, and with whom, is asked
of the world, which answers for the matters in which the asking party takes part and for no other. Not modelled: what
people write by hand, which no program can check.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .actors import Actor, Role
from .acts import Hand
from .checks_of_filings import FilingCheck
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .naming import set_called, states_called
from .view import Facts, View
from .words import PRODUCT, Citation, either, humanise

if TYPE_CHECKING:
    from .actors import Slots
    from .acts import Act
    from .case import Case
    from .procedure import Procedure

LIFTED = "prejudice_lifted"
"""The flag of an offer that all parties together have made citable."""
NO_OFFICE = "You hold no office of a neutral in a case of this reference."
OVER = "That case is over; no room is opened beside it any more."


@dataclass(frozen=True, slots=True)
class Room:
    """The mark of a procedure whose cases are rooms, with the words that stand on each of its pages.

    ``opened_by`` is the step that opens a room; in its filing ``matter`` is the reference of the case beside which the
    room stands, and ``with_whom`` names those it is opened with. ``releases`` is the set of what may be told elsewhere.
    """

    title: str
    warning: str
    opened_by: str
    matter: str
    with_whom: str
    offices: tuple[str, ...]
    everybody: bool = False
    releases: str = ""


@dataclass(frozen=True, slots=True)
class OfMatter(FilingCheck):
    """The acting party holds one of these offices in the open case that a field names, and those named in another field
    are parties to it: some of them, or with ``everybody`` all of them.
    """

    field: str
    with_whom: str
    offices: tuple[str, ...]
    everybody: bool = False
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.field, self.with_whom)

    def check(self, view: View) -> Refusal | None:
        """Ask the world; a case that there is not, and one in which the asking party has no office, are one answer."""
        matter = asked_matter(view, view.filed(self.field))
        if matter is None:
            return None
        if not set(self.offices) & set(matter["offices"]):
            return self._refuse(NO_OFFICE, self.field)
        if not matter["open"]:
            return self._refuse(OVER, self.field)
        named, parties = set(view.filed_parties(self.with_whom)), set(matter["parties"])
        stray, missing = sorted(named - parties), sorted(parties - named)
        if stray:
            return self._refuse(f"{_names(view, stray)}: no party to that case.", self.with_whom)
        if self.everybody and missing:
            return self._refuse(f"Every party to that case is in this session: {_names(view, missing)} too.",
                                self.with_whom)  # fmt: skip
        return None

    def _refuse(self, sentence: str, field: str) -> Refusal:
        return Refusal(sentence, (self.under,), kind=CONTENT, field=field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name both."""
        offices = either(humanise(office).lower() for office in self.offices)
        who = "all parties to it" if self.everybody else "a party to it"
        return f"{asks.named(self.field)} is an open case with you as {offices}, {asks.named(self.with_whom)} {who}"

    def mend(self, body: Mapping[str, Any], view: View) -> Mapping[str, Any]:
        """Name the parties of the case that is named; which case it is nobody can guess."""
        matter = asked_matter(view, body.get(self.field))
        if not matter or not matter["parties"]:
            return body
        parties = sorted(matter["parties"])
        single = isinstance(body.get(self.with_whom), str)
        return {**body, self.with_whom: parties[0] if single else parties if self.everybody else parties[:1]}


@dataclass(frozen=True, slots=True)
class OtherThanTrack(Actor):
    """One of these, but for the party of the track: whoever answers does not answer itself."""

    of: Actor

    def slots(self, view: View) -> Slots:
        """The slots of the other rule without that party."""
        mine = frozenset((view.track.party,)) if view.track and view.track.party else frozenset()
        return tuple(slot - mine for slot in self.of.slots(view))

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return f"{self.of.words(of)}, other than the one that opened it"

    def roles(self) -> frozenset[str]:
        """Those of the other rule."""
        return self.of.roles()


@dataclass(frozen=True, slots=True)
class EachPartyOn(Actor):
    """A hand of every party to the matter whose track of a set is in one of these states, of at least so many: a guest
    who has such a track too lays none, and nobody agrees with itself."""

    set: str
    states: tuple[str, ...]
    least: int = 2

    def slots(self, view: View) -> Slots:
        """One slot for each such party, and one that nobody fills where they are too few."""
        there = {track.party for track in view.tracks_of(self.set) if track.party and track.state in self.states}
        parties = sorted(there & view.stakeholders())
        few: Slots = (frozenset(),) if len(parties) < self.least else ()
        return (*(frozenset((party,)) for party in parties), *few)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actors."""
        of_set = f"{set_called(of, self.set)} is {states_called(of, self.states, self.set)}"
        return f"every party whose {of_set}, at least {self.least} of them"


@dataclass(frozen=True, slots=True)
class InOffice(Actor):
    """Whoever has a role here, as long as it holds one of these offices in the case to which a link leads; a world that
    knows of no such case, as in an exercise, leaves the role as it is.
    """

    of: Role
    link: str
    offices: tuple[str, ...]

    def slots(self, view: View) -> Slots:
        """The slots of the role without those whose office has ended."""
        return tuple(frozenset(p for p in slot if self._holds(view, p)) for slot in self.of.slots(view))

    def _holds(self, view: View, party: str) -> bool:
        held = view.ask("offices", self.link, party)
        return held is None or bool(set(self.offices) & set(held))

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return f"{self.of.words(of)}, while in office"

    def roles(self) -> frozenset[str]:
        """The role itself."""
        return self.of.roles()


def asked_matter(view: View, ref: Any) -> Mapping[str, Any] | None:
    """What the acting party may know of a case; None in a world that knows of no cases, as in an exercise."""
    known = view.ask("matter", ref if isinstance(ref, str) else "", view.acting)
    return known if isinstance(known, Mapping) else None


def _names(view: View, parties: list[str]) -> str:
    return ", ".join(view.called(party) for party in parties)


def matter_of(case: Case, party: str) -> dict[str, Any]:
    """Answer what a party may know of a case as its matter: the offices that it still holds, the parties that still
    take part, and whether the case is open."""
    view = View(case.procedure, case, Hand(party), case.opened_on, Facts())
    roles = {role.key: role for role in case.procedure.roles}
    held = [key for key, who in case.parties.items() if party in who and key in roles]
    offices = [key for key in held if roles[key].office and not view.has_left(party, key)]
    return {
        "offices": sorted(offices),
        "parties": sorted(view.active()) if held else [],
        "open": case.is_live,
    }


def stands(case: Case, of: str, party: str) -> list[str]:
    """Answer what a party may know of where it stands in another case: the states of its own tracks of a set."""
    return sorted(track.state for track in case.tracks.values() if track.set == of and track.party == party)


NO_MATTER: Mapping[str, Any] = {"offices": [], "parties": [], "open": False}
"""What the world answers of a case that there is not, or in which the asking party takes no part."""


def is_without_prejudice(procedure: Procedure, act: Act) -> bool:
    """Say whether an act was marked as without prejudice when it was written."""
    return act.step in procedure.without_prejudice


def is_lifted(case: Case, act: Act) -> bool:
    """Say whether all parties together have made citable what an act offered or answered."""
    keys = {act.track, *(effect[1] for effect in act.effects_of("open"))}
    return any(LIFTED in case.tracks[key].flags for key in keys if key in case.tracks)
