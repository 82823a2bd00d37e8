"""When the sockets of a web server that ends are closed to the new, before they are closed."""

from types import SimpleNamespace

import pytest

from consult.commands import ending as ends
from consult.commands.ending import Ending

SOCKETS = ["a socket that listens"]


@pytest.mark.parametrize(
    ("another", "systemd", "closed"),
    [({}, False, [SOCKETS]), ({"reexec_pid": 7}, False, []), ({"master_pid": 7}, False, []), ({}, True, [])],
    ids=["its own alone", "with the server after it", "with the server before it", "held by systemd"],
)
def test_only_sockets_that_nobody_else_serves_are_closed_to_the_new(
    monkeypatch: pytest.MonkeyPatch, another: dict[str, int], systemd: bool, closed: list[list[str]]
) -> None:
    """Whoever shares a socket shares what is dropped at it."""
    given, said = list[object](), list[str]()
    ending = Ending.__new__(Ending)
    ending.app = SimpleNamespace(
        say_not_ready=lambda: said.append("not ready"),
        settings=SimpleNamespace(serving=SimpleNamespace(drain_seconds=0)),
    )
    ending.LISTENERS, ending.systemd = SOCKETS, systemd
    for name, number in {"reexec_pid": 0, "master_pid": 0, **another}.items():
        setattr(ending, name, number)
    monkeypatch.setattr(ending, "manage_workers", lambda: None)
    monkeypatch.setattr(ends, "close_to_the_new", given.append)

    with pytest.raises(StopIteration):
        ending.handle_term()

    assert (closed, ["not ready"]) == (given, said)
