"""SIGKILL at every point of one act: before and after each statement, at each condition of the workflow's machine and
at each part of the docket, on both databases. All of it is on record, or nothing; the same request sent again is one
act.
"""

import signal
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from consult import fixed
from consult.db import make_engine, reading
from consult.docket import Docket, Filed, case_rows, rows, taking
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.standing import Standing
from tests.consult.docket.conftest import PROCEDURES, Office
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.processes import PROCESSES
from tests.faults.test_atomic import LATER, served
from tests.faults.test_atomic import rows as every_row
from tests.faults.test_log_killed import Killing
from workflows.kernel import machine

EVERY = figure(7, 1)
"""Every which point is tried."""
FILED = Filed("give", body={"text": "Late for another"}, key="once")
"""The answer of Korea, with a lapse before it: two acts, deadlines, service and outbox."""
PARTS: tuple[tuple[Any, str], ...] = (
    (machine._RowHolds, "__call__"),
    (machine._Transition, "execute"),
    (taking, "perform"),
    (taking, "settle"),
    (taking, "append_many"),
    (case_rows, "move_case"),
    (case_rows, "write_tracks"),
    (case_rows, "write_deadlines"),
    (rows, "write_act"),
    (rows, "write_filing"),
    (rows, "write_services"),
    (rows, "write_leaves"),
    (fixed, "_send"),
)
"""What is a point at its beginning and at its end, beside the statements of the library and the commit."""


def watched(original: Callable[..., Any], step: Callable[[], None]) -> Callable[..., Any]:
    """Make the beginning and the end of something points."""

    def call(*given: Any, **named: Any) -> Any:
        step()
        answer = original(*given, **named)
        step()
        return answer

    return call


def answer_and_die(url: str, folder: Path, by: Standing, ref: str, at: int, told: Pipe) -> None:
    """Answer, and be killed at a point of it; tell how many points there were where there are fewer."""
    docket, points = Docket(make_engine(url), folder, (PROCEDURES,)), Killing(at)
    for name in ("before_cursor_execute", "after_cursor_execute", "begin", "commit"):
        event.listen(docket.engine, name, points.step)
    for owner, name in PARTS:
        setattr(owner, name, watched(getattr(owner, name), points.step))
    docket.take(by, ref, FILED, at=LATER)
    told.send(points.passed)


def killed_at(office: Office, folder: Path, ref: str, at: int) -> tuple[int, int]:
    """Let a process answer and be killed at a point; give how it ended and how many points it passed, 0 if killed."""
    hears, tells = PROCESSES.Pipe(duplex=False)
    url = office.engine.url.render_as_string(hide_password=False)
    process = PROCESSES.Process(target=answer_and_die, args=(url, folder, office.standings["KOR"], ref, at, tells))
    process.start()
    tells.close()
    try:
        passed = int(hears.recv())
    except EOFError:
        passed = 0
    process.join()
    hears.close()
    return int(process.exitcode or 0), passed


def test_a_kill_at_any_point_of_an_act_leaves_all_of_it_or_nothing(office: Office, tmp_path: Path, seen: Seen) -> None:
    """Until the commit nothing is there; whoever asks again with the same key gets one act, whatever was killed."""
    ref = served(office)
    before, at, kills = every_row(office), 1, 0
    while True:
        code, passed = killed_at(office, tmp_path, ref, at)
        if code != -signal.SIGKILL:
            break
        kills += 1
        assert before == every_row(office), f"killed at point {at}"
        at += EVERY
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))
    recorded = every_row(office)
    again = office.docket.take(office.standings["KOR"], ref, FILED, at=LATER)

    assert (0, True) == (code, again.repeated)
    assert recorded == every_row(office)
    assert 100 < passed, "the kills were meant to pass through the whole act"
    assert passed // EVERY <= kills <= passed
    seen(5, f"{office.engine.dialect.name}: SIGKILL at {kills} of {passed} points of one act: all or nothing each time")


@pytest.mark.parametrize("owner", sorted({str(getattr(owner, "__name__", owner)) for owner, _name in PARTS}))
def test_every_part_that_is_watched_is_there(owner: str) -> None:
    """A part that was renamed would be no point any more, and nobody would notice."""
    named = [(one, name) for one, name in PARTS if str(getattr(one, "__name__", one)) == owner]

    assert [] == [name for one, name in named if not callable(getattr(one, name, None))]
