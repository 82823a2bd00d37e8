"""What somebody types to narrow a list finds what is written, on both databases alike: in whatever case and alphabet,
and mark for mark."""

import pytest
from sqlalchemy import Connection, insert

from consult import casebook
from consult.db import reading, writing
from consult.imported import list_imported
from consult.log.explorer import Filters, list_entries
from consult.log.own import Own, record
from consult.models.imported import IMPORTED
from consult.models.objects import SPACE_OBJECT
from consult.objects import list_objects
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office

TITLES = (
    "Überflug der Station",
    "Посадка ЛУНА-25",
    "Lander RELAY_2",
    "Lander RELAY 2",
    "All 100% of C:\\AREA",
    "ÉTUDE",
)
FOUND = [
    ("überflug", [0]),
    ("ÜBERFLUG", [0]),
    ("Überflug station", [0]),
    ("посадка", [1]),
    ("луна-25", [1]),
    ("relay_2", [2]),
    ("relay 2", [2, 3]),
    ("100%", [4]),
    ("%", [4]),
    ("c:\\area", [4]),
    ("étude", [5]),
    ("uberflug", []),
]


def viewer(office: Office) -> Viewer:
    """Give Japan as a viewer."""
    return Viewer.of(office.standings["JPN"])


@pytest.fixture
def titled(office: Office) -> Office:
    """Let Japan open a case of each title on 20 November 2026."""
    for title in TITLES:
        office.docket.open(office.standings["JPN"], "berth", at=START, title=title)
    return office


def places(titles: list[str]) -> list[int]:
    """Give which of the titles those are, in their order."""
    return sorted(map(TITLES.index, titles))


def imported(connection: Connection) -> None:
    """Let Japan have brought in a case of each title, with nothing in it."""
    seq = record(connection, Own("setting", None, {"name": "gate_seconds", "value": "12"}, START)).seq
    for number, title in enumerate(TITLES):
        row = {one.name: "" for one in IMPORTED.c if one.name != "id"}
        row |= {"ref": f"IMP-{number}", "party": "JPN", "sha256": str(number), "title": title, "number": 1}
        row |= {"size": 0, "taken_at": START, "imported_at": START, "seq": seq, "attested": False}
        row |= dict.fromkeys(("log_size", "imported_by", "removed_at", "removed_by", "removed_seq"))
        connection.execute(insert(IMPORTED).values(row))


def objects(connection: Connection) -> None:
    """Let the index hold an object of each name."""
    for number, title in enumerate(TITLES):
        row = {"designator": f"2026-00{number}A", "name": title, "state": "JPN", "launch_site": "", "orbit": ""}
        row |= {"function": "", "status": "", "source": "-", "grade": "M", "imported_at": START}
        connection.execute(insert(SPACE_OBJECT).values(row))


def test_cases_imported_cases_and_objects_are_found_by_their_words_as_they_are_written(titled: Office) -> None:
    """A German, a Russian and a French title, an underscore that is no blank, a percent sign, a backslash."""
    with writing(titled.engine) as connection:
        imported(connection)
        objects(connection)
    for typed, expected in FOUND:
        with reading(titled.engine) as connection:
            cases = casebook.list_cases(connection, viewer(titled), words=typed).rows
            brought = list_imported(connection, viewer(titled), typed)
            named = list_objects(connection, words=typed).lines

        assert expected == places([row.title for row in cases]), typed
        assert expected == places([row.title for row in brought]), typed
        together = [n for n in expected if typed.lower() in TITLES[n].lower()]
        assert together == places([line.name for line in named]), typed


@pytest.mark.parametrize("typed", ["jpn", "JPN", "Jp"])
def test_entries_of_the_log_are_found_by_the_office_in_whatever_case_it_is_typed(titled: Office, typed: str) -> None:
    """Six cases were opened from the office that is called JPN."""
    with reading(titled.engine) as connection:
        found = list_entries(connection, viewer(titled), Filters(office=typed))

    assert len(TITLES) == len(found.lines)
