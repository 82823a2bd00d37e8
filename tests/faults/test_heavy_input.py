"""Large, deep and broken input to a real server, over and over: each is refused or cut off, soon, nothing is a fault of
ours, and in the end the server has no more memory than at first.
"""

import json
import random
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.conftest import Seen
from tests.faults.figures import FULL, figure
from tests.faults.programs import Installation, Program, installed
from tests.faults.soak import GROWTH, memory_of

ROUNDS, WARM = figure(3, 20), 2
LONGEST = 2.0
"""Seconds within which each is answered, on a machine that does nothing else."""
LARGE = 10 * 1024 * 1024
CUT = 0
"""The connection was ended before all was sent, and nothing could be read any more."""
BODIES: dict[str, Callable[[random.Random], bytes]] = {
    "10 MB of JSON": lambda chance: json.dumps({"title": chance.choice("ab") * LARGE}).encode(),
    "10 MB of brackets": lambda _chance: b"[" * LARGE,
    "deeper than a reader can": lambda _chance: b'{"x":' * 100_000,
    "as long as may be, and deep": lambda _chance: b'{"title":' + b"[" * 400_000 + b"]" * 400_000 + b"}",
    "a NUL": lambda _chance: b'{"procedure":"berth","title":"a\\u0000b"}',
    "half a character": lambda _chance: b'{"procedure":"berth","title":"\\ud800"}',
    "marks that turn the line": lambda _chance: '{"procedure":"nosuch","title":"\u202e\u2067 berth"}'.encode(),
    "bytes of chance": lambda chance: chance.randbytes(2000),
    "broken in one place": lambda chance: _broken(b'{"procedure": "berth", "title": "Whole"}', chance),
}
"""What is sent for a new case; none of it opens one."""


def _broken(text: bytes, chance: random.Random) -> bytes:
    """Put a byte that no JSON has into a text."""
    at = chance.randrange(len(text))
    return text[:at] + bytes([chance.choice((0, 0xFF, 0xC0))]) + text[at + 1 :]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """Give an installation."""
    with installed(tmp_path / "instance") as made:
        yield made


def send(port: int, whole: bytes) -> int:
    """Send bytes as they are, and give the status of the answer; CUT where the connection ended before."""
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        said = b""
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(whole)
            line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            while piece := line.recv(65536):
                said += piece
    return int(said[9:12]) if said.startswith(b"HTTP/1.1 ") else CUT


def request(token: str, body: bytes, more: bytes = b"") -> bytes:
    """Write a request for a new case."""
    head = f"POST /api/v1/cases HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n".encode()
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n".encode()
    return head + kind + more + b"\r\n" + body


def headers(chance: random.Random) -> bytes:
    """Write one header more, out of bytes of chance, of which none ends the line by itself."""
    name, value = (bytes(chance.choice(range(1, 256)) for _byte in range(chance.randrange(1, 60))) for _part in "nv")
    return (name + b": " + value).replace(b"\r", b"?").replace(b"\n", b"?") + b"\r\n"


def memory(server: Program) -> int:
    """Give what the processes of a server have in memory, in kilobytes."""
    return sum(map(memory_of, server.children()))


def test_heavy_and_broken_input_is_refused_soon_and_leaves_no_memory_behind(place: Installation, seen: Seen) -> None:
    """Each kind of body in every round, and as many requests with a header of chance; the server serves on."""
    server, chance = place.serve("--workers", "1"), random.Random(20261122)
    server.wait()
    token, base, slowest = place.tokens["JPN"], 0, 0.0
    answers: Counter[str] = Counter()
    for number in range(ROUNDS + WARM):
        for name, write in BODIES.items():
            for whole in (request(token, write(chance)), request(token, b"{}", headers(chance))):
                begun = time.perf_counter()
                status = send(server.port, whole)
                slowest = max(slowest, time.perf_counter() - begun)
                answers[str(status)] += 1
                assert 400 <= status < 500 or (status == CUT and name.startswith("10 MB")), (name, status)
        if number == WARM - 1:
            base = memory(server)
    after = memory(server)

    assert server.ready()
    assert "unforeseen" not in place.said, place.said
    assert after < base * GROWTH, (base, after)
    if FULL:  # on a machine that does nothing else
        assert slowest < LONGEST
    seen(
        15,
        f"{sum(answers.values())} heavy and broken requests: {dict(answers)} ({CUT}: cut off), the slowest "
        f"{slowest:.2f} s; memory {base / 1024:.0f} -> {after / 1024:.0f} MB",
    )
