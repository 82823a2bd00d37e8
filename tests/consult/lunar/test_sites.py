"""The demonstration's register: every row of the table, with source and grade, under the State that answers today."""

from datetime import date
from typing import Any

from consult.db import reading, writing
from consult.demo.sites import is_loaded, load_sites, sites
from consult.lunar.entries import Filters, list_entries, read_entry
from consult.lunar.reader import PUBLIC_READER
from consult.lunar.screening import screen
from tests.consult.docket.conftest import Office


def loaded(office: Office) -> dict[str, Any]:
    """Load it, and give its entries by title."""
    with writing(office.engine) as connection:
        assert not is_loaded(connection)
        assert len(sites()) == load_sites(connection)
        assert is_loaded(connection)
    with reading(office.engine) as connection:
        page = list_entries(connection, PUBLIC_READER, size=200)
    return {one.title: one for one in page.entries}


def test_every_row_is_an_entry_with_its_source_and_grade(office: Office) -> None:
    """Ninety-seven; places of memory say so."""
    entries = loaded(office)

    assert len(sites()) == len(entries)
    assert {(row["source"], row["grade"]) for row in sites()} == {(one.source, one.grade) for one in entries.values()}
    assert "V" == entries["Chang'e 6"].grade


def test_those_who_answer_today_are_named(office: Office) -> None:
    """The Russian Federation for the Soviet Union, with a note; two States for one mission; an agency for its own."""
    entries = loaded(office)

    assert ("RUS",) == entries["Luna 9"].states
    assert ("JPN", "IND") == entries["LUPEX (Chandrayaan-5)"].states
    assert ("ESA",) == entries["SMART-1"].states
    with reading(office.engine) as connection:
        said = read_entry(connection, PUBLIC_READER, entries["Luna 9"].key).newest.description["nature"]
        indian = list_entries(connection, PUBLIC_READER, Filters(state="IND"), size=200).entries
    assert said.endswith("Of the Soviet Union; the Russian Federation is its successor.")
    assert "LUPEX (Chandrayaan-5)" in {one.title for one in indian}


def test_dates_that_are_years_or_months_stand_for_all_of_it(office: Office) -> None:
    """And what operates without an end goes on."""
    entries = loaded(office)

    assert (date(2026, 8, 1), date(2026, 8, 31)) == (entries["Chang'e 7"].starts, entries["Chang'e 7"].ends)
    assert (date(2029, 1, 1), date(2029, 12, 31)) == (entries["Luna 27"].starts, entries["Luna 27"].ends)
    assert ("proceeding", None) == (entries["Chang'e 4"].status, entries["Chang'e 4"].ends)


def test_a_landing_at_the_south_pole_meets_those_who_plan_there(office: Office) -> None:
    """In 2027 at Mons Mouton: the United States, as was told in early 2026; at Tranquility Base a heritage site."""
    loaded(office)
    south = {"body": "moon", "shape": "circle", "lat": "-85", "lon": "32", "radius_km": "10"}
    apollo = {"body": "moon", "shape": "point", "lat": "0.67", "lon": "23.47"}
    plan = {"earliest_start": "2027-03-01", "latest_end": "2027-06-01"}

    with reading(office.engine) as connection:
        found = [
            screen(connection, {**plan, "areas": [{"kind": "landing", "place": place}]}, reader=PUBLIC_READER,
                   on=date(2026, 11, 21))
            for place in (south, apollo)
        ]  # fmt: skip

    assert ["USA"] == list(found[0].by_state)
    assert {265} == {one.age_days for one in found[0].matches}
    assert ["heritage"] == [one.finding.about for one in found[1].matches]
