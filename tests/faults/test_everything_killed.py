"""Web, worker, signer and database killed (-9) at random while eight clients file over HTTP: what was acknowledged is
on record once, what got no answer is sent again under its key and is there once too, and the log verifies.
"""

import os
import random
import signal
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.filing import Tally, assert_each_once, filers
from tests.faults.programs import Installation, Program, installed

CLIENTS = 8
KILLS = figure(4, 15, 30)
ACKNOWLEDGED = {"SQLite": figure(1000, 9_000, 15_000), "PostgreSQL": figure(1000, 6_000, 15_000)}
CHANCE = (0.0, 0.3)
"""Seconds by which a kill comes later than the acknowledgement that it waits for: kills are spaced by what was filed,
since seconds differ from machine to machine."""
AGAIN = figure(30.0, 2.0)
"""Seconds after which it serves again when the whole server was killed, in the middle of many; a machine that runs all
tests beside it needs longer."""
BORNE = 30.0
Kill = Callable[[], float]


class Host:
    """An installation with a web server of two processes and a worker, which signs, and the hand that kills them."""

    def __init__(self, place: Installation, cluster: postgres.Cluster | None, chance: random.Random) -> None:
        """Start everything."""
        self.place, self.cluster, self.chance = place, cluster, chance
        self.web, self.worker = place.serve(), place.work()
        self.web.wait()

    def kill_process_of_web(self) -> float:
        """Kill one of the processes that answer."""
        children = self.web.children()
        with suppress(ProcessLookupError):
            if children:
                os.kill(self.chance.choice(children), signal.SIGKILL)
        return self.web.wait()

    def kill_web(self) -> float:
        """Kill the whole web server and start it anew where it listened."""
        self.web.kill()
        self.web = self.place.serve(port=self.web.port)
        return self.web.wait()

    def kill_worker(self) -> float:
        """Kill the worker, which is the signer too, and start it anew; nobody who files waits for it."""
        self.worker.kill()
        self.worker = self.place.work()
        return self.web.wait()

    def restart_database(self) -> float:
        """Let the database fall and get up, as after a crash."""
        assert self.cluster is not None
        self.cluster.fall()
        self.cluster.get_up()
        return self.web.wait()

    @property
    def kills(self) -> list[Kill]:
        """List what can be killed, the web twice as often."""
        hands: list[Kill] = [self.kill_process_of_web, self.kill_web, self.kill_worker]
        return [*hands, self.restart_database] if self.cluster else hands


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    """Start everything over either database; PostgreSQL waits for the disk here."""
    cluster, url = None, None
    if request.param == "postgresql":
        cluster = postgres.own_cluster()
        url = cluster.start(durable=True).render_as_string(hide_password=False)
    try:
        with installed(tmp_path / "instance", url) as place:
            yield Host(place, cluster, random.Random(20261122))
    finally:
        if cluster:
            cluster.stop()


def wait_for(tally: Tally, count: int, program: Program) -> None:
    """Wait until so many filings were acknowledged."""
    program.wait(lambda: len(tally.acknowledged) >= count or bool(tally.wrong), 600)


def test_whatever_is_killed_no_acknowledged_filing_is_lost_or_doubled(host: Host, seen: Seen) -> None:
    """A thousand filings by eight clients, and four kills in the midst of them; in full 15 kills on each database and
    15,000 filings on both, at night 30 and 15,000 on each."""
    tally, ended, took, of_web = Tally(), threading.Event(), [], []
    kind = "PostgreSQL" if host.cluster else "SQLite"
    enough = ACKNOWLEDGED[kind]
    clients = filers(host.place, host.web.port, tally, ended, CLIENTS)
    for number in range(KILLS):
        wait_for(tally, enough * number // KILLS, host.web)
        time.sleep(host.chance.uniform(*CHANCE))
        kill = host.kills[number % len(host.kills)]
        took.append(kill())
        if kill == host.kill_web:
            of_web.append(took[-1])
    wait_for(tally, enough, host.web)
    ended.set()
    for one in clients:
        one.join(60)
    assert_each_once(host.place, tally)

    assert "Traceback" not in told_of(host.place), told_of(host.place)
    assert enough <= len(tally.acknowledged)
    assert max(took) < BORNE, took
    assert statistics.median(of_web) <= AGAIN, of_web
    seen(
        1,
        f"{kind}: {KILLS} kills, {len(tally.acknowledged)} acknowledged, "
        f"{tally.unanswered} unanswered, {sum(tally.statuses[s] for s in (429, 503))} told to come again; lost 0, "
        f"doubled 0; serving again after {statistics.median(took):.2f} s (worst {max(took):.2f} s); the whole server "
        f"after {statistics.median(of_web):.2f} s (at most {AGAIN:g} s)",
    )


def told_of(place: Installation) -> str:
    """Read what its programs said of faults that nobody foresaw."""
    return "\n".join(line for line in place.said.splitlines() if "unforeseen" in line)
