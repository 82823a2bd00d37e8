"""Signs of life for whoever keeps the server running: this process lives; this process can serve. No sign-in.

A process that lives is left alone, one that cannot serve gets no visitors: a proxy asks for `/readyz`, whatever
restarts processes for `/healthz`. What is said tells visitors nothing that they could use.
"""

from functools import cache

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy.exc import DBAPIError

from consult import migrate
from consult.db import Busy, Moved
from consult.doctor.front import STAMP, is_stamped
from consult.documents.stores import is_away
from consult.i18n import _
from consult.web import clocks
from consult.web.parts import parts

bp = Blueprint("health", __name__)
ENDING = "consult.ending"
"""Where an application keeps whom to ask whether its server is about to end."""


@bp.get("/healthz")
def live() -> Response:
    """Say that this process lives."""
    return jsonify(status="ok", **_seen())


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Say whether this process can serve: it is not about to end, the database answers, stands where this version can
    work with it, and tells the same time. 503 with the reason otherwise. Beside it: whether documents can be had."""
    if current_app.extensions.get(ENDING, bool)():
        return _unavailable("ending", _("This server is about to end."))
    try:
        serves = migrate.serves(parts().engine, _newest())
    except Moved:
        return _unavailable("moved", _("The database is not the one that this server opened."))
    except (DBAPIError, Busy):
        return _unavailable("database", _("The database does not answer."))
    if clocks.is_wrong(current_app):
        return _unavailable("clock", _("The clock of this machine is not that of the database."))
    if not serves:
        return _unavailable("revision", _("The database is not at the revision of this version."))
    documents = "away" if is_away(parts().settings) else "ok"  # everything else is served meanwhile
    return jsonify(status="ok", documents=documents), 200


def _unavailable(code: str, reason: str) -> tuple[Response, int]:
    """Say why nobody should be sent here now."""
    answer = jsonify(status="unavailable", code=code, reason=reason)
    answer.headers["Retry-After"] = "5"
    return answer, 503


def _seen() -> dict[str, dict[str, str]]:
    """Say how a question arrived, to somebody who shows that the secret of this installation is known."""
    if not is_stamped(parts().settings.secret_key, request.headers.get(STAMP, "")):
        return {}
    return {"seen": {"address": request.remote_addr or "", "scheme": request.scheme, "host": request.host}}


@cache
def _newest() -> str | None:
    """Read the newest revision of this version once."""
    return migrate.newest()
