"""Two and four workers that tick at once, workers that are killed or told to stop in the midst, and clocks that jump:
what has lapsed is recorded once, whoever has to act is reminded once, and no work is lost.
"""

import gc
import random
import subprocess
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from consult.db import make_engine, reading
from consult.docket import Docket
from consult.docket.reminding import remind
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, CASES, DEADLINE, OUTBOX, SERVICE
from consult.models.delivery import MESSAGE
from consult.models.reminding import REMINDER
from consult.starting import loading
from tests.consult.docket.conftest import PROCEDURES, START, Office
from tests.consult.docket.test_reminding import BODY as ASKED
from tests.consult.docket.test_reminding import END, HALF, TENTHS, give_mail
from tests.consult.jobs.test_jobs import ask, start, wait_for, waiting
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.processes import PROCESSES
from workflows.kernel.reminding import Run, marks

CASES_DUE, KILLS = 12, 6
MANY_DUE = {2: figure(CASES_DUE, 200, 1000), 4: figure(CASES_DUE, 1000)}
"""How many are due, by how many workers look for them."""
BATCHES_DUE = figure(CASES_DUE, 200)
MORNING_AFTER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LONGEST_LIFE = 0.25  # seconds of work before a kill
LONGEST_BATCH = 0.25
"""Seconds for which one transaction of a tick may keep writers waiting."""


def due(office: Office, n: int) -> list[str]:
    """Serve n requests and prove that France received them; ten days later all have lapsed."""
    refs = []
    for _i in range(n):
        refs.append(str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref))
        office.take("JPN", refs[-1], "ask", body=ASKED)
        office.take("FRA", refs[-1], "record_receipt")
    return refs


def tick(docket: Docket, at: datetime) -> None:
    """Do what a tick does with deadlines, until nothing is due."""
    while docket.sweep(at, batch=5):
        pass
    while remind(docket.engine, docket.editions, docket.places, at, batch=5):
        pass


def work(url: str, folder: Path, at: datetime, begun: Pipe) -> None:
    """Tick in a process of one's own, from a signal on."""
    docket = Docket(make_engine(url), folder, (PROCEDURES,))
    begun.send("ready")
    begun.recv()
    tick(docket, at)
    begun.send("done")


class Hand:
    """One process that works."""

    def __init__(self, office: Office, folder: Path) -> None:
        """Start it and wait until it is ready."""
        self.pipe, theirs = PROCESSES.Pipe()
        url = office.engine.url.render_as_string(hide_password=False)
        self.process = PROCESSES.Process(target=work, args=(url, folder, MORNING_AFTER, theirs))
        self.process.start()
        theirs.close()
        assert "ready" == self.pipe.recv()

    def go(self) -> None:
        """Let it work."""
        self.pipe.send("go")

    def finish(self) -> int | None:
        """Wait until it has done its work."""
        assert self.pipe.poll(300), "a worker did not finish"
        self.pipe.recv()
        self.process.join()
        return self.process.exitcode

    def kill(self, after: float) -> None:
        """End it by force after a while."""
        self.go()
        time.sleep(after)
        self.process.kill()
        self.process.join()


def assert_once(office: Office, n: int) -> None:
    """Each case has one lapse, one reminder that was sent, one message and one piece of work; the log is sound."""
    with reading(office.engine) as connection:
        lapses = Counter(connection.execute(select(ACT.c.case_id).where(ACT.c.step == "no_answer")).scalars())
        told = Counter(connection.execute(select(REMINDER.c.deadline_id, REMINDER.c.mark, REMINDER.c.outcome)).all())
        messages = connection.execute(select(MESSAGE.c.id)).scalars().all()
        sends = connection.execute(select(func.count()).where(OUTBOX.c.topic == "send")).scalar_one()
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))
    assert [1] * n == list(lapses.values())
    assert {1} == set(told.values())
    assert {"passed_over": 2 * n, "sent": n} == Counter(outcome for _deadline, _mark, outcome in told.elements())
    assert (n, n) == (len(messages), sends)


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_that_tick_at_once_record_and_remind_once(
    office: Office, tmp_path: Path, workers: int, seen: Seen
) -> None:
    """A dozen cases lapse in one night (in full 200 for two, 1,000 for four); every worker looks at all of them."""
    give_mail(office, "FRA", "desk@fra.example")
    many = MANY_DUE[workers]
    due(office, many)
    hands = [Hand(office, tmp_path) for _ in range(workers)]
    for one in hands:
        one.go()

    assert [0] * workers == [one.finish() for one in hands]
    assert_once(office, many)
    seen(6, f"{office.engine.dialect.name}: {workers} workers, {many} due: each handled once")


def test_no_batch_of_a_tick_keeps_writers_waiting_for_long(office: Office, seen: Seen) -> None:
    """What each transaction takes of the processor, from its beginning to its commit; and what it took by the clock is
    told."""
    give_mail(office, "FRA", "desk@fra.example")
    with loading():  # a worker does not look for garbage in what it began with, still less in what tests left
        due(office, BATCHES_DUE)
    begun, took = [(0.0, 0.0)], list[tuple[float, float]]()

    def begin(_connection: Any) -> None:
        begun[0] = time.process_time(), time.perf_counter()

    def commit(_connection: Any) -> None:
        took.append((time.process_time() - begun[0][0], time.perf_counter() - begun[0][1]))

    event.listen(office.engine, "begin", begin)
    event.listen(office.engine, "commit", commit)
    try:
        while office.docket.sweep(MORNING_AFTER):
            pass
        while remind(office.docket.engine, office.docket.editions, office.docket.places, MORNING_AFTER):
            pass
    finally:
        gc.unfreeze()
    for name, heard in (("begin", begin), ("commit", commit)):
        event.remove(office.engine, name, heard)

    worst, longest = (max(column) for column in zip(*took, strict=True))
    assert len(took) >= 2
    assert worst < LONGEST_BATCH, took
    assert_once(office, BATCHES_DUE)
    told = f"{len(took)} transactions for {BATCHES_DUE} due"
    seen(
        6, f"{office.engine.dialect.name}: {told}: {worst:.3f} s of the processor at most, {longest:.3f} s by the clock"
    )


def test_workers_killed_in_the_midst_leave_nothing_undone_and_nothing_twice(office: Office, tmp_path: Path) -> None:
    """Six kills, each at no particular point beside a worker that lives; the last two finish."""
    chance = random.Random(20261201)
    give_mail(office, "FRA", "desk@fra.example")
    due(office, CASES_DUE)
    for _kill in range(KILLS):
        Hand(office, tmp_path).kill(chance.uniform(0, LONGEST_LIFE))
    hands = [Hand(office, tmp_path) for _ in range(2)]
    for one in hands:
        one.go()

    assert [0, 0] == [one.finish() for one in hands]
    assert_once(office, CASES_DUE)


SLOW = """
import sys, time
from pathlib import Path
from consult.db import make_engine
from consult.docket import Docket
from consult.jobs import HANDLERS, Jobs
from consult.jobs.consuming import Worker
from consult.jobs.queueing import open_queue
from consult.settings import Settings
from tests.faults.processes import PROCESSES

folder, engine = Path(sys.argv[1]), make_engine(sys.argv[2])

def slow(connection, payload, at):
    (folder / "begun").touch()
    while not (folder / "on").exists():
        time.sleep(0.01)
    HANDLERS["serve"](connection, payload, at)

queue = open_queue(Settings.for_tests(folder))
Worker(Jobs(engine, Docket(engine, folder), queue, {**HANDLERS, "serve": slow})).run()
"""


def test_a_worker_told_to_stop_in_the_midst_of_its_work_finishes_it_and_leaves_the_rest(
    office: Office, tmp_path: Path, seen: Seen
) -> None:
    """Four pieces of work, SIGTERM while the first one is being done: that one is done by it, at the first try; a
    second worker finds the others, and each has its effect once.
    """
    for _piece in range(4):
        ask(office)
    worker = start(SLOW, office, tmp_path)
    try:
        assert wait_for((tmp_path / "begun").exists)
        worker.terminate()
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(1)
        assert 4 == len(waiting(office)), "what is not finished is not done"
        (tmp_path / "on").touch()
        assert 0 == worker.wait(60)
        left = [row.id for row in waiting(office)]
        worker = start(SLOW, office, tmp_path)
        assert wait_for(lambda: [] == waiting(office))
        worker.terminate()
        assert 0 == worker.wait(60)
    finally:
        worker.kill()
        worker.wait()

    with reading(office.engine) as connection:
        rows = connection.execute(select(OUTBOX.c.id, OUTBOX.c.attempts).order_by(OUTBOX.c.id)).all()
        states = connection.execute(select(SERVICE.c.state)).scalars().all()
    assert rows[0].id not in left
    assert 1 == rows[0].attempts
    assert (4, ["delivered"] * 8) == (len(rows), list(states))
    seen(
        6,
        f"{office.engine.dialect.name}: stopped in the midst of 4 pieces of work: {4 - len(left)} finished, none lost",
    )


JUMPS = st.sampled_from([timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)])
PAUSES = st.sampled_from([timedelta(seconds=2), timedelta(hours=3), timedelta(days=3)])


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.one_of(JUMPS, PAUSES), min_size=3, max_size=12))
def test_whatever_the_clock_does_every_moment_is_dealt_with_once(office: Office, steps: list[timedelta]) -> None:
    """Jumps of an hour and a day to both sides, pauses of three days: what is kept is what a list of ticks gives, the
    latest of those that have come is told, and the lapse is recorded with the first tick at or after the end."""
    ref = due(office, 1)[0]
    number, run = _limit(office, ref)
    ahead = [(mark.key, mark.at) for mark in marks(run, "Europe/Paris")]
    expected: dict[str, str] = {}
    now, lapsed = HALF - timedelta(hours=2), None
    for step in [*steps, END - HALF + timedelta(days=9)]:
        now += step
        tick(office.docket, now)
        come = [key for key, at in ahead if at <= now and key not in expected]
        expected |= dict.fromkeys(come[:-1], "passed_over") | dict.fromkeys(come[-1:], "desk")
        lapsed = lapsed or (now if now >= run.expires_at else None)

    assert {"50%", "90%", "end", "+1d"} == expected.keys()
    assert (expected, [lapsed]) == (_kept(office, number), _lapses(office, ref))


def _limit(office: Office, ref: str) -> tuple[int, Run]:
    """Give the number of France's limit in a case, and how it runs."""
    query = select(DEADLINE).select_from(DEADLINE.join(CASES)).where(CASES.c.ref == ref, DEADLINE.c.owner == "FRA")
    with reading(office.engine) as connection:
        row = connection.execute(query).one()
    assert END == row.expires_at
    assert TENTHS == row.starts_on + (END - row.starts_on) * 0.9
    return row.id, Run("DEFAULT", row.starts_on, row.expires_at, by_days=True, zone=row.zone)


def _kept(office: Office, number: int) -> dict[str, Any]:
    """Give what is kept of a limit's moments."""
    query = select(REMINDER.c.mark, REMINDER.c.outcome).where(REMINDER.c.deadline_id == number)
    with reading(office.engine) as connection:
        rows = connection.execute(query).all()
    assert len(rows) == len({row.mark for row in rows})
    return {row.mark: row.outcome for row in rows}


def _lapses(office: Office, ref: str) -> list[datetime]:
    """Give when lapses were recorded in a case."""
    query = select(ACT.c.recorded_at).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    with reading(office.engine) as connection:
        return list(connection.execute(query.where(CASES.c.ref == ref, ACT.c.step == "no_answer")).scalars())
