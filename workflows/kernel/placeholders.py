"""Filings completed with marked placeholders: for exercises, loose stories and proofs that what is offered performs.

No law. Every text begins with ``[exercise]``, money is in the currency of tests, and the object designated has a launch
number that is never given, so that nothing here can be taken for a statement of a party. What an author wrote is never
changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from typing import Any

from .bodies import problems
from .fields import OPTIONAL, Field, FilingSpec
from .frozen import dataclass
from .readings import reading_of
from .steps import Step
from .values import as_date, is_absent
from .view import View

MARK = "[exercise]"
INVENTED = "Exercise State"
DAYS_AHEAD = 200
"""How far after the act an invented date lies: further than any usual notice."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an exercise knows besides the case: facts by the key of the field they feed, and who plays which role."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    parties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def everybody(self) -> tuple[str, ...]:
        """All parties, in the order in which they were named."""
        return tuple(dict.fromkeys(p for parties in self.parties.values() for p in parties))


NOTHING = Known()


def fill(row: Step, body: Mapping[str, Any] | None, view: View, known: Known = NOTHING) -> dict[str, Any]:
    """Complete a body for a row's filing with valid, marked values; what is given stays as it is."""
    given = dict(body or {})
    if row.filing is None:
        return given
    look = replace(view, step=row)
    filled = _completed(row.filing.fields, given, look, known)
    return _mended(row, given, filled, look, known)


def _completed(fields: tuple[Field, ...], given: Mapping[str, Any], view: View, known: Known) -> dict[str, Any]:
    filled = dict(given)
    for spec in fields:
        value = filled.get(spec.key)
        if is_absent(value):
            value = _found(spec, view, known)
            if value is None and spec.need != OPTIONAL:
                value = invent(spec, view, known)
        elif spec.kind == "group" and isinstance(value, Mapping) and not {"unknown", "withheld"} & set(value):
            value = _completed(spec.of, value, view, known)
        elif spec.kind == "list" and isinstance(value, list):
            value = [_completed(spec.of, item, view, known) if isinstance(item, Mapping) else item for item in value]
        if not is_absent(value):
            filled[spec.key] = value
    return filled


def _found(spec: Field, view: View, known: Known) -> Any:
    """A fact of the same key, where it fits the field."""
    for facts in (view.case.facts, known.facts):
        value = suited(spec, facts.get(spec.key))
        if not is_absent(value) and is_valid(spec, value):
            return value
    return None


def suited(spec: Field, value: Any) -> Any:
    """Write a date or an instant in the form of the field: ``2027-01-01``, or ``{at, zone}`` for an instant."""
    if isinstance(value, date):
        value = value.isoformat()
    if not isinstance(value, str):
        return value
    if spec.kind == "instant" and _is_moment(value):
        at = value if "T" in value else f"{value}T12:00:00+00:00"
        return {"at": at, "zone": "UTC"}
    return value[:10] if spec.kind == "date" and "T" in value and as_date(value[:10]) else value


def _is_moment(value: str) -> bool:
    """Say whether a text is a date or an instant."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_valid(spec: Field, value: Any) -> bool:
    """Say whether a value may stand in a field."""
    return not problems(FilingSpec("", "", (spec,)), {spec.key: value})


def _mended(row: Step, given: Mapping[str, Any], filled: dict[str, Any], view: View, known: Known) -> dict[str, Any]:
    """Make the checks hold by changing what was filled in, never what was given."""
    specs = {spec.key: spec for spec in row.filing.fields} if row.filing else {}
    for check in (*row.checks, *row.checks):
        look = replace(view, filing=filled)
        if check.check(look) is None:
            continue
        for key, value in dict(check.mend(filled, look)).items():
            if not is_absent(given.get(key)) or key not in specs:
                continue
            filled[key] = value if is_valid(specs[key], value) else invent(specs[key], view, known)
    return _readable(row.filing, given, filled)


def _readable(spec: FilingSpec | None, given: Mapping[str, Any], filled: dict[str, Any]) -> dict[str, Any]:
    """Complete what was filled in so that the filing can be read, where it has a reading."""
    reading = reading_of(spec.reading) if spec else None
    if reading is None:
        return filled
    return filled | {key: value for key, value in reading.mend(filled).items() if is_absent(given.get(key))}


def invent(spec: Field, view: View, known: Known = NOTHING) -> Any:
    """Make a valid value for a field, marked as invented."""
    return _INVENTIONS[spec.kind](spec, view, known)


def _text(spec: Field, *_: Any) -> str:
    return f"{MARK} {spec.label}"[: spec.most or 400]


def _whole(spec: Field, *_: Any) -> int:
    if spec.least is not None:
        return spec.least
    return 1 if spec.most is None else min(1, spec.most)


def _day(view: View) -> date:
    return view.day() + timedelta(days=DAYS_AHEAD)


def _instant(_: Field, view: View, __: Known) -> dict[str, str]:
    return {"at": f"{_day(view).isoformat()}T12:00:00+00:00", "zone": "UTC"}


def _place(*_: Any) -> dict[str, str]:
    return {"body": "earth", "shape": "point", "lat": "0", "lon": "0"}


def _document(spec: Field, *_: Any) -> dict[str, str]:
    return {"digest": hashlib.sha256(_text(spec).encode()).hexdigest(), "kind": "exercise"}


def parties_for(spec: Field, view: View, known: Known) -> list[str]:
    """Choose parties for a field: those of the role or track that the step concerns, else everybody but oneself."""
    moved = _moved(spec, view)
    if moved:
        return moved
    role = _role_given(spec, view)
    of_role = known.parties.get(role, ()) if role else ()
    others = tuple(dict.fromkeys((*of_role,) or (*sorted(view.participants()), *known.everybody())))
    chosen = [p for p in others if p != view.acting and not _has_track(spec, view, p)]
    return chosen or [_nobody_real(spec, view)]


def _nobody_real(spec: Field, view: View) -> str:
    """A party that does not exist and does not take part yet."""
    names = (f"{INVENTED} {n}" for n in range(1, len(view.case.tracks) + 3))
    return next(name for name in names if name != view.acting and not _has_track(spec, view, name))


def _moved(spec: Field, view: View) -> list[str]:
    """The keys of the tracks that the step moves where this field names them."""
    moves = [m for m in view.step.moves if m.field == spec.key] if view.step else []
    tracks = [t for m in moves for t in view.tracks_of(m.set) if not m.frm or t.state in m.frm]
    return [t.key.partition(":")[2] for t in tracks]


def _role_given(spec: Field, view: View) -> str | None:
    if view.step is None:
        return None
    for opens in view.step.opens:
        if opens.field == spec.key:
            return view.procedure.track_set(opens.set).role or opens.set
    return next((names.role for names in view.step.names if names.field == spec.key), None)


def _has_track(spec: Field, view: View, party: str) -> bool:
    sets = [opens.set for opens in view.step.opens if opens.field == spec.key] if view.step else []
    return any(f"{of}:{party}" in view.case.tracks for of in sets)


def _group(spec: Field, view: View, known: Known) -> dict[str, Any]:
    made = _completed(spec.of, {}, view, known)
    return made or {f.key: invent(f, view, known) for f in spec.of[:1]}


def _choice(spec: Field, view: View, _: Known) -> Any:
    """The first option; where a track collects the values of the field, the first that it has not."""
    collects = view.step is not None and spec.key in view.step.collects and view.track is not None
    seen = view.track.facts.get(spec.key, ()) if collects and view.track else ()
    options = [key for key, *_ in spec.options]
    return next((key for key in options if key not in seen), options[0])


def _list(spec: Field, view: View, known: Known) -> list[dict[str, Any]]:
    """One entry for each party that the list brings in, else as many as are needed."""
    named = next((f for f in spec.of if f.kind == "party"), None)
    if named and _role_given(spec, view):
        return [_group(spec, view, known) | {named.key: party} for party in parties_for(spec, view, known)]
    return [_group(spec, view, known) for _ in range(max(spec.least or 1, 1))]


_INVENTIONS: Mapping[str, Callable[[Field, View, Known], Any]] = {
    "text": _text,
    "long_text": _text,
    "organ": _text,
    "choice": _choice,
    "choices": lambda spec, *_: [spec.options[0][0]],
    "yes_no": lambda *_: True,
    "whole": _whole,
    "decimal": lambda spec, *_: {"value": str(_whole(spec)), "unit": spec.units[0]},
    "money": lambda *_: {"amount": "1", "currency": "XTS"},
    "date": lambda _, view, __: _day(view).isoformat(),
    "instant": _instant,
    "period": lambda *_: "P30D",
    "party": lambda spec, view, known: parties_for(spec, view, known)[0],
    "parties": parties_for,
    "person": lambda spec, *_: {"office": _text(spec)},
    "contact": lambda spec, *_: {"channel": "email", "address": _text(spec)},
    "place": _place,
    "orbit": lambda spec, *_: {"regime": _text(spec)},
    "band": lambda *_: {"from": "1", "to": "2", "unit": "GHz"},
    "designator": lambda *_: "2000-000A",
    "provision": lambda spec, *_: {"instrument": "PRODUCT", "provision": _text(spec)},
    "document": _document,
    "list": _list,
    "group": _group,
}
