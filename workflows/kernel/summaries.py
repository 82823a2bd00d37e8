"""A case as JSON text and back: what the docket stores beside a case, so that an act needs no replay.

Every act reads and writes one, so that both ways go over each value once and make frozen values by ``made``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from .case import Case, Done, Limit, Pending, Track
from .holdings import made
from .instants import read_instant, write_instant
from .procedure import Procedure

_INSTANTS, _LISTS = ("starts_on", "expires_at", "safe_at", "paused_at"), ("basis", "candidates", "before")
_BLANK_TRACK, _BLANK_LIMIT = dict(vars(Track("", "", "", ""))), dict(vars(Limit("", "", None, 0, "")))
_DEFAULTS: dict[type, dict[str, Any]] = {
    cls: {f.name: f.default if f.default_factory is MISSING else f.default_factory() for f in fields(cls)}
    for cls in (Track, Limit)
}

_TEXT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=write_instant)


def dump(case: Case) -> str:
    """Write a case, leaving out what is empty; the procedure is not written, its edition is named elsewhere."""
    plain: dict[str, Any] = {"state": case.state, "opened_on": case.opened_on, "n": case.n}
    for name in ("activity", "last_on", "public_from", "parties", "flags", "facts", "came_from"):
        if value := getattr(case, name):
            plain[name] = value
    if case.tracks:
        plain["tracks"] = [_filled(track) for track in case.tracks.values()]
    if case.limits:
        plain["limits"] = [_filled(limit) for limit in case.limits.values()]
    if case.pending:
        plain["pending"] = [_pending(pending) for pending in case.pending.values()]
    plain["done"] = [[k, d.count, d.first_on, d.first_by, d.last_on, d.last_by] for k, d in case.done.items()]
    return _TEXT.encode(plain)


def _filled(item: Track | Limit) -> dict[str, Any]:
    usual = _DEFAULTS[type(item)]
    return {k: v for k, v in vars(item).items() if v is not None and v is not (u := usual[k]) and v != u}


def _pending(pending: Pending) -> dict[str, Any]:
    found = {"step": pending.step, "track": pending.track, "digest": pending.digest, "laid": pending.laid}
    return {k: v for k, v in found.items() if v is not None}


def load(procedure: Procedure, text: str) -> Case:
    """Read back what ``dump`` wrote, as a case of the procedure given."""
    plain = json.loads(text)
    held: dict[str, Any] = {
        "procedure": procedure,
        "state": plain["state"],
        "opened_on": read_instant(plain["opened_on"]),
        "n": plain["n"],
        "activity": plain.get("activity"),
        "last_on": read_instant(plain["last_on"]) if "last_on" in plain else None,
        "public_from": read_instant(plain["public_from"]) if "public_from" in plain else None,
        "parties": {role: tuple(who) for role, who in plain.get("parties", {}).items()},
        "tracks": {t["key"]: _track(t) for t in plain.get("tracks", ())},
        "limits": {limit["key"]: _limit(limit) for limit in plain.get("limits", ())},
        "flags": tuple(plain.get("flags", ())),
        "facts": plain.get("facts", {}),
        "came_from": plain.get("came_from", {}),
        "done": {key: _done(*rest) for key, *rest in plain["done"]},
        "pending": {
            _pending_key(p): Pending(p["step"], p.get("track"), p.get("digest", ""), _tuples(p["laid"]))
            for p in plain.get("pending", ())
        },
    }
    return made(Case, held)


def _pending_key(stored: Mapping[str, Any]) -> str:
    return f"{stored['step']}@{stored['track']}" if stored.get("track") else str(stored["step"])


def _track(stored: dict[str, Any]) -> Track:
    """Make a track of its parsed JSON, which is changed in place."""
    facts = stored.get("facts", {})
    stored["facts"] = {k: tuple(v) if isinstance(v, list) else v for k, v in facts.items()}
    stored["flags"] = tuple(stored.get("flags", ()))
    if "received_on" in stored:
        stored["received_on"] = read_instant(stored["received_on"])
    return made(Track, {**_BLANK_TRACK, "came_from": {}, **stored})


def _limit(stored: dict[str, Any]) -> Limit:
    """Make a limit of its parsed JSON, which is changed in place."""
    for name in _INSTANTS:
        if name in stored:
            stored[name] = read_instant(stored[name])
    for name in _LISTS:
        if name in stored:
            stored[name] = tuple(map(tuple, stored[name]))
    if "expires_on" in stored:
        stored["expires_on"] = date.fromisoformat(stored["expires_on"])
    return made(Limit, {**_BLANK_LIMIT, **stored})


def _tuples(value: Any) -> Any:
    return tuple([_tuples(v) for v in value]) if type(value) is list else value


def _done(count: int, first_on: str, first_by: str, last_on: str, last_by: str) -> Done:
    return Done(count, read_instant(first_on), first_by, read_instant(last_on), last_by)
