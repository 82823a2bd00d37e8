"""Openings and chains of a long log looked at by several processes at once.

Most of a verification goes into openings: fourteen an entry, each read and hashed by itself. A process says of a run of
entries that their openings give all of them again, and which leaves these are; one of them first walks the chains.
Whatever it does not say, or said of other leaves, is looked at again by whoever asked, so that what is found, and in
what order, is what he would have found alone. Each takes some 70 MB and half a second to begin, so that it is worth
while for a long log only. Each sees a snapshot of its own: entries never change, and an opening that was erased between
two of them is looked at again like any other difference.
"""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context

from sqlalchemy import Connection, Engine, func, select

from consult.db import make_engine, reading
from consult.log import verify
from consult.log.findings import Findings
from consult.log.links import check_links
from consult.log.reckoned import look
from consult.log.verify import Ahead
from consult.models.audit import audit_head, audit_leaf

IN_HAND = 4
"""Runs for each process that are asked for and not yet needed."""
YIELDING = 10
"""By how much they give way to whoever serves on this machine."""
_SIZE = select(audit_head.c.size)
_COUNT = select(func.count()).select_from(audit_leaf)
_engines: list[Engine] = []
"""The engine of a process that looks ahead."""


@contextmanager
def looking_ahead(connection: Connection, processes: int) -> Iterator[Ahead | None]:
    """Let the openings of a log be looked at by so many processes; None where nobody is to look but whoever asks."""
    if processes < 2:
        yield None
        return
    size = connection.execute(_SIZE).scalar() or 0
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (_address(connection),))
    try:
        yield _Asked(pool, size, processes * IN_HAND)
    finally:
        pool.shutdown(cancel_futures=True)


def _address(connection: Connection) -> str:
    return connection.engine.url.render_as_string(hide_password=False)


class _Asked:
    """What is asked of the processes: the chains first, and runs in the order of the log."""

    def __init__(self, pool: ProcessPoolExecutor, size: int, in_hand: int) -> None:
        """Keep whom to ask, and which run is asked for next."""
        self.pool, self.in_hand, self.length = pool, in_hand, verify.CHUNK
        self.following, self.end = 0, size - size % self.length
        self.asked: deque[tuple[int, Future[bytes | None]]] = deque()
        self.walked: Future[tuple[int, int | None]] | None = None
        with suppress(OSError):  # no process can be begun: nothing is said of anything
            self.walked = pool.submit(_walk)

    def chains(self, size: int) -> int | None:
        """Say how many chains there are, where nothing was found in them and so many entries are in them."""
        try:
            seen, found = self.walked.result() if self.walked else (0, None)
        except Exception:  # noqa: BLE001 - as below
            return None
        return found if seen == size else None

    def is_given(self, first: int, digest: bytes) -> bool:
        """Say whether a run was found to be given again by its openings, and is the one that is meant."""
        while self.asked and self.asked[0][0] < first:
            self.asked.popleft()[1].cancel()
        self.following = max(self.following, first)
        try:
            while len(self.asked) < self.in_hand and self.following < self.end:
                self.asked.append((self.following, self.pool.submit(_look, self.following, self.length)))
                self.following += self.length
            if not self.asked or self.asked[0][0] != first:
                return False
            return self.asked.popleft()[1].result() == digest
        except Exception:  # noqa: BLE001 - a process that failed, for whatever reason, has said nothing
            return False


def _begin(address: str) -> None:
    """Open the database in a process that was begun for this."""
    os.nice(YIELDING)
    _engines.append(make_engine(address))


def _walk() -> tuple[int, int | None]:
    """Walk the chains in such a process; give how many entries there are, and how many chains if nothing was found."""
    findings = Findings()
    with reading(_engines[-1]) as connection:
        size, chains = connection.execute(_COUNT).scalar_one(), check_links(connection, findings)
    return size, None if findings.count else chains


def _look(first: int, length: int) -> bytes | None:
    """Look at one run in such a process."""
    with reading(_engines[-1]) as connection:
        return look(connection, first, length)
