"""The document of the API: OpenAPI 3.1, the same for everybody, generated from what the nouns declare."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from consult import clock, i18n
from consult.api.catalogue import NOUNS
from consult.api.frame import document
from consult.api.frame.answering import compressed
from consult.api.oauth import PATH
from consult.forms.schema import filing_example, filing_schema
from consult.library.shelf import Volume
from consult.web.library import shelf
from workflows.kernel.describe import filings_of

bp = Blueprint("api_document", __name__, url_prefix="/api/v1")
KEPT = "consult_api_document"


@bp.get("/openapi.json")
def give() -> Response:
    """Give the document."""
    return compressed(Response(written()[1], mimetype="application/json"))


def written() -> tuple[Mapping[str, Any], str]:
    """Give the document of today, as value and as text; it is put together once a day and process."""
    today, kept = clock.now().date(), current_app.extensions.get(KEPT)
    if kept is None or kept[0] != today:
        with i18n.speaking(i18n.SOURCE_LANGUAGE):
            found = put_together()
        kept = current_app.extensions[KEPT] = (today, found, json.dumps(found, ensure_ascii=False))
    return kept[1], kept[2]


def put_together() -> Mapping[str, Any]:
    """Put the document together from the nouns and the procedures of this installation."""
    return document.document(NOUNS, {volume.procedure.key: _filings(volume) for volume in shelf()}, PATH)


def _filings(volume: Volume) -> Mapping[str, Any]:
    """Give the filings of a procedure as components, and the component that each step asks."""
    key = volume.procedure.key
    components = {
        f"{key}.{spec.key}": {**filing_schema(spec), "examples": [filing_example(spec)]}
        for spec in filings_of(volume.procedure)
    }
    return {"components": components, "steps": dict(_steps(volume))}


def _steps(volume: Volume) -> Iterator[tuple[str, str]]:
    for step in volume.procedure.steps:
        if step.filing:
            yield step.key, f"#/components/schemas/{volume.procedure.key}.{step.filing.key}"
