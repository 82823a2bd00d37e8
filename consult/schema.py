"""The body of a filing as JSON Schema 2020-12, made from the same fields as form and validation.

It says what the shape of each answer is; conditions that need arithmetic or the case (a date that exists, an upper
frequency above the lower one) are said by `workflows.kernel.bodies.problems` alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.kernel.bodies import BAND_UNITS, MOST_ITEMS, MOST_LONG_TEXT, MOST_TEXT, ORBIT_NUMBERS, SHAPES
from workflows.kernel.fields import REQUIRED, WITHHOLDING, Field, FilingSpec
from workflows.kernel.words import LEVELS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DECIMAL = {"type": "string", "pattern": r"^[+-]?[0-9]{1,18}(\.[0-9]{1,12})?$"}
TEXT = {"type": "string", "maxLength": MOST_TEXT}
PARTY = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9 .:_-]{0,79}$"}
DATE = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

Schema = dict[str, Any]


def schema_of(spec: FilingSpec) -> Schema:
    """Make the schema of a filing's body."""
    return {"$schema": DIALECT, "title": spec.title, **_object_of(spec.fields)}


def _object_of(fields: tuple[Field, ...]) -> Schema:
    """Make the schema of named fields; one that must be known or declared unknown is required as well."""
    return {
        "type": "object",
        "properties": {one.key: _field(one) for one in fields},
        "required": [one.key for one in fields if one.need != "optional"],
        "additionalProperties": False,
    }


def _field(spec: Field) -> Schema:
    """Make the schema of one answer, with the provision that asks for it."""
    answers: list[Schema] = [SHAPES_OF_KINDS[spec.kind](spec)]
    if spec.need != REQUIRED:
        answers.append(_named(required=("unknown",), unknown={"const": True}))
    if spec.withholdable:
        answers.append(_named(required=("withheld",), withheld={"enum": list(WITHHOLDING)}))
    shape = answers[0] if len(answers) == 1 else {"anyOf": answers}
    said = {"title": spec.label, "x-under": str(spec.under), "x-binding": str(spec.under.binding)}
    if spec.help:
        said["description"] = spec.help
    if spec.level:
        said["x-level"] = spec.level
    return {**said, **shape}


def _named(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _texts(*keys: str, least: tuple[str, ...]) -> Schema:
    return _named(least, **dict.fromkeys(keys, TEXT))


def _text(spec: Field) -> Schema:
    usual = MOST_LONG_TEXT if spec.kind == "long_text" else MOST_TEXT
    return {"type": "string", "minLength": 1, "maxLength": spec.most or usual}


def _options(spec: Field) -> Schema:
    return {"enum": [key for key, _label in spec.options]}


def _whole(spec: Field) -> Schema:
    bounds = {"minimum": spec.least, "maximum": spec.most}
    return {"type": "integer", **{key: bound for key, bound in bounds.items() if bound is not None}}


def _place(_spec: Field) -> Schema:
    sizes = sorted({size for needed in SHAPES.values() for size in needed})
    point = _named(("lat", "lon"), lat=DECIMAL, lon=DECIMAL)
    properties: Schema = {
        "body": {"enum": ["earth", "moon", "other"]},
        "shape": {"enum": list(SHAPES)},
        "lat": DECIMAL,
        "lon": DECIMAL,
        "points": {"type": "array", "items": point, "minItems": 2, "maxItems": MOST_ITEMS},
        **dict.fromkeys(sizes, DECIMAL),
    }
    return {"type": "object", "properties": properties, "required": ["body"]}


def _document(_spec: Field) -> Schema:
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    level = {"enum": list(LEVELS)}
    return _named(("digest",), digest=digest, kind={"type": "string"}, level=level, language={"type": "string"})


def _list(spec: Field) -> Schema:
    bounds = {"maxItems": MOST_ITEMS} | ({"minItems": spec.least} if spec.least else {})
    return {"type": "array", "items": _object_of(spec.of), **bounds}


def _band(_spec: Field) -> Schema:
    properties: Schema = {"from": DECIMAL, "to": DECIMAL, "unit": {"enum": list(BAND_UNITS)}}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


SHAPES_OF_KINDS: Mapping[str, Callable[[Field], Schema]] = {
    "text": _text,
    "long_text": _text,
    "organ": _text,
    "choice": _options,
    "choices": lambda spec: {"type": "array", "items": _options(spec), "minItems": 1},
    "yes_no": lambda _: {"type": "boolean"},
    "whole": _whole,
    "decimal": lambda spec: _named(("value", "unit"), value=DECIMAL, unit={"enum": list(spec.units)}),
    "money": lambda _: _named(
        ("amount", "currency"), amount=DECIMAL, currency={"type": "string", "pattern": "^[A-Z]{3}$"}
    ),
    "date": lambda _: DATE,
    "instant": lambda _: _named(("at", "zone"), at={"type": "string", "format": "date-time"}, zone={"type": "string"}),
    "period": lambda _: {"type": "string", "pattern": "^P(T[1-9][0-9]*H|[1-9][0-9]*(D|WD|M|Y))$"},
    "party": lambda _: PARTY,
    "parties": lambda _: {"type": "array", "items": PARTY, "uniqueItems": True, "minItems": 1, "maxItems": MOST_ITEMS},
    "person": lambda _: _texts("name", "office", least=("office",)),
    "contact": lambda _: _texts("channel", "address", "hours", least=("channel", "address")),
    "place": _place,
    "orbit": lambda _: _named(("regime",), regime=TEXT, **dict.fromkeys(ORBIT_NUMBERS, DECIMAL)),
    "band": _band,
    "designator": lambda _: {"type": "string", "pattern": "^(19|20)[0-9]{2}-[0-9]{3}[A-Z]{0,3}$"},
    "provision": lambda _: _texts("instrument", "provision", least=("instrument", "provision")),
    "document": _document,
    "list": _list,
    "group": lambda spec: _object_of(spec.of),
}
