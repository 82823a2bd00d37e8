"""Two workers that have one message in hand: the first to begin sends it, and the other keeps no try of it."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from consult import outbox
from consult.db import writing
from consult.delivery import sending
from consult.delivery.sending import CARRYING, Sender
from tests.consult.delivery.posted import Post, after
from tests.consult.jobs.test_jobs import wait_for

DESK = "desk@mfa.example.int"
BEGUN = after(63)
NEVER_YET = timedelta(microseconds=1)


def job_of_two(post: Post) -> outbox.Job:
    """Ask for a message, and let a second worker claim it when the lease of the first has ended in its lane."""
    post.ask(DESK)
    claimed = [outbox.claim(post.office.engine, after(seconds)) for seconds in (1, 62)]
    assert claimed[0] == claimed[1]
    with writing(post.office.engine) as connection:
        job = outbox.lock(connection, claimed[0][0])
    assert job is not None
    return job


@pytest.fixture
def begun(post: Post, monkeypatch: pytest.MonkeyPatch) -> Callable[[outbox.Job], Callable[[], None]]:
    """Let a worker begin to send, and stop where the mail server is about to be reached, until it may go on."""
    reached, goes_on, carrier = threading.Event(), threading.Event(), sending._carrier_of

    def slow(letter: Any) -> Any:
        carry = carrier(letter)

        def carried(*given: Any) -> Any:
            if threading.current_thread().name == "one":
                reached.set()
                assert goes_on.wait(120)
            return carry(*given)

        return carried

    monkeypatch.setattr(sending, "_carrier_of", slow)

    def begins(job: outbox.Job) -> Callable[[], None]:
        one = threading.Thread(target=post.sender, args=(job, BEGUN), name="one")
        one.start()
        assert reached.wait(120)

        def ends() -> None:
            goes_on.set()
            one.join()

        return ends

    return begins


def other(post: Post, job: outbox.Job, at: datetime) -> bool:
    """Let another process come to a message."""
    return Sender(post.office.engine, post.settings)(job, at)


@pytest.mark.parametrize("later", [timedelta(seconds=-30), timedelta(), timedelta(seconds=2), CARRYING - NEVER_YET])
def test_a_message_that_one_worker_sends_is_left_alone_by_another(
    post: Post, begun: Callable[[outbox.Job], Callable[[], None]], later: timedelta
) -> None:
    """For five minutes, and also where its clock is half a minute behind: one mail, one try."""
    job = job_of_two(post)
    ends = begun(job)
    assert not other(post, job, BEGUN + later)
    assert [] == post.tries()
    ends()

    assert (["sent"], 1) == (post.states(), len(post.mailbox.received))
    assert ["sent"] == [outcome for outcome, _said in post.tries()]
    assert other(post, job, BEGUN + later + timedelta(seconds=1)), "it is done"
    assert (1, []) == (len(post.mailbox.received), post.waiting())


def test_what_one_worker_began_and_never_ended_is_sent_by_another_when_its_five_minutes_are_over(post: Post) -> None:
    """A second before the end it is not claimed; at the end it is broken off, and goes out under its number."""
    job = job_of_two(post)
    with writing(post.office.engine) as connection:
        assert outbox.hold(connection, job.id, BEGUN, BEGUN + CARRYING)

    assert 0 == post.work(BEGUN + CARRYING - timedelta(seconds=1))
    assert 1 == post.work(BEGUN + CARRYING + timedelta(seconds=1))
    assert (["sent"], 1) == (post.states(), len(post.mailbox.received))
    assert ["interrupted", "sent"] == [outcome for outcome, _said in post.tries()]


def test_a_message_that_one_worker_put_off_is_not_tried_at_once_by_another(post: Post) -> None:
    """The server is away. A try counts towards the thirty of the day: the second worker waits for its time as well."""
    job = job_of_two(post)
    post.mailbox.to_address[DESK] = "451 4.7.1 try again later"
    assert not post.sender(job, BEGUN)
    [row] = post.waiting()
    assert (BEGUN + outbox.FIRST_DELAY, 1) == (row.run_at, row.attempts)

    assert not other(post, job, BEGUN + outbox.FIRST_DELAY - NEVER_YET)
    assert ["unreachable"] == [outcome for outcome, _said in post.tries()]
    post.mailbox.to_address.clear()
    assert other(post, job, BEGUN + outbox.FIRST_DELAY)
    assert ["unreachable", "sent"] == [outcome for outcome, _said in post.tries()]


def test_of_two_workers_that_come_to_a_message_at_the_same_moment_one_sends_it(post: Post) -> None:
    """Whatever the order in which the database takes them."""
    job = job_of_two(post)
    both = [threading.Thread(target=other, args=(post, job, BEGUN)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert wait_for(lambda: ["sent"] == post.states())
    assert (["sent"], 1) == ([outcome for outcome, _said in post.tries()], len(post.mailbox.received))
