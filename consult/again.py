"""Trying again what the database undid through nobody's fault.

A deadlock, a serialisation that failed or a connection that broke leave nothing written, so that whatever does all of
its writing in one transaction may simply be done again. Where the connection broke during the commit, only a request
with a key of its own is: it gets the first answer if there is one, and is never told that nothing was recorded.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import OperationalError

from consult.db import Busy, Undone, Unsure
from consult.figures import TRIED_AGAIN, note

TRIES = 3
PAUSE = 0.05
"""The longest wait before the second try, in seconds; it doubles. It is drawn, so that two do not meet again."""
P = ParamSpec("P")
R = TypeVar("R")


def again(keyed: Callable[..., bool] = lambda *_args, **_named: False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function try up to three times; `keyed` says of its arguments whether it may also be done again where
    nobody knows whether the first try was committed."""

    def trying(does: Callable[P, R]) -> Callable[P, R]:
        @wraps(does)
        def tried(*args: P.args, **named: P.kwargs) -> R:
            return _try(lambda: does(*args, **named), lambda: keyed(*args, **named))

        return tried

    return trying


def _try(does: Callable[[], R], is_keyed: Callable[[], bool]) -> R:
    """Do something up to so many times; once nobody knows whether it was committed, no later fault says otherwise."""
    doubt: Unsure | None = None
    for number in range(1, TRIES + 1):
        try:
            return does()
        except Unsure as unsure:
            if number == TRIES or not is_keyed():
                raise
            doubt = unsure
        except (Busy, OperationalError) as fault:
            if number < TRIES and isinstance(fault, Undone) and not fault.in_vain:
                time.sleep(random.uniform(0, PAUSE * 2 ** (number - 1)))  # noqa: S311 - no secret
            elif doubt is not None:
                raise doubt from fault
            else:
                _mark_in_vain(fault)
                raise
        note(TRIED_AGAIN)
    raise AssertionError("the last try gives or raises")


def _mark_in_vain(fault: Exception) -> None:
    """Mark what was undone, so that nobody who tries again around this does."""
    if isinstance(fault, Undone):
        fault.in_vain = True
