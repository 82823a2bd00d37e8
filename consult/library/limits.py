"""Time limits and standards of a procedure as rows: what binds them, how they are counted, what their passing does."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from consult.citations import Cited, cite, law
from consult.i18n import _
from consult.library.names import Names
from consult.library.periods import Lengths, write_extension, write_lengths, write_start, write_zone
from consult.library.rows import Named, step_place
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Lapsed
from workflows.kernel.limits import Standard, TimeLimit
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step
from workflows.kernel.words import Binding, humanise


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One time limit; `is_law` alone lets its end be called expiry."""

    key: str
    name: str
    place: str
    per: str
    lengths: tuple[Lengths, ...]
    start: str
    backwards: bool
    binding: str
    grade: str
    is_law: bool
    under: tuple[Cited, ...]
    counting: tuple[str, ...]
    extension: str
    pauses: bool
    then: tuple[tuple[str, tuple[Named, ...]], ...]


@dataclass(frozen=True, slots=True)
class StandardRow:
    """One standard without a number, which never expires; `aim` is the product's own and no law."""

    key: str
    words: str
    under: tuple[Cited, ...]
    clocks: tuple[str, ...]
    aim: tuple[Lengths, ...]


def limit_rows(procedure: Procedure, names: Names) -> tuple[LimitRow, ...]:
    """List the time limits in the order written."""
    return tuple(_row(limit, procedure, names) for limit in procedure.limits)


def standard_rows(procedure: Procedure, names: Names) -> tuple[StandardRow, ...]:
    """List the standards in the order written."""
    return tuple(_standard(one, names) for one in procedure.standards)


def _row(limit: TimeLimit, procedure: Procedure, names: Names) -> LimitRow:
    """Read one time limit."""
    binding = limit.binding or Binding.DEFAULT
    return LimitRow(
        key=limit.key,
        name=names.limit(limit.key),
        place=f"limit-{limit.key}",
        per=names.track(limit.per) if limit.per else "",
        lengths=write_lengths(limit.length, names),
        start=write_start(limit.runs_from, names),
        backwards=limit.backwards,
        binding=str(binding),
        grade=str(limit.grade or ""),
        is_law=binding.is_law,
        under=tuple(cite(one) for one in limit.under),
        counting=tuple(_counting(limit, names)),
        extension=write_extension(limit, names),
        pauses=limit.may_pause,
        then=tuple(passing(limit, procedure, names)),
    )


def _counting(limit: TimeLimit, names: Names) -> Iterator[str]:
    """Say how a limit is counted."""
    yield write_zone(limit)
    if limit.owner:
        yield _("runs for: %(role)s", role=names.role(limit.owner))
    if limit.rolling:
        yield _("an end on a day off moves to the next working day")
    if limit.every:
        yield _("recurs")


def passing(limit: TimeLimit, procedure: Procedure, names: Names) -> Iterator[tuple[str, tuple[Named, ...]]]:
    """Say what the passing of a limit does."""
    opened = tuple(step.key for step in procedure.steps if waits_for(step, limit.key))
    late = tuple(step.key for step in procedure.steps if step.within == limit.key)
    for said, keys in (
        (_("By itself"), (limit.takes,) if limit.takes else ()),
        (_("Puts on a desk"), (limit.proposes,) if limit.proposes else ()),
        (_("Opens"), tuple(dict.fromkeys(opened))),
        (_("Marks as late, without refusing"), tuple(dict.fromkeys(late))),
    ):
        if keys:
            yield said, tuple(Named(key, names.step(key), step_place(key)) for key in keys)


def waits_for(step: Step, limit: str) -> bool:
    """Tell whether a condition of a step looks at the passing of a limit."""
    waiting: list[Any] = [step.when, step.follows, step.to]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Lapsed) and one.limit == limit:
            return True
        if isinstance(one, tuple):
            waiting += one
        elif is_dataclass(one) and not isinstance(one, type):
            waiting += [getattr(one, spec.name) for spec in fields(one)]
    return False


def _standard(one: Standard, names: Names) -> StandardRow:
    """Read one standard."""
    clocks = []
    if one.since:
        clocks.append(_("time since “%(step)s” is shown", step=names.step(one.since)))
    if one.until:
        clocks.append(_("time left before “%(field)s” is shown", field=names.field(one.until)))
    if one.per:
        clocks.append(_("for each %(track)s", track=names.track(one.per)))
    aim = write_lengths(one.target, names) if one.target is not None else ()
    return StandardRow(
        one.key, law(one.words) or humanise(one.key), tuple(cite(c) for c in one.under), tuple(clocks), aim
    )
