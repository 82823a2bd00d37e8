"""Consultations, disputes, lunar notices and arrangements, registrations, notifications, cooperation: which cases, by
procedure and stage, with their dates and parties, and how long they stood in each stage. Which procedure belongs to
which part its `Form` says. Not told: what was filed, and what one side did on a relation of its own."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from consult.citations import law
from consult.i18n import _, ngettext, write_date
from consult.reports.identifying import Disclosure
from consult.reports.matters import Entry, Facts, Matter
from consult.reports.naming import general_title, procedure_title, stage_key, stage_title
from consult.reports.sections.telling import count_cases, days_of, middle
from consult.reports.values import Column, Figure, Line, Listing, Section
from workflows.kernel.reported import PARTS


def drawing(part: str) -> Callable[[Facts, Disclosure], Section]:
    """Give what draws a part."""

    def draw(facts: Facts, _disclosure: Disclosure) -> Section:
        cases = [one for one in facts.told if one.section == part]
        title = law(PARTS[part])
        if not cases:
            return Section(part, title)
        figures = tuple(_figures(part, facts, cases))
        return Section(
            part,
            title,
            figures,
            (_cases(part, facts, cases), *_stages(part, facts, cases), *_times(part, facts, cases)),
        )

    return draw


def _by_procedure(cases: list[Matter]) -> dict[str, list[Matter]]:
    found: dict[str, list[Matter]] = {}
    for one in cases:
        found.setdefault(one.key, []).append(one)
    return found


def _figures(part: str, facts: Facts, cases: list[Matter]) -> Iterator[Figure]:
    for key, found in _by_procedure(cases).items():
        name, n = general_title(facts, found[0]), len(found)
        stages = Counter(stage_title(facts, one, one.stage) for one in found)
        told = ", ".join(_("“%(stage)s” %(number)s", stage=stage, number=stages[stage]) for stage in sorted(stages))
        sentence = ngettext(
            "%(procedure)s: one case. By stage: %(stages)s.",
            "%(procedure)s: %(num)s cases. By stage: %(stages)s.",
            n,
            procedure=name,
            stages=told,
        )
        yield count_cases(f"{part}.{key}", [(one, one.stands_by()) for one in found], sentence)
        yield from _of_stages(part, facts, name, found)


def _of_stages(part: str, facts: Facts, name: str, found: list[Matter]) -> Iterator[Figure]:
    """Count the cases of a procedure in each stage."""
    for stage in sorted({stage_key(facts, one, one.stage) for one in found}):
        here = [(one, one.stands_by()) for one in found if stage_key(facts, one, one.stage) == stage]
        title = stage_title(facts, here[0][0], here[0][0].stage)
        sentence = _("%(procedure)s, “%(stage)s”: %(number)s.", procedure=name, stage=title, number=len(here))
        yield count_cases(f"{part}.{found[0].key}.stage.{stage}", here, sentence, is_told=False)


def _cases(part: str, facts: Facts, cases: list[Matter]) -> Listing:
    on = write_date(facts.scope.at.date())
    columns = (
        Column("case", _("Case"), "code"),
        Column("procedure", _("Procedure")),
        Column("parties", _("Parties")),
        Column("first", _("First step"), "date"),
        Column("last", _("Last step"), "date"),
        Column("stage", _("Stage")),
    )
    lines = tuple(_case(facts, one) for one in sorted(cases, key=lambda one: (one.told[0].on, one.id)))
    note = _(
        "Dates are those of the first and last act that may be named; the stage is that of the whole case on %(day)s.",
        day=on,
    )
    return Listing(f"{part}.cases", _("Cases"), columns, lines, note)


def _case(facts: Facts, one: Matter) -> Line:
    parties = ", ".join(sorted(facts.name(party) for party in one.parties))
    first, last = one.told[0], one.told[-1]
    sources = tuple(dict.fromkeys((first.id, last.id, one.stands_by().id)))
    stage = stage_title(facts, one, one.stage)
    return Line(
        (one.ref, procedure_title(facts, one), parties, first.day.isoformat(), last.day.isoformat(), stage),
        sources,
        one.ref,
    )


def _stages(part: str, facts: Facts, cases: list[Matter]) -> Iterator[Listing]:
    lines = []
    for found in _by_procedure(cases).values():
        for stage in sorted({stage_key(facts, one, one.stage) for one in found}):
            here = [one for one in found if stage_key(facts, one, one.stage) == stage]
            cells = (general_title(facts, here[0]), stage_title(facts, here[0], here[0].stage), len(here))
            lines.append(Line(cells, tuple(one.stands_by().id for one in here)))
    columns = (Column("procedure", _("Procedure")), Column("stage", _("Stage")), Column("cases", _("Cases"), "number"))
    yield Listing(f"{part}.stages", _("Cases by procedure and stage"), columns, tuple(lines))


def _times(part: str, facts: Facts, cases: list[Matter]) -> Iterator[Listing]:
    """Tell how long cases stood in a stage that they left, from act to act."""
    spans: dict[tuple[str, str], tuple[Matter, list[int], list[str]]] = {}
    for one in cases:
        for before, after, stage in _left(one):
            held = spans.setdefault((one.key, stage), (one, [], []))
            held[1].append(int((after.on - before.on).total_seconds()))
            held[2].extend((before.id, after.id))
    lines = tuple(
        Line(
            (general_title(facts, one), stage_title(facts, one, stage), len(taken), days_of(middle(taken))),
            tuple(dict.fromkeys(acts)),
        )
        for (_key, stage), (one, taken, acts) in sorted(spans.items())
    )
    columns = (
        Column("procedure", _("Procedure")),
        Column("stage", _("Stage")),
        Column("times", _("Times"), "number"),
        Column("median_days", _("Median (days)"), "number"),
    )
    note = _("From the act that led to the stage to the one that led out of it, where both may be named.")
    if lines:
        yield Listing(f"{part}.times", _("Median days in each stage"), columns, lines, note)


def _left(one: Matter) -> Iterator[tuple[Entry, Entry, str]]:
    """Give the pairs of acts between which a case stood in one stage; an act between them that cannot be told and that
    led elsewhere leaves no such pair."""
    moves = [act for act in one.told if act.moved]
    for before, after in pairwise(moves):
        if after.came == before.went and before.on <= after.on:
            yield before, after, before.went
