"""One commit for several writers of a process, on a database that has one writer at a time.

Whoever stands at the gate behind another of the same process goes on in the transaction of that one, in a savepoint of
its own, and the last of them commits for all: to wait for the disk takes as long for eight as for one. Nobody comes
back before that commit, refused or not, since what was found may come from another who is not on record yet. Who is
refused undoes what is its own. Where the commit fails, or the database undoes the whole, everybody is told that nothing
was written, or, where the disk failed, that nobody knows. A lone writer does exactly what it would do without this.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from typing import Any

from sqlalchemy import Connection

from consult.gates import Queue

MOST, SECONDS = 8, 0.02
"""How many go in one transaction, and how long after its beginning nobody is taken along any more."""


class Undid(Exception):
    """The transaction in which others went along was not committed, because of one of them or of what the commit met,
    which is the cause."""


class _Ride:
    """A transaction under way: its connection, how many have done their part, and how it ended."""

    def __init__(self, begin: AbstractContextManager[Connection]) -> None:
        """Begin the transaction; what it takes to have the turn among processes is not counted."""
        self.stack = ExitStack()
        self.connection = self.stack.enter_context(begin)
        self.began = time.perf_counter()
        self.parts = 0
        self.failed = False
        self._under_way = threading.Lock()
        self._under_way.acquire()  # until it has ended
        self.fault: BaseException | None = None
        """What the commit met."""

    def apart(self) -> AbstractContextManager[Any]:
        """Keep one part apart from those before it, which the first one need not be."""
        return self.connection.begin_nested() if self.parts else nullcontext()

    @property
    def is_lost(self) -> bool:
        """Say after a fault whether all has to be undone: it was in the first part, or the database has undone it."""
        if self.parts == 0 or self.connection.closed or self.connection.invalidated:
            return True
        raw: Any = self.connection.connection.dbapi_connection
        try:
            return not raw.in_transaction
        except Exception:  # noqa: BLE001 - a handle that cannot even be asked keeps nothing
            return True

    def wait(self) -> None:
        """Come back when it has ended."""
        with self._under_way:
            pass

    def end(self) -> None:
        """Let everybody come back."""
        self._under_way.release()

    @property
    def takes_along(self) -> bool:
        """Say whether somebody else may go on in this transaction."""
        return self.parts < MOST and time.perf_counter() - self.began < SECONDS


class Shared:
    """The transactions of a process in which those who queue go along."""

    def __init__(self, queue: Queue) -> None:
        """Keep the queue of the process; nobody is under way."""
        self._queue = queue
        self._ride: _Ride | None = None

    @contextmanager
    def aboard(self, begin: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Connection]:
        """Give whoever has the turn the connection of the transaction under way, or of one that begins now; come back
        when it is committed, and hand on the turn. Raise Undid, from what the commit met, where it was not."""
        try:
            ride = self._ride = self._ride or _Ride(begin())
        except BaseException:
            self.give_back()
            raise
        own: BaseException | None = None
        try:
            with ride.apart():
                try:
                    yield ride.connection
                except BaseException as met:
                    own = met
                    raise
        except BaseException as fault:
            if ride.is_lost or fault is not own:  # where it could not be undone apart, all is
                self._end(ride, fault)
            else:
                self._go_on(ride)
            raise
        self._go_on(ride)

    def give_back(self) -> None:
        """Give back the turn for a thread that is told to end before it did anything: what others did in a transaction
        under way is committed, and they are told what came of it."""
        if self._ride is None:
            self._queue.leave()
            return
        with suppress(Exception):
            self._end(self._ride)

    def _go_on(self, ride: _Ride) -> None:
        """Hand the transaction on to whoever comes next, or commit it for all; come back when it has ended."""
        ride.parts += 1
        if not (ride.takes_along and self._queue.hand_on()):
            self._end(ride)
            return
        ride.wait()
        if ride.failed:
            raise Undid from ride.fault

    def _end(self, ride: _Ride, fault: BaseException | None = None) -> None:
        """Commit for all, or undo everything for a fault, and let everybody know."""
        self._ride, ride.failed = None, True
        try:
            ride.stack.__exit__(type(fault) if fault else None, fault, fault.__traceback__ if fault else None)
            ride.failed = fault is not None
        except BaseException as met:
            ride.fault = met if fault is None else None
            raise
        finally:
            self._queue.leave()
            ride.end()
