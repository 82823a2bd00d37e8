"""Reading of a deployment's holiday file, `instance/holidays/<place>.toml`.

Keys: `place` (the file's own name); `weekend` (English names of days); `[[holiday]]` with `date` and `name`; `remove`
and `workdays` (lists of dates); `first` and `last`, the dates between which the file completes the table. Anything
else is an error that names file and line.
"""

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from consult.i18n import _
from workflows.kernel.frozen import dataclass

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KEYS = frozenset({"place", "weekend", "holiday", "remove", "workdays", "first", "last"})
_HOLIDAY_KEYS = frozenset({"date", "name"})


class HolidayFileError(ValueError):
    """A holiday file cannot be used; carries file, line and reason."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Changes:
    """What a file changes in the table of its place."""

    weekend: frozenset[int] | None = None
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    first: date | None = None
    last: date | None = None


def read_changes(file: Path, place: str, *, complete: bool) -> Changes:
    """Read the file of a place; `complete` asks for a table that stands on its own. Raise HolidayFileError."""
    return _Reading(file).changes(place, complete=complete)


class _Reading:
    """One file being read: its text for line numbers and its values."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: list[str] = []
        try:
            text = file.read_text(encoding="utf-8")
            self.lines = text.splitlines()
            self.data = tomllib.loads(text)
        except UnicodeDecodeError as error:
            raise HolidayFileError(file, 1, _("The file is not UTF-8 text.")) from error
        except tomllib.TOMLDecodeError as error:
            place = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", str(error))
            line = int(place[1]) if place and place[1] else len(self.lines) or 1
            raise HolidayFileError(file, line, str(error)[: place.start()] if place else str(error)) from error

    def changes(self, place: str, *, complete: bool) -> Changes:
        self._check_keys(place)
        read = Changes(
            weekend=self._weekend(),
            added=self._holidays(),
            removed=self._dates("remove"),
            workdays=self._dates("workdays"),
            first=self._bound("first"),
            last=self._bound("last"),
        )
        self._check_sense(read)
        if complete and (read.weekend is None or read.first is None):
            raise self._error(
                "place",
                _("%(place)s is in no other table, so the file must give weekend, first and last.", place=place),
            )
        return read

    def _check_keys(self, place: str) -> None:
        for key in self.data:
            if key not in _KEYS:
                known = ", ".join(sorted(_KEYS))
                raise self._error(key, _("Unknown key %(key)s; known keys are %(known)s.", key=key, known=known))
        if self.data.get("place") != place:
            raise self._error("place", _("The file must say place = %(place)s, like its name.", place=f'"{place}"'))

    def _check_sense(self, read: Changes) -> None:
        if (read.first is None) != (read.last is None):
            raise self._error("first" if read.first else "last", _("Give first and last together, or neither."))
        if read.first and read.last and read.first > read.last:
            raise self._error("first", _("first lies after last."))
        for key, others in (("remove", read.added), ("workdays", read.added)):
            for day in sorted(self._dates(key) & others):
                raise self._error(key, _("%(day)s is also listed as a holiday.", day=day.isoformat()))

    def _weekend(self) -> frozenset[int] | None:
        names = self.data.get("weekend")
        if names is None:
            return None
        wrong = not isinstance(names, list) or any(name not in WEEKDAYS for name in names)
        if wrong or len(set(names)) == len(WEEKDAYS):
            raise self._error(
                "weekend", _("weekend is a list of English names of days, such as Friday, and leaves a working day.")
            )
        return frozenset(WEEKDAYS.index(name) for name in names)

    def _holidays(self) -> frozenset[date]:
        entries = self.data.get("holiday", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self._error("holiday", _("Write each holiday under its own [[holiday]] heading."))
        days: set[date] = set()
        for number, entry in enumerate(entries):
            day = self._holiday(entry, number)
            if day in days:
                raise self._error("date", _("%(day)s is listed twice.", day=day.isoformat()), number)
            days.add(day)
        return frozenset(days)

    def _holiday(self, entry: dict[str, Any], number: int) -> date:
        for key in entry:
            if key not in _HOLIDAY_KEYS:
                raise self._error(key, _("Unknown key %(key)s; a holiday has date and name.", key=key), number)
        if not isinstance(entry.get("name"), str) or not entry["name"].strip():
            raise self._error("name", _("A holiday needs a name in quotation marks."), number)
        return self._date(entry.get("date"), "date", number)

    def _dates(self, key: str) -> frozenset[date]:
        values = self.data.get(key, [])
        if not isinstance(values, list):
            raise self._error(key, _("%(key)s is a list of dates.", key=key))
        return frozenset(self._date(value, key) for value in values)

    def _bound(self, key: str) -> date | None:
        return self._date(self.data[key], key) if key in self.data else None

    def _date(self, value: object, key: str, number: int | None = None) -> date:
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self._error(
                key, _("%(key)s must be a date without quotation marks, such as 2026-10-26.", key=key), number
            )
        return value

    def _error(self, key: str, reason: str, number: int | None = None) -> HolidayFileError:
        """Word an error at the line of a key, in the holiday of that number or at the top of the file."""
        heads = [at for at, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*holiday\s*\]\]", line)]
        start = heads[number] if number is not None and number < len(heads) else 0
        end = next((at for at in heads if at > start), len(self.lines)) if number is not None else len(self.lines)
        own = re.compile(rf"\s*(\[\[?\s*)?[\"']?{re.escape(key)}[\"']?\s*(=|\])")
        line = next((at for at in range(start, end) if own.match(self.lines[at])), start)
        return HolidayFileError(self.file, line + 1, reason)
