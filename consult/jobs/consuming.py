"""Who runs the background work: a worker of its own, or exactly one of the web server's processes.

Embedded, each process of the server queues for a lock on a side file. Whoever has it runs the work; when that process
ends, however it ends, the next one has the lock. Standing alone, the worker needs no lock: a tick is idempotent. Where
workers are elsewhere, one process of a machine publishes there what they sign, in the same way.
"""

import logging
import time
from pathlib import Path
from typing import Any

from huey.consumer import Consumer, Scheduler

from consult import clock
from consult.backlog import MOST_APART, apart
from consult.figures import TICK_SECONDS as TICKS
from consult.figures import note
from consult.jobs import Jobs
from consult.jobs.candidates import STOP_SECONDS, TICK_SECONDS, Candidate
from consult.jobs.news import News, OnceAWhile
from consult.signs import own_name

LONGEST_POLL_SECONDS = 1.0
HEALTH_SECONDS = 10.0
SIGN_SECONDS = 30.0
LOCK = "jobs.lock"
ONCE_A_WHILE = OnceAWhile()
log = logging.getLogger("consult.jobs")


class Ticking(Scheduler):
    """The queue's own scheduler, which also ticks."""

    def __init__(self, *settings: Any, jobs: Jobs) -> None:
        """Keep what to tick."""
        super().__init__(*settings)
        self.jobs, self.name, self.since = jobs, own_name(), clock.now()
        self._signed: float | None = None
        self._news = News()

    def loop(self, now: Any = None) -> None:
        """Tick, then do what the queue's scheduler does; a failure is reported as it begins, and it goes on."""
        started = time.monotonic()
        try:
            self._give_sign(started)
            self._tick()
            self._news.over()
        except Exception as fault:
            if self._news.is_new(fault):
                log.exception("A tick failed; the next one follows.")
        super().loop(now)
        self.sleep_for_interval(started, self.interval)

    def _tick(self) -> None:
        """Tick, unless the clock is wrong."""
        at = clock.now()
        wrong = apart(self.jobs.engine, at)
        if wrong > MOST_APART:
            log.error("The clocks of this machine and the database are %s apart; nothing is recorded meanwhile.", wrong)
            return
        started = time.perf_counter()
        self.jobs.tick(at)
        note(TICKS, time.perf_counter() - started)

    def _give_sign(self, now: float) -> None:
        """Keep every half minute that this worker lives."""
        if self._signed is None or now - self._signed >= SIGN_SECONDS:
            self._signed = now
            self.jobs.give_sign(self.name, self.since, clock.now())


class Worker(Consumer):
    """A worker that ticks."""

    def __init__(self, jobs: Jobs, **settings: Any) -> None:
        """Set the worker over the background work of an installation."""
        self.jobs = jobs
        for name in ("Worker", "Scheduler"):  # a filter of the logger above them is not asked
            logging.getLogger(f"huey.consumer.{name}").addFilter(ONCE_A_WHILE)
        super().__init__(
            jobs.queue,
            workers=1,
            periodic=False,
            max_delay=LONGEST_POLL_SECONDS,
            scheduler_interval=TICK_SECONDS,
            shutdown_timeout=STOP_SECONDS,
            graceful_signal="TERM",
            **settings,
        )

    def start(self) -> None:
        """Begin, with errands in lanes and the sealing of the log in a thread of its own."""
        self.jobs.errands.start()
        super().start()
        if self.jobs.sealing is not None:
            self.jobs.sealing.start()

    def stop(self, graceful: bool = False) -> None:
        """Finish what is being done, errands and the sealing of the log too."""
        super().stop(graceful)
        self.jobs.errands.stop()
        if self.jobs.sealing is not None:
            self.jobs.sealing.stop()
        self.jobs.take_back_sign(own_name())

    def _create_scheduler(self) -> Ticking:
        """Make the scheduler that ticks."""
        return Ticking(self.huey, self.stop_flag, self.scheduler_interval, self.periodic, jobs=self.jobs)


class Embedded(Worker):
    """A worker inside a web server, which keeps its own signal handlers."""

    def _set_signal_handlers(self) -> None:
        """Leave the signals to the server."""


class Working(Candidate):
    """One that runs the background work."""

    def __init__(self, jobs: Jobs, instance: Path) -> None:
        """Keep what to run."""
        super().__init__(instance / LOCK)
        self.jobs = jobs

    def _run(self) -> None:
        """Run the work until told to stop."""
        consumer = Embedded(self.jobs)
        consumer.start()
        self.chosen.set()
        while not self.ended.wait(HEALTH_SECONDS):
            consumer.check_worker_health()
        consumer.stop(graceful=True)
