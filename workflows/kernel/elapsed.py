"""What had passed, when an act was taken, since the facts that its filing tells of: a fact and no judgement.

A standard without a number, such as “immediately”, is never shown as missed. What can be said is how much time lay
between what is told and the telling; it is counted once, kept with the act, and said in its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

from .acts import Act
from .steps import Elapsed
from .values import as_date, as_instant

if TYPE_CHECKING:
    from .view import View

ELAPSED = "elapsed"
"""The fact under which a case keeps what had passed at the last such act."""
HOURS_UP_TO = 48
"""Below this, what had passed between two moments is told in hours."""

BETWEEN = ";"
"""Stands between several spans in the fact, which is text: the record, a summary and a case hold it alike."""


def passed_since(view: View, rule: Elapsed) -> str:
    """Count what had passed at an act since each fact that its filing tells of, as in ``155 day;43 day``; of a fact to
    come nothing has."""
    found = (_passed(view, value) for value in _told(view, rule))
    return BETWEEN.join(f"{number} {unit}" for number, unit in filter(None, found))


def _told(view: View, rule: Elapsed) -> Iterator[Any]:
    if not rule.listed:
        yield view.filed(rule.since)
        return
    entries = view.filed(rule.listed)
    for entry in entries if isinstance(entries, list | tuple) else ():
        yield entry.get(rule.since) if isinstance(entry, Mapping) else None


def _passed(view: View, value: Any) -> tuple[int, str] | None:
    at, day = as_instant(value), as_date(value)
    hours = int((view.at - at).total_seconds() // 3600) if at else -1
    if 0 <= hours < HOURS_UP_TO:
        return hours, "hour"
    on = at.astimezone(UTC).date() if at else day
    if on is None or on > view.day() or (at and at > view.at):
        return None
    return (view.day() - on).days, "day"


def said_of(act: Act, rule: Elapsed) -> str:
    """Say what had passed at an act, in the words of its rule: “155 days and 43 days after the discovery”."""
    kept = next((str(effect[2]) for effect in act.effects_of("fact") if effect[1] == ELAPSED), "")
    spans = [one if one.startswith("1 ") else f"{one}s" for one in kept.split(BETWEEN) if one]
    if not spans:
        return ""
    joined = spans[0] if len(spans) == 1 else f"{', '.join(spans[:-1])} and {spans[-1]}"
    return f"{joined} {rule.words}"
