"""Rows from a text of comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

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
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        reader = csv.DictReader(io.StringIO(lines), strict=True)
        header = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        wrong = list(_of_header(header))
        if wrong:
            return [], wrong
        given = list(reader)
    except csv.Error as fault:
        return [], [RowError(0, "", _("This is no CSV that can be read: %(why)s.", why=fault))]
    if not given or len(given) > MOST_ROWS:
        return [], [RowError(0, "", _("Give at least one row, and at most %(most)s.", most=MOST_ROWS))]
    rows, errors = [], []
    for number, cells in enumerate(given, start=1):
        row, found = _row(number, cells)
        rows.append(row)
        errors += found
    return rows, errors


def _of_header(header: list[str]) -> Iterator[RowError]:
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        yield RowError(0, "", _("The cells of this file are not separated by commas; save it as comma-separated."))
        return
    for name in dict.fromkeys(header):
        if name not in COLUMNS:
            yield RowError(0, name, _("There is no such column."))
        elif header.count(name) > 1:
            yield RowError(0, name, _("This column is there twice."))
    for name in ("state", "activity_title"):
        if name not in header:
            yield RowError(0, name, _("This column is missing."))


def _row(number: int, given: Mapping[str | None, str | list[str] | None]) -> tuple[Row, list[RowError]]:
    """Read one row; cells beyond the last column have no name."""
    if None in given:
        return Row(number, {}, {}, {}), [RowError(number, "", _("This row has more cells than there are columns."))]
    cells = {str(key): text for key, cell in given.items() if isinstance(cell, str) and (text := plain(cell))}
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
