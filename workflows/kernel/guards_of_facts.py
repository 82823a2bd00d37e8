"""Conditions on what the case keeps beside its state: who was chosen for something, and how a date that it keeps lies
to the act, or to what a filing names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from .frozen import dataclass
from .guards import Guard, Refusal
from .limits import Length, length_of
from .naming import fact_called
from .reckoning import Period, end_of_day, expiry
from .values import as_date, as_instant
from .words import PRODUCT, Citation, capital, humanise, say_exactly

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class ChosenIn(Guard):
    """The acting party is the one that the case keeps under a fact; where it keeps none yet, it has a role."""

    fact: str
    otherwise: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare; the refusal names who was chosen, or for whom it is until somebody is."""
        chosen = view.case.facts.get(self.fact)
        if isinstance(chosen, str) and chosen:
            holders: tuple[str, ...] = (chosen,)
        else:
            holders = tuple(view.case.parties.get(self.otherwise, ()))
        if view.acting in holders:
            return None
        named = ", ".join(view.called(party) for party in holders) or self._role(view.procedure)
        return Refusal(capital(f"This is for {named}, and not for {view.called(view.acting)}."), (self.under,))

    def _role(self, of: Procedure | None) -> str:
        role = of.role(self.otherwise) if of else None
        return role.title if role and role.title else humanise(self.otherwise).lower()

    def words(self, of: Procedure | None = None) -> str:
        """Name fact and role."""
        return f"the party is named under {fact_called(of, self.fact)}, or is {self._role(of)} while none is"


@dataclass(frozen=True, slots=True)
class Passed(Guard):
    """A date or an instant that the case keeps has passed; a day has when it is over everywhere in UTC."""

    fact: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare with the moment of the act."""
        named, moment = fact_called(view.procedure, self.fact), _end_of(view.fact(self.fact))
        if moment is None:
            return Refusal(f"{named} is not known as a date.", (self.under,))
        if moment <= view.at:
            return None
        return Refusal(f"{named} ({say_exactly(moment)}) is still to come.", (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Name the fact."""
        return f"{fact_called(of, self.fact)} has passed"


@dataclass(frozen=True, slots=True)
class ShorterThan(Guard):
    """Less than a period lies between the act and a date or an instant that the case keeps, counted back from it."""

    fact: str
    length: Length
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Count back, and compare."""
        named, value = fact_called(view.procedure, self.fact), view.fact(self.fact)
        start, length = as_instant(value) or as_date(value), length_of(self.length, view)
        if start is None or length is None:
            return Refusal(f"{named} is not known as a date.", (self.under,))
        ends = expiry(start, length, "UTC", calendar=view.world.calendar(view.principal()), backwards=True)
        if ends.has_lapsed(view.at):
            return None
        return Refusal(f"{named} lies {length.text()} ahead, or more.", (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Name fact and period."""
        period = f"less than {self.length.text()}" if isinstance(self.length, Period) else "less than the period"
        return f"{fact_called(of, self.fact)} is {period} ahead"


@dataclass(frozen=True, slots=True)
class Precedes(Guard):
    """What a filing names lies before the date or the instant that the case keeps under another name; a day and an
    instant are compared by their days."""

    field: str
    fact: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare; where either is unknown, nothing precedes."""
        filed, kept = view.filed(self.field), view.case.facts.get(self.fact)
        at, then = as_instant(filed), as_instant(kept)
        if at and then:
            before = at < then
        else:
            day, other = _day_of(filed), _day_of(kept)
            before = bool(day and other and day < other)
        if before:
            return None
        sentence = f"{view.asks.named(self.field)} is not before {fact_called(view.procedure, self.fact)}."
        return Refusal(sentence, (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Name both."""
        return f"{fact_called(of, self.field)} is before {fact_called(of, self.fact)}"


def _day_of(value: object) -> date | None:
    at = as_instant(value)
    return at.astimezone(UTC).date() if at else as_date(value)


def _end_of(value: object) -> datetime | None:
    day = as_date(value)
    return as_instant(value) or (end_of_day(day, "UTC") if day else None)
