"""What has been recalled to a party, on its desk: beside what is due, and of what passed lately without its act.

A period that passed stays for thirty days of a live case, or until the party acts on it. Two queries tell it of
all rows at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket, Seen
from consult.docket.owing import owners_of
from consult.pages.due import Due, DueLine, due_line, note_shown
from consult.pages.reminded import said
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.case import Case, Limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.summaries import load

LATELY = timedelta(days=30)
MOST_LOOKED = 1000
"""Of so many periods at most it is asked whose they are and who acted since."""


@dataclass(frozen=True, slots=True)
class PassedLine:
    """A period of ours that passed: what it was, and by which act and when the lapse was recorded."""

    due: DueLine
    n: int
    recorded_at: datetime | None


def with_reminders(conn: Connection, standing: Standing, due: Due, now: datetime) -> Due:
    """Say beside what is due from a party when it was reminded, and when it is next."""
    told = casebook.reminders_of(conn, Viewer.of(standing), [one.number for one in (*due.by_law, *due.by_target)])

    def reminded(line: DueLine) -> DueLine:
        words = said(told.get(line.number, ()), line.run, standing.party_zone, now, desk_alone=line.exercise)
        return replace(line, limit=replace(line.limit, reminded=words))

    return replace(due, by_law=tuple(map(reminded, due.by_law)), by_target=tuple(map(reminded, due.by_target)))


def passed_on_desk(
    conn: Connection, docket: Docket, standing: Standing, names: Mapping[str, str], now: datetime, most: int
) -> tuple[PassedLine, ...]:
    """List what passed lately without an act of one's party, the last first."""
    viewer = Viewer.of(standing)
    lines = list(islice(_passed(conn, docket, viewer, names, now), most))
    note_shown(conn, (line for line, _n in lines))
    told = casebook.reminders_of(conn, viewer, [line.number for line, _n in lines])
    recorded = casebook.recorded_at(conn, viewer, {(line.ref, n) for line, n in lines})
    drawn = []
    for line, n in lines:
        words = said(told.get(line.number, ()), None, standing.party_zone, now, desk_alone=line.exercise)
        limit_line = replace(line.limit, reminded=words)
        drawn.append(PassedLine(replace(line, limit=limit_line), n, recorded.get((line.ref, n))))
    return tuple(drawn)


def _passed(
    conn: Connection, docket: Docket, viewer: Viewer, names: Mapping[str, str], now: datetime
) -> Iterator[tuple[DueLine, int]]:
    """Give what passed without an act of a party that had to act, alone or among others, with the act of the lapse."""
    for row in islice(casebook.passed_for(conn, viewer, now - LATELY, now), MOST_LOOKED):
        seen = Seen(row, load(docket.editions.of(conn, row.edition), row.summary), row.edition)
        limit = seen.case.limits.get(row.key)
        if limit is None or not limit.lapse_n or viewer.party not in owners_of(seen.case, limit):
            continue
        if not _has_acted(seen.case, limit, viewer.party):
            yield due_line(seen, limit, names, viewer, now, row.deadline_id), limit.lapse_n


def _has_acted(case: Case, limit: Limit, party: str) -> bool:
    """Say whether a party has acted since a limit ended: on its track, or in the case where it has none."""
    since = limit.expires_at
    acts = (done for key, done in case.done.items() if not limit.track or key.endswith(f"@{limit.track}"))
    return since is not None and any(done.last_by == party and done.last_on >= since for done in acts)
