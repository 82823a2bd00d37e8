"""The overview of a State for whoever decides what leaves it: its matters by what it is in them, what runs out and what
then happens, requests without an answer in both directions, and papers that wait for release."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from consult import casebook
from consult.casebook.own import ROLES
from consult.citations import law
from consult.docket import Docket
from consult.docket.owing import owners_of
from consult.i18n import _, _l
from consult.library.limits import passing
from consult.library.names import Names
from consult.log.reads import act_paper, note
from consult.pages.cases.clocks import visible_limits
from consult.pages.cases.limits import NextDate
from consult.pages.cases.lines import title_of_case
from consult.pages.cases.preparing import CLEAR, DISPATCH, DraftLine, drafts_on_desk
from consult.pages.desk import OVERSEES
from consult.pages.due import DueLine, due_line, due_lines, note_shown
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer, membership_of
from workflows.kernel.frozen import dataclass
from workflows.parties import said

MOST = 15
TITLES = {
    "filer": _l("As notifier"),
    "addressed": _l("As addressee"),
    "party": _l("As another party"),
    "other": _l("Taking part otherwise"),
}


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One open case, where it is and its next date."""

    ref: str
    title: str
    procedure: str
    state: str
    next: NextDate | None
    exercise: bool


@dataclass(frozen=True, slots=True)
class Matters:
    """Open cases in which we are the same, the newest first, and whether there are more."""

    role: str
    title: str
    lines: tuple[MatterLine, ...]
    is_more: bool


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A limit that runs for us, and what its passing does if nobody acts."""

    due: DueLine
    then: str


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A paper that waits for this person, the limit of ours that runs out next in its case, and what then happens."""

    paper: DraftLine
    risk: RiskLine | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests without an answer, the next to run out first, and whether there may be more."""

    lines: tuple[DueLine, ...]
    is_more: bool


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What whoever clears or dispatches sees of the party's affairs."""

    title: str
    party: str
    releases: tuple[ReleaseLine, ...]
    risks: tuple[RiskLine, ...]
    more_risks: bool
    asked_of_us: Asked
    asked_of_others: Asked
    matters: tuple[Matters, ...]


def overview_page(conn: Connection, docket: Docket, standing: Standing, now: datetime) -> OverviewPage:
    """Draw up the overview; Unknown for whoever neither clears nor dispatches."""
    if not standing.capacities & OVERSEES:
        raise Unknown
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    due = due_lines(conn, docket, viewer, names, now, MOST + 1)
    ours = sorted((*due.by_law, *due.by_target), key=lambda one: (one.limit.expires_at or now, one.ref, one.key))
    risks = tuple(RiskLine(one, _then(conn, docket, one)) for one in ours)
    papers = drafts_on_desk(conn, docket, standing, now, MOST)
    waiting, is_whole = (*papers[DISPATCH], *papers[CLEAR]), max(len(due.by_law), len(due.by_target)) < MOST
    far = {} if is_whole else _risks_in(conn, docket, standing, names, now, {one.case_ref for one in waiting})
    releases = tuple(ReleaseLine(one, _risk_of(one, risks) or far.get(one.case_ref)) for one in waiting)
    of_us = _asked(ours, max(len(due.by_law), len(due.by_target)))
    of_others = _asked(due.theirs, len(due.theirs))
    shown = (*risks[:MOST], *(one.risk for one in releases if one.risk))
    note_shown(conn, (*(one.due for one in shown), *of_us.lines, *of_others.lines))
    return OverviewPage(
        _("Overview"),
        said(standing.party_key, standing.party_name),
        releases,
        risks[:MOST],
        len(risks) > MOST,
        of_us,
        of_others,
        tuple(part for role in ROLES if (part := _matters(conn, docket, viewer, role)).lines),
    )


def _asked(lines: Sequence[DueLine], longest: int) -> Asked:
    """Give the requests among what is due; there may be more that are left out here, or that stand behind a list that
    was drawn up no further, where the longest one has so many lines."""
    found = tuple(one for one in lines if one.limit.track)
    return Asked(found[:MOST], max(len(found), longest) > MOST)


def _risk_of(paper: DraftLine, risks: tuple[RiskLine, ...]) -> RiskLine | None:
    return next((one for one in risks if one.due.ref == paper.case_ref), None)


def _risks_in(
    conn: Connection, docket: Docket, standing: Standing, names: Mapping[str, str], now: datetime, refs: Collection[str]
) -> dict[str, RiskLine]:
    """Give the limit of ours that runs out next in each of some cases, whatever runs out sooner in others."""
    found, viewer = {}, Viewer.of(standing)
    for ref in sorted(refs):
        seen = docket.see(conn, standing, ref, now)
        visible = visible_limits(seen, viewer, membership_of(conn, viewer, seen.row)) if seen.case.is_live else ()
        ours = [one for one in visible if one.status == "running" and viewer.party in owners_of(seen.case, one)]
        ends = [one for one in ours if one.expires_at is None or not one.passed(now)]
        if ends:
            first = min(ends, key=lambda one: (one.expires_at is None, one.expires_at or now, one.key))
            line = due_line(seen, first, names, viewer, now)
            found[ref] = RiskLine(line, _then(conn, docket, line))
    return found


def _then(conn: Connection, docket: Docket, line: DueLine) -> str:
    """Say what the passing of a limit does, from the procedure itself."""
    procedure = docket.editions.of(conn, line.edition)
    rule = procedure.limit(line.key)
    found: Mapping[str, str] = {}
    if rule is not None:
        done = passing(rule, procedure, Names(procedure))
        found = {what: ", ".join(f"“{one.name}”" for one in steps) for what, steps in done}
    if found:
        return "; ".join(f"{what}: {steps}" for what, steps in found.items())
    return _("Nothing happens by itself.")


def _matters(conn: Connection, docket: Docket, viewer: Viewer, role: str) -> Matters:
    listed = casebook.list_cases(conn, viewer, kind="open", role=role, size=MOST)
    dates = casebook.next_dates(conn, viewer, [row.id for row in listed.rows])
    lines = []
    for row in listed.rows:
        note(conn, act_paper(row.ref, 0), row.existence)
        procedure = docket.editions.of(conn, row.edition)
        state, title = law(procedure.state(row.state).title), law(procedure.title)
        lines.append(
            MatterLine(row.ref, title_of_case(row), title, state, NextDate.of(dates.get(row.id)), row.exercise)
        )
    return Matters(role, str(TITLES[role]), tuple(lines), listed.following is not None)
