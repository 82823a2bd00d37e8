"""Every refusal of the API as a problem (RFC 9457), with the same sentences as the pages.

`type` points to the place of the API page that explains the kind; `faults` name the members of a body or the
parameters of an address that cannot be taken, `refusals` the reasons why a step is closed, each with its provision and
the day from which it may be open. Unknown and forbidden are one answer.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from consult.accounts import SlowDown
from consult.api.frame.answering import adapter
from consult.api.frame.reading import Unreadable
from consult.api.values.law import Reason, reasons_of
from consult.db import WRITTEN, Busy, Lost, Moved, NoGate, OnlyRead, Unsure, WrongClock, is_full
from consult.docket import NotCleared, Refused, Reused, Stale
from consult.docket.attempting import STATUS
from consult.documents import Away, Changed, TooLarge, WrongType
from consult.drafts import Overtaken
from consult.exact_json import pointer_to
from consult.i18n import _, _l
from consult.pages.cases.lines import refusal_lines
from consult.refusals import Closed, Malformed, NotThrough, Unknown
from consult.web.at_hand import this_request
from consult.web.parts import forget_reads
from workflows.kernel.frozen import dataclass
from workflows.kernel.reckoning import BeyondTable
from workflows.kernel.terms import TermsError

MEDIA = "application/problem+json"
ABOVE = "/api/"
FAILED = "database or disk: %s"
"""How the log is told of a database that does not answer, and of a disk that is full."""
KINDS: Mapping[int, tuple[str, Any, Any]] = {
    400: ("unreadable", _l("The request could not be read"), _l("Something in the request is not in its form.")),
    401: ("no-token", _l("A token is needed"), _l("Give a token that counts, as “Authorization: Bearer …”.")),
    403: ("not-yours", _l("Not yours to take"), _l("The step was not taken, and nothing of it was recorded.")),
    404: ("unknown", _l("Not found"), _l("There is no such thing, or it is not open to you.")),
    405: ("other-way", _l("Not possible this way"), _l("This address answers to another kind of request.")),
    406: ("not-acceptable", _l("Not in this form"), _l("This is given in another form only.")),
    409: ("closed", _l("Not possible now"), _l("Nothing was recorded.")),
    412: ("overtaken", _l("Overtaken"), _l("It is another version by now; read it again. Nothing was recorded.")),
    413: ("too-large", _l("Too large"), _l("What was sent is larger than is accepted, and nothing was recorded.")),
    415: ("wrong-type", _l("Not an accepted type"), _l("What was sent is of a type that is not accepted.")),
    416: ("no-such-part", _l("No such part"), _l("What is asked for lies beyond the end of the file.")),
    422: ("misfit", _l("Something is missing or wrong"), _l("Nothing was recorded. What is named has to be changed.")),
    428: ("no-version", _l("Say what was read"), _l("Give If-Match with the tag of what you read.")),
    429: ("too-often", _l("Too many requests"), _l("Wait a little before you ask again.")),
    500: ("ours", _l("Something went wrong here"), _l("The fault is ours and is logged. Nothing was recorded.")),
    503: ("busy", _l("Busy"), _l("The system is busy, and nothing was recorded. Try again in a moment.")),
}
"""By status: the kind's name, its title, and what is said where nothing nearer is known."""


class NoVersion(HTTPException):
    """A change that does not say which version it means."""

    code = 428


class OtherVersion(HTTPException):
    """A change of a version that is no more."""

    code = 412


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be taken: a pointer into the body, or the name of a parameter, and the sentence."""

    sentence: str
    pointer: str | None = None
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was not done (RFC 9457). `state` and `seen` are those of a case that has moved."""

    type: str
    title: str
    status: int
    detail: str
    faults: tuple[Fault, ...] = ()
    refusals: tuple[Reason, ...] = ()
    state: str | None = None
    seen: int | None = None


def is_for_machines() -> bool:
    """Say whether this request is answered in the form of the API."""
    return this_request().path.startswith(ABOVE)


def answer(error: Exception) -> Response:
    """Answer whatever was raised."""
    forget_reads()
    found, headers = _told(error)
    found = replace(found, status=404) if found.status == 403 and not found.refusals else found
    response = Response(_written(found), found.status, content_type=MEDIA)
    response.headers.extend(headers)
    return response


def _written(found: Problem) -> str:
    """Write a problem: members of it and of its faults that say nothing are left out, those of a reason stand."""
    plain = adapter(Problem).dump_python(found, mode="json")
    plain["faults"] = [_said(one) for one in plain["faults"]]
    return json.dumps(_said(plain), ensure_ascii=False, separators=(",", ":"))


def _said(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def problem(status: int, detail: str = "", **more: Any) -> Problem:
    """Put a problem together."""
    known = status if status in KINDS else 500 if status >= 500 else 400
    kind, title, usual = KINDS[known]
    words = str(title) if known == status else HTTPStatus(status).phrase
    return Problem(f"/api#{kind}", words, status, detail or str(usual), **more)


def _told(error: Exception) -> tuple[Problem, dict[str, str]]:
    """Give the problem and the headers of an exception.

    Long because: one line a kind of exception, in the order in which they are told apart.
    """
    match error:
        case Unknown():
            return problem(404), {}
        case Refused():
            return _refused(error), {}
        case Stale():
            status = 412 if "If-Match" in request.headers else 409
            return problem(status, error.sentence, state=error.state, seen=error.n), {}
        case Overtaken():
            return problem(412, error.sentence), {}
        case NotThrough():
            return problem(403, error.sentence, refusals=(Reason(error.sentence, (), None, ""),)), {}
        case NotCleared() | Closed():
            return problem(409, error.sentence), {}
        case TermsError():
            return problem(422, faults=(Fault(error.reason, pointer_to("terms", error.key)),)), {}
        case Malformed():
            return problem(422, faults=tuple(_fault(where, said) for where, said in error.fields.items())), {}
        case Reused():
            return problem(422, str(error)), {}
        case BeyondTable():
            return problem(409, str(error)), {}
        case TooLarge():
            return problem(413, str(error)), {}
        case WrongType():
            return problem(415, str(error)), {}
        case SlowDown():
            return problem(429), {"Retry-After": str(max(1, int(error.wait.total_seconds())))}
        case Busy():
            return problem(503, _perhaps() or without_database(error)), {"Retry-After": "2"}
        case Away():
            return problem(503, str(error)), {"Retry-After": "10"}
        case Unsure():
            return problem(503, _unsure(error)), {"Retry-After": "5"}
        case HTTPException():
            return _of_http(error)
        case _:
            return _unforeseen(error)


def _of_http(error: HTTPException) -> tuple[Problem, dict[str, str]]:
    headers = dict(error.get_response().headers)
    kept: dict[str, str] = {name: headers[name] for name in ("WWW-Authenticate", "Retry-After") if name in headers}
    if isinstance(error, MethodNotAllowed):
        kept["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if isinstance(error, Unreadable):
        faults = (Fault(error.sentence, error.pointer),) if error.pointer is not None else ()
        return problem(400, error.sentence, faults=faults), kept
    status = error.code or 500
    if 300 <= status < 400:  # an address that is only nearly one
        status = 404
    return problem(status, _perhaps() if status >= 500 else ""), kept


def _unforeseen(error: Exception) -> tuple[Problem, dict[str, str]]:
    """Log what nobody foresaw, and say nothing of it; in tests it is raised. A disk that is full is told."""
    if isinstance(error, OperationalError) or is_full(error):
        current_app.logger.error(FAILED, error.__class__.__name__, exc_info=error)
        return problem(503, _perhaps() or without_database(error)), {"Retry-After": "5"}
    if isinstance(error, Changed):
        current_app.logger.error("document store: %s", error)
        return problem(500, str(error)), {}
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS", True):
        raise error
    current_app.logger.error("unforeseen in %s", request.endpoint, exc_info=error)
    return problem(500, _perhaps()), {}


def _unsure(what: object) -> str:
    """Say that nobody knows whether it was recorded, and how to learn it."""
    return f"{what} " + _("Send it again with the same Idempotency-Key.")


def without_database(error: Exception) -> str:
    """Say that there is no room left, that the database may only be read, or that no connection to it was to be had or
    that it broke, where a fault means that; nothing for any other fault, of which it is not known that it is more than
    haste."""
    if isinstance(error, OSError) and is_full(error):
        return _(
            "There is no room left on a disk of this installation, and nothing was recorded. Whoever runs it has to "
            "make room; try again after that."
        )
    if is_full(error):
        return _(
            "There is no room left for anything new, and nothing was recorded. Everything can be read. Whoever runs "
            "this installation has to make room; try again after that."
        )
    if isinstance(error, OnlyRead):
        return _(
            "The record may only be read for now, and nothing was recorded. Try again later; where it lasts, tell "
            "whoever runs this installation."
        )
    if isinstance(error, Moved | NoGate | WrongClock):
        return str(error)
    lacks = isinstance(error, OperationalError) and (error.statement is None or error.connection_invalidated)
    if not (lacks or isinstance(error, Lost)):
        return ""
    return _("The database does not answer, and nothing was recorded. Try again in a moment.")


def perhaps_recorded() -> str:
    """Say that a fault came after something was written."""
    return _("A fault came between the record and this answer: what was sent may be recorded.")


def _perhaps() -> str:
    """Say so, and how to learn it; nothing where nothing was written."""
    return _unsure(perhaps_recorded()) if WRITTEN.get() else ""


def _fault(where: str, sentence: str) -> Fault:
    if where.startswith("?"):
        return Fault(sentence, parameter=where[1:])
    return Fault(sentence, where if where.startswith("/") or not where else f"/{where}")


def _refused(error: Refused) -> Problem:
    """Say why a step was not taken; what is wrong with the words of its filing is pointed to."""
    status = STATUS[error.kind]
    if status == 404:
        return problem(404)
    reasons = reasons_of(refusal_lines(error.refusals))
    faults = tuple(Fault(reason.sentence, f"/filing/{reason.field}") for reason in reasons if reason.field)
    return problem(status, faults=faults if status == 422 else (), refusals=reasons)
