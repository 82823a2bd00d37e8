"""The practice page: what it is, the tasks of a first consultation, and how far one's own cases of practice are."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection

from consult import people
from consult.citations import law
from consult.demo import practice
from consult.digests import draw_secret
from consult.docket import Docket
from consult.i18n import _
from consult.pages.cases.lines import title_of_case
from consult.pages.people import mandate_views
from consult.standing import Standing
from workflows.kernel.frozen import dataclass
from workflows.parties import said


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One step of the story: what it is called, who takes it, whether it was taken, whether it is next."""

    title: str
    is_mine: bool
    is_done: bool
    is_next: bool
    step: str


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """A case of practice with its tasks; `is_theirs` says that the other side is next, `may_ask` that this person can
    let it answer."""

    ref: str
    title: str
    state: str
    tasks: tuple[TaskLine, ...]
    may_ask: bool
    is_over: bool
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A colleague of one's party: in what office, by which address, with which capacities."""

    office: str
    mail: str
    capacities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticePage:
    """Practice, or why there is none here."""

    title: str
    is_here: bool
    other: str
    once: str
    may_open: bool
    tasks: tuple[TaskLine, ...]
    cases: tuple[PracticeCase, ...]
    posts: tuple[Post, ...]


def practice_page(conn: Connection, docket: Docket, standing: Standing, now: datetime) -> PracticePage:
    """Draw up the page."""
    desk = practice.other_side(conn, standing, now)
    cases = tuple(_case(conn, docket, standing, row, now) for row in practice.cases_of(conn, standing)) if desk else ()
    titles = _titles(docket)
    return PracticePage(
        title=_("Practice"),
        is_here=desk is not None,
        other=said(desk.party_key, desk.party_name) if desk else "",
        once=draw_secret(),
        may_open=bool(standing.capacities & {"draft", "dispatch"}),
        tasks=tuple(TaskLine(titles[task.step], task.is_mine, False, False, task.step) for task in practice.tasks()),
        cases=cases,
        posts=_posts(conn, standing, now.date()) if desk else (),
    )


def _titles(docket: Docket) -> Mapping[str, str]:
    """Give what each step of the procedure is called."""
    procedure = docket.procedure(practice.procedure(), {})
    return {step.key: law(step.title) for step in procedure.steps}


def _case(conn: Connection, docket: Docket, standing: Standing, row: object, now: datetime) -> PracticeCase:
    seen = docket.seen(conn, row, now)
    told, titles = practice.tasks_of(conn, row), _titles(docket)
    following = next((task for task in told if not task.is_done), None)
    is_theirs = following is not None and not following.is_mine
    tasks = tuple(TaskLine(titles[one.step], one.is_mine, one.is_done, one is following, one.step) for one in told)
    return PracticeCase(
        ref=seen.row.ref,
        title=title_of_case(seen.row),
        state=law(seen.procedure.state(seen.case.state).title),
        tasks=tasks,
        may_ask=is_theirs and standing.prepares,
        is_over=following is None,
        is_theirs=is_theirs,
    )


def _posts(conn: Connection, standing: Standing, today: date) -> tuple[Post, ...]:
    """List the colleagues who may sign in and act for one's party today."""
    mails = {row.id: row.email for row in people.people_of(conn, standing.party_key) if row.password_hash}
    views = mandate_views(conn, standing.party_key, today)
    return tuple(
        Post(one.office, mails[one.person_id], one.capacities)
        for one in views
        if one.worth == "counts" and one.person_id in mails
    )
