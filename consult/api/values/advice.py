"""“Which procedure?” as a machine reads it: what can be asked, and the answer with its reasons."""

from collections.abc import Iterable
from datetime import date

from consult.api.values.cases import Named
from consult.api.values.law import Under, under_of
from consult.citations import law
from consult.pages.advice import Answer, ForumView, SaidView, WayView
from workflows.advising import matters
from workflows.kernel.advice import PLACES, SIDES, STAGES
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class MatterValue:
    """One thing that can have happened or be planned."""

    key: str
    group: str
    words: str


@dataclass(frozen=True, slots=True)
class AdviceQuestions:
    """What can be asked: the closed lists from which the facts are chosen."""

    matters: tuple[MatterValue, ...]
    stages: tuple[Named, ...]
    places: tuple[Named, ...]
    sides: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ReasonSaid:
    """One sentence of the answer with what it rests on; `grade` is how a fact about a party was checked."""

    text: str
    under: tuple[Under, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class WayValue:
    """One procedure of the answer: for whom, why, who is bound by what, cautions, and why it is barred if it is.
    `opens` says that a case is opened under it; another one is begun from within a case."""

    procedure: str
    title: str
    opens: bool
    parties: tuple[Named, ...]
    why: tuple[ReasonSaid, ...]
    status: tuple[ReasonSaid, ...]
    cautions: tuple[ReasonSaid, ...]
    barred: tuple[ReasonSaid, ...]
    href: str


@dataclass(frozen=True, slots=True)
class ForumValue:
    """Another forum; `whole` where nothing of the matter is here."""

    name: str
    said: ReasonSaid
    whole: bool


@dataclass(frozen=True, slots=True)
class AdviceValue:
    """What applies, what is barred, and who else it is for; `heard` says the facts again in one line."""

    heard: str
    on: date
    ways: tuple[WayValue, ...]
    barred: tuple[WayValue, ...]
    elsewhere: tuple[ForumValue, ...]


def advice_questions() -> AdviceQuestions:
    """Write what can be asked."""
    return AdviceQuestions(
        tuple(MatterValue(one.key, law(one.group), law(one.title)) for one in matters().values()),
        *(tuple(Named(key, law(words)) for key, words in table.items()) for table in (STAGES, PLACES, SIDES)),
    )


def advice_value(answer: Answer, base: str) -> AdviceValue:
    """Write an answer from its page."""
    return AdviceValue(
        answer.heard,
        answer.on,
        tuple(_way(one, base) for one in answer.ways),
        tuple(_way(one, base) for one in answer.barred),
        tuple(map(_forum, answer.elsewhere)),
    )


def _way(one: WayView, base: str) -> WayValue:
    return WayValue(
        one.key,
        one.title,
        one.opens,
        tuple(map(Named, one.party_keys, one.parties)),
        _said(one.why),
        _said(one.status),
        _said(one.cautions),
        _said(one.barred),
        f"{base}/procedures/{one.key}",
    )


def _forum(one: ForumView) -> ForumValue:
    return ForumValue(one.name, _said((one.said,))[0], one.whole)


def _said(lines: Iterable[SaidView]) -> tuple[ReasonSaid, ...]:
    return tuple(ReasonSaid(one.text, under_of(one.cited), one.grade) for one in lines)
