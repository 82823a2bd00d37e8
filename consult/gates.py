"""The queue before the one lock of all writers of an SQLite database: in order within a process, and in turn among
processes.

Whoever waits is woken by whoever leaves, or looks again within two thousandths of a second: no thread is begun for a
wait, and nothing that waits can keep the lock by accident, since the kernel frees it with the process that held it.
Of each process one thread at a time waits for the file, and of all those one for the lock itself: who was just in
comes again after whoever stood before it.
"""

import fcntl
import os
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial

FIRST_LOOK, LAST_LOOK = 0.00005, 0.002
"""How long a process waits before it looks again whether the file is free, in seconds: at first, and at most. Between
them it is a tenth of what it has waited, so that who comes next after a short wait loses little of it."""
_LOCK_OF_PLACE: int | None = getattr(fcntl, "F_OFD_SETLK", None)
"""Locks a part of a file for a handle; not every system has it, and then processes come in no order."""


class Queue:
    """Those of this process who wait, first come first served."""

    def __init__(self) -> None:
        """Begin with nobody in."""
        self._empty()

    def _empty(self) -> None:
        self._own, self._process = threading.Lock(), os.getpid()
        self._in = False
        self._waiting: deque[threading.Lock] = deque()
        self._share: set[threading.Lock] = set()

    def enter(self, seconds: float, *, in_passing: Callable[[], None] | None = None) -> bool:
        """Wait for the turn; False when so many seconds pass first. Whoever shares may be given it by `hand_on`, in
        passing, and says what gives it back for a thread that is told to end as it comes."""
        if self._process != os.getpid():  # a process that parted from another begins with nobody in
            self._empty()
        turn = threading.Lock()
        with self._own:
            if not self._in:
                self._in = True
                return True
            turn.acquire()
            self._waiting.append(turn)
            if in_passing is not None:
                self._share.add(turn)
        try:
            if turn.acquire(timeout=seconds):
                return True
        except BaseException:  # the process is told to end: nobody may hand this turn on to a thread that has gone
            if not self._gave_up(turn):
                (in_passing or self.leave)()
            raise
        return not self._gave_up(turn)

    def _gave_up(self, turn: threading.Lock) -> bool:
        """Wait no more; False where the turn was handed on at this very moment."""
        with self._own:
            if turn not in self._waiting:
                return False
            self._waiting.remove(turn)
            self._share.discard(turn)
            return True

    def hand_on(self) -> bool:
        """Give the turn to whoever waits longest, where that one shares; False where nobody waits or it does not."""
        with self._own:
            if not self._waiting or self._waiting[0] not in self._share:
                return False
            self._next()
            return True

    def leave(self) -> None:
        """Hand the turn on to whoever waits longest."""
        with self._own:
            if self._waiting:
                self._next()
            else:
                self._in = False

    def _next(self) -> None:
        turn = self._waiting.popleft()
        self._share.discard(turn)
        turn.release()


def lock_in_turn(handle: int, last: float) -> bool:
    """Lock a file over all processes; False when the counter of performance passes `last` first."""
    if _LOCK_OF_PLACE is None:
        return _looked(partial(_lock, handle), last)
    if not _looked(partial(_stand_next, handle, _LOCK_OF_PLACE), last):
        return False
    try:
        return _looked(partial(_lock, handle), last)
    finally:
        fcntl.fcntl(handle, _LOCK_OF_PLACE, _place(fcntl.F_UNLCK))


def _looked(take: Callable[[], None], last: float) -> bool:
    """Look until something can be taken."""
    began = time.perf_counter()
    while True:
        try:
            take()
        except BlockingIOError:
            now = time.perf_counter()
            if now >= last:
                return False
            time.sleep(min(max((now - began) / 10, FIRST_LOOK), LAST_LOOK, last - now))
        else:
            return True


def _lock(handle: int) -> None:
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _stand_next(handle: int, command: int) -> None:
    """Take the place of whoever comes next: the first byte of the file, which stays empty."""
    fcntl.fcntl(handle, command, _place(fcntl.F_WRLCK))


def _place(kind: int) -> bytes:
    """Name the first byte of a file as the system's `struct flock`: kind, from the beginning, from where, how long."""
    return struct.pack("hhqqi", kind, os.SEEK_SET, 0, 1, 0)
