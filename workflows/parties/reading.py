"""Read TOML tables whose keys are fixed, and name file, line and reason when one is wrong.

Used for instruments, parties and national limits alike. No law here. Not modelled: keys inside multi-line values,
which the data files do not use.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from workflows.kernel.frozen import dataclass

GRADES = ("V", "S", "src", "M")
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2})?")


class InstrumentError(ValueError):
    """Say which file of instruments, parties or limits cannot be read, on which line, and why."""

    def __init__(self, file: str, line: int | None, reason: str, key: str = "") -> None:
        self.file, self.line, self.key, self.says = file, line, key, reason
        self.reason = f"{key}: {reason}" if key else reason
        super().__init__(f"{file}:{line}: {self.reason}" if line else f"{file}: {self.reason}")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as precisely as it is known: `1967-10-10`, `2016-03` or `1983`, with its grade."""

    on: str
    grade: str

    @property
    def day(self) -> date | None:
        """Give the date when the day is known, else None."""
        return date.fromisoformat(self.on) if len(self.on) == 10 else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One TOML table with the lines it stands on, none where it was filled in a form; read field by field."""

    file: str
    values: Mapping[str, Any]
    lines: tuple[str, ...]
    first: int

    def line_of(self, name: str) -> int:
        """Give the number of the line that sets a key or opens a table of that name, or of the first line."""
        sets = re.compile(rf'\s*"?{re.escape(name)}"?\s*=|\s*\[+{re.escape(name)}\]+\s*$')
        for number, text in enumerate(self.lines, self.first):
            if sets.match(text):
                return number
        return self.first

    def wrong(self, name: str, reason: str) -> InstrumentError:
        """Give the error for a key, to be raised by the caller."""
        return InstrumentError(self.file, self.line_of(name), reason, name)

    def refuse_unknown(self, allowed: Collection[str]) -> None:
        """Raise InstrumentError for the first key that is not allowed."""
        for name in self.values:
            if name not in allowed:
                raise self.wrong(name, f"unknown key; known are {', '.join(sorted(allowed))}")

    def text(self, name: str, default: str | None = None) -> str:
        """Give a non-empty text, or the default where the key is absent; without default the key is required."""
        value = self.values.get(name, default)
        if value is None:
            raise self.wrong(name, "is required")
        if not isinstance(value, str) or (name in self.values and not value.strip()):
            raise self.wrong(name, "must be a text that is not empty")
        return value

    def choice(self, name: str, options: Collection[str], default: str | None = None) -> str:
        """Give a text out of a closed list."""
        value = self.text(name, default)
        if value not in options:
            raise self.wrong(name, f"{value!r} is not one of {', '.join(options)}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts, empty where the key is absent."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.wrong(name, "must be a list of texts")
        return tuple(value)

    def whole(self, name: str) -> int | None:
        """Give a whole number that is not negative, None where the key is absent."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.wrong(name, "must be a whole number, zero or more")
        return value

    def yes_no(self, name: str) -> bool | None:
        """Give a yes or no, None where the key is absent."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(name, "must be true or false")
        return value

    def table(self, name: str) -> Entry:
        """Give a `[table]` of this one as an entry of its own, empty where it is absent."""
        value = self.values.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong(name, "must be a table")
        start = self.line_of(name) - self.first
        rest = self.lines[start + 1 :]
        length = next((n for n, line in enumerate(rest) if line.startswith("[")), len(rest))
        lines = (*self.lines[start : start + 1], *rest[:length])
        return Entry(self.file, value, lines if value else (), self.first + start)

    def dated(self, name: str) -> Dated | None:
        """Give a graded date written `{ on = 1967-10-10, grade = "V" }`; month or year alone are texts."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict) or set(value) != {"on", "grade"}:
            raise self.wrong(name, "must have exactly the keys on and grade")
        on, grade = value["on"], value["grade"]
        if not (type(on) is date or (isinstance(on, str) and PARTIAL_DATE.fullmatch(on))):
            raise self.wrong(name, "on must be a date, or a text YYYY or YYYY-MM")
        if grade not in GRADES:
            raise self.wrong(name, f"grade {grade!r} is not one of {', '.join(GRADES)}")
        return Dated(str(on), grade)


def read(path: Path, tables: str) -> tuple[Entry, tuple[Entry, ...]]:
    """Give the top of a TOML file and its `[[tables]]` entries; raise InstrumentError where it is not such a file."""
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise InstrumentError(path.name, None, "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise InstrumentError(path.name, line, f"is not valid TOML: {error}") from error
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.strip() == f"[[{tables}]]"]
    rows = values.pop(tables, [])
    top = Entry(path.name, values, tuple(lines[: starts[0]] if starts else lines), 1)
    if not isinstance(rows, list) or len(rows) != len(starts):
        raise top.wrong(tables, f"must be written as [[{tables}]] entries, each header on its own line")
    ends = [*starts[1:], len(lines)][: len(starts)]
    return top, tuple(
        Entry(path.name, row, tuple(lines[start:end]), start + 1)
        for row, start, end in zip(rows, starts, ends, strict=True)
    )
