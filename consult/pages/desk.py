"""The desk: what one's party must do, by legal date; what was served on it; what it is preparing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket, Seen
from consult.i18n import _
from consult.pages.absences_on_desk import Cover, cover_on_desk
from consult.pages.cases.clocks import comes_too_late
from consult.pages.cases.limits import LimitLine, limit_line
from consult.pages.cases.lines import offer_line, title_of_case
from consult.pages.cases.preparing import CLEAR, DISPATCH, WRITE, DraftLine, drafts_on_desk
from consult.pages.cases.waiting import WaitingLine, waiting_on_desk
from consult.pages.mandates import MandateLine, mandates_on_desk
from consult.pages.reach import MendLine, mending_on_desk
from consult.pages.webhooks import stopped_on_desk
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.describe import sentence
from workflows.kernel.summaries import load
from workflows.parties import said

SOON = timedelta(days=7)
MOST = 25


@dataclass(frozen=True, slots=True)
class DueLine:
    """One running limit of a live case: for us, or for the other side."""

    ref: str
    case_title: str
    procedure: str
    limit: LimitLine
    soon: bool
    too_late: bool
    exercise: bool


@dataclass(frozen=True, slots=True)
class ServedLine:
    """One act that was served on us."""

    ref: str
    n: int
    case_title: str
    sentence: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A step that the record proposes to us: only we take it."""

    ref: str
    case_title: str
    step: str
    track: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What one's party must do."""

    title: str
    party: str
    ours: tuple[DueLine, ...]
    theirs: tuple[DueLine, ...]
    waiting: tuple[WaitingLine, ...]
    proposed: tuple[ProposedLine, ...]
    served: tuple[ServedLine, ...]
    to_clear: tuple[DraftLine, ...]
    to_dispatch: tuple[DraftLine, ...]
    drafts: tuple[DraftLine, ...]
    may_open: bool
    mandates: tuple[MandateLine, ...] | None
    stopped_webhooks: int
    mending: tuple[MendLine, ...]
    is_secretariat: bool
    cover: Cover


def desk_page(conn: Connection, docket: Docket, standing: Standing, now: datetime) -> DeskPage:
    """Draw up the desk of a standing.

    Long because: one line a list of the page, in the order in which it is read.
    """
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    due = [
        line for row in casebook.deadlines_for(conn, viewer) if (line := _due(conn, docket, row, names, viewer, now))
    ]
    papers = drafts_on_desk(conn, docket, standing, now, MOST)
    return DeskPage(
        title=_("Desk"),
        party=said(standing.party_key, standing.party_name),
        ours=tuple(line for line in due if line.limit.mine)[:MOST],
        theirs=tuple(line for line in due if not line.limit.mine)[:MOST],
        waiting=waiting_on_desk(conn, docket, standing, names, now, MOST),
        proposed=_proposed(conn, docket, standing, names, now),
        served=_served(conn, docket, viewer, casebook.said_names(names)),
        to_clear=papers[CLEAR],
        to_dispatch=papers[DISPATCH],
        drafts=papers[WRITE],
        may_open=bool(standing.capacities & {"draft", "dispatch"}),
        mandates=mandates_on_desk(conn, docket, standing, due, now, MOST),
        stopped_webhooks=stopped_on_desk(conn, standing),
        mending=mending_on_desk(conn, standing, now),
        is_secretariat=standing.is_secretariat,
        cover=cover_on_desk(conn, docket, standing, names, now),
    )


def _due(
    conn: Connection, docket: Docket, row: Any, names: Mapping[str, str], viewer: Viewer, now: datetime
) -> DueLine | None:
    """Draw up a running limit from the case as it stands now; one that has passed meanwhile is left to the clock."""
    seen = Seen(row, load(docket.editions.of(conn, row.edition), row.summary), row.edition)
    limit = seen.case.limits.get(row.key)
    if limit is None or limit.passed(now):
        return None
    line = limit_line(seen, limit, names, viewer)
    soon = limit.expires_at is not None and limit.expires_at - now <= SOON
    late = comes_too_late(seen, (limit,))
    return DueLine(row.ref, title_of_case(row), law(seen.procedure.title), line, soon, late, row.exercise)


def _proposed(
    conn: Connection, docket: Docket, standing: Standing, names: Mapping[str, str], now: datetime
) -> tuple[ProposedLine, ...]:
    """List the steps that live cases propose to this party."""
    found = []
    for row in casebook.list_cases(conn, Viewer.of(standing), kind="open").rows:
        if not any(step.proposed for step in docket.editions.of(conn, row.edition).steps):
            continue
        seen = docket.seen(conn, row, now)
        for offer in docket.offers(conn, standing, seen, now):
            if offer.step.proposed and offer.is_open and not offer.waits_for_us:
                line = offer_line(offer, names)
                found.append(ProposedLine(row.ref, title_of_case(row), line.step, line.track, line.title, line.effect))
    return tuple(found[:MOST])


def _served(conn: Connection, docket: Docket, viewer: Viewer, names: Mapping[str, str]) -> tuple[ServedLine, ...]:
    rows = sorted(casebook.served_on(conn, viewer, most=12), key=lambda row: (row.recorded_at, row.n), reverse=True)
    return tuple(
        ServedLine(
            row.ref,
            row.n,
            title_of_case(row),
            sentence(docket.editions.of(conn, row.edition), casebook.act_of(row), names),
            row.recorded_at,
            row.service_state,
        )
        for row in rows
    )
