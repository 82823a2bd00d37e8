"""Racers: threads with connections of their own that start at the same moment, and what each of them got."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

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
