"""Errands that wait in a lane behind a slow server: none is counted as tried, given up or taken by another worker."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consult import clock, outbox
from consult.db import writing
from consult.jobs import Jobs
from consult.jobs.errands import THREADS
from consult.jobs.queueing import open_queue
from consult.settings import Settings
from tests.consult.docket.conftest import START, Office
from tests.consult.jobs.test_jobs import post, run_queue, wait_for, waiting

MAIL, BEHIND = '{"channel": "mail"}', 4
HOUR = timedelta(hours=1)


@dataclass
class Slow:
    """Whoever sends to a mail server that takes what is sent to it and answers nothing until it may."""

    office: Office
    ran: list[int] = field(default_factory=list)
    answers: threading.Event = field(default_factory=threading.Event)

    def __call__(self, job: outbox.Job, at: datetime) -> bool:
        """Wait for the server, unless another worker does, then mark the work as done."""
        with writing(self.office.engine) as connection:
            if not outbox.hold(connection, job.id, at, at + HOUR):
                return False
        self.ran.append(job.id)
        assert self.answers.wait(120)
        with writing(self.office.engine) as connection:
            outbox.finish(connection, job.id, at)
        return True


@pytest.fixture
def slow(office: Office) -> Slow:
    """Give the server."""
    return Slow(office)


@pytest.fixture
def begin(office: Office, slow: Slow, tmp_path: Path) -> Iterator[Callable[[], Jobs]]:
    """Begin workers with lanes before that server, each with a queue of its own; they end with the test. But for their
    ticks the clock is held where the stories begin."""
    made: list[Jobs] = []

    def begun() -> Jobs:
        folder = tmp_path / f"worker {len(made)}"
        folder.mkdir()
        jobs = Jobs(office.engine, office.docket, open_queue(Settings.for_tests(folder)), errands={"send": slow})
        jobs.errands.start()
        made.append(jobs)
        return jobs

    with clock.frozen(START):
        yield begun
    slow.answers.set()
    for jobs in made:
        jobs.errands.stop()
        jobs.queue.storage.close()


def tick(jobs: Jobs, at: datetime) -> int:
    """Tick, and hand on what was claimed; give how many pieces that were."""
    with clock.frozen(at):
        jobs.tick(at)
        return run_queue(jobs)


def asked(office: Office) -> list[int]:
    """Ask for a message for each thread of the lane, and for some behind them."""
    return [post(office, "send", MAIL, f"mail {number}") for number in range(THREADS + BEHIND)]


def counted(office: Office) -> set[tuple[int, Any]]:
    """Give how often what waits was tried, and since when it is set aside."""
    return {(row.attempts, row.set_aside_at) for row in waiting(office)}


def test_what_waits_in_a_lane_for_hours_is_not_tried_not_given_up_and_done_when_its_turn_comes(
    office: Office, slow: Slow, begin: Callable[[], Jobs]
) -> None:
    """Twelve hours of a night: four messages are in the hands of the server, four wait behind them. Each was taken
    once; in the morning the server answers, and all are sent once."""
    numbers, jobs = asked(office), begin()
    handed = [tick(jobs, START + minute * outbox.LEASE * 1.1) for minute in range(outbox.MOST_TRIES + 2)]
    handed += [tick(jobs, START + hours * HOUR) for hours in range(2, 13)]
    assert len(numbers) == handed[0] == sum(handed)
    assert {(1, None)} == counted(office)

    slow.answers.set()
    assert wait_for(lambda: [] == waiting(office))
    assert numbers == sorted(slow.ran)


@pytest.mark.parametrize("has", [0, 1])
def test_where_the_machine_has_no_more_threads_an_errand_is_done_by_those_it_has_or_later(
    office: Office, slow: Slow, begin: Callable[[], Jobs], monkeypatch: pytest.MonkeyPatch, has: int
) -> None:
    """A lane cannot be begun: its message is in nobody's hand and is claimed again; a lane of one thread sends it."""
    jobs, left, starts = begin(), [has], threading.Thread.start
    number = post(office, "send", MAIL, "mail")
    slow.answers.set()

    def start(thread: threading.Thread) -> None:
        if thread.name.startswith("send ") and not left[0]:
            raise RuntimeError("can't start new thread")
        left[0] -= thread.name.startswith("send ")
        starts(thread)

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        assert 1 == tick(jobs, START)
        assert wait_for(lambda: number in slow.ran) if has else frozenset() == jobs.errands.in_hand()
    later = START + outbox.LEASE * 1.1
    with clock.frozen(later):
        tick(jobs, later)
        assert wait_for(lambda: [] == waiting(office))
    assert [number] == slow.ran


def test_what_waits_in_a_lane_keeps_no_other_work_waiting(office: Office) -> None:
    """Three messages wait in a lane longer than their lease; with two places to a claim what is due behind them is
    claimed all the same, and they are kept."""
    in_lane = [post(office, "send", MAIL, f"mail {number}") for number in range(3)]
    assert in_lane == outbox.claim(office.engine, START)
    others = [post(office, "serve", "{}", f"serve {number}") for number in range(3)]
    later = START + outbox.LEASE * 1.1

    claimed = [outbox.claim(office.engine, later, limit=2, in_hand=frozenset(in_lane)) for _tick in range(3)]
    assert [others[:2], others[2:], []] == claimed
    kept = {row.id: row.locked_until for row in waiting(office)}
    assert {later + outbox.IN_HAND} == {kept[number] for number in in_lane}


def test_what_waits_in_the_lanes_of_two_workers_is_counted_once_for_each_and_sent_once(
    office: Office, slow: Slow, begin: Callable[[], Jobs]
) -> None:
    """When the first lease ends the second worker is the first to ask. What the first one sends is left alone; what
    waits behind it both have in hand from then on, and the first who comes to it sends it."""
    numbers, first, second = asked(office), begin(), begin()
    assert len(numbers) == tick(first, START)
    assert wait_for(lambda: len(slow.ran) == THREADS)
    handed = []
    for minute in range(1, 54):
        at = START + minute * outbox.LEASE * 1.1
        handed.append((tick(second, at), tick(first, at)))
    assert [(BEHIND, 0), *[(0, 0)] * 52] == handed
    assert {(1, None), (2, None)} == counted(office)

    slow.answers.set()
    assert wait_for(lambda: [] == waiting(office))
    assert wait_for(lambda: not first.errands.in_hand() | second.errands.in_hand())
    assert numbers == sorted(slow.ran)


def test_what_takes_longer_than_its_lease_is_not_begun_by_another_worker_while_the_first_one_lives(
    office: Office, slow: Slow, begin: Callable[[], Jobs]
) -> None:
    """A file that takes two hours, of which the first worker, which ticks every two seconds, has a lease of one. The
    second one, which asks in the moment in which that ends, does not make it beside him."""
    number, first, second = post(office, "send", MAIL, "mail"), begin(), begin()
    assert 1 == tick(first, START)
    assert wait_for(lambda: [number] == slow.ran)
    handed = []
    for minutes in range(60, 125, 5):
        ends = START + timedelta(minutes=minutes)
        handed += [tick(first, ends - timedelta(seconds=2)), tick(second, ends + timedelta(seconds=1))]

    slow.answers.set()
    assert wait_for(lambda: [] == waiting(office))
    assert [0] * 26 == handed
    assert [number] == slow.ran


def test_what_is_put_off_while_its_lease_is_prolonged_is_due_when_it_was_put_off_to(office: Office) -> None:
    """Its server said no in the moment in which the worker's tick had found its lease to end soon."""
    number = post(office, "send", MAIL, "mail")
    assert [number] == outbox.claim(office.engine, START)
    with writing(office.engine) as connection:
        outbox.delay(connection, outbox.Job(number, "", "send", {}, 1), START, "The server is away.")
        outbox._keep_on(connection, [number], START + outbox.LEASE)

    assert [number] == outbox.claim(office.engine, START + outbox.FIRST_DELAY)


def test_what_waited_in_the_lane_of_a_worker_that_died_is_taken_by_the_next_one(
    office: Office, slow: Slow, begin: Callable[[], Jobs]
) -> None:
    """It died at ten, after an hour: a minute or five later, as it kept it the last time, another one has all of it."""
    numbers, first, second = asked(office), begin(), begin()
    for minute in range(60):
        tick(first, START + minute * outbox.LEASE * 1.1)
    last = START + 59 * outbox.LEASE * 1.1

    assert len(numbers) == tick(second, last + outbox.IN_HAND + timedelta(seconds=1))
    assert {(2, None)} == counted(office)


def test_work_that_kills_its_worker_each_time_is_set_aside_however_long_each_one_kept_it(office: Office) -> None:
    """Sixty workers have it in hand for an hour and die over it: no other takes it."""
    number, at = post(office, "send", MAIL), START
    for _worker in range(outbox.MOST_TRIES):
        assert [number] == outbox.claim(office.engine, at)
        for _while in range(12):
            at += outbox.IN_HAND * 1.1
            assert [] == outbox.claim(office.engine, at, in_hand={number})
        at += outbox.IN_HAND * 1.1
    assert {(outbox.MOST_TRIES, None)} == counted(office)

    assert [] == outbox.claim(office.engine, at)
    assert {(outbox.MOST_TRIES, at)} == counted(office)


@pytest.mark.parametrize("ending", ["delay", "wait"])
def test_work_that_was_set_aside_while_somebody_was_at_it_goes_on_when_he_puts_it_off(
    office: Office, ending: str
) -> None:
    """Given up by the clock, with its tries, and then an answer came after all: it is due again, and claimed."""
    number, at = post(office, "send", MAIL), START
    for _claim in range(outbox.MOST_TRIES + 1):
        outbox.claim(office.engine, at)
        at += outbox.LEASE * 1.1
    assert waiting(office)[0].set_aside_at is not None

    with writing(office.engine) as connection:
        if ending == "delay":
            outbox.delay(connection, outbox.Job(number, "", "send", {}, 1), at, "The server is away.")
        else:
            outbox.wait(connection, number, at, "The server is away.")
    assert {(1 if ending == "delay" else 0, None)} == counted(office)
    assert [number] == outbox.claim(office.engine, at + outbox.FIRST_DELAY)
