"""The closed list of conditions on a filing: each refuses with the field it looks at, and can complete a draft that
lacks it. Sentences name questions and answers as the filing words them, never by their keys.

``mend`` gives the least change that makes the condition hold; loose stories and the property "offered means
performable" use it.

Long because: the list is closed, and an edition names each condition by this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from .fields import FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Guard, Refusal
from .values import as_date, as_instant, is_absent
from .words import PRODUCT, Citation, Citations, as_citations, say_day, say_exactly

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

Values = Mapping[str, Any]


class FilingCheck:
    """A condition on the filing at hand."""

    __slots__ = ()

    field: str

    def fields(self) -> tuple[str, ...]:
        """Name every question that it looks at, its own first."""
        return (self.field,)

    def check(self, view: View) -> Refusal | None:
        """Answer None when the filing satisfies it, else why not and where."""
        raise NotImplementedError

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say the condition in the words of the filing that asks, in a procedure where one is known, for the offer."""
        raise NotImplementedError

    def mend(self, body: Values, view: View) -> Values:
        """Complete a body so that the condition holds."""
        raise NotImplementedError


def _refuse(sentence: str, under: Citation | Citations, field: str) -> Refusal:
    return Refusal(sentence, as_citations(under), kind=CONTENT, field=field)


@dataclass(frozen=True, slots=True)
class WhenThen(FilingCheck):
    """If a field has one of these values, another must be answered."""

    field: str
    values: tuple[str, ...]
    then: str
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.field, self.then)

    def check(self, view: View) -> Refusal | None:
        """Look at both."""
        if view.filed(self.field) in self.values and is_absent(view.filed(self.then)):
            since = f"{view.asks.named(self.field)} is {view.asks.titled(self.field, view.filed(self.field))}"
            return _refuse(f"{view.asks.named(self.then)} must be given, since {since}.", self.under, self.then)
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name both."""
        return f"{asks.named(self.then)} where {asks.named(self.field)} is {asks.titled(self.field, *self.values)}"

    def mend(self, body: Values, view: View) -> Values:
        """Fill the second with a marked text."""
        if body.get(self.field) in self.values and is_absent(body.get(self.then)):
            return {**body, self.then: "[exercise]"}
        return body


@dataclass(frozen=True, slots=True)
class NotBefore(FilingCheck):
    """A date does not lie before another of the filing, or before the act where none is named."""

    field: str
    other: str | None = None
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.field, self.other) if self.other else (self.field,)

    def check(self, view: View) -> Refusal | None:
        """Compare dates."""
        day = as_date(view.filed(self.field))
        floor = as_date(view.filed(self.other)) if self.other else view.day()
        if day is None or floor is None or day >= floor:
            return None
        than = view.asks.named(self.other) if self.other else "the date of this act"
        named = f"{view.asks.named(self.field)} ({say_day(day)})"
        return _refuse(f"{named} lies before {than} ({say_day(floor)}).", self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name both."""
        return f"{asks.named(self.field)} not before {asks.named(self.other) if self.other else 'today'}"

    def mend(self, body: Values, view: View) -> Values:
        """Move the date to the floor."""
        day = as_date(body.get(self.field))
        floor = as_date(body.get(self.other)) if self.other else view.day()
        return {**body, self.field: floor.isoformat()} if day and floor and day < floor else body


@dataclass(frozen=True, slots=True)
class Future(FilingCheck):
    """A date lies at least so many days after the act."""

    field: str
    days: int = 1
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare with the date of the act."""
        day = as_date(view.filed(self.field))
        least = view.day() + timedelta(days=self.days)
        if day is None or day >= least:
            return None
        return _refuse(f"{view.asks.named(self.field)} must lie on {say_day(least)} or later.", self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say how far."""
        return f"{asks.named(self.field)} at least {self.days} days ahead"

    def mend(self, body: Values, view: View) -> Values:
        """Move the date ahead."""
        return {**body, self.field: (view.day() + timedelta(days=max(self.days, 1))).isoformat()}


@dataclass(frozen=True, slots=True)
class NotOneself(FilingCheck):
    """A list of parties does not name the acting party."""

    field: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Look for the acting party."""
        if view.acting in view.filed_parties(self.field):
            return _refuse("A party does not address itself.", self.under, self.field)
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} other than oneself"

    def mend(self, body: Values, view: View) -> Values:
        """Leave oneself out."""
        parties = body.get(self.field)
        return {**body, self.field: [p for p in parties if p != view.acting]} if isinstance(parties, list) else body


@dataclass(frozen=True, slots=True)
class NamesAct(FilingCheck):
    """A number names an act of this case, which the reader of either act is led to."""

    field: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """The number lies within the record."""
        n = view.filed(self.field)
        if isinstance(n, int) and 1 <= n <= view.case.n:
            return None
        return _refuse("Name an act of this case by its number.", self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} is the number of an act of this case"

    def mend(self, body: Values, view: View) -> Values:
        """Name the last act."""
        n = body.get(self.field)
        return body if isinstance(n, int) and 1 <= n <= view.case.n else {**body, self.field: max(view.case.n, 1)}


@dataclass(frozen=True, slots=True)
class Is(FilingCheck):
    """A choice has one of these values here."""

    field: str
    values: tuple[str, ...]
    sentence: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Compare."""
        return None if view.filed(self.field) in self.values else _refuse(self.sentence, self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name field and values."""
        return f"{asks.named(self.field)} is {asks.titled(self.field, *self.values)}"

    def mend(self, body: Values, view: View) -> Values:
        """Choose the first."""
        return body if body.get(self.field) in self.values else {**body, self.field: self.values[0]}


@dataclass(frozen=True, slots=True)
class Unanswered(FilingCheck):
    """A question is left out here, since a text does not allow what it asks for."""

    field: str
    sentence: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Refuse any answer."""
        return None if is_absent(view.filed(self.field)) else _refuse(self.sentence, self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the question."""
        return f"{asks.named(self.field)} is left out"

    def mend(self, body: Values, view: View) -> Values:
        """Leave it out."""
        return {key: value for key, value in body.items() if key != self.field}


@dataclass(frozen=True, slots=True)
class OnlyIf(FilingCheck):
    """A choice may have this value only while a condition on the case holds; ``otherwise`` is a value that may always
    be chosen.
    """

    field: str
    value: str
    guard: Guard
    otherwise: str
    sentence: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Ask the condition where the value is chosen."""
        if view.filed(self.field) != self.value or self.guard.holds(view):
            return None
        return _refuse(self.sentence, self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name field, value and condition."""
        is_so = f"{asks.named(self.field)} is {asks.titled(self.field, self.value)}"
        return f"{is_so} only where {self.guard.words(of)}"

    def mend(self, body: Values, view: View) -> Values:
        """Choose the value that may always be chosen."""
        return {**body, self.field: self.otherwise} if body.get(self.field) == self.value else body


@dataclass(frozen=True, slots=True)
class Ahead(FilingCheck):
    """An instant lies at least so many hours after the act, or with none is still to come; ``advice`` says what there
    is for one that does not."""

    field: str
    hours: int
    under: Citation | Citations = PRODUCT
    advice: str = ""

    def _least(self, view: View) -> datetime:
        return view.at + timedelta(hours=self.hours)

    def check(self, view: View) -> Refusal | None:
        """Compare to the second."""
        at = as_instant(view.filed(self.field))
        if at is None or at >= self._least(view):
            return None
        named, least = view.asks.named(self.field), say_exactly(self._least(view))
        sentence = f"{named} must lie at {least} or later: {self.hours} hours are the least."
        if not self.hours:
            sentence = f"{named} ({say_exactly(at)}) has passed; it must be still to come."
        return _refuse(f"{sentence} {self.advice}".rstrip(), self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say how far."""
        ahead = f"at least {self.hours} hours ahead" if self.hours else "still to come"
        return f"{asks.named(self.field)} {ahead}"

    def mend(self, body: Values, view: View) -> Values:
        """Move the instant ahead."""
        return {**body, self.field: {"at": self._least(view).isoformat(), "zone": "UTC"}}


@dataclass(frozen=True, slots=True)
class Later(FilingCheck):
    """An instant lies after another of the same filing, where both are given."""

    field: str
    other: str
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.field, self.other)

    def check(self, view: View) -> Refusal | None:
        """Compare to the second."""
        at, other = as_instant(view.filed(self.field)), as_instant(view.filed(self.other))
        if at is None or other is None or at > other:
            return None
        return _refuse(f"{self.words(view.asks)}.", self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name both."""
        return f"{asks.named(self.field)} lies after {asks.named(self.other)}"

    def mend(self, body: Values, view: View) -> Values:
        """Move it an hour behind the other."""
        at, other = as_instant(body.get(self.field)), as_instant(body.get(self.other))
        if at is None or other is None or at > other:
            return body
        return {**body, self.field: {"at": (other + timedelta(hours=1)).isoformat(), "zone": "UTC"}}


@dataclass(frozen=True, slots=True)
class NewVersion(FilingCheck):
    """A version number lies above the one that the case keeps under the same name: the text is a new one."""

    field: str
    under: Citation = PRODUCT

    def _kept(self, view: View) -> int:
        kept = view.case.facts.get(self.field, 0)
        return kept if isinstance(kept, int) else 0

    def check(self, view: View) -> Refusal | None:
        """Compare with the kept number."""
        number = view.filed(self.field)
        if not isinstance(number, int) or number > self._kept(view):
            return None
        sentence = f"{view.asks.named(self.field)}: {number} was circulated before; a new text has a new number."
        return _refuse(sentence, self.under, self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"a new {asks.named(self.field)}"

    def mend(self, body: Values, view: View) -> Values:
        """Count on."""
        return {**body, self.field: self._kept(view) + 1}
