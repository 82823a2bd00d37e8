"""Conditions on the day until which more time is asked for or granted (after the present end, within the rule's
maximum), and on the instant to which an announced end is moved for all.

The maximum is the rule's own length, counted on from the present end. Granted to all, the day lies within what the rule
allows for each whose period it moves, and moves one at least.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .naming import limit_called
from .reckoning import Expiry
from .running import extended_everywhere, last_extension, may_extend, moves_to
from .steps import Extend
from .values import as_date, as_instant
from .words import PRODUCT, say_day, say_exactly, say_instant

if TYPE_CHECKING:
    from .holdings import Limit
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class WithinExtension(FilingCheck):
    """A day lies after the present end of a limit and not after the longest extension that its rule allows (of the
    limit on the track at hand, or of each that would be moved)."""

    field: str
    limit: str
    everywhere: bool = False

    def check(self, view: View) -> Refusal | None:
        """Compare with the present end and with the last day."""
        day, running = as_date(view.filed(self.field)), self._running(view)
        if day is None or not running:
            return None
        moved = [one for one in running if moves_to(view, one, day)]
        if not moved:
            ends = max(running, key=lambda one: str(one.expires_at)).says_until()
            return self._refuse(view, f"must lie after {ends}, when “{view.limit_title(self.limit)}” ends now")
        last = min((last_extension(view, one) for one in moved), key=lambda one: one.at)
        if any(moves_to(view, one, day, last_extension(view, one)) for one in moved):
            return self._refuse(view, f"lies after {_says(last)}, the last that the rule allows")
        return None

    def _running(self, view: View) -> list[Limit]:
        if self.everywhere:
            return extended_everywhere(view, Extend(self.limit, everywhere=True))
        one = view.limit(self.limit)
        return [one] if one is not None and may_extend(view.procedure.limit(self.limit), one) else []

    def _refuse(self, view: View, why: str) -> Refusal:
        day = as_date(view.filed(self.field))
        sentence = f"{view.asks.named(self.field)} ({say_day(day) if day else ''}) {why}."
        return Refusal(sentence, view.limit_cited(self.limit) or (PRODUCT,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the limit."""
        called = limit_called(of, self.limit)
        return f"{asks.named(self.field)} after the end of “{called}” and within what its rule allows"

    def mend(self, body: Values, view: View) -> Values:
        """Name no day: the whole of what the rule allows."""
        return {key: value for key, value in body.items() if key != self.field}


@dataclass(frozen=True, slots=True)
class AfterEnd(FilingCheck):
    """An instant lies after the present end of a limit: what was announced is moved on for all, and never back."""

    field: str
    limit: str

    def check(self, view: View) -> Refusal | None:
        """Compare to the second."""
        at, ends = as_instant(view.filed(self.field)), self._ends(view)
        if at is None or ends is None or at > ends:
            return None
        sentence = f"{view.asks.named(self.field)} must lie after {say_exactly(ends)}, which is announced already."
        return Refusal(sentence, view.limit_cited(self.limit) or (PRODUCT,), kind=CONTENT, field=self.field)

    def _ends(self, view: View) -> datetime | None:
        running = view.limit(self.limit)
        return running.expires_at if running else None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the limit."""
        return f"{asks.named(self.field)} after the present end of “{limit_called(of, self.limit)}”"

    def mend(self, body: Values, view: View) -> Values:
        """Put the instant a day behind the present end."""
        ends = self._ends(view)
        return {**body, self.field: {"at": (ends + timedelta(days=1)).isoformat(), "zone": "UTC"}} if ends else body


def _says(end: Expiry) -> str:
    return say_day(end.on) if end.on else say_instant(end.at)
