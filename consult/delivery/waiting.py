"""Messages that wait to be handed over, and work that was given up until somebody asks for it again.

Of messages it is told how many wait by each channel, since when, and what a mail server said last; never to whom, about
what, or in what words. A secretariat is told of those about no case and about cases that it may know of; whoever runs
the installation of all. What receivers of webhooks say stays with their party, and why a program failed with whoever
runs it, since either may hold more than a secretariat may read.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, or_, select

from consult import outbox
from consult.delivery.messages import TOPIC
from consult.models.cases import CASES, OUTBOX
from consult.models.delivery import IS_OPEN, MESSAGE, MESSAGE_TRY
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer, case_condition
from workflows.kernel.frozen import dataclass

MAIL = "mail"
MOST = 50
_ADDRESS = re.compile(r"[^\s<>\"',;:]+@[^\s<>\"',;:]+")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait by a channel, how many of them were tried in vain, since when the oldest waits, when the
    next is tried, and what was said last."""

    channel: str
    number: int
    tried: int
    oldest: datetime
    next_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Aside:
    """One piece of work that was given up: its number, what it was to do and by which channel, how often it was tried,
    and since when it lies."""

    id: int
    topic: str
    channel: str
    attempts: int
    since: datetime


def waiting(conn: Connection, viewer: Viewer | None = None) -> tuple[Waiting, ...]:
    """Tell what waits by each channel, as far as a viewer may know of it; without a viewer all of it."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    for work, message in _messages(conn, viewer, OUTBOX.c.set_aside_at.is_(None)):
        found.setdefault(message.channel, []).append((work, message))
    return tuple(_told(conn, channel, rows) for channel, rows in sorted(found.items()))


def set_aside(conn: Connection, viewer: Viewer | None = None) -> tuple[Aside, ...]:
    """List work that was given up, the oldest first: messages that a viewer may know of, and all that is no message."""
    lies = OUTBOX.c.set_aside_at.is_not(None)
    others = select(OUTBOX).where(OUTBOX.c.topic != TOPIC, OUTBOX.c.done_at.is_(None), lies)
    found = [(row, "") for row in conn.execute(others)]
    found += [(work, message.channel) for work, message in _messages(conn, viewer, lies)]
    ordered = sorted(found, key=lambda pair: (pair[0].set_aside_at, pair[0].id))[:MOST]
    return tuple(Aside(row.id, row.topic, way, row.attempts, row.set_aside_at) for row, way in ordered)


def try_again(conn: Connection, by: Standing, number: int, at: datetime) -> None:
    """Let work that was given up be tried again, for a secretariat; Unknown for anybody else, and where it sees none of
    that number."""
    if not by.is_secretariat or number not in {one.id for one in set_aside(conn, Viewer.of(by))}:
        raise Unknown
    outbox.retry(conn, number, at)


def _messages(conn: Connection, viewer: Viewer | None, where: Any) -> Iterator[tuple[Any, Any]]:
    """Give the messages that wait with their work in the outbox."""
    query = select(MESSAGE.c.id, MESSAGE.c.channel, MESSAGE.c.asked_at).where(IS_OPEN, MESSAGE.c.state == "waiting")
    if viewer is not None:
        known = exists().where(CASES.c.id == MESSAGE.c.case_id, case_condition(viewer))
        query = query.where(or_(MESSAGE.c.case_id.is_(None), known))
    messages = {row.id: row for row in conn.execute(query)}
    work = select(OUTBOX).where(OUTBOX.c.topic == TOPIC, OUTBOX.c.done_at.is_(None), where)
    for row in conn.execute(work.order_by(OUTBOX.c.id)):
        message = messages.get(int(json.loads(row.payload).get("message", 0)))
        if message is not None:
            yield row, message


def _told(conn: Connection, channel: str, rows: list[tuple[Any, Any]]) -> Waiting:
    failed = [(work, message) for work, message in rows if work.last_error]
    oldest, next_at = min(message.asked_at for _work, message in rows), min(work.run_at for work, _message in rows)
    said = _said(conn, failed) if channel == MAIL else ""
    return Waiting(channel, len(rows), len(failed), oldest, next_at, said)


def _said(conn: Connection, failed: list[tuple[Any, Any]]) -> str:
    """Give what a mail server said last, without any address in it; why none is tried where there is none."""
    if not failed:
        return ""
    last = max((message.id for work, message in failed if work.attempts), default=0)
    query = select(MESSAGE_TRY.c.said).where(MESSAGE_TRY.c.message_id == last).order_by(MESSAGE_TRY.c.id.desc())
    said = conn.execute(query.limit(1)).scalar() if last else failed[-1][0].last_error
    return _ADDRESS.sub("…", said or "")
