"""Tables of comma-separated values are taken apart in one place: as other programs write them, and never half."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.csv_rows import (
    BROKEN,
    EMPTY,
    MISSING,
    NO_TEXT,
    STRANGE,
    TOO_LARGE,
    TOO_MANY,
    TWICE,
    NoTable,
    faults_of_names,
    is_like_formula,
    keep_text,
    read_table,
    restore_text,
)


def test_the_mark_of_a_spreadsheet_semicolons_and_its_ends_of_lines_are_passed_over() -> None:
    """Lines that say nothing too; each line keeps its number in the file."""
    found = read_table("\ufeffa;b\r\n;\r\n 1 ;x\r\n\r\n2;\r\n".encode(), most=9, between=None)
    assert ("a", "b") == found.names
    assert [(3, {"a": "1", "b": "x"}), (5, {"a": "2", "b": ""})] == [
        (one.number, one.by(found.names)) for one in found.lines
    ]


@pytest.mark.parametrize(
    ("content", "kind", "count"),
    [
        (b"", EMPTY, 0),
        (b" ,\n,\n", EMPTY, 0),
        (b"a\n\xff\xfe\n", NO_TEXT, 0),
        (b"a\nx\x00y\n", NO_TEXT, 0),
        (b'a\n"open\n', BROKEN, 0),
        (b'a\n"x"y\n', BROKEN, 0),
        (b"a\n" + b"1\n" * 4, TOO_MANY, 4),
        (b"a\n" + b"1" * 200, TOO_LARGE, 0),
    ],
    ids=["nothing", "blank", "no text", "NUL", "open", "after the mark", "many", "large"],
)
def test_what_is_no_table_is_refused_with_its_kind(content: bytes, kind: str, count: int) -> None:
    """The reader of lines words it."""
    with pytest.raises(NoTable) as refused:
        read_table(content, most=3, longest=100)
    assert (kind, count) == (refused.value.kind, refused.value.count)


def test_a_line_with_more_cells_than_columns_has_none_by_name() -> None:
    """With fewer, those that are not there are empty."""
    found = read_table("a,b\n1,2,3\n1\n", most=9)
    assert [None, {"a": "1", "b": ""}] == [one.by(found.names) for one in found.lines]


def test_columns_that_are_not_known_stand_twice_or_are_missing_are_each_named_once() -> None:
    """In the order in which they stand; those that are missing last."""
    found = list(faults_of_names(["a", "x", "a", "x"], ["a", "b"], ["b"]))
    assert [(TWICE, "a"), (STRANGE, "x"), (MISSING, "b")] == found


def test_lines_beyond_the_measure_are_counted_and_not_kept() -> None:
    """Of a hundred thousand lines hardly more stays in memory than the text itself."""
    text = "a,b,c\n" + "one,two,three\n" * 100_000
    tracemalloc.start()
    with pytest.raises(NoTable) as refused:
        read_table(text, most=1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 100_000 == refused.value.count
    assert peak < 6 * len(text)


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff")), min_size=1), min_size=1)
)
def test_what_was_written_so_that_no_spreadsheet_calculates_with_it_is_read_back(rows: list[list[str]]) -> None:
    """Cells as they were, without blanks around them."""
    out = io.StringIO()
    csv.writer(out).writerows([["x"], *([keep_text(cell.strip()) for cell in row] for row in rows)])
    found = read_table(out.getvalue(), most=len(rows))
    told = [tuple(cell.strip() for cell in row) for row in rows]
    assert [row for row in told if any(row)] == [tuple(map(restore_text, one.cells)) for one in found.lines]
    assert not any(is_like_formula(cell) for one in found.lines for cell in one.cells)


def test_an_apostrophe_of_ones_own_stays() -> None:
    """“'t Hooft” is a name, and an address that begins like a formula is none."""
    assert ["'t Hooft", "=cmd|' /C calc'!A0", "+81 3 1234 5678"] == [
        restore_text(one) for one in ("'t Hooft", "'=cmd|' /C calc'!A0", "'+81 3 1234 5678")
    ]
