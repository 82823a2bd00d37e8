"""A crash at a chosen point of a transaction: before or after any statement, or before the commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from consult import fixed


class Crash(Exception):
    """What the program meets at the chosen point."""


class Points:
    """Counts the points that a transaction passes, and crashes at one of them."""

    def __init__(self, at: int | None = None) -> None:
        """Keep the point at which to crash; None counts only."""
        self.at, self.passed = at, 0

    def step(self, *_seen: Any) -> None:
        """Pass a point."""
        self.passed += 1
        if self.passed == self.at:
            raise Crash(f"at point {self.at}")


@contextmanager
def points(engine: Engine, at: int | None = None) -> Iterator[Points]:
    """Watch every statement on an engine, those of the library and the fixed ones alike, for the length of a block."""
    seen, original = Points(at), fixed._send

    def watched(*given: Any, **wanted: Any) -> Any:
        seen.step()
        answer = original(*given, **wanted)
        seen.step()
        return answer

    names = ("before_cursor_execute", "after_cursor_execute", "commit")
    for name in names:
        event.listen(engine, name, seen.step)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fixed, "_send", watched)
        try:
            yield seen
        finally:
            for name in names:
                event.remove(engine, name, seen.step)
