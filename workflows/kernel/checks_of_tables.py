"""Conditions on answers that a table, another answer, or the cases of the acting party bound: a session is one of its
body and still to come, a text is no longer than it may be, and every case named is one of the acting party's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .checks_of_filings import FilingCheck, Values, _refuse
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .rooms import asked_matter
from .values import is_absent
from .words import PRODUCT, Citation, say_day

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

Row = tuple[str, str, str]
"""One row of a table: the answer, the other answer with which it goes (none: with each), and its last day (none: it has
no end)."""


@dataclass(frozen=True, slots=True)
class ListedUnder(FilingCheck):
    """A choice goes with what another question is answered, and its day has not passed: a session of that body which is
    not over, an item of that body's agenda."""

    field: str
    by: str
    table: tuple[Row, ...]
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.field, self.by)

    def _goes(self, view: View, by: Any) -> list[str]:
        today = view.day().isoformat()
        return [one for one, of, last in self.table if of in ("", by) and (not last or last >= today)]

    def check(self, view: View) -> Refusal | None:
        """Say what it goes with, or when it was over, and from what to choose."""
        given, by = view.filed(self.field), view.filed(self.by)
        fitting = self._goes(view, by)
        if not isinstance(given, str) or given in fitting:
            return None
        asks = view.asks
        there = f"choose from {asks.titled(self.field, *fitting)}" if fitting else "nothing is listed for it"
        last = next((last for one, of, last in self.table if one == given and of in ("", by)), "")
        said = f"{asks.named(self.field)}: {asks.titled(self.field, given)}"
        why = f"was over on {say_day(date.fromisoformat(last))}" if last else f"is not of {asks.titled(self.by, by)}"
        return _refuse(f"{said} {why}; {there}.", self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name both."""
        ends = " and is not over" if any(last for _, _, last in self.table) else ""
        return f"{asks.named(self.field)} goes with {asks.named(self.by)}{ends}"

    def mend(self, body: Values, view: View) -> Values:
        """Choose the first that goes with it."""
        fitting = self._goes(view, body.get(self.by))
        return body if not fitting or body.get(self.field) in fitting else {**body, self.field: fitting[0]}


@dataclass(frozen=True, slots=True)
class NotMore(FilingCheck):
    """A number is not above another of the same filing, where both are given; ``what`` says of what there is too
    much."""

    field: str
    than: str
    what: str
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.field, self.than)

    def check(self, view: View) -> Refusal | None:
        """Compare."""
        given, most = view.filed(self.field), view.filed(self.than)
        if not isinstance(given, int) or not isinstance(most, int) or given <= most:
            return None
        sentence = f"{view.asks.named(self.field)} ({given}) is above {view.asks.named(self.than)} ({most})"
        return _refuse(f"{sentence}: {self.what}.", self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name both."""
        return f"{asks.named(self.field)} not above {asks.named(self.than)}"

    def mend(self, body: Values, view: View) -> Values:
        """Lower it."""
        given, most = body.get(self.field), body.get(self.than)
        return {**body, self.field: most} if isinstance(given, int) and isinstance(most, int) and given > most else body


@dataclass(frozen=True, slots=True)
class TakesPartIn(FilingCheck):
    """In each entry of a list a part is the reference of a case, open or over, in which the acting party takes part.

    A case that there is not, and one of others, are one answer, so that a reference tells nothing.
    """

    field: str
    part: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Ask the world for each; the first that is not one's own refuses, at its place."""
        given = view.filed(self.field)
        for i, entry in enumerate(given if isinstance(given, list) else ()):
            ref = entry.get(self.part) if isinstance(entry, Mapping) else None
            known = None if is_absent(ref) else asked_matter(view, ref)
            if known is not None and not (known["parties"] or known["offices"] or known["open"]):
                sentence = f"You take part in no case “{ref}”: name cases of your own."
                where = f"{self.field}/{i}/{self.part}"
                return Refusal(sentence, (self.under,), kind=CONTENT, field=where)
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the question."""
        return f"each case of {asks.named(self.field)} is one in which you take part"

    def mend(self, body: Values, view: View) -> Values:
        """Leave the list as it is: which cases are meant nobody can guess."""
        return body
