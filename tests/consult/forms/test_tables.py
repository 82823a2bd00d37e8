"""Entries of a list from a table: what a cell says is what typing it would have said, and a file that is no table is
refused with the reason.
"""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from consult import forms
from consult.forms.draw import draw
from consult.forms.tables import LONGEST, MOST, Unreadable, columns_of, entries_of
from consult.forms.views import FieldView
from tests.consult.forms.every_kind import BODY, SPEC
from workflows.kernel.bodies import problems
from workflows.kernel.fields import Field

STATIONS = SPEC.field("stations")
assert STATIONS is not None


def table(*lines: str) -> bytes:
    """Write a file."""
    return "\n".join(lines).encode()


def inputs(view: FieldView) -> dict[str, str]:
    """Give what stands in the inputs of an entry, by the name of its column."""
    found = {control.name: control.value for control in view.controls if control.type != "ticks"}
    found |= {
        control.name: next((one.value for one in control.chosen), "") for control in view.controls if control.options
    }
    return found


def written(spec: Field, body: dict[str, Any]) -> bytes:
    """Write the entries that a form shows as a table of all its columns."""
    view = next(one for one in draw(SPEC, body).fields if one.path == spec.key)
    columns, out = list(columns_of(spec)), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in view.rows:
        shown = {name: text for field in row.fields for name, text in inputs(field).items()}
        writer.writerow([shown.get(f"f/{spec.key}/{row.number - 1}/{column}", "") for column in columns])
    return out.getvalue().encode()


def test_a_table_of_what_a_form_shows_gives_its_entries_back() -> None:
    """Names, parties, bands and yes or no; the list inside an entry is left to the form."""
    assert {"name", "state", "band:from", "band:to", "band:unit", "quiet"} == set(columns_of(STATIONS))
    without_windows = [{k: v for k, v in one.items() if k != "windows"} for one in BODY["stations"]]
    assert without_windows == entries_of(STATIONS, written(STATIONS, BODY))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=30), min_size=1, max_size=8))
def test_a_cell_is_read_as_if_it_had_been_typed(names: list[str]) -> None:
    """Commas, quotation marks and breaks in a cell included; lines without words are left out."""
    out = io.StringIO()
    csv.writer(out).writerows([["name"], *([name] for name in names)])
    typed = [forms.read(SPEC, MultiDict({"f/stations/0/name": name.strip()})).get("stations", []) for name in names]
    expected = [entry for entries in typed for entry in entries]
    if expected:
        assert expected == entries_of(STATIONS, out.getvalue().encode())


def test_columns_may_stand_in_any_order_with_semicolons_and_with_the_mark_of_a_spreadsheet() -> None:
    """As programs of the office write it; a choice may be written as on the form or by its key."""
    content = "﻿quiet;name;state\nYes;South;FRA\nno;North;\n;;\n".encode()
    expected = [{"name": "South", "state": "FRA", "quiet": True}, {"name": "North", "quiet": False}]
    assert expected == entries_of(STATIONS, content)


def test_what_is_wrong_in_a_line_is_named_at_its_entry() -> None:
    """It stands there as it was written."""
    body = {**BODY, "stations": entries_of(STATIONS, table("name,quiet,band:from", "North,perhaps,", ",,7"))}
    found = {one.field for one in problems(SPEC, body)}
    assert {"stations/0/quiet", "stations/1/name"} <= found
    assert "perhaps" == body["stations"][0]["quiet"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\n ,\n", "The file is empty."),
        (b"\xff\xfename", "not text in UTF-8"),
        (table("name"), "no line below the names of its columns"),
        (table("name,colour", "a,b"), "No such column: “colour”. The columns are: name, state, band:from"),
        (table("North,South", "a,b"), "No such column: “North”, “South”."),
        (table("name,name", "a,b"), "A column stands twice"),
        (table("name", "a,b"), "Line 2 of the table has more cells than there are columns."),
        (table("name", '"a'), "a quotation mark is not closed"),
        (table("name", *(["a"] * (MOST + 1))), f"The table has {MOST + 1} lines; one table may have {MOST}."),
        (b"name\n" + b"a" * LONGEST, f"The table is larger than {LONGEST} bytes."),
    ],
    ids=["empty", "blank", "binary", "header", "column", "no header", "twice", "cells", "quotes", "many", "large"],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(content: bytes, said: str) -> None:
    """Nothing of it is taken."""
    with pytest.raises(Unreadable, match=r".") as refused:
        entries_of(STATIONS, content)
    assert said in str(refused.value)


def test_as_many_lines_as_a_table_may_have_are_taken() -> None:
    """The last one too."""
    assert MOST == len(entries_of(STATIONS, table("name", *(["a"] * MOST))))


def test_entries_of_a_table_stand_after_those_that_were_typed() -> None:
    """A blank entry gives way; other answers stay."""
    posted = MultiDict({"f/title_text": "A title", "f/stations/0/name": "Typed", "f/stations/1:row": "1"})
    pressed = forms.read_more(SPEC, posted, "stations", [{"name": "From the table"}])
    assert ({"title_text": "A title", "stations": [{"name": "Typed"}, {"name": "From the table"}]}, "f-stations") == (
        pressed.body,
        pressed.anchor,
    )
