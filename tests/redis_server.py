"""A Redis server of the tests' own, on a Unix socket in a temporary folder; nothing on the host changes."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

MISSING = "no redis-server (make test-system installs it)"
LONGEST_START = 10.0


def available() -> bool:
    """Say whether tests against Redis can run here."""
    return shutil.which("redis-server") is not None


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Give the address of a server for this process."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="redis-"))
    socket = folder / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(socket)
        yield f"unix://{socket}"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(socket: Path) -> None:
    """Wait until the server listens."""
    last = time.perf_counter() + LONGEST_START
    while not socket.exists():
        if time.perf_counter() > last:
            raise RuntimeError("redis-server did not start")
        time.sleep(0.02)
