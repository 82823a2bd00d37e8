"""The calendar of a case: every limit with its rule, and every date that a filing or an order states, in order of time.

Two clocks stand beside each other where the case has both: the day until which a duty can be met in law, and the day
on which the thing itself is to happen.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from consult.citations import Cited, cite, law
from consult.docket.owing import owners_of
from consult.i18n import _
from consult.pages.cases.clocks import StandardLine, clocks, visible_limits
from consult.pages.cases.limits import LimitLine, limit_line
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Paper, entries, papers, struck
from workflows.kernel.case import STEP, Limit
from workflows.kernel.fields import Field
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import Until
from workflows.kernel.sheets import Calendar
from workflows.kernel.steps import Step
from workflows.kernel.values import as_date, as_instant

PAST, AHEAD, WITHOUT = "past", "ahead", "without"


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One row: a limit, or a date that somebody stated by an act; `missing` says what was not filed in time."""

    when: str
    on: date | None
    at: datetime | None
    zone: str
    limit: LimitLine | None
    title: str
    whose: str
    track: str
    under: tuple[Cited, ...]
    ordered: bool
    n: int | None
    extended: int
    missing: str


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """The rows that are past, those ahead, those that wait for their start; and standards with both clocks."""

    past: tuple[CalendarLine, ...]
    ahead: tuple[CalendarLine, ...]
    without: tuple[CalendarLine, ...]
    standards: tuple[StandardLine, ...]
    today: date


def calendar_sheet(asked: Asked, sheet: Calendar) -> CalendarSheet:
    """Draw up the calendar."""
    lines = sorted((*_limits(asked), *_dates(asked)), key=_order)
    return CalendarSheet(
        tuple(line for line in lines if line.when == PAST),
        tuple(line for line in lines if line.when == AHEAD),
        tuple(line for line in lines if line.when == WITHOUT),
        clocks(asked.seen, _seen_limits(asked), asked.names, asked.now, drawn=False).standards,
        asked.now.astimezone(UTC).date(),
    )


def _order(line: CalendarLine) -> tuple[date, str]:
    day = line.on or (line.at.astimezone(UTC).date() if line.at else date.max)
    return day, line.title


def _limits(asked: Asked) -> Iterator[CalendarLine]:
    return (_of_limit(asked, limit) for limit in _seen_limits(asked))


def _seen_limits(asked: Asked) -> list[Limit]:
    return visible_limits(asked.seen, asked.viewer, asked.membership)


def _of_limit(asked: Asked, limit: Limit) -> CalendarLine:
    line = limit_line(asked.seen, limit, asked.names, asked.viewer)
    over = limit.status in ("lapsed", "stopped")
    when = WITHOUT if limit.expires_at is None and not over else PAST if over else AHEAD
    return CalendarLine(
        when, limit.expires_on, limit.expires_at, limit.zone, line, line.title, line.owner, line.track, line.under,
        False, limit.n, limit.extended, _missing(asked, limit),
    )  # fmt: skip


def _missing(asked: Asked, limit: Limit) -> str:
    """Say what was to be filed within a limit that passed, where nothing that the viewer may see was filed since."""
    rows = [row for row in asked.seen.procedure.steps if row.within == limit.limit and _is_on(row, limit.track)]
    steps = {row.key: law(row.title) for row in rows}
    if limit.status != "lapsed" or not steps or not owners_of(asked.seen.case, limit):
        return ""  # where nobody in particular is waited for, the limit bounds a right and no duty
    found = entries(asked)
    gone = struck(found)
    filed = [
        e for e in found
        if e.act.kind == STEP and e.act.step in steps and e.act.n > limit.n and e.act.n not in gone
        and limit.track in (None, e.act.track)
    ]  # fmt: skip
    named = ", ".join(f"“{title}”" for title in dict.fromkeys(steps.values()))
    return "" if filed else _("Not on record: %(steps)s", steps=named)


def _is_on(row: Step, track: str | None) -> bool:
    """Say whether a row is taken on the track of a limit, where it names one track alone."""
    return row.track is None or not row.track.key or track in (None, f"{row.track.set}:{row.track.key}")


def _dates(asked: Asked) -> Iterator[CalendarLine]:
    """Give the dates that papers state, but those from which a limit of the same act takes its end."""
    asking = {row.key for row in asked.seen.procedure.steps if row.filing and _dated(row.filing.fields)}
    ends = {limit.key: limit.length.name for limit in asked.seen.procedure.limits if isinstance(limit.length, Until)}
    told = {(limit.n, ends.get(limit.limit)) for limit in asked.seen.case.limits.values()}
    for paper in papers(asked, asking):
        for field in _dated(paper.spec.fields):
            given = paper.words.get(field.key)
            if given and (paper.n, field.key) not in told:
                yield _of_date(asked, paper, field, given)


def _dated(fields: Sequence[Field]) -> list[Field]:
    return [field for field in fields if field.kind in ("date", "instant")]


def _of_date(asked: Asked, paper: Paper, field: Field, given: Any) -> CalendarLine:
    at = as_instant(given) if field.kind == "instant" else None
    on = as_date(given) if at is None else None
    zone = str(given.get("zone", "UTC")) if isinstance(given, dict) else ""
    today = asked.now.astimezone(UTC).date()
    past = at <= asked.now if at else on is not None and on < today
    act = paper.entry.act
    return CalendarLine(
        WITHOUT if at is None and on is None else PAST if past else AHEAD, on, at, zone, None, law(field.label),
        asked.names.get(paper.party, paper.party), "", (cite(field.under),), act.capacity == "office", paper.n, 0, "",
    )  # fmt: skip
