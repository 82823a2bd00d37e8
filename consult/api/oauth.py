"""A short-lived token for the secret of a token: OAuth 2.0, client credentials (RFC 6749, section 4.4).

The client's id is the handle of a token, its secret the token itself. An own endpoint of one grant, since Authlib is
no dependency and would bring servers, stores and grants of which nothing is used here. Its errors are those of RFC
6749, section 5.2, and no problems: that is what its clients read.
"""

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from consult import clock
from consult.api.frame import door
from consult.people.tokens import GRANTED, LASTS, Found, find_token, grant_token
from consult.web.parts import reader, writing

bp = Blueprint("api_oauth", __name__, url_prefix="/api/oauth")
GRANT = "client_credentials"
FORM = "application/x-www-form-urlencoded"
_ERROR = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
_GIVEN = {
    "access_token": {"type": "string"},
    "token_type": {"const": "Bearer"},
    "expires_in": {"type": "integer"},
    "scope": {"type": "string"},
}
_ASKED = {name: {"type": "string"} for name in ("client_id", "client_secret", "scope")}
PATH = {
    "/api/oauth/token": {
        "post": {
            "operationId": "oauth_grant",
            "tags": ["token"],
            "summary": "Trade the secret of a token for one that lasts an hour.",
            "description": "OAuth 2.0, client credentials (RFC 6749, section 4.4); the client by Basic or in the form.",
            "security": [],
            "requestBody": {
                "required": True,
                "content": {
                    FORM: {
                        "schema": {
                            "type": "object",
                            "properties": {"grant_type": {"const": GRANT}, **_ASKED},
                            "required": ["grant_type"],
                        }
                    }
                },
            },
            "responses": {
                "200": {
                    "description": "The token.",
                    "content": {"application/json": {"schema": {"type": "object", "properties": _GIVEN}}},
                },
                "400": {
                    "description": "Asked otherwise (RFC 6749, section 5.2), or not to be read at all.",
                    "content": {
                        "application/json": {"schema": _ERROR},
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                    },
                },
                "401": {
                    "description": "A client that does not count.",
                    "content": {"application/json": {"schema": _ERROR}},
                },
                "413": {"$ref": "#/components/responses/Refused413"},
                "429": {"$ref": "#/components/responses/Refused429"},
                "503": {"$ref": "#/components/responses/Refused503"},
            },
        }
    }
}
"""How the document tells of it."""


@bp.post("/token")
def grant() -> Response:
    """Give a token that lasts an hour. 400 for what is asked otherwise, 401 for a secret that does not count."""
    form = request.form
    if request.mimetype != FORM or any(len(values) > 1 for _name, values in form.lists()):
        return _refused("invalid_request")
    if form.get("grant_type") != GRANT:
        return _refused("unsupported_grant_type" if "grant_type" in form else "invalid_request")
    found = _client(form)
    if found is None:
        door.miss()
        return _refused("invalid_client", 401, {"WWW-Authenticate": 'Basic realm="consult"'})
    reach = frozenset(found.row.capacities)  # what its mandate keeps from it is refused where it is asked for
    asked = frozenset(form.get("scope", "").split()) or reach
    if not asked <= reach:
        return _refused("invalid_scope")
    with writing() as connection:
        secret = grant_token(connection, found, asked, clock.now())
    return _given(secret, asked)


def _client(form: MultiDict[str, str]) -> Found | None:
    """Find the token of a client: by Basic, or by what stands in the form; one of both."""
    basic = request.authorization if request.authorization and request.authorization.type == "basic" else None
    if basic is not None and ("client_id" in form or "client_secret" in form):
        return None
    handle = (basic.username if basic else form.get("client_id")) or ""
    secret = (basic.password if basic else form.get("client_secret")) or ""
    found = None if secret.startswith(GRANTED) else find_token(reader(), secret, clock.now())
    return found if found and found.row.handle == handle else None


def _given(secret: str, capacities: frozenset[str]) -> Response:
    lasts = int(LASTS.total_seconds())
    return _json(
        {"access_token": secret, "token_type": "Bearer", "expires_in": lasts, "scope": " ".join(sorted(capacities))}
    )


def _refused(error: str, status: int = 400, headers: dict[str, str] | None = None) -> Response:
    answer = _json({"error": error})
    answer.status_code = status
    answer.headers.extend(headers or {})
    return answer


def _json(value: dict[str, object]) -> Response:
    answer = jsonify(value)
    answer.headers["Cache-Control"], answer.headers["Pragma"] = "no-store", "no-cache"
    return answer
