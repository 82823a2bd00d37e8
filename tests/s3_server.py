"""A server that speaks S3, of the tests' own: moto's simulator as a process on a local port, and a way to it that can
be slow or be cut. It is a simulator: what only a real store does, no test here has seen (`docs/documents-store.md`)."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from consult.documents.stores import bucket_of
from consult.settings import Documents

LONGEST_START = 30.0
REGION, KEYS = "eu-test-1", {"aws_access_key_id": "test-key", "aws_secret_access_key": "test-secret"}
_NUMBERS = count(1)


def store_now() -> datetime:
    """Give the present instant, by which folders and servers say how old something is."""
    return datetime.now(UTC)  # noqa: TID251 - a store knows no other clock


def free_port() -> int:
    """Give a port that nobody listens on now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Server:
    """The server: started, killed, started again. Killed, it forgets everything."""

    def __init__(self) -> None:
        """Choose its port."""
        self.port = free_port()
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        program = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        last = time.perf_counter() + LONGEST_START
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            if time.perf_counter() > last:
                raise RuntimeError("the S3 simulator did not start")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    @property
    def address(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> Any:
        """Give a client of the tests' own, to look and to do harm behind the back of the store."""
        import boto3  # here, since most processes of a run need none of it
        from botocore.config import Config

        config = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1})
        return boto3.client("s3", endpoint_url=self.address, region_name=REGION, config=config, **KEYS)


@dataclass
class Bucket:
    """An empty bucket of a server, and the settings by which an installation finds it."""

    server: Server
    stored: Documents
    client: Any = field(repr=False)

    @property
    def name(self) -> str:
        """Give its name."""
        return self.stored.bucket

    def lying(self) -> list[str]:
        """List the names of all that lies there."""
        return [one["Key"] for one in self.client.list_objects_v2(Bucket=self.name).get("Contents", ())]

    def write(self, key: str, data: bytes) -> None:
        """Write over whatever is there."""
        self.client.put_object(Bucket=self.name, Key=key, Body=data)


def make_bucket(server: Server, **changes: Any) -> Bucket:
    """Make a bucket of a new name."""
    name, client = f"consult-{next(_NUMBERS)}", server.client()
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    given: dict[str, Any] = {
        "store": "s3",
        "bucket": name,
        "endpoint": server.address,
        "region": REGION,
        "prefix": "record",
        "addressing": "path",
        "timeout_seconds": 2.0,
        "pause_seconds": 0.01,
        "access_key": KEYS["aws_access_key_id"],
        "secret_key": KEYS["aws_secret_access_key"],
    }
    return Bucket(server, Documents(**{**given, **changes}), client)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[Server]:
    """Give the server of this process."""
    server = Server()
    yield server
    server.kill()


@pytest.fixture
def s3_bucket(s3_server: Server) -> Iterator[Bucket]:
    """Give an empty bucket."""
    yield make_bucket(s3_server)
    bucket_of.cache_clear()


class Way:
    """A way to a server that can be cut after so many bytes in a direction, or be slow. `on_cut` is done first."""

    def __init__(self, port: int) -> None:
        """Listen, and hand on to a port."""
        self.to, self.wait, self.cuts = port, 0.0, 0
        self.up: int | None = None
        self.down: int | None = None
        self.on_cut: Callable[[], object] = lambda: None
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Take no more."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listening.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self.to), 5)
                except OSError:
                    near.close()
                    continue
                for ends in ((near, far, "up"), (far, near, "down")):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, direction: str) -> None:
        carried = 0
        try:
            while data := source.recv(65536):
                if direction == "down" and self.wait:
                    time.sleep(self.wait)
                most = getattr(self, direction)
                carried += len(data)
                if most is not None and carried > most:
                    target.sendall(data[: max(0, len(data) - (carried - most))])
                    self.cuts += 1
                    self.on_cut()
                    return
                target.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()


@pytest.fixture
def s3_way(s3_server: Server) -> Iterator[Way]:
    """Give a way to the server of this process."""
    made = Way(s3_server.port)
    yield made
    made.close()
