"""Trying again what the database undid through nobody's fault.

A deadlock, a serialisation that failed or a connection that broke leave nothing written, so that whatever does all of
its writing in one transaction may simply be done again. Where the connection broke during the commit, only a request
with a key of its own is: it gets the first answer if there is one.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from consult.db import Undone, Unsure
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
            for number in range(1, TRIES):
                try:
                    return does(*args, **named)
                except Undone as undone:
                    if undone.in_vain:
                        raise
                    time.sleep(random.uniform(0, PAUSE * 2 ** (number - 1)))  # noqa: S311 - no secret
                except Unsure:
                    if not keyed(*args, **named):
                        raise
                note(TRIED_AGAIN)
            try:
                return does(*args, **named)
            except Undone as undone:
                undone.in_vain = True
                raise

        return tried

    return trying
