"""Practice for newcomers: an exercise of one's own in which the other side is played by its exercise desk.

The desk goes by a story, `practice.toml`: each time the newcomer asks, the next step of the other side is recorded, now
and in that case alone. Nothing answers by itself. There is practice only where parties have exercise desks, which is
where the demonstration was loaded; without them the page says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from consult.db import reading
from consult.demo.seeding import desk_of
from consult.demo.tales import Tale
from consult.demo.telling import Telling
from consult.demo.world import world
from consult.docket import Docket, Seen
from consult.i18n import _
from consult.models.cases import ACT, CASES, IDEMPOTENCY
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer, case_condition
from workflows.kernel.case import HAND, STEP
from workflows.kernel.frozen import dataclass
from workflows.kernel.story import Event, Story
from workflows.kernel.story_files import read

SCRIPT = Path(__file__).with_name("practice.toml")
NEWCOMER, OTHER = "Newcomer", "Other side"
LEVEL = "treaty"
MARK = "practice:"
"""How the key begins under which a case of practice is opened."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One step of the story in a case: by the newcomer or by the other side, and whether it was taken."""

    step: str
    is_mine: bool
    is_done: bool


@lru_cache(maxsize=1)
def script() -> Story:
    """Read the story."""
    return read(SCRIPT)


def other_side(connection: Connection, standing: Standing, at: datetime) -> Any:
    """Give the exercise desk of the party that plays the other side; None where there is none, or none of one's own."""
    if desk_of(connection, standing.party_key, LEVEL, at) is None:
        return None
    others = (key for key in world().members if key != standing.party_key)
    desks = (desk for key in others if (desk := desk_of(connection, key, LEVEL, at)))
    return next((desk for desk in desks if "dispatch" in desk.capacities), None)


def begin(docket: Docket, standing: Standing, at: datetime, number: str) -> str:
    """Open a case of practice and give its reference; the same number opens it once. Closed (409) without desks."""
    with reading(docket.engine) as connection:
        if other_side(connection, standing, at) is None:
            raise Closed(_("There is no exercise desk here that could play the other side."))
    title = _("Practice: my first consultation")
    made = docket.open(
        standing, procedure(), at=at, title=title, exercise=True, once=f"{MARK}{number}", proposed={"level": LEVEL}
    )
    return str(made.ref)


def procedure() -> str:
    """Give the procedure that is practised."""
    return str(next(iter(script().cases.values())).procedure)


def cases_of(connection: Connection, standing: Standing) -> Sequence[Any]:
    """List the last cases of practice that one's party opened and this standing may see."""
    opened = select(IDEMPOTENCY.c.case_id).where(IDEMPOTENCY.c.key.startswith(MARK), IDEMPOTENCY.c.act_n == 0)
    mine = CASES.c.id.in_(opened), CASES.c.filer == standing.party_key, CASES.c.exercise
    query = select(CASES).where(*mine, case_condition(Viewer.of(standing)))
    return connection.execute(query.order_by(CASES.c.id.desc()).limit(MOST)).all()


def tasks() -> tuple[Task, ...]:
    """Give the steps of the story, none of them taken."""
    return tuple(Task(event.step or "", event.by == (NEWCOMER,), False) for event in script().events)


def tasks_of(connection: Connection, case: Any) -> tuple[Task, ...]:
    """Give the steps of the story in their order, each with whether it was taken in a case."""
    return tuple(task for _number, _event, task in _told(connection, case))


def _told(connection: Connection, case: Any) -> Iterator[tuple[int, Event, Task]]:
    """Set the events of the story beside the acts of a case; a hand laid on a joint step counts as taken."""
    taken = select(ACT.c.step, ACT.c.party).where(ACT.c.case_id == case.id, ACT.c.kind.in_((STEP, HAND)))
    left = [(row.step, row.party == case.filer) for row in connection.execute(taken)]
    for number, event in enumerate(script().events):
        key = (event.step or "", event.by == (NEWCOMER,))
        done = key in left
        if done:
            left.remove(key)
        yield number, event, Task(*key, done)


def answer(docket: Docket, standing: Standing, ref: str, at: datetime) -> str:
    """Let the other side take its next step, and give its key. Unknown where this is no case of practice of one's own;
    Closed (409) while it is the newcomer's turn, and for whoever takes no part in what the party prepares, such as a
    system that reads alone."""
    if not standing.prepares:
        raise Closed(_("Whoever takes no part in what your party prepares does not let the other side answer."))
    with reading(docket.engine) as connection:
        case = next((row for row in cases_of(connection, standing) if row.ref == ref), None)
        if case is None:
            raise Unknown
        seen = docket.seen(connection, case, at)
        other = _addressed(connection, seen, at)
        number, event = _next(connection, case)
    telling = Telling(docket, tale_of(case.filer, other, ref), facts={}, refs={event.case: ref})
    telling.play(number, replace(event, at=at, on=None))
    return event.step or ""


def _addressed(connection: Connection, seen: Seen, at: datetime) -> str:
    """Give the first party to which the newcomer addressed his notice and whose desk can answer."""
    parties = [track.party for track in seen.case.tracks.values() if track.party and track.party != seen.row.filer]
    if not parties:
        raise Closed(_("The other side knows of nothing yet: serve your notice first."))
    found = next((key for key in parties if desk_of(connection, key, LEVEL, at)), None)
    if found is None:
        raise Closed(_("Nobody whom you addressed has an exercise desk here."))
    return found


def _next(connection: Connection, case: Any) -> tuple[int, Event]:
    """Give the next event of the other side; what the newcomer has to do before it comes first."""
    for number, event, task in _told(connection, case):
        if not task.is_done and task.is_mine:
            raise Closed(_("It is your turn: the other side waits for your step."))
        if not task.is_done:
            return number, event
    raise Closed(_("The story is over: the other side has nothing more to say."))


def tale_of(filer: str, other: str, ref: str) -> Tale:
    """Give the story as it is told in a case, between two parties."""
    return Tale(f"practice-{ref}", script(), {NEWCOMER: filer, OTHER: other})
