"""`consult run` and `consult worker` as programs: they serve, work, stop when told, and write in one folder only."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from consult import migrate
from consult.db import make_engine, reading, writing
from consult.models.cases import OUTBOX
from consult.signs import Sign, own_version, servers, workers
from tests import databases

ROOT = Path(__file__).parents[3]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command over an installation, in a home of its own, and end it in any case."""
    (folder / "home").mkdir(exist_ok=True)
    keep = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORT")}
    variables = {**keep, "CONSULT_INSTANCE": str(folder / "instance"), "HOME": str(folder / "home")}
    if databases.on_postgresql():
        variables["DATABASE_URL"] = databases.at(folder / "instance" / "consult.sqlite")
    command = [sys.executable, "-c", "from consult.cli import main; main()", *arguments]
    with said_in(folder).open("a") as said:
        pipes = {"stdout": said, "stderr": subprocess.STDOUT}
        program = subprocess.Popen(command, cwd=ROOT, env=variables, start_new_session=True, **pipes)
    try:
        yield program
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


def said_in(folder: Path) -> Path:
    """Give the file that holds what the programs of a test said."""
    return folder / "said.txt"


def wait_for(holds: Callable[[], bool], program: subprocess.Popen[bytes], seconds: float = 120.0) -> None:
    """Wait until something holds while a program runs."""
    last = time.perf_counter() + seconds
    while not holds():
        assert program.poll() is None, "the program has ended"
        assert time.perf_counter() < last, "waited too long"
        time.sleep(0.05)


def answer(port: int, address: str) -> tuple[int, str]:
    """Ask for an address; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=60) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return 0, ""


def post_work(engine: Engine) -> None:
    """Put a piece of work that is long due into the outbox."""
    row = {"key": "serve:0", "topic": "serve", "payload": json.dumps({"act": 0}), "run_at": LONG_AGO, "attempts": 0}
    with writing(engine) as connection:
        connection.execute(insert(OUTBOX).values(row))


def is_done(engine: Engine) -> bool:
    """Say whether nothing waits in the outbox."""
    with reading(engine) as connection:
        return connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.done_at.is_(None))).first() is None


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Give the engine of an installation whose database stands."""
    (tmp_path / "instance").mkdir()
    made = make_engine(databases.at(tmp_path / "instance" / "consult.sqlite"))
    migrate.upgrade(made)
    yield made
    made.dispose()


def signs(engine: Engine) -> tuple[tuple[Sign, ...], tuple[Sign, ...]]:
    """Give the web servers and the workers that are listed."""
    with reading(engine) as connection:
        return servers(connection), workers(connection)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_the_server_serves_works_and_stops_when_it_is_told_to(
    tmp_path: Path, engine: Engine, told: signal.Signals
) -> None:
    """Sign-in page, signs of life, background work in one of the processes, a clean end, and nothing in the home."""
    port = free_port()
    post_work(engine)
    with started(tmp_path, "run", "--port", str(port)) as program:
        wait_for(lambda: 200 == answer(port, "/sign-in")[0], program)
        ready = answer(port, "/readyz")
        wait_for(lambda: is_done(engine), program)
        wait_for(lambda: all(signs(engine)), program)
        listed, _workers = signs(engine)
        program.send_signal(told)

        assert 0 == program.wait(120)
    name = f"{socket.gethostname()[:80]} {program.pid}"
    assert [(name, own_version(), 2)] == [(one.name, one.version, one.processes) for one in listed]
    assert ((), ()) == signs(engine), "who ends in order is listed no more"
    said = said_in(tmp_path).read_text()
    assert (200, {"status": "ok", "documents": "ok"}) == (ready[0], json.loads(ready[1]))
    assert f"Consult answers on http://localhost:{port}" in said
    assert "Traceback" not in said
    assert [] == list((tmp_path / "home").iterdir())
    assert {"home", "instance", "said.txt"} == {path.name for path in tmp_path.iterdir()}


def test_a_server_without_background_work_leaves_it_to_a_worker(tmp_path: Path, engine: Engine) -> None:
    """With --no-jobs no queue is opened; the worker that is started beside it does the work."""
    port = free_port()
    post_work(engine)
    with started(tmp_path, "run", "--no-jobs", "--workers", "1", "--port", str(port)) as server:
        wait_for(lambda: 200 == answer(port, "/healthz")[0], server)
        assert not (tmp_path / "instance" / "jobs.sqlite").exists()
        assert not is_done(engine)
        with started(tmp_path, "worker") as worker:
            wait_for(lambda: is_done(engine), worker)
            worker.send_signal(signal.SIGTERM)

            assert 0 == worker.wait(120)


def test_a_port_that_is_taken_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """Nothing is made where nothing can be served."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with started(tmp_path, "run", "--port", str(port)) as program:
            assert 1 == program.wait(40)

    assert f"Error: localhost:{port} cannot be used: Address already in use." in said_in(tmp_path).read_text()


def test_the_sign_of_life_says_when_the_database_is_of_another_version(tmp_path: Path, engine: Engine) -> None:
    """A process in front of a database that was moved on or back must not be taken for one that can serve."""
    from consult import create_app
    from consult.settings import Settings

    app = create_app(Settings.for_tests(tmp_path / "instance"))
    client = app.test_client()
    assert 200 == client.get("/readyz").status_code
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'another'")
    refused = client.get("/readyz")

    assert refused.json is not None
    assert (503, "revision", "5") == (refused.status_code, refused.json["code"], refused.headers["Retry-After"])
    assert "The database is not at the revision of this version." == refused.json["reason"]
    assert "another" not in refused.text
    assert 200 == client.get("/healthz").status_code
    app.extensions["consult"].engine.dispose()
