"""Sheets: what a procedure declares to be drawn beside the timeline of its cases."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.procedures import berth
from workflows.kernel.describe import page, texts
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.procedure import Procedure, ProcedureError
from workflows.kernel.sheets import Sheet, sheet_of, sheets_of

PLAIN = berth.FORMS[0].with_defaults()
LIST = Sheet(key="places", title="Places", says="Which berth is free, and for whom.")


class Wrong(Sheet):
    """A sheet over something that no procedure has."""

    def findings(self, procedure: Procedure) -> Iterator[str]:
        """Complain."""
        yield "it is drawn from “nothing”"


def test_a_case_has_the_sheets_of_its_procedure_before_those_of_every_case() -> None:
    """Whoever reads along the top meets the procedure's own pages first, and calendar and docket in any case."""
    declared = replace(PLAIN, sheets=(LIST,))

    assert ["calendar", "docket"] == [sheet.key for sheet in sheets_of(PLAIN)]
    assert ["places", "calendar", "docket"] == [sheet.key for sheet in sheets_of(declared)]
    assert (LIST, None) == (sheet_of(declared, "places"), sheet_of(PLAIN, "places"))


def test_a_declared_sheet_is_part_of_the_edition_and_comes_back_from_it() -> None:
    """A running case keeps the sheets that it was opened with; a procedure without any is the text it was."""
    declared = replace(PLAIN, sheets=(LIST,))

    assert (LIST,) == thaw(freeze(declared)).sheets
    assert freeze(PLAIN) != freeze(declared)
    assert b"sheets" not in freeze(PLAIN)


def test_the_page_of_a_procedure_lists_its_sheets_and_they_are_translated() -> None:
    """What is drawn beside a timeline is reviewed with the procedure."""
    declared = replace(PLAIN, sheets=(LIST,))

    assert "- places: Places (level C1). Which berth is free, and for whom." in page(declared)
    assert {"Places", LIST.says, "Docket"} <= set(texts(declared))


@pytest.mark.parametrize(
    ("sheets", "finding"),
    [
        ((LIST, LIST), "the sheet “places” is declared twice"),
        ((replace(LIST, key="docket"),), "the sheet “docket” is declared twice"),
        ((replace(LIST, key="a/b"),), "the sheet “a/b” has a key that cannot stand in an address"),
        ((replace(LIST, says="free places"),), "the sheet “places” lacks a title, or a sentence that says what it is"),
        ((replace(LIST, level="C4"),), "the sheet “places” has the level “C4”: write C0, C1 or C2"),
        (
            (Wrong(key="places", title="Places", says="Which berth is free."),),
            "the sheet “places”: it is drawn from “nothing”",
        ),
    ],
)
def test_a_sheet_that_is_not_well_declared_makes_the_procedure_fail(sheets: tuple[Sheet, ...], finding: str) -> None:
    """The author is told when the procedure is made, not the reader when the page is asked for."""
    with pytest.raises(ProcedureError) as fault:
        replace(PLAIN, sheets=sheets)

    assert finding in fault.value.findings
