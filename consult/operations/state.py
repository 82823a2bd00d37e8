"""How an installation stands, for the people who run it: one look, without a word of what States file."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from consult import migrate
from consult.doctor import Finding, examine
from consult.figures import OTHER
from consult.metrics.installation import Installation, documents_bytes, look
from consult.models.cases import OUTBOX
from consult.models.webhooks import WEBHOOK_ENDPOINT
from consult.operations.reasons import reason_of
from consult.operations.work import Failed, failed_of, require_operator
from consult.personal.retention import runs
from consult.personal.rules import BY_KEY
from consult.settings import Settings
from consult.slowness import Slow, slow_lately
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

MOST_SLOW, MOST_RUNS, MOST_ENDPOINTS, MOST_REASONS = 20, 7, 50, 1_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run of retention: when it was begun and finished, and how much went by each rule."""

    begun_at: datetime
    done_at: datetime | None
    gone: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint of webhooks that is told nothing more: its number, why, and since when. Whose it is is not told."""

    id: int
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Operated:
    """An installation as the people see it who run it."""

    stands: Installation
    revision: str
    newest: str
    failing: tuple[Failed, ...]
    set_aside: tuple[Failed, ...]
    reasons: tuple[tuple[str, int], ...]
    endpoints: tuple[Endpoint, ...]
    runs: tuple[Run, ...]
    findings: tuple[Finding, ...]
    slow: tuple[Slow, ...]
    documents_bytes: int


def operated(connection: Connection, engine: Engine, settings: Settings, by: Standing, at: datetime) -> Operated:
    """Look at an installation, or refuse as unknown whoever does not run it."""
    require_operator(by, settings.operations.organ)
    stands = look(connection, settings, at)
    return Operated(
        stands=stands,
        revision=migrate.current(engine) or "",
        newest=migrate.newest() or "",
        failing=failed_of(stands.work.failed),
        set_aside=failed_of(stands.work.set_aside),
        reasons=_reasons(connection),
        endpoints=_endpoints(connection),
        runs=tuple(_run(row) for row in runs(connection, MOST_RUNS)),
        findings=tuple(examine(settings, engine, at, outside=False, thorough=False)),
        slow=slow_lately(settings.instance, MOST_SLOW),
        documents_bytes=documents_bytes(connection),
    )


def _reasons(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Count why messages wait, by kind of reason, of the oldest that were tried in vain."""
    waits = OUTBOX.c.topic == "send", OUTBOX.c.done_at.is_(None), OUTBOX.c.set_aside_at.is_(None)
    query = select(OUTBOX.c.last_error, OUTBOX.c.attempts).where(*waits, OUTBOX.c.last_error.is_not(None))
    found: dict[str, int] = {}
    for error, attempts in connection.execute(query.order_by(OUTBOX.c.id).limit(MOST_REASONS)):
        reason = reason_of("send", error) if attempts else ""
        found[reason] = found.get(reason, 0) + 1
    return tuple(sorted(found.items(), key=lambda pair: -pair[1]))


def _endpoints(connection: Connection) -> tuple[Endpoint, ...]:
    e = WEBHOOK_ENDPOINT.c
    given_up = e.state == "paused", e.paused_by.in_(("gone", "failing"))
    query = select(e.id, e.paused_by, e.changed_at).where(*given_up).order_by(e.changed_at.desc(), e.id)
    return tuple(Endpoint(*row) for row in connection.execute(query.limit(MOST_ENDPOINTS)))


def _run(row: Any) -> Run:
    gone = {key if key in BY_KEY else OTHER: int(number) for key, number in json.loads(row.gone).items()}
    return Run(row.begun_at, row.done_at, tuple(sorted(gone.items())))
