"""State practice: how long parties really took for the step that a limit waits for, beside that limit's own period.

Cases that are not released are counted in only where nobody can be told from them (`identifying`); else the released
ones stand alone. Practice is told and not judged: it makes no rule, and a median over few cases says little. Not told:
times on one relation alone (C3), and steps that were never taken.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from consult.i18n import _, ngettext
from consult.library.periods import write_period
from consult.reports.identifying import Disclosure
from consult.reports.matters import Facts, Matter, Run
from consult.reports.naming import general_title, limit_key, limit_title, provision
from consult.reports.sections.telling import days_of, middle
from consult.reports.values import Column, Figure, Line, Listing, Section
from consult.words import BINDING, name
from workflows.kernel.reckoning import Period


class Rule(NamedTuple):
    """A limit with one length and one binding, of one procedure."""

    procedure: str
    limit: str
    binding: str
    length: str


class Taken(NamedTuple):
    """How long one step took, and whether its case may be named."""

    matter: Matter
    run: Run
    seconds: int
    is_told: bool


def draw(facts: Facts, disclosure: Disclosure) -> Section:
    """Draw the annex."""
    held: dict[Rule, list[Taken]] = {}
    for one in (*_taken(facts, facts.told, is_told=True), *_taken(facts, facts.withheld, is_told=False)):
        limit = limit_key(facts, one.matter, one.run.limit)
        held.setdefault(Rule(one.matter.key, limit, one.run.binding, one.run.length), []).append(one)
    figures, lines = [], []
    for rule in sorted(held):
        taken = _tellable(facts, held[rule], disclosure)
        if taken:
            figures.append(_figure(facts, rule, taken))
            lines.append(_line(facts, rule, taken, figures[-1].sources))
    title = _("State practice")
    listing = Listing("practice.limits", title, _columns(), tuple(lines), _note())
    return Section("practice", title, tuple(figures), (listing,) if lines else (), is_annex=True)


def _taken(facts: Facts, matters: Iterable[Matter], *, is_told: bool) -> Iterator[Taken]:
    for one in matters:
        for run in one.runs:
            if run.seconds is not None and facts.within(run.day):
                yield Taken(one, run, run.seconds, is_told)


def _tellable(facts: Facts, taken: list[Taken], disclosure: Disclosure) -> list[Taken]:
    """Keep the times of released cases, and with them those of the others where nobody can be told from these."""
    told = [one for one in taken if one.is_told]
    if not facts.publishes_withheld:
        return told
    others = {one.matter.ref for one in taken if not one.is_told}
    return taken if disclosure.admits(others) else told


def _figure(facts: Facts, rule: Rule, taken: list[Taken]) -> Figure:
    told = [one for one in taken if one.is_told]
    acts = (act for one in told for act in (one.run.started, one.run.ended) if act is not None)
    named = {act.id for one in told for act in one.matter.told}
    seconds = middle([one.seconds for one in taken])
    names = {
        "procedure": general_title(facts, taken[0].matter),
        "limit": limit_title(facts, taken[0].matter, taken[0].run.limit),
    }
    sentence = _("%(procedure)s, “%(limit)s”: median %(days)s days.", days=days_of(seconds), **names)
    reckoned = ngettext(
        "One time, from the start of the period to the step that it waits for.",
        "The median of %(num)s times, from the start of the period to the step that it waits for.",
        len(taken),
    )
    if len(told) < len(taken):
        reckoned += " " + _("Among them are times of cases that are not reported, and whose acts are not named.")
    key = ".".join(("practice", *rule))
    sources = tuple(dict.fromkeys(act.id for act in acts if act.id in named))
    cases = tuple(dict.fromkeys(one.matter.ref for one in told))
    return Figure(key, seconds, "seconds", sentence, sources, reckoned, is_told=False, cases=cases)


def _line(facts: Facts, rule: Rule, taken: list[Taken], sources: tuple[str, ...]) -> Line:
    first = taken[0].matter
    limit = first.procedure.limit(taken[0].run.limit)
    period = write_period(Period.parse(rule.length)) if rule.length else ""
    under = limit.cited(taken[0].run.basis) if limit else ()
    cells = (
        general_title(facts, first),
        limit_title(facts, first, taken[0].run.limit),
        period,
        provision(facts, first, under),
        name(BINDING, rule.binding),
        len(taken),
        days_of(middle([one.seconds for one in taken])),
    )
    return Line(cells, sources)


def _columns() -> tuple[Column, ...]:
    return (
        Column("procedure", _("Procedure")),
        Column("limit", _("Time limit")),
        Column("period", _("Period")),
        Column("provision", _("Provision")),
        Column("binding", _("Binding")),
        Column("times", _("Times"), "number"),
        Column("median_days", _("Median (days)"), "number"),
    )


def _note() -> str:
    return _(
        "What parties took from the start of a period to the step that it waits for, where that step came in time. "
        "Practice makes no rule, and a median over few cases says little."
    )
