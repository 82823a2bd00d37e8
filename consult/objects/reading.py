"""Lines of an index of objects from a CSV file, in the columns of this product or of the United Nations index."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from consult.csv_rows import (
    EMPTY,
    MISSING,
    STRANGE,
    TOO_LARGE,
    TOO_MANY,
    TWICE,
    Lines,
    NoTable,
    faults_of_names,
    read_table,
)
from consult.i18n import _
from workflows import parties
from workflows.kernel.bodies import DESIGNATOR
from workflows.kernel.frozen import dataclass

MOST = 50_000
LONGEST = 20_000_000
COLUMNS = (
    "designator", "name", "state", "launched_on", "launch_site", "orbit", "function", "status", "ended_on", "source",
    "grade",
)  # fmt: skip
DAYS = ("launched_on", "ended_on")
NEEDED = ("designator", "name", "state")
GRADES = ("V", "S", "M")
AS_INDEXED = {
    "international designator": "designator",
    "name of space object": "name",
    "state/organization": "state",
    "state/organization of registry": "state",
    "date of launch": "launched_on",
    "launch site": "launch_site",
    "function of space object": "function",
    "date of decay or change": "ended_on",
    "date of decay": "ended_on",
}
"""What the columns of the United Nations index are called here; those that it has besides are left out."""
LENGTHS = {"name": 200, "state": 80, "launch_site": 120, "orbit": 120, "function": 200, "status": 120, "source": 300}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a line of the file; line 0 is the file itself, line 1 the names of the columns."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return _("Line %(line)s: %(why)s", line=self.line, why=self.sentence) if self.line else self.sentence


def read_lines(content: bytes, source: str = "", grade: str = "") -> tuple[list[dict[str, Any]], list[Wrong]]:
    """Read lines as rows of the table, and what is wrong; `source` and `grade` hold for lines that give none."""
    try:
        table = read_table(content, most=MOST, longest=LONGEST)
    except NoTable as fault:
        return [], [Wrong(0, _not_taken(fault))]
    names = [_column(name) for name in table.names]
    wrong = list(_of_header(names))
    return ([], wrong) if wrong else _rows(table, names, {"source": source.strip(), "grade": grade.strip()})


def _not_taken(fault: NoTable) -> str:
    if fault.kind in (EMPTY, TOO_LARGE):
        return _("The file is empty, or larger than %(most)s bytes.", most=LONGEST)
    if fault.kind == TOO_MANY:
        return _("More than %(most)s lines.", most=MOST)
    return _("The file is no table of comma-separated values in UTF-8.")


def _column(name: str) -> str:
    known = name.strip().casefold()
    return AS_INDEXED.get(known, known)


def _of_header(names: list[str]) -> Iterator[Wrong]:
    found = [(kind, name) for kind, name in faults_of_names(names, COLUMNS, NEEDED) if kind != STRANGE]
    yield from (Wrong(1, _("The column “%(name)s” is missing.", name=one)) for kind, one in found if kind == MISSING)
    yield from (Wrong(1, _("The column “%(name)s” is there twice.", name=one)) for kind, one in found if kind == TWICE)


def _rows(table: Lines, names: list[str], otherwise: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[Wrong]]:
    rows: dict[str, dict[str, Any]] = {}
    wrong: list[Wrong] = []
    for line in table.lines:
        number, cells = line.number, line.by(names)
        if cells is None:
            wrong.append(Wrong(number, _("more cells than there are columns.")))
            continue
        told = {name: cell for name, cell in cells.items() if name in COLUMNS}
        row, faults = _row({**told, **{name: told.get(name) or text for name, text in otherwise.items()}})
        if row.get("designator") in rows:
            faults.append(_("%(key)s is there twice.", key=row["designator"]))
        wrong += [Wrong(number, fault) for fault in faults]
        rows[str(row.get("designator"))] = row
    return list(rows.values()), wrong


def _row(told: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Make a row of what a line tells, and say what is wrong with it."""
    row: dict[str, Any] = {name: told.get(name, "") for name in COLUMNS}
    faults = [_("“%(name)s” says nothing.", name=name) for name in (*NEEDED, "source") if not row[name]]
    if row["designator"] and not DESIGNATOR.fullmatch(row["designator"]):
        faults.append(_("“%(text)s” is no international designator, such as 1998-067A.", text=row["designator"][:40]))
    if row["grade"] not in GRADES:
        faults.append(_("The grade is V (read in the text), S (seen in a source) or M (from memory)."))
    long = [name for name, most in LENGTHS.items() if len(row[name]) > most]
    faults += [_("“%(name)s” is longer than %(most)s characters.", name=name, most=LENGTHS[name]) for name in long]
    for name in DAYS:
        try:
            row[name] = date.fromisoformat(row[name]) if row[name] else None
        except ValueError:
            faults.append(_("“%(text)s” is no date; write it as 2027-03-01.", text=row[name][:40]))
    known = parties.find(row["state"])
    row["state"] = known.key if known else row["state"]
    return row, faults
