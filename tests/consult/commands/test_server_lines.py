"""What the web server itself says of requests that it could not read or answer: kinds and places, no address and no
word of a visitor.
"""

import socket
from typing import Any

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped] # the library has no types
from gunicorn.http.errors import InvalidHTTPVersion  # type: ignore[import-untyped] # the library has no types

from consult.commands.server import ServerLog, Single, Threads

LINK = "/link/N4VfEAN0amqBwfjEWvFHJ0S3Tnw9BLb26QTbasers48"
NAME = "Jane Roe"


class Asked:
    """A request as the server knows it."""

    method, uri, headers, path, query, fragment = "GET", LINK, (), LINK, "", ""
    version, body, scheme = (1, 1), None, "http"


def answered(kind: Any, fault: Exception, asked: Asked | None, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Let a process of the server meet a fault, and give what its visitor is sent."""
    worker = object.__new__(kind)
    worker.cfg = Config()
    worker.log = ServerLog(worker.cfg)
    monkeypatch.setattr(worker.log, "access", lambda *_given: None)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        try:
            raise fault
        except type(fault) as met:
            worker.handle_error(asked, ours, ("192.0.2.7", 4711), met)
        return theirs.recv(4096)


@pytest.mark.parametrize("kind", [Threads, Single])
def test_a_fault_before_the_first_byte_of_an_answer_leaves_no_address_in_the_lines(
    kind: type, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """23 November 2026: an answer could not be begun, beyond what the application sees, when somebody opened a one-time
    link. The line has the fault, and nothing by which the link could be opened."""
    sent = answered(kind, RuntimeError(NAME), Asked(), monkeypatch)

    (line,) = caplog.records
    assert "Error handling request" == line.getMessage()
    assert line.exc_info is not None
    assert b"500" in sent.splitlines()[0]


@pytest.mark.parametrize("kind", [Threads, Single])
def test_a_request_that_cannot_be_read_is_told_by_its_kind_and_not_in_its_words(
    kind: type, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """23 November 2026: a program puts a search for a name into an address as it is, with a blank, and its visitor's
    address stood beside it."""
    sent = answered(kind, InvalidHTTPVersion(f"{NAME} HTTP/1.1"), None, monkeypatch)

    assert ["Invalid request: InvalidHTTPVersion"] == [line.getMessage() for line in caplog.records]
    assert b"400" in sent.splitlines()[0]
