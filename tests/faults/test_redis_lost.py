"""Redis is lost in the midst of work and comes back: what was asked for is done, each piece once, and requests are
counted by each process for itself meanwhile. Without Redis everything works too (`tests/consult/jobs`).
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from limits import RateLimitItemPerMinute
from sqlalchemy import select

from consult import clock
from consult.db import reading
from consult.jobs import Jobs
from consult.jobs.queueing import open_queue
from consult.models.cases import OUTBOX
from consult.settings import Jobs as Chosen
from consult.settings import Settings
from consult.web.limits import LEFT_ALONE, Counter
from tests.consult.docket.conftest import Office
from tests.consult.jobs.test_jobs import LATER, ask, run_queue, services, start, waiting
from tests.consult.jobs.test_queueing import WORKING

pytestmark = pytest.mark.redis


class Redis:
    """A server that can be lost: ended by force, with nothing kept."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="redis-"))
        self.socket = self.folder / "redis.sock"
        self.address = f"unix://{self.socket}"
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Let it answer."""
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", str(self.folder)]
        self.socket.unlink(missing_ok=True)
        self.server = subprocess.Popen(
            ["redis-server", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
        )
        wait_until(self.socket.exists)

    def lose(self) -> None:
        """End it by force."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()
            self.socket.unlink(missing_ok=True)

    def say(self, word: signal.Signals) -> None:
        """Let it hang (SIGSTOP) or go on (SIGCONT)."""
        if self.server is not None:
            self.server.send_signal(word)


@pytest.fixture
def redis() -> Iterator[Redis]:
    """Give a server of this test's own."""
    made = Redis()
    made.start()
    yield made
    made.lose()
    shutil.rmtree(made.folder, ignore_errors=True)


def wait_until(holds: object, seconds: float = 90.0) -> None:
    """Wait until something holds."""
    last = time.perf_counter() + seconds
    assert callable(holds)
    while not holds():
        assert time.perf_counter() < last, "waited too long"
        time.sleep(0.05)


def test_work_is_done_without_the_queue_while_it_does_not_answer_and_with_it_again_after(
    office: Office, tmp_path: Path, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    """The numbers that it held are lost and are claimed again when their lease ends; that it is away is said once."""
    jobs = Jobs(office.engine, office.docket, open_queue(Settings.for_tests(tmp_path, jobs=Chosen(redis.address))))
    ask(office)
    with clock.frozen(LATER):
        assert 1 == jobs.tick(LATER)
    redis.lose()
    ask(office)
    ask(office)
    with clock.frozen(LATER):
        assert 2 == jobs.tick(LATER)
    done_without = 3 - len(waiting(office))
    redis.start()
    again = LATER + jobs.lease * 1.1
    with clock.frozen(again):
        assert 1 == jobs.tick(again), "what Redis held when it was lost"
        assert 1 == run_queue(jobs)
    jobs.queue.storage.close()

    assert (2, []) == (done_without, waiting(office))
    assert {"delivered"} == {state for state, _at in services(office).values()}
    with reading(office.engine) as connection:
        assert [2, 1, 1] == list(connection.execute(select(OUTBOX.c.attempts).order_by(OUTBOX.c.id)).scalars())
    said = [one.getMessage() for one in caplog.records if "The queue does not answer" in one.getMessage()]
    assert ["The queue does not answer (ConnectionError); work is done without it meanwhile."] == said


def test_a_tick_waits_for_a_redis_that_hangs_once_and_not_for_each_piece_of_work(
    office: Office, tmp_path: Path, redis: Redis
) -> None:
    """20 November 2026: its machine swaps, it takes what is sent and answers nothing. A hundred pieces are due with a
    tick; to wait five seconds for each would keep what lapses from being recorded for eight minutes. Once it goes on,
    what it was sent is found done."""
    jobs = Jobs(office.engine, office.docket, open_queue(Settings.for_tests(tmp_path, jobs=Chosen(redis.address))))
    asked, enqueue = list[int](), jobs.enqueue
    jobs.enqueue = lambda number: (asked.append(number), enqueue(number))
    for _case in range(4):
        ask(office)
    redis.say(signal.SIGSTOP)
    with clock.frozen(LATER):
        assert 4 == jobs.tick(LATER)
    hung = list(asked)
    redis.say(signal.SIGCONT)
    ask(office)
    with clock.frozen(LATER):
        assert 1 == jobs.tick(LATER)
        run_queue(jobs)
    jobs.queue.storage.close()

    assert 1 == len(hung), "pieces of work for which the tick waited"
    assert (2, []) == (len(asked), waiting(office)), "the next tick asks again, and it answers"
    with reading(office.engine) as connection:
        assert [1] * 5 == list(connection.execute(select(OUTBOX.c.attempts)).scalars())


def test_two_workers_go_on_when_redis_is_lost_and_when_it_is_back(office: Office, tmp_path: Path, redis: Redis) -> None:
    """Real processes: acts before, meanwhile and afterwards are all delivered, and both end when they are told to."""
    program = WORKING.replace("ADDRESS", repr(redis.address))
    workers = [start(program, office, tmp_path) for _ in range(2)]
    try:
        ask(office)
        wait_until(lambda: [] == waiting(office))
        redis.lose()
        for _case in range(5):
            ask(office)
        wait_until(lambda: [] == waiting(office))
        redis.start()
        for _case in range(5):
            ask(office)
        wait_until(lambda: [] == waiting(office))
        for worker in workers:
            worker.terminate()
        assert [0, 0] == [worker.wait(30) for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    with reading(office.engine) as connection:
        rows = connection.execute(select(OUTBOX)).all()
    assert 11 == len(rows)
    assert all(row.done_at is not None and row.set_aside_at is None for row in rows)


def test_requests_are_counted_here_while_the_shared_count_is_lost(tmp_path: Path, redis: Redis) -> None:
    """Two processes share one count; while it is lost each has its own; when it is back, and was left alone for a
    while, they share again.
    """
    settings = Settings.for_tests(tmp_path, jobs=Chosen(redis.address))
    one, other, limit = Counter(settings), Counter(settings), RateLimitItemPerMinute(2)
    with clock.frozen(LATER):
        shared = [each.hit(limit, "a")[0] for each in (one, other, one)]
        redis.lose()
        apart = [each.hit(limit, "b")[0] for each in (one, other, one, other, one, other)]
    redis.start()
    with clock.frozen(LATER + LEFT_ALONE * 1.1):
        again = [each.hit(limit, "c")[0] for each in (one, other, one)]

    assert [True, True, False] == shared
    assert [True, True, True, True, False, False] == apart
    assert [True, True, False] == again
