"""Waiting for the turn to write: in order, within a limit, and never past whoever stood there before."""

import fcntl
import os
import threading
import time
from pathlib import Path

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
