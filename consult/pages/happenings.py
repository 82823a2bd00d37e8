"""Dates that papers of a case name and that its procedure marks for a calendar: read from what a viewer may see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from consult.citations import law
from workflows.kernel.fields import Field, levels_in
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import PHYSICAL, Happening
from workflows.kernel.procedure import Procedure
from workflows.kernel.values import as_date, as_instant


def marked(procedure: Procedure) -> Iterator[Happening]:
    """Give what a procedure marks for a calendar: its happenings, and the second clock of its standards."""
    yield from procedure.happenings
    live = tuple(state.key for state in procedure.states if state.kind != "final")
    for standard in procedure.standards:
        if standard.until:
            yield Happening(standard.key, standard.words, standard.until, kind=PHYSICAL, states=live)


def steps_of(procedure: Procedure, several: Iterable[Happening]) -> frozenset[str]:
    """Give the steps whose papers name one of several dates, or its place."""
    names = {name for one in several for name in (one.starts, one.where) if name}
    rows = (row for row in procedure.steps if row.filing)
    return frozenset(row.key for row in rows if row.filing and any(row.filing.field(name) for name in names))


def levels_of(procedure: Procedure, steps: Iterable[str]) -> Iterator[tuple[str, tuple[Field, ...]]]:
    """Give the questions of papers among which some have a level of their own, by step."""
    for step in steps:
        fields = tuple(field for row in procedure.rows[step] if row.filing for field in row.filing.fields)
        if levels_in(fields) - {""}:
            yield step, fields


def stands(happening: Happening, state: str) -> bool:
    """Say whether a date stands while the case is in a state."""
    return not happening.states or state in happening.states


@dataclass(frozen=True, slots=True)
class Found:
    """A date or instant as it was stated last, with its end and place."""

    on: date
    last: date
    at: datetime | None
    ends: datetime | None
    zone: str
    where: str


def happens(happening: Happening, words: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> Found | None:
    """Read the last word on a date, the newest paper first."""
    paper = next((one for one in words if one.get(happening.starts)), None)
    if paper is None:
        return None
    given = paper[happening.starts]
    at, end = as_instant(given), as_instant(paper.get(happening.ends)) if happening.ends else None
    on = at.astimezone(zone).date() if at else as_date(given)
    if on is None:
        return None
    last = end.astimezone(zone).date() if end else on
    stated = str(given["zone"]) if at else ""
    where = str(paper.get(happening.where) or "") if happening.where else ""
    return Found(on, max(on, last), at, end, stated, where)


def title_of(procedure: Procedure, happening: Happening) -> str:
    """Call a happening by its title; the second clock of a standard by the question that names the date."""
    if happening.kind != PHYSICAL:
        return law(happening.title)
    specs = (row.filing for row in procedure.steps if row.filing)
    field = next((found for spec in specs if (found := spec.field(happening.starts))), None)
    return law(field.label) if field else law(happening.title)
