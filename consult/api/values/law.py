"""What the law says beside an answer: provisions, and reasons why a step is closed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from consult.citations import cite
from consult.pages.cases.lines import RefusalLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Under:
    """One provision: instrument and place by key, in words, how it binds, and how it was checked."""

    instrument: str
    provision: str
    words: str
    binding: str
    grade: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a step is closed: the sentence, its provisions, the day from which it may be open, and the
    question of the filing that it concerns."""

    sentence: str
    under: tuple[Under, ...]
    opens_on: date | None
    field: str


@dataclass(frozen=True, slots=True)
class SaidValue:
    """One sentence or value, and what it rests on."""

    text: str
    under: Under


@dataclass(frozen=True, slots=True)
class Heading:
    """What is said under one heading; nothing where a text is silent."""

    title: str
    says: str


def under_of(cited: Sequence[Any]) -> tuple[Under, ...]:
    """Write citations."""
    return tuple(map(under_one, cited))


def under_one(cited: Any) -> Under:
    """Write one citation."""
    one = cite(cited)
    return Under(one.instrument, one.provision, one.long, one.binding, one.grade)


def reasons_of(lines: Sequence[RefusalLine]) -> tuple[Reason, ...]:
    """Write the reasons of a page."""
    return tuple(Reason(one.sentence, under_of(one.under), one.opens_on, one.field) for one in lines)
