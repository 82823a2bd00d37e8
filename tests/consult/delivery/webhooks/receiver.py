"""A receiver of webhooks on this machine, which answers as it is told and keeps what it was sent."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from consult.delivery.targets import Rules
from consult.settings import Webhooks

HERE = Rules(allow_private=True, allow_http=True, allow_any_port=True)
HERE_TOO = Webhooks(allow_private=True, allow_http=True, allow_any_port=True, timeout_seconds=1.0)


@dataclass
class Receiver:
    """What the receiver answers next, and what it was sent."""

    port: int = 0
    status: int = 200
    said: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hangs: float = 0.0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive on a free port."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(({key.lower(): value for key, value in self.headers.items()}, body))
            time.sleep(receiver.hangs)
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(receiver.said)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: object) -> None:
            """Say nothing of a sender that went away."""

    server = Quiet(("127.0.0.1", 0), Handler)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def dripping(every: float) -> Iterator[int]:
    """Answer with a byte now and then, for ever; give the port."""
    server, ended = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def drip() -> None:
        try:
            connection, _address = server.accept()
            with connection:
                while not ended.wait(every):
                    connection.sendall(b"H")
        except OSError:
            return

    with beside(server, drip, ended) as port:
        yield port


@contextmanager
def beside(server: socket.socket, answer: Callable[[], None], ended: threading.Event) -> Iterator[int]:
    """Answer in a thread until the block ends; give the port."""
    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        ended.set()
        thread.join()
        server.close()
