"""The charts of a report, each with the table that says the same: cases by stage over time, median days in each stage,
and the period case by case."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from consult.documents.official.values import Chart, Table
from consult.drawing.canvas import Direction
from consult.drawing.report_charts import (
    MOST_LANES,
    Bar,
    Lane,
    Series,
    Stay,
    lanes_of_period,
    measured_bars,
    stacked_bars,
)
from consult.i18n import _, direction, ngettext, write_month
from consult.reports.matters import Facts, Matter
from consult.reports.values import Listing
from workflows.kernel.steps import FINAL, OPEN, RESTING

KINDS = (OPEN, RESTING, FINAL)


def chart_of(listing: Listing, table: Table, facts: Facts | None) -> Chart | None:
    """Give the chart of a listing, None for one that has none."""
    if listing.key == "overview.months":
        return _months(listing, table)
    if listing.key.endswith(".times"):
        return _times(listing, table)
    if listing.key == "overview.timeline" and facts is not None:
        return _lanes(listing, table, facts)
    return None


def _kinds() -> tuple[str, ...]:
    return (_("Open"), _("Resting"), _("Ended"))


def _towards() -> Direction:
    return "rtl" if direction() == "rtl" else "ltr"


def _months(listing: Listing, table: Table) -> Chart:
    periods = [write_month(date.fromisoformat(str(line.cells[0]))) for line in listing.lines]
    values = [tuple(int(line.cells[place] or 0) for line in listing.lines) for place in (1, 2, 3)]
    series = [Series(label, of) for label, of in zip(_kinds(), values, strict=True)]
    says = _("How many cases were open, resting and ended at the end of each month; the table has the numbers.")
    given = {"title": listing.title, "description": says, "none": _("There is no case.")}
    svg = stacked_bars(periods, series, direction=_towards(), ident="months", **given)
    return Chart(f"{listing.key}.chart", listing.title, svg, says, table)


def _times(listing: Listing, table: Table) -> Chart:
    many = len({line.cells[0] for line in listing.lines}) > 1
    bars = []
    for line in listing.lines:
        procedure, stage, times, days = line.cells
        label = _("%(procedure)s: %(stage)s", procedure=procedure, stage=stage) if many else str(stage)
        bars.append(_bar(label, int(times or 0), float(days or 0)))
    says = _("The median of the days for which cases stood in each stage; the table has the numbers.")
    given = {"title": listing.title, "description": says, "none": _("No case left a stage.")}
    svg = measured_bars(bars, direction=_towards(), ident=listing.key.replace(".", "-"), **given)
    return Chart(f"{listing.key}.chart", listing.title, svg, says, table)


def _bar(label: str, times: int, days: float) -> Bar:
    said = ngettext("%(days)s days, once", "%(days)s days, %(num)s times", times, days=f"{days:.1f}")
    return Bar(label, days, said)


def _lanes(listing: Listing, table: Table, facts: Facts) -> Chart:
    """Draw the cases as lanes, those alone that moved in the period."""
    period = (facts.scope.since, facts.scope.until)
    moved = {line.case for line in listing.lines}
    found = [one for one in facts.told if one.ref in moved]
    lanes = [Lane(one.ref, tuple(_stays(one, facts.scope.until)), tuple(_acts(one))) for one in found]
    says = _("Each case from stage to stage; the table has every step that is reported, with its date.")
    left = len(found) - MOST_LANES
    svg = lanes_of_period(
        lanes,
        period,
        stages=_kinds(),
        acts=(_("Stage reached"),),
        title=listing.title,
        description=says,
        none=_("No case moved in the period."),
        more=ngettext("One more case is in the table.", "%(num)s more cases are in the table.", max(left, 0)),
        direction=_towards(),
        ident="timeline",
    )
    return Chart(f"{listing.key}.chart", listing.title, svg, says, table)


def _stays(one: Matter, until: date) -> Iterator[Stay]:
    """Give the stays of a case in a kind of stage, by the acts that can be told."""
    told = sorted(((act.day, one.procedure.state(act.went).kind) for act in one.moves()), key=lambda pair: pair[0])
    ends = max(until, told[-1][0]) + timedelta(days=1)
    for (start, kind), (end, _next) in pairwise([*told, (ends, "")]):
        yield Stay(start, max(start, end - timedelta(days=1)), KINDS.index(kind))


def _acts(one: Matter) -> Iterator[tuple[date, int]]:
    return ((act.day, 0) for act in one.moves())
