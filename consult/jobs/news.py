"""What stands in the way of background work is reported when it begins, and again after a while: not at every turn."""

import logging
import time

AGAIN = 600.0
"""Seconds after which what still stands in the way is reported again."""


class News:
    """What was reported lately, by what it stands in the way of."""

    def __init__(self, seconds: float = AGAIN) -> None:
        """Keep after how many seconds the same is reported again."""
        self.seconds = seconds
        self._said: dict[str, tuple[str, float]] = {}

    def is_new(self, fault: object, of: str = "") -> bool:
        """Say whether this is to be reported: it was something else before, or nothing, or it was long ago."""
        sentence, now = f"{type(fault).__name__}: {fault}", time.monotonic()
        said = self._said.get(of)
        if said is not None and said[0] == sentence and now - said[1] <= self.seconds:
            return False
        self._said[of] = (sentence, now)
        return True

    def over(self, of: str = "") -> None:
        """Know that nothing stands in the way any more: whatever comes next is new."""
        self._said.pop(of, None)


class OnceAWhile(logging.Filter):
    """Lets a line with its trace through when it begins to be said, and again after a while."""

    def __init__(self) -> None:
        """Keep what was said lately."""
        super().__init__()
        self._news = News()

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is to be said."""
        fault = record.exc_info[1] if record.exc_info else None
        return fault is None or self._news.is_new(fault, f"{record.name} {record.msg}")
