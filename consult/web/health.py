"""Signs of life for whoever keeps the server running: this process answers; this process can serve. No sign-in."""

from functools import cache

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.exc import DBAPIError

from consult import migrate
from consult.doctor.front import STAMP, is_stamped
from consult.documents.stores import is_away
from consult.i18n import _
from consult.web.parts import parts

bp = Blueprint("health", __name__)


@bp.get("/livez")
def live() -> Response:
    """Say that this process answers."""
    return jsonify(status="ok")


@bp.get("/healthz")
def ready() -> tuple[Response, int]:
    """Say whether the database answers and stands at this version's revision; 503 with the reason otherwise. Whether
    documents can be had is said beside it: without them everything else goes on."""
    try:
        revision = migrate.current(parts().engine)
    except DBAPIError:
        return jsonify(status="unavailable", reason=_("The database does not answer.")), 503
    if revision != _newest():
        reason = _("The database is not at the revision of this version.")
        return jsonify(status="unavailable", reason=reason, revision=revision, expected=_newest()), 503
    documents = "away" if is_away(parts().settings) else "ok"  # everything else is served meanwhile
    return jsonify(status="ok", revision=revision, documents=documents, **_seen()), 200


def _seen() -> dict[str, dict[str, str]]:
    """Say how a question arrived, to somebody who shows that the secret of this installation is known."""
    if not is_stamped(parts().settings.secret_key, request.headers.get(STAMP, "")):
        return {}
    return {"seen": {"address": request.remote_addr or "", "scheme": request.scheme, "host": request.host}}


@cache
def _newest() -> str | None:
    """Read the newest revision of this version once."""
    return migrate.newest()
