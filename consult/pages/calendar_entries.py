"""What lies on a date in the cases of which a party may know: meetings, dates in space, limits, instants of the clock.

What stands here comes from the limits of cases and from papers that name dates which their procedure marks for a
calendar; a date that a reader may not see is in no month, no list, no count and no file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import casebook
from consult.casebook import DatedPaper
from consult.citations import law
from consult.docket import Docket
from consult.docket.owing import owners_of
from consult.i18n import _
from consult.log.reads import act_paper, note
from consult.pages.cases.limits import DEADLINE, INSTANT, SILENCE, kind_of_limit
from consult.pages.cases.lines import title_of_case
from consult.pages.happenings import Found, happens, levels_of, marked, stands, steps_of, title_of
from consult.pages.reminded import said
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import MEETING, PHYSICAL, ByParty, ByTrack, Happening
from workflows.kernel.procedure import Procedure
from workflows.kernel.reminding import Run
from workflows.kernel.summaries import load
from workflows.kernel.words import Citation, humanise

MOST = 1000
ENDED = frozenset({"stopped", "paused"})
"""How a limit stands whose date holds no more."""
FAR = timedelta(days=366 * 10)


KINDS = (MEETING, PHYSICAL, DEADLINE, SILENCE, INSTANT)
"""In the order in which they are offered."""


def kinds() -> dict[str, str]:
    """Name the kinds of entry that may be chosen."""
    return {
        MEETING: _("Meetings"),
        PHYSICAL: _("Dates of the activity itself"),
        DEADLINE: _("Periods"),
        SILENCE: _("Instants at which a silence ends"),
        INSTANT: _("Periods at whose end something happens by itself"),
    }


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing on a date: a day, or an instant with the zone in which it was stated; and the case to which it
    belongs. The key tells it from all others of its case, and stays while its date moves."""

    key: str
    on: date
    last: date
    at: datetime | None
    ends: datetime | None
    zone: str
    kind: str
    title: str
    where: str
    whose: str
    mine: bool
    binding: str
    over: bool
    ref: str
    case_title: str
    procedure: str
    exercise: bool
    reminded: str = ""
    level: str = "C5"
    """The highest level of what the entry was read from."""
    cancelled: bool = False
    """Whether it was met, stopped or called off before its day; only where that was asked for."""
    rule: str = ""
    """The key of the rule of a limit in its procedure, or of the date."""
    under: tuple[Citation, ...] = ()
    """On what the rule rests; nothing where that depends on the party, which the case itself tells."""
    grade: str = ""
    owner: str = ""
    read: tuple[str, str] | None = None
    """The paper from which a limit is known, with its level; a paper that names a date is noted where it is read."""

    @property
    def order(self) -> tuple[date, str, str, str]:
        """By day, then by hour, days without one last."""
        return self.on, self.at.isoformat() if self.at else "~", self.ref, self.title


def entries_of(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    now: datetime,
    first: date,
    end: date,
    *,
    ended: bool = False,
    ref: str = "",
) -> tuple[CalendarEntry, ...]:
    """Give everything that lies within some days, and what comes after today, in order of time, of all cases or of one
    by its reference; days are those of the reader's party. With `ended` what was called off before its day stands in it
    too. Whoever shows some of it notes that it was read (`note_entries`)."""
    viewer, zone = Viewer.of(standing), ZoneInfo(standing.party_zone)
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, end))
    rows = {
        row.id: row
        for span in ((begins - timedelta(days=2), ends + timedelta(days=2)), (now, now + FAR))
        for row in casebook.limits_between(conn, viewer, *span, most=MOST, ended=ended, ref=ref)
    }
    known = {row.case_edition: docket.editions.of(conn, row.case_edition) for row in rows.values()}
    owners = {row.id: _owners(known[row.case_edition], row) for row in rows.values()}
    told = casebook.reminders_of(conn, viewer, [number for number, some in owners.items() if viewer.party in some])
    about = casebook.party_names(conn), viewer, zone, now, told
    limits = (_of_limit(known[row.case_edition], row, owners[row.id], *about) for row in rows.values())
    papers = _of_papers(conn, docket, viewer, zone, now, ended=ended, ref=ref)
    return tuple(sorted((*limits, *papers), key=lambda one: one.order))


def _owners(procedure: Procedure, row: Any) -> tuple[str, ...]:
    """Name the parties that have to act within a limit: all of them where the reader's party may be another than the
    first, which the row names."""
    if row.case_summary is not None:
        case = load(procedure, row.case_summary)
        if limit := case.limits.get(row.key):
            return owners_of(case, limit)
    return (row.owner,) if row.owner else ()


def note_entries(conn: Connection, entries: Iterable[CalendarEntry]) -> None:
    """Note that the limits among some entries were read, in that they are shown."""
    for one in entries:
        if one.read:
            note(conn, *one.read)


def _of_limit(
    procedure: Procedure,
    row: Any,
    owners: Sequence[str],
    names: Mapping[str, str],
    viewer: Viewer,
    zone: ZoneInfo,
    now: datetime,
    told: Mapping[int, Sequence[Any]],
) -> CalendarEntry:
    """Draw up a limit on the day, or at the instant, on which it ends.

    Long because: one line a field of the entry.
    """
    rule = procedure.rule(row.limit_key)
    on = row.expires_on or row.expires_at.astimezone(zone).date()
    cited = () if isinstance(rule.length, ByParty | ByTrack) else rule.cited(())
    return CalendarEntry(
        key=f"limit {row.key}",
        on=on,
        last=on,
        at=None if row.expires_on else row.expires_at,
        ends=None,
        zone=row.zone,
        kind=kind_of_limit(rule),
        title=law(rule.title) or humanise(rule.key),
        where="",
        whose=", ".join(names.get(party, party) for party in owners),
        mine=viewer.party in owners,
        binding=row.binding,
        over=row.status == "lapsed" or row.expires_at <= now,
        ref=row.case_ref,
        case_title=title_of_case(_row_of_case(row)),
        procedure=law(procedure.title),
        exercise=row.case_exercise,
        reminded=_reminded(row, zone, now, told.get(row.id, ())) if viewer.party in owners else "",
        level=max(row.level, row.case_existence),
        cancelled=row.status in ENDED or (row.status != "lapsed" and row.case_kind != "open"),
        rule=rule.key,
        under=cited,
        grade=str(rule.grade or "") if cited else "",
        owner=row.owner or "",
        read=(act_paper(row.case_ref, row.n), row.level),
    )


def _reminded(row: Any, zone: ZoneInfo, now: datetime, told: Sequence[Any]) -> str:
    """Say when the reader's party was reminded and is next."""
    runs = row.status == "running"
    run = Run(row.binding, row.starts_on, row.expires_at, row.expires_on is not None, row.zone) if runs else None
    return said(told, run, zone.key, now, desk_alone=row.case_exercise)


@dataclass(frozen=True, slots=True)
class _CaseRow:
    """What the title of a case needs."""

    title: str
    ref: str
    filer: str
    procedure: str


def _row_of_case(row: Any) -> _CaseRow:
    """Give the case of a limit's row."""
    return _CaseRow(row.case_title, row.case_ref, row.case_filer, row.case_procedure)


def _of_papers(
    conn: Connection, docket: Docket, viewer: Viewer, zone: ZoneInfo, now: datetime, *, ended: bool, ref: str
) -> Iterator[CalendarEntry]:
    """Draw up the dates that papers name, the last word of each case on each."""
    known = {key: docket.editions.of(conn, key) for key in casebook.editions_known(conn, viewer)}
    dates = {key: tuple(marked(procedure)) for key, procedure in known.items()}
    wanted = {key: steps_of(known[key], several) for key, several in dates.items() if several}
    levels = {key: dict(levels_of(known[key], wanted[key])) for key in wanted}
    by_case: dict[str, list[DatedPaper]] = {}
    for paper in casebook.dated_papers(conn, viewer, wanted, levels, MOST, ref=ref):
        by_case.setdefault(paper.row.ref, []).append(paper)
    for papers in by_case.values():
        row, words = papers[0].row, [paper.words for paper in papers]
        level = max(row.existence, *(paper.row.act_level for paper in papers))
        for happening in dates[row.edition]:
            off = not stands(happening, row.state)
            if (off and not ended) or not (found := happens(happening, words, zone)):
                continue
            entry = _of_happening(known[row.edition], row, happening, found, now)
            if not (off and entry.over):
                yield replace(entry, level=level, cancelled=off)


def _of_happening(procedure: Procedure, row: Any, happening: Happening, found: Found, now: datetime) -> CalendarEntry:
    """Draw up something that is to happen.

    Long because: one line a field of the entry.
    """
    end = found.ends or found.at
    return CalendarEntry(
        key=f"date {happening.key}",
        on=found.on,
        last=found.last,
        at=found.at,
        ends=found.ends,
        zone=found.zone,
        kind=happening.kind,
        title=title_of(procedure, happening),
        where=found.where,
        whose="",
        mine=False,
        binding="",
        over=end <= now if end else found.last < now.astimezone(UTC).date(),
        ref=row.ref,
        case_title=title_of_case(row),
        procedure=law(procedure.title),
        exercise=row.exercise,
        rule=happening.key,
    )
