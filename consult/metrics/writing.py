"""Writing figures down in the form that Prometheus reads: what all processes here counted, and how all stands now.

The database is looked at no more often than every few seconds, however often somebody asks; where it does not answer,
that is said, and what was counted is given all the same.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from consult import clock, migrate
from consult.backlog import apart
from consult.db import Busy, reading
from consult.metrics.counting import Counting
from consult.metrics.folder import files_of
from consult.metrics.installation import Installation, by_topic, documents_bytes, look
from consult.settings import Settings
from consult.signs import own_version

if TYPE_CHECKING:  # the library looks at the environment when it is imported, which is not before the folder is known
    from prometheus_client import Metric

KEPT = timedelta(seconds=5)
SELDOM = timedelta(minutes=15)
Labels = dict[str, str]
Line = tuple[str, str, list[tuple[Labels, float]]]


class Writing:
    """Writes the figures of one installation; any number of threads may ask."""

    def __init__(self, settings: Settings, engine: Engine, counting: Counting | None) -> None:
        """Keep where to look, and who counted in this process; None: nobody did."""
        self.settings, self.engine, self.counting = settings, engine, counting
        self._guard, self._revision, self._apart = threading.Lock(), "", 0.0
        self._looked: tuple[datetime, Installation | None] | None = None
        self._added: tuple[datetime, int] | None = None

    def text(self, at: datetime) -> bytes:
        """Write down everything as it is at a moment."""
        from prometheus_client import CollectorRegistry, generate_latest

        registry = CollectorRegistry()
        registry.register(_Found([*_gauges(self._own(at))]))
        text: bytes = generate_latest(registry)
        return text + self._counted()

    def _counted(self) -> bytes:
        """Write down what was counted: by every process here, or in this one alone; nothing where the disk on which it
        lies does not answer."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        if self.counting is None:
            return b""
        if not self.counting.is_shared:
            return bytes(generate_latest(self.counting.registry))
        merged = CollectorRegistry()
        try:
            found = MultiProcessCollector.merge(files_of(self.settings.instance))  # type: ignore[no-untyped-call] # has no types
        except OSError:
            return b""
        merged.register(_Found(found))
        return bytes(generate_latest(merged))

    def _own(self, at: datetime) -> Iterator[Line]:
        """Tell how the installation stands."""
        yield "consult_build_info", "Which version runs.", [({"version": own_version() or "unknown"}, 1)]
        stands = self._stands(at)
        yield "consult_database_up", "Whether the database answers.", [({}, float(stands is not None))]
        if stands is not None:
            revised = [({"revision": self._revision}, 1.0)]
            yield "consult_database_revision_info", "At which revision the database is.", revised
            yield _one("consult_clock_apart_seconds", "How far this clock is from the database's.", self._apart)
            yield from lines_of(stands, self._documents(at), at)

    def _stands(self, at: datetime) -> Installation | None:
        with self._guard:
            if self._looked is None or not timedelta() <= at - self._looked[0] < KEPT:
                self._looked = at, self._look(at)
            return self._looked[1]

    def _look(self, at: datetime) -> Installation | None:
        try:
            self._revision = migrate.current(self.engine) or ""
            self._apart = apart(self.engine, clock.now()).total_seconds()
            with reading(self.engine) as connection:
                return look(connection, self.settings, at)
        except (DBAPIError, Busy):
            return None

    def _documents(self, at: datetime) -> int:
        with self._guard:
            if self._added is None or not timedelta() <= at - self._added[0] < SELDOM:
                with suppress(DBAPIError, Busy), reading(self.engine) as connection:
                    self._added = at, documents_bytes(connection)
            return self._added[1] if self._added else 0


def lines_of(stands: Installation, documents: int, at: datetime) -> Iterator[Line]:
    """Tell each number of an installation under its name. Ages are in seconds; one of nothing is 0."""
    yield from _of_work(stands, at)
    yield from _of_messages(stands, at)
    yield _one("consult_log_entries", "Entries of the log.", stands.log.size)
    yield _one("consult_log_unsealed", "Entries that no checkpoint covers yet.", stands.log.unsealed)
    yield _one("consult_documents_bytes", "Size of all documents, added up seldom.", documents)
    yield _one("consult_database_bytes", "Size of the database.", stands.database_bytes)
    if stands.free_bytes is not None:
        yield _one("consult_disk_free_bytes", "Room left where the installation lies.", stands.free_bytes)
    ages = {
        "log_checkpoint": (stands.log.signed_at, "Age of the newest checkpoint."),
        "log_quorum": (stands.log.attested_at, "How long ago enough witnesses had cosigned the log."),
        "retention": (stands.retained_at, "How long ago the last run of retention was finished."),
        "backup": (stands.backup_at, "Age of the newest backup."),
    }
    for name, (since, says) in ages.items():
        if since is not None:  # what never was has no age: an alert asks whether it is absent
            yield _one(f"consult_{name}_age_seconds", says, _age(since, at))


def _of_work(stands: Installation, at: datetime) -> Iterator[Line]:
    """Tell of the queue, of who works on it, and of periods."""
    work = stands.work
    yield from _by("topic", "consult_queue_waiting", "Work that waits, by topic.", by_topic(work.waiting))
    yield _one("consult_queue_under_way", "Work under way.", work.leased)
    yield _one("consult_queue_failing", "Work that failed and is tried again, up to 50.", len(work.failed))
    yield from _by("topic", "consult_queue_set_aside", "Work that was given up, by topic.", stands.set_aside)
    yield _one("consult_queue_oldest_due_seconds", "How long the oldest work is due.", _age(work.oldest_due, at))
    yield _one("consult_workers_alive", "Workers that gave a sign of life in the last minutes.", stands.alive(at))
    yield _one("consult_servers_alive", "Web servers that gave a sign of life in the last minutes.", stands.serving(at))
    yield _one("consult_versions_running", "Versions that workers and web servers run.", stands.versions(at))
    yield _one("consult_deadlines_overdue", "Periods that ended and are not recorded yet.", stands.overdue)
    says = "How long ago the oldest of them ended."
    yield _one("consult_deadlines_overdue_seconds", says, _age(stands.overdue_since, at))


def _of_messages(stands: Installation, at: datetime) -> Iterator[Line]:
    """Tell of mail and webhooks."""
    told = stands.messages
    yield from _by(
        "channel", "consult_messages_waiting", "Messages that wait.", {c: m.waiting for c, m in told.items()}
    )
    says = "How long the oldest message waits."
    yield from _by("channel", "consult_messages_oldest_seconds", says, {c: _age(m.oldest, at) for c, m in told.items()})
    says = "Messages given up in the last seven days."
    yield from _by("channel", "consult_messages_failed", says, {c: m.failed for c, m in told.items()})
    yield _one("consult_webhook_endpoints_given_up", "Endpoints told nothing more.", stands.endpoints_given_up)


def _age(since: datetime | None, at: datetime) -> float:
    return (at - since).total_seconds() if since else 0.0


def _one(name: str, says: str, value: float) -> Line:
    return name, says, [({}, float(value))]


def _by(label: str, name: str, says: str, values: Mapping[str, float]) -> Iterator[Line]:
    yield name, says, [({label: key}, float(value)) for key, value in values.items()]


class _Found:
    """Gives the library of Prometheus what was found elsewhere."""

    def __init__(self, found: Iterable["Metric"]) -> None:
        self.found = found

    def collect(self) -> Iterable["Metric"]:
        """Give it."""
        return self.found


def _gauges(lines: Iterable[Line]) -> Iterator["Metric"]:
    """Give each line as a gauge of the library."""
    from prometheus_client.core import GaugeMetricFamily

    for name, says, samples in lines:
        family = GaugeMetricFamily(name, says, labels=sorted({key for one, _value in samples for key in one}))
        for labels, value in samples:
            family.add_metric([labels[key] for key in sorted(labels)], value)
        yield family
