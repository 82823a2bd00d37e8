"""Filings as a story writes them, turned into plain JSON of the record: labels to keys, dates and numbers to text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from .fields import Field, FilingSpec
from .placeholders import suited

NUMBERS_AS_TEXT = frozenset(("decimal", "money", "place", "orbit", "band"))


def in_keys(spec: FilingSpec | None, given: Mapping[str, Any] | None, keys: Mapping[str, str]) -> dict[str, Any] | None:
    """Write a story's filing as a body; fields that the filing does not have are kept, so that they are refused."""
    if given is None:
        return None
    fields = {f.key: f for f in spec.fields} if spec else {}
    return {name: _value(fields.get(name), value, keys) for name, value in given.items()}


def _value(spec: Field | None, value: Any, keys: Mapping[str, str]) -> Any:
    if spec is None:
        return _plain(value)
    if spec.kind == "party" and isinstance(value, str):
        return keys.get(value, value)
    if spec.kind == "parties" and isinstance(value, list):
        return [keys.get(v, v) if isinstance(v, str) else v for v in value]
    if spec.kind == "group" and isinstance(value, Mapping):
        return _entry(spec, value, keys)
    if spec.kind == "list" and isinstance(value, list):
        return [_entry(spec, _written(spec, item), keys) for item in value]
    if spec.kind == "document" and isinstance(value, str):
        return {"digest": hashlib.sha256(value.encode()).hexdigest(), "kind": "exercise"}
    return suited(spec, _plain(value, numbers=spec.kind in NUMBERS_AS_TEXT))


def _written(spec: Field, item: Any) -> Any:
    """An entry of a list; a text alone stands for its first field."""
    return {spec.of[0].key: item} if isinstance(item, str) and spec.of else item


def _entry(spec: Field, value: Any, keys: Mapping[str, str]) -> Any:
    if not isinstance(value, Mapping):
        return _plain(value)
    fields = {f.key: f for f in spec.of}
    return {name: _value(fields.get(name), item, keys) for name, item in value.items()}


def _plain(value: Any, *, numbers: bool = False) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) or (numbers and isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    if isinstance(value, list):
        return [_plain(item, numbers=numbers) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(item, numbers=numbers) for name, item in value.items()}
    return value
