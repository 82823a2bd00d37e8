"""The sweep: once a day bytes go that nothing names and that have lain there longer than anybody takes to name them.

Such bytes are left where a request was broken off between keeping a file and recording it, or where the store was away
when a removed document's bytes should have gone. What is younger than the setting stays; each digest is asked for once
more, in its turn, before its bytes go. Where a fifth of a store would go at once nothing does and a line says so: then
the store is rather another installation's, or the database was put back from an old backup.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from consult import outbox
from consult.db import reading, writing
from consult.documents.errors import Away
from consult.documents.holding import holding
from consult.documents.needed import unneeded
from consult.documents.stores import stores_of
from consult.documents.stores.values import Kept, Store
from consult.lines import tell
from consult.models.cases import OUTBOX
from consult.settings import Settings

TOPIC = "sweep"
LEASE, AGAIN = timedelta(hours=1), timedelta(minutes=10)
AT_ONCE = 500
FEW, SHARE = 100, 5
"""So many go whatever their share is; of more, no fifth of a store goes at once."""
log = logging.getLogger("consult.documents")


@dataclass(slots=True)
class Swept:
    """What came of a store: how much lay there, what nothing names and is old enough, and how much of it went."""

    there: int = 0
    found: list[Kept] = field(default_factory=list)
    gone: int = 0
    unfinished: int = 0

    @property
    def is_held_back(self) -> bool:
        """Say that so much of the store would go that nothing does."""
        return len(self.found) > FEW and len(self.found) * SHARE > self.there


def sweep(engine: Engine, name: str, store: Store, before: datetime, *, dry: bool = False) -> Swept:
    """Let go of what lies in a store since before an instant and what no row names; `dry` only finds it. Away where the
    store is: what went until then is gone, and the next sweep goes on."""
    swept = Swept()
    with reading(engine) as connection:
        kept = store.each()
        while some := list(islice(kept, AT_ONCE)):
            swept.there += len(some)
            old = {one.digest: one for one in some if one.at < before}
            swept.found += [old[digest] for digest in unneeded(connection, name, old)] if old else []
    if dry or swept.is_held_back:
        return swept
    swept.gone = _remove(engine, name, store, swept.found, before)
    swept.unfinished = store.drop_unfinished(before)
    return swept


def _remove(engine: Engine, name: str, store: Store, some: list[Kept], before: datetime) -> int:
    """Take some bytes away, but for what is named or was put again meanwhile; say how many went."""
    gone = 0
    for one in some:
        with holding(engine, [one.digest]) as require_turn:
            with reading(engine) as connection:
                is_free = bool(unneeded(connection, name, [one.digest]))
            found = store.look(one.digest) if is_free else None
            if found is not None and found.at < before:
                require_turn()
                store.remove(one.digest)
                gone += 1
    return gone


def ask_daily(engine: Engine, at: datetime) -> None:
    """Ask once a day for the sweep, whichever worker asks first."""
    key = f"{TOPIC}:{at.astimezone(UTC).date().isoformat()}"
    with reading(engine) as connection:
        if connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.key == key)).first() is not None:
            return
    work = {"key": key, "topic": TOPIC, "payload": json.dumps({}), "run_at": at, "attempts": 0}
    with writing(engine) as connection:
        _insert(connection, work)


def _insert(connection: Connection, work: dict[str, Any]) -> None:
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(OUTBOX).values(work).on_conflict_do_nothing(index_elements=["key"]))


class Sweeping:
    """Sweeps the stores of one installation, outside the queue."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        """Keep the stores, and how old bytes are when they go."""
        self.engine, self.settings = engine, settings

    def __call__(self, job: outbox.Job, at: datetime) -> bool:
        """Do one piece of work; a repeat finds less. False where a store is away, which is tried again."""
        with writing(self.engine) as connection:
            if not outbox.hold(connection, job.id, at, at + LEASE):
                return False
        try:
            for name, swept in self.all(at):
                _tell(name, swept)
        except Away as away:
            with writing(self.engine) as connection:
                outbox.wait(connection, job.id, at + AGAIN, f"The store of documents is away: {away.code}")
            return False
        with writing(self.engine) as connection:
            outbox.finish(connection, job.id, at)
        return True

    def all(self, at: datetime, *, dry: bool = False) -> Iterator[tuple[str, Swept]]:
        """Sweep each store, and yield what came of it."""
        before = at - timedelta(days=self.settings.stored.sweep_days)
        for name, store in stores_of(self.settings).named().items():
            yield name, sweep(self.engine, name, store, before, dry=dry)


def _tell(name: str, swept: Swept) -> None:
    """Say on a line what came of a store, where anything did."""
    if swept.is_held_back:
        log.error("Of %s in the store %s nothing names %s: nothing is removed.", swept.there, name, len(swept.found))
    elif swept.gone or swept.unfinished:
        tell(log, "documents swept", store=name, there=swept.there, gone=swept.gone, unfinished=swept.unfinished)
