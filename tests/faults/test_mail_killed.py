"""A worker killed while it hands a message over: nothing is lost, the repeat bears the same number, nobody waits."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from consult import clock
from consult.delivery.sending import CARRYING
from consult.jobs import open_queue
from consult.settings import Settings
from tests.consult.delivery.mailbox import Mailbox, serving
from tests.consult.delivery.posted import Post, begun
from tests.consult.delivery.test_serving import FIRST, asked
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office
from tests.consult.jobs.test_jobs import wait_for

__all__ = ["office"]

WORKER = """
import sys
from pathlib import Path
from consult.db import make_engine
from consult.delivery.sending import Sender
from consult.docket import Docket
from consult.jobs import Jobs, open_queue
from consult.jobs.consuming import Worker
from consult.settings import Mail, Settings

folder = Path(sys.argv[1])
engine = make_engine(sys.argv[2])
mail = Mail(host="127.0.0.1", port=int(sys.argv[3]), timeout_seconds=120.0)
settings = Settings.for_tests(folder, mail=mail)
sender = Sender(engine, settings)
Worker(Jobs(engine, Docket(engine, folder), open_queue(settings), errands={"send": sender})).run()
"""


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Give a mail server on this machine."""
    with serving() as box:
        yield box


@pytest.fixture
def post(office: Office, mailbox: Mailbox, tmp_path: Path) -> Iterator[Post]:
    """Give the seeded world with its background work, which reaches the mail server."""
    made = begun(office, mailbox, tmp_path, open_queue(Settings.for_tests(tmp_path)))
    yield made
    made.jobs.queue.storage.close()


def worker(post: Post) -> subprocess.Popen[bytes]:
    """Start a worker as a program over the same world."""
    address = post.office.engine.url.render_as_string(hide_password=False)
    arguments = [str(post.settings.instance), address, str(post.mailbox.port)]
    return subprocess.Popen([sys.executable, "-c", WORKER, *arguments], cwd=Path(__file__).parents[2])


def test_a_worker_killed_in_mid_delivery_is_followed_by_one_that_sends_the_same_number(post: Post) -> None:
    """The server has the text and does not answer; the worker dies; when the lease has ended another one sends it
    again, under the number that the server knows."""
    post.mailbox.hangs = True
    post.contact("FRA", FIRST)
    asked(post)
    program = worker(post)
    try:
        assert wait_for(lambda: bool(post.mailbox.begun), 60)
    finally:
        program.kill()
        assert -signal.SIGKILL == program.wait()
    post.mailbox.hangs = False
    now = clock.now()
    assert ["waiting"] == post.states()
    assert 0 == post.work(now), "the lease of the dead worker still runs"

    post.work(now + CARRYING + timedelta(minutes=1))
    assert ["sent"] == post.states()
    assert "delivered" == post.services()["FRA", "mail"]
    assert 1 == len(post.mailbox.received)
    assert {post.mailbox.begun[0]} == {*post.mailbox.begun, *post.mailbox.numbers}
    assert ["interrupted", "sent"] == [outcome for outcome, _said in post.tries()]


def test_a_mail_server_that_hangs_holds_up_nothing_but_mail(post: Post) -> None:
    """While a worker waits for the mail server, acts filed later are delivered here."""
    post.mailbox.hangs = True
    post.contact("FRA", FIRST)
    asked(post)
    program = worker(post)
    try:
        assert wait_for(lambda: bool(post.mailbox.begun), 60)
        asked(post)
        served = {"delivered"}
        assert wait_for(lambda: served == {state for (_, by), state in post.services().items() if by == "in_app"}, 60)
        assert "sent" == post.services()["FRA", "mail"]
    finally:
        program.kill()
        program.wait()
