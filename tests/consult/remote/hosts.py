"""Hosts that do not behave: they break off, answer nonsense, point elsewhere, or show a certificate of nobody."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.browser.harness import Quiet, Server

Plan = Callable[[str, str], tuple[str, list[tuple[str, str]], bytes]]


@dataclass
class Heard:
    """What a host heard: method, path, and headers as WSGI names them."""

    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def playing(plan: Plan, certificate: Path | None = None) -> Iterator[tuple[str, Heard]]:
    """Serve what a plan says for a method and a path; give the address and what was heard."""
    heard = Heard()

    def app(environ: dict[str, Any], start: Any) -> list[bytes]:
        path = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else "")
        heard.asked.append((environ["REQUEST_METHOD"], path, dict(environ)))
        status, headers, content = plan(environ["REQUEST_METHOD"], path)
        start(status, list(headers))
        return [content]

    server = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def write_certificate(path: Path) -> Path:
    """Write a key and a certificate of this machine that nobody signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return path


class Breaking:
    """A way to an instance that breaks: of the requests that match, answers are lost after the instance gave them."""

    def __init__(self, address: str) -> None:
        """Lie before an instance on this machine."""
        self.target = int(address.rpartition(":")[2])
        self.lose: Callable[[bytes], bool] = lambda _request: False
        self.lost: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _from = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self.target)) as upstream:
            request = _read_request(client)
            upstream.sendall(request)
            answer = b"".join(iter(lambda: upstream.recv(65536), b""))
            if self.lose(request):
                self.lost.append(answer)
            else:
                client.sendall(answer)

    def close(self) -> None:
        """Lie there no longer."""
        self.listener.close()


def _read_request(client: socket.socket) -> bytes:
    """Read a request with its body."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += client.recv(65536)
    head, _blank, body = request.partition(b"\r\n\r\n")
    lengths = [int(one.split(b":")[1]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")]
    while lengths and len(body) < lengths[0]:
        body += client.recv(65536)
    return head + b"\r\n\r\n" + body


class Lossy:
    """Loses the answers to the first so many acts."""

    def __init__(self, path: bytes, times: int = 1) -> None:
        """Say which requests are meant, by the beginning of their first line."""
        self.path, self.left = path, times

    def __call__(self, request: bytes) -> bool:
        """Say whether the answer to this request is lost."""
        first = request.partition(b"\r\n")[0]
        if first.startswith(b"POST ") and self.path in first and self.left:
            self.left -= 1
            return True
        return False
