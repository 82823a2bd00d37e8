"""Kill -9 of a real process between commit, signature and publication, at every point of a turn and at no particular
one; the next process makes good what is missing, nothing forks, and no note that was signed is lost.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from itertools import count
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from consult.db import make_engine, reading
from consult.docket import Docket, Filed
from consult.jobs.sealing import Sealing
from consult.log.nodes import root_at
from consult.log.signer import State, state_of
from consult.models.audit import audit_checkpoint
from consult.settings import Settings
from consult.standing import Standing
from tests.consult.docket.conftest import PROCEDURES, START
from tests.faults.crashing import Points
from tests.faults.logged import Logged
from tests.faults.processes import PROCESSES

KILLS = 8


class Killing(Points):
    """Ends its own process at one of the points, as the kernel would: nothing is flushed, closed or undone. Statements
    are no points: until the commit nothing of them is there, and crashes at each are tried elsewhere.
    """

    def step(self, *_seen: Any) -> None:
        """Pass a point, or do not."""
        self.passed += 1
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def turn_and_die(folder: Path, at: int) -> None:
    """Make one turn of the loop, and be killed at a point of it: a commit, the signer's memory, a step on disk."""
    settings = Settings.for_tests(folder)
    loop = Sealing(make_engine(settings.database_url), settings)
    seen = Killing(at)
    event.listen(loop.engine, "commit", seen.step)
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((State, "move"), (Path, "replace"), (Path, "open"), (Path, "mkdir"), (os, "fsync")):
            patch.setattr(owner, name, _watched(getattr(owner, name), seen))
        loop.turn(START)


def _watched(original: Callable[..., Any], seen: Points) -> Callable[..., Any]:
    def watched(*given: Any, **named: Any) -> Any:
        seen.step()
        answer = original(*given, **named)
        seen.step()
        return answer

    return watched


def work_without_end(folder: Path, by: Standing, ref: str, first: int, told: Pipe) -> None:
    """File and publish as fast as it goes, each in its own turn, and tell what was acknowledged and what published."""
    settings = Settings.for_tests(folder)
    docket = Docket(make_engine(settings.database_url), folder, (PROCEDURES,))
    loop = Sealing(docket.engine, settings)
    for number in count(first):
        filed = Filed("make_statement", body={"text": f"No. {number}"}, key=f"key {number}")
        receipt = docket.take(by, ref, filed, at=START)
        told.send(("filed", number, receipt.seq))
        loop.turn(START)
        told.send(("published", number, (loop.folder / "checkpoint").read_text()))


def notes_of(log: Logged) -> list[str]:
    """Read every note that is stored, having seen that each is of the tree that is there."""
    with reading(log.office.engine) as connection:
        rows = connection.execute(select(audit_checkpoint).order_by(audit_checkpoint.c.id)).all()
        assert all(root_at(connection, row.size) == row.root for row in rows)
    return [row.note for row in rows]


def test_a_process_killed_at_any_point_between_commit_and_publication_leaves_a_log_that_goes_on(log: Logged) -> None:
    """20 November 2026: one process after another dies one step later. What is published always holds, it continues
    what was published before, and whatever was signed is what comes out in the end.
    """
    memory, kept = state_of(log.settings), log.note
    for at in count(1):
        log.state("JPN", text=f"Before kill {at}")
        log.office.engine.dispose()
        before = memory.last(log.key.name)
        process = PROCESSES.Process(target=turn_and_die, args=(log.folder, at))
        process.start()
        process.join()
        covered = log.check(old=kept).checkpoint.size
        signed = memory.last(log.key.name)
        log.turn()
        after = log.check(old=kept).checkpoint

        assert process.exitcode in (0, -signal.SIGKILL)
        assert before is not None
        assert signed is not None
        assert before.size <= signed.size <= after.size
        assert covered <= signed.size, "nothing is published that the signer does not remember"
        assert signed.note in notes_of(log), f"a note was signed at point {at} and is not kept"
        kept = log.note
        if process.exitcode == 0:
            break
    assert 25 < at, "the kills were meant to pass through the whole turn"
    assert log.sound()
    assert [] == [path.name for path in log.public.rglob(".*")], "no half file lies about"


def test_a_process_killed_at_no_particular_point_forks_nothing_and_loses_nothing(log: Logged) -> None:
    """Eight kills in a burst of acts and publications; every checkpoint that anybody could read is continued."""
    chance, following, seen, filed = random.Random(20261120), 0, [log.note], {}
    for _kill in range(KILLS):
        hears, tells = PROCESSES.Pipe(duplex=False)
        given = (log.folder, log.office.standings["JPN"], log.ref, following, tells)
        process = PROCESSES.Process(target=work_without_end, args=given)
        process.start()
        tells.close()
        messages = [hears.recv() for _each in range(chance.randint(1, 8))]
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        process.join()
        while True:
            try:
                messages.append(hears.recv())
            except EOFError:
                break
        filed |= {number: seq for what, number, seq in messages if what == "filed"}
        seen += [note for what, _number, note in messages if what == "published"]
        following = max(filed, default=-1) + 1

    log.turn()
    for note in {note.split("\n")[1]: note for note in seen}.values():
        assert log.size == log.check(old=note).checkpoint.size
    assert log.sound()
    assert len(set(filed.values())) == following
    assert set(filed.values()) <= set(range(log.size)), "whatever was acknowledged is in what is published"
    assert len(notes_of(log)) == len({note.split("\n")[1] for note in notes_of(log)})
