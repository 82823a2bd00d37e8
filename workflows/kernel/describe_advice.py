"""When a procedure is used, as text for its page: for what, at which stage, where, whose, and who has to be bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .advice import BOUND, PLACES, SIDES, STAGES, Advice, Ground
from .describe_words import cited

Lines = Iterator[str]


def advised(advice: Advice) -> Lines:
    """Write the section."""
    yield from ("", "## When it is used", "")
    if advice.not_by_itself:
        yield f"Not by itself. {advice.not_by_itself}"
    for ground in advice.grounds:
        yield f"- {', '.join(ground.matters)}: {ground.why}"
        yield from (f"  - {line}" for line in _of_ground(ground))
    yield ""


def _of_ground(ground: Ground) -> Lines:
    special = "; before the general law" if ground.special else ""
    yield f"under {cited(ground.under)}; {BOUND[ground.binds]}{special}"
    for held, known, said in (
        (ground.stages, STAGES, ground.not_then),
        (ground.places, PLACES, ground.not_there),
        (ground.sides, SIDES, ground.not_theirs),
    ):
        yield from _limited(held, known, said)
    if ground.voluntary:
        yield f"else: {ground.voluntary}"
    yield from (f"note: {one.says} ({cited((one.under,))})" for one in ground.cautions)
    if ground.late:
        yield f"after {ground.late.after.text()}: {ground.late.says} ({cited((ground.late.under,))})"


def _limited(held: tuple[str, ...], known: Mapping[str, str], said: str) -> Lines:
    if said:
        yield f"only {', '.join(key for key in known if key in held)}; else: {said}"
