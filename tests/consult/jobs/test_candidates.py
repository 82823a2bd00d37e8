"""One process of a machine does what it needs once: how it comes to that."""

import threading
from pathlib import Path

import pytest

from consult.jobs import candidates
from consult.jobs.candidates import Candidate


class Chosen(Candidate):
    """One that says when it is chosen."""

    def _run(self) -> None:
        self.chosen.set()
        self.ended.wait()


def test_a_candidate_whose_file_the_system_refuses_says_so_once_and_is_chosen_when_it_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """23 November 2026: somebody ran the server as root once, and the side file cannot be opened by its own user any
    more: nobody published the log on that machine from then on, and no line told why."""
    monkeypatch.setattr(candidates, "TICK_SECONDS", 0.05)
    path = tmp_path / "away" / "audit.lock"
    before = threading.active_count()
    candidate = Chosen(path).start()
    assert not candidate.chosen.wait(0.5)
    path.parent.mkdir()
    assert candidate.chosen.wait(10)
    candidate.stop()
    other = Chosen(tmp_path / "nowhere" / "audit.lock").start()
    other.stop()

    told = [line.getMessage() for line in caplog.records]
    assert f"The side file {path} cannot be used, and its work waits: No such file or directory" == told[0]
    assert len(told) <= 2
    assert before == threading.active_count()
