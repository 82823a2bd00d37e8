"""A mail server that says a little now and then, and never comes to an end."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from consult.delivery import mail
from consult.settings import Mail, Settings
from tests.consult.delivery.posted import Post, after

STOP = 15.0
"""After so many seconds the server ends by itself, so that a test fails and does not hang."""


@pytest.fixture(params=[b"2", b"220-wait\r\n"], ids=["bytes", "lines"])
def dripping(request: pytest.FixtureRequest) -> Iterator[int]:
    """Give the port of a server that greets for ever: a byte, or a line, every tenth of a second."""
    listening = socket.create_server(("127.0.0.1", 0))

    def drip(near: socket.socket) -> None:
        last = time.monotonic() + STOP
        with near, suppress(OSError):
            while time.monotonic() < last:
                near.sendall(request.param)
                time.sleep(0.1)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield int(listening.getsockname()[1])
    listening.close()


def test_a_mail_server_that_never_ends_its_greeting_is_left_and_the_message_waits(
    post: Post, dripping: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """23 November 2026: a relay under attack holds whoever connects by a byte now and then. Each is in time, so that
    no wait of the library ends; four such connections would keep all mail of the installation."""
    monkeypatch.setattr(mail, "LONGEST_SECONDS", 1.0)
    slow = Mail(host="127.0.0.1", port=dripping, timeout_seconds=2.0)
    post.sender.settings = Settings.for_tests(post.settings.instance, mail=slow)
    post.ask()
    began = time.monotonic()
    post.work(after(0))

    assert time.monotonic() - began < STOP / 2
    assert (["waiting"], ["unreachable"]) == (post.states(), [outcome for outcome, _said in post.tries()])
