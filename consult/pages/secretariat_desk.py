"""The desk of a secretariat: what was sent to it, what could not be delivered, contact points, drills, papers."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import casebook
from consult.delivery import mending
from consult.delivery.failing import failed_services
from consult.delivery.waiting import Aside, Waiting, set_aside, waiting
from consult.docket import Docket
from consult.i18n import _
from consult.pages.cases.lines import title_of_case
from consult.pages.desk import MOST_SERVED, ServedLine, served_lines
from consult.pages.drills import DrillLine, drills_of_all
from consult.pages.papers import PaperLine, papers_on_desk
from consult.pages.reach import MendLine, mend_lines
from consult.people.authority import require_secretariat
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

MOST = 25


@dataclass(frozen=True, slots=True)
class FailureLine:
    """One service that failed: of which act, on whom, by which channel, when."""

    ref: str
    n: int
    case_title: str
    party: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LostLine:
    """One message that was refused or came back: of what kind, to whom, where, when."""

    kind: str
    party: str
    address: str
    returned: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class AsideLine:
    """One piece of background work, other than a message, that goes wrong again and again and is tried on."""

    topic: str
    attempts: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class SecretariatPage:
    """What a secretariat has before it."""

    title: str
    served: tuple[ServedLine, ...]
    failures: tuple[FailureLine, ...]
    lost: tuple[LostLine, ...]
    mending: tuple[MendLine, ...]
    drills: tuple[DrillLine, ...]
    is_drilling: bool
    waiting: tuple[Waiting, ...]
    aside: tuple[Aside, ...]
    failing: tuple[AsideLine, ...]
    papers: tuple[PaperLine, ...]


def secretariat_page(conn: Connection, docket: Docket, by: Standing, now: datetime) -> SecretariatPage:
    """Draw up the desk, or refuse as unknown whoever is no secretariat."""
    require_secretariat(by)
    viewer, names = Viewer.of(by), casebook.party_names(conn)
    running = drills_of_all(conn)
    return SecretariatPage(
        title=_("Secretariat's desk"),
        served=served_lines(conn, docket, viewer, casebook.said_names(names), MOST_SERVED),
        failures=tuple(_failure(row, names) for row in failed_services(conn, viewer, most=MOST)),
        lost=tuple(
            LostLine(row.kind, row.party_name or row.party, row.address, row.state == "returned", row.changed_at)
            for row in mending.failed_messages(conn)
        ),
        mending=mend_lines(conn, now.astimezone(ZoneInfo(by.party_zone)).date())[:MOST],
        drills=running,
        is_drilling=any(one.closed_at is None for one in running),
        waiting=waiting(conn, viewer),
        aside=set_aside(conn, viewer),
        failing=tuple(AsideLine(row.topic, row.attempts, row.run_at) for row in mending.work_that_fails(conn)),
        papers=papers_on_desk(conn, by),
    )


def _failure(row: Any, names: dict[str, str]) -> FailureLine:
    party = names.get(row.party, row.party)
    return FailureLine(row.ref, row.n, title_of_case(row), party, row.channel, row.changed_at)
