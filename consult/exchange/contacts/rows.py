"""Rows of contact points: what each column says, and what is wrong with a cell by itself.

`organ_kind` and `last_proved_on` are written and never taken in: what an organ is stands with the organ, and a proof is
made by whoever makes it. A column that is not there leaves what it would say as it is. A cell that a spreadsheet would
take for a formula, as every telephone number, begins with an apostrophe.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from consult.csv_rows import (
    EMPTY,
    MISSING,
    NO_TEXT,
    STRANGE,
    TOO_MANY,
    TWICE,
    NoTable,
    faults_of_names,
    read_table,
    restore_text,
)
from consult.exchange.faults import BadFile, Fault
from consult.i18n import _
from consult.people import Hours, NewContact
from workflows.kernel.frozen import dataclass

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = ("days", "opens", "closes", "zone")
COLUMNS = (
    "organ", "organ_kind", "channel", "address", "urgent", "languages", "valid_from", "valid_until", *HOURS,
    "last_proved_on",
)  # fmt: skip
NEEDED = ("organ", "channel", "address")
MOST_ROWS = 5_000
LONGEST = 5_000_000
BETWEEN = ";"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact point as a file tells it: its line there, its organ by key, what it says, and which columns do."""

    number: int
    organ: str
    told: NewContact
    columns: frozenset[str]

    def over(self, kept: NewContact | None) -> NewContact:
        """Give what would be recorded: what the columns say, and of the rest what is there."""
        if kept is None:
            return self.told
        names = [name for name in ("urgent", "languages", "valid_from", "valid_until") if name in self.columns]
        changed: dict[str, Any] = {name: getattr(self.told, name) for name in names}
        if self.columns & set(HOURS):
            changed["hours"] = self.told.hours
        return replace(kept, **changed)


def cells_of(organ: Any, point: Any) -> list[str]:
    """Write a contact point as cells, in the order of the columns."""
    hours = Hours.read(point.hours)
    told = {
        "organ": organ.key, "organ_kind": organ.kind, "channel": point.channel, "address": point.address,
        "urgent": YES if point.urgent else NO, "languages": BETWEEN.join(point.languages),
        "valid_from": _day(point.valid_from), "valid_until": _day(point.valid_until),
        "last_proved_on": _day(point.last_proved_on),
    }  # fmt: skip
    if hours:
        days = BETWEEN.join(DAYS[day] for day in hours.days)
        told |= {"days": days, "opens": hours.begins, "closes": hours.ends, "zone": hours.zone}
    return [told.get(name, "") for name in COLUMNS]


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def read_contacts(content: bytes | str) -> tuple[list[ContactRow], list[Fault]]:
    """Give the rows of a file and what is wrong with each by itself. Raises BadFile for what is no table."""
    try:
        table = read_table(content, most=MOST_ROWS, longest=LONGEST, between=None)
    except NoTable as fault:
        raise BadFile(_not_taken(fault)) from None
    names = [name.casefold() for name in table.names]
    faults = list(_of_names(names))
    rows: list[ContactRow] = []
    for line in () if faults else table.lines:
        cells = line.by(names)
        if cells is None:
            faults.append(fault_in(line.number, "", _("This row has more cells than there are columns.")))
            continue
        row, wrong = _row(line.number, {name: restore_text(cell) for name, cell in cells.items()})
        rows.append(row)
        faults += [fault_in(line.number, column, sentence) for column, sentence in wrong]
    if not faults and not rows:
        raise BadFile(_not_taken(NoTable(EMPTY)))
    return rows, faults


def fault_in(row: int, column: str, sentence: str) -> Fault:
    """Name a fault by its line in the file and its column."""
    return Fault(row, column, sentence, f"/{row}/{column}" if column else f"/{row}")


def _not_taken(fault: NoTable) -> str:
    if fault.kind in (EMPTY, TOO_MANY):
        return _("Give at least one row, and at most %(most)s.", most=MOST_ROWS)
    if fault.kind == NO_TEXT:
        return _("The file is no text in UTF-8.")
    return _("This is no CSV that can be read: %(why)s.", why=fault.why or _("it is too large"))


def _of_names(names: list[str]) -> Iterator[Fault]:
    known = ", ".join(COLUMNS)
    sentences = {
        STRANGE: _("There is no such column. Those that there are: %(names)s.", names=known),
        TWICE: _("This column is there twice."),
        MISSING: _("This column is missing."),
    }
    for kind, name in faults_of_names(names, COLUMNS, NEEDED):
        yield fault_in(1, name[:80], sentences[kind])


def _row(number: int, cells: Mapping[str, str]) -> tuple[ContactRow, list[tuple[str, str]]]:
    wrong: list[tuple[str, str]] = []
    days = {name: _read_day(name, cells.get(name, ""), wrong) for name in ("valid_from", "valid_until")}
    if (urgent := cells.get("urgent", "").casefold()) not in ("", YES, NO):
        wrong.append(("urgent", _("Answer yes or no.")))
    told = NewContact(
        channel=cells["channel"].casefold(),
        address=cells["address"],
        urgent=urgent == YES,
        languages=tuple(dict.fromkeys(one for one in _parts(cells.get("languages", "")))),
        hours=_read_hours(cells, wrong),
        **days,
    )
    if not cells["organ"]:
        wrong.append(("organ", _("This must be answered.")))
    return ContactRow(number, cells["organ"].upper(), told, frozenset(cells)), wrong


def _parts(cell: str) -> list[str]:
    return [part for one in cell.split(BETWEEN) if (part := one.strip().casefold())]


def _read_day(name: str, cell: str, wrong: list[tuple[str, str]]) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        wrong.append((name, _("Give a date that exists, as year-month-day.")))
        return None


def _read_hours(cells: Mapping[str, str], wrong: list[tuple[str, str]]) -> Hours | None:
    """Read when somebody is there; nothing where no column says anything."""
    days, begins, ends, zone = (cells.get(name, "") for name in HOURS)
    if not (days or begins or ends or zone):
        return None
    named = _parts(days)
    if set(named) - set(DAYS):
        wrong.append(("days", _("Choose from: %(choices)s.", choices=", ".join(DAYS))))
    return Hours(tuple(n for n, day in enumerate(DAYS) if day in named), begins, ends, zone)
