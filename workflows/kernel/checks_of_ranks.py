"""Conditions on a choice that ranks: above what is on record, or nowhere below it, in an order from low to high."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .words import PRODUCT, Citation

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


def _rank(value: Any, order: tuple[str, ...]) -> int:
    return order.index(value) if isinstance(value, str) and value in order else -1


@dataclass(frozen=True, slots=True)
class Higher(FilingCheck):
    """A choice ranks above what the case keeps under a fact, where it keeps that."""

    field: str
    fact: str
    order: tuple[str, ...]
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare the two ranks."""
        value, kept = view.filed(self.field), view.case.facts.get(self.fact)
        if value not in self.order or _rank(value, self.order) > _rank(kept, self.order):
            return None
        sentence = f"{view.asks.named(self.field)} must rank above what is on record."
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} above what is on record"

    def mend(self, body: Values, view: View) -> Values:
        """Choose the highest."""
        return {**body, self.field: self.order[-1]}


@dataclass(frozen=True, slots=True)
class NoneLower(FilingCheck):
    """In no entry of a list does a part rank below what the case keeps under a fact."""

    field: str
    part: str
    fact: str
    order: tuple[str, ...]
    under: Citation = PRODUCT

    def _least(self, view: View) -> int:
        return _rank(view.case.facts.get(self.fact), self.order)

    def check(self, view: View) -> Refusal | None:
        """Find the first entry that ranks lower."""
        entries = view.filed(self.field)
        for i, entry in enumerate(entries if isinstance(entries, list | tuple) else ()):
            if isinstance(entry, Mapping) and _rank(entry.get(self.part), self.order) < self._least(view):
                sentence = f"Entry {i + 1} of {view.asks.named(self.field)} ranks below what is on record."
                return Refusal(sentence, (self.under,), kind=CONTENT, field=f"{self.field}/{i}/{self.part}")
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"no entry of {asks.named(self.field)} below what is on record"

    def mend(self, body: Values, view: View) -> Values:
        """Raise each that is lower to what is on record."""
        entries = body.get(self.field)
        if not isinstance(entries, list | tuple) or self._least(view) < 0:
            return body
        return {**body, self.field: [self._raised(entry, view) for entry in entries]}

    def _raised(self, entry: Any, view: View) -> Any:
        least = self._least(view)
        low = isinstance(entry, Mapping) and _rank(entry.get(self.part), self.order) < least
        return {**entry, self.part: self.order[least]} if low else entry
