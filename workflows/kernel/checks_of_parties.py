"""Conditions on whom a filing names, beside what stands on the filings themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .guards import CONTENT, Refusal
from .words import PRODUCT, Citation, capital

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
