"""A server that is asked for more than it can do answers some in time, instead of everybody too late.

Who has waited for a thread for some seconds is turned away with a sentence before anything is done for him: that takes
no time, so that those behind him are answered soon. Not for plain workers, before whom visitors wait in the system's
own queue: there the proxy limits them. What one system asks for is limited by its token long before (`API_A_MINUTE`).
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

LONGEST_WAIT = 3.0
"""Seconds for which a request may wait for a thread."""
AGAIN = "5"
"""Seconds after which it may be sent again."""
SENTENCE = "This server is asked for more than it can do. Nothing was done; come again in a few seconds."
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
_waited = threading.local()


def note_wait(since: float) -> None:
    """Keep, for the request that this thread answers next, how long it has waited since a moment of the counter."""
    _waited.seconds = time.monotonic() - since


def turning_away(application: Application) -> Application:
    """Answer 503 in place of an application to whoever has waited too long; that it lives is always told."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if getattr(_waited, "seconds", 0.0) <= LONGEST_WAIT or environ["PATH_INFO"] == "/healthz":
            return application(environ, start)
        kind, content = "text/plain; charset=utf-8", f"{SENTENCE}\n".encode()
        if environ["PATH_INFO"].startswith("/api/"):
            told = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": SENTENCE}
            kind, content = "application/problem+json", json.dumps(told).encode()
        headers = [("Content-Type", kind), ("Content-Length", str(len(content))), ("Retry-After", AGAIN)]
        start("503 Service Unavailable", [*headers, ("Cache-Control", "no-store")])
        return [content]

    return answer
