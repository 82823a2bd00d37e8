"""Sessions: which a body holds, when, and which of those dates were announced.

Soft: practice of the Committee (procedures.md 13.3). A session that is `expected` follows the usual rhythm and was
announced by nobody. Whoever runs an installation corrects it in `terms/copuos.toml`, a line for each session, and the
secretariat in the case itself; no date of a case that has been counted moves by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.kernel.frozen import dataclass
from workflows.parties.reading import GRADES, Entry, read
from workflows.reporting.reading import HERE, read_bodies
from workflows.reporting.values import Body

KEYS = ("body", "number", "starts", "ends", "slot_weeks", "expected", "grade", "source")
LINE = re.compile(r"(?P<body>[A-Z0-9]+) (?P<number>\d+): (?P<starts>\d{4}-\d\d-\d\d) to (?P<ends>\d{4}-\d\d-\d\d)")
SLOT_WEEKS = 10
"""How many weeks before the first day a document is slotted: a default of the product [M]."""
CORRECTED = "Announced, as this installation was told"


class NoSession(LookupError):
    """There is no such session, or no such body; says which there are."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session: first and last day, and whether they are only expected; `title` names it in words."""

    body: str
    number: str
    title: str
    starts: date
    ends: date
    slot_weeks: int
    expected: bool
    grade: str
    source: str

    @property
    def key(self) -> str:
        """Give the key under which a filing names it: `STSC-64`."""
        return f"{self.body}-{self.number}"


def sessions(of: str = "", corrected: Iterable[str] = ()) -> tuple[Session, ...]:
    """Give the sessions, in order of time: of one body where it is named, with corrections laid over the table.

    A correction reads `STSC 64: 2027-02-08 to 2027-02-19`; ValueError for one that does not. It may add a session.
    """
    if of and of not in read_bodies():
        raise NoSession(_no_body(of))
    known = dict(_table()) | {one.key: one for one in map(_corrected, corrected)}
    found = (one for one in known.values() if not of or one.body == of)
    return tuple(sorted(found, key=lambda one: (one.starts, one.body)))


def session(of: str, number: str, corrected: Iterable[str] = ()) -> Session:
    """Give one session by its body and its number, or its key; NoSession with those that are known for another."""
    known = sessions(of, corrected)
    for one in known:
        if str(number) in (one.number, one.key):
            return one
    there = ", ".join(f"{one.number} ({one.starts.year})" for one in known) or "none; name it in words"
    raise NoSession(f"{read_bodies()[of].said} has no session “{number}” here; known are: {there}.")


def after(one: Session, corrected: Iterable[str] = ()) -> Session | None:
    """Give the body's next session, None where the table ends."""
    return next((later for later in sessions(one.body, corrected) if later.starts > one.ends), None)


@cache
def _table(path: Path = HERE / "sessions.toml") -> Mapping[str, Session]:
    top, entries = read(path, "session")
    top.refuse_unknown(())
    found: dict[str, Session] = {}
    for entry in entries:
        one = _session(entry)
        if one.key in found:
            raise entry.wrong("number", f"{one.key} is there twice")
        found[one.key] = one
    return MappingProxyType(found)


def _session(entry: Entry) -> Session:
    entry.refuse_unknown(KEYS)
    of = entry.choice("body", read_bodies())
    starts, ends = _day(entry, "starts"), _day(entry, "ends")
    if ends < starts:
        raise entry.wrong("ends", "lies before the first day")
    number, grade = entry.text("number"), entry.choice("grade", GRADES)
    title = titled(read_bodies()[of], number, starts.year)
    weeks, expected = entry.whole("slot_weeks") or SLOT_WEEKS, bool(entry.yes_no("expected"))
    return Session(of, number, title, starts, ends, weeks, expected, grade, entry.text("source"))


def _day(entry: Entry, name: str) -> date:
    value = entry.values.get(name)
    if type(value) is not date:
        raise entry.wrong(name, "must be a date")
    return value


def _corrected(line: str) -> Session:
    """Read a correction."""
    found = LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError(f"“{line}” is not written as “STSC 64: 2027-02-08 to 2027-02-19”")
    of, number = found["body"], found["number"]
    if of not in read_bodies():
        raise ValueError(_no_body(of))
    starts, ends = date.fromisoformat(found["starts"]), date.fromisoformat(found["ends"])
    if ends < starts:
        raise ValueError(f"“{line}” ends before it begins")
    weeks = next((one.slot_weeks for one in _table().values() if one.key == f"{of}-{number}"), SLOT_WEEKS)
    title = titled(read_bodies()[of], number, starts.year)
    return Session(of, number, title, starts, ends, weeks, False, "S", CORRECTED)


def _no_body(key: str) -> str:
    return f"There is no body “{key}” that is reported to; known are: {', '.join(read_bodies())}."


def titled(of: Body, number: str, year: int) -> str:
    """Name a session in words: `Legal Subcommittee, 66th session (2027)`."""
    return f"{of.name}, {ordinal(number)} session ({year})"


def ordinal(number: str) -> str:
    """Write a number in its order: 61st, 62nd, 63rd, 64th, 111th."""
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(number[-1:], "th")
    return f"{number}{'th' if number[-2:-1] == '1' else ending}"
