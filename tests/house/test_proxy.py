"""The proxy of the sample: what it hands on, and what it writes down, tried with a real nginx before a server that
keeps what it is asked.
"""

import http.client
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.consult.commands.test_serving import free_port
from tests.faults.fleet import NAME, NO_NGINX, Proxy, nginx, proxied, wait_until

pytestmark = pytest.mark.skipif(nginx() is None, reason=NO_NGINX)
TOKEN = "N4VfEAN0amqBwfjEWvFHJ0S3Tnw9BLb26QTbasers48"
FORGED = "a-number-of-somebody-else"
ASKED = f"/link/{TOKEN}?q=Jane+Roe"


class Kept(BaseHTTPRequestHandler):
    """A web server that keeps the headers of what it was asked last."""

    last: dict[str, str]

    def do_GET(self) -> None:
        """Answer with nothing."""
        Kept.last = {name.lower(): value for name, value in self.headers.items()}
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""


@contextmanager
def behind() -> Iterator[int]:
    """Run such a server on a port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Kept) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_port
        server.shutdown()


def ask(proxy: Proxy) -> int:
    """Open a one-time link with a number of one's own, coming from another; give the status."""
    raw = socket.create_connection(("127.0.0.1", proxy.port), 30)
    connection = http.client.HTTPConnection(NAME)
    with proxy.trusted.wrap_socket(raw, server_hostname=NAME) as connection.sock:
        named = {"X-Request-Id": FORGED, "Referer": f"https://{NAME}{ASKED}"}
        connection.request("GET", ASKED, headers=named)
        return connection.getresponse().status


def ask_unsealed(proxy: Proxy) -> int:
    """Open the link as it is typed by somebody who leaves out the scheme."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=30)
    connection.request("GET", ASKED, headers={"Host": NAME})
    status = connection.getresponse().status
    connection.close()
    return status


def written(folder: Path) -> str:
    """Read whatever the proxy wrote down."""
    return "".join(path.read_text() for path in sorted(folder.glob("*.log")))


def test_the_proxy_names_each_request_itself_and_finds_it_in_its_lines(tmp_path: Path) -> None:
    """23 November 2026: a visitor gives his requests the number of somebody else's. It goes no further than the proxy,
    whose own number stands in its line and reaches the web server."""
    with behind() as port, proxied(tmp_path / "nginx", (port, port)) as proxy:
        assert 204 == ask(proxy)
        number = Kept.last["x-request-id"]
        assert FORGED != number
        assert 32 == len(number)
        wait_until(lambda: number in proxy.log.read_text(), "the line is written", 10)


def test_the_proxy_writes_no_address_of_a_page_down(tmp_path: Path) -> None:
    """23 November 2026: somebody opens a one-time link, by http at first, and again while no web server is there.
    Around the sample stands what the packages of nginx bring, which writes addresses down."""
    folder = tmp_path / "nginx"
    with behind() as port, proxied(folder, (port, port)) as proxy:
        statuses = [ask_unsealed(proxy), ask(proxy)]
    away = free_port()
    shutil.copytree(folder, tmp_path / "first")
    shutil.rmtree(folder)
    with proxied(folder, (away, away)) as proxy:
        statuses += [ask(proxy)]
    lines = written(tmp_path / "first") + written(folder)

    assert [308, 204, 502] == statuses
    assert TOKEN not in lines
    assert "Jane" not in lines
    assert [308, 204, 502] == [int(line.split()[-1]) for line in lines.splitlines()]
