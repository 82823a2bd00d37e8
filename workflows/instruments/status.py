"""Read the table of party status: who deposited, signed, declared or withdrew, when, and who says so.

Columns: party, instrument, status, date, as_of, denounced, depositary, source, grade. `date` is a day, a year or
empty. `as_of` is the last day for which the source speaks and is required for a party without a day or year. Not
modelled: objections, reservations.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from workflows.instruments.facts import STATUSES, Instrument, StatusRow
from workflows.parties.reading import GRADES, InstrumentError

COLUMNS = ["party", "instrument", "status", "date", "as_of", "denounced", "depositary", "source", "grade"]


def read_status(path: Path, instruments: Mapping[str, Instrument]) -> tuple[StatusRow, ...]:
    """Read all rows of a status file; raise InstrumentError with file, line and reason."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            rows = [(reader.line_num, cells) for cells in reader]
        except (csv.Error, UnicodeDecodeError) as error:
            raise InstrumentError(path.name, reader.line_num + 1, f"cannot be read: {error}") from error
    if not rows or rows[0][1] != COLUMNS:
        raise InstrumentError(path.name, 1, f"the first line must read {','.join(COLUMNS)}")
    return tuple(_row(path.name, line, cells, instruments) for line, cells in rows[1:])


def _row(file: str, line: int, cells: list[str], instruments: Mapping[str, Instrument]) -> StatusRow:
    if len(cells) != len(COLUMNS):
        raise InstrumentError(file, line, f"has {len(cells)} cells, not {len(COLUMNS)}")
    cell = dict(zip(COLUMNS, cells, strict=True))
    reason = _fault(cell, instruments)
    if reason:
        raise InstrumentError(file, line, reason)
    as_of, denounced = _day(file, line, cell, "as_of"), _day(file, line, cell, "denounced")
    if as_of is None:
        raise InstrumentError(file, line, "as_of: is required")
    if not re.fullmatch(r"(\d{4})?", cell["date"]):
        _day(file, line, cell, "date")
    if (cell["status"] == "W") != (denounced is not None):
        raise InstrumentError(file, line, "denounced: a date belongs to status W and only there")
    return StatusRow(
        party=cell["party"],
        instrument=cell["instrument"],
        status=cell["status"],
        on=cell["date"],
        as_of=as_of,
        denounced=denounced,
        depositary=cell["depositary"],
        source=cell["source"],
        grade=cell["grade"],
    )


def _fault(cell: Mapping[str, str], instruments: Mapping[str, Instrument]) -> str:
    """Say what is wrong in a row apart from its dates, or give the empty text."""
    if not re.fullmatch(r"[A-Z][A-Z0-9-]+", cell["party"]):
        return f"party: {cell['party']!r} is not a party key"
    if cell["instrument"] not in instruments:
        return f"instrument: no instrument {cell['instrument']!r}"
    if cell["status"] not in STATUSES:
        return f"status: {cell['status']!r} is not one of {', '.join(STATUSES)}"
    if cell["status"] == "D" and not instruments[cell["instrument"]].declaration:
        return f"status: {cell['instrument']} has no provision under which an organisation may declare acceptance"
    if cell["status"] == "W" and not instruments[cell["instrument"]].withdrawal_months:
        return f"status: {cell['instrument']} does not say when a withdrawal takes effect"
    if cell["grade"] not in GRADES:
        return f"grade: {cell['grade']!r} is not one of {', '.join(GRADES)}"
    return "" if cell["source"] else "source: is required"


def _day(file: str, line: int, cell: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(cell[name]) if cell[name] else None
    except ValueError as error:
        raise InstrumentError(file, line, f"{name}: {cell[name]!r} is not a date") from error
