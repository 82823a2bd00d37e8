"""Errands: work that goes out of the house, done outside any transaction and beside the queue.

Who waits for somebody else's server must hold up nobody here: an errand runs in a lane of its channel, by threads of
its own, while the queue goes on. An errand keeps what came of it and finishes its work in transactions of its own. The
table is the truth: what stands in a lane is kept for it (`in_hand`), however long the lane is; what stood there when
the process ended is claimed again when its lease ends. Without lanes (in tests, and in commands) an errand runs at
once, where it is asked for.
"""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Engine

from consult import clock, outbox
from consult.db import Busy
from consult.jobs.told import DONE, WAITS, telling

Errand = Callable[[outbox.Job, datetime], bool]
THREADS = 4
STOP_SECONDS = 6.0
log = logging.getLogger("consult.jobs")


class Errands:
    """Who runs the errands of each topic, and the lanes in which they run."""

    def __init__(self, engine: Engine, by_topic: Mapping[str, Errand], *, aloud: bool = False) -> None:
        """Keep who does what, and whether each errand is told in a line; there are no lanes before `start`."""
        self.engine, self.by_topic, self.aloud = engine, by_topic, aloud
        self._lanes: dict[str, _Lane] | None = None
        self._under_way: set[int] = set()
        self._guard = threading.Lock()

    def start(self) -> None:
        """Run errands in lanes from now on."""
        self._lanes = {}

    def stop(self) -> None:
        """Begin no more errands; one that is being run is given a few seconds."""
        lanes, self._lanes = self._lanes or {}, None
        for lane in lanes.values():
            lane.end()
        for lane in lanes.values():
            lane.join()

    def in_hand(self) -> frozenset[int]:
        """Give the numbers of the errands that are being run here, or wait in a lane."""
        with self._guard:
            return frozenset(self._under_way)

    def send(self, job: outbox.Job) -> bool:
        """Run an errand, or hand it to its lane; say whether it was done by this call."""
        with self._guard:
            if job.id in self._under_way:
                return False
            self._under_way.add(job.id)
        if self._lanes is None:
            return self._run(job)
        try:
            self._lane_of(job, self._lanes).put(job)
        except BaseException:  # nobody has it in hand, and it is claimed again
            self._let_go(job)
            raise
        return False

    def _lane_of(self, job: outbox.Job, lanes: dict[str, "_Lane"]) -> "_Lane":
        """Give the lane of an errand's channel, begun with its first one."""
        name = str(job.payload.get("channel", job.topic))
        if name not in lanes:
            lanes[name] = _Lane(name, self._run)
        return lanes[name]

    def _let_go(self, job: outbox.Job) -> None:
        with self._guard:
            self._under_way.discard(job.id)

    def _run(self, job: outbox.Job) -> bool:
        at = clock.now()
        try:
            with telling(job, aloud=self.aloud) as came:
                done = self.by_topic[job.topic](job, at)
                came.outcome = DONE if done else WAITS
                return done
        except Busy:
            return False  # the lease ends, and the row is claimed again
        except Exception as fault:
            log.exception("Errand %s failed and is tried again later.", job.id)
            outbox.put_off(self.engine, job.id, at, f"{type(fault).__name__}: {fault}")
            return False
        finally:
            self._let_go(job)


class _Lane:
    """One channel's errands, run by a few threads."""

    def __init__(self, name: str, run: Callable[[outbox.Job], bool]) -> None:
        """Begin to wait for errands, where the machine has no more threads with fewer; RuntimeError where it has none
        at all."""
        self._run, self._ended = run, threading.Event()
        self._jobs: queue.SimpleQueue[outbox.Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        for _number in range(THREADS):
            thread = threading.Thread(target=self._work, name=f"send {name}", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                if not self._threads:
                    raise
                break
            self._threads.append(thread)

    def put(self, job: outbox.Job) -> None:
        """Take an errand in."""
        self._jobs.put(job)

    def end(self) -> None:
        """Begin no more errands."""
        self._ended.set()
        for _thread in self._threads:
            self._jobs.put(None)

    def join(self) -> None:
        """Wait for what is being run."""
        for thread in self._threads:
            thread.join(STOP_SECONDS / THREADS)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._ended.is_set():
                return
            try:
                self._run(job)
            except Exception:
                log.exception("An errand could not be put off; its lease ends, and it is claimed again.")
