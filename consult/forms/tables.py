"""Entries of a list from a table: each cell of a CSV file is read as if it had been typed into the form.

A column is called as the input is inside its entry (`designator`, `orbit:apogee_km`). What a cell says is not judged
here: it stands at its question as it was typed, and the form names what is wrong with it, entry by entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consult.csv_rows import EMPTY, NO_TEXT, STRANGE, TOO_LARGE, TOO_MANY, Lines, NoTable, faults_of_names, read_table
from consult.forms.asked import Asked
from consult.forms.choices import Offered
from consult.forms.controls import MAKERS
from consult.forms.names import input_name
from consult.forms.reading import read_entry
from consult.forms.views import Control
from consult.i18n import _
from workflows.kernel.fields import Field

MOST = 200
"""Entries that one table may bring: more of them nobody reads over on a form."""
LONGEST = 1_000_000
"""Bytes of a table."""
NOT_IN_A_TABLE = ("list", "document")
BETWEEN = ";"
"""Stands between the answers of one cell to a question with several."""


class Unreadable(ValueError):
    """A file that is no table of these entries; says why."""


class _Row(dict[str, list[str]]):
    """One row as a form that was sent."""

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]  # as forms are read, by first value
        """Answer the first value."""
        return next(iter(self.getlist(key)), default)

    def getlist(self, key: str) -> list[str]:
        """Answer all values."""
        return super().get(key, [])


def columns_of(spec: Field) -> dict[str, Control]:
    """Give the columns that a table of a list may have, with the input into which each is typed; lists and documents
    inside an entry are left to the form."""
    inside = input_name("0/")
    return {control.name.removeprefix(inside): control for control in _inputs(spec.of, "0")}


def _inputs(fields: tuple[Field, ...], above: str) -> Iterator[Control]:
    for one in fields:
        path = f"{above}/{one.key}"
        if one.kind == "group":
            yield from _inputs(one.of, path)
        elif one.kind not in NOT_IN_A_TABLE:
            made = MAKERS[one.kind](Asked(one, path, None, Offered()))
            yield from (control for control in made if control.type not in ("static", "hidden"))


def entries_of(spec: Field, content: bytes) -> list[dict[str, Any]]:
    """Read the entries of a list from a CSV file in UTF-8 whose first line names the columns; empty lines are left
    out. Raises Unreadable."""
    table, columns = _table(content), columns_of(spec)
    _check_header(table.names, columns)
    if not table.lines:
        raise Unreadable(_("The table has no line below the names of its columns."))
    found = []
    for line in table.lines:
        cells = line.by(table.names)
        if cells is None:
            raise Unreadable(_("Line %(num)s of the table has more cells than there are columns.", num=line.number))
        row = _Row({input_name(f"0/{name}"): _answers(columns[name], cell) for name, cell in cells.items()})
        found.append(read_entry(spec, row, "0"))
    return found


def _table(content: bytes) -> Lines:
    """Take a file apart, with comma or semicolon between the cells."""
    try:
        return read_table(content, most=MOST, longest=LONGEST, between=None)
    except NoTable as fault:
        sentences = {
            TOO_LARGE: _("The table is larger than %(most)s bytes.", most=LONGEST),
            NO_TEXT: _("The file is no table: it is not text in UTF-8."),
            EMPTY: _("The file is empty."),
            TOO_MANY: _("The table has %(num)s lines; one table may have %(most)s.", num=fault.count, most=MOST),
        }
        broken = _("The file is no table: a quotation mark is not closed, or a line cannot be read.")
        raise Unreadable(sentences.get(fault.kind, broken)) from fault


def _check_header(header: Sequence[str], columns: Mapping[str, Control]) -> None:
    """Refuse columns that are none, and those that stand twice."""
    wrong = list(faults_of_names(header, columns))
    strange = [name for kind, name in wrong if kind == STRANGE]
    if strange:
        told, known = ", ".join(f"“{name[:40]}”" for name in strange[:5]), ", ".join(columns)
        raise Unreadable(_("No such column: %(names)s. The columns are: %(known)s.", names=told, known=known))
    if wrong:
        raise Unreadable(_("A column stands twice in the first line."))


def _answers(control: Control, cell: str) -> list[str]:
    """Give the values of a cell: a choice may be written as on the form, or by its key."""
    cells = [one.strip() for one in cell.split(BETWEEN)] if control.type == "ticks" else [cell]
    keys = {option.label.casefold(): option.value for option in control.options}
    return [keys.get(one.casefold(), one) for one in cells if one]
