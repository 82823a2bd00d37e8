"""Web servers restarted while somebody files: through a proxy one after the other, and alone with a socket that is held
for it. No request fails, and what was filed is there once.
"""

import http.client
import json
import os
import signal
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from consult import clock
from consult.db import reading
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, CASES
from tests.consult.api.machine import machine
from tests.consult.commands.test_serving import answer, free_port
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import AT
from tests.faults.fleet import NAME, NO_NGINX, Fleet, Proxy, fleet, nginx, proxied, wait_until

CLIENTS, ROUNDS = 3, 1
MADE = "mandate"
"""What the world changes behind the back of the log: that machines may dispatch."""
BETWEEN = 0.02  # seconds from an answer to the next filing
ENDED, SETTLES, ASKS = 3, 0.5, 60.0
"""How often a server is ended under visitors, how many seconds they have been asking by then, and for how many at most.
Without `close_to_the_new` somebody is cut off once in many ends: that it is called is held by
`consult/commands/test_ending.py`."""
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=DATABASES)
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fleet]:
    """Give an installation of which nothing runs yet, on each database."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with fleet(tmp_path, url) as made:
        yield made


@dataclass
class Client:
    """Somebody who files one statement after another in a case of his own, each once, and keeps what was answered."""

    where: Any
    token: str
    ref: str
    seen: int
    trusted: ssl.SSLContext | None = None
    filed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def file(self) -> None:
        """File until told to end; whatever is no receipt is kept as a failure, and nothing is tried again."""
        while not self.ended.wait(BETWEEN):
            text = f"No. {len(self.filed) + len(self.failed)} in {self.ref}"
            try:
                status, said = self._post({"step": "make_statement", "filing": {"text": text}, "seen": self.seen})
            except OSError as fault:
                self.failed.append(f"{text}: {fault!r}")
                continue
            if status == 201:
                self.filed.append(text)
                self.seen += 1
            else:
                self.failed.append(f"{text}: {status} {said}")

    def _post(self, body: Any) -> tuple[int, str]:
        """Send one act over a connection of its own."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Host": NAME}
        connection = _Sealed(self.where, self.trusted) if self.trusted else http.client.HTTPConnection(*self.where)
        connection.timeout = 30
        try:
            connection.request("POST", f"/api/v1/cases/{self.ref}/acts", json.dumps(body), headers)
            given = connection.getresponse()
            return given.status, given.read().decode()
        finally:
            connection.close()


class _Sealed(http.client.HTTPSConnection):
    """A connection to a proxy on this machine that has the name of the installation in its certificate."""

    def __init__(self, where: tuple[str, int], trusted: ssl.SSLContext) -> None:
        super().__init__(NAME, where[1], context=trusted)
        self.at, self.trusted = where, trusted

    def connect(self) -> None:
        """Go to this machine under that name."""
        self.sock = self.trusted.wrap_socket(socket.create_connection(self.at, 30), server_hostname=NAME)


def clients(machines: Fleet, where: tuple[str, int], trusted: ssl.SSLContext | None = None) -> list[Client]:
    """Make clients, each with a token and a served case of its own."""
    made = []
    for _client in range(CLIENTS):
        with clock.frozen(AT):
            ref = serve_berth(machines.world.signed_in("all@jpn.example"))
        with reading(machines.world.engine) as connection:
            of_case = select(func.max(ACT.c.n)).join(CASES, CASES.c.id == ACT.c.case_id).where(CASES.c.ref == ref)
            seen = connection.execute(of_case).scalar_one()
        made.append(Client(where, machine(machines.world, "all@jpn.example").token, ref, seen, trusted))
    return made


def assert_each_once(machines: Fleet, filing: list[Client]) -> None:
    """Whatever was acknowledged is there once, nothing else is, and log and replay hold."""
    with reading(machines.world.engine) as connection:
        for one in filing:
            case = connection.execute(select(CASES.c.id).where(CASES.c.ref == one.ref)).scalar_one()
            kept = connection.execute(select(ACT.c.id).where(ACT.c.case_id == case, ACT.c.step == "make_statement"))
            assert len(one.filed) == len(kept.all())
        found = verify(connection, replay=Openings(connection)).findings
        assert {MADE} >= {one.code for one in found}
        assert {MADE} >= {one.code for one in replay_cases(connection)}


def go_on(filing: list[Client], count: int) -> None:
    """Let each client file some more."""
    least = [len(one.filed) + count for one in filing]

    def is_done() -> bool:
        assert [] == [sentence for one in filing for sentence in one.failed]
        return all(len(one.filed) >= n for one, n in zip(filing, least, strict=True))

    wait_until(is_done, "filing")


@pytest.mark.skipif(nginx() is None, reason=NO_NGINX)
def test_two_web_servers_are_restarted_behind_the_proxy_and_no_request_fails(machines: Fleet) -> None:
    """Each is stopped and started, by the signal of systemd, the second one when the first is asked again, while three
    clients file through the sample of nginx that ships; none of them tries anything a second time.
    """
    ports = (free_port(), free_port())
    serving = [machines.serve(f"web{n}", port) for n, port in enumerate(ports, 1)]
    worker = machines.start("worker1", "worker")
    with proxied(machines.folder / "proxy", ports) as proxy:
        filing = clients(machines, ("127.0.0.1", proxy.port), proxy.trusted)
        threads = [threading.Thread(target=one.file) for one in filing]
        for thread in threads:
            thread.start()
        try:
            go_on(filing, 10)
            for _round in range(ROUNDS):
                for n, port in enumerate(ports, 1):
                    assert 0 == serving[n - 1].end(), machines.said(f"web{n}")
                    go_on(filing, 5)
                    serving[n - 1] = machines.serve(f"web{n}", port)
                    wait_until_asked(proxy, port)
                    go_on(filing, 5)
        finally:
            for one in filing:
                one.ended.set()
            for thread in threads:
                thread.join()
        _assert_published_alike(machines, filing, ports)
    assert 0 == worker.end()

    assert [] == [sentence for one in filing for sentence in one.failed]
    assert all(len(one.filed) >= 10 + ROUNDS * 20 for one in filing)
    assert_each_once(machines, filing)


@pytest.mark.skipif(nginx() is None, reason=NO_NGINX)
def test_the_proxy_itself_gives_no_figures_to_anybody(tmp_path: Path) -> None:
    """With no web server behind it every other page is a bad gateway; /metrics is not there, and nobody is asked."""
    with proxied(tmp_path / "proxy", (free_port(), free_port())) as proxy:
        told = {path: _status(proxy, path) for path in ("/metrics", "/sign-in")}

        assert {"/metrics": 404, "/sign-in": 502} == told
        assert ["-", "404"] == proxy.log.read_text().splitlines()[0].split()[-2:]


def _status(proxy: Proxy, path: str) -> int:
    """Ask the proxy as a visitor does; give the status of its answer."""
    bare = socket.create_connection(("127.0.0.1", proxy.port), 20)
    with bare, proxy.trusted.wrap_socket(bare, server_hostname=NAME) as sealed:
        sealed.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        return int(sealed.recv(1024).split()[1])


def wait_until_asked(proxy: Proxy, port: int) -> None:
    """Wait until the proxy sends visitors to a web server again."""
    before = proxy.sent_to(port)
    wait_until(lambda: proxy.sent_to(port) > before, "it is asked again")


def _assert_published_alike(machines: Fleet, filing: list[Client], ports: tuple[int, int]) -> None:
    """Both machines, of which neither signs, give out the same checkpoint, which covers everything."""

    def size(port: int) -> int:
        status, text = answer(port, "/audit/1/checkpoint")
        return int(text.split("\n")[1]) if status == 200 else 0

    least = sum(len(one.filed) for one in filing)
    wait_until(lambda: size(ports[0]) == size(ports[1]) > least, "both machines publish all")
    assert not (machines.machines["web1"] / "signer").exists()


def test_a_server_whose_socket_is_held_for_it_is_restarted_and_nobody_is_refused(tmp_path: Path) -> None:
    """As with the socket unit that ships: who comes between two processes waits for the second one."""
    with fleet(tmp_path) as machines, socket.create_server(("127.0.0.1", 0), backlog=128) as held:
        port = held.getsockname()[1]
        filing = clients(machines, ("127.0.0.1", port))
        threads = [threading.Thread(target=one.file) for one in filing]
        server = machines.start("web1", "run", "--no-jobs", handed=held.fileno())
        for thread in threads:
            thread.start()
        try:
            for _round in range(ROUNDS):
                go_on(filing, 8)
                assert 0 == server.end(), machines.said("web1")
                server = machines.start("web1", "run", "--no-jobs", handed=held.fileno())
            go_on(filing, 8)
        finally:
            for one in filing:
                one.ended.set()
            for thread in threads:
                thread.join()
        assert 0 == server.end()

        assert [] == [sentence for one in filing for sentence in one.failed]
        assert_each_once(machines, filing)


def test_whoever_comes_while_a_server_ends_is_answered_or_refused_and_never_cut_off(tmp_path: Path) -> None:
    """Twelve visitors without a pause, each over a connection of his own, while it is told to stop: a refusal says that
    nothing was sent, and to be cut off says nothing."""
    with fleet(tmp_path) as machines:
        port = free_port()
        for _time in range(ENDED):
            server = machines.serve("web1", port)
            came = [Visitor(port) for _one in range(12)]
            for one in came:
                one.start()
            time.sleep(SETTLES)
            assert 0 == server.end()
            for one in came:
                one.join()

            assert {"200"} == {said for one in came for said in one.answered}
            assert ["refused"] * 12 == [one.ended_by for one in came]


class Visitor(threading.Thread):
    """Somebody who asks for the sign of life again and again until that is no longer answered."""

    def __init__(self, port: int) -> None:
        """Keep whom to ask."""
        super().__init__(daemon=True)
        self.port, self.answered, self.ended_by = port, set[str](), ""

    def run(self) -> None:
        """Ask."""
        last = time.monotonic() + ASKS
        while not self.ended_by and time.monotonic() < last:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.connect()
                connection.request("GET", "/healthz")
                self.answered.add(str(connection.getresponse().status))
            except ConnectionRefusedError:
                self.ended_by = "refused"
            except OSError as fault:
                self.ended_by = repr(fault)
            finally:
                connection.close()


def test_a_server_that_is_to_end_says_so_and_serves_on_until_proxies_have_turned_away(tmp_path: Path) -> None:
    """For the seconds of `drain_seconds` it answers everything, and 503 where it is asked whether it is ready; also
    when a process ends meanwhile, which has another in its place."""
    with fleet(tmp_path) as machines:
        machines.machine("web1", "[serving]\ndrain_seconds = 3600\n")
        port = free_port()
        server = machines.serve("web1", port)
        server.process.terminate()
        wait_until(lambda: answer(port, "/readyz")[0] == 503, "it says that it is about to end")
        status, said = answer(port, "/readyz")
        before = children_of(server.process.pid)
        gone = min(before)
        os.kill(int(gone), signal.SIGTERM)
        wait_until(lambda: gone not in children_of(server.process.pid), "a process has ended")
        wait_until(lambda: len(children_of(server.process.pid)) == len(before), "another is in its place")
        lives, served = answer(port, "/healthz")[0], answer(port, "/sign-in")[0]
        assert 503 == answer(port, "/readyz")[0]
        began = time.perf_counter()
        code = server.end()

    assert (503, "ending", "This server is about to end.") == (
        status,
        json.loads(said)["code"],
        json.loads(said)["reason"],
    )
    assert (200, 200, 0) == (lives, served, code)
    assert time.perf_counter() - began < 60, "a second signal ends the wait"
    assert [] == list((tmp_path / "web1" / "home").iterdir())


def test_renewing_the_processes_with_the_same_code_refuses_nobody(tmp_path: Path) -> None:
    """SIGHUP, twice, while clients file; other processes serve afterwards."""
    with fleet(tmp_path) as machines:
        port = free_port()
        server = machines.serve("web1", port)
        filing = clients(machines, ("127.0.0.1", port))
        threads = [threading.Thread(target=one.file) for one in filing]
        for thread in threads:
            thread.start()
        try:
            for _round in range(2):
                before = children_of(server.process.pid)
                server.process.send_signal(1)
                wait_until(lambda old=before: not old & children_of(server.process.pid), "all were renewed")
                go_on(filing, 5)
        finally:
            for one in filing:
                one.ended.set()
            for thread in threads:
                thread.join()
        assert 0 == server.end()

        assert [] == [sentence for one in filing for sentence in one.failed]
        assert_each_once(machines, filing)


def children_of(process: int) -> set[str]:
    """Give the processes that one has started."""
    return set(Path(f"/proc/{process}/task/{process}/children").read_text().split())
