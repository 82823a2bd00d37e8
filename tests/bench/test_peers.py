"""The product against a peer that does the same durable work on Django (`peer/`), in turns in one run.

`make bench-peers` makes the peer's environment and names its Python in CONSULT_PEER; without it nothing runs here.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from consult.casebook import list_cases
from consult.db import reading
from consult.visibility import Viewer
from tests import postgres
from tests.bench import worlds
from tests.bench.conftest import ratio, seconds
from tests.bench.test_acts import ACTS, answers, prepared
from tests.bench.test_http import PLAIN, THREADED, load, script_for, served
from tests.bench.test_starting import started
from tests.consult.commands.test_serving import free_port
from tests.consult.docket.conftest import Office, build_office
from tests.faults.programs import Program, installed

PYTHON = os.environ.get("CONSULT_PEER", "")
HERE = Path(__file__).parent
ROUNDS, LISTS, A_ROUND = 9, 10, 100
A_MILLION = 1_000_000
"""Below it the floors of lists and sweeps say nothing: what grows on the other side has not grown yet."""
pytestmark = pytest.mark.skipif(not PYTHON, reason="no peer (make bench-peers makes one)")


class Peer:
    """The peer's program, which takes orders."""

    def __init__(self, database: str) -> None:
        """Start it over a database, and let it make its tables."""
        self.environment = peer_environment(database)
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        command = [PYTHON, "-m", "peer.orders"]
        self.process = subprocess.Popen(command, cwd=HERE, env=self.environment, **pipes)
        self.does("setup")

    def does(self, what: str, **how: int) -> float:
        """Give an order; give how many seconds it took."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": what, **how}) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said, "the peer has ended"
        return float(json.loads(said)["seconds"])

    def end(self) -> None:
        """Let it end."""
        self.process.communicate()


def peer_environment(database: str) -> dict[str, str]:
    """Give the variables of the peer's programs."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DATABASE_URL")}
    return {**kept, "PEER_DATABASE": database, "DJANGO_SETTINGS_MODULE": "peer.place"}


@contextmanager
def peer_over(database: str) -> Iterator[Peer]:
    """Run the peer."""
    peer = Peer(database)
    try:
        yield peer
    finally:
        peer.end()


def compare(office: Office, peer: Peer, name: str, floor: float, aim: float) -> None:
    """Let both take acts in turns."""
    refs = prepared(office, ACTS * (ROUNDS + 1))
    answers(office, refs[:ACTS])
    peer.does("fill", cases=ACTS * (ROUNDS + 1))
    peer.does("steps", n=ACTS)
    ours, theirs = [], []
    for i in range(1, ROUNDS + 1):
        theirs.append(peer.does("steps", n=ACTS))
        ours.append(seconds(lambda: answers(office, refs[i * ACTS : (i + 1) * ACTS])))  # noqa: B023 - called at once
    ratio(f"full act, product ÷ Django with django-fsm-2 and its log, {name}", theirs, ours, floor, aim)


def test_a_full_act_against_django_on_sqlite(office: Office, tmp_path: Path) -> None:
    """Floor 2, aim 4; both wait for the disk."""
    with peer_over(str(tmp_path / "peer.sqlite")) as peer:
        compare(office, peer, "SQLite FULL", 2, 4)


@pytest.mark.postgres
def test_a_full_act_against_django_on_postgresql(tmp_path: Path) -> None:
    """Floor 1.5, aim 3; the server waits for the disk."""
    cluster = postgres.own_cluster()
    try:
        server = cluster.start(durable=True)
        for name in ("acts", "peer"):
            postgres._execute(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
        office = build_office(server.set(database="acts").render_as_string(hide_password=False), tmp_path)
        with peer_over(f"{make_url(server).query['host']} peer") as peer:
            compare(office, peer, "PostgreSQL", 1.5, 3)
        office.engine.dispose()
    finally:
        cluster.stop()


def test_lists_and_sweeps_against_django_in_large_worlds(tmp_path: Path) -> None:
    """A list of 50 among a million: floor 20, aim 100; a sweep of a thousand due among a million: floor 5, aim 25."""
    world = worlds.own_copy(worlds.MANY, tmp_path / "world")
    engine = world.engine()
    docket, at = world.docket(engine), worlds.AT + timedelta(days=7)

    def read() -> None:
        for _i in range(LISTS):
            with reading(engine) as connection:
                assert 50 == len(list_cases(connection, Viewer("JPN"), before=None).rows)

    with peer_over(str(tmp_path / "peer.sqlite")) as peer:
        peer.does("fill", cases=worlds.MANY, due=worlds.DUE)
        peer.does("page", times=1)
        read()
        lists = [(peer.does("page", times=1) * LISTS, seconds(read)) for _i in range(ROUNDS)]
        rounds = range(worlds.DUE // A_ROUND)
        sweeps = [(peer.does("sweep", n=A_ROUND), seconds(lambda: docket.sweep(at, A_ROUND))) for _i in rounds]
    engine.dispose()
    shutil.rmtree(world.folder)

    floors = (20, 5) if worlds.MANY >= A_MILLION else (None, None)
    many = f"{worlds.MANY:,}"
    ratio(f"list of 50 at {many}, Django's paginator ÷ product", *zip(*lists, strict=True), floors[0], 100)
    ratio(f"sweep of {worlds.DUE:,} due among {many}, Django ÷ product", *zip(*sweeps, strict=True), floors[1], 25)


def serve_peer(database: str, server: tuple[str, ...]) -> Program:
    """Start the peer's web server, the same as the product's with the same processes and threads."""
    port = free_port()
    command = [PYTHON, "-m", "gunicorn", *server, "--log-level", "error", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "peer.web:application"], cwd=HERE, env=peer_environment(database), start_new_session=True
    )
    return Program(process, port)


@pytest.mark.parametrize(("server", "floors"), [(PLAIN, (5, 2.5)), (THREADED, (5, None))], ids=["plain", "threads"])
def test_steps_over_http_against_django(
    server: tuple[str, ...], floors: tuple[float | None, ...], tmp_path: Path
) -> None:
    """How long the slowest of a hundred waits at eight connections, Django ÷ product: floor 5, aim 25, with plain
    workers at no less than 2.5 times its throughput, aim 4; with threads that is printed."""
    database = str(tmp_path / "peer.sqlite")
    ours, theirs = [], []
    with installed(tmp_path / "instance") as place, peer_over(database) as peer:
        peer.does("fill", cases=16)
        own, other = place.serve(*server), serve_peer(database, server)
        place.running.append(other)
        own.wait()
        other.wait()
        of_peer = [f"CASE-{number}" for number in range(1, 16, 2)]
        sides = ((theirs, other, of_peer, "token-FRA"), (ours, own, served(place, own.port), place.tokens["JPN"]))
        for number in range(ROUNDS):
            for heard, program, refs, token in sides:
                script = script_for(place, refs, token, f"round{number}")
                heard.append(load(tmp_path / "post.lua", script, f"http://127.0.0.1:{program.port}/"))

    for side, heard in (("Django", theirs), ("product", ours)):
        print(f"\n{side}: {[f'{one.a_second:.0f}/s p50 {one.p50:.0f} ms p99 {one.p99:.0f} ms' for one in heard]}")
    how = " ".join(server)
    ratio(f"POST p99, Django ÷ product, {how}", [one.p99 for one in theirs], [one.p99 for one in ours], floors[0], 25)
    taken = [one.a_second for one in ours], [one.a_second for one in theirs]
    ratio(f"POST/s, product ÷ Django, {how}", *taken, floors[1], 4)


def test_start_and_memory_against_django(tmp_path: Path) -> None:
    """Product ÷ Django: at most 2.5 and 1.6, aim 1 for both; printed both before one of them fails."""
    database = str(tmp_path / "peer.sqlite")
    with installed(tmp_path / "instance") as place, peer_over(database) as peer:
        peer.does("fill", cases=16)
        starts = [(started(place.serve), started(lambda: serve_peer(database, THREADED))) for _i in range(ROUNDS)]

    sides = [[[pair[side][what] for pair in starts] for side in (0, 1)] for what in (0, 1)]
    for what, (mine, peers) in zip(("start", "memory"), sides, strict=True):
        print(f"\n{what}: {min(mine):.4g} and {min(peers):.4g}")
    for what, (mine, peers), floor in zip(("memory", "start"), reversed(sides), (1.6, 2.5), strict=True):
        ratio(f"{what}, product ÷ Django", mine, peers, floor, 1.0, most=True)
