"""The reference of a case: drawn by lot, and drawn again where a case has it already."""

from collections.abc import Callable, Iterator
from pathlib import Path

from tests import databases
from tests.consult.docket.conftest import START, Office, build_office


def drawing(*words: str) -> Callable[[str], str]:
    """Draw the letters of some references, one after the other; then the last one for ever."""

    def letters() -> Iterator[str]:
        for word in words:
            yield from word
        while True:
            yield from words[-1]

    drawn = letters()
    return lambda _letters: next(drawn)


def open_case(office: Office) -> str:
    """Open a case of one kind."""
    return office.docket.open(office.standings["JPN"], "berth", at=START, title="Visit").ref


def test_a_reference_that_is_taken_is_drawn_again(tmp_path: Path) -> None:
    """The lot gives the first reference three times; the second case gets the next one that is free."""
    office = build_office(
        databases.at(tmp_path / "consult.sqlite"),
        tmp_path,
        choose=drawing("AAAAAA", "AAAAAA", "AAAAAA", "BBBBBB"),
    )

    refs = [open_case(office), open_case(office)]

    office.engine.dispose()
    assert ["AAAAAA", "BBBBBB"] == [ref.rpartition("-")[2] for ref in refs]
