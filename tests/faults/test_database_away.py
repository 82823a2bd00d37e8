"""The database away: restarted in the midst of requests, or not there at the start. Health says so, whoever files is
told to come again, each pooled connection fails at most once, and everything goes on by itself.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from consult import clock
from tests import postgres
from tests.consult.commands.test_serving import answer, free_port
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.filing import Line, Tally, assert_each_once, filers
from tests.faults.programs import Installation, installed

pytestmark = pytest.mark.postgres
CLIENTS, RESTARTS = 8, figure(1, 4)
RECOVERS = 5.0
"""Seconds after which everything is as before."""
BORNE = figure(3 * RECOVERS, RECOVERS)
"""How long clients may wait for it on a machine that runs all tests beside it, and on one that does nothing else."""
HANGS = 55.0
"""Seconds within which everybody is told that it hangs: less than it takes a visitor to go away."""
PROCESSES, THREADS = 2, 4
"""Processes that answer, and threads of each: so many connections it has in use at a time."""


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """Give a PostgreSQL server of this test's own."""
    made = postgres.own_cluster()
    yield made
    made.stop()


@pytest.fixture
def place(cluster: postgres.Cluster, tmp_path: Path) -> Iterator[Installation]:
    """Give an installation over it."""
    url = cluster.start(durable=True).render_as_string(hide_password=False)
    with installed(tmp_path / "instance", url) as made:
        yield made


def failed(tally: Tally) -> int:
    """Count what was not done for the database's sake."""
    return tally.statuses[503] + tally.statuses[500]


def test_a_database_that_restarts_in_mid_request_costs_each_connection_one_error_at_most(
    place: Installation, cluster: postgres.Cluster, seen: Seen
) -> None:
    """It falls as in a crash while eight clients file and gets up at once; no acknowledged filing is lost, and the
    requests that fail after it is up again are no more than there are connections."""
    server, tally, ended = place.serve(), Tally(), threading.Event()
    server.wait()
    clients, took, errors = filers(place, server.port, tally, ended, CLIENTS), [], []
    for _restart in range(RESTARTS):
        enough = len(tally.acknowledged) + 100
        server.wait(lambda least=enough: len(tally.acknowledged) >= least)
        cluster.fall()
        cluster.get_up()
        before, begun, enough = failed(tally), time.perf_counter(), len(tally.acknowledged) + CLIENTS
        server.wait(lambda least=enough: len(tally.acknowledged) >= least or bool(tally.wrong))
        took.append(time.perf_counter() - begun)
        time.sleep(0.5)
        errors.append(failed(tally) - before)
    ended.set()
    for one in clients:
        one.join(60)
    assert_each_once(place, tally)

    assert 0 == tally.statuses[500]
    assert max(errors) <= 2 * THREADS, "more errors than connections"
    assert max(took) < BORNE, took
    seen(
        10,
        f"{RESTARTS} restarts with {CLIENTS} clients: filing again after {max(took):.2f} s (target {RECOVERS:g}), "
        f"{max(errors)} errors at most after it was up, {tally.unanswered} unanswered, 0 lost",
    )


def test_health_says_that_the_database_is_away_and_nobody_is_told_that_it_was_recorded(
    place: Installation, cluster: postgres.Cluster, seen: Seen
) -> None:
    """While it is away: 503 with the reason, a page and a filing get 503 and when to come again; the process itself
    lives. When it is back the same processes serve."""
    server = place.serve()
    server.wait()
    line = Line(server.port, place.tokens["JPN"])
    body = {"procedure": "berth", "title": "While it is away"}
    cluster.fall()
    refused = line.ask("POST", "/cases", body, "away")
    health, alive = answer(server.port, "/readyz"), answer(server.port, "/healthz")
    line.close()
    cluster.get_up()
    back = server.wait()
    taken = line.ask("POST", "/cases", body, "away")
    line.close()

    assert (503, True) == (refused.status, "retry-after" in refused.headers)
    assert (503, 200, True) == (health[0], alive[0], "The database does not answer." in health[1])
    assert taken.status in (200, 201)
    assert back < RECOVERS
    seen(10, f"health 503 while away and 200 {back:.2f} s after the database was there")


def test_whoever_is_signed_in_meets_a_page_that_says_that_the_database_is_away(
    cluster: postgres.Cluster, tmp_path: Path
) -> None:
    """20 November 2026: nobody can be recognised without it, and the page that says so asks it nothing. With the
    database back the same session goes on."""
    url = cluster.start(durable=True).render_as_string(hide_password=False)
    with clock.frozen(AT):
        world = build_cases(tmp_path, database_url=url)
        world.app.config["PROPAGATE_EXCEPTIONS"] = False
        japan = world.signed_in("all@jpn.example")
        ref = serve_berth(japan)
        cluster.fall()
        pages = [japan.get(address) for address in (f"/cases/{ref}", "/desk", "/")]
        visitor = world.visitor().get("/sign-in")
        cluster.get_up()
        back = japan.get(f"/cases/{ref}")
        world.engine.dispose()

    assert [503] * 3 == [page.status_code for page in pages]
    assert all("The database does not answer, and nothing was recorded." in page.text for page in pages), pages[0].text
    assert all(page.headers["Retry-After"].isdigit() for page in pages)
    assert visitor.status_code in (200, 503)
    assert 200 == back.status_code


def test_a_queue_that_is_away_ends_no_server_whose_processes_are_renewed(
    cluster: postgres.Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: Seen
) -> None:
    """20 November 2026: the record lies in a file, the queue on PostgreSQL, which is away when the server starts and
    when one of its processes dies. Another one takes its place, and a worker begins too."""
    url = cluster.start().render_as_string(hide_password=False)
    cluster.fall()
    monkeypatch.setenv("CONSULT_QUEUE", url.replace("postgresql+psycopg://", "postgresql://"))
    with installed(tmp_path / "instance", f"sqlite:///{tmp_path / 'record.sqlite'}") as place:
        port = free_port()
        server, worker = place.start("run", "--port", str(port), port=port), place.work()
        server.wait(lambda: server.ready() and len(server.children()) == PROCESSES)
        first = server.children()
        os.kill(first[0], signal.SIGKILL)
        took = server.wait(lambda: server.children() != first and len(server.children()) == PROCESSES)
        server.wait()
        worker.wait(lambda: "The background work of" in place.said)
        worker.wait(lambda: "Error reading from queue" in place.said)

        assert (None, None) == (server.process.poll(), worker.process.poll())
    seen(10, f"the queue away: a process that died is replaced after {took:.1f} s, the server goes on")


def test_a_server_and_a_worker_that_start_before_their_database_serve_as_soon_as_it_is_there(
    place: Installation, cluster: postgres.Cluster, seen: Seen
) -> None:
    """Both say once that it does not answer, without a trace of the program; the server listens, health says why it
    does not serve, and when the database is there both go on by themselves."""
    cluster.fall()
    server, worker = place.serve(), place.work()
    server.wait(lambda: answer(server.port, "/healthz")[0] == 200)
    health = answer(server.port, "/readyz")
    worker.wait(lambda: 2 == place.said.count("The database does not answer; it is tried again until it does"))
    cluster.get_up()
    took = server.wait()
    worker.wait(lambda: "The background work of" in place.said)

    assert (503, True) == (health[0], "The database does not answer." in health[1])
    assert "Traceback" not in place.said, place.said
    assert took < RECOVERS
    seen(10, f"started before its database: health 503, and 200 {took:.2f} s after the database was there")


def test_a_database_that_hangs_lets_health_answer_and_is_served_by_again_when_it_goes_on(
    place: Installation, cluster: postgres.Cluster, seen: Seen
) -> None:
    """23 November 2026: its disk does not answer, so that each of its processes stands still with all connections open.
    More ask whether the server is ready than it has threads; all are told that it is not, and the processes are found
    alive."""
    server = place.serve()
    server.wait()
    asked_at_once(server.port, "/readyz", 4 * PROCESSES * THREADS)  # a connection for each thread
    with cluster.hanging():
        begun = time.perf_counter()
        asked = asked_at_once(server.port, "/readyz", 2 * PROCESSES * THREADS)
        alive = asked_at_once(server.port, "/healthz", PROCESSES * THREADS)
        took = time.perf_counter() - begun
    back = server.wait()

    assert ({503}, {200}) == (set(asked), set(alive))
    assert took < HANGS
    assert back < RECOVERS
    seen(10, f"a database that hangs: all told so after {took:.1f} s, served again {back:.2f} s after it went on")


def asked_at_once(port: int, address: str, number: int) -> list[int]:
    """Ask for an address so many times at once; give the statuses, 0 for no answer."""
    with ThreadPoolExecutor(number) as asking:
        return [status for status, _said in asking.map(lambda _one: answer(port, address), range(number))]
