"""Ask a place that a party named, and hear the answer, within seconds in all: post a webhook, fetch what a party's own
identity provider says.

One thread does the background work, so a receiver that hangs, or that sends a byte now and then, must not hold up the
others: looking up, connecting, securing, sending and reading share one limit. The connection goes to a number that was
checked, follows no redirect, uses no proxy and reads so many bytes of the answer at most.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from consult.delivery.targets import Place, Resolve, Rules, check, look_up
from consult.i18n import _
from workflows.kernel.frozen import dataclass

MOST_READ = 1000
_SHOWN = 200


class NoAnswer(Exception):
    """The receiver could not be reached, or did not answer in time; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered: the number of its status, and the beginning of what it said."""

    status: int
    text: str

    @property
    def is_taken(self) -> bool:
        """Say whether the receiver took what was sent."""
        return 200 <= self.status < 300

    def __str__(self) -> str:
        """Write the answer in a line."""
        return f"HTTP {self.status} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Limit:
    """The instant, on the clock that only goes forward, by which all must be done."""

    ends: float

    @classmethod
    def of(cls, seconds: float) -> "Limit":
        """Begin now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Give the seconds that are left, or raise TimeoutError."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Incoming(io.RawIOBase):
    """What comes in on a connection, each read within what is left of the limit."""

    def __init__(self, connection: socket.socket, limit: Limit) -> None:
        """Keep the connection."""
        self.connection, self.limit = connection, limit

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there."""
        self.connection.settimeout(self.limit.left())
        return self.connection.recv_into(buffer)


class _Paced:
    """A connection as the HTTP client uses it: sends, and gives its answer as a file, within the limit.

    Headers and body leave together: a receiver that answers as soon as it has the headers and then closes would
    otherwise meet the body with a reset, and its answer would be lost.
    """

    def __init__(self, connection: socket.socket, limit: Limit) -> None:
        """Keep the connection."""
        self.connection, self.limit, self.waiting = connection, limit, b""

    def sendall(self, data: bytes) -> None:
        """Keep it until the answer is asked for."""
        self.waiting += data

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Send all of it, and give what comes in."""
        self.connection.settimeout(self.limit.left())
        self.connection.sendall(self.waiting)
        return io.BufferedReader(_Incoming(self.connection, self.limit))

    def close(self) -> None:
        """Leave the connection open: the client closes before it has read the answer, and whoever made it ends it."""


def post(
    place: Place,
    rules: Rules,
    headers: Mapping[str, str],
    body: bytes,
    seconds: float,
    *,
    resolve: Resolve = look_up,
    trusted: Callable[[], ssl.SSLContext] = ssl.create_default_context,
) -> Answer:
    """Post a body and give the answer. Raises NotAllowed where the place may not be reached, and NoAnswer."""
    asked = Request("POST", {**headers, "Content-Type": "application/json"}, body, MOST_READ, status_alone=True)
    return shortened(ask(place, rules, asked, seconds, resolve=resolve, trusted=trusted))


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a place: by which method, with which headers and body, and how many bytes are read; with
    `status_alone` the status is the answer, and what is said with it may break off."""

    method: str
    headers: Mapping[str, str]
    body: bytes | None
    most: int
    status_alone: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer as it came, as far as it is read; `is_cut` where there was more."""

    status: int
    reason: str
    body: bytes
    is_cut: bool


def shortened(whole: Whole) -> Answer:
    """Give an answer as it is kept: its status, and the beginning of what it said in a line."""
    words = " ".join(f"{whole.reason} {whole.body.decode('utf-8', 'replace')}".split())
    return Answer(whole.status, "".join(sign if sign.isprintable() else "?" for sign in words)[:_SHOWN])


def ask(
    place: Place,
    rules: Rules,
    request: Request,
    seconds: float,
    *,
    resolve: Resolve = look_up,
    trusted: Callable[[], ssl.SSLContext] = ssl.create_default_context,
) -> Whole:
    """Ask a place and give the answer. Raises NotAllowed where it may not be reached, and NoAnswer."""
    limit = Limit.of(seconds)
    numbers = check(place, rules, resolve)
    try:
        plain = _connected(numbers, place.port, limit)
        with _secured(plain, place.host, trusted(), limit) if place.secured else plain as connection:
            return _ask(_Paced(connection, limit), place, request)
    except TimeoutError:
        raise NoAnswer(_("No answer came within %(seconds)g seconds.", seconds=seconds)) from None
    except ssl.SSLCertVerificationError as fault:
        raise NoAnswer(_("The certificate of the host is not trusted: %(why)s.", why=fault.verify_message)) from None
    except (OSError, http.client.HTTPException) as fault:
        why = type(fault).__name__
        raise NoAnswer(_("The connection failed or the answer was no HTTP (%(why)s).", why=why)) from None


def _connected(numbers: Sequence[str], port: int, limit: Limit) -> socket.socket:
    """Connect to the first of the numbers that answers."""
    for number in numbers[:-1]:
        try:
            return socket.create_connection((number, port), timeout=limit.left() / 2)
        except OSError:
            continue
    return socket.create_connection((numbers[-1], port), timeout=limit.left())


def _secured(plain: socket.socket, host: str, context: ssl.SSLContext, limit: Limit) -> ssl.SSLSocket:
    """Secure a connection; the certificate must be the host's."""
    try:
        plain.settimeout(limit.left())
        return context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _ask(connection: _Paced, place: Place, request: Request) -> Whole:
    """Send the request and read the answer as far as it is asked for."""
    client = http.client.HTTPConnection(place.host, place.port)
    client.sock = connection  # all that the client asks of it
    try:
        named = {"Host": place.name, "Connection": "close", "User-Agent": "Consult", **request.headers}
        client.request(request.method, place.path, request.body, named)
        answer = client.getresponse()
        said = _said(answer, request)
    finally:
        client.close()
    return Whole(answer.status, answer.reason, said[: request.most], len(said) > request.most)


def _said(answer: http.client.HTTPResponse, request: Request) -> bytes:
    """Read what is said with a status. Where that alone counts a receiver that has taken what was sent, and then hangs
    or breaks off, is not asked again."""
    try:
        return answer.read(request.most + 1)
    except (OSError, http.client.HTTPException) as fault:
        if not request.status_alone:
            raise
        return bytes(getattr(fault, "partial", b""))
