"""A witness over HTTP: `POST /add-checkpoint`, and `GET /<SHA-256 of an origin in hex>/checkpoint` for monitors.

One small WSGI application over a witness's folder, served by gunicorn with one process of a few threads. It needs no
installation and no database but the witness's own. Towards the internet a server for TLS stands in front of it.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # the library has no types

from consult.i18n import _
from consult.log.witness import MOST_BYTES, Answer, Witness

SUBMISSION = "/add-checkpoint"
ADDRESS = "address"
_READ = re.compile(r"/([0-9a-f]{64})/checkpoint")
REQUEST_SECONDS = 30
THREADS = 8

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]
Clock = Callable[[], datetime]


def application(witness: Witness, now: Clock) -> Callable[[Environ, Start], Iterable[bytes]]:
    """Give the application that answers for a witness; `now` tells the time."""

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        found = _answer(witness, now, environ)
        body = found.body.encode()
        headers = [("Content-Type", found.kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start(f"{found.status} {HTTPStatus(found.status).phrase}", headers)
        return [body if environ["REQUEST_METHOD"] != "HEAD" else b""]

    return answer


def _answer(witness: Witness, now: Clock, environ: Environ) -> Answer:
    """Answer one request."""
    path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
    read = _READ.fullmatch(path)
    if path == SUBMISSION and method == "POST":
        return _submit(witness, now, environ)
    if read is not None and method in ("GET", "HEAD"):
        note = witness.read_checkpoint(read[1])
        return Answer(200, note) if note else Answer(404, _("This witness has cosigned no log of this origin.") + "\n")
    if path == SUBMISSION or read is not None:
        return Answer(405, _("A checkpoint is submitted with POST and read with GET.") + "\n")
    return Answer(404, _("This witness has no such address.") + "\n")


def _submit(witness: Witness, now: Clock, environ: Environ) -> Answer:
    """Read a body of bounded length and hand it to the witness."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isascii() or not length.isdigit():
        return Answer(411, _("Say how long the request is.") + "\n")
    if int(length) > MOST_BYTES:
        return Answer(413, _("A request has at most %(most)s bytes.", most=MOST_BYTES) + "\n")
    body = environ["wsgi.input"].read(int(length))
    if len(body) != int(length):
        return Answer(400, _("The request ended early.") + "\n")
    return witness.add_checkpoint(body, now())


class _Server(BaseApplication):
    """The web server over one witness."""

    def __init__(self, witness: Witness, bind: str, now: Clock, ready: Callable[[str], None]) -> None:
        self.witness, self.bind, self.now, self.ready = witness, bind, now, ready
        super().__init__()

    def load_config(self) -> None:
        """Set the server; it writes into the folder of the witness alone."""
        options = {
            "bind": self.bind,
            "workers": 1,
            "threads": THREADS,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_tmp_dir": str(self.witness.folder),
            "proc_name": "consult-witness",
            "when_ready": self._tell,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[[Environ, Start], Iterable[bytes]]:
        """Give the application."""
        return application(self.witness, self.now)

    def _tell(self, server: Any) -> None:
        """Keep the address that it answers at, since port 0 means any that is free."""
        host, port = server.LISTENERS[0].sock.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        path = self.witness.folder / ADDRESS
        draft = path.with_suffix(".new")
        draft.write_text(f"{address}\n", encoding="ascii")
        draft.replace(path)
        self.ready(address)


def serve(witness: Witness, bind: str, now: Clock, ready: Callable[[str], None] = lambda _address: None) -> None:
    """Serve a witness at host and port until stopped; port 0 takes a free one. `ready` is told the address."""
    _Server(witness, bind, now, ready).run()
