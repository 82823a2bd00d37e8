"""Tables leave as CSV and as workbooks: what kind each cell is stays, and a text is never a formula."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.csv_rows import restore_text
from consult.documents.official.spreadsheets import MOST_IN_CELL, write_csv, write_workbook
from consult.documents.official.texts import clean
from consult.documents.official.values import Cell, Column, Table
from tests.consult.documents.official.samples import HOSTILE, table

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "−1",
)


def one_column(*cells: Cell, heading: str = "Text", title: str = "Title") -> Table:
    """Make a table of one column."""
    return Table("key", title, (Column(heading),), tuple((cell,) for cell in cells))


def read_csv(data: bytes) -> list[list[str]]:
    """Read CSV as Python does."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    """Lines end as RFC 4180 asks."""
    data = write_csv(one_column("Łódź, 北京"))
    assert data == b"\xef\xbb\xbfText\r\n" + '"Łódź, 北京"\r\n'.encode()


def test_numbers_and_days_stay_what_they_are() -> None:
    """A figure below zero has no apostrophe; an instant is in UTC."""
    noon = datetime(2026, 2, 1, 14, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    cells = (-5, 1.5, -0.25, 10**20, date(2026, 2, 1), noon, None, "")
    assert [row[0] if row else "" for row in read_csv(write_csv(one_column(*cells)))[1:]] == [
        "-5", "1.5", "-0.25", "1" + "0" * 20, "2026-02-01", "2026-02-01T12:00:30Z", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    """Spreadsheets of East Asia begin a formula with wide signs, others skip blanks."""
    data = write_csv(one_column(text, heading=text))
    heading, (field,) = read_csv(data)
    assert field == heading[0] == f"'{clean(text)}"


@given(text=st.text(max_size=60) | st.sampled_from(HOSTILE))
def test_every_text_is_had_again_from_csv(text: str) -> None:
    """One leading apostrophe away, and it is the text as every other form of the document has it."""
    rows = read_csv(write_csv(Table("k", "T", (Column("A"), Column("B")), ((text, "end"),))))
    assert restore_text(rows[1][0]) == clean(text)
    assert rows[1][1] == "end"


@given(text=st.text(max_size=60) | st.sampled_from(HOSTILE))
def test_no_field_of_csv_begins_like_a_formula(text: str) -> None:
    """Whatever is filed."""
    field = read_csv(write_csv(Table("k", "T", (Column("A"), Column("B")), ((text, 1),))))[1][0]
    assert field.strip()[:1] not in tuple("=+-@＝＋－＠")


def test_a_workbook_keeps_what_kind_each_cell_is() -> None:
    """Numbers, days, instants in UTC, texts; a number that Excel would round is a text."""
    cells = (-5, 1.5, 2**60, date(2026, 2, 1), datetime(2026, 2, 1, 12, tzinfo=UTC), "text", None)
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook([one_column(*cells)]))).worksheets[0]
    found = [sheet.cell(line, 1) for line in range(3, 10)]
    assert [box.value for box in found] == [
        -5, 1.5, str(2**60), datetime(2026, 2, 1), datetime(2026, 2, 1, 12), "text", None,  # noqa: DTZ001 - as the library reads them
    ]  # fmt: skip
    assert [box.data_type for box in found] == ["n", "n", "s", "d", "d", "s", "n"]
    assert found[4].number_format == 'yyyy-mm-dd hh:mm "UTC"'


@pytest.mark.parametrize("text", [*FORMULAS, "#N/A", "TRUE", "1", "2026-01-01", "{=1}"])
def test_a_text_in_a_workbook_is_a_text(text: str) -> None:
    """In title, heading, cell and note; also when somebody edits the cell."""
    told = replace(one_column(text, heading=text, title=text), note=text)
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook([told]))).worksheets[0]
    boxes = [box for row in sheet.iter_rows() for box in row if box.value is not None]
    assert len(boxes) == 4
    assert {box.data_type for box in boxes} == {"s"}
    with zipfile.ZipFile(io.BytesIO(write_workbook([told]))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    if text in FORMULAS:
        assert sheet["A3"].quotePrefix


def test_a_sheet_has_title_fixed_heads_widths_and_note() -> None:
    """One sheet a table, with its heads in sight and a filter."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([table(), one_column("x")])))
    first, second = book.worksheets
    assert (first.title, second.title) == ("1 Consultations by procedure", "2 Title")
    assert first["A1"].value == "Consultations by procedure"
    assert [box.value for box in first[2]] == ["Procedure", "Opened", "On", "Record"]
    assert first.freeze_panes == "A3"
    assert first.auto_filter.ref == "A2:D5"
    assert first["A7"].value == "Only what was released."
    assert first.column_dimensions["A"].width > first.column_dimensions["B"].width


def test_names_of_sheets_are_legal_and_no_two_alike() -> None:
    """Signs that Excel forbids, very long titles, the same title twice, a name that it keeps for itself."""
    titles = ("a/b\\c:d*e?f[g]h", "x" * 80, "x" * 80, "history", "'quoted'", "", "\U0001f680" * 40)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([one_column("x", title=title) for title in titles])))
    names = book.sheetnames
    assert len({name.lower() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.endswith("'")


def test_a_sheet_of_a_language_from_right_to_left_is_turned() -> None:
    """And of another language it is not."""
    for language, turned in (("ar", True), ("fr", None)):
        book = openpyxl.load_workbook(io.BytesIO(write_workbook([table()], language=language)))
        assert bool(book.worksheets[0].sheet_view.rightToLeft) is bool(turned)


def test_a_text_that_no_cell_holds_says_where_it_was_cut() -> None:
    """Excel would not open the file, and a silent cut would change what a party said."""
    long = "\U0001f680" * 40_000
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook([one_column(long)]))).worksheets[0]
    kept = sheet["A3"].value
    assert len(kept.encode("utf-16-le")) // 2 <= MOST_IN_CELL
    assert kept.endswith("the CSV file has the whole]")


def test_a_workbook_without_tables_or_rows_says_so() -> None:
    """Nothing to list is an answer."""
    for tables in ([], [one_column()]):
        sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(tables))).worksheets[0]
        assert "There is nothing to list." in [box.value for row in sheet.iter_rows() for box in row]


def test_the_properties_are_those_that_were_given() -> None:
    """No hour of the machine; control signs of a title are replaced."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([table()], title="A\x00B", author="Japan", language="en")))
    told = book.properties
    assert (told.title, told.creator, told.language) == ("A\ufffdB", "Japan", "en")
    assert told.modified == told.created == datetime(1980, 1, 1)  # noqa: DTZ001 - as the library reads it


def test_a_crooked_table_and_an_instant_without_zone_are_refused() -> None:
    """By both writers, with the table's name."""
    for wrong, words in (
        (replace(one_column("x"), rows=(("a", "b"),)), 'rows of the table "key"'),
        (one_column(datetime(2026, 1, 1)), "has no time zone"),  # noqa: DTZ001 - what is refused
        (one_column(float("inf")), "holds inf, which is no number"),
    ):
        with pytest.raises(ValueError, match=words):
            write_csv(wrong)
        with pytest.raises(ValueError, match=words):
            write_workbook([wrong])


def test_five_thousand_rows_are_written() -> None:
    """And read again, the last one too."""
    assert read_csv(write_csv(table(5_000)))[-1][0] == "Consultation 4999"
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook([table(5_000)])), read_only=True).worksheets[0]
    assert sheet.max_row == 5_004
