"""What a filing means beyond its form: tables outside the kernel read it, refuse what cannot be meant, and show ahead
what it would lead to.

A filing names its reading by key, so that editions hold no code; whoever has the tables registers the reading when it
is imported. A preview is advice for the author of a text and never part of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import Any, Protocol

from .fields import Problem
from .frozen import dataclass
from .words import PRODUCT, Citation


class Surroundings(Protocol):
    """What a preview may look up, as a case's world answers it."""

    def ask(self, kind: str, *args: str) -> Any:
        """Answer a question with plain JSON."""

    def name(self, party: str) -> str:
        """What a party is called within a sentence."""


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence, what it rests on, and the question that it concerns, where it concerns one."""

    says: str
    cited: Citation = PRODUCT
    field: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of a preview: what comes, how, from which day or why from none, after what, and who gives it."""

    title: str
    aside: str = ""
    entry: str = ""
    is_open: bool = True
    day: date | None = None
    day_says: str = ""
    after: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    by: str = ""
    cited: Citation = PRODUCT


@dataclass(frozen=True, slots=True)
class Given:
    """A value on which the text is silent: its name, what it is taken to be, and who gives it."""

    name: str
    value: str
    by: str
    cited: Citation = PRODUCT


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text would lead to if it were filed: rungs in order, what to weigh, and what others fill in.

    ``unread`` names what is left out, since it cannot be meant as it stands. A ``ladder`` is drawn for a day; what is
    none is only a list of what to weigh.
    """

    title: str
    lead: str
    rungs: tuple[Rung, ...] = ()
    unread: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    given: tuple[Given, ...] = ()
    ladder: bool = True


class Reading:
    """Base of all readings; a subclass says what it reads."""

    __slots__ = ()

    def problems(self, body: Mapping[str, Any]) -> Iterable[Problem]:
        """Name what cannot be meant in a body whose single answers are well formed."""
        raise NotImplementedError

    def mend(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Complete a body so that it can be read."""
        raise NotImplementedError

    def preview(self, body: Mapping[str, Any], on: date, world: Surroundings) -> Preview | None:
        """Show what a body, complete or not, would lead to if it were filed on a day; None where there is nothing."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Shelf:
    held: dict[str, Reading] = field(default_factory=dict)


_SHELF = _Shelf()


def register(key: str, reading: Reading) -> None:
    """Put a reading on the shelf; ValueError where another one has its key."""
    if key in _SHELF.held and type(_SHELF.held[key]) is not type(reading):
        raise ValueError(f"the reading “{key}” is given twice")
    _SHELF.held[key] = reading


def reading_of(key: str) -> Reading | None:
    """Find a reading; None where this installation has none of that key."""
    return _SHELF.held.get(key)
