"""Dated stories as TOML: what happened, who did it, and what is expected after it. Reading only; ``stories`` runs them.

A story that cannot be read answers with file, line and reason. Dates without an hour are noon UTC of that date.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from .story import MAIN, Event, Expectation, Part, Story, StoryError
from .words import Capacity

TOP = {"title", "summary", "procedure", "agreement", "terms", "loose", "parties", "facts", "case", "event"}
OF_CASE = {"case", "title", "procedure", "agreement", "terms", "parties", "links"}
OF_EVENT = {
    "at", "on", "by", "capacity", "step", "track", "filing", "case", "facts", "expect", "note", "withdraw",
}  # fmt: skip
OF_EXPECT = {"state", "tracks", "deadlines", "flags", "offered", "not_offered", "refused", "opens_on"}


def read(source: Path | str, name: str = "story") -> Story:
    """Read a story from a file, or from text under a name; raises StoryError."""
    if isinstance(source, str):
        return _Reader(name, source).story()
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        why = "is not UTF-8 text" if isinstance(fault, UnicodeDecodeError) else str(fault.strerror or fault)
        raise StoryError(str(source), None, why) from fault
    return _Reader(str(source), text).story()


class _Reader:
    """One text being read, with the lines on which its tables begin."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.lines = file, text.splitlines()
        try:
            self.top: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            found = re.search(r"at line (\d+)", str(fault))
            raise StoryError(file, int(found[1]) if found else len(self.lines), f"is not TOML: {fault}") from fault

    def starts(self, table: str) -> list[int]:
        header = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
        return [n for n, line in enumerate(self.lines, 1) if header.match(line)]

    def line_of(self, key: str, start: int = 1, end: int | None = None) -> int:
        """The line that sets a key between two lines, else the first of them."""
        sets = re.compile(rf'(?:^\s*(?:\[+[\w.]*|[\w.]+\.)?|[{{,]\s*)"?{re.escape(key)}"?\s*(?:=|\.|\])')
        inside = enumerate(self.lines[start - 1 : end], start)
        return next((n for n, line in inside if sets.search(line)), start)

    def lines_of(self, start: int, end: int) -> dict[str, int]:
        """The lines that set each key or open a table between two lines, the first for a key set twice."""
        sets = re.compile(r'(?:^\s*(?:\[\s*|[\w-]+\.)*|\.|[{,]\s*)(?:"([^"]+)"|([\w-]+))\s*[=\].]')
        found: dict[str, int] = {}
        for n, line in enumerate(self.lines[start - 1 : end], start):
            for match in sets.finditer(line):
                found.setdefault(match[1] or match[2], n)
        return found

    def wrong(self, key: str, why: str, start: int = 1, end: int | None = None) -> StoryError:
        return StoryError(self.file, self.line_of(key, start, end), f"{key}: {why}")

    def story(self) -> Story:
        self.refuse_unknown(self.top, TOP, 1)
        title = self.typed(self.top, "title", str, 1)
        if not title:
            raise StoryError(self.file, 1, "title: a story needs one")
        facts = self.typed(self.top, "facts", dict, 1) or {}
        loose = bool(self.typed(self.top, "loose", bool, 1))
        cases = self.cases()
        events = tuple(self.events(cases))
        return Story(self.file, title, cases, events, facts, loose, self.typed(self.top, "summary", str, 1) or "")

    def refuse_unknown(self, table: Mapping[str, Any], known: set[str], start: int, end: int | None = None) -> None:
        for key in table:
            if key not in known:
                raise self.wrong(key, f"unknown key; known are {', '.join(sorted(known))}", start, end)

    def typed(self, table: Mapping[str, Any], key: str, kind: type, start: int, end: int | None = None) -> Any:
        """A value of a kind, None where it is absent."""
        value = table.get(key)
        names = {str: "a text", bool: "true or false", dict: "a table", list: "a list"}
        if value is not None and type(value) is not kind:
            raise self.wrong(key, f"must be {names[kind]}", start, end)
        return value

    def cases(self) -> dict[str, Part]:
        shared = self.parties(self.top, 1)
        given = self.top.get("case")
        if given is None:
            return {MAIN: self.part(self.top, 1, shared)}
        starts = self.starts("case")
        if not isinstance(given, list) or len(given) != len(starts):
            raise self.wrong("case", "write each case as [[case]] on a line of its own")
        found: dict[str, Part] = {}
        for table, start in zip(given, starts, strict=True):
            self.refuse_unknown(table, OF_CASE, start)
            key = self.typed(table, "case", str, start)
            if not key or key in found:
                raise self.wrong("case", "each [[case]] needs a key of its own: case = “a”", start)
            found[key] = self.part(table, start, shared | self.parties(table, start))
        self.check_links(found)
        return found

    def check_links(self, found: Mapping[str, Part]) -> None:
        for part in found.values():
            for kind, other in ((kind, one) for kind, named in part.links.items() for one in named):
                if other not in found:
                    raise self.wrong("links", f"{kind} leads to “{other}”, which is no case of this story", part.line)

    def part(self, table: Mapping[str, Any], line: int, parties: Mapping[str, tuple[str, ...]]) -> Part:
        procedure = self.typed(table, "procedure", str, line)
        agreement = self.typed(table, "agreement", str, line)
        if (procedure is None) == (agreement is None):
            raise StoryError(self.file, line, "name either a procedure or an agreement")
        named = self.typed(table, "links", dict, line) or {}
        links = {kind: tuple(map(str, keys if isinstance(keys, list) else [keys])) for kind, keys in named.items()}
        terms = self.typed(table, "terms", dict, line) or {}
        end = next((n for n in sorted((*self.starts("case"), *self.starts("event"))) if n > line), None)
        lines = self.lines_of(line, end - 1 if end else len(self.lines))
        title = self.typed(table, "title", str, line) or ""
        return Part(line, procedure, agreement, terms, parties, links, title, lines)

    def parties(self, table: Mapping[str, Any], line: int) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for label, roles in (self.typed(table, "parties", dict, line) or {}).items():
            held = (roles,) if isinstance(roles, str) else tuple(roles) if isinstance(roles, list) else ()
            if not held or not all(isinstance(role, str) for role in held):
                raise self.wrong(label, "give a role, or a list of roles", self.line_of("parties", line))
            found[label] = held
        return found

    def events(self, cases: Mapping[str, Part]) -> Iterator[Event]:
        given, starts = self.top.get("event", []), self.starts("event")
        if not isinstance(given, list) or len(given) != len(starts) or not given:
            raise self.wrong("event", "a story needs events, each written as [[event]] on a line of its own")
        last: datetime | None = None
        for table, start, end in zip(given, starts, [*starts[1:], len(self.lines) + 1], strict=True):
            event = _EventReader(self, table, start, end - 1, cases).event()
            if last is not None and event.at < last:
                raise self.wrong("at", "lies before the event above it", start, end - 1)
            last = event.at
            yield event


class _EventReader:
    """One [[event]] being read."""

    def __init__(
        self, reader: _Reader, table: Mapping[str, Any], start: int, end: int, cases: Mapping[str, Part]
    ) -> None:
        self.reader, self.table, self.start, self.end, self.cases = reader, table, start, end, cases

    def wrong(self, key: str, why: str) -> StoryError:
        return self.reader.wrong(key, why, self.start, self.end)

    def typed(self, key: str, kind: type) -> Any:
        return self.reader.typed(self.table, key, kind, self.start, self.end)

    def event(self) -> Event:
        self.reader.refuse_unknown(self.table, OF_EVENT, self.start, self.end)
        if "at" not in self.table:
            raise StoryError(self.reader.file, self.start, "at: an event needs a date or an instant")
        step, by = self.typed("step", str), self.texts("by")
        if step and not by:
            raise self.wrong("step", "say by whom the step is taken: by = “…”")
        on = self.moment("on", self.table["on"]) if "on" in self.table else None
        return Event(
            self.start, self.moment("at", self.table["at"]), by, self.capacity(), step, self.typed("track", str),
            self.typed("filing", dict), self.case(by), on, self.typed("facts", dict) or {}, self.expectation(step, by),
            self.typed("note", str) or "", bool(self.typed("withdraw", bool)),
            self.reader.lines_of(self.start, self.end),
        )  # fmt: skip

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        values = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else (None,)
        if not all(isinstance(v, str) and v for v in values):
            raise self.wrong(key, "must be a text or a list of texts")
        return values

    def capacity(self) -> tuple[str, ...] | None:
        given = self.texts("capacity")
        for name in given:
            if name not in list(Capacity):
                raise self.wrong("capacity", f"there is no capacity “{name}”; there are {', '.join(Capacity)}")
        return given or None

    def case(self, by: tuple[str, ...]) -> str:
        key = self.typed("case", str) or (MAIN if MAIN in self.cases else None)
        if key is None or key not in self.cases:
            named = ", ".join(self.cases)
            why = f"there is no case “{key}”" if key else "say which case this concerns"
            raise self.wrong("case", f"{why}; there are {named}" if named else why)
        for label in by:
            if label not in self.cases[key].parties:
                raise self.wrong("by", f"“{label}” is not among the parties of the story")
        return key

    def moment(self, key: str, value: Any) -> datetime:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise self.wrong(key, "an instant needs its offset, such as 2027-01-01T12:00:00Z")
            return value.astimezone(UTC)
        if isinstance(value, date):
            return datetime.combine(value, time(12), UTC)
        raise self.wrong(key, "must be a date or an instant, without quotation marks")

    def expectation(self, step: str | None, by: tuple[str, ...]) -> Expectation:
        given = dict(self.typed("expect", dict) or {})
        self.reader.refuse_unknown(given, OF_EXPECT, self.start, self.end)
        for key, kind in (("state", str), ("tracks", dict), ("deadlines", dict), ("refused", str)):
            self.reader.typed(given, key, kind, self.start, self.end)
        if (given.get("refused") or "opens_on" in given) and not step:
            raise self.wrong(
                "refused" if "refused" in given else "opens_on", "nothing is refused where no step is taken"
            )
        for key in ("offered", "not_offered"):
            self.check_offers(key, given.get(key), by)
        flags = given.pop("flags", [])
        if not isinstance(flags, list) or not all(isinstance(flag, str) for flag in flags):
            raise self.wrong("flags", "must be a list of texts")
        for name, value in given.get("deadlines", {}).items():
            if not isinstance(value, date | bool):
                raise self.wrong(name, "give a date, an instant, or false where no such period may run")
        return Expectation(**given, flags=tuple(flags))

    def check_offers(self, key: str, value: Any, by: tuple[str, ...]) -> None:
        if value is None:
            return
        lists = list(value.values()) if isinstance(value, dict) else [value]
        if not all(isinstance(steps, list) and all(isinstance(step, str) for step in steps) for steps in lists):
            raise self.wrong(key, "must be a list of steps, or a table of such lists by party")
        for label in value if isinstance(value, dict) else ():
            if label not in self.cases[self.case(by)].parties:
                raise self.wrong(key, f"“{label}” is not among the parties of the story")
        if isinstance(value, list) and not by:
            raise self.wrong(key, "without “by”, write a table of lists by party")
