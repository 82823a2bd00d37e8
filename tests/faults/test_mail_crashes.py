"""A worker killed at points of chance while it sends mail, one after another: every message arrives, at most once more
for each crash and under its number, and none is marked as sent that the server has not taken.
"""

import random
import signal
import smtplib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from consult import clock, fixed
from consult.db import make_engine
from consult.delivery.sending import CARRYING, Sender
from consult.docket import Docket
from consult.jobs import Jobs, open_queue
from consult.settings import Mail, Settings
from tests.consult.delivery.mailbox import Mailbox, serving
from tests.consult.delivery.posted import Post, begun
from tests.consult.docket.conftest import START, Office
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.processes import PROCESSES
from tests.faults.test_killed_at_every_point import watched
from tests.faults.test_log_killed import Killing

CRASHES, POINTS = figure(10, 100), 90
"""So many workers die, each at one of so many points; one that has fewer points to pass does its work and lives."""
SPOKEN = ("connect", "ehlo", "mail", "rcpt", "data", "quit")
"""What is said to a mail server: each has a point before it and one after it."""


def send_and_die(url: str, folder: Path, port: int, moment: datetime, at: int) -> None:
    """Do what a worker does with what is due, and be killed at a point of it."""
    settings = Settings.for_tests(folder, mail=Mail("127.0.0.1", port, sender="post@consult.example.int"))
    engine, points = make_engine(url), Killing(at)
    jobs = Jobs(engine, Docket(engine, folder), open_queue(settings), errands={"send": Sender(engine, settings)})
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, name, points.step)
    for owner, name in ((fixed, "_send"), *((smtplib.SMTP, word) for word in SPOKEN)):
        setattr(owner, name, watched(getattr(owner, name), points.step))
    with clock.frozen(moment):
        jobs.tick(moment)
        while (task := jobs.queue.dequeue()) is not None:
            jobs.queue.execute(task)


@pytest.fixture
def post(office: Office, tmp_path: Path) -> Iterator[Post]:
    """Give the seeded world with its background work, which reaches a mail server on this machine."""
    with serving() as mailbox:
        made = begun(office, mailbox, tmp_path, open_queue(Settings.for_tests(tmp_path)))
        yield made
        made.jobs.queue.storage.close()


def crash(post: Post, mailbox: Mailbox, moment: datetime, at: int) -> int:
    """Let a worker be killed at a point of its work at a moment; give how it ended."""
    url = post.office.engine.url.render_as_string(hide_password=False)
    given = (url, post.settings.instance, mailbox.port, moment, at)
    process = PROCESSES.Process(target=send_and_die, args=given)
    process.start()
    process.join()
    return int(process.exitcode or 0)


def test_wherever_a_worker_is_killed_each_message_arrives_and_at_most_once_more(post: Post, seen: Seen) -> None:
    """One message and one crash an hour; when the lease of the dead worker has ended, another one does the rest."""
    chance, killed, box = random.Random(20261120), 0, post.mailbox
    number = 0
    while killed < CRASHES:
        moment = START + timedelta(hours=number)
        post.ask(f"desk-{number}@mfa.example.int", moment)
        known = set(box.numbers)
        killed += crash(post, box, moment, chance.randint(1, POINTS)) == -signal.SIGKILL
        arrived = set(box.numbers) - known
        assert post.states().count("sent") <= number + len(arrived), "nothing is marked before the server took it"
        post.work(moment + CARRYING + timedelta(minutes=1))
        number += 1
        assert number <= 2 * CRASHES, "the kills were meant to find a point"
    counted = Counter(box.numbers)

    assert ["sent"] * number == post.states()
    assert number == len(counted)
    assert {1, 2} >= set(counted.values())
    repeated = sum(count - 1 for count in counted.values())
    seen(8, f"{post.office.engine.dialect.name}: {killed} crashes, {number} messages, none lost, {repeated} sent twice")
