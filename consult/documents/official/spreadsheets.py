"""Tables as files for calculation: CSV, which everything reads, and a workbook, which keeps what kind each cell is.

A text never becomes a formula. In CSV a text that begins like one gets an apostrophe before it, and so does one that
begins with an apostrophe: whoever reads the file takes one leading apostrophe away and has the text
(`csv_rows.restore_text`). Numbers and dates are no texts and stay as they are. In a workbook texts are stored as texts,
without apostrophe.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell as Box
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from consult.csv_rows import is_like_formula, keep_text
from consult.documents.official.packing import UNDATED, repack
from consult.documents.official.texts import check_table, clean, direction_of, on_one_line, say
from consult.documents.official.values import Cell, Table
from consult.i18n import _, speaking

MARK = "\ufeff"
"""Without this mark Excel reads UTF-8 as the code page of its machine and spoils every name outside ASCII."""
MOST_IN_CELL, MOST_IN_NAME, MOST_ROWS, EXACT = 32_767, 31, 1_048_000, 2**53
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8 with its mark): headings, then rows; dates and instants as in ISO 8601."""
    check_table(table)
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow([_keep_text(column.heading) for column in table.columns])
    rows.writerows([_as_field(cell) for cell in row] for row in table.rows)
    return (MARK + written.getvalue()).encode()


def _keep_text(text: str) -> str:
    """Return a text as a field that no spreadsheet takes for a formula."""
    return keep_text(clean(text))


def _as_field(cell: Cell) -> str:
    """Return a cell as a field of CSV."""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return _keep_text(cell) if isinstance(cell, str) else say(cell)


def write_workbook(tables: Iterable[Table], *, language: str = "en", title: str = "", author: str = "") -> bytes:
    """Return a workbook with one sheet a table; the same tables give the same bytes."""
    book = Workbook()
    book.remove(book.active)
    with speaking(language):
        _fill_all(book, tables, language)
    told = book.properties
    told.title, told.creator, told.language = on_one_line(title)[:255] or None, on_one_line(author)[:255], language
    told.created = datetime(UNDATED.year, UNDATED.month, UNDATED.day)  # noqa: DTZ001 - the library wants no zone
    written = io.BytesIO()
    book.save(written)
    return repack(written.getvalue(), _still)


def _fill_all(book: Workbook, tables: Iterable[Table], language: str) -> None:
    """Make a sheet of each table, and where there is none a sheet that says so."""
    nothing = _("There is nothing to list.")
    for number, table in enumerate(tables, 1):
        check_table(table)
        if len(table.rows) > MOST_ROWS:
            told = _("The table %(title)s has more rows than a sheet holds; the CSV file has all.", title=table.title)
            raise ValueError(told)
        sheet = book.create_sheet(_name_sheet(number, table.title or table.key))
        sheet.sheet_view.rightToLeft = direction_of(language) == "rtl"
        _fill(sheet, table, nothing)
    if not book.worksheets:
        _put(book.create_sheet("1"), 1, 1, nothing)


def _still(name: str, data: bytes) -> bytes:
    """Return a part of a workbook without the moment at which it was written."""
    return _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", data) if name == "docProps/core.xml" else data


def _name_sheet(number: int, title: str) -> str:
    """Return a name that Excel takes: short, without its signs, and no other sheet's, since it begins with a number."""
    name = f"{number} {_FORBIDDEN.sub(' ', on_one_line(title))}"
    while _units(name) > MOST_IN_NAME:
        name = name[:-1]
    return name.rstrip(" '")


def _units(text: str) -> int:
    """Return the length of a text as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


def _fill(sheet: Worksheet, table: Table, nothing: str) -> None:
    """Write title, headings and rows; the headings stay in sight."""
    _put(sheet, 1, 1, on_one_line(table.title)).font = Font(bold=True, size=13)
    for at, column in enumerate(table.columns, 1):
        head = _put(sheet, 2, at, on_one_line(column.heading))
        head.font, head.border = Font(bold=True), Border(bottom=Side("medium"))
        head.alignment = Alignment(vertical="top", wrap_text=True)
    for line, row in enumerate(table.rows, 3):
        for at, cell in enumerate(row, 1):
            _put(sheet, line, at, cell)
    if not table.rows:
        _put(sheet, 3, 1, nothing)
    if table.note:
        _put(sheet, max(len(table.rows), 1) + 4, 1, table.note).font = Font(italic=True)
    sheet.freeze_panes = "A3"
    if table.rows:
        sheet.auto_filter.ref = f"A2:{get_column_letter(len(table.columns))}{len(table.rows) + 2}"
    for at, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(sheet: Worksheet, line: int, at: int, value: Cell) -> Box:
    """Write one cell as what it is: a number, a day, an instant in UTC, or a text that is never a formula."""
    box: Box = sheet.cell(line, at)
    if isinstance(value, datetime):
        box.value, box.number_format = value.astimezone(UTC).replace(tzinfo=None), 'yyyy-mm-dd hh:mm "UTC"'
    elif isinstance(value, date):
        box.value, box.number_format = value, "yyyy-mm-dd"
    elif isinstance(value, int | float) and abs(value) <= EXACT:
        box.value = value
    elif value is not None:
        _put_text(box, say(value))
    return box


def _put_text(box: Box, text: str) -> None:
    """Write a text as a text; one that a cell cannot hold says where it was cut."""
    if _units(text) > MOST_IN_CELL:
        cut = _(" … [cut here: a cell holds 32,767 signs; the CSV file has the whole]")
        text = text[: (MOST_IN_CELL - len(cut)) // 2] + cut
    box.value = text
    box.data_type = "s"
    if is_like_formula(text):
        box.quotePrefix = True  # it stays a text when somebody edits the cell
    if "\n" in text or len(text) > 60:
        box.alignment = Alignment(vertical="top", wrap_text=True)


def _widths(table: Table) -> Sequence[float]:
    """Return widths in signs: as wide as the longest of the first rows, within reason."""
    return [
        min(max([len(column.heading), *(len(say(row[at])) for row in table.rows[:500])]) * 1.1 + 2, 60.0)
        for at, column in enumerate(table.columns)
    ]
