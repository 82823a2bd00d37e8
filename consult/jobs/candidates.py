"""Processes of a web server of which one does what a machine needs once: the background work, or the publishing of what
is signed elsewhere. Nothing of the queue is needed to wait for that.
"""

import fcntl
import logging
import os
import threading
from pathlib import Path

from consult.jobs.news import News
from consult.jobs.sealing import Sealing

TICK_SECONDS = 2
STOP_SECONDS = 10.0
FOLLOWED = "audit.lock"
log = logging.getLogger("consult.jobs")


class Candidate:
    """One process of a web server that does what one of a machine's is to do, as soon as no other one does it."""

    def __init__(self, path: Path) -> None:
        """Keep where the lock lies."""
        self.path = path
        self.ended = threading.Event()
        self.chosen = threading.Event()
        self._thread = threading.Thread(target=self._stand, name=path.stem, daemon=True)

    def start(self) -> "Candidate":
        """Queue for the lock in a thread of its own."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the work if it runs here: what is being done is finished first."""
        self.ended.set()
        self._thread.join(STOP_SECONDS + 1)

    def _stand(self) -> None:
        """Wait for the lock, run the work until told to stop, and give the lock back."""
        handle = self._opened()
        if handle is None:
            return
        try:
            if self._wait_for(handle):
                self._run()
        finally:
            os.close(handle)

    def _opened(self) -> int | None:
        """Open the file of the lock; None when it is to stop first. Where the system refuses it, that is reported once
        and tried again: a thread that ended here would leave the work undone without a word."""
        news = News()
        while not self.ended.is_set():
            try:
                return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as fault:
                if news.is_new(fault):
                    log.error("The side file %s cannot be used, and its work waits: %s", self.path, fault.strerror)
                self.ended.wait(TICK_SECONDS)
        return None

    def _wait_for(self, handle: int) -> bool:
        """Wait until this process has the lock; False when it is to stop first."""
        while not self.ended.is_set():
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.ended.wait(TICK_SECONDS)
            else:
                return True
        return False

    def _run(self) -> None:
        """Do it until told to stop."""
        raise NotImplementedError


class Following(Candidate):
    """One that publishes here what is signed elsewhere, so that a machine without a worker gives out the log too."""

    def __init__(self, sealing: Sealing, instance: Path) -> None:
        """Keep what publishes."""
        super().__init__(instance / FOLLOWED)
        self.sealing = sealing

    def _run(self) -> None:
        """Publish until told to stop."""
        self.sealing.start(signs=False)
        self.chosen.set()
        self.ended.wait()
        self.sealing.stop()
