"""A case as JSON text and back: what the docket stores beside a case, so that an act needs no replay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from .case import Case, Done, Limit, Pending, Track, plain_json
from .procedure import Procedure

_INSTANTS = frozenset(("starts_on", "expires_at", "safe_at", "paused_at", "received_on"))


def dump(case: Case) -> str:
    """Write a case, leaving out what is empty; the procedure is not written, its edition is named elsewhere."""
    plain: dict[str, Any] = {"state": case.state, "opened_on": case.opened_on.isoformat(), "n": case.n}
    if case.activity:
        plain["activity"] = case.activity
    if case.last_on:
        plain["last_on"] = case.last_on.isoformat()
    for name in ("parties", "flags", "facts", "came_from"):
        if value := getattr(case, name):
            plain[name] = plain_json(value)
    for name in ("tracks", "limits", "pending"):
        if value := getattr(case, name):
            plain[name] = [_filled(item) for item in value.values()]
    plain["done"] = [
        [k, d.count, d.first_on.isoformat(), d.first_by, d.last_on.isoformat(), d.last_by] for k, d in case.done.items()
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


_NAMES = {cls: tuple((f.name, f.default) for f in fields(cls)) for cls in (Track, Limit, Pending)}


def _filled(item: Track | Limit | Pending) -> dict[str, Any]:
    found = {}
    for name, default in _NAMES[type(item)]:
        value = getattr(item, name)
        if value is not None and value != default and value != {}:
            found[name] = value if type(value) in (str, int) else plain_json(value)
    return found


def load(procedure: Procedure, text: str) -> Case:
    """Read back what ``dump`` wrote, as a case of the procedure given."""
    plain = json.loads(text)
    return Case(
        procedure=procedure,
        state=plain["state"],
        opened_on=datetime.fromisoformat(plain["opened_on"]),
        n=plain["n"],
        activity=plain.get("activity"),
        last_on=datetime.fromisoformat(plain["last_on"]) if "last_on" in plain else None,
        parties={role: tuple(who) for role, who in plain.get("parties", {}).items()},
        tracks={t["key"]: _track(t) for t in plain.get("tracks", ())},
        limits={item["key"]: Limit(**{"track": None, **_dated(item)}) for item in plain.get("limits", ())},
        flags=tuple(plain.get("flags", ())),
        facts=plain.get("facts", {}),
        came_from=plain.get("came_from", {}),
        done={key: _done(rest) for key, *rest in plain["done"]},
        pending={
            _pending_key(p): Pending(p["step"], p.get("track"), p.get("digest", ""), _tuples(p["laid"]))
            for p in plain.get("pending", ())
        },
    )


def _pending_key(stored: Mapping[str, Any]) -> str:
    return f"{stored['step']}@{stored['track']}" if stored.get("track") else str(stored["step"])


def _track(stored: Mapping[str, Any]) -> Track:
    read = _dated(stored)
    facts = read.get("facts", {})
    return Track(**{**read, "facts": {k: tuple(v) if isinstance(v, list) else v for k, v in facts.items()}})


def _dated(stored: Mapping[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in stored.items():
        if name in _INSTANTS:
            read[name] = datetime.fromisoformat(value)
        elif name == "expires_on":
            read[name] = date.fromisoformat(value)
        else:
            read[name] = _tuples(value)
    return read


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def _done(rest: list[Any]) -> Done:
    count, first_on, first_by, last_on, last_by = rest
    return Done(count, datetime.fromisoformat(first_on), first_by, datetime.fromisoformat(last_on), last_by)
