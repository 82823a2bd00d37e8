"""SIGKILL at the points of a sweep that records many cases at a time: of each batch all is on record, or nothing; the
next sweep records the rest, once.
"""

import multiprocessing
import signal
from collections import Counter
from pathlib import Path

from sqlalchemy import event, select

from consult.db import make_engine, reading
from consult.docket import Docket, sweeping
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT
from tests.consult.docket.conftest import PROCEDURES, Office
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.test_atomic import LATER, served
from tests.faults.test_atomic import rows as every_row
from tests.faults.test_killed_at_every_point import PARTS, watched
from tests.faults.test_log_killed import Killing

PROCESSES = multiprocessing.get_context("forkserver")
EVERY = figure(17, 1)
"""Every which point is tried."""
CASES_DUE = 4


def sweep_and_die(url: str, folder: Path, batches: int, at: int, commit: int) -> None:
    """Sweep some batches of two cases each, and be killed at a point of them, or at a commit; neither where it is 0."""
    docket, points, commits = Docket(make_engine(url), folder, (PROCEDURES,)), Killing(at), Killing(commit)
    for name in ("before_cursor_execute", "after_cursor_execute", "begin", "commit"):
        event.listen(docket.engine, name, points.step)
    event.listen(docket.engine, "commit", commits.step)
    for owner, name in (*PARTS, (sweeping, "load")):
        setattr(owner, name, watched(getattr(owner, name), points.step))
    sweeping.LONGEST = 60  # however slow this machine is now
    for _batch in range(batches):
        docket.sweep(LATER, batch=2)


def killed(office: Office, folder: Path, batches: int, *, at: int = 0, commit: int = 0) -> bool:
    """Let a process sweep and be killed; say whether it was."""
    url = office.engine.url.render_as_string(hide_password=False)
    process = PROCESSES.Process(target=sweep_and_die, args=(url, folder, batches, at, commit))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def lapses(office: Office) -> list[int]:
    """Count the lapses of each case that has any; the log is sound and every case follows from its acts."""
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))
        found = connection.execute(select(ACT.c.case_id).where(ACT.c.step == "no_answer")).scalars()
        return sorted(Counter(found).values())


def all_due(office: Office) -> None:
    """Let both limits of four cases pass."""
    PROCESSES.set_forkserver_preload(["tests.faults.test_sweep_killed"])
    for _case in range(CASES_DUE):
        office.take("KOR", served(office), "record_receipt")


def test_a_kill_at_any_point_of_a_batch_leaves_nothing_of_it(office: Office, tmp_path: Path, seen: Seen) -> None:
    """Two cases with two lapses each: until the commit nothing of either is there; the sweep after the last kill
    records all four cases, each lapse once."""
    all_due(office)
    before, at, kills = every_row(office), 1, 0
    while killed(office, tmp_path, 1, at=at):
        kills += 1
        assert before == every_row(office), f"killed at point {at}"
        at += EVERY

    assert [2, 2] == lapses(office), "the batch that nobody killed"
    assert 4 == office.docket.sweep(LATER)
    assert ([2] * CASES_DUE, 0) == (lapses(office), office.docket.sweep(LATER))
    assert 4 < kills
    seen(5, f"{office.engine.dialect.name}: {kills} kills at the points of one batch of a sweep: nothing left behind")


def test_a_kill_between_two_batches_leaves_the_first_and_the_next_sweep_does_the_rest(
    office: Office, tmp_path: Path
) -> None:
    """The second batch is killed at its commit: two cases are on record, two are not, and then all four, once."""
    all_due(office)
    assert killed(office, tmp_path, 2, commit=2)
    assert [2, 2] == lapses(office)

    assert 4 == office.docket.sweep(LATER)
    assert ([2] * CASES_DUE, 0) == (lapses(office), office.docket.sweep(LATER))
