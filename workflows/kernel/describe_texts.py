"""Every text of a procedure that a person reads, for translation: titles, meanings, questions, effects, sentences."""

from __future__ import annotations

from collections.abc import Iterator

from .describe_acts import named_by
from .describe_table import filings_of
from .describe_words import checks_in_words
from .fields import Field
from .procedure import Procedure
from .sheets import sheets_of
from .steps import Step


def texts(procedure: Procedure) -> tuple[str, ...]:
    """List the texts of a procedure in the order of its page, each once."""
    return tuple(dict.fromkeys(text for text in _texts(procedure) if text.strip()))


def _texts(p: Procedure) -> Iterator[str]:
    yield from (p.title, p.summary)
    if p.room:
        yield from (p.room.title, p.room.warning)
    yield from (role.words(p) for role in p.roles)
    for state in (*p.states, *(s for of in p.tracks for s in of.states)):
        yield from (state.title, state.meaning)
    for of in p.tracks:
        yield of.per
    yield from (text for step in p.all_steps for text in _of_step(step, p))
    for step in p.all_steps[len(p.steps) :]:  # those of the kernel, whose filings are none of the procedure's
        yield from (step.filing.title, *(t for f in step.filing.fields for t in _of_field(f))) if step.filing else ()
    yield from (limit.title for limit in p.limits)
    yield from (standard.words for standard in p.standards)
    yield from (one.title for one in p.happenings)
    for spec in filings_of(p):
        yield spec.title
        yield from (text for f in spec.fields for text in _of_field(f))
    for sheet in sheets_of(p):
        yield from sheet.texts()
    yield from (e.why for e in p.exempt)
    yield from (*p.not_modelled, *p.notes)


def _of_step(step: Step, p: Procedure) -> Iterator[str]:
    yield from (step.title, step.effect, step.added)
    yield step.by.words(p)
    if step.key in p.naming:
        yield named_by(step.title)
    if step.when:
        yield step.when.words(p)
    yield from checks_in_words(step, p)


def _of_field(f: Field) -> Iterator[str]:
    yield from (f.label, f.help)
    yield from (label for _, label in f.options)
    for inner in f.of:
        yield from _of_field(inner)
