"""A real web server whose clock is not that of its database."""

from pathlib import Path

import pytest

from tests.consult.commands.test_serving import answer, free_port
from tests.faults import fleet as module
from tests.faults.fleet import fleet, wait_until


@pytest.mark.postgres
def test_a_server_whose_clock_stands_still_is_not_ready_and_lives(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its clock stays at 20 November 2026, 9 a.m.; that of the database goes on. Whatever restarts processes leaves it
    alone, and no proxy sends anybody."""
    assert module.AGREES in module.PROGRAM
    monkeypatch.setattr(module, "PROGRAM", module.PROGRAM.replace(module.AGREES, ""))
    with fleet(tmp_path, postgres_url) as machines:
        port = free_port()
        machines.start("web1", "run", "--no-jobs", "--port", str(port))

        wait_until(lambda: '"clock"' in answer(port, "/readyz")[1], "the clock is found wrong")

        assert 503 == answer(port, "/readyz")[0]
        assert 200 == answer(port, "/healthz")[0]
        wait_until(lambda: "nothing is recorded here" in machines.said("web1"), "it is told", 10)
