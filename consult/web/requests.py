"""What each request leaves in the log of the process: an identifier that its answer carries too, the name of the route,
the answer's status, how long it took and how many statements. Never the address, a person, a party or a case.
"""

import logging
import re
import secrets
import time

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import Engine, event

from consult.db import WRITTEN
from consult.lines import REQUEST, tell
from consult.settings import Operations

HEADER = "X-Request-Id"
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
"""What a server in front may call a request; anything else is called anew."""
QUIET = frozenset({"static", "health.live", "health.ready"})
log = logging.getLogger("consult.requests")


def begin(app: Flask, engine: Engine, settings: Operations) -> None:
    """Stand around every request, before everything else, and watch for slow statements."""
    app.before_request(_start)
    app.after_request(_name)
    if settings.requests:
        app.after_request(_tell)
    watch(engine, settings.slow_seconds)


def identifier() -> str:
    """Give what this request is called."""
    return str(g.get("request_id", ""))


def _start() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
    REQUEST.set(g.request_id)
    WRITTEN.set(False)
    g.started, g.statements = time.perf_counter(), 0


def _name(response: Response) -> Response:
    """Name the request on its answer."""
    if identifier():
        response.headers[HEADER] = identifier()
    return response


def _tell(response: Response) -> Response:
    """Write the line of a request."""
    if "started" in g and request.endpoint not in QUIET:
        tell(
            log,
            "request",
            method=request.method,
            route=request.endpoint or "",
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.started) * 1000, 1),
            statements=g.statements,
        )
    return response


def watch(engine: Engine, slow_seconds: float) -> None:
    """Count the statements of each request, and tell a slow one by its text, which holds no values."""

    def before(connection: object, _cursor: object, _statement: str, _given: object, context: object, _m: bool) -> None:
        if context is not None:
            context._consult_started = time.perf_counter()  # type: ignore[attr-defined] # kept beside the statement

    def after(connection: object, _cursor: object, statement: str, _given: object, context: object, _m: bool) -> None:
        if has_request_context():
            g.statements = g.get("statements", 0) + 1
        took = time.perf_counter() - getattr(context, "_consult_started", time.perf_counter())
        if took >= slow_seconds:
            tell(log, "slow statement", seconds=round(took, 3), statement=statement)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
