"""A socket that listens is closed without cutting anybody off, on a real one of this machine."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from consult.commands.closing import close_to_the_new

SOON, LATER = 0.3, 10.0


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Give a socket that listens."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def test_who_was_through_is_served_and_who_comes_later_is_dropped(listener: socket.socket) -> None:
    """Given somebody who came through and was not taken in yet, when the socket is closed to the new, then he is taken
    in and answered, and whoever begins to connect afterwards hears nothing."""
    before = socket.create_connection(listener.getsockname(), LATER)
    close_to_the_new([listener])

    with pytest.raises(TimeoutError):
        socket.create_connection(listener.getsockname(), SOON)
    taken, _address = listener.accept()
    before.sendall(b"May I?")
    assert b"May I?" == taken.recv(16)
    taken.sendall(b"You may.")
    assert b"You may." == before.recv(16)
    listener.setblocking(False)
    with pytest.raises(BlockingIOError):
        listener.accept()
    for one in (before, taken):
        one.close()


def test_who_was_dropped_is_refused_once_the_socket_is_closed(listener: socket.socket) -> None:
    """He asks again by himself, and a refusal tells a proxy that it has sent nothing and may turn to another server."""
    told: list[OSError] = []
    where = listener.getsockname()

    def connect() -> None:
        try:
            socket.create_connection(where, LATER).close()
        except OSError as fault:
            told.append(fault)

    close_to_the_new([listener])
    visitor = threading.Thread(target=connect)
    visitor.start()
    time.sleep(SOON)
    assert visitor.is_alive(), f"{where} answered"
    listener.close()
    visitor.join(LATER)

    assert [ConnectionRefusedError] == [type(fault) for fault in told]


def test_one_that_cannot_be_closed_to_the_new_keeps_no_server_from_ending(listener: socket.socket) -> None:
    """Nothing is raised for a socket that is closed already; the next one in the row is seen to."""
    closed = socket.create_server(("127.0.0.1", 0))
    closed.close()
    close_to_the_new([closed, listener])

    with pytest.raises(TimeoutError):
        socket.create_connection(listener.getsockname(), SOON)
