"""The shipped stories as the demonstration tells them: who their labels are, and when they happen.

A label that names nobody becomes a party of the exercise with a key of its own; it counts as bound by an instrument
from the day on which that entered into force. A story of the future is moved into the past by whole weeks, since a
record cannot hold what has not happened; one after a historical case keeps its dates.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from consult.docket import ALWAYS, Docket
from consult.docket.worlds import LiveWorld
from workflows import parties as known
from workflows.kernel.editions import canonical
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.story import Event, Part, Story
from workflows.kernel.story_files import read
from workflows.stories import binds, shipped

HISTORICAL = re.compile(r"s\d+-")
AFTER_HISTORY = "Exercise after a historical case: "
WEEK = 7


@dataclass(frozen=True, slots=True)
class Tale:
    """A story with the key under which its acts are recorded once, and the keys of its parties by label."""

    key: str
    story: Story
    keys: Mapping[str, str]

    @property
    def prefix(self) -> str:
        """What a title begins with."""
        return AFTER_HISTORY if HISTORICAL.match(self.key) else ""

    def title(self, part: Part) -> str:
        """Give the title of a case of this story."""
        return f"{self.prefix}{part.title or self.story.title}"

    @property
    def titles(self) -> frozenset[str]:
        """All titles under which cases of this story are opened."""
        return frozenset(self.title(part) for part in self.story.cases.values())


def tales(today: datetime) -> Iterator[Tale]:
    """Read every shipped story that a docket can tell, moved into the past where it is not over."""
    for path in shipped():
        found = tale(path, today)
        if not any(brings_its_text(part) for part in found.story.cases.values()):
            yield found


def brings_its_text(part: Part) -> bool:
    """Say whether a part writes out the text on which its case runs; a docket takes only what parties recorded."""
    return any(isinstance(value, Mapping) and "body" in value for value in part.terms.values())


def tale(path: Path, today: datetime) -> Tale:
    """Read one story."""
    story = read(path)
    ahead = (story.events[-1].at - today).days + 1
    weeks = -(-ahead // WEEK) if ahead > 0 else 0
    moved = _moved(story, timedelta(weeks=-weeks)) if weeks else story
    return Tale(path.stem, moved, {label: _key(label) for label in story.labels()})


def is_fictional(key: str) -> bool:
    """Say whether a key is that of a party of the exercise."""
    return key not in known.parties()


def _key(label: str) -> str:
    """Give the key of a real party, else one made of the label."""
    fact = known.find(label)
    return fact.key if fact else re.sub(r"[^A-Z0-9]+", "-", label.upper()).strip("-")


def _moved(story: Story, by: timedelta) -> Story:
    """Move every date of a story."""
    events = tuple(_moved_event(event, by) for event in story.events)
    return replace(story, events=events, facts=_moved_value(dict(story.facts), by))


def _moved_event(event: Event, by: timedelta) -> Event:
    """Move every date of an event."""
    filing = _moved_value(dict(event.filing), by) if event.filing is not None else None
    on = event.on + by if event.on else None
    return replace(event, at=event.at + by, on=on, filing=filing, facts=_moved_value(dict(event.facts), by))


def _moved_value(value: Any, by: timedelta) -> Any:
    """Move the dates in a value."""
    if isinstance(value, date):
        return value + by
    if isinstance(value, Mapping) and isinstance(value.get("at"), str) and isinstance(value.get("zone"), str):
        return {**value, "at": _moved_instant(value["at"], ZoneInfo(value["zone"]), by)}
    if isinstance(value, Mapping):
        return {name: _moved_value(inner, by) for name, inner in value.items()}
    if isinstance(value, list):
        return [_moved_value(inner, by) for inner in value]
    return value


def _moved_instant(text: str, zone: ZoneInfo, by: timedelta) -> str:
    """Move an instant, as a filing writes it, to the same time of another day in its zone."""
    local = datetime.fromisoformat(text).astimezone(zone).replace(tzinfo=None)
    return (local + by).replace(tzinfo=zone).isoformat()


class ExerciseWorld(LiveWorld):
    """The world of the docket, in which parties of an exercise are bound as stories say."""

    def _bound(self, instrument: str, party: str, day: str) -> dict[str, Any]:
        """Answer for a party of the exercise as stories do, for everybody else from the tables."""
        if not is_fictional(party):
            return super()._bound(instrument, party, day)
        bound, reason = binds(instrument, party, date.fromisoformat(day))
        return {"bound": bound, "reason": reason, "grade": "M"}


class ExerciseDocket(Docket):
    """A docket in whose world parties of an exercise exist; what it writes is what every docket writes.

    A procedure is built once for the same terms, since many cases are opened in one go.
    """

    def __init__(self, engine: Engine, instance: Path, procedures: tuple[Path, ...] = ()) -> None:
        """Keep what every docket keeps, and the procedures that were built."""
        super().__init__(engine, instance, procedures, exercise=True)
        self._built: dict[bytes, Procedure] = {}

    def procedure(self, key: str, proposed: Mapping[str, Any], on: date = ALWAYS) -> Procedure:
        """Build the procedure that a case opened on a day would run on, once for the same terms and day."""
        known_by = canonical([key, dict(proposed), on.isoformat()])
        if known_by not in self._built:
            self._built[known_by] = super().procedure(key, proposed, on)
        return self._built[known_by]

    def world(self, connection: Connection, at: datetime, case_id: int | None) -> LiveWorld:
        """Give the world as it is known at a moment."""
        found = super().world(connection, at, case_id)
        return ExerciseWorld(**{one.name: getattr(found, one.name) for one in fields(found)})
