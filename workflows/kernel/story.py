"""A dated story as a value: cases, parties, facts, and events with what is expected after each. No law of its own."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any

from .frozen import dataclass

MAIN = ""
"""The key of the only case of a story that names none."""


class StoryError(ValueError):
    """A story that cannot be read or run as it stands: file, line and reason."""

    def __init__(self, file: str, line: int | None, why: str) -> None:
        super().__init__(f"{file}:{line}: {why}" if line else f"{file}: {why}")
        self.file, self.line, self.why = file, line, why


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must hold after an event; None where the story says nothing."""

    state: str | None = None
    tracks: Mapping[str, str] = field(default_factory=dict)
    deadlines: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    offered: Any = None
    not_offered: Any = None
    refused: str | None = None
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event: a step that somebody takes, or only the passing of time."""

    line: int
    at: datetime
    by: tuple[str, ...] = ()
    capacity: tuple[str, ...] | None = None
    step: str | None = None
    track: str | None = None
    filing: Mapping[str, Any] | None = None
    case: str = MAIN
    on: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    expect: Expectation = field(default_factory=Expectation)
    note: str = ""
    withdraw: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, *keys: str) -> int:
        """The line of the first of these keys that is written on a line of its own, else where the event begins."""
        return next((self.lines[key] for key in keys if key in self.lines), self.line)


@dataclass(frozen=True, slots=True)
class Part:
    """One case of a story: its procedure or agreement, its terms, its parties by label, and whom it links to: cases by
    kind of link, several of a kind in the order in which acts of this one open them."""

    line: int
    procedure: str | None
    agreement: str | None
    terms: Mapping[str, Any]
    parties: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    title: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, *keys: str) -> int:
        """The line of the first of these keys that is written on a line of its own, else where the case begins."""
        return next((self.lines[key] for key in keys if key in self.lines), self.line)

    def opens_next(self, kind: str, opened: Container[str]) -> str | None:
        """Name the case that an act opens under a kind of link: the first that is not open yet, else the last one."""
        named = self.links.get(kind, ())
        return next((key for key in named if key not in opened), named[-1] if named else None)


@dataclass(frozen=True, slots=True)
class Story:
    """A dated story, ready to run."""

    file: str
    title: str
    cases: Mapping[str, Part]
    events: tuple[Event, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    loose: bool = False
    summary: str = ""

    def labels(self) -> tuple[str, ...]:
        """All labels of parties, in the order written."""
        return tuple(dict.fromkeys(label for part in self.cases.values() for label in part.parties))

    def wrong(self, line: int | None, why: str) -> StoryError:
        """Make the error for a line of this story, to be raised by the caller."""
        return StoryError(self.file, line, why)
