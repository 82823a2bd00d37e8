"""Rows from a text of comma-separated values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from consult.csv_rows import EMPTY, MISSING, STRANGE, TOO_MANY, TWICE, NoTable, faults_of_names, read_table
from consult.i18n import _
from consult.lunar.exchange.flat import AREA, COLUMNS, PATHS, description_of, has_places, plain
from consult.lunar.exchange.rows import ABOUT, MOST_ROWS, Row, RowError
from consult.lunar.exchange.systems import fault_of

ONLY_WITH = {
    "radius_km": ("lat", "lon"), "area_kind": ("lat", "lon"), "area_label": ("lat", "lon"),
    "band_unit": ("band_from", "band_to"),
}  # fmt: skip
"""Columns that say nothing by themselves, and those of which one must be there."""


def read_csv(text: str) -> tuple[list[Row], list[RowError]]:
    """Read rows and what cannot be read of them."""
    try:
        table = read_table(text, most=MOST_ROWS)
    except NoTable as fault:
        return [], [RowError(0, "", _not_taken(fault))]
    wrong = list(_of_header(table.names))
    if wrong:
        return [], wrong
    if not table.lines:
        return [], [RowError(0, "", _not_taken(NoTable(EMPTY)))]
    rows, errors = [], []
    for number, line in enumerate(table.lines, start=1):
        row, found = _row(number, line.by(table.names))
        rows.append(row)
        errors += found
    return rows, errors


def _not_taken(fault: NoTable) -> str:
    if fault.kind in (EMPTY, TOO_MANY):
        return _("Give at least one row, and at most %(most)s.", most=MOST_ROWS)
    return _("This is no CSV that can be read: %(why)s.", why=fault)


def _of_header(header: Sequence[str]) -> Iterator[RowError]:
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        yield RowError(0, "", _("The cells of this file are not separated by commas; save it as comma-separated."))
        return
    sentences = {
        STRANGE: _("There is no such column."),
        TWICE: _("This column is there twice."),
        MISSING: _("This column is missing."),
    }
    for kind, name in faults_of_names(header, COLUMNS, ("state", "activity_title")):
        yield RowError(0, name, sentences[kind])


def _row(number: int, given: Mapping[str, str] | None) -> tuple[Row, list[RowError]]:
    """Read one row; None where it has more cells than there are columns."""
    if given is None:
        return Row(number, {}, {}, {}), [RowError(number, "", _("This row has more cells than there are columns."))]
    cells = {key: text for key, cell in given.items() if (text := plain(cell))}
    description, wrong = description_of(cells)
    errors = [RowError(number, column, sentence) for column, sentence in wrong]
    if ("crs" in cells or has_places(description)) and (fault := fault_of(cells.get("crs"))):
        errors.append(RowError(number, "crs", fault))
    for name, hosts in ONLY_WITH.items():
        if name in cells and not any(host in cells for host in hosts):
            errors.append(
                RowError(number, name, _("This says nothing without: %(columns)s.", columns=", ".join(hosts)))
            )
    for first, others in (("areas", AREA), ("emissions", ("band_from", "band_to"))):
        if first in cells and any(name in cells for name in others):
            errors.append(RowError(number, first, _("Say this in its own columns, or as JSON, but not in both.")))
    columns = {} if "areas" in cells or "emissions" in cells else PATHS
    return Row(number, {key: cells.get(key, "") for key in ABOUT}, description, columns), errors
