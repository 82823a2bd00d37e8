"""When a procedure is used, as its page shows it: each ground with its limits and what is said outside them."""

from collections.abc import Iterator, Mapping

from consult.citations import Cited, cite, law
from consult.i18n import _
from workflows.advising import matters
from workflows.kernel.advice import BOUND, PLACES, SIDES, STAGES, Advice, Ground
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class GroundView:
    """One ground; `limits` are the question, the answers that fit, and the sentence for all others."""

    why: str
    under: tuple[Cited, ...]
    matters: tuple[str, ...]
    limits: tuple[tuple[str, tuple[str, ...], str], ...]
    binds: str
    voluntary: str
    cautions: tuple[tuple[str, Cited], ...]


@dataclass(frozen=True, slots=True)
class Use:
    """When a procedure is used, or why it is not used by itself."""

    not_by_itself: str
    grounds: tuple[GroundView, ...]


def used(advice: Advice | None) -> Use | None:
    """Draw up when a procedure is used; None where it does not say so."""
    if advice is None:
        return None
    return Use(law(advice.not_by_itself), tuple(map(_ground, advice.grounds)))


def _ground(one: Ground) -> GroundView:
    known = matters()
    cautions = [(law(caution.says), cite(caution.under)) for caution in one.cautions]
    if one.late:
        cautions.insert(0, (law(one.late.says), cite(one.late.under)))
    return GroundView(
        law(one.why),
        tuple(map(cite, one.under)),
        tuple(law(known[key].title) if key in known else key for key in one.matters),
        tuple(_limits(one)),
        law(BOUND[one.binds]),
        law(one.voluntary),
        tuple(cautions),
    )


def _limits(one: Ground) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for name, held, words, otherwise in (
        (_("How far it is"), one.stages, STAGES, one.not_then),
        (_("Where"), one.places, PLACES, one.not_there),
        (_("Whose it is"), one.sides, SIDES, one.not_theirs),
    ):
        if otherwise:
            yield name, _in_words(held, words), law(otherwise)


def _in_words(held: tuple[str, ...], words: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(law(text) for key, text in words.items() if key in held)
