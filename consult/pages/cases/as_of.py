"""A case on another day: where it stood or would stand, whose turn it was or would be, and what had been recorded."""

from datetime import datetime

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket
from consult.pages.as_of import AsOf, WouldLine, look
from consult.pages.cases.chart import Chart, compact_chart
from consult.pages.cases.clocks import Clocks, clocks, visible_limits
from consult.pages.cases.limits import LimitLine, limit_line
from consult.pages.cases.lines import TrackLine, level_note, say_act, title_of_case, track_lines
from consult.pages.cases.matter import Turn, turns_of
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.case import Limit
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """One act that was recorded by then."""

    n: int
    sentence: str
    on: datetime
    level: str
    mine: bool


@dataclass(frozen=True, slots=True)
class CaseAsOfPage:
    """What the page of a case shows of another day, as one viewer may see it today."""

    title: str
    ref: str
    as_of: AsOf
    procedure_key: str
    procedure_title: str
    level_note: str
    exercise: bool
    state: str
    meaning: str
    filer: str
    chart: Chart
    turns: tuple[Turn, ...]
    running: tuple[LimitLine, ...]
    over: tuple[LimitLine, ...]
    clocks: Clocks
    tracks: tuple[TrackLine, ...]
    would: tuple[WouldLine, ...]
    is_whole: bool
    entries: tuple[RecordedLine, ...]


def case_as_of(
    conn: Connection, docket: Docket, standing: Standing, ref: str, as_of: AsOf, now: datetime, direction: str = "ltr"
) -> CaseAsOfPage:
    """Draw up the page of a case for another day; unknown, forbidden and not opened yet are one refusal.

    Long because: one line a field of the page, in the order in which it is read.
    """
    row = docket.see(conn, standing, ref, now).row
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    said = casebook.said_names(names)
    then = look(conn, docket, viewer, row, as_of, now, said)
    seen, membership = then.seen, then.membership
    visible = [one for one in visible_limits(seen, viewer, membership) if not _runs_out(one, as_of.at)]
    ordered = sorted(visible, key=lambda one: (one.expires_at is None, one.expires_at or row.opened_on, one.key))
    limits = [limit_line(seen, limit, names, viewer) for limit in ordered]
    live = seen.case.is_live
    running = tuple(one for one in limits if live and one.status in ("armed", "running", "paused"))
    state = seen.procedure.state(seen.case.state)
    entries = casebook.entries_of(conn, viewer, row, until=as_of.at)
    return CaseAsOfPage(
        title=title_of_case(row),
        ref=ref,
        as_of=as_of,
        procedure_key=seen.procedure.key,
        procedure_title=law(seen.procedure.title),
        level_note=level_note(seen),
        exercise=row.exercise,
        state=law(state.title),
        meaning=law(state.meaning),
        filer=said.get(row.filer, row.filer),
        chart=compact_chart(seen, membership.is_filer, direction),
        turns=turns_of(running),
        running=running,
        over=tuple(one for one in limits if one not in running),
        clocks=clocks(seen, visible, names, as_of.at, direction),
        tracks=track_lines(seen, names, viewer, membership),
        would=then.would,
        is_whole=then.is_whole,
        entries=tuple(
            RecordedLine(
                e.act.n, say_act(seen.procedure, e.act, said), e.act.on, e.act.level, e.act.party == viewer.party
            )
            for e in entries
        ),
    )


def _runs_out(limit: Limit, at: datetime) -> bool:
    """Say whether a limit that runs today has passed by then: that stands among what runs out."""
    return limit.status == "running" and limit.passed(at)
