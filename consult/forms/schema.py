"""A filing as a JSON schema (2020-12), from the field list of its edition: what a machine may send, and an example.

The schema says what can be said of each answer alone; what answers mean together, and whether a zone or a party is
there, `workflows.kernel.bodies.problems` and the rules of the step say of what was sent, as they do for the forms.
An answer may be left out (null) where it is not required; declared unknown where it is asked for as known; withheld
under a category where the field allows that.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from consult.citations import law, write_short
from workflows.kernel.bodies import BAND_UNITS, MOST_ITEMS, MOST_LONG_TEXT, MOST_TEXT, ORBIT_NUMBERS, SHAPES
from workflows.kernel.fields import AS_KNOWN, REQUIRED, WITHHOLDING, Field, FilingSpec
from workflows.kernel.words import LEVELS

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DECIMAL = r"^[+-]?[0-9]{1,18}([.][0-9]{1,12})?$"
PARTY = r"^[A-Za-z][A-Za-z0-9 .:_-]{0,79}$"
UNKNOWN: Schema = {"const": {"unknown": True}, "title": "Declared unknown"}
WITHHELD: Schema = {
    "type": "object",
    "title": "Withheld",
    "properties": {"withheld": {"enum": list(WITHHOLDING)}},
    "required": ["withheld"],
    "additionalProperties": False,
}


def filing_schema(spec: FilingSpec) -> Schema:
    """Give the schema of a filing."""
    return {"title": law(spec.title), **_object(spec.fields)}


def _object(fields: tuple[Field, ...]) -> Schema:
    return {
        "type": "object",
        "properties": {one.key: _field(one) for one in fields},
        "required": [one.key for one in fields if one.need in (REQUIRED, AS_KNOWN)],
        "additionalProperties": False,
    }


def _field(spec: Field) -> Schema:
    """Give the schema of one answer, with what the form says of its question."""
    said: Schema = {"title": law(spec.label)}
    notes = [law(spec.help), write_short(spec.under) and f"({write_short(spec.under)})"]
    said |= {"description": " ".join(note for note in notes if note)}
    said |= {"x-under": str(spec.under), "x-binding": str(spec.under.binding)}
    said |= {"x-level": spec.level} if spec.level else {}
    ways = [KINDS[spec.kind](spec)]
    ways += [UNKNOWN] if spec.need != REQUIRED else []
    ways += [WITHHELD] if spec.withholdable else []
    ways += [{"type": "null"}] if spec.need not in (REQUIRED, AS_KNOWN) else []
    return {**said, **ways[0]} if len(ways) == 1 else {**said, "anyOf": ways}


def _text(spec: Field) -> Schema:
    most = spec.most or (MOST_LONG_TEXT if spec.kind == "long_text" else MOST_TEXT)
    return {"type": "string", "maxLength": most} | ({"pattern": r"\S"} if spec.need == REQUIRED else {})


def _choice(spec: Field) -> Schema:
    return {"enum": [key for key, _words in spec.options]}


def _choices(spec: Field) -> Schema:
    least = {"minItems": 1} if spec.need == REQUIRED else {}
    return {"type": "array", "items": _choice(spec), **least}


def _whole(spec: Field) -> Schema:
    bounds = {"minimum": spec.least, "maximum": spec.most}
    return {"type": "integer"} | {name: bound for name, bound in bounds.items() if bound is not None}


def _decimal(spec: Field) -> Schema:
    return _closed(value={"type": "string", "pattern": DECIMAL}, unit={"enum": list(spec.units)})


def _closed(needed: tuple[str, ...] | None = None, **members: Schema) -> Schema:
    """Give the schema of an object with these members, all of them needed unless said otherwise."""
    required = list(members) if needed is None else list(needed)
    return {"type": "object", "properties": members, "required": required, "additionalProperties": False}


def _texts(*names: str, needed: tuple[str, ...] = ()) -> Callable[[Field], Schema]:
    short: Schema = {"type": "string", "maxLength": MOST_TEXT}
    there: Schema = {**short, "pattern": r"\S"}
    return lambda _spec: _closed(needed, **{name: there if name in needed else short for name in names})


def _place(_spec: Field) -> Schema:
    number: Schema = {"type": "string", "pattern": DECIMAL}
    sizes = {name: number for names in SHAPES.values() for name in names}
    point = _closed(("lat", "lon"), lat=number, lon=number)
    members = {
        "body": {"enum": ["earth", "moon", "other"]},
        "shape": {"enum": list(SHAPES)},
        "lat": number,
        "lon": number,
        "points": {"type": "array", "items": {**point, "additionalProperties": True}, "maxItems": MOST_ITEMS},
        **sizes,
        "bearing_deg": number,
    }
    return {"type": "object", "properties": members, "required": ["body"]}


def _orbit(_spec: Field) -> Schema:
    number: Schema = {"type": "string", "pattern": DECIMAL}
    regime: Schema = {"type": "string", "pattern": r"\S"}
    members = {"regime": regime, **dict.fromkeys(ORBIT_NUMBERS, number)}
    return {"type": "object", "properties": members, "required": ["regime"], "additionalProperties": False}


def _list(spec: Field) -> Schema:
    least = spec.least if spec.least is not None else 1 if spec.need == REQUIRED else 0
    return {"type": "array", "items": _object(spec.of), "minItems": least, "maxItems": MOST_ITEMS}


def _document(_spec: Field) -> Schema:
    digest: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    text: Schema = {"type": "string"}
    return _closed(("digest",), digest=digest, kind=text, level={"enum": list(LEVELS)}, language=text)


def _parties(spec: Field) -> Schema:
    least = {"minItems": 1} if spec.need == REQUIRED else {}
    items: Schema = {"type": "string", "pattern": PARTY}
    return {"type": "array", "items": items, "uniqueItems": True, "maxItems": MOST_ITEMS, **least}


_DECIMAL: Schema = {"type": "string", "pattern": DECIMAL}
_INSTANT = _closed(at={"type": "string", "format": "date-time"}, zone={"type": "string"})
_MONEY = _closed(amount=_DECIMAL, currency={"type": "string", "pattern": "^[A-Z]{3}$"})
_BAND: Schema = {
    "type": "object",
    "properties": {"from": _DECIMAL, "to": _DECIMAL, "unit": {"enum": list(BAND_UNITS)}},
    "required": ["from", "to", "unit"],
    "additionalProperties": False,
}
KINDS: Mapping[str, Callable[[Field], Schema]] = {
    "text": _text,
    "long_text": _text,
    "choice": _choice,
    "choices": _choices,
    "yes_no": lambda _spec: {"type": "boolean"},
    "whole": _whole,
    "decimal": _decimal,
    "money": lambda _spec: _MONEY,
    "date": lambda _spec: {"type": "string", "format": "date"},
    "instant": lambda _spec: _INSTANT,
    "period": lambda _spec: {"type": "string", "pattern": "^P", "description": "Such as P30D for thirty days."},
    "party": lambda _spec: {"type": "string", "pattern": PARTY},
    "parties": _parties,
    "organ": _text,
    "person": _texts("name", "office", needed=("office",)),
    "contact": _texts("channel", "address", "hours", needed=("channel", "address")),
    "place": _place,
    "orbit": _orbit,
    "band": lambda _spec: _BAND,
    "designator": lambda _spec: {"type": "string", "pattern": "^(19|20)[0-9]{2}-[0-9]{3}[A-Z]{0,3}$"},
    "provision": _texts("instrument", "provision", needed=("instrument", "provision")),
    "document": _document,
    "list": _list,
    "group": lambda spec: _object(spec.of),
}
EXAMPLES: Mapping[str, Any] = {
    "text": "Relay at the south pole",
    "long_text": "The relay serves all stations of the project.",
    "yes_no": True,
    "money": {"amount": "1200.50", "currency": "EUR"},
    "date": "2027-02-01",
    "instant": {"at": "2027-02-01T09:00:00+09:00", "zone": "Asia/Tokyo"},
    "period": "P30D",
    "party": "FRA",
    "parties": ["FRA"],
    "organ": "MFA",
    "person": {"name": "A. Example", "office": "Liaison"},
    "contact": {"channel": "mail", "address": "liaison@example.int", "hours": "09:00 to 17:00"},
    "place": {"body": "moon", "shape": "circle", "lat": "-89.5", "lon": "0", "radius_km": "2"},
    "orbit": {"regime": "lunar", "apogee_km": "120", "perigee_km": "100", "inclination_deg": "86"},
    "band": {"from": "2200", "to": "2290", "unit": "MHz"},
    "designator": "1998-067A",
    "provision": {"instrument": "OST", "provision": "IX"},
    "document": {"digest": "0" * 64, "level": "C2"},
}


def filing_example(spec: FilingSpec) -> dict[str, Any]:
    """Give an example of a filing in which every question is answered that has to be."""
    return dict(_answers(spec.fields))


def _answers(fields: tuple[Field, ...]) -> Iterator[tuple[str, Any]]:
    for spec in fields:
        if spec.need in (REQUIRED, AS_KNOWN):
            yield spec.key, _example(spec)


def _example(spec: Field) -> Any:
    """Give an example of one answer. Long because: the kinds that depend on their field stand one after the other."""
    if spec.kind == "choice":
        return spec.options[0][0]
    if spec.kind == "choices":
        return [spec.options[0][0]]
    if spec.kind == "whole":
        return spec.least if spec.least is not None else min(spec.most or 1, 1)
    if spec.kind == "decimal":
        return {"value": str(spec.least if spec.least is not None else min(spec.most or 1, 1)), "unit": spec.units[0]}
    if spec.kind == "group":
        return dict(_answers(spec.of))
    if spec.kind == "list":
        return [dict(_answers(spec.of)) for _n in range(max(spec.least or 1, 1))]
    found = EXAMPLES[spec.kind]
    return found[: spec.most] if spec.most is not None and isinstance(found, str) else found
