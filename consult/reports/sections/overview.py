"""The overview: how many cases and acts, in which parts, what is withheld as far as that may be told, and the period
from month to month and step by step. Not told: cases that everybody might know of and that nobody acted in."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from consult.citations import law
from consult.i18n import _, ngettext, write_date
from consult.reports.identifying import Disclosure
from consult.reports.matters import Entry, Facts, Matter
from consult.reports.naming import procedure_title, stage_title
from consult.reports.scope import Reach
from consult.reports.sections.telling import count_acts, count_cases, plain, refs
from consult.reports.values import Column, Figure, Line, Listing, Section
from workflows.kernel.reported import PARTS
from workflows.kernel.steps import FINAL, OPEN

Pairs = list[tuple[Matter, Entry]]


def draw(facts: Facts, disclosure: Disclosure) -> Section:
    """Draw the overview."""
    figures = (*_figures(facts), *_parts(facts), *_withheld(facts, disclosure))
    return Section("overview", _("Overview"), figures, tuple(_listings(facts)), _caveat(facts))


def _figures(facts: Facts) -> Iterator[Figure]:
    period = {"since": write_date(facts.scope.since), "until": write_date(facts.scope.until)}
    all_cases: Pairs = [(one, one.told[0]) for one in facts.told]
    yield count_cases("overview.cases", all_cases, _says_cases(len(all_cases), period))
    if not all_cases:
        return
    begun: Pairs = [(one, act) for one, act in all_cases if facts.within(act.day)]
    sentence = ngettext("One of them began in the period.", "%(num)s of them began in the period.", len(begun))
    yield count_cases("overview.begun", begun, sentence if begun else _("None of them began in the period."))
    over: Pairs = [(one, act) for one in facts.told if (act := _ended_by(facts, one))]
    sentence = ngettext("One of them ended in the period.", "%(num)s of them ended in the period.", len(over))
    yield count_cases("overview.ended", over, sentence if over else _("None of them ended in the period."))
    acts: Pairs = [(one, act) for one in facts.told for act in one.told if facts.within(act.day)]
    sentence = ngettext("One act in the period is reported.", "%(num)s acts in the period are reported.", len(acts))
    yield count_acts("overview.acts", acts, sentence if acts else _("No act in the period is reported."))


def _says_cases(n: int, period: Mapping[str, str]) -> str:
    if not n:
        return _("No case that was under way from %(since)s to %(until)s is reported.", **period)
    return ngettext(
        "One case that was under way at some time from %(since)s to %(until)s is reported.",
        "%(num)s cases that were under way at some time from %(since)s to %(until)s are reported.",
        n,
        **period,
    )


def _ended_by(facts: Facts, matter: Matter) -> Entry | None:
    """Give the act that ended a case in the period, where that may be named."""
    act = matter.stands_by()
    return act if matter.kind == FINAL and act.went == matter.stage and facts.within(act.day) else None


def _parts(facts: Facts) -> Iterator[Figure]:
    """Count the cases of each part."""
    for part, title in PARTS.items():
        found: Pairs = [(one, one.told[0]) for one in facts.told if one.section == part]
        if found:
            sentence = _("%(part)s: %(number)s of these cases.", part=law(title), number=len(found))
            yield count_cases(f"overview.part.{part}", found, sentence, is_told=False)


def _withheld(facts: Facts, disclosure: Disclosure) -> Iterator[Figure]:
    """Count what is withheld, where no party can be told from that."""
    cases = refs(facts.withheld)
    if facts.publishes_withheld and cases and disclosure.admits(cases):
        yield plain(
            "overview.withheld",
            len(cases),
            "cases",
            ngettext("One further case is not reported.", "%(num)s further cases are not reported.", len(cases)),
            _("Counted from the author's own record; nothing else of these cases is reported."),
        )


def _caveat(facts: Facts) -> str:
    if facts.scope.reach is not Reach.PUBLIC:
        return ""
    exercises = _("All of it is an exercise.") if facts.exercise else _("Exercises are no part of it.")
    rule = _(
        "A case that is not public is reported only where every other State with a stake in it has consented; silence "
        "is no consent. Where the number of the other cases would point to a party, they are not counted either."
    )
    return f"{rule} {exercises}"


def _listings(facts: Facts) -> Iterator[Listing]:
    if not facts.told:
        return
    parts = tuple(
        Line((law(title), len(found)), tuple(one.told[0].id for one in found))
        for part, title in PARTS.items()
        if (found := [one for one in facts.told if one.section == part])
    )
    heads = (Column("part", _("Part")), Column("cases", _("Cases"), "number"))
    yield Listing("overview.parts", _("Cases by part"), heads, parts)
    yield _months(facts)
    moves = [(act, one) for one in facts.told for act in one.moves() if facts.within(act.day)]
    lines = tuple(
        _move(facts, act, one) for act, one in sorted(moves, key=lambda pair: (pair[0].on, pair[1].id, pair[0].n))
    )
    columns = (
        Column("date", _("Date"), "date"),
        Column("case", _("Case"), "code"),
        Column("procedure", _("Procedure")),
        Column("stage", _("Stage reached")),
    )
    yield Listing("overview.timeline", _("The period step by step"), columns, lines)


def _move(facts: Facts, act: Entry, matter: Matter) -> Line:
    title, stage = procedure_title(facts, matter), stage_title(facts, matter, act.went)
    return Line((act.day.isoformat(), matter.ref, title, stage), (act.id,), matter.ref)


def _months(facts: Facts) -> Listing:
    """Count the cases by the kind of stage in which each stood at the end of each month, by the acts that are told."""
    columns = (
        Column("month", _("At the end of"), "date"),
        Column("open", _("Open"), "number"),
        Column("resting", _("Resting"), "number"),
        Column("ended", _("Ended"), "number"),
    )
    lines = tuple(_month(facts, end) for end in _ends(facts.scope.since, facts.scope.until))
    return Listing("overview.months", _("Cases by stage, month by month"), columns, lines)


def _month(facts: Facts, end: date) -> Line:
    after = datetime.combine(end + timedelta(days=1), datetime.min.time(), UTC)
    held: dict[str, list[str]] = {}
    for one in facts.told:
        act = next((each for each in reversed(one.told) if each.on < after), None)
        if act is not None:
            held.setdefault(one.procedure.state(act.went).kind, []).append(act.id)
    counts = (len(held.get(OPEN, ())), len(held.get("resting", ())), len(held.get(FINAL, ())))
    return Line((end.isoformat(), *counts), tuple(act for kind in held.values() for act in kind))


def _ends(since: date, until: date) -> Iterator[date]:
    """Give the last day of each month of a period, and the last day of the period."""
    first = since.replace(day=1)
    while True:
        first = (first + timedelta(days=32)).replace(day=1)
        end = first - timedelta(days=1)
        if end >= until:
            break
        yield end
    yield until
