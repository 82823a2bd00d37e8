"""Is a filing well formed? One reading of values for pages, interface, stories and tests.

``problems`` answers with a sentence for each fault and never raises on bad input. Values that a party declares unknown
are ``{"unknown": true}``; withheld ones are ``{"withheld": category}``.

Long because: the field types are a closed list, each checked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from .fields import AS_KNOWN, REQUIRED, WITHHOLDING, Field, FilingSpec, Problem
from .readings import reading_of
from .reckoning import Period
from .values import as_date, as_decimal, as_instant, as_zone, is_absent
from .words import LEVELS

__all__ = ["CHECKS", "as_date", "as_decimal", "as_instant", "as_zone", "is_absent", "problems", "step_to"]

MOST_TEXT, MOST_LONG_TEXT, MOST_ITEMS, MOST_STRAY = 400, 20_000, 500, 50
PARTY_KEY = re.compile(r"[A-Za-z][A-Za-z0-9 .:_-]{0,79}")
DESIGNATOR = re.compile(r"(19|20)\d\d-\d{3}[A-Z]{0,3}")
UNFILEABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff]")
"""Control characters other than the ends of lines and the tabulator, and halves of characters."""
SHA256 = re.compile(r"[0-9a-f]{64}")
SHAPES = {
    "point": (),
    "circle": ("radius_km",),
    "ellipse": ("semi_major_km", "semi_minor_km"),  # and perhaps the bearing of the longer axis
    "corridor": ("width_km",),
    "polygon": (),
}
BAND_UNITS = ("Hz", "kHz", "MHz", "GHz")
ORBIT_NUMBERS = ("apogee_km", "perigee_km", "inclination_deg", "nodal_period_min")

Found = Iterator[tuple[str, str]]
"""Pairs of path inside the field and sentence."""


def problems(spec: FilingSpec, body: Any) -> tuple[Problem, ...]:
    """List everything that is wrong with a body, in the order of the form; empty when it may be filed."""
    if not isinstance(body, Mapping):
        return (Problem("", "A filing is a set of named fields."),)
    known = {f.key for f in spec.fields}
    stray = (Problem(step_to(key), "This filing has no such field.") for key in body if key not in known)
    found = [*islice(stray, MOST_STRAY), *_of_fields(spec.fields, body, "")]
    return (*found, *_of_meaning(spec, body, {problem.field for problem in found})) if spec.reading else tuple(found)


def step_to(key: object) -> str:
    """Write a key as a step of a path: with its bars escaped (RFC 6901), so that it is not taken for two."""
    return str(key).replace("~", "~0").replace("/", "~1")


def _of_meaning(spec: FilingSpec, body: Mapping[str, Any], wrong: set[str]) -> Iterator[Problem]:
    """What the reading of the filing refuses, of answers against which nothing stands yet."""
    reading = reading_of(spec.reading)
    if reading is None:
        yield Problem("", f"This installation cannot read such a filing: it has no reading “{spec.reading}”.")
        return
    for problem in reading.problems(body):
        if not any(problem.field == path or path.startswith(f"{problem.field}/") for path in wrong):
            yield problem


def _of_fields(fields: tuple[Field, ...], body: Mapping[str, Any], prefix: str) -> Iterator[Problem]:
    for spec in fields:
        for path, sentence in _of_field(spec, body.get(spec.key)):
            yield Problem("/".join(p for p in (prefix, spec.key, path) if p), sentence, spec.label)


def _of_field(spec: Field, value: Any) -> Found:
    if is_absent(value):
        if spec.need == REQUIRED:
            yield "", "This must be answered."
        elif spec.need == AS_KNOWN:
            yield "", "Answer this, or declare that it is not known."
        return
    if isinstance(value, Mapping) and "unknown" in value:
        if spec.need == REQUIRED or value != {"unknown": True}:
            yield "", "This must be answered; it cannot be declared unknown."
        return
    if isinstance(value, Mapping) and "withheld" in value:
        if not spec.withholdable:
            yield "", "This cannot be withheld."
        elif set(value) != {"withheld"} or value["withheld"] not in WITHHOLDING:
            yield "", f"Name the category under which this is withheld: {', '.join(WITHHOLDING)}."
        return
    yield from CHECKS[spec.kind](spec, value)


def _text(spec: Field, value: Any) -> Found:
    limit = spec.most or (MOST_LONG_TEXT if spec.kind == "long_text" else MOST_TEXT)
    if not isinstance(value, str):
        yield "", "Write this as text."
    elif len(value) > limit:
        yield "", f"At most {limit} characters; this has {len(value)}."
    elif UNFILEABLE.search(value):
        yield "", "The text holds control characters that cannot be filed."
    elif spec.kind == "text" and "\n" in value:
        yield "", "One line only."


def _choice(spec: Field, value: Any) -> Found:
    allowed = [key for key, _ in spec.options]
    given = value if spec.kind == "choices" else [value]
    if not isinstance(given, list) or any(not isinstance(v, str) or v not in allowed for v in given):
        yield "", f"Choose from: {', '.join(allowed)}."


def _yes_no(_: Field, value: Any) -> Found:
    if not isinstance(value, bool):
        yield "", "Answer yes or no."


def _whole(spec: Field, value: Any) -> Found:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**53:
        yield "", "Give a whole number."
    elif (spec.least is not None and value < spec.least) or (spec.most is not None and value > spec.most):
        yield "", f"Give a whole number from {spec.least} to {spec.most}."


def _decimal(spec: Field, value: Any) -> Found:
    number = as_decimal(value["value"]) if isinstance(value, Mapping) and set(value) == {"value", "unit"} else None
    if number is None:
        yield "", "Give a number and its unit."
    elif value["unit"] not in spec.units:
        yield "unit", f"The unit is one of: {', '.join(spec.units)}."
    elif spec.least is not None and number < spec.least:
        yield "value", f"Give a number that is not below {spec.least}."
    elif spec.most is not None and number > spec.most:
        yield "value", f"Give a number that is not above {spec.most}."


def _money(_: Field, value: Any) -> Found:
    if not isinstance(value, Mapping) or set(value) != {"amount", "currency"} or as_decimal(value["amount"]) is None:
        yield "", "Give an amount and its currency."
    elif not re.fullmatch(r"[A-Z]{3}", str(value["currency"])):
        yield "currency", "Give the currency as its three-letter code."


def _date(_: Field, value: Any) -> Found:
    if as_date(value) is None:
        yield "", "Give a date that exists, as year-month-day."


def _instant(_: Field, value: Any) -> Found:
    if as_instant(value) is None:
        yield "", "Give a date and time with its offset, and the name of the time zone."


def _period(_: Field, value: Any) -> Found:
    try:
        Period.parse(value)
    except (ValueError, TypeError):
        yield "", "Give a period, such as P30D for thirty days."


def _party(_: Field, value: Any) -> Found:
    if not isinstance(value, str) or not PARTY_KEY.fullmatch(value):
        yield "", "Name a State or organisation."


def _parties(spec: Field, value: Any) -> Found:
    if not isinstance(value, list) or any(not isinstance(v, str) or not PARTY_KEY.fullmatch(v) for v in value):
        yield "", "Name States or organisations."
    elif len(set(value)) != len(value):
        yield "", "A State or organisation is named twice."
    elif len(value) > MOST_ITEMS:
        yield "", f"At most {MOST_ITEMS}."


def _texts_of(*keys: str, least: tuple[str, ...] = ()) -> Callable[[Field, Any], Found]:
    def check(_: Field, value: Any) -> Found:
        if not isinstance(value, Mapping) or set(value) - set(keys):
            yield "", f"Give: {', '.join(keys)}."
            return
        for key in keys:
            given = value.get(key)
            if given is not None and (not isinstance(given, str) or len(given) > MOST_TEXT):
                yield key, f"At most {MOST_TEXT} characters of text."
            elif key in least and is_absent(given):
                yield key, "This must be answered."

    return check


def _number_in(value: Any, least: int, most: int) -> bool:
    number = as_decimal(value)
    return number is not None and least <= number <= most


def _position(value: Mapping[str, Any], path: str) -> Found:
    if not _number_in(value.get("lat"), -90, 90):
        yield f"{path}lat", "Latitude lies between -90 and 90 degrees."
    if not _number_in(value.get("lon"), -180, 360):
        yield f"{path}lon", "Longitude lies between -180 and 360 degrees."


def _place(_: Field, value: Any) -> Found:
    """Check a place. Long because: every part of a place is looked at once, in the order of the form."""
    if not isinstance(value, Mapping) or value.get("body") not in ("earth", "moon", "other"):
        yield "body", "Say on which body the place lies: earth, moon or other."
        return
    shape = value.get("shape", "point")
    if not isinstance(shape, str) or shape not in SHAPES:
        yield "shape", f"The shape is one of: {', '.join(SHAPES)}."
        return
    points = value.get("points") if shape in ("corridor", "polygon") else [value]
    if (
        not isinstance(points, list)
        or len(points) < {"corridor": 2, "polygon": 3}.get(shape, 1)
        or len(points) > MOST_ITEMS
    ):
        yield "points", f"A {shape} needs its points."
        return
    for i, point in enumerate(points):
        yield from _position(point if isinstance(point, Mapping) else {}, "" if point is value else f"points/{i}/")
    for size in SHAPES[shape]:
        if not _number_in(value.get(size), 0, 20_000):
            yield size, "Give a size in kilometres, from 0 to 20000."
    if not is_absent(value.get("bearing_deg")) and not _number_in(value["bearing_deg"], 0, 360):
        yield "bearing_deg", "A bearing lies between 0 and 360 degrees, counted from north eastward."


def _orbit(_: Field, value: Any) -> Found:
    if not isinstance(value, Mapping) or is_absent(value.get("regime")) or set(value) - {"regime", *ORBIT_NUMBERS}:
        yield "regime", "Say which orbit: its regime, and apogee, perigee, inclination and period where known."
        return
    for key in ORBIT_NUMBERS:
        if not is_absent(value.get(key)) and not _number_in(
            value[key], 0, 180 if key == "inclination_deg" else 10_000_000
        ):
            yield key, "Give a number that such an orbit can have."


def _band(_: Field, value: Any) -> Found:
    if not isinstance(value, Mapping) or set(value) != {"from", "to", "unit"} or value["unit"] not in BAND_UNITS:
        yield "", f"Give the lower and the upper frequency and the unit ({', '.join(BAND_UNITS)})."
        return
    low, high = as_decimal(value["from"]), as_decimal(value["to"])
    if low is None or high is None or low < 0 or high < low:
        yield "", "The upper frequency may not lie below the lower one."


def _designator(_: Field, value: Any) -> Found:
    if not isinstance(value, str) or not DESIGNATOR.fullmatch(value):
        yield "", "Give the international designator, such as 1998-067A."


def _document(_: Field, value: Any) -> Found:
    if (
        not isinstance(value, Mapping)
        or not isinstance(value.get("digest"), str)
        or not SHA256.fullmatch(value["digest"])
    ):
        yield "", "Attach a document."
    elif value.get("level", "C2") not in LEVELS:
        yield "level", f"The level is one of: {', '.join(LEVELS)}."
    elif set(value) - {"digest", "kind", "level", "language"}:
        yield "", "A document is named by digest, kind, level and language only."


def _list(spec: Field, value: Any) -> Found:
    if not isinstance(value, list) or len(value) > MOST_ITEMS or any(not isinstance(item, Mapping) for item in value):
        yield "", f"Give a list of at most {MOST_ITEMS} entries."
        return
    if spec.least is not None and len(value) < spec.least:
        yield "", f"At least {spec.least} are needed."
    for i, item in enumerate(value):
        for problem in _of_fields(spec.of, item, str(i)):
            yield problem.field, problem.sentence


def _group(spec: Field, value: Any) -> Found:
    if not isinstance(value, Mapping):
        yield "", "Give the fields of this group."
        return
    for problem in _of_fields(spec.of, value, ""):
        yield problem.field, problem.sentence


CHECKS: Mapping[str, Callable[[Field, Any], Found]] = {
    "text": _text,
    "long_text": _text,
    "choice": _choice,
    "choices": _choice,
    "yes_no": _yes_no,
    "whole": _whole,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "instant": _instant,
    "period": _period,
    "party": _party,
    "parties": _parties,
    "organ": _text,
    "person": _texts_of("name", "office", least=("office",)),
    "contact": _texts_of("channel", "address", "hours", least=("channel", "address")),
    "place": _place,
    "orbit": _orbit,
    "band": _band,
    "designator": _designator,
    "provision": _texts_of("instrument", "provision", least=("instrument", "provision")),
    "document": _document,
    "list": _list,
    "group": _group,
}
