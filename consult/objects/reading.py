"""Lines of an index of objects from a CSV file, in the columns of this product or of the United Nations index."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consult.i18n import _
from workflows import parties
from workflows.kernel.bodies import DESIGNATOR

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
        text = content.decode("utf-8-sig") if len(content) <= LONGEST else ""
        given = list(csv.reader(io.StringIO(text), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return [], [Wrong(0, _("The file is no table of comma-separated values in UTF-8."))]
    if not any(any(cell.strip() for cell in line) for line in given):
        return [], [Wrong(0, _("The file is empty, or larger than %(most)s bytes.", most=LONGEST))]
    names = [_column(name) for name in given[0]]
    wrong = list(_of_header(names)) or (
        [Wrong(0, _("More than %(most)s lines.", most=MOST))] if len(given) > MOST else []
    )
    if wrong:
        return [], wrong
    return _rows(given, names, {"source": source.strip(), "grade": grade.strip()})


def _column(name: str) -> str:
    known = name.strip().casefold()
    return AS_INDEXED.get(known, known)


def _of_header(names: list[str]) -> Iterator[Wrong]:
    yield from (Wrong(1, _("The column “%(name)s” is missing.", name=one)) for one in NEEDED if one not in names)
    twice = dict.fromkeys(one for one in names if one in COLUMNS and names.count(one) > 1)
    yield from (Wrong(1, _("The column “%(name)s” is there twice.", name=one)) for one in twice)


def _rows(
    given: list[list[str]], names: list[str], otherwise: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[Wrong]]:
    rows: dict[str, dict[str, Any]] = {}
    wrong: list[Wrong] = []
    for number, cells in enumerate(given[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            wrong.append(Wrong(number, _("more cells than there are columns.")))
            continue
        told = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name in COLUMNS}
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
