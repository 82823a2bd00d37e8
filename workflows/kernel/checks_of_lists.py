"""Conditions on lists, beside what stands on filings themselves: what an entry asks for elsewhere, the order of dates
within one, digests in place of what is not filed, shares that make a whole, and a value that is among several chosen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .checks_of_filings import FilingCheck, Values
from .fields import Field, FilingSpec
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .values import as_date, as_decimal, is_absent
from .words import PRODUCT, Citation, either, say_day

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


def _entries(value: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for i, entry in enumerate(value if isinstance(value, list | tuple) else ()):
        if isinstance(entry, Mapping):
            yield i, entry


def _part(asks: FilingSpec, field: str, key: str) -> Field | None:
    """Find the question that an entry of a list asks under a key."""
    asked = asks.field(field)
    return next((one for one in asked.of if one.key == key), None) if asked else None


@dataclass(frozen=True, slots=True)
class ListedThen(FilingCheck):
    """Where a list has an entry (one whose ``part`` has one of the values, where a part is named), another question
    must be answered."""

    field: str
    then: str
    part: str = ""
    values: tuple[str, ...] = ()
    under: Citation = PRODUCT

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.field, self.then)

    def _holds(self, body: Values) -> bool:
        found = _entries(body.get(self.field))
        return any(not self.part or entry.get(self.part) in self.values for _, entry in found)

    def check(self, view: View) -> Refusal | None:
        """Look at both."""
        if self._holds(view.filing or {}) and is_absent(view.filed(self.then)):
            sentence = f"{view.asks.named(self.then)} must be given, since {self._since(view.asks)}."
            return Refusal(sentence, (self.under,), kind=CONTENT, field=self.then)
        return None

    def _since(self, asks: FilingSpec) -> str:
        asked = _part(asks, self.field, self.part)
        if asked is None:
            return f"{asks.named(self.field)} is answered"
        titles = dict(asked.options)
        return f"{asks.named(self.field)} has {either(f'“{titles.get(value, value)}”' for value in self.values)}"

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name both."""
        return f"{asks.named(self.then)} where {self._since(asks)}"

    def mend(self, body: Values, view: View) -> Values:
        """Fill the second with a marked text."""
        needed = self._holds(body) and is_absent(body.get(self.then))
        return {**body, self.then: "[exercise]"} if needed else body


@dataclass(frozen=True, slots=True)
class InOrder(FilingCheck):
    """In each entry of a list the last day does not lie before the first."""

    field: str
    first: str
    last: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Find the first entry that ends before it begins."""
        for i, entry in _entries(view.filed(self.field)):
            starts, ends = as_date(entry.get(self.first)), as_date(entry.get(self.last))
            if starts and ends and ends < starts:
                sentence = f"Entry {i + 1} of {view.asks.named(self.field)} ends ({say_day(ends)}) before it begins"
                return Refusal(
                    f"{sentence} ({say_day(starts)}).",
                    (self.under,),
                    kind=CONTENT,
                    field=f"{self.field}/{i}/{self.last}",
                )
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"no entry of {asks.named(self.field)} ends before it begins"

    def mend(self, body: Values, view: View) -> Values:
        """Let each such entry end on its first day."""
        entries = body.get(self.field)
        if not isinstance(entries, list | tuple):
            return body
        return {**body, self.field: [self._mended(entry) for entry in entries]}

    def _mended(self, entry: Any) -> Any:
        starts, ends = (as_date(entry.get(key)) if isinstance(entry, Mapping) else None for key in self._keys)
        return {**entry, self.last: entry[self.first]} if starts and ends and ends < starts else entry

    @property
    def _keys(self) -> tuple[str, str]:
        return self.first, self.last


@dataclass(frozen=True, slots=True)
class Includes(FilingCheck):
    """A choice of several values has this one among them; ``sentence`` says why."""

    field: str
    value: str
    sentence: str
    under: Citation = PRODUCT

    def _chosen(self, body: Values) -> list[Any]:
        chosen = body.get(self.field)
        return list(chosen) if isinstance(chosen, list | tuple) else []

    def check(self, view: View) -> Refusal | None:
        """Look for it."""
        if self.value in self._chosen(view.filing or {}):
            return None
        return Refusal(self.sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the value."""
        return f"{asks.named(self.field)} with {asks.titled(self.field, self.value)}"

    def mend(self, body: Values, view: View) -> Values:
        """Choose it too."""
        chosen = self._chosen(body)
        return body if self.value in chosen else {**body, self.field: [self.value, *chosen]}


@dataclass(frozen=True, slots=True)
class HasParts(FilingCheck):
    """An answer of several parts, such as an orbit, has each of these where it is given; ``named`` tells them in
    words. Where ``other`` is named this is so only if that question has one of the values."""

    field: str
    parts: tuple[str, ...]
    named: str
    under: Citation = PRODUCT
    other: str = ""
    values: tuple[str, ...] = ()

    def fields(self) -> tuple[str, ...]:
        """Name both."""
        return (self.field, self.other) if self.other else (self.field,)

    def _missing(self, body: Values) -> tuple[str, ...]:
        value = body.get(self.field)
        if not isinstance(value, Mapping) or {"unknown", "withheld"} & set(value):
            return ()
        if self.other and body.get(self.other) not in self.values:
            return ()
        return tuple(part for part in self.parts if is_absent(value.get(part)))

    def check(self, view: View) -> Refusal | None:
        """Name the first that is missing."""
        missing = self._missing(view.filing or {})
        if not missing:
            return None
        sentence = f"{view.asks.named(self.field)} must give {self.named}."
        return Refusal(sentence, (self.under,), kind=CONTENT, field=f"{self.field}/{missing[0]}")

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Name the parts."""
        told = f"{asks.named(self.field)} with {self.named}"
        since = f" where {asks.named(self.other)} is {asks.titled(self.other, *self.values)}" if self.other else ""
        return f"{told}{since}"

    def mend(self, body: Values, view: View) -> Values:
        """Give each that is missing as the number one."""
        missing, value = self._missing(body), body.get(self.field)
        return {**body, self.field: {**value, **dict.fromkeys(missing, "1")}} if missing and value else body


DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Digests(FilingCheck):
    """In each entry of a list a part is a SHA-256 digest: it stands for what is kept elsewhere and not filed."""

    field: str
    part: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Find the first entry that has another text there."""
        for i, entry in _entries(view.filed(self.field)):
            if not DIGEST.fullmatch(str(entry.get(self.part, ""))):
                sentence = (
                    f"Entry {i + 1} of {view.asks.named(self.field)} needs a SHA-256 digest: 64 digits or letters"
                )
                where = f"{self.field}/{i}/{self.part}"
                return Refusal(f"{sentence} from a to f, in lower case.", (self.under,), kind=CONTENT, field=where)
        return None

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"each entry of {asks.named(self.field)} with a SHA-256 digest"

    def mend(self, body: Values, view: View) -> Values:
        """Put the digest of what stands there."""
        entries = [dict(entry) for _, entry in _entries(body.get(self.field))]
        for entry in entries:
            text = str(entry.get(self.part, ""))
            entry[self.part] = text if DIGEST.fullmatch(text) else hashlib.sha256(text.encode()).hexdigest()
        return {**body, self.field: entries}


WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class AddUp(FilingCheck):
    """The shares in the entries of a list, each a decimal in per cent, make 100 together, where there are any."""

    field: str
    part: str
    under: Citation = PRODUCT

    def _shares(self, body: Values) -> list[Decimal]:
        given = (entry.get(self.part) for _, entry in _entries(body.get(self.field)))
        return [as_decimal(one.get("value")) or Decimal(0) for one in given if isinstance(one, Mapping)]

    def check(self, view: View) -> Refusal | None:
        """Add them up."""
        shares = self._shares(view.filing or {})
        if not shares or sum(shares) == WHOLE:
            return None
        sentence = f"The shares in {view.asks.named(self.field)} make {sum(shares)} % together, not 100 %."
        return Refusal(sentence, (self.under,), kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"the shares in {asks.named(self.field)} make 100 % together"

    def mend(self, body: Values, view: View) -> Values:
        """Give the first entry the whole, and nothing to the others."""
        entries = [dict(entry) for _, entry in _entries(body.get(self.field))]
        for i, entry in enumerate(entries):
            entry[self.part] = {"value": "0" if i else "100", "unit": "%"}
        return {**body, self.field: entries} if self._shares(body) else body
