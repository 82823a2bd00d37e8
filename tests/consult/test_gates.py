"""Waiting for the turn to write: in order, within a limit, and never past whoever stood there before."""

import errno
import fcntl
import os
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import text

from consult import db
from consult.db import Busy, NoGate, OnlyRead, WriteGate, make_engine, writing
from consult.documents.holding import holding
from consult.gates import _LOCK_OF_PLACE, Queue, _place, _stand_next, lock_in_turn


def test_those_who_wait_in_a_process_come_in_the_order_in_which_they_came() -> None:
    """Five of them, each begun after the one before it waits."""
    queue, came = Queue(), []
    assert queue.enter(1)

    def come(number: int) -> None:
        assert queue.enter(60)
        came.append(number)
        queue.leave()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(queue._waiting) <= number:
            time.sleep(0.001)
    queue.leave()
    for thread in threads:
        thread.join()

    assert [0, 1, 2, 3, 4] == came


def test_whoever_gave_up_is_passed_over() -> None:
    """The turn goes to the next one who still waits, and then to nobody."""
    queue = Queue()
    assert queue.enter(1)
    assert not queue.enter(0.01)
    queue.leave()

    assert queue.enter(0.01)
    queue.leave()
    assert not queue._waiting


def test_of_two_handles_the_one_that_waits_is_next_whoever_else_comes(tmp_path: Path) -> None:
    """While one holds the file and another waits for it, a third does not get before the second."""
    first, second, third = (os.open(tmp_path / "gate", os.O_RDWR | os.O_CREAT, 0o600) for _ in range(3))
    got: list[str] = []
    assert lock_in_turn(first, time.perf_counter())
    waiting = threading.Thread(
        target=lambda: got.append("second") if lock_in_turn(second, time.perf_counter() + 60) else None
    )
    waiting.start()
    while not _is_next_taken(third):
        time.sleep(0.001)
    os.close(first)
    waiting.join()

    assert ["second"] == got
    assert not lock_in_turn(third, time.perf_counter())
    os.close(second)
    assert lock_in_turn(third, time.perf_counter())
    os.close(third)


def _is_next_taken(handle: int) -> bool:
    """Say whether somebody stands next: nobody else can."""
    assert _LOCK_OF_PLACE is not None
    try:
        _stand_next(handle, _LOCK_OF_PLACE)
    except BlockingIOError:
        return True
    fcntl.fcntl(handle, _LOCK_OF_PLACE, _place(fcntl.F_UNLCK))
    return False


REFUSED: tuple[tuple[int, type[Busy], str], ...] = (
    (errno.EROFS, OnlyRead, "may only be read for now; nothing was written."),
    (errno.EACCES, OnlyRead, "may only be read for now; nothing was written."),
    (errno.EPERM, OnlyRead, "may only be read for now; nothing was written."),
    (errno.EISDIR, NoGate, "cannot be used \\(Is a directory\\), and nothing was recorded."),
    (errno.ENOSPC, NoGate, "cannot be used \\(No space left on device\\), and nothing was recorded."),
    (errno.EMFILE, NoGate, "cannot be used \\(Too many open files\\), and nothing was recorded."),
    (errno.EIO, NoGate, "cannot be used \\(Input/output error\\), and nothing was recorded."),
)


@pytest.mark.parametrize(("number", "kind", "says"), REFUSED)
@pytest.mark.parametrize("asked", ["open", "lock"])
def test_whoever_finds_no_side_file_is_told_that_nothing_was_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    asked: str,
    number: int,
    kind: type[Busy],
    says: str,
) -> None:
    """The system does not open the file, or does not lock it: to write alone, to write with others and to name bytes
    each say why, the log says it once, and afterwards all go on."""
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    ways: tuple[Any, ...] = (lambda: writing(engine), lambda: writing(engine, shared=True))

    def refuse(*_given: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(*((db.os, "open", refuse) if asked == "open" else (db, "lock_in_turn", refuse)))
        for way in (*ways, *ways):
            with pytest.raises(kind, match=says), way():
                raise AssertionError("nothing begins")
        assert 1 == caplog.text.count(
            f"x.sqlite.gate, by which writers take turns, cannot be used: {os.strerror(number)}"
        )
        with pytest.raises(kind, match=says), holding(engine, ["0" * 64]):
            raise AssertionError("nothing begins")
    for way in ways:
        with way() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS written (n INTEGER)"))
    with holding(engine, ["0" * 64]):
        pass
    engine.dispose()


def test_a_fault_of_whoever_has_the_turn_is_not_one_of_the_side_file(tmp_path: Path) -> None:
    """What the block itself meets with the system stays what it is."""
    gate = WriteGate(str(tmp_path / "x.gate"))
    with pytest.raises(IsADirectoryError), gate.held():
        tmp_path.read_bytes()
