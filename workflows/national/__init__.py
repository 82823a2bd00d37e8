"""Periods that national law sets for a State's own authorities, one TOML file a State.

Law: none between States; binding LAW_N, and only for the State named. Each period cites a provision of an instrument.
Not modelled: exceptions, extensions and sanctions of national law, and periods of States for which no file exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.parties.reading import GRADES, Entry, InstrumentError, read

UNITS = ("days", "working_days", "months")
KEYS = ("procedure", "limit", "length", "unit", "starts", "instrument", "provision", "grade", "says")


@dataclass(frozen=True, slots=True)
class NationalLimit:
    """One period of national law: `length` in `unit`, counted from what `starts` says, for a limit of a procedure."""

    code: str
    procedure: str
    limit: str
    length: int
    unit: str
    starts: str
    instrument: str
    provision: str
    grade: str
    says: str
    binding: str = "LAW_N"


@cache
def limits() -> Mapping[str, tuple[NationalLimit, ...]]:
    """Give the national limits shipped with the package by party key."""
    return load(Path(__file__).parent)


def national(code: str) -> tuple[NationalLimit, ...]:
    """Give the limits of one State by its key, empty where none is recorded."""
    return limits().get(code, ())


def load(folder: Path) -> Mapping[str, tuple[NationalLimit, ...]]:
    """Read all `<code>.toml` of a folder; raise InstrumentError with file, line and reason."""
    return MappingProxyType({path.stem.upper(): _read(path) for path in sorted(folder.glob("*.toml"))})


def _read(path: Path) -> tuple[NationalLimit, ...]:
    code = path.stem.upper()
    if not (len(code) == 3 and code.isalpha() and path.stem.islower()):
        raise InstrumentError(path.name, None, "the name must be a State's three letters in lower case")
    top, entries = read(path, "limit")
    top.refuse_unknown(())
    return tuple(_limit(code, entry) for entry in entries)


def _limit(code: str, entry: Entry) -> NationalLimit:
    entry.refuse_unknown(KEYS)
    length = entry.whole("length")
    if not length:
        raise entry.wrong("length", "must be a whole number above zero")
    return NationalLimit(
        code=code,
        procedure=entry.text("procedure"),
        limit=entry.text("limit"),
        length=length,
        unit=entry.choice("unit", UNITS),
        starts=entry.text("starts"),
        instrument=entry.text("instrument"),
        provision=entry.text("provision"),
        grade=entry.choice("grade", GRADES),
        says=entry.text("says"),
    )
