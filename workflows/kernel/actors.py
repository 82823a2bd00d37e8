"""Who may take a step: roles and their combinations, as values that can be stored and explained.

An actor answers with *slots*: each slot is the set of parties whose hand fills it. One slot is an act of one party;
several slots are a joint act, which needs a hand for each.

Long because: the list of actors is closed, and an edition names each by this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .naming import set_called, states_called, step_called
from .words import humanise, without_article

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

Slot = frozenset[str]
Slots = tuple[Slot, ...]
CLOCK_PARTY = "clock"
"""The party name under which the passing of time is recorded."""


class Actor:
    """A rule that says which parties may take a step."""

    __slots__ = ()

    def slots(self, view: View) -> Slots:
        """List the hands that the step needs; an empty slot means that nobody can give that hand now."""
        raise NotImplementedError

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor for a page."""
        raise NotImplementedError

    def roles(self) -> frozenset[str]:
        """Name the roles that can take the step alone, for the self-checks."""
        return frozenset()

    def __or__(self, other: Actor) -> AnyOf:
        return AnyOf((self, other))

    def __and__(self, other: Actor) -> All:
        return All((self, other))


@dataclass(frozen=True, slots=True)
class Role(Actor):
    """A part that a participant plays in a case.

    ``stake`` is false for those who take part without being a party to the matter (secretariat, neutral, invitee).
    ``reads`` names the files of the case that an office may read: what stands in no file is for the parties alone.
    Whoever has a role ``apart`` is known to the parties and to whoever reads a file, and to nobody else who has it.
    """

    key: str
    title: str = ""
    stake: bool = True
    office: bool = False
    reads: tuple[str, ...] = ()
    apart: bool = False

    def __post_init__(self) -> None:
        """Refuse a role apart that has a stake or reads a file, since it would know of everybody."""
        if self.apart and (self.stake or self.reads):
            raise ValueError(f"the role “{self.key}” is apart, and so has no stake and reads no file")

    def slots(self, view: View) -> Slots:
        """Any party that has the role; whoever held it as an office that has ended has it no more."""
        held = frozenset(view.case.parties.get(self.key, ()))
        return (frozenset(p for p in held if not view.has_left(p, self.key)) if self.office and held else held,)

    def words(self, of: Procedure | None = None) -> str:
        """Name the role."""
        return self.title or humanise(self.key)

    def roles(self) -> frozenset[str]:
        """The role itself."""
        return frozenset((self.key,))


@dataclass(frozen=True, slots=True)
class TrackParty(Actor):
    """The party whose track the step is taken on."""

    def slots(self, view: View) -> Slots:
        """The party of the track at hand."""
        return (frozenset((view.track.party,)) if view.track and view.track.party else frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return "the party of the track"

    def roles(self) -> frozenset[str]:
        """A marker that the self-checks replace by the role of the track set."""
        return frozenset(("@track",))


@dataclass(frozen=True, slots=True)
class Taker(Actor):
    """Whoever last took another step (on the same track where both are on one)."""

    step: str

    def slots(self, view: View) -> Slots:
        """The party that took the step, if it was taken."""
        done = view.done(self.step)
        return (frozenset((done.last_by,)) if done else frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return f"whoever took “{step_called(of, self.step)}”"

    def roles(self) -> frozenset[str]:
        """A marker for one party that acts alone, though not any party can."""
        return frozenset(("@one",))


@dataclass(frozen=True, slots=True)
class Other(Actor):
    """Any party with a stake but the one that last took another step."""

    step: str

    def slots(self, view: View) -> Slots:
        """Everybody with a stake except the taker."""
        done = view.done(self.step)
        return (view.stakeholders() - {done.last_by} if done else frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return f"another party than the one that took “{step_called(of, self.step)}”"

    def roles(self) -> frozenset[str]:
        """A marker for one party that acts alone, though not any party can."""
        return frozenset(("@one",))


@dataclass(frozen=True, slots=True)
class EachOther(Actor):
    """A hand of each party with a stake but the one that last took another step: an acceptance by all whom it asked."""

    step: str

    def slots(self, view: View) -> Slots:
        """One slot for each of the others that still takes part."""
        done = view.done(self.step)
        others = view.active() - {done.last_by} if done else frozenset()
        return tuple(frozenset((party,)) for party in sorted(others)) or (frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actors."""
        return f"every party but the one that took “{step_called(of, self.step)}”"


@dataclass(frozen=True, slots=True)
class Side(Actor):
    """Every party of one side that still takes part, jointly: of the track's side where it has one, else of the acting
    party's role."""

    def slots(self, view: View) -> Slots:
        """One slot for each party of the side."""
        role = view.track.side if view.track and view.track.side else None
        mine = [role] if role else [r for r, who in view.case.parties.items() if view.acting in who]
        members = sorted({p for r in mine for p in view.active(r)})
        return tuple(frozenset((p,)) for p in members) or (frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return "all parties of the side together"

    def roles(self) -> frozenset[str]:
        """A side that is one party acts alone."""
        return frozenset(("@any",))


@dataclass(frozen=True, slots=True)
class AnyParty(Actor):
    """Any party with a stake in the case."""

    def slots(self, view: View) -> Slots:
        """All parties with a stake."""
        return (view.stakeholders(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return "any party"

    def roles(self) -> frozenset[str]:
        """A marker for all roles with a stake."""
        return frozenset(("@any",))


@dataclass(frozen=True, slots=True)
class Outsider(Actor):
    """Somebody who has no part in the case yet."""

    def slots(self, view: View) -> Slots:
        """The acting party, if it stands outside."""
        inside = view.acting in view.participants() or view.acting == CLOCK_PARTY
        return (frozenset() if inside else frozenset((view.acting,)),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return "a State or organisation outside the case"


@dataclass(frozen=True, slots=True)
class Clock(Actor):
    """The passing of time; never files anything."""

    def slots(self, view: View) -> Slots:
        """Only the clock."""
        return (frozenset((CLOCK_PARTY,)),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return "the clock"

    def roles(self) -> frozenset[str]:
        """A marker for the clock."""
        return frozenset(("@clock",))


@dataclass(frozen=True, slots=True)
class AnyOf(Actor):
    """One hand of any of these."""

    of: tuple[Actor, ...]

    def slots(self, view: View) -> Slots:
        """The actor among these that the hand fits; else all single hands merged into one slot."""
        alternatives = [actor.slots(view) for actor in self.of]
        for slots in alternatives:
            if any(view.acting in slot for slot in slots):
                return slots
        return (frozenset(party for slots in alternatives if len(slots) == 1 for party in slots[0]),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actors."""
        return " or ".join(actor.words(of) for actor in self.of)

    def roles(self) -> frozenset[str]:
        """All roles of the alternatives."""
        return frozenset().union(*(actor.roles() for actor in self.of))


@dataclass(frozen=True, slots=True)
class All(Actor):
    """A hand of every one of these: a joint act."""

    of: tuple[Actor, ...]

    def slots(self, view: View) -> Slots:
        """The slots of all of them, one after the other."""
        return tuple(slot for actor in self.of for slot in actor.slots(view))

    def words(self, of: Procedure | None = None) -> str:
        """Name the actors."""
        return " and ".join(actor.words(of) for actor in self.of) + " jointly"


@dataclass(frozen=True, slots=True)
class Each(Actor):
    """A hand of each party of a role that still takes part; without a role, of each party with a stake."""

    role: str | None = None

    def slots(self, view: View) -> Slots:
        """One slot for each active party."""
        parties = view.active(self.role)
        return tuple(frozenset((party,)) for party in sorted(parties)) or (frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actors."""
        role = of.role(self.role) if of and self.role else None
        named = without_article(role.title) if role and role.title else humanise(self.role or "").lower()
        return f"every {named}" if self.role else "every party still taking part"


@dataclass(frozen=True, slots=True)
class EveryStake(Actor):
    """A hand of every party that has, or ever had, a stake in the case."""

    def slots(self, view: View) -> Slots:
        """One slot for each such party, also for one that has left."""
        return tuple(frozenset((party,)) for party in sorted(view.stakeholders())) or (frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actors."""
        return "every party that took part"


@dataclass(frozen=True, slots=True)
class EachOn(Actor):
    """A hand of every party whose track of a set is in one of these states."""

    set: str
    states: tuple[str, ...]

    def slots(self, view: View) -> Slots:
        """One slot for each such party."""
        parties = {t.party for t in view.tracks_of(self.set) if t.party and t.state in self.states}
        return tuple(frozenset((party,)) for party in sorted(parties)) or (frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actors."""
        return f"every {set_called(of, self.set)} at {states_called(of, self.states, self.set)}"


TRACK_PARTY = TrackParty()
SIDE = Side()
ANY_PARTY = AnyParty()
OUTSIDER = Outsider()
CLOCK = Clock()
EVERY_PARTY = Each()
