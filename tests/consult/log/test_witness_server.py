"""A witness as a program of its own: what it answers over HTTP, and that it ends with whoever started it."""

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from consult.log.verifier import open_note, read_vkey
from consult.log.witness import MOST_BYTES, Witness, create_witness
from tests.consult.log.test_witness import ORIGIN, ROOT, Log

MODULE = "consult.witness"
DIGEST = hashlib.sha256(ORIGIN.encode()).hexdigest()


@pytest.fixture
def log() -> Log:
    """A log of five entries."""
    return Log().grow("a", "b", "c", "d", "e")


@pytest.fixture
def witness(tmp_path: Path, log: Log) -> Witness:
    """A witness that follows it."""
    return create_witness(tmp_path / "w", "jpn.example/witness", [log.key.vkey])


def address_of(folder: Path) -> str:
    """Wait until the witness of a folder says where it answers."""
    last = time.perf_counter() + 30
    while not (folder / "address").exists():
        assert time.perf_counter() < last, "the witness does not start"
        time.sleep(0.05)
    return (folder / "address").read_text().strip()


@pytest.fixture
def connection(witness: Witness) -> Iterator[http.client.HTTPConnection]:
    """A connection to the running witness."""
    command = [sys.executable, "-m", MODULE, str(witness.folder), "--with-parent"]
    program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
    assert program.stdin is not None
    try:
        place = urlsplit(address_of(witness.folder))
        with closing(http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)) as opened:
            yield opened
    finally:
        program.stdin.close()
        assert 0 == program.wait(120)


def ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, str, str]:
    """Ask and give status, type and body."""
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.headers["Content-Type"], answer.read().decode()


def test_a_witness_answers_over_one_connection_as_the_protocol_says(
    connection: http.client.HTTPConnection, witness: Witness, log: Log
) -> None:
    """Cosignature, conflict with its own type, refusals, the checkpoint for monitors; the connection stays open."""
    plain = "text/plain; charset=utf-8"
    assert 404 == ask(connection, "GET", f"/{DIGEST}/checkpoint")[0]
    status, kind, lines = ask(connection, "POST", "/add-checkpoint", log.request(0))
    sock = connection.sock
    read = ask(connection, "GET", f"/{DIGEST}/checkpoint")

    assert (200, plain) == (status, kind)
    assert open_note(log.note() + lines, [read_vkey(witness.key.vkey)]).signatures
    assert (200, plain, log.note() + lines) == read
    assert (200, plain, "") == ask(connection, "HEAD", f"/{DIGEST}/checkpoint")
    assert (409, "text/x.tlog.size", "5\n") == ask(connection, "POST", "/add-checkpoint", log.request(3))
    assert (
        422
        == ask(connection, "POST", "/add-checkpoint", log.request(5).replace(b"5\n", b"5\n" + b"A" * 43 + b"=\n", 1))[0]
    )
    assert 400 == ask(connection, "POST", "/add-checkpoint", b"old 0\n")[0]
    assert 400 == ask(connection, "POST", "/add-checkpoint", b"")[0]
    assert 405 == ask(connection, "GET", "/add-checkpoint")[0]
    assert 405 == ask(connection, "POST", f"/{DIGEST}/checkpoint", b"")[0]
    assert 404 == ask(connection, "GET", "/")[0]
    assert 404 == ask(connection, "GET", f"/{'0' * 64}/checkpoint")[0]
    assert 404 == ask(connection, "POST", "/add-checkpoint/", b"")[0]
    assert sock is connection.sock


def test_a_body_that_is_too_long_or_of_unknown_length_is_not_read(
    connection: http.client.HTTPConnection, log: Log
) -> None:
    """413 and 411; afterwards the witness answers as before."""
    assert 413 == ask(connection, "POST", "/add-checkpoint", b"x" * (MOST_BYTES + 1))[0]
    connection.close()
    connection.request("POST", "/add-checkpoint", iter([log.request(0)]), encode_chunked=True)
    assert 411 == connection.getresponse().status
    connection.close()
    assert 200 == ask(connection, "POST", "/add-checkpoint", log.request(0))[0]


PARENT = """
import subprocess, sys, time
kept = subprocess.Popen([sys.executable, "-m", *sys.argv[1:]], stdin=subprocess.PIPE)
print(kept.pid, flush=True)
time.sleep(60)
"""


def test_a_witness_ends_when_whoever_started_it_is_killed(witness: Witness) -> None:
    """Kill -9 leaves no witness behind."""
    command = [sys.executable, "-c", PARENT, MODULE, str(witness.folder), "--with-parent"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        address_of(witness.folder)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    last = time.perf_counter() + 20
    while is_running(number):
        assert time.perf_counter() < last, "the witness goes on"
        time.sleep(0.05)


def is_running(number: int) -> bool:
    """Say whether a process runs; one that has ended and is not collected does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
