"""The smallest words of the language: grades, bindings, levels, capacities and citations.

A fact carries the grade of its reading, a rule carries its binding, and neither is ever dropped on the way to a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .frozen import dataclass

T = TypeVar("T")

if TYPE_CHECKING:

    class OneOrMany(Generic[T]):
        """What an author writes as one value or as several, and reads back as several."""

        def __get__(self, owner: object, kind: type | None = None) -> tuple[T, ...]: ...
        def __set__(self, owner: object, value: T | tuple[T, ...]) -> None: ...


NONE: Any = ()
"""The default of a field of one or many."""


class Grade(StrEnum):
    """How a statement of law or fact was checked."""

    V = "V"  # read in the text of the instrument
    S = "S"  # read in a secondary source
    M = "M"  # from memory, not verified
    SRC = "src"  # stated in the founding documents


class Binding(StrEnum):
    """What gives a rule or a period its force; LAW and DEFAULT are never mixed."""

    LAW_T = "LAW_T"  # treaty
    LAW_N = "LAW_N"  # national rule
    LAW_A = "LAW_A"  # agreed by these parties
    SOFT = "SOFT"  # non-binding instrument
    DEFAULT = "DEFAULT"  # choice of the product

    @property
    def is_law(self) -> bool:
        """Say whether a period with this binding may be shown as expired."""
        return self.value.startswith("LAW")

    @property
    def may_pause(self) -> bool:
        """Say whether the product may stop a period with this binding without a clause that allows it."""
        return not self.is_law


class Capacity(StrEnum):
    """What a person may do for whom he or she acts."""

    DRAFT = "draft"
    CLEAR = "clear"
    DISPATCH = "dispatch"
    OFFICE = "office"


LEVELS = ("C0", "C1", "C2", "C3", "C4", "C5")


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision, with what it binds and how it was checked."""

    instrument: str
    provision: str = ""
    binding: Binding = Binding.LAW_T
    grade: Grade = Grade.V

    def __str__(self) -> str:
        return f"{self.instrument} {self.provision}".strip()

    @property
    def is_product(self) -> bool:
        """Say whether nothing but a choice of the product stands behind the rule."""
        return self.instrument == "PRODUCT"

    def graded(self, grade: Grade) -> Citation:
        """Give the same provision under another grade."""
        return replace(self, grade=grade)


PRODUCT = Citation("PRODUCT", "", Binding.DEFAULT, Grade.V)
"""Product default, no provision; never shown as law."""


@dataclass(frozen=True, slots=True)
class Source:
    """An instrument that can be cited: ``OST("IX", 3)`` is its Article IX, third sentence."""

    instrument: str
    binding: Binding = Binding.LAW_T
    grade: Grade = Grade.V

    def __call__(self, provision: str, sentence: int | None = None, *, grade: Grade | None = None) -> Citation:
        """Cite a provision, and one of its sentences where that matters."""
        where = provision if sentence is None else f"{provision} s{sentence}"
        return Citation(self.instrument, where, self.binding, grade or self.grade)


Citations = tuple[Citation, ...]


def as_citations(under: Citation | Citations | None) -> Citations:
    """Give the citations as a tuple, whether one or several were written."""
    if under is None:
        return ()
    return (under,) if isinstance(under, Citation) else tuple(under)


def humanise(key: str) -> str:
    """Turn a key such as ``record_no_objection`` into words for a heading; a name in mixed letters stays as it is."""
    words = key.replace("_", " ").strip()
    return words.capitalize() if words.islower() or words.isupper() else capital(words)


def say_day(day: date) -> str:
    """Write a date in words that cannot be misread, such as 20 November 2026."""
    return f"{day.day} {day:%B} {day.year}"


def say_instant(moment: datetime) -> str:
    """Write an aware instant in words, to the minute, in UTC."""
    at = moment.astimezone(UTC)
    return f"{say_day(at.date())}, {at:%H:%M} UTC"


def say_exactly(moment: datetime) -> str:
    """Write an aware instant in words, to the second, in UTC."""
    at = moment.astimezone(UTC)
    return f"{say_day(at.date())}, {at:%H:%M:%S} UTC"


def capital(sentence: str) -> str:
    """Begin a sentence with a capital letter and leave the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def without_article(title: str) -> str:
    """Give a title without its article, as after “every”: “State asked”, of “a State asked”."""
    return title.split(" ", 1)[-1] if title.startswith(("the ", "a ", "an ")) else title


def either(words: Iterable[str]) -> str:
    """Join alternatives: “a”, “b” or “c”."""
    found = list(words)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} or {found[-1]}" if found else ""
