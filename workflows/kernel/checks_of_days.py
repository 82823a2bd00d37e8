"""Conditions on the day that a filing names: of what was held, not before what it answers; of what happened, not to
come; of what was learned, not longer ago than a period; of what is to be looked at again, not too far ahead.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .limits import Length, length_of
from .naming import step_called
from .reckoning import Period, expiry
from .values import as_date, as_instant
from .words import PRODUCT, Citation, capital, either, say_day, say_exactly

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
class Within(FilingCheck):
    """A day lies at most a period after the act: what is to be looked at again is not put off for ever."""

    field: str
    length: Length
    under: Citation = PRODUCT

    def _last(self, view: View) -> date | None:
        length = length_of(self.length, view)
        if length is None:
            return None
        ends = expiry(view.day(), length, "UTC", calendar=view.world.calendar(view.principal()))
        return ends.on or ends.at.date()

    def check(self, view: View) -> Refusal | None:
        """Count the period from the day of the act, and compare."""
        day, last = as_date(view.filed(self.field)), self._last(view)
        if day is None or last is None or day <= last:
            return None
        sentence = (
            f"{view.asks.named(self.field)} ({say_day(day)}) lies after {say_day(last)}, the last day that it may be."
        )
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the period where it is one."""
        period = self.length.text() if isinstance(self.length, Period) else "the period of the case"
        return f"{asks.named(self.field)} within {period} of the act"

    def mend(self, body: Values, view: View) -> Values:
        """Put the last day that it may be."""
        last = self._last(view)
        return {**body, self.field: last.isoformat()} if last else body


EAST_MOST = timedelta(hours=14)
"""How far the local date of a place may run ahead of UTC."""


@dataclass(frozen=True, slots=True)
class NotToCome(FilingCheck):
    """A day or an instant does not lie after the act: it tells of what has happened. A day counts as begun where it has
    begun anywhere on Earth."""

    field: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare an instant to the second, a day with the date at the place that is furthest ahead."""
        value = view.filed(self.field)
        at, day = as_instant(value), as_date(value)
        if not (at and at > view.at) and not (day and day > self._last(view)):
            return None
        told = say_exactly(at) if at else say_day(day or view.day())
        sentence = f"{view.asks.named(self.field)} ({told}) is still to come; it tells of what has happened."
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def _last(self, view: View) -> date:
        return max(view.day(), (view.at + EAST_MOST).date())

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} not to come"

    def mend(self, body: Values, view: View) -> Values:
        """Put the moment of the act, in the form of the answer."""
        if as_instant(body.get(self.field)):
            return {**body, self.field: {"at": view.at.isoformat(), "zone": "UTC"}}
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
