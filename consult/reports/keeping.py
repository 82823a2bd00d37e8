"""A scope as plain JSON, so that what was asked for can be kept and made later, or made anew."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from consult.reports.scope import Objection, Reach, Scope


def scope_to_json(scope: Scope) -> dict[str, Any]:
    """Write a scope as plain JSON."""
    return {
        "author": scope.author,
        "kind": scope.kind,
        "body": scope.body,
        "session": scope.session,
        "item": scope.item,
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "at": scope.at.isoformat(),
        "joint": list(scope.joint),
        "cases": None if scope.cases is None else list(scope.cases),
        "consents": {party: at.isoformat() for party, at in scope.consents.items()},
        "objections": [[one.party, one.words, one.said_at.isoformat(), one.answer] for one in scope.objections],
        "reach": str(scope.reach),
        "language": scope.language,
        "symbol": scope.symbol,
        "title": scope.title,
        "limited": {party: sorted(cases) for party, cases in scope.limited.items()},
    }


def scope_from_json(kept: Mapping[str, Any]) -> Scope:
    """Read back what `scope_to_json` wrote."""
    read = dict(kept)
    read |= {name: date.fromisoformat(kept[name]) for name in ("since", "until")}
    read |= {
        "at": datetime.fromisoformat(kept["at"]),
        "joint": tuple(kept["joint"]),
        "cases": None if kept["cases"] is None else tuple(kept["cases"]),
        "consents": {party: datetime.fromisoformat(at) for party, at in kept["consents"].items()},
        "objections": tuple(_objection(*each) for each in kept["objections"]),
        "reach": Reach(kept["reach"]),
        "limited": {party: frozenset(cases) for party, cases in kept["limited"].items()},
    }
    return Scope(**read)


def _objection(party: str, words: str, said_at: str, answer: str) -> Objection:
    return Objection(party, words, datetime.fromisoformat(said_at), answer)
