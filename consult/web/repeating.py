"""Answering a request again from its beginning where the database undid its transaction through nobody's fault.

An act is tried again by the docket, in its own transaction. Every other form, and every page whose reading broke off,
is a function of the request alone until something is committed: it is done again, up to three times in all, on a fresh
snapshot. Not where anything was committed meanwhile, where the session was changed, where a file that was sent can be
read but once, or where what was asked had tried three times itself; then it is answered 503, as before.
"""

import random
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from sqlalchemy.exc import OperationalError

from consult.again import PAUSE, TRIES
from consult.db import WRITTEN, Undone, is_undone
from consult.figures import TRIED_AGAIN, note
from consult.web.at_hand import this_session
from consult.web.parts import forget_reads


def begin(app: Flask) -> None:
    """Stand around whatever answers a request, behind all that asks whether it may be answered."""
    app.dispatch_request = _trying(app.dispatch_request)  # type: ignore[method-assign] # the way that Flask names for it


def _trying(answer: Callable[..., Any]) -> Callable[..., Any]:
    def tried(*given: Any, **named: Any) -> Any:
        wrote_before, changed_before = WRITTEN.get(), this_session().modified
        WRITTEN.set(False)
        try:
            for number in range(1, TRIES):
                try:
                    return answer(*given, **named)
                except (Undone, OperationalError) as fault:
                    if not _left_nothing(fault) or this_session().modified != changed_before or not _rewound():
                        raise
                    forget_reads()
                    time.sleep(random.uniform(0, PAUSE * 2 ** (number - 1)))  # noqa: S311 - no secret
                    note(TRIED_AGAIN)
            return answer(*given, **named)
        finally:
            WRITTEN.set(wrote_before or WRITTEN.get())

    return tried


def _left_nothing(fault: Exception) -> bool:
    """Say whether all is as it was before, and it was not tried as often as it is already."""
    return is_undone(fault) and not getattr(fault, "in_vain", False) and not WRITTEN.get()


def _rewound() -> bool:
    """Put every file that was sent back to its beginning; False where one can be read but once."""
    sent = [file.stream for _name, file in request.files.items(multi=True)]
    if not all(not stream.closed and stream.seekable() for stream in sent):
        return False
    for stream in sent:
        stream.seek(0)
    return True
