"""Is the acting party a party to the case that a filing names, or does it stand there as it says, as what is opened
rests on that case?

The world answers for cases in which the asking party takes part and for no other, so that a reference tells nothing.
Not modelled: whether what is opened is of use there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .checks_of_filings import FilingCheck
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .rooms import asked_matter
from .values import is_absent
from .words import PRODUCT, Citation, either, humanise

if TYPE_CHECKING:
    from .fields import FilingSpec
    from .procedure import Procedure
    from .view import View

NO_PARTY = "You are no party to an open case of this reference."


@dataclass(frozen=True, slots=True)
class PartyTo(FilingCheck):
    """The acting party is a party to the open case that a field names; where it names none, nothing is asked."""

    field: str
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name the question."""
        return (self.field,)

    def check(self, view: View) -> Refusal | None:
        """Ask the world; a case that there is not, one of others, and one that is over are one answer."""
        named = view.filed(self.field)
        matter = None if is_absent(named) else asked_matter(view, named)
        if matter is None or (matter["open"] and view.acting in matter["parties"]):
            return None
        return Refusal(NO_PARTY, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the question."""
        return f"{asks.named(self.field)} is an open case to which you are a party"

    def mend(self, body: Mapping[str, Any], view: View) -> Mapping[str, Any]:
        """Leave the filing as it is: which case it is nobody can guess."""
        return body


@dataclass(frozen=True, slots=True)
class StandsIn(FilingCheck):
    """A track of the acting party, of this set in the case that a field names, is in one of these states: what is
    opened rests on what was decided there. ``sentence`` says what is missing."""

    field: str
    set: str
    states: tuple[str, ...]
    sentence: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Ask the world; a case that there is not, one of others, and another state are one answer."""
        named = view.filed(self.field)
        if is_absent(named):
            return None
        found = view.ask("stands", str(named), self.set, view.acting) or ()
        if any(state in self.states for state in found):
            return None
        return Refusal(self.sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name question and states."""
        wanted = either(humanise(state).lower() for state in self.states)
        return f"{asks.named(self.field)} is a case in which your {humanise(self.set).lower()} is {wanted}"

    def mend(self, body: Mapping[str, Any], view: View) -> Mapping[str, Any]:
        """Leave the filing as it is: which case it is nobody can guess."""
        return body
