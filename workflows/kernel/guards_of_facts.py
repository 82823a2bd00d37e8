"""Conditions on what the case keeps beside its state: who was chosen for something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .guards import Guard, Refusal
from .naming import fact_called
from .words import PRODUCT, Citation, capital, humanise

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
