"""A server that is asked for more than it can do answers some in time, instead of everybody too late.

Who has waited for a thread for some seconds, or for one while the server is crowded, is turned away with a sentence
before anything is done for him: that takes no time, so that those behind him are answered soon. Not for plain workers,
before whom visitors wait in the system's own queue: there the proxy limits them. What one system asks for is limited
by its token long before (`API_A_MINUTE`).
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from consult.figures import REQUESTS, note

LONGEST_WAIT = 3.0
"""Seconds for which a request may wait for a thread."""
CROWDED_WAIT = 1.0
"""The same while nobody has been served at once for as long as that: then it is no hiccup, and a shorter line answers
as many."""
AT_ONCE = 0.1
"""Seconds of waiting that count as none."""
AGAIN = "5"
"""Seconds after which it may be sent again."""
SENTENCE = "This server is asked for more than it can do. Nothing was done; come again in a few seconds."
ROUTE = "turned away"
"""Under what they are counted in the place of a route, which nobody looked for."""
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Line:
    """Those who wait for a thread of this process: when one of them was last served at once, or last anyhow, by the
    counter."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self.short = self.last = time.monotonic()
        self.here = threading.local()

    def note(self, since: float) -> None:
        """Judge the request that this thread answers next, which has waited since a moment."""
        now = time.monotonic()
        if now - since <= AT_ONCE:
            self.short = now
        elif since - self.last > LONGEST_WAIT:  # nobody was there before: one that waits is no crowd
            self.short = since
        self.last = now
        most = LONGEST_WAIT if now - self.short <= LONGEST_WAIT else CROWDED_WAIT
        self.here.too_long = now - since > most


_line = _Line()


def note_wait(since: float) -> None:
    """Keep, for the request that this thread answers next, whether it waits since too long a moment of the counter."""
    _line.note(since)


def turning_away(application: Application) -> Application:
    """Answer 503 in place of an application to whoever has waited too long; that it lives is always told."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if not getattr(_line.here, "too_long", False) or environ["PATH_INFO"] == "/healthz":
            return application(environ, start)
        note(REQUESTS, 1, ROUTE, environ["REQUEST_METHOD"], "503")
        kind, content = "text/plain; charset=utf-8", f"{SENTENCE}\n".encode()
        if environ["PATH_INFO"].startswith("/api/"):
            told = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": SENTENCE}
            kind, content = "application/problem+json", json.dumps(told).encode()
        headers = [("Content-Type", kind), ("Content-Length", str(len(content))), ("Retry-After", AGAIN)]
        start("503 Service Unavailable", [*headers, ("Cache-Control", "no-store")])
        return [content]

    return answer
