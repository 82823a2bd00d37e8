"""A case as its acts had left it at an instant: stage, edition, relations, limits and since when it is public.

Only effects that an act carries are read, in the order of recording, so that nothing of today plays a part; acts that
were recorded later are not given. It is the kernel's own folding for what a report needs, and keeps each run of a limit
where a case keeps the last one alone.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from consult.reports.matters import ENDED, KEPT, PASSED, RUNNING, Entry, Run
from workflows.kernel.actors import CLOCK_PARTY
from workflows.kernel.procedure import Procedure

_MARKED = ('["limit"', '["open"', '["public"]', '["edition"')
"""What a body holds that has an effect of interest; most have none and are not read."""
Editions = Callable[[str], Procedure]


@dataclass(slots=True)
class _Running:
    """A run of a limit while the acts are folded."""

    started: Entry
    values: dict[str, Any]
    ended: Entry | None = None
    met: bool = False


@dataclass(slots=True)
class Folded:
    """What the acts of one case led to; acts are given one after the other."""

    editions: Editions
    edition: str
    stage: str = ""
    public_from: datetime | None = None
    tracks: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    _live: dict[str, _Running] = field(default_factory=dict)
    _over: list[tuple[str, _Running]] = field(default_factory=list)

    def take(self, entry: Entry, recorded_at: datetime, body: str) -> None:
        """Apply one act."""
        self.entries.append(entry)
        self.stage = entry.went
        if any(mark in body for mark in _MARKED):
            for effect in json.loads(body).get("effects", ()):
                self._apply(entry, recorded_at, effect)

    def _apply(self, entry: Entry, recorded_at: datetime, effect: Any) -> None:
        match effect:
            case ["limit", key, values]:
                self._limit(entry, key, dict(values))
            case ["open", key, of, _name, _state, party, *_rest]:
                self.tracks[key] = (of, party)
            case ["public"]:
                self.public_from = self.public_from or recorded_at
            case ["edition", new, _old]:
                self.edition = new

    def _limit(self, entry: Entry, key: str, values: Mapping[str, Any]) -> None:
        running = self._live.get(key)
        if "n" in values:
            if running is not None and running.ended is not None:
                self._over.append((key, running))
            self._live[key] = _Running(entry, dict(values))
            return
        if running is None:
            return
        running.values.update(values)
        status = values.get("status")
        if status in ("stopped", "lapsed"):
            running.ended, running.met = entry, status == "stopped" and self._is_met(entry, running)
        elif status is not None:
            running.ended, running.met = None, False

    def _is_met(self, entry: Entry, running: _Running) -> bool:
        """Say whether a party stopped a limit by the step that it waits for, and not by one that ends the case."""
        if entry.party == CLOCK_PARTY:
            return False
        rows = self.editions(self.edition).rows.get(entry.step, ())
        name = running.values["limit"]
        return any(name in row.stops and not row.common for row in rows)

    def runs(self, at: datetime) -> Iterator[Run]:
        """Give every run of a limit as it stood at an instant."""
        return (_run(key, one, at) for key, one in (*self._over, *self._live.items()))


def _run(key: str, one: _Running, at: datetime) -> Run:
    values = one.values
    expires = _instant(values.get("expires_at"))
    return Run(
        key,
        values["limit"],
        values.get("track"),
        values.get("binding", ""),
        tuple(tuple(map(str, each)) for each in values.get("basis", ())),
        values.get("length", ""),
        _instant(values.get("starts_on")),
        expires,
        _outcome(one, expires, at),
        one.started,
        one.ended,
    )


def _outcome(one: _Running, expires: datetime | None, at: datetime) -> str:
    status = one.values.get("status")
    if status == "stopped":
        return KEPT if one.met else ENDED
    if status == "lapsed" or (status == "running" and expires is not None and expires <= at):
        return PASSED
    return RUNNING


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
