"""Conditions on who takes part in what is larger than one case, and on what was noted of single tracks.

They stand beside the other guards; the list of both files together is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .guards import Guard, Refusal
from .naming import fact_called, set_called, states_called
from .steps import Roll
from .words import PRODUCT, Citation, capital, either, humanise

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class OnRoll(Guard):
    """The acting party is on a roll on the day of the act; ``called`` is what those on it are."""

    roll: Roll
    called: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Ask the world for the roll."""
        if view.principal() in (view.ask("roll", self.roll.procedure, self.roll.under, self.roll.of) or ()):
            return None
        return Refusal(capital(f"{view.called(view.principal())} is not {self.called}."), (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return f"the party is {self.called}"


@dataclass(frozen=True, slots=True)
class TrackFlagged(Guard):
    """A flag is set on some track of a set whose state is one of these."""

    set: str
    states: tuple[str, ...]
    flag: str

    def check(self, view: View) -> Refusal | None:
        """Look at each."""
        tracks = [track for track in view.tracks_of(self.set) if track.state in self.states]
        if any(self.flag in track.flags for track in tracks):
            return None
        sentence = f"“{humanise(self.flag)}” is on record of no {set_called(view.procedure, self.set)}."
        return Refusal(sentence, reveals=tuple(track.key for track in tracks))

    def words(self, of: Procedure | None = None) -> str:
        """Name flag and set."""
        return f"“{humanise(self.flag)}” is on record of at least one {set_called(of, self.set)}"


@dataclass(frozen=True, slots=True)
class AllOnRoll(Guard):
    """Every party whose track, of one of these sets, is in one of these states is on a roll on the day of the act, or
    its track bears a flag: it has agreed to be treated as one on the roll."""

    sets: tuple[str, ...]
    states: tuple[str, ...]
    roll: Roll
    unless: str
    called: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Ask the world for the roll; the first that is not on it refuses, by name."""
        on = view.ask("roll", self.roll.procedure, self.roll.under, self.roll.of) or ()
        tracks = [track for of in self.sets for track in view.tracks_of(of) if track.state in self.states]
        stray = next((t for t in tracks if t.party and t.party not in on and self.unless not in t.flags), None)
        if stray is None:
            return None
        sentence = f"{view.called(stray.party or '')} is not {self.called}, and did not agree to be treated as one."
        return Refusal(capital(sentence), (self.under,), reveals=(stray.key,))

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        who = either(set_called(of, name) for name in self.sets)
        return f"every {who} is {self.called}, or agreed to be treated as one"


@dataclass(frozen=True, slots=True)
class NoneOnRoll(Guard):
    """No track of a set that is in one of these states is that of a party on a roll on the day of the act."""

    set: str
    states: tuple[str, ...]
    roll: Roll

    def check(self, view: View) -> Refusal | None:
        """Ask the world for the roll; the first that is on it refuses, by name."""
        on = view.ask("roll", self.roll.procedure, self.roll.under, self.roll.of) or ()
        found = next((t for t in view.tracks_of(self.set) if t.state in self.states and t.party in on), None)
        if found is None:
            return None
        now = states_called(view.procedure, (found.state,), self.set)
        return Refusal(capital(f"{view.track_name(found.key)} is {now}."), reveals=(found.key,))

    def words(self, of: Procedure | None = None) -> str:
        """Name set and states."""
        return f"no {set_called(of, self.set)} of anybody on the roll is {states_called(of, self.states, self.set)}"


@dataclass(frozen=True, slots=True)
class Missing(Guard):
    """Somebody on a roll does not have the role of those on it in this case yet: it was put on the roll later."""

    roll: Roll
    role: str

    def check(self, view: View) -> Refusal | None:
        """Compare the roll with the case."""
        on = view.ask("roll", self.roll.procedure, self.roll.under, self.roll.of) or ()
        if set(on) - set(view.case.parties.get(self.role, ())):
            return None
        return Refusal("Everybody on the roll is in this case already.")

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return "somebody on the roll is not in this case yet"


@dataclass(frozen=True, slots=True)
class HasTrack(Guard):
    """The acting party still takes part on a track of one of these sets."""

    sets: tuple[str, ...]

    def check(self, view: View) -> Refusal | None:
        """Look for its track."""
        if any(track.party == view.acting for of in self.sets for track in view.tracks_of(of)):
            return None
        return Refusal(capital(f"{view.called(view.acting)} is here as no {self._called(view.procedure)}."))

    def words(self, of: Procedure | None = None) -> str:
        """Name the sets."""
        return f"the party is here as {either(f'“{set_called(of, name)}”' for name in self.sets)}"

    def _called(self, of: Procedure | None) -> str:
        return either(set_called(of, name) for name in self.sets)


@dataclass(frozen=True, slots=True)
class TrackForEach(Guard):
    """Each party that the case keeps under a fact has a track in a set, in one of these states where some are
    named; ``sentence`` says what is missing, with the party in place of {party}."""

    fact: str
    set: str
    sentence: str
    under: Citation = PRODUCT
    states: tuple[str, ...] = ()

    def check(self, view: View) -> Refusal | None:
        """The first party without one refuses, by name."""
        named = view.fact(self.fact)
        tracks = view.tracks_of(self.set)
        there = {track.party for track in tracks if not self.states or track.state in self.states}
        missing = next((one for one in named if one not in there), None) if isinstance(named, list | tuple) else None
        if missing is None:
            return None
        return Refusal(capital(self.sentence.replace("{party}", view.called(missing))), (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Name fact and set."""
        return f"there is one {set_called(of, self.set)} for each of {fact_called(of, self.fact)}"
