"""Conditions on who stands on a side of a case: how many they are, of which kind, whether one party holds two roles or
the acting one a role, and whether a track is about somebody else.

They stand beside the other guards; the list of all these files together is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .guards import KINDS_OF_PARTY, Guard, Refusal
from .naming import role_called, set_called, states_called
from .words import PRODUCT, Citation, capital, either

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class Several(Guard):
    """The side of the track at hand, or of a role, is more than one party that still takes part."""

    role: str = ""
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Count who has the role."""
        side = self.role or (view.track.side if view.track else None) or ""
        if side and len(view.active(side)) > 1:
            return None
        return Refusal("There is only one party on this side.", (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return f"there are several of {role_called(of, self.role)}" if self.role else "the side is several parties"


@dataclass(frozen=True, slots=True)
class SomeOfKind(Guard):
    """Somebody with a role is of one of these kinds: a State, an organisation of States, or a body that is neither."""

    role: str
    kinds: tuple[str, ...]
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Ask the world what each of them is."""
        if any(view.ask("kind", party) in self.kinds for party in sorted(view.case.parties.get(self.role, ()))):
            return None
        wanted = either(KINDS_OF_PARTY[kind] for kind in self.kinds)
        return Refusal(f"Nobody on this side is {wanted}.", (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Name role and kinds."""
        return f"{role_called(of, self.role)} is {either(KINDS_OF_PARTY[kind] for kind in self.kinds)}"


@dataclass(frozen=True, slots=True)
class AboutAnother(Guard):
    """Some track of a set, in one of these states, is about another than the acting party."""

    set: str
    states: tuple[str, ...]
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Look at whom each is about."""
        tracks = [track for track in view.tracks_of(self.set) if track.state in self.states]
        if any(track.key != f"{self.set}:{view.acting}" for track in tracks):
            return None
        wanted = states_called(view.procedure, self.states, self.set)
        sentence = f"There is no {set_called(view.procedure, self.set)} but yourself that is {wanted}."
        return Refusal(sentence, (self.under,), reveals=tuple(track.key for track in tracks))

    def words(self, of: Procedure | None = None) -> str:
        """Name set and states."""
        return (
            f"at least one {set_called(of, self.set)} other than oneself is {states_called(of, self.states, self.set)}"
        )


@dataclass(frozen=True, slots=True)
class SameParty(Guard):
    """Some party holds both of two roles: whoever opened the case is also the one that it concerns."""

    role: str
    other: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare who holds each."""
        held = view.case.parties
        if set(held.get(self.role, ())) & set(held.get(self.other, ())):
            return None
        one, two = role_called(view.procedure, self.role), role_called(view.procedure, self.other)
        return Refusal(capital(f"{one} is not {two}."), (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Name both roles."""
        return f"{role_called(of, self.role)} is also {role_called(of, self.other)}"


@dataclass(frozen=True, slots=True)
class HasRole(Guard):
    """The acting party has a role."""

    role: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Look among those who have it."""
        if view.acting in view.case.parties.get(self.role, ()):
            return None
        sentence = capital(f"{view.called(view.acting)} is not {role_called(view.procedure, self.role)}.")
        return Refusal(sentence, (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Name the role."""
        return f"the party is {role_called(of, self.role)}"
