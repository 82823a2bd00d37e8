"""How an installation stands at a moment, in numbers: what waits, what is late, how far the log is, how much is kept.

Every number is read by an index or from one row, but for the size of the documents, which is added up seldom. Nothing
names a case, a party or a person; topics and channels are those of a closed list.
"""

import glob
import os
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from consult.backlog import Backlog, backlog
from consult.figures import OTHER, TOPICS
from consult.log.head import latest, mark
from consult.log.quorum import quorum_of
from consult.log.signer import origin_of
from consult.models.cases import CASES, DEADLINE, DOCUMENT, OUTBOX
from consult.models.delivery import IS_OPEN, MESSAGE
from consult.models.webhooks import WEBHOOK_ENDPOINT
from consult.personal.retention import last_run
from consult.settings import Settings
from consult.signs import Sign, servers, versions
from workflows.kernel.frozen import dataclass

CHANNELS = ("mail", "webhook")
MOST = 10_000
"""How far anything is counted."""
LATELY = timedelta(days=7)
GIVEN_UP = ("gone", "failing")
"""Why an endpoint of webhooks is told nothing more, where no manager paused it."""
SIZES = {"sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"}
SIZE_OF_DATABASE = SIZES | {"postgresql": "SELECT pg_database_size(current_database())"}


@dataclass(frozen=True, slots=True)
class Messages:
    """Of one channel: how many wait, since when the oldest, and how many failed for good lately."""

    waiting: int
    oldest: datetime | None
    failed: int


@dataclass(frozen=True, slots=True)
class LogState:
    """How many entries the log has, how many of them are sealed, when the newest checkpoint was signed, and since when
    the last quorum of witnesses stands (where there never was one, since the first checkpoint; None where no witness is
    asked)."""

    size: int
    sealed: int
    signed_at: datetime | None
    attested_at: datetime | None = None

    @property
    def unsealed(self) -> int:
        """Answer how many entries no checkpoint covers yet."""
        return max(self.size - self.sealed, 0)


@dataclass(frozen=True, slots=True)
class Installation:
    """How an installation stands."""

    work: Backlog
    set_aside: Mapping[str, int]
    overdue: int
    overdue_since: datetime | None
    messages: Mapping[str, Messages]
    endpoints_given_up: int
    log: LogState
    retained_at: datetime | None
    database_bytes: int
    free_bytes: int | None
    backup_at: datetime | None
    servers: tuple[Sign, ...] = ()
    documents_bytes: int | None = field(default=None)

    def alive(self, at: datetime) -> int:
        """Count the workers that gave a sign of life lately."""
        return sum(one.lives(at) for one in self.work.workers)

    def serving(self, at: datetime) -> int:
        """Count the web servers that gave a sign of life lately."""
        return sum(one.lives(at) for one in self.servers)

    def versions(self, at: datetime) -> int:
        """Count the versions that workers and web servers run."""
        return len(versions((*self.work.workers, *self.servers), at))


def look(connection: Connection, settings: Settings, at: datetime) -> Installation:
    """Look how an installation stands at a moment, without the size of the documents."""
    run = last_run(connection)
    number, since = _overdue(connection, at)
    aside = select(OUTBOX.c.topic, func.count().label("number")).where(
        OUTBOX.c.set_aside_at.is_not(None), OUTBOX.c.done_at.is_(None)
    )
    given_up = WEBHOOK_ENDPOINT.c.state == "paused", WEBHOOK_ENDPOINT.c.paused_by.in_(GIVEN_UP)
    return Installation(
        work=backlog(connection, at),
        set_aside=by_topic({row.topic: row.number for row in connection.execute(aside.group_by(OUTBOX.c.topic))}),
        overdue=number,
        overdue_since=since,
        messages={channel: _messages(connection, channel, at) for channel in CHANNELS},
        endpoints_given_up=_counted(connection, select(WEBHOOK_ENDPOINT.c.id).where(*given_up)),
        log=_log(connection, settings),
        retained_at=run.done_at if run else None,
        database_bytes=_size(connection),
        free_bytes=_free(settings.instance),
        backup_at=_backup(settings),
        servers=servers(connection),
    )


def documents_bytes(connection: Connection) -> int:
    """Add up the sizes of all documents; each row is read."""
    return int(connection.execute(select(func.coalesce(func.sum(DOCUMENT.c.size), 0))).scalar_one())


def by_topic(numbers: Mapping[str, int]) -> dict[str, int]:
    """Give numbers for every topic on the list, what is on none under one name."""
    found = {**dict.fromkeys(TOPICS, 0), OTHER: 0}
    for topic, number in numbers.items():
        found[topic if topic in TOPICS else OTHER] += number
    return found


def _overdue(connection: Connection, at: datetime) -> tuple[int, datetime | None]:
    """Count periods of open cases that have ended and were not recorded as lapsed yet, and give the end of the oldest;
    in a case that rests nothing lapses."""
    due = DEADLINE.c.status == "running", DEADLINE.c.expires_at <= at, CASES.c.kind == "open"
    query = select(DEADLINE.c.expires_at).select_from(DEADLINE.join(CASES)).where(*due)
    first = connection.execute(query.order_by(DEADLINE.c.expires_at, DEADLINE.c.id).limit(1)).scalar()
    return (_counted(connection, query) if first else 0), first


def _counted(connection: Connection, query: Any) -> int:
    """Count rows as far as anything is counted."""
    return int(connection.execute(select(func.count()).select_from(query.limit(MOST).subquery())).scalar_one())


def _messages(connection: Connection, channel: str, at: datetime) -> Messages:
    of_channel = IS_OPEN, MESSAGE.c.channel == channel
    waits = *of_channel, MESSAGE.c.state == "waiting"
    failed = *of_channel, MESSAGE.c.state == "failed", MESSAGE.c.changed_at > at - LATELY
    number = _counted(connection, select(MESSAGE.c.id).where(*waits))
    oldest = connection.execute(select(func.min(MESSAGE.c.asked_at)).where(*waits)).scalar() if number else None
    return Messages(number, oldest, _counted(connection, select(MESSAGE.c.id).where(*failed)))


def _log(connection: Connection, settings: Settings) -> LogState:
    newest, marked = latest(connection, origin_of(settings)), mark(connection)
    size = marked[0] if marked else 0
    quorum = quorum_of(connection, settings)
    attested_at = (quorum.last or quorum.since) if quorum else None
    return LogState(size, newest.size if newest else 0, newest.signed_at if newest else None, attested_at)


def _size(connection: Connection) -> int:
    return int(connection.exec_driver_sql(SIZE_OF_DATABASE[connection.dialect.name]).scalar_one())


def _free(folder: Path) -> int | None:
    """Give how much room is left; None where the disk does not say."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return None
    return disk.f_bavail * disk.f_frsize


def _backup(settings: Settings) -> datetime | None:
    """Give when the newest of the files was written that the settings name as backups."""
    return max(_written(settings), default=None)


def _written(settings: Settings) -> Iterator[datetime]:
    for path in glob.glob(str(settings.instance / settings.backups.files)) if settings.backups.files else ():
        try:
            yield datetime.fromtimestamp(os.stat(path).st_mtime, UTC)
        except OSError:  # it went a moment ago, or its disk does not answer
            continue
