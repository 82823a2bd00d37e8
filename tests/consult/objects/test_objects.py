"""An index of objects in the form of the United Nations index: imported whole or not at all, and looked up."""

import csv
import io
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection

from consult import migrate
from consult.db import writing
from consult.objects import Report, count_lines, import_table, list_objects
from consult.objects.reading import COLUMNS, MOST
from tests import databases
from tests.consult.docket.conftest import empty_engine

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
GIVEN = {"source": "A list", "grade": "S"}
ZARYA = "1998-067A,Zarya,USA,1998-11-20"
HEADER = "designator,name,state,launched_on"


@pytest.fixture
def connection(tmp_path: Path):  # type: ignore[no-untyped-def]  # an iterator of a connection
    """Give a database without an index."""
    engine = empty_engine(databases.at(tmp_path / "objects.sqlite"))
    migrate.upgrade(engine)
    with writing(engine) as found:
        yield found
    engine.dispose()


def table(*lines: str) -> bytes:
    """Write a file."""
    return "\n".join(lines).encode()


def test_the_sample_has_two_hundred_objects_and_more_each_with_source_and_grade(connection: Connection) -> None:
    """Loaded twice it changes nothing."""
    content = resources.files("consult.demo").joinpath("objects.csv").read_bytes()
    first, again = (import_table(connection, content, AT) for _time in range(2))
    assert first.new >= 200
    assert (Report(new=first.new), Report(same=first.new)) == (first, again)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert set(COLUMNS) == set(rows[0])
    assert {"S", "M"} == {row["grade"] for row in rows}
    assert all(row["source"] for row in rows)


def test_the_sample_carries_the_grade_of_each_line_and_says_what_was_seen_in_a_catalogue(
    connection: Connection,
) -> None:
    """60 lines were seen in a public catalogue, with their orbit in figures; what is from memory alone says so."""
    content = resources.files("consult.demo").joinpath("objects.csv").read_bytes()
    import_table(connection, content, AT)
    found = {one.designator: one for one in csv_lines(content)}
    assert 60 == len([one for one in found.values() if one.grade == "S"])
    assert all("CelesTrak" in one.source for one in found.values() if one.grade == "S")
    assert all(one.source.startswith("memory") for one in found.values() if one.grade == "M")
    beijing, shenzhou, zarya = (found[key] for key in ("2005-043A", "2005-040A", "1998-067A"))
    assert ("Beijing-1", "2005-10-27", "S") == (beijing.name, beijing.launched_on, beijing.grade)
    assert ("Shenzhou 6", "2005-10-12", "M") == (shenzhou.name, shenzhou.launched_on, shenzhou.grade)
    assert ("RUS", "low Earth orbit: 92.9 min, 51.63°, 424 × 414 km") == (zarya.state, zarya.orbit)


def csv_lines(content: bytes) -> list[SimpleNamespace]:
    """Read the lines of a file by the names of its columns."""
    return [SimpleNamespace(**row) for row in csv.DictReader(io.StringIO(content.decode()))]


def test_columns_of_the_united_nations_index_are_understood_and_others_left_out(connection: Connection) -> None:
    """As they are called there, in any order; a State by its name is the one that is known here."""
    content = table(
        "Name of Space Object,International Designator,State/Organization,Date of Launch,Remarks,Status",
        "Zarya,1998-067A,United States of America,1998-11-20,a remark,in orbit",
    )
    assert Report(new=1) == import_table(connection, content, AT, **GIVEN)
    (line,) = list_objects(connection).lines
    assert ("1998-067A", "Zarya", "USA", date(1998, 11, 20), "in orbit", "A list", "S") == (
        line.designator, line.name, line.state, line.launched_on, line.status, line.source, line.grade,
    )  # fmt: skip


def test_a_line_that_is_there_is_replaced_and_the_report_counts_it(connection: Connection) -> None:
    """One changed, one as before, one new."""
    import_table(connection, table(HEADER, ZARYA, "1998-069F,Unity,USA,1998-12-04"), AT, **GIVEN)
    later = table(HEADER, ZARYA.replace("Zarya", "Zarya (station)"), "1998-069F,Unity,USA,1998-12-04",
                  "2000-037A,Zvezda,RUS,2000-07-12")  # fmt: skip
    assert Report(new=1, changed=1, same=1) == import_table(connection, later, AT, **GIVEN)
    assert {"USA": 2, "RUS": 1} == count_lines(connection)
    assert ["2000-037A", "1998-069F", "1998-067A"] == [one.designator for one in list_objects(connection).lines]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe", "no table of comma-separated values"),
        (table("designator,name", "1998-067A,Zarya"), "Line 1: The column “state” is missing."),
        (table("name," + HEADER, "Zarya," + ZARYA), "Line 1: The column “name” is there twice."),
        (table(HEADER, ZARYA, "98-067A,Zarya,USA,"), "Line 3: “98-067A” is no international designator"),
        (table(HEADER, ZARYA, "", "1998-069F,,USA,"), "Line 4: “name” says nothing."),
        (table(HEADER, "1998-067A,Zarya,USA,20 November"), "Line 2: “20 November” is no date"),
        (table(HEADER, ZARYA, ZARYA), "Line 3: 1998-067A is there twice."),
        (table(HEADER, ZARYA + ",more"), "Line 2: more cells than there are columns."),
        (table(HEADER, f"1998-067A,{'a' * 201},USA,"), "Line 2: “name” is longer than 200 characters."),
        (table(HEADER + ",grade", ZARYA + ",X"), "Line 2: The grade is V"),
        (table(HEADER, *([ZARYA] * (MOST + 1))), f"More than {MOST} lines."),
    ],
    ids=["empty", "binary", "column", "twice", "designator", "name", "date", "again", "cells", "long", "grade", "many"],
)
def test_where_a_line_is_wrong_nothing_is_imported_and_the_line_is_named(
    connection: Connection, content: bytes, said: str
) -> None:
    """All that is wrong is told, not the first fault alone."""
    report = import_table(connection, content, AT, **GIVEN)
    assert said in "\n".join(str(one) for one in report.wrong)
    assert (0, {}) == (report.new, count_lines(connection))


def test_without_source_or_grade_a_line_is_none(connection: Connection) -> None:
    """Both are owed for every line."""
    wrong = [str(one) for one in import_table(connection, table(HEADER, ZARYA), AT).wrong]
    assert ["Line 2: “source” says nothing.", "Line 2: The grade is V (read in the text), S (seen in a source) or M "
            "(from memory)."] == wrong  # fmt: skip


def test_an_index_is_looked_up_by_designator_name_and_state_a_page_at_a_time(connection: Connection) -> None:
    """What stands for any text in a search of the database is taken as it is written."""
    lines = [f"2019-074{chr(65 + n // 26)}{chr(65 + n % 26)},Satellite {n},USA,2019-11-11" for n in range(60)]
    import_table(connection, table(HEADER, ZARYA, *lines), AT, **GIVEN)
    first = list_objects(connection)
    rest = list_objects(connection, after=first.after)
    assert [50, 11, ""] == [len(first.lines), len(rest.lines), rest.after]
    assert 60 == len({one.designator for one in (*first.lines, *rest.lines)} - {"1998-067A"})
    assert ["Zarya"] == [one.name for one in list_objects(connection, words="zarya").lines]
    assert ["Zarya"] == [one.name for one in list_objects(connection, words="1998-067a").lines]
    assert [(), ()] == [list_objects(connection, words="%").lines, list_objects(connection, state="FRA").lines]
