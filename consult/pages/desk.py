"""The desk: what one's party must do, by legal date; what others did since one last looked; what failed to arrive; and
what the party is preparing."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from consult import casebook
from consult.desk import View, list_views
from consult.docket import Docket
from consult.i18n import _
from consult.pages.absences_on_desk import Cover, cover_on_desk
from consult.pages.cases.lines import offer_line, title_of_case
from consult.pages.cases.preparing import CLEAR, DISPATCH, WRITE, DraftLine, drafts_on_desk
from consult.pages.cases.waiting import WaitingLine, waiting_on_desk
from consult.pages.due import Due, due_lines, note_shown
from consult.pages.mandates import MandateLine, mandates_on_desk
from consult.pages.news import FailureLine, NewsPart, failure_lines, news_part
from consult.pages.reach import MendLine, mending_on_desk
from consult.pages.recalled import PassedLine, passed_on_desk, with_reminders
from consult.pages.webhooks import stopped_on_desk
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.describe import sentence
from workflows.kernel.frozen import dataclass
from workflows.parties import said

MOST, MOST_NEWS, MOST_SERVED, EVERY = 25, 30, 12, 200
MOST_LOOKED = 50
"""Of so many cases at most it is asked whether they propose a step to this party."""
OVERSEES = frozenset({"clear", "dispatch"})
"""Who decides what leaves the party looks over all of it."""


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
    due: Due
    passed: tuple[PassedLine, ...]
    news: NewsPart
    failures: tuple[FailureLine, ...]
    waiting: tuple[WaitingLine, ...]
    proposed: tuple[ProposedLine, ...]
    served: tuple[ServedLine, ...]
    to_clear: tuple[DraftLine, ...]
    to_dispatch: tuple[DraftLine, ...]
    drafts: tuple[DraftLine, ...]
    views: tuple[View, ...]
    may_open: bool
    oversees: bool
    prepares: bool
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
    said_names = casebook.said_names(names)
    due = with_reminders(conn, standing, due_lines(conn, docket, viewer, names, now, MOST + 1).first(MOST), now)
    note_shown(conn, due.everything)
    papers = drafts_on_desk(conn, docket, standing, now, MOST)
    return DeskPage(
        title=_("Desk"),
        party=said(standing.party_key, standing.party_name),
        due=due,
        passed=passed_on_desk(conn, docket, standing, names, now, MOST),
        news=news_part(conn, docket, standing, said_names, MOST_NEWS),
        failures=failure_lines(conn, docket, standing, said_names, MOST),
        waiting=waiting_on_desk(conn, docket, standing, names, now, MOST),
        proposed=_proposed(conn, docket, standing, names, now),
        served=served_lines(conn, docket, viewer, said_names, MOST_SERVED),
        to_clear=papers[CLEAR],
        to_dispatch=papers[DISPATCH],
        drafts=papers[WRITE],
        views=list_views(conn, standing),
        may_open=bool(standing.capacities & {"draft", "dispatch"}),
        stopped_webhooks=stopped_on_desk(conn, standing),
        mending=mending_on_desk(conn, standing, now),
        is_secretariat=standing.is_secretariat,
        cover=cover_on_desk(conn, docket, standing, names, now),
        prepares=standing.prepares,
        oversees=bool(standing.capacities & OVERSEES),
        mandates=mandates_on_desk(
            conn, docket, standing, lambda: due_lines(conn, docket, viewer, names, now, EVERY).everything, now, MOST
        ),
    )


def _proposed(
    conn: Connection, docket: Docket, standing: Standing, names: Mapping[str, str], now: datetime
) -> tuple[ProposedLine, ...]:
    """List the steps that live cases propose to this party; cases at a state that proposes none are not looked at, and
    of the others as many, from the newest on, as it takes to fill the list."""
    found: list[ProposedLine] = []
    viewer = Viewer.of(standing)
    for row in islice(casebook.cases_at(conn, viewer, _proposing(conn, docket, viewer)), MOST_LOOKED):
        if len(found) >= MOST:
            break
        seen = docket.seen(conn, row, now)
        steps = {step.key for step in seen.procedure.steps if step.proposed}
        for offer in docket.offers(conn, standing, seen, now, steps=steps):
            if offer.step.proposed and offer.is_open and not offer.waits_for_us:
                line = offer_line(offer, names)
                found.append(ProposedLine(row.ref, title_of_case(row), line.step, line.track, line.title, line.effect))
    return tuple(found[:MOST])


def _proposing(conn: Connection, docket: Docket, viewer: Viewer) -> set[tuple[str, str, str]]:
    """Give the states at which live cases may propose a step to whoever has a role, as edition, state and role; the
    role is empty where the step is for others than the roles of its procedure."""
    found = set()
    for edition in casebook.open_editions(conn, viewer):
        procedure = docket.editions.of(conn, edition)
        known = {role.key for role in procedure.roles}
        for step in procedure.steps:
            roles = step.by.roles()
            alone = roles if roles and roles <= known else ("",)
            found |= {(edition, state, role) for state in step.frm for role in alone if step.proposed}
    return found


def served_lines(
    conn: Connection, docket: Docket, viewer: Viewer, names: Mapping[str, str], most: int, until: datetime | None = None
) -> tuple[ServedLine, ...]:
    """List what was served on a party lately, or until a moment."""
    found = casebook.served_on(conn, viewer, most=most, until=until)
    return tuple(
        ServedLine(
            row.ref,
            row.n,
            title_of_case(row),
            sentence(docket.editions.of(conn, row.edition), casebook.act_of(row), names),
            row.recorded_at,
            row.service_state,
        )
        for row in sorted(found, key=lambda row: (row.recorded_at, row.n), reverse=True)
    )
