"""What each piece of work leaves in the log of the process, as a request does: its number, topic and try, how long it
took, what came of it, and in which request it was asked for. Nothing of what it is about.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from consult.db import Busy
from consult.figures import JOB_SECONDS, JOBS, note
from consult.lines import REQUEST, tell
from consult.outbox import Job

DONE, WAITS, FAILED, BUSY = "done", "waits", "failed", "busy"
log = logging.getLogger("consult.jobs")


@dataclass(slots=True)
class Came:
    """What came of a piece of work; until somebody says so it failed."""

    outcome: str = FAILED


@contextmanager
def telling(job: Job, *, aloud: bool) -> Iterator[Came]:
    """Count a piece of work and, aloud, tell it in a line; what is said meanwhile bears the name of its request."""
    came, started, before = Came(), time.perf_counter(), REQUEST.set(job.request)
    try:
        yield came
    except Busy:
        came.outcome = BUSY
        raise
    finally:
        took = time.perf_counter() - started
        note(JOBS, 1, job.topic, came.outcome)
        note(JOB_SECONDS, took, job.topic)
        if aloud or came.outcome == FAILED:
            told = {"job": job.id, "topic": job.topic, "try": job.attempts, "outcome": came.outcome}
            tell(log, "job", **told, milliseconds=round(took * 1000, 1))
        REQUEST.reset(before)
