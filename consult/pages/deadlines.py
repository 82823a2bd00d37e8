"""Time limits as a list that leads on: those of one case, and those of all cases of a party that end within some days.

A limit ends on its day in its own zone, or at an instant, which lies on a day of the reader's party: by that day the
list is narrowed, like the calendar.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import casebook
from consult.casebook import Place
from consult.docket import Docket, Seen
from consult.log.reads import act_paper, note
from consult.pages.cases.clocks import visible_limits
from consult.pages.cases.limits import LimitLine
from consult.pages.cases.matter import lines_of_limits
from consult.pages.due import DueLine, due_line
from consult.standing import Standing
from consult.visibility import Viewer, membership_of
from workflows.kernel.frozen import dataclass
from workflows.kernel.summaries import load

AT_ONCE = 200
A_DAY = timedelta(days=1)
RUNNING = "running"
"""How a limit stands; anything else asks for those that are over."""
OURS, THEIRS = "ours", "theirs"
LAW, TARGET = "law", "target"
"""What binds: a treaty, an agreement or a national law; or a target that has no such force."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of limits is narrowed to; what is empty narrows nothing. Days are those on which a limit ends."""

    status: str = RUNNING
    since: date | None = None
    until: date | None = None
    procedure: str = ""
    case: str = ""
    whose: str = ""
    force: str = ""
    kind: str = ""

    def holds(self, line: LimitLine, zone: ZoneInfo) -> bool:
        """Say whether a limit is among those that are asked for."""
        on = line.expires_on or (line.expires_at.astimezone(zone).date() if line.expires_at else None)
        fits = {OURS: line.mine, THEIRS: not line.mine, LAW: line.is_law, TARGET: not line.is_law, "": True}
        within = on is None or ((not self.since or self.since <= on) and (not self.until or on <= self.until))
        return within and fits[self.whose] and fits[self.force] and self.kind in ("", line.kind)


@dataclass(frozen=True, slots=True)
class DeadlinesPage:
    """A page of limits, the first to end first, and the place after which the next one begins (None at the end)."""

    lines: tuple[DueLine, ...]
    following: Place | None


def limits_of_case(conn: Connection, standing: Standing, seen: Seen) -> tuple[LimitLine, ...]:
    """List the limits of a case that its reader may see, running or not, the first to end first."""
    viewer = Viewer.of(standing)
    visible = visible_limits(seen, viewer, membership_of(conn, viewer, seen.row))
    for limit in visible:
        note(conn, act_paper(seen.row.ref, limit.n), seen.procedure.audience_of(limit.limit, limit.track)[0])
    return tuple(lines_of_limits(seen, visible, casebook.party_names(conn), viewer, {}))


def deadlines_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    asked: Narrowed,
    now: datetime,
    *,
    after: Place | None,
    size: int,
) -> DeadlinesPage:
    """List the limits of a party's cases, the first to end first, from a place on."""
    lines: list[DueLine] = []
    last: Place | None = None
    for place, line in _lines(conn, docket, standing, asked, now, after):
        if len(lines) == size:
            return DeadlinesPage(tuple(lines), last)
        lines.append(line)
        note(conn, act_paper(line.ref, line.n), line.level)
        last = place
    return DeadlinesPage(tuple(lines), None)


def _asked_of_list(asked: Narrowed, zone: ZoneInfo, now: datetime | None) -> dict[str, Any]:
    """Say what is asked of the list of limits: from when on, at the earliest from now on where that is given, until
    when, and of what. Days are widened by what zones differ."""
    begins = datetime.combine(asked.since, time(), zone) - A_DAY if asked.since else now
    ends = datetime.combine(asked.until, time(), zone) + 3 * A_DAY if asked.until else None
    begins = max(begins, now) if begins and now else begins
    return {"since": begins, "until": ends, "procedure": asked.procedure, "ref": asked.case}


def _lines(
    conn: Connection, docket: Docket, standing: Standing, asked: Narrowed, now: datetime, after: Place | None
) -> Iterator[tuple[Place, DueLine]]:
    """Draw up one limit after another, each with its place; a case is read once."""
    viewer, names, zone = Viewer.of(standing), casebook.party_names(conn), ZoneInfo(standing.party_zone)
    runs = asked.status == RUNNING
    about = _asked_of_list(asked, zone, now if runs else None)
    cases: dict[str, Seen] = {}
    while True:
        rows = casebook.limits_that_end(conn, viewer, running=runs, **about, after=after, most=AT_ONCE)
        for row in rows:
            after = row.expires_at, row.ref, row.key
            seen = cases.setdefault(
                row.ref, Seen(row, load(docket.editions.of(conn, row.edition), row.summary), row.edition)
            )
            limit = seen.case.limits.get(row.key)
            if limit is None or (runs and limit.passed(now)):  # what has passed is left to the clock
                continue
            line = due_line(seen, limit, names, viewer, now, row.deadline_id)
            if asked.holds(line.limit, zone):
                yield after, line
        if len(rows) < AT_ONCE:
            return
