"""A real server whose disk fills up while eight clients file: 503 and when to come again, reading goes on, nothing that
was acknowledged is lost, and with room again the same processes go on. Its figures are open, and their files lie on the
same disk.
"""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consult.commands.test_serving import answer, free_port
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.filing import Line, Tally, assert_each_once, filers
from tests.faults.full import Disk, small_disk
from tests.faults.programs import Installation, installed

CLIENTS, BEFORE, AFTER, TIMES, PROCESSES = 8, 150, 50, figure(1, 5), 2
SIZE = "48m"
READ = ("/cases?size=50", "/desk", "/procedures/berth")
"""What holds no paper of level C3 or above: reading one is entered in the log first, or nothing leaves."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of its own, where this process may mount one."""
    with small_disk(tmp_path / "disk", SIZE) as made:
        if not made.mounted:
            pytest.skip("no disk may be mounted here (root may)")
        yield made


@pytest.fixture
def figures_at() -> int:
    """The port at which figures are told."""
    return free_port()


@pytest.fixture
def place(disk: Disk, tmp_path: Path, figures_at: int) -> Iterator[Installation]:
    """An installation on that disk."""
    with installed(disk.folder / "instance") as made:
        made.said_in = tmp_path / "said"
        with (made.folder / "config.toml").open("a") as settings:
            settings.write(f'\n[operations]\nmetrics_listen = "127.0.0.1:{figures_at}"\n')
        yield made


def test_a_disk_that_fills_up_while_eight_clients_file_costs_nothing_that_was_acknowledged(
    place: Installation, disk: Disk, figures_at: int, seen: Seen
) -> None:
    """While it is full every filing is told 503 and when to come again, lists can be read, though they are counted for
    the first time, and figures are told; with room again the clients go on where they were, with the same processes."""
    server, tally, ended = place.serve(), Tally(), threading.Event()
    server.wait(lambda: server.ready() and len(server.children()) == PROCESSES)
    processes = server.children()
    clients = filers(place, server.port, tally, ended, CLIENTS)
    for _time in range(TIMES):
        enough = len(tally.acknowledged) + BEFORE
        server.wait(lambda least=enough: len(tally.acknowledged) >= least or bool(tally.wrong))
        with disk.full():
            refused = tally.statuses[503]
            server.wait(lambda least=refused + CLIENTS: tally.statuses[503] >= least or bool(tally.wrong))
            reader = Line(server.port, place.tokens["JPN"])
            read = [reader.ask("GET", path).status for path in READ]
            reader.close()
            told = answer(figures_at, "/metrics")
            assert [200] * len(READ) == read
            assert (200, True) == (told[0], "consult_disk_free_bytes" in told[1])
        begun, last = time.perf_counter(), len(tally.acknowledged)
        server.wait(lambda least=last + AFTER: len(tally.acknowledged) >= least or bool(tally.wrong))
    ended.set()
    for one in clients:
        one.join(60)
    assert_each_once(place, tally)

    assert processes == server.children(), "nobody was started anew"
    assert {200, 201, 503} >= set(tally.statuses), tally.statuses
    seen(
        9,
        f"filled {TIMES} times under {CLIENTS} clients: {len(tally.acknowledged)} acknowledged, {tally.statuses[503]} "
        f"told 503 to come again, 0 lost; {AFTER} more within {time.perf_counter() - begun:.1f} s of room",
    )
