"""The door at an address of this machine alone: one process answers there for all; when it ends, the next one does.

It reads nothing but the path, takes no body and knows one answer. Nobody else's page can have a browser on this machine
ask here in its own name: a question has to name this address.
"""

import errno
import ipaddress
import logging
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from consult.i18n import _
from consult.settings import Settings, SettingsError

PATH = "/metrics"
MEDIA = "text/plain; version=0.0.4; charset=utf-8"
AGAIN_SECONDS = 2.0
WAIT_SECONDS = 5.0
log = logging.getLogger("consult.metrics")
Address = tuple[str, int]


def listen_address(settings: Settings) -> Address | None:
    """Read the address and port that the settings name; None where they name none. SettingsError for an address that
    others than this machine reach."""
    given = settings.operations.metrics_listen
    if not given:
        return None
    host, _colon, port = given.rpartition(":")
    try:
        is_own = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        is_own = False
    if not is_own or not port.isdigit() or not 0 < int(port) < 65536:
        sentence = _(
            "[operations] metrics_listen: write an address of this machine alone with a port, such as 127.0.0.1:9464, "
            "not %(given)s.",
            given=given,
        )
        raise SettingsError(sentence)
    return host.strip("[]"), int(port)


class Door:
    """Answers at an address as soon as nobody else does, until it is stopped."""

    def __init__(self, address: Address, write: Callable[[], bytes]) -> None:
        """Keep where to answer, and what."""
        self.address, self.write = address, write
        self.ended = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._thread = threading.Thread(target=self._stand, name="metrics", daemon=True)

    def start(self) -> "Door":
        """Queue for the address in a thread of its own."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Answer no more."""
        self.ended.set()
        if self._server is not None:
            self._server.shutdown()
        self._thread.join(AGAIN_SECONDS + 1)

    def _stand(self) -> None:
        while not self.ended.is_set():
            try:
                server = _Server(self.address, _answering(self.write, self.address))
            except OSError as fault:
                if fault.errno != errno.EADDRINUSE:
                    log.error("Figures cannot be asked for at this address: %s", fault.strerror)
                self.ended.wait(AGAIN_SECONDS)
                continue
            self._server = server
            with server:
                if not self.ended.is_set():
                    server.serve_forever(poll_interval=0.2)
            self._server = None


class _Server(ThreadingHTTPServer):
    """A server whose threads end with the process."""

    daemon_threads = True

    def __init__(self, address: Address, handler: type[BaseHTTPRequestHandler]) -> None:
        """Listen at an address of either kind."""
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, handler)


class _Answer(BaseHTTPRequestHandler):
    """One question."""

    timeout = WAIT_SECONDS
    server_version, sys_version = "consult", ""
    names: ClassVar[frozenset[str]] = frozenset()
    write: ClassVar[Callable[[], bytes]]

    def do_GET(self) -> None:
        """Give the figures; 404 at any other path, 403 to whoever asks for another host."""
        if self.headers.get("Host", "") not in self.names:
            self.send_error(403)
        elif self.path != PATH:
            self.send_error(404)
        else:
            self._give(type(self).write())

    def _give(self, text: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", MEDIA)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_given: Any) -> None:
        """Say nothing of a question that is asked every few seconds."""


def _answering(write: Callable[[], bytes], address: Address) -> type[_Answer]:
    """Make the handler of one door."""
    names = frozenset(f"{host}:{address[1]}" for host in (address[0], f"[{address[0]}]", "localhost"))
    return type("Answer", (_Answer,), {"names": names, "write": staticmethod(write)})
