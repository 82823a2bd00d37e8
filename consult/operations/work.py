"""Work that failed, for whoever runs the installation: listed without a word of what it is about, and tried again."""

from datetime import datetime

from sqlalchemy import Connection, select

from consult import outbox
from consult.backlog import Stuck
from consult.figures import OTHER, TOPICS
from consult.log.own import Own, record
from consult.models.cases import OUTBOX
from consult.operations.reasons import reason_of
from consult.refusals import Unknown
from consult.standing import Standing, operates
from workflows.kernel.frozen import dataclass

ENTRY = "operation"


@dataclass(frozen=True, slots=True)
class Failed:
    """A piece of work that failed: its number, topic, how often it was tried, when next, and what kind of failure."""

    id: int
    topic: str
    attempts: int
    run_at: datetime
    reason: str


def failed_of(stuck: tuple[Stuck, ...]) -> tuple[Failed, ...]:
    """Give what failed without the words in which it did."""
    return tuple(
        Failed(one.id, _topic(one.topic), one.attempts, one.run_at, reason_of(one.topic, one.error)) for one in stuck
    )


def require_operator(by: Standing, organ: str) -> None:
    """Refuse as unknown whoever is not of the people who run this installation."""
    if not operates(by, organ):
        raise Unknown


def try_again(connection: Connection, by: Standing, organ: str, number: int, at: datetime) -> None:
    """Let work that was given up be tried again, and enter in the log who of the host did so. Unknown for anybody else,
    and where none of that number was given up."""
    require_operator(by, organ)
    topic = connection.execute(select(OUTBOX.c.topic).where(OUTBOX.c.id == number)).scalar()
    if not outbox.retry(connection, number, at):
        raise Unknown
    body = {"what": "tried_again", "work": number, "topic": _topic(str(topic))}
    record(connection, Own(ENTRY, None, body, at, by=by.hand, person=by.names))


def _topic(topic: str) -> str:
    return topic if topic in TOPICS else OTHER
