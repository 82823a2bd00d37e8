"""A lease: what only one process may do at a time is done by whoever has the row, and by another soon after it died.

No clock is read that anybody can set. Whoever has the lease raises a number in its row every few seconds; whoever
would have it looks at that number, and takes the lease by compare-and-swap when it has not moved for the whole length
of the lease, as this machine's own count of elapsed seconds tells, which goes on while a process is paused or a
machine sleeps. So a clock set back or forward, here or at the database, neither prolongs a lease nor ends one. The
holder counts from before its last renewal, and trusts in it for less than a third of that length. Each holder has a
term, higher than all before it: whatever must not happen twice compares terms (`consult.log.signer`), since a process
can be paused between looking and acting. Where the row is made anew, or is an older one out of a backup, it is whoever
compares that knows the highest term; so he is asked whenever a lease is taken.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from consult.db import reading, writing
from consult.models.leases import LEASE

SECONDS = 10.0
"""How long a lease stands that nobody renews."""
RENEWED = 0.3
"""After which part of it its holder renews it, and for which part he trusts in it without having done so."""
PAUSED_MILLISECONDS = 3000
SIGNER = "signer"
"""The name of the lease of whoever signs the log."""


def elapsed() -> float:
    """Count seconds that pass for this machine whether it works or sleeps; no clock that anybody sets."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Lease:
    """One process's way to a lease."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        holder: str,
        seconds: float = SECONDS,
        passing: Callable[[], float] = elapsed,
        known: Callable[[], int] = lambda: 0,
    ) -> None:
        """Keep which lease, who asks, how long one stands, what counts the seconds, and what gives the highest term
        that was ever heard of outside the database."""
        self.engine, self.name, self.holder, self.seconds, self.passing = engine, name, holder[:120], seconds, passing
        self.known = known
        self.term: int | None = None
        self._renewed = 0.0
        self._seen: tuple[int, int] | None = None
        self._since = 0.0

    def hold(self, at: datetime) -> int | None:
        """Have the lease now, if need be by renewing or taking it: its term, None while somebody else has it."""
        now = self.passing()
        if self.term is not None and now - self._renewed < RENEWED * self.seconds:
            return self.term
        with reading(self.engine) as connection:
            row = read_lease(connection, self.name)
        if self.term is not None and row is not None and (row.holder, row.term) == (self.holder, self.term):
            return self._keep(self._swap(row, row.term, row.beat + 1, at), row.term, now)
        self.term = None
        if row is not None and row.holder and not self._has_stood_still(row, now):
            return None
        term = max(row.term if row is not None else 0, self.known()) + 1
        done = self._begin(term, at) if row is None else self._swap(row, term, 0, at)
        return self._keep(done, term, now)

    def give_back(self) -> bool:
        """Let the next one have it at once; tell whether it was still ours."""
        if self.term is None:
            return False
        ours = (LEASE.c.name == self.name, LEASE.c.holder == self.holder, LEASE.c.term == self.term)
        self.term = None
        with self._written() as connection:
            given = update(LEASE).where(*ours).values(holder="", beat=LEASE.c.beat + 1)
            return connection.execute(given).rowcount == 1

    def _has_stood_still(self, row: Any, now: float) -> bool:
        """Tell whether the number of another holder has not moved for the length of a lease."""
        if self._seen != (row.term, row.beat):
            self._seen, self._since = (row.term, row.beat), now
        return now - self._since >= self.seconds

    def _begin(self, term: int, at: datetime) -> bool:
        """Write the first row, unless somebody else just did."""
        dialect = postgresql if self.engine.dialect.name == "postgresql" else sqlite
        row = {"name": self.name, "holder": self.holder, "term": term, "beat": 0, "at": at}
        with self._written() as connection:
            first = dialect.insert(LEASE).values(row).on_conflict_do_nothing(index_elements=["name"])
            return connection.execute(first.returning(LEASE.c.name)).first() is not None

    def _swap(self, row: Any, term: int, beat: int, at: datetime) -> bool:
        """Put oneself where a row is still as it was read."""
        as_read = (LEASE.c.name == self.name, LEASE.c.term == row.term, LEASE.c.beat == row.beat)
        values = {"holder": self.holder, "term": term, "beat": beat, "at": at}
        with self._written() as connection:
            return connection.execute(update(LEASE).where(*as_read).values(values)).rowcount == 1

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        """Write in a transaction that PostgreSQL ends by itself where its process is paused within it, so that nobody
        waits for the row of somebody who sleeps."""
        with writing(self.engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = {PAUSED_MILLISECONDS}"))
            yield connection

    def _keep(self, done: bool, term: int, now: float) -> int | None:
        """Remember that it is ours, counted from before it was written; or that it is not."""
        self.term, self._seen, self._renewed = (term if done else None), None, now
        return self.term


def read_lease(connection: Connection, name: str) -> Any:
    """Read who has a lease, for which term and when it was renewed; None where nobody ever had it."""
    return connection.execute(select(LEASE).where(LEASE.c.name == name)).first()
