"""Conditions on the place that a filing names: on which body it lies, since some law reaches certain bodies only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .guards import CONTENT, Refusal
from .words import PRODUCT, Citation, either

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

BODIES = {"earth": "the Earth", "moon": "the Moon", "other": "another celestial body"}


@dataclass(frozen=True, slots=True)
class PlacedOn(FilingCheck):
    """A place, where one is given, lies on one of these bodies; ``sentence`` says why on no other."""

    field: str
    bodies: tuple[str, ...]
    sentence: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Look at the body."""
        place = view.filed(self.field)
        if not isinstance(place, Mapping) or "body" not in place or place["body"] in self.bodies:
            return None
        return Refusal(self.sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the bodies."""
        return f"{asks.named(self.field)} on {either(BODIES[body] for body in self.bodies)}"

    def mend(self, body: Values, view: View) -> Values:
        """Put the same point on the first of them."""
        place = body.get(self.field)
        misplaced = isinstance(place, Mapping) and place.get("body") not in self.bodies
        return {**body, self.field: {**place, "body": self.bodies[0]}} if misplaced and place else body
