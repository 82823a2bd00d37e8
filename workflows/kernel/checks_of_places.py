"""Conditions on the place that a filing names: on which body it lies, since some law reaches certain bodies only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .words import PRODUCT, Citation, either

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

BODIES = {"earth": "the Earth", "moon": "the Moon", "other": "another celestial body"}


@dataclass(frozen=True, slots=True)
class PlacedOn(FilingCheck):
    """A place, where one is given, lies on one of these bodies; ``sentence`` says why on no other. With ``part`` the
    field is a list, each entry of which names its place under that key."""

    field: str
    bodies: tuple[str, ...]
    sentence: str
    under: Citation = PRODUCT
    part: str = ""

    def check(self, view: View) -> Refusal | None:
        """Look at the body of each place."""
        value = view.filed(self.field)
        if not self.part:
            return self._refuse(self.field) if self._is_misplaced(value) else None
        entries = enumerate(value if isinstance(value, list | tuple) else ())
        wrong = (i for i, one in entries if isinstance(one, Mapping) and self._is_misplaced(one.get(self.part)))
        found = next(wrong, None)
        return None if found is None else self._refuse(f"{self.field}/{found}/{self.part}")

    def _is_misplaced(self, place: Any) -> bool:
        return isinstance(place, Mapping) and "body" in place and place["body"] not in self.bodies

    def _refuse(self, where: str) -> Refusal:
        return Refusal(self.sentence, (self.under,), kind=CONTENT, field=where)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the bodies."""
        return f"{asks.named(self.field)} on {either(BODIES[body] for body in self.bodies)}"

    def mend(self, body: Values, view: View) -> Values:
        """Put the same points on the first of them."""
        value = body.get(self.field)
        if not self.part:
            return {**body, self.field: self._moved(value)}
        entries = value if isinstance(value, list | tuple) else []
        return {**body, self.field: [self._put(one) for one in entries]} if entries else body

    def _put(self, entry: Any) -> Any:
        moved = isinstance(entry, Mapping) and self._is_misplaced(entry.get(self.part))
        return {**entry, self.part: self._moved(entry[self.part])} if moved else entry

    def _moved(self, place: Any) -> Any:
        return {**place, "body": self.bodies[0]} if self._is_misplaced(place) else place
