"""Watching the statements of an engine, the library's and the fixed ones alike: how long each takes, and which were
slow.
"""

import logging
import time
from collections.abc import Callable

from sqlalchemy import Engine, event

from consult import clock, fixed
from consult.figures import SLOW_STATEMENTS, note
from consult.lines import tell
from consult.settings import Settings
from consult.slowness import keep_slow

log = logging.getLogger("consult.requests")


def watch(engine: Engine, settings: Settings, count: Callable[[], None] = lambda: None) -> None:
    """Call `count` for each statement; tell and keep a slow one by its text, which holds no values."""
    slow_seconds = settings.operations.slow_seconds

    def took(statement: str, seconds: float) -> None:
        count()
        if seconds >= slow_seconds:
            tell(log, "slow statement", seconds=round(seconds, 3), statement=statement)
            note(SLOW_STATEMENTS)
            keep_slow(settings.instance, clock.now(), seconds, statement)

    def before(_c: object, _cursor: object, _statement: str, _given: object, context: object, _m: bool) -> None:
        if context is not None:
            context._consult_started = time.perf_counter()  # type: ignore[attr-defined] # kept beside the statement

    def after(_c: object, _cursor: object, statement: str, _given: object, context: object, _m: bool) -> None:
        took(statement, time.perf_counter() - getattr(context, "_consult_started", time.perf_counter()))

    fixed.hear(engine, took)
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
