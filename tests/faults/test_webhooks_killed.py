"""Workers as programs, killed while a receiver of webhooks has a message and does not answer: the message comes again
under its number, both tries are kept, and of workers that live nobody sends what another one has in hand.
"""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import environ
from pathlib import Path

import pytest
from sqlalchemy import select

from consult.db import reading, writing
from consult.delivery import endpoints
from consult.delivery.endpoints import NewEndpoint
from consult.delivery.sending import BROKEN_OFF, CARRYING
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from consult.models.reminding import WORKER_SIGN
from consult.settings import create_secret
from tests.consult.delivery.webhooks.conftest import ASKED, LATER, add_manager
from tests.consult.delivery.webhooks.receiver import HERE, Receiver, receiving
from tests.consult.docket.conftest import PROCEDURES, START, Office

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
CASES = 10
CONFIG = """
database_url = "{url}"
[webhooks]
allow_private = true
allow_http = true
allow_any_port = true
timeout_seconds = 300.0
"""
PROGRAM = """
import datetime, sys
import time_machine
time_machine.travel(datetime.datetime.fromisoformat(sys.argv.pop())).start()
from consult.cli import main
from consult.jobs import consuming
consuming.apart = lambda engine, at: datetime.timedelta()
main()
"""
"""`consult worker` over a clock that goes on from a chosen instant; that of the database cannot be moved, so it is not
compared."""


@dataclass
class Installed:
    """An installation on the disk, the people who act in it, and the receiver of its webhooks."""

    office: Office
    folder: Path
    receiver: Receiver

    def register(self, party: str, secret_key: str) -> None:
        """Register the receiver as an endpoint of a party."""
        manager = add_manager(self.office, party)
        asked = endpoints.read(NewEndpoint(self.receiver.url), HERE)
        with writing(self.office.engine) as connection:
            endpoints.register(connection, manager, party, asked, secret_key, START)

    def serve(self) -> None:
        """Let Japan ask France and Korea for a berth."""
        ref = str(self.office.docket.open(self.office.standings["JPN"], "berth", at=START, title="").ref)
        self.office.take("JPN", ref, "ask", body=ASKED)

    def sent(self) -> Counter[str]:
        """Count how often each number arrived."""
        return Counter(headers["webhook-id"] for headers, _body in list(self.receiver.got))

    def states(self) -> list[str]:
        """Read how far each message to an endpoint came."""
        query = select(MESSAGE.c.state).where(MESSAGE.c.channel == "webhook").order_by(MESSAGE.c.id)
        with reading(self.office.engine) as connection:
            return list(connection.execute(query).scalars())

    def tries(self, number: str) -> list[tuple[str, str]]:
        """Read what is kept of each try of a message, by its number on the wire."""
        query = select(MESSAGE_TRY).join(MESSAGE).where(MESSAGE.c.reference == number).order_by(MESSAGE_TRY.c.id)
        with reading(self.office.engine) as connection:
            return [(row.outcome, row.said) for row in connection.execute(query)]

    def signs(self) -> int:
        """Count the workers that have given a sign of life."""
        with reading(self.office.engine) as connection:
            return len(connection.execute(select(WORKER_SIGN.c.name)).all())

    @contextmanager
    def worker(self, at: datetime) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker as a program whose clock goes on from an instant, and kill it in any case."""
        kept = {name: value for name, value in environ.items() if name not in ("DATABASE_URL", "PORT")}
        variables = {**kept, "CONSULT_INSTANCE": str(self.folder)}
        command = [sys.executable, "-c", PROGRAM, "worker", at.isoformat()]
        with (self.folder / "said.txt").open("a") as said:
            program = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=said, stderr=subprocess.STDOUT)
        try:
            yield program
        finally:
            program.kill()
            program.wait()

    def wait(self, program: subprocess.Popen[bytes], holds: Callable[[], bool]) -> None:
        """Wait until something holds while a program runs."""
        last = time.perf_counter() + PATIENCE
        while not holds():
            assert program.poll() is None, (self.folder / "said.txt").read_text()
            assert time.perf_counter() < last, "waited too long"
            time.sleep(0.05)


@pytest.fixture
def installed(office: Office, tmp_path: Path) -> Iterator[Installed]:
    """Give an installation with the toy procedure, whose France has an endpoint."""
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "procedures").symlink_to(PROCEDURES)
    url = office.engine.url.render_as_string(hide_password=False)
    (folder / "config.toml").write_text(CONFIG.format(url=url))
    with receiving() as receiver:
        made = Installed(office, folder, receiver)
        made.register("FRA", create_secret(folder).read_text().strip())
        yield made


def test_a_message_whose_worker_was_killed_comes_again_under_its_number_and_both_tries_are_kept(
    installed: Installed,
) -> None:
    """The receiver has it and does not answer, the worker is killed. The next worker leaves it alone while the lease of
    the dead one runs, and sends what came after it; when the lease has ended it is sent again."""
    installed.receiver.hangs = 600.0
    installed.serve()
    with installed.worker(LATER) as first:
        installed.wait(first, lambda: bool(installed.receiver.got))
        first.kill()
        assert -signal.SIGKILL == first.wait()
    [number] = installed.sent()
    assert (["waiting"], []) == (installed.states(), installed.tries(number))

    installed.receiver.hangs = 0.0
    installed.serve()
    with installed.worker(LATER + timedelta(seconds=30)) as second:
        installed.wait(second, lambda: ["waiting", "sent"] == installed.states())
    assert 1 == installed.sent()[number]
    with installed.worker(LATER + CARRYING + timedelta(minutes=1)) as third:
        installed.wait(third, lambda: ["sent", "sent"] == installed.states())

    assert [2, 1] == list(installed.sent().values())
    assert [("interrupted", str(BROKEN_OFF)), ("sent", "HTTP 200 OK")] == installed.tries(number)
    assert installed.receiver.got[0][1] == installed.receiver.got[-1][1]


def test_of_two_workers_nobody_posts_what_the_other_one_has_in_hand(installed: Installed) -> None:
    """Ten acts are told to the endpoints of two States while both work and each answer takes a while: every number
    arrives once."""
    installed.register("KOR", (installed.folder / "secret").read_text().strip())
    installed.receiver.hangs = 0.2
    with installed.worker(LATER) as one, installed.worker(LATER) as other:
        installed.wait(one, lambda: 2 == installed.signs())
        for _case in range(CASES):
            installed.serve()
        installed.wait(one, lambda: ["sent"] * 2 * CASES == installed.states())
        assert other.poll() is None

    assert {1: 2 * CASES} == Counter(installed.sent().values())
    assert {("sent",)} == {tuple(outcome for outcome, _said in installed.tries(one)) for one in installed.sent()}
