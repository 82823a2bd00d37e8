"""Racers: threads with connections of their own that start at the same moment, and what each of them got."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from sqlalchemy import Connection, Engine

from consult.db import writing

Racer = Callable[[], Any]


class Track:
    """A track for a fixed number of racers, whose threads are kept from round to round."""

    def __init__(self, lanes: int) -> None:
        """Open the lanes."""
        self._start = threading.Barrier(lanes, timeout=30)
        self._lanes = ThreadPoolExecutor(lanes)

    def __enter__(self) -> "Track":
        """Use it as a block, so that its threads end with it."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Close the lanes."""
        self._lanes.shutdown()

    def race(self, racers: Sequence[Racer]) -> list[Any]:
        """Let all run at once; give in their order what each answered, or the exception that it met."""
        return list(self._lanes.map(self._run, racers))

    def _run(self, racer: Racer) -> Any:
        self._start.wait()
        try:
            return racer()
        except Exception as fault:  # noqa: BLE001 - whatever a racer meets is what the test looks at
            return fault


SOON = 1.0
"""Seconds for which the second one is waited for, who has to wait in his turn until the first one is committed."""


def in_turn(engine: Engine, first: Callable[[Connection], Any], second: Racer) -> list[Any]:
    """Let the second one begin when the first one has written, and is not committed yet; give what each was answered,
    or the exception that the second one met."""
    begun = threading.Event()

    def later() -> Any:
        begun.set()
        try:
            return second()
        except Exception as fault:  # noqa: BLE001 - whatever the second one meets is what the test looks at
            return fault

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as connection:
            answers = [first(connection)]
            other = pool.submit(later)
            assert begun.wait(60)
            wait([other], timeout=SOON)
        return [*answers, other.result(60)]
