"""Conditions on the day that a filing names: for what was held, not before what it answers and not to come; for what
was learned, not longer ago than a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .guards import CONTENT, Refusal
from .naming import step_called
from .reckoning import Period, expiry
from .values import as_date
from .words import PRODUCT, Citation, capital, either, say_day

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class HeldSince(FilingCheck):
    """A day does not lie before the last of these steps, where one was taken, nor after the act: what was held before
    an objection does not answer it, and what is to be held has decided nothing."""

    field: str
    steps: tuple[str, ...]
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare with both ends."""
        day, floor = as_date(view.filed(self.field)), self._floor(view)
        if day is None or (floor or day) <= day <= view.day():
            return None
        if floor is not None and day < floor:
            why = f"lies before {say_day(floor)}: what was held before that does not answer it"
        else:
            why = "is still to come"
        sentence = f"{view.asks.named(self.field)} ({say_day(day)}) {why}."
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def _floor(self, view: View) -> date | None:
        done = (view.case.done.get(step) for step in self.steps)
        return max((one.last_on.date() for one in done if one), default=None)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the steps."""
        named = either(f"“{step_called(of, step)}”" for step in self.steps)
        return f"{asks.named(self.field)} not before {named}, and not to come"

    def mend(self, body: Values, view: View) -> Values:
        """Put today."""
        return {**body, self.field: view.day().isoformat()}


@dataclass(frozen=True, slots=True)
class HeldLater(FilingCheck):
    """A day lies after the one that the case keeps under the same name: what was held once is not counted twice."""

    field: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare with what is kept."""
        day, kept = as_date(view.filed(self.field)), as_date(view.case.facts.get(self.field))
        if day is None or kept is None or day > kept:
            return None
        sentence = f"{view.asks.named(self.field)} must lie after {say_day(kept)}, the one that is on record already."
        return Refusal(capital(sentence), (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} later than the one on record"

    def mend(self, body: Values, view: View) -> Values:
        """Put today."""
        return {**body, self.field: view.day().isoformat()}


@dataclass(frozen=True, slots=True)
class StillRuns(FilingCheck):
    """A period that runs from a day, where one is given, has not passed at the act."""

    field: str
    length: Period
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Count the period from the day, and compare."""
        day = as_date(view.filed(self.field))
        if day is None:
            return None
        ends = expiry(day, self.length, "UTC")
        if not ends.has_lapsed(view.at):
            return None
        last = say_day(ends.on) if ends.on else ""
        sentence = f"{view.asks.named(self.field)}: {self.length.text()} from {say_day(day)} ended on {last}."
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the period."""
        return f"{asks.named(self.field)} not longer than {self.length.text()} ago"

    def mend(self, body: Values, view: View) -> Values:
        """Put today where a day is given."""
        return {**body, self.field: view.day().isoformat()} if as_date(body.get(self.field)) else body
