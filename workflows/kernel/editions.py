"""Editions: a procedure with its terms as canonical JSON, under its SHA-256; and back.

Every value of the language is a frozen dataclass of a closed list, written with its class name. Keys are ASCII and
there are no floats, so that sorted, compact JSON is canonical (RFC 8785). ``FORMAT`` rises when the list or its
meaning changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from . import (
    actors,
    checks_of_affected,
    checks_of_days,
    checks_of_extension,
    checks_of_filings,
    checks_of_lists,
    checks_of_matter,
    checks_of_parties,
    checks_of_places,
    checks_of_ranks,
    checks_of_symbols,
    checks_of_tables,
    checks_of_texts,
    guards,
    guards_of_closing,
    guards_of_extension,
    guards_of_facts,
    guards_of_receipt,
    guards_of_rolls,
    guards_of_sides,
    guards_of_silence,
    limits,
    procedure,
    reckoning,
    rooms,
    sheet_of_text,
    sheets,
    sheets_of_lists,
    sheets_of_meetings,
    sheets_of_reports,
    sheets_of_talks,
    steps,
    words,
)
from . import fields as filing_fields

FORMAT = 1
_MODULES = (
    actors,
    checks_of_affected,
    checks_of_days,
    checks_of_extension,
    checks_of_filings,
    checks_of_lists,
    checks_of_matter,
    checks_of_parties,
    checks_of_places,
    checks_of_ranks,
    checks_of_symbols,
    checks_of_tables,
    checks_of_texts,
    filing_fields,
    guards,
    guards_of_closing,
    guards_of_extension,
    guards_of_receipt,
    guards_of_facts,
    guards_of_rolls,
    guards_of_sides,
    guards_of_silence,
    limits,
    procedure,
    reckoning,
    rooms,
    sheet_of_text,
    sheets,
    sheets_of_lists,
    sheets_of_meetings,
    sheets_of_reports,
    sheets_of_talks,
    steps,
    words,
)
# Whether it is a dataclass is asked of the class alone: `is_dataclass` would have the methods of all of them written.
CLASSES: Mapping[str, type] = {
    f"{module.__name__.rpartition('.')[2]}.{name}": cls
    for module in _MODULES
    for name, cls in vars(module).items()
    if isinstance(cls, type) and cls.__module__ == module.__name__ and "__dataclass_fields__" in vars(cls)
}
_NAMES = {cls: name for name, cls in CLASSES.items()}


class EditionError(ValueError):
    """A stored edition that this kernel cannot read."""


def canonical(value: Any) -> bytes:
    """Write plain JSON canonically; refuses floats and keys that are not ASCII text."""
    _refuse_floats(value)
    return _CANONICAL.encode(value).encode()


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_WHOLE = frozenset((str, int, bool, type(None)))


def _refuse_floats(value: Any) -> None:
    if type(value) in _WHOLE:
        return
    if isinstance(value, float):
        raise TypeError("numbers with a fraction are written as text")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise TypeError(f"the key {key!r} is not ASCII text")
            _refuse_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_floats(item)


def digest_of(value: Any) -> str:
    """Give the SHA-256 of canonical JSON, in hex: the name of a filing or edition in the record."""
    return hashlib.sha256(canonical(value)).hexdigest()


def freeze(form: procedure.Procedure) -> bytes:
    """Write a procedure as the text of an edition."""
    return canonical({"format": FORMAT, "procedure": _plain(form)})


def _plain(value: Any) -> Any:
    if type(value) in _WHOLE:
        return value
    if isinstance(value, Enum):
        return value.value
    own: Any = type(value)
    if (defaults := _defaults(own)) is not None:
        held = ((name, getattr(value, name), default) for name, default in defaults)
        return {"$": _NAMES[own], **{name: _plain(one) for name, one, default in held if one != default}}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...] | None:
    """Name the fields of a dataclass with their defaults, None of any other class."""
    return tuple((f.name, f.default) for f in fields(kind)) if is_dataclass(kind) else None


@lru_cache(maxsize=256)
def thaw(text: bytes) -> procedure.Procedure:
    """Read an edition back; raises EditionError for text of another format or of classes that are not in the list."""
    try:
        stored = json.loads(text)
        if stored["format"] != FORMAT:
            raise EditionError(f"this edition has format {stored['format']}; this kernel reads {FORMAT}")
        form = _read(stored["procedure"])
    except (ValueError, KeyError, TypeError) as fault:
        raise (
            fault if isinstance(fault, EditionError) else EditionError(f"the edition cannot be read: {fault}")
        ) from fault
    if not isinstance(form, procedure.Procedure):
        raise EditionError("the edition holds no procedure")
    return form


_ENUMS = {"binding": words.Binding, "grade": words.Grade, "capacity": words.Capacity}


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(v) for v in value)
    if not isinstance(value, dict):
        return value
    if "$" not in value:
        return {k: _read(v) for k, v in value.items()}
    held = {k: _enum(k, _read(v)) for k, v in value.items() if k != "$"}
    return CLASSES[value["$"]](**held)


def _enum(name: str, value: Any) -> Any:
    return _ENUMS[name](value) if name in _ENUMS and isinstance(value, str) else value


def digest_of_text(text: bytes) -> str:
    """Give the SHA-256 of an edition's text, in hex: the name of the edition."""
    return hashlib.sha256(text).hexdigest()
