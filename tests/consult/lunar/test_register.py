"""The register: an act that files a description records a version, who reads what of it, and lists."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from consult.db import reading, writing
from consult.lunar import register
from consult.lunar.entries import Filters, list_entries, read_entry
from consult.lunar.reader import KEEPER, PUBLIC_READER, Reader
from consult.lunar.register import NewVersion, Origin
from consult.models.lunar import LUNAR_ENTRY
from consult.refusals import Unknown
from tests.consult.docket.conftest import Office
from tests.consult.lunar.conftest import NOTICED, RIM, ROVER, announced
from workflows.kernel.guards import Refused

LATER = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
PARTICIPANT = Reader("KOR", frozenset({"copuos-draft"}))


def entry(office: Office, reader: Reader, key: str) -> Any:
    """Read an entry."""
    with reading(office.engine) as connection:
        return read_entry(connection, reader, key)


def keys(office: Office, reader: Reader = PUBLIC_READER, **filters: Any) -> list[str]:
    """List the keys of entries."""
    with reading(office.engine) as connection:
        return [one.key for one in list_entries(connection, reader, Filters(**filters)).entries]


def imported(office: Office, state: str = "BRA", others: tuple[str, ...] = (), **changes: Any) -> str:
    """Record an entry without a case."""
    with writing(office.engine) as connection:
        origin, version = Origin("import", state, others), NewVersion({**ROVER, **changes}, NOTICED, party=state)
        return register.record(connection, origin, version).key


def execute(office: Office, statement: str) -> None:
    """Execute a statement in a transaction of its own."""
    with writing(office.engine) as connection:
        connection.execute(text(statement))


def test_what_is_announced_opens_an_entry_under_the_reference_of_its_case(office: Office) -> None:
    """The act files the description, and the entry says so: State, dates, status, the number of the act."""
    ref = announced(office)

    found = entry(office, KEEPER, ref)

    assert ("JPN", "case", ref, "planned", 1) == (
        found.listed.state, found.listed.origin, found.listed.case_ref, found.listed.status, found.newest.act_n,
    )  # fmt: skip
    assert (date(2028, 3, 1), date(2028, 9, 30), ("moon",)) == (
        found.listed.starts, found.listed.ends, found.listed.bodies,
    )  # fmt: skip
    assert ROVER == found.newest.description


def test_each_later_description_is_a_version_and_none_is_lost(office: Office) -> None:
    """On 7 December the first day moves: a second version, and the first one stands as it was."""
    ref = announced(office)
    office.take("JPN", ref, "put_off", at=LATER, body={"earliest_start": "2028-06-01", "reason": "Launcher"})

    found = entry(office, KEEPER, ref)

    assert [(2, "2028-06-01"), (1, "2028-03-01")] == [
        (one.number, one.description["earliest_start"]) for one in found.versions
    ]
    assert {**ROVER, "earliest_start": "2028-06-01"} == found.newest.description
    assert (2, LATER) == (found.listed.number, found.listed.recorded_at)


def test_a_whole_new_description_forgets_what_it_does_not_say(office: Office) -> None:
    """Areas that are not told again are no longer claimed."""
    ref = announced(office)
    again = {key: value for key, value in ROVER.items() if key != "areas"}

    office.take("JPN", ref, "describe_anew", at=LATER, body=again)

    assert "areas" not in entry(office, KEEPER, ref).newest.description


def test_what_is_for_participants_is_absent_for_everybody_else(office: Office) -> None:
    """Frequencies, contact and the choice itself: read by the State, by participants and by those who keep it."""
    ref = announced(office)
    closed = {"emissions", "contact", "members_only"}

    for reader in (Reader("JPN"), PARTICIPANT, KEEPER):
        assert closed <= set(entry(office, reader, ref).newest.description)
    for reader in (PUBLIC_READER, Reader("KOR"), Reader("KOR", frozenset({"open-copuos"}))):
        newest = entry(office, reader, ref).newest
        assert (set(ROVER) - closed, "", False) == (set(newest.description), newest.digest, newest.whole)


def test_a_filter_looks_at_nothing_that_its_reader_does_not_read(office: Office) -> None:
    """An orbit that is for participants makes the activity one at the Moon for them alone."""
    orbits = [{"around": "earth", "orbit": {"regime": "LEO"}}]
    ref = announced(office, orbits=orbits, members_only=["orbits"])

    assert [] == keys(office, body="earth")
    assert [ref] == keys(office, PARTICIPANT, body="earth")
    assert [ref] == keys(office, body="moon")


def test_calling_an_activity_off_leaves_its_entry_with_its_status(office: Office) -> None:
    """Cancelled, or withdrawn with its case; the words stay."""
    off, withdrawn = announced(office), announced(office)
    office.take("JPN", off, "call_off", at=LATER)
    office.take("JPN", withdrawn, "withdraw", at=LATER, body={"reason": "Filed twice."})

    assert ["cancelled", "withdrawn"] == [entry(office, KEEPER, ref).listed.status for ref in (off, withdrawn)]
    assert [off] == keys(office, status="cancelled")


def test_a_refused_act_records_no_version(office: Office) -> None:
    """A description whose last day does not exist opens no entry."""
    ref = office.docket.open(office.standings["JPN"], "announcement", at=NOTICED, title="").ref

    with pytest.raises(Refused):
        office.take("JPN", ref, "announce", at=NOTICED, body={**ROVER, "latest_end": "2028-02-30"})

    with pytest.raises(Unknown):
        entry(office, KEEPER, ref)


def test_an_exercise_is_marked_as_one(office: Office) -> None:
    """Its entry says so."""
    assert entry(office, KEEPER, announced(office, exercise=True)).listed.exercise


def test_entries_without_a_case_are_numbered(office: Office) -> None:
    """LUN-0001 and LUN-0002; several States may answer for one."""
    assert ("LUN-0001", "LUN-0002") == (imported(office), imported(office, "JPN", ("KOR",)))
    assert ["LUN-0002"] == keys(office, state="KOR")
    assert ["LUN-0002", "LUN-0001"] == keys(office)


def test_lists_are_narrowed_and_paged_by_key(office: Office) -> None:
    """Five entries, two a page, and each filter."""
    for i in range(4):
        imported(office, activity_title=f"Lander {i}", activity_class="lander", latest_end=f"2028-0{4 + i}-01")
    imported(office, activity_title="Relay", activity_class="relay", earliest_start="2030-01-01", latest_end=None)

    with reading(office.engine) as connection:
        first = list_entries(connection, PUBLIC_READER, size=2)
        second = list_entries(connection, PUBLIC_READER, after=first.after or "", size=2)
        third = list_entries(connection, PUBLIC_READER, after=second.after or "", size=2)

    assert [2, 2, 1] == [len(page.entries) for page in (first, second, third)]
    assert third.after is None
    assert ["LUN-0005"] == keys(office, activity_class="relay")
    assert ["LUN-0005"] == keys(office, since=date(2029, 1, 1))
    assert [] == keys(office, until=date(2027, 1, 1))
    assert ["LUN-0005"] == keys(office, words="rel JAXA")


@pytest.mark.parametrize("table", ["lunar_entry", "lunar_version", "lunar_body"])
def test_the_database_refuses_to_change_the_record(office: Office, table: str) -> None:
    """No row of an entry, a version or its words is ever changed; only words may be erased."""
    imported(office)

    column = {"lunar_entry": "state", "lunar_version": "grade", "lunar_body": "body"}[table]

    with pytest.raises(IntegrityError, match="rows are added, never changed"):
        execute(office, f"UPDATE {table} SET {column} = 'x'")

    if table != "lunar_body":
        with pytest.raises(IntegrityError, match="never deleted"):
            execute(office, f"DELETE FROM {table}")


def test_the_place_of_a_case_is_kept_with_its_number(office: Office) -> None:
    """The entry points to its case, which no second entry can do."""
    ref = announced(office, areas=[{"kind": "landing", "place": RIM}])

    with reading(office.engine) as connection:
        row = connection.execute(select(LUNAR_ENTRY).where(LUNAR_ENTRY.c.key == ref)).one()
        assert register.entry_of_case(connection, row.case_id) == row.id


def test_an_entry_without_a_case_has_the_next_number_whatever_cases_and_given_keys_stand_between(
    office: Office,
) -> None:
    """Numbers go on after a case, after a key of somebody's own, and past a number that is taken already."""
    keys = ["", "LUN-0004", "", "LUN-OWN", ""]
    announced(office)
    with writing(office.engine) as connection:
        given = [register.record(connection, Origin("import", "BRA", key=key), NewVersion(ROVER, NOTICED)).key
                 for key in keys]  # fmt: skip
        statements: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
        register.record(connection, Origin("import", "BRA"), NewVersion(ROVER, NOTICED))

    assert ["LUN-0001", "LUN-0004", "LUN-0005", "LUN-OWN", "LUN-0002"] == given
    assert [] == [one for one in statements if "count(" in one]
