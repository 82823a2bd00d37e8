"""A worker whose clock jumps: what was put off or leased while it was ahead is sent all the same, once; on both
databases.
"""

from datetime import timedelta

import pytest

from consult import outbox
from consult.delivery.sending import CARRYING
from tests.consult.delivery.posted import Post, after

DESK = "desk@mfa.example.int"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize("ahead", [DAY, 400 * DAY], ids=["a day", "over a year"])
def test_a_message_that_was_put_off_while_the_clock_was_ahead_is_sent_when_it_is_right_again(
    post: Post, ahead: timedelta
) -> None:
    """The server refuses for now while the clock is ahead, so that the next try lies there; set right, it is sent at
    once, and when the clock comes to that moment nothing follows."""
    post.ask(DESK)
    post.mailbox.to_address[DESK] = "451 4.7.1 try again later"
    post.work(after(0) + ahead)
    post.mailbox.to_address.clear()
    assert after(0) + ahead < post.waiting()[0].run_at
    post.work_until_quiet(after(10))
    assert ["sent"] == post.states()

    for at in (after(20), after(0) + ahead, after(0) + ahead + HOUR):
        post.work_until_quiet(at)
    assert 1 == len(post.mailbox.received)


def test_work_that_a_dead_worker_leased_while_the_clock_was_ahead_is_done_when_it_is_right_again(post: Post) -> None:
    """Leased on the next day by a clock that was ahead, and never done."""
    post.ask(DESK)
    assert 1 == len(outbox.claim(post.office.engine, after(0) + DAY))
    post.work_until_quiet(after(10))

    assert (["sent"], 1) == (post.states(), len(post.mailbox.received))


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(minutes=5), HOUR], ids=["second", "minutes", "hour"])
def test_a_clock_that_is_set_back_a_little_lets_nobody_take_what_another_one_has_in_hand(
    post: Post, back: timedelta
) -> None:
    """A worker has leased a message for five minutes when the clock steps back: nobody else takes it; when the lease is
    over by the clock as it is now, it is sent, once."""
    post.ask(DESK)
    assert 1 == len(outbox.claim(post.office.engine, after(0), lease=CARRYING))
    assert 0 == post.work(after(0) - back)
    assert 0 == post.work(after(0) + CARRYING)
    post.work_until_quiet(after(1) + CARRYING)

    assert (["sent"], 1) == (post.states(), len(post.mailbox.received))


def test_a_clock_that_jumps_forward_sends_once_what_was_due_in_between(post: Post) -> None:
    """Three messages, a jump of a day, and a step back to the right time."""
    for address in (DESK, "second@mfa.example.int", "third@mfa.example.int"):
        post.ask(address)
    for at in (after(0) + DAY, after(5), after(5) + DAY, after(10)):
        post.work_until_quiet(at)

    assert (["sent"] * 3, 3) == (post.states(), len(post.mailbox.received))
