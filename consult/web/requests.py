"""What each request leaves in the log of the process: an identifier that its answer carries too, the name of the route,
the answer's status, how long it took and how many statements. Never the address, a person, a party or a case.
"""

import logging
import re
import secrets
import time
from typing import Any

from flask import Flask, Response, has_request_context
from sqlalchemy import Engine

from consult import figures, metrics
from consult.db import WRITTEN
from consult.figures import note
from consult.lines import REQUEST, tell
from consult.settings import Settings
from consult.statements import watch
from consult.web import repeating
from consult.web.at_hand import kept, this_request

HEADER = "X-Request-Id"
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
"""What a server in front may call a request; anything else is called anew."""
QUIET = frozenset({"static", "health.live", "health.ready"})
log = logging.getLogger("consult.requests")


def begin(app: Flask, engine: Engine, settings: Settings) -> None:
    """Stand around every request, before everything else, and watch for slow statements."""
    app.log_exception = _log_fault  # type: ignore[method-assign, assignment]  # the framework's own tells the address
    app.before_request(_start)
    app.teardown_request(_end)
    app.after_request(_name)
    if settings.operations.requests:
        app.after_request(_tell)
    app.after_request(_count)
    watch(engine, settings, _count_statement)
    repeating.begin(app)
    app.extensions["consult_metrics"] = None


def count(app: Flask, engine: Engine, settings: Settings) -> None:
    """Count from now on what this process does, where that is wanted."""
    app.extensions["consult_metrics"] = metrics.begin(settings, engine)


def identifier() -> str:
    """Give what this request is called."""
    return str(kept().get("request_id", ""))


def _log_fault(fault: Any) -> None:
    """Report a fault that no handler answered, such as one in the page of a fault, by the name of the route."""
    log.error("unforeseen around %s", this_request().endpoint, exc_info=fault)


def _start() -> None:
    here, given = kept(), this_request().headers.get(HEADER, "")
    here.request_id = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
    REQUEST.set(here.request_id)
    WRITTEN.set(False)
    here.started, here.statements = time.perf_counter(), 0


def _end(_fault: BaseException | None) -> None:
    """Say nothing more in the name of a request that is over."""
    REQUEST.set("")


def _name(response: Response) -> Response:
    """Name the request on its answer."""
    if name := identifier():
        response.headers[HEADER] = name
    return response


def _tell(response: Response) -> Response:
    """Write the line of a request."""
    here, asked = kept(), this_request()
    if "started" in here and asked.endpoint not in QUIET:
        tell(
            log,
            "request",
            method=asked.method,
            route=asked.endpoint or "",
            status=response.status_code,
            milliseconds=round((time.perf_counter() - here.started) * 1000, 1),
            statements=here.statements,
        )
    return response


def _count(response: Response) -> Response:
    """Count a request by the pattern of its address; what led nowhere has none, whatever was asked for."""
    here = kept()
    if figures.are_heard() and "started" in here:
        asked = this_request()
        route = asked.url_rule.rule if asked.url_rule else "none"
        note(figures.REQUESTS, 1, route, asked.method, str(response.status_code))
        note(figures.REQUEST_SECONDS, time.perf_counter() - here.started, route)
    return response


def _count_statement() -> None:
    """Count a statement of the request that is answered, if there is one."""
    if has_request_context():
        here = kept()
        here.statements = here.get("statements", 0) + 1
