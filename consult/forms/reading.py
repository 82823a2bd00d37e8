"""From a sent form to the body of a filing. Nothing is refused here: what cannot be read is kept as it was typed, and
`workflows.kernel.bodies.problems` names it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from consult.forms.instants import put_together
from consult.forms.names import ROW, UNKNOWN, WITHHELD, Posted, anchor, declare, declared, input_name
from workflows.kernel.bodies import ORBIT_NUMBERS
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.reckoning import Period
from workflows.kernel.values import as_decimal, is_absent

BUTTON = "do"
SIZES = ("radius_km", "semi_major_km", "semi_minor_km", "bearing_deg", "width_km")
PERIOD_UNITS = ("hours", "days", "working_days", "months", "years")
_WHOLE = re.compile(r"[+-]?\d{1,18}")


def read(spec: FilingSpec, form: Posted, *, blanks: bool = False) -> dict[str, Any]:
    """Read the body of a filing; entries of lists in which nothing was typed are kept only where `blanks` asks."""
    return _read_fields(spec.fields, form, "", blanks)


def read_entry(spec: Field, form: Posted, path: str) -> dict[str, Any]:
    """Read one entry of a list."""
    return _read_fields(spec.of, form, path, blanks=False)


def read_more(spec: FilingSpec, form: Posted, path: str, entries: Iterable[Mapping[str, Any]]) -> "Pressed":
    """Read the body, and add entries to a list of it; blank ones that stand there give way."""
    body = read(spec, form)
    rows = [*_rows_at(body, path), *entries]
    return Pressed(_replaced(body, path.split("/"), rows), anchor(path))


def list_at(spec: FilingSpec, path: str) -> Field | None:
    """Find a list of a filing by its path."""
    asked = _field_at(spec.fields, path)
    return asked if asked is not None and asked.kind == "list" else None


class Pressed(NamedTuple):
    """The body after an entry was added to a list or removed from one, and where the reader should be put."""

    body: dict[str, Any]
    anchor: str


def is_pressed(form: Posted) -> bool:
    """Tell whether the form was sent by a button that adds or removes an entry of a list."""
    return form.get(BUTTON, "").partition(":")[0] in ("add", "remove")


def press(spec: FilingSpec, form: Posted) -> Pressed:
    """Read the body and add or remove the entry that the button names; an unknown button changes nothing."""
    body = read(spec, form, blanks=True)
    verb, _, path = form.get(BUTTON, "").partition(":")
    stem, _, index = path.rpartition("/") if verb == "remove" else (path, "", "")
    if list_at(spec, stem) is None:
        return Pressed(body, "")
    rows = list(_rows_at(body, stem))
    if verb == "add":
        rows.append({})
        return Pressed(_replaced(body, stem.split("/"), rows), anchor(f"{stem}/{len(rows) - 1}"))
    if index.isascii() and index.isdigit() and int(index) < len(rows):
        del rows[int(index)]
    return Pressed(_replaced(body, stem.split("/"), rows), anchor(stem))


def _field_at(fields: tuple[Field, ...], path: str) -> Field | None:
    """Find a question by its path, numbers of entries left aside."""
    found: Field | None = None
    for key in (step for step in path.split("/") if not step.isdigit()):
        found = next((one for one in fields if one.key == key), None)
        if found is None:
            return None
        fields = found.of
    return found


def _rows_at(body: Any, path: str) -> list[Any]:
    """Answer the entries of the list at a path, none where there are none.

    What a question holds may be declared; a body or an entry never is, whatever its questions are called.
    """
    held = body
    for step in path.split("/"):
        if step.isdigit():
            held = held[int(step)] if isinstance(held, list) and int(step) < len(held) else None
        else:
            held = declared(held.get(step))[0] if isinstance(held, Mapping) else None
    return held if isinstance(held, list) else []


def _replaced(value: Any, path: list[str], rows: list[Any]) -> Any:
    """Answer a value in which the list at a path has other entries."""
    if not path:
        _, unknown, category = declared(value)
        return declare(rows, unknown, category)
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        return [_replaced(one, rest, rows) if str(i) == step else one for i, one in enumerate(value)]
    held = dict(value) if isinstance(value, Mapping) else {}
    return {**held, step: _replaced(held.get(step), rest, rows)}


def _read_fields(fields: tuple[Field, ...], form: Posted, prefix: str, blanks: bool) -> dict[str, Any]:
    body = {}
    for spec in fields:
        value = _read_field(spec, form, f"{prefix}/{spec.key}" if prefix else spec.key, blanks)
        if not is_absent(value):
            body[spec.key] = value
    return body


def _read_field(spec: Field, form: Posted, path: str, blanks: bool) -> Any:
    if spec.kind == "list":
        given: Any = _read_rows(spec, form, path, blanks)
    elif spec.kind == "group":
        given = _read_fields(spec.of, form, path, blanks)
    else:
        given = READERS[spec.kind](spec, form, path)
    unknown = bool(form.get(input_name(path, UNKNOWN), ""))
    return declare(given, unknown, form.get(input_name(path, WITHHELD), ""))


def _read_rows(spec: Field, form: Posted, path: str, blanks: bool) -> list[Any]:
    """Read the entries of a list in the order of their numbers; gaps close."""
    seen = re.compile(re.escape(input_name(path)) + rf"/(\d{{1,6}})(?:/|:{ROW}$)")
    numbers = sorted({int(found[1]) for name in form.keys() if (found := seen.match(name))})  # noqa: SIM118  (a form, not a mapping)
    rows = [_read_fields(spec.of, form, f"{path}/{number}", blanks) for number in numbers]
    return [row for row in rows if blanks or row]


def _typed(form: Posted, path: str, part: str = "") -> str:
    return form.get(input_name(path, part), "").replace("\r\n", "\n").replace("\r", "\n")


def _text(_: Field, form: Posted, path: str) -> str | None:
    typed = _typed(form, path)
    return typed if typed.strip() else None


def _word(_: Field, form: Posted, path: str) -> str | None:
    return _typed(form, path).strip() or None


def _several(_: Field, form: Posted, path: str) -> list[str]:
    return [one for one in dict.fromkeys(form.getlist(input_name(path))) if one]


def _yes_no(_: Field, form: Posted, path: str) -> Any:
    typed = _typed(form, path).strip()
    return {"yes": True, "no": False, "": None}.get(typed, typed)


def _whole(_: Field, form: Posted, path: str) -> Any:
    typed = _typed(form, path).strip()
    return int(typed) if typed.isascii() and _WHOLE.fullmatch(typed) else typed or None


def _parts(form: Posted, path: str, keys: tuple[str, ...]) -> dict[str, str]:
    """Read the parts in which something was typed."""
    typed = {key: _typed(form, path, key).strip() for key in keys}
    return {key: text for key, text in typed.items() if text}


def _decimal(spec: Field, form: Posted, path: str) -> Any:
    typed = _parts(form, path, ("value", "unit"))
    if len(spec.units) == 1 and "value" in typed:
        typed.setdefault("unit", spec.units[0])
    return {"value": "", "unit": "", **typed} if typed else None


def _money(_: Field, form: Posted, path: str) -> Any:
    typed = _parts(form, path, ("amount", "currency"))
    return {"amount": typed.get("amount", ""), "currency": typed.get("currency", "").upper()} if typed else None


def _band(_: Field, form: Posted, path: str) -> Any:
    typed = _parts(form, path, ("from", "to", "unit"))
    return {"from": "", "to": "", "unit": "", **typed} if typed else None


def _instant(_: Field, form: Posted, path: str) -> Any:
    typed = {key: _typed(form, path, key).strip() for key in ("date", "time", "zone", "offset")}
    return put_together(typed["date"], typed["time"], typed["zone"], typed["offset"])


def _period(_: Field, form: Posted, path: str) -> Any:
    typed = _parts(form, path, ("amount", "unit"))
    amount, unit = typed.get("amount", ""), typed.get("unit", "")
    if unit in PERIOD_UNITS and re.fullmatch(r"[0-9]{1,9}", amount) and int(amount) > 0:
        return Period(**{unit: int(amount)}).key()
    return typed or None


def _named_parts(*keys: str) -> Callable[[Field, Posted, str], Any]:
    """Make a reader of parts that are all texts."""

    def reader(_: Field, form: Posted, path: str) -> Any:
        return _parts(form, path, keys) or None

    return reader


def _place(_: Field, form: Posted, path: str) -> Any:
    typed: dict[str, Any] = {**_parts(form, path, ("body", "lat", "lon", *SIZES))}
    points = _typed(form, path, "points")
    if points.strip():
        typed["points"] = _points(points)
    shape = _typed(form, path, "shape").strip() or "point"
    if (typed and shape) or shape not in ("", "point"):
        typed["shape"] = shape
    return typed or None


def _points(typed: str) -> Any:
    """Read one point a line, latitude and longitude; lines that are something else keep the whole as it was typed."""
    lines = [re.split(r"[\s,;]+", line.strip()) for line in typed.splitlines() if line.strip()]
    if any(len(line) != 2 or None in map(as_decimal, line) for line in lines):
        return typed
    return [{"lat": lat, "lon": lon} for lat, lon in lines]


def _document(_: Field, form: Posted, path: str) -> Any:
    typed = _parts(form, path, ("digest", "kind", "level", "language"))
    return typed if "digest" in typed else None


READERS: Mapping[str, Callable[[Field, Posted, str], Any]] = {
    "text": _text,
    "long_text": _text,
    "organ": _text,
    "choice": _word,
    "choices": _several,
    "yes_no": _yes_no,
    "whole": _whole,
    "decimal": _decimal,
    "money": _money,
    "date": _word,
    "instant": _instant,
    "period": _period,
    "party": _word,
    "parties": _several,
    "person": _named_parts("name", "office"),
    "contact": _named_parts("channel", "address", "hours"),
    "place": _place,
    "orbit": _named_parts("regime", *ORBIT_NUMBERS),
    "band": _band,
    "designator": _word,
    "provision": _named_parts("instrument", "provision"),
    "document": _document,
}
