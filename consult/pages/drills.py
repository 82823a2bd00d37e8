"""Drills as pages show them: the one that a link answers, what the secretariat tries by hand, and what came of all."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import people
from consult.delivery import drills
from consult.delivery.reachability import Figure, Reachability, find_drill, points_of, reachability
from consult.delivery.reachability import drills as last_drills
from consult.i18n import _
from consult.pages.fields import Option
from consult.people.authority import require_secretariat
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What stands behind the link of a drill: who is asked, until when; or that it was answered, or cannot be."""

    title: str
    organ: str = ""
    party: str = ""
    closes_at: datetime | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class PointLine:
    """One contact point in a drill."""

    id: int
    party: str
    organ: str
    channel: str
    address: str
    way: str
    result: str
    answered_at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class DrillPage:
    """One drill as the secretariat sees it: what to try by hand, and what came of every point."""

    title: str
    id: int
    started_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    by_hand: tuple[PointLine, ...]
    points: tuple[PointLine, ...]
    figures: tuple[tuple[str, Reachability], ...]


@dataclass(frozen=True, slots=True)
class DrillLine:
    """One drill with what came of it so far."""

    id: int
    started_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    tried: int
    answered: int


@dataclass(frozen=True, slots=True)
class StartPage:
    """The question of which parties a drill tries."""

    title: str
    parties: tuple[Option, ...]
    days: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class AskedHere:
    """A contact point in this product that a running drill asks, to be answered by its organ."""

    id: int
    organ: str
    address: str
    closes_at: datetime


def answer_page(conn: Connection, token: str, at: datetime) -> AnswerPage:
    """Draw up the question behind a link, or refuse as unknown."""
    point = drills.find_open(conn, token, at)
    return AnswerPage(_("Drill: is this address read?"), point.organ, point.party_name, point.closes_at)


def answered_page(point: Any) -> AnswerPage:
    """Say that a contact point has answered."""
    return AnswerPage(_("Answered, thank you"), point.organ, point.party_name, answered=True)


def dead_page() -> AnswerPage:
    """Say that a link answers nothing, whatever the cause."""
    return AnswerPage(_("This link cannot be used"))


def start_page(conn: Connection, by: Standing, days: int, error: str = "") -> StartPage:
    """Ask which parties a drill tries."""
    require_secretariat(by)
    options = tuple(Option(row.key, row.name) for row in people.list_parties(conn) if people.contacts_of(conn, row.key))
    return StartPage(_("Begin a drill"), options, days, error)


def drill_page(conn: Connection, by: Standing, number: int) -> DrillPage:
    """Draw up a drill for the secretariat, or refuse as unknown."""
    require_secretariat(by)
    row = find_drill(conn, number)
    points = points_of(conn, number)
    figures = reachability(conn, {one.party for one in points})
    names = {one.party: one.party_name for one in points}
    lines = tuple(map(point_line, points))
    is_open = row.closed_at is None
    return DrillPage(
        title=_("Drill"),
        id=row.id,
        started_at=row.started_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        by_hand=tuple(one for one in lines if is_open and (one.way, one.result) == (drills.HAND, drills.WAITING)),
        points=lines,
        figures=tuple((names[key], figures[key]) for key in names if key in figures),
    )


def point_line(row: Any) -> PointLine:
    """Show one contact point in a drill."""
    return PointLine(
        row.id, row.party_name, row.organ, row.channel, row.address, row.way, row.result, row.answered_at, row.remark
    )


def asked_here(conn: Connection, by: Standing, at: datetime) -> tuple[AskedHere, ...]:
    """List what a running drill asks of the reader's organ in this product."""
    running = drills.running(conn, at)
    if running is None:
        return ()
    rows = points_of(conn, running.id, party=by.party_key, way=drills.HERE, waiting=True)
    return tuple(
        AskedHere(row.id, row.organ, row.address, row.closes_at) for row in rows if row.organ_id == by.organ_id
    )


def drills_of_all(conn: Connection) -> tuple[DrillLine, ...]:
    """List the last drills with their totals over all parties."""
    figures = [one for reached in reachability(conn).values() for one in (*reached.history, reached.running) if one]
    return tuple(
        DrillLine(
            row.id,
            row.started_at,
            row.closes_at,
            row.closed_at,
            sum(one.tried for one in figures if one.drill == row.id),
            sum(one.answered for one in figures if one.drill == row.id),
        )
        for row in last_drills(conn, 6)
    )


def drills_of_own(conn: Connection, by: Standing) -> tuple[Figure, ...]:
    """List how the reader's party answered the last drills, one that is running first."""
    found = reachability(conn, {by.party_key}).get(by.party_key)
    return tuple(one for one in (found.running, *found.history) if one) if found else ()
