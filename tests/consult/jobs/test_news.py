"""What stands in the way of background work is reported as it begins, and again after a while, not at every tick."""

import logging
from datetime import timedelta

import pytest
from huey import MemoryHuey
from huey.consumer import Worker as Taking
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from consult import clock
from consult.db import writing
from consult.jobs import Jobs, consuming, news
from consult.jobs.consuming import Ticking, Worker
from tests.consult.docket.conftest import Office
from tests.consult.jobs.test_jobs import LATER


class Clock:
    """The seconds of a process, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Say them."""
        return self.now


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let what was reported lately be told by these."""
    made = Clock()
    monkeypatch.setattr(news, "time", made)
    monkeypatch.setattr(consuming.ONCE_A_WHILE, "_news", news.News())
    return made


def traces(caplog: pytest.LogCaptureFixture) -> list[str]:
    """List what was reported with a trace."""
    return [one.getMessage() for one in caplog.records if one.exc_info]


def test_what_a_statement_would_have_written_makes_no_fault_of_the_database_a_new_one(
    office: Office, seconds: Clock
) -> None:
    """A full disk refuses a row with another instant each second: it is one fault, and its text holds no value."""
    lately, said = news.News(), []
    for at in ("2026-11-20T09:00:00Z", "2026-11-20T09:00:01Z", "2026-11-20T09:00:02Z"):
        with pytest.raises(DBAPIError) as refused, writing(office.engine) as connection:
            connection.execute(text("INSERT INTO not_there VALUES (:at)"), {"at": at})
        said.append(lately.is_new(refused.value))
        assert at not in str(refused.value)

    assert [True, False, False] == said


def test_the_same_fault_of_a_tick_is_reported_as_it_begins_and_after_ten_minutes(
    office: Office, jobs: Jobs, seconds: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A disk fails for eleven minutes of a tick each; another fault is told at once, and so is one that came back."""
    faults: list[Exception | None] = [OSError("Input/output error")] * 11
    faults += [OSError("Read-only file system"), None, OSError("Read-only file system")]

    def sweep_all(_at: object) -> None:
        if (fault := faults.pop(0)) is not None:
            raise fault

    monkeypatch.setattr(office.docket, "sweep_all", sweep_all)
    reported = []
    for minute in range(len(faults)):
        seconds.now = 1000.0 + 61 * minute
        caplog.clear()
        jobs.tick(LATER + timedelta(minutes=minute))
        reported.append(traces(caplog))

    told = ["Failed and is tried again with the next tick: what has lapsed."]
    assert [told, *[[]] * 9, told, told, [], told] == reported


def test_a_tick_that_fails_as_a_whole_is_reported_as_it_begins(
    jobs: Jobs, seconds: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing answers, three ticks long; then it does, and fails again."""
    worker = Worker(jobs)
    ticking = worker._create_scheduler()
    assert isinstance(ticking, Ticking)
    answers = iter([False, False, False, True, False])

    def tick(_at: object) -> int:
        if not next(answers):
            raise OSError("Input/output error")
        return 0

    monkeypatch.setattr(jobs, "tick", tick)
    monkeypatch.setattr(consuming, "apart", lambda _engine, _at: timedelta())
    worker.stop_flag.set()
    with clock.frozen(LATER):
        for _tick in range(5):
            ticking.loop(LATER)

    assert ["A tick failed; the next one follows."] * 2 == traces(caplog)


def test_a_queue_that_cannot_be_read_is_reported_once_a_while(
    jobs: Jobs, seconds: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is the queue's own program that reports it, each time that it looks: every second."""
    worker = Worker(jobs)
    queue = MemoryHuey("away")

    def dequeue() -> None:
        raise ConnectionRefusedError("Connection refused")

    monkeypatch.setattr(queue, "dequeue", dequeue)
    taking = Taking(queue, worker.stop_flag, 0, 0, 1)
    worker.stop_flag.set()
    with caplog.at_level(logging.INFO):
        for now in (5000.0, 5001.0, 5002.0, 5601.0):
            seconds.now = now
            taking.loop()

    assert ["Error reading from queue"] * 2 == traces(caplog)
