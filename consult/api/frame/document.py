"""The document of the API (OpenAPI 3.1), from the declarations by which it routes, reads and answers.

Every filing of every procedure of the installation is a component, with an example; the body of the one route that
takes steps names them by procedure and step. Parameters, bodies and answers are those of the same classes that read
and write them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Literal, get_args, get_type_hints

from pydantic import BaseModel, TypeAdapter

from consult.api.frame.answering import ITEMS, adapter
from consult.api.frame.declaring import FORM, JSON, PLACE, NoQuery, Operation
from consult.api.frame.nouns import Noun
from consult.api.frame.problems import KINDS, MEDIA, Problem
from consult.api.frame.reading import FIELDS

Schema = dict[str, Any]
Mode = Literal["validation", "serialization"]
REFS = "#/components/schemas/{model}"
ALWAYS = (400, 401, 429, 503)
"""How anything may be refused."""
WITH_BODY = (413, 415, 422)
BYTES = "application/octet-stream"
"""What may be of any type."""
TAGGED = {"ETag": {"description": "Tag of the version that is given.", "schema": {"type": "string"}}}
LIMITS = {
    name: {"description": words, "schema": {"type": "integer"}}
    for name, words in (
        ("RateLimit-Limit", "Requests in a minute."),
        ("RateLimit-Remaining", "What is left of them."),
        ("RateLimit-Reset", "Seconds after which all are there again."),
    )
}
WAITING = {
    "Location": {"description": "Where the work is looked after.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds after which to look, where it is not done.", "schema": {"type": "integer"}},
}
ABOUT = (
    "What the pages can do, under the same rules. A token (Bearer, RFC 6750) is the only way in; it acts for one party"
    " in the capacities of one mandate. Whatever is refused is a problem (RFC 9457) with the sentences of the pages."
    " Instants are RFC 3339 in UTC, with the legal zone beside them where the law counts in one."
)


def document(nouns: Sequence[Noun], filings: Mapping[str, Mapping[str, Any]], more: Mapping[str, Any]) -> Schema:
    """Put the document together: of nouns, of the filings of each procedure by the steps that ask them, and of paths
    that are declared elsewhere."""
    operations = [one for noun in nouns for one in noun.operations]
    schemas = _schemas(operations)
    components = {name: one for of in filings.values() for name, one in of["components"].items()}
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, filings)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Consult", "version": "1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"system": []}],
        "tags": [{"name": noun.key, "x-title": noun.title, "description": noun.about} for noun in nouns],
        "paths": {**paths, **more},
        "components": {
            "schemas": {**schemas, **components},
            "responses": dict(_responses(operations)),
            "securitySchemes": _SECURITY,
        },
    }


_SECURITY: Schema = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token, or a short-lived one."},
    "system": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/api/oauth/token", "scopes": {}}},
    },
}


def _schemas(operations: Iterable[Operation]) -> Schema:
    """Give the schemas of everything that is read and answered, by the names of their classes."""
    answered = {one.answers for one in operations if one.answers is not None} | {Problem}
    read = {body for one in operations for body in (one.body, one.upload, *one.takes.values()) if body is not None}
    inputs: list[tuple[Any, Mode, TypeAdapter[Any]]] = [
        (kind, "serialization", adapter(kind)) for kind in sorted(answered, key=lambda kind: kind.__name__)
    ]
    inputs += [(kind, "validation", adapter(kind)) for kind in sorted(read, key=lambda kind: kind.__name__)]
    _kinds, held = TypeAdapter.json_schemas(inputs, ref_template=REFS)
    schemas: Schema = held["$defs"]
    for one in operations:
        if one.sparse:  # with `fields` only those that were asked for are there
            for kind in _in_part(one.answers):
                schemas[kind].pop("required", None)
    return schemas


def _in_part(kind: Any) -> Iterator[str]:
    """Name the classes of which only some fields may be given: of a list that of its items."""
    if ITEMS in kind.__dataclass_fields__:
        yield str(get_args(get_type_hints(kind)[ITEMS])[0].__name__)
    else:
        yield str(kind.__name__)


def _operation(one: Operation, filings: Mapping[str, Mapping[str, Any]]) -> Schema:
    """Write one operation."""
    found: Schema = {
        "operationId": one.name,
        "tags": [one.noun],
        "summary": one.summary,
        "parameters": [*_places(one), *_parameters(one), *_headers(one)],
        "responses": {str(one.status): _answer(one), **_otherwise(one), **_refusals(one)},
    }
    if one.about:
        found["description"] = one.about
    body = one.body or one.upload
    if body is not None:
        found["requestBody"] = _body(one, body)
    if one.takes:
        found["requestBody"] = {"required": True, "content": dict(_files(one))}
    if one.body is not None and "filing" in body.model_fields:  # type: ignore[union-attr] # it is there
        found["x-filings"] = {key: dict(of["steps"]) for key, of in filings.items()}
    return found


def _places(one: Operation) -> Iterator[Schema]:
    for kind, choices, name in PLACE.findall(one.rule):
        schema: Schema = {"type": "string", "minLength": 1}
        if kind == "int":
            schema = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}
        if kind == "any":
            schema = {"enum": [choice.strip() for choice in choices.split(",")]}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _parameters(one: Operation) -> Iterator[Schema]:
    """Write the parameters of an address, from the class that reads them."""
    if one.query is not NoQuery:
        for name, schema in one.query.model_json_schema()["properties"].items():
            described = {"description": schema.pop("description")} if "description" in schema else {}
            yield {"name": name, "in": "query", "required": False, "schema": schema, **described}
    if one.sparse:
        words = "Names of fields, separated by commas: only those are given (of a list, of its items)."
        yield {"name": FIELDS, "in": "query", "required": False, "schema": {"type": "string"}, "description": words}


def _headers(one: Operation) -> Iterator[Schema]:
    text = {"type": "string"}
    if one.matches:
        words = "The tag of what was read; nothing is changed where it is another by now."
        yield {"name": "If-Match", "in": "header", "required": False, "schema": text, "description": words}
    if one.fresh or one.ranged:
        words = "Tags of what the asker has: nothing is sent again where it is still that."
        yield {"name": "If-None-Match", "in": "header", "required": False, "schema": text, "description": words}
    if one.ranged:
        words = "Which bytes are asked for, such as bytes=1000-."
        yield {"name": "Range", "in": "header", "required": False, "schema": text, "description": words}
    if one.keyed:
        words = "The same key gets the first answer: a request may be repeated safely."
        schema = {**text, "pattern": "^[!-~]{1,255}$"}
        yield {"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema, "description": words}


def _otherwise(one: Operation) -> Schema:
    """Write the answers of an operation beside its usual one that are no refusals."""
    found: Schema = {}
    if one.fresh:
        found["304"] = {"description": "The asker has it already.", "headers": {**TAGGED}}
    if one.ranged:
        found["304"] = {"description": "The asker has it already.", "headers": {**TAGGED}}
        found["206"] = {**_answer(one), "description": "The part that was asked for."}
    return found


def _body(one: Operation, body: type[BaseModel]) -> Schema:
    content: Schema = {"schema": {"$ref": REFS.format(model=body.__name__)}}
    if one.example is not None:
        content["example"] = one.example
    return {"required": True, "content": {FORM if one.upload else JSON: content}}


def _files(one: Operation) -> Iterator[tuple[str, Schema]]:
    """Write the files that may be the body, by media type."""
    for media, kind in one.takes.items():
        schema: Schema = {"type": "string"} if kind is None else {"$ref": REFS.format(model=kind.__name__)}
        yield media, {"schema": schema} | ({"example": one.example} if kind is not None and one.example else {})


def _answer(one: Operation) -> Schema:
    """Write what is answered where nothing is refused."""
    found: Schema = {"description": HTTPStatus(one.status).phrase, "headers": {**LIMITS}}
    if one.tagged or one.fresh or one.ranged:
        found["headers"] |= TAGGED
    if one.waits:
        found["headers"] |= WAITING
    if one.answers is not None:
        found["content"] = {JSON: {"schema": {"$ref": REFS.format(model=one.answers.__name__)}}}
    elif one.raw == JSON:
        found["content"] = {JSON: {"schema": {"type": "object"}}}
    elif one.raw:
        found["content"] = dict(_raw(one.raw))
    if one.follows:
        found["links"] = {
            name: {"operationId": name, "parameters": dict(places)} for name, places in one.follows.items()
        }
    return found


def _raw(media: str) -> Iterator[tuple[str, Schema]]:
    """Write the types of an answer that is given as it is; bytes of whatever type have none."""
    for one in media.split(", "):
        schema: Schema = {} if one.endswith("json") else {"type": "string"}
        yield ("*/*", {"schema": {"type": "string", "format": "binary"}}) if one == BYTES else (one, {"schema": schema})


def _refusals(one: Operation) -> Schema:
    """Write how an operation may be refused, and that a repeated one gives its first answer."""
    body = WITH_BODY if one.body or one.upload or one.takes else ()
    form = (406,) if one.answers is not None else ()
    found: Schema = {str(status): _refusal(status) for status in sorted({*ALWAYS, 422, *form, *one.refuses, *body})}
    if one.keyed and one.status != 200:
        found["200"] = {**_answer(one), "description": "The first answer to a request that came again."}
    return found


def _refusal(status: int) -> Schema:
    return {"$ref": f"#/components/responses/Refused{status}"}


def _responses(operations: Iterable[Operation]) -> Iterator[tuple[str, Schema]]:
    """Write every refusal once."""
    statuses = {*ALWAYS, 406, *WITH_BODY, *(status for one in operations for status in one.refuses)}
    content = {MEDIA: {"schema": {"$ref": REFS.format(model="Problem")}}}
    for status in sorted(statuses):
        title, usual = (str(words) for words in KINDS[status][1:])
        headers: Schema = {}
        if status == 401:
            headers = {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "What is asked for."}}
        if status in (429, 503):
            headers = {"Retry-After": {"schema": {"type": "string"}, "description": "Seconds to wait."}}
        yield f"Refused{status}", {"description": f"{title}. {usual}", "headers": headers, "content": content}
