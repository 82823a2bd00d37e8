"""Conditions on whom a filing names, beside what stands on the filings themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .naming import set_called, states_called
from .words import PRODUCT, Citation, capital, humanise

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class NamesParties(FilingCheck):
    """A list names every party with a stake in the case, and ``least`` at all; ``only`` them where it says so."""

    field: str
    only: bool = False
    least: int = 2
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare the two lists."""
        named, here = view.filed_parties(self.field), view.stakeholders()
        missing = next((p for p in sorted(here) if p not in named), None)
        stray = next((p for p in named if p not in here), None) if self.only else None
        if missing is not None:
            return self._refuse(f"{view.called(missing)} is a party to this case and must be named.")
        if stray is not None:
            return self._refuse(f"{view.called(stray)} is no party to this case; another text needs a case of its own.")
        if len(named) < self.least:
            return self._refuse(f"at least {self.least} parties are needed.")
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} names every party to the case{' and nobody else' if self.only else ''}"

    def mend(self, body: Values, view: View) -> Values:
        """Name everybody who is missing, and leave out who is a stranger."""
        named, here = [p for p in body.get(self.field) or () if isinstance(p, str)], sorted(view.stakeholders())
        kept = [p for p in named if p in here] if self.only else named
        return {**body, self.field: [*here, *(p for p in kept if p not in here)]}

    def _refuse(self, sentence: str) -> Refusal:
        return Refusal(capital(sentence), (self.under,), kind=CONTENT, field=self.field)


@dataclass(frozen=True, slots=True)
class NoParty(FilingCheck):
    """Whoever is named for an office has no stake in the case."""

    field: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Look for a party to the case."""
        found = next((party for party in view.filed_parties(self.field) if party in view.stakeholders()), None)
        if found is None:
            return None
        sentence = f"{view.called(found)} is a party to this case and has no office in it."
        return Refusal(capital(sentence), (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} is no party to the case"

    def mend(self, body: Values, view: View) -> Values:
        """Leave the answer out; who holds an office nobody can guess."""
        return {**body, self.field: None}


@dataclass(frozen=True, slots=True)
class IsParty(FilingCheck):
    """Whoever is named has a stake in the case, so that what is said of it is said among those concerned."""

    field: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Look for a stranger."""
        stray = next((party for party in view.filed_parties(self.field) if party not in view.stakeholders()), None)
        if stray is None:
            return None
        sentence = capital(f"{view.called(stray)} is no party to this case.")
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} is a party to the case"

    def mend(self, body: Values, view: View) -> Values:
        """Name the acting party, in the form of the answer."""
        here = view.acting if view.acting in view.stakeholders() else next(iter(sorted(view.stakeholders())), None)
        return {**body, self.field: [here] if isinstance(body.get(self.field), list) else here}


@dataclass(frozen=True, slots=True)
class NamedAmong(FilingCheck):
    """Everybody whom a field names is in a list, such as the parties to a text; ``sentence`` says why not, with the
    party in place of {party}."""

    field: str
    parties: tuple[str, ...]
    sentence: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Look for a stranger."""
        stray = next((party for party in view.filed_parties(self.field) if party not in self.parties), None)
        if stray is None:
            return None
        sentence = capital(self.sentence.replace("{party}", view.called(stray)))
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the list."""
        return f"{asks.named(self.field)} among {', '.join(self.parties)}"

    def mend(self, body: Values, view: View) -> Values:
        """Name the first of the list, in the form of the answer."""
        return {**body, self.field: [*self.parties[:1]] if isinstance(body.get(self.field), list) else self.parties[0]}


@dataclass(frozen=True, slots=True)
class WithoutRole(FilingCheck):
    """Nobody whom a field names has a role in the case; ``sentence`` says why, with the party in place of {party}."""

    field: str
    role: str
    sentence: str
    under: Citation = PRODUCT

    def _held(self, view: View) -> tuple[str, ...]:
        return view.case.parties.get(self.role, ())

    def check(self, view: View) -> Refusal | None:
        """Look for whoever has it."""
        found = next((party for party in view.filed_parties(self.field) if party in self._held(view)), None)
        if found is None:
            return None
        sentence = capital(self.sentence.replace("{party}", view.called(found)))
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        role = of.role(self.role) if of else None
        return (
            f"{asks.named(self.field)} other than {role.title if role and role.title else humanise(self.role).lower()}"
        )

    def mend(self, body: Values, view: View) -> Values:
        """Leave them out."""
        named = body.get(self.field)
        if not isinstance(named, list):
            return body
        return {**body, self.field: [party for party in named if party not in self._held(view)]}


@dataclass(frozen=True, slots=True)
class NamesTracks(FilingCheck):
    """A list names exactly the parties whose tracks, of one of these sets, are in one of these states: those who take
    part, all of them and nobody else."""

    field: str
    sets: tuple[str, ...]
    states: tuple[str, ...]
    under: Citation = PRODUCT

    def _here(self, view: View) -> set[str]:
        tracks = (track for of in self.sets for track in view.tracks_of(of))
        return {track.party for track in tracks if track.party and track.state in self.states}

    def check(self, view: View) -> Refusal | None:
        """Compare; the first stranger refuses, then the first that is missing."""
        named, here = view.filed_parties(self.field), self._here(view)
        stray = next((party for party in named if party not in here), None)
        missing = next((party for party in sorted(here) if party not in named), None)
        if stray is not None:
            return self._refuse(f"{view.called(stray)} does not take part and cannot be named here.")
        if missing is not None:
            return self._refuse(f"{view.called(missing)} takes part and must be named.")
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} names everybody who takes part, and nobody else"

    def mend(self, body: Values, view: View) -> Values:
        """Name exactly those."""
        return {**body, self.field: sorted(self._here(view))}

    def _refuse(self, sentence: str) -> Refusal:
        return Refusal(capital(sentence), (self.under,), kind=CONTENT, field=self.field)


@dataclass(frozen=True, slots=True)
class AmongTracks(FilingCheck):
    """Everybody whom a field names is whom a track of a set, in one of these states, is about; ``sentence`` says why
    not, with the party in place of {party}."""

    field: str
    set: str
    states: tuple[str, ...]
    sentence: str
    under: Citation = PRODUCT

    def _open(self, view: View) -> list[str]:
        tracks = (track for track in view.tracks_of(self.set) if track.state in self.states)
        return [track.key.partition(":")[2] for track in tracks]

    def check(self, view: View) -> Refusal | None:
        """The first that is not refuses, by name."""
        stray = next((party for party in view.filed_parties(self.field) if party not in self._open(view)), None)
        if stray is None:
            return None
        sentence = capital(self.sentence.replace("{party}", view.called(stray)))
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name set and states."""
        wanted = f"{set_called(of, self.set)} is {states_called(of, self.states, self.set)}"
        return f"{asks.named(self.field)} names only those whose {wanted}"

    def mend(self, body: Values, view: View) -> Values:
        """Name all of those but oneself."""
        found = self._open(view)
        return {**body, self.field: [party for party in found if party != view.acting] or found}
