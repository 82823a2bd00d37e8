"""What a change for participants alone looks like to everybody else: like nothing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from consult.db import reading, writing
from consult.lunar import register
from consult.lunar.checking import index_findings
from consult.lunar.entries import Entry, list_entries, read_entry, read_newest, read_older
from consult.lunar.exchange import export
from consult.lunar.reader import KEEPER, PUBLIC_READER, Reader
from consult.lunar.register import NewVersion, Origin
from consult.lunar.screening import affected, screen
from tests.consult.docket.conftest import Office
from tests.consult.lunar.conftest import NOTICED, ROVER

DECEMBER = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
JANUARY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
OTHER_CONTACT = {**ROVER, "contact": {"channel": "mail", "address": "night@example.int"}}
LATER = {**OTHER_CONTACT, "latest_end": "2028-12-31"}
OTHER_BAND = {**LATER, "emissions": []}
PARTICIPANT = Reader("KOR", frozenset({"copuos-draft"}))
OUTSIDERS = (PUBLIC_READER, Reader("KOR"), Reader("KOR", frozenset({"open-copuos"})))
INSIDERS = (Reader("JPN"), PARTICIPANT, KEEPER)
PLAN = {"earliest_start": "2028-04-01", "latest_end": "2028-05-01", "areas": ROVER["areas"]}


def told(office: Office, *said: tuple[datetime, dict[str, Any]], **given: Any) -> str:
    """Record an entry of Japan, version by version; give its key."""
    with writing(office.engine) as connection:
        entry_id, key = None, ""
        for at, description in said:
            version = NewVersion(description, at, charter="copuos-draft", party="JPN", **given)
            recorded = register.record(connection, Origin("import", "JPN"), version, entry_id)
            entry_id, key = recorded.entry_id, recorded.key
    return key


def four(office: Office) -> str:
    """On 7 December another contact, on 11 January a later last day, on 1 February no frequencies any more."""
    return told(office, (NOTICED, ROVER), (DECEMBER, OTHER_CONTACT), (JANUARY, LATER), (FEBRUARY, OTHER_BAND))


def entry(office: Office, reader: Reader, key: str) -> Entry:
    """Read an entry."""
    with reading(office.engine) as connection:
        return read_entry(connection, reader, key)


def versions(office: Office, reader: Reader, key: str) -> list[tuple[int, datetime]]:
    """Give number and instant of each version."""
    return [(one.number, one.recorded_at) for one in entry(office, reader, key).versions]


def test_whoever_takes_part_reads_every_version_and_everybody_else_those_that_changed_for_them(office: Office) -> None:
    """Four versions, of which the second and the fourth changed only what is for participants."""
    key = four(office)

    for reader in INSIDERS:
        assert [(4, FEBRUARY), (3, JANUARY), (2, DECEMBER), (1, NOTICED)] == versions(office, reader, key)
    for reader in OUTSIDERS:
        found = entry(office, reader, key)
        assert [(2, JANUARY), (1, NOTICED)] == versions(office, reader, key)
        assert (2, JANUARY, False) == (found.listed.number, found.listed.recorded_at, found.newest.whole)
        assert ["2028-12-31", "2028-09-30"] == [one.description["latest_end"] for one in found.versions]


def test_lists_and_newest_versions_count_as_the_page_does(office: Office) -> None:
    """The list, several entries at once, and the page say the same number and day to the same reader."""
    key = four(office)

    with reading(office.engine) as connection:
        for reader, number, at in ((PARTICIPANT, 4, FEBRUARY), (PUBLIC_READER, 2, JANUARY)):
            (listed,) = list_entries(connection, reader).entries
            newest = read_newest(connection, reader, [key])[key].newest
            assert [(number, at)] * 2 == [(one.number, one.recorded_at) for one in (listed, newest)]


def test_a_source_that_changed_is_a_version_for_everybody(office: Office) -> None:
    """Source and grade are read by everybody: on 7 December the same words from a better source."""
    with writing(office.engine) as connection:
        first = register.record(connection, Origin("import", "JPN"), NewVersion(ROVER, NOTICED, source="Press"))
        again = NewVersion(ROVER, DECEMBER, source="Letter of the agency", grade="V")
        register.record(connection, Origin("import", "JPN"), again, first.entry_id)

    assert [(2, DECEMBER), (1, NOTICED)] == versions(office, PUBLIC_READER, first.key)


def test_who_recorded_a_hidden_change_is_not_told_either(office: Office) -> None:
    """The secretariat records another contact on 7 December: outsiders read on that Japan told it on 23 November."""
    with writing(office.engine) as connection:
        first = register.record(connection, Origin("import", "JPN"), NewVersion(ROVER, NOTICED, party="JPN"))
        again = NewVersion(OTHER_CONTACT, DECEMBER, party="OOSA")
        register.record(connection, Origin("import", "JPN"), again, first.entry_id)

    newest = {reader: entry(office, reader, first.key).newest for reader in (PUBLIC_READER, KEEPER)}
    assert ("JPN", "OOSA") == (newest[PUBLIC_READER].party, newest[KEEPER].party)


def test_what_was_public_and_is_kept_now_is_a_version_for_everybody(office: Office) -> None:
    """On 7 December the areas go to participants: everybody sees that they are told no more, and when."""
    key = told(office, (NOTICED, ROVER), (DECEMBER, {**ROVER, "members_only": ["areas", "emissions", "contact"]}))

    assert [(2, DECEMBER), (1, NOTICED)] == versions(office, PUBLIC_READER, key)
    assert "areas" not in entry(office, PUBLIC_READER, key).newest.description


def test_what_is_found_is_as_old_as_what_its_reader_read(office: Office) -> None:
    """On 8 February the data are 7 days old to participants, 28 to everybody else; a notice says so too."""
    key = four(office)
    on = date(2027, 2, 8)

    with reading(office.engine) as connection:
        found = {reader: screen(connection, PLAN, reader=reader, on=on) for reader in (*INSIDERS, *OUTSIDERS)}

    for reader, one in found.items():
        expected = 7 if reader in INSIDERS else 28
        assert {(key, expected)} == {(match.entry, match.age_days) for match in one.matches}, reader
        assert [expected] == [each["age_days"] for each in affected(one, "FRA")]


def test_a_hidden_change_makes_nothing_fresh_that_is_stale(office: Office) -> None:
    """Told on 23 November 2026, another contact on 11 January 2027: on 30 November 2027 outsiders have to ask."""
    told(office, (NOTICED, ROVER), (JANUARY, OTHER_CONTACT))

    with reading(office.engine) as connection:
        stale = [
            {match.stale for match in screen(connection, PLAN, reader=reader, on=date(2027, 11, 30)).matches}
            for reader in (PARTICIPANT, PUBLIC_READER)
        ]

    assert [{False}, {True}] == stale


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_an_export_for_everybody_is_the_same_after_a_hidden_change(office: Office, form: str) -> None:
    """Byte by byte; to a participant it says the other contact."""
    four(office)
    with reading(office.engine) as connection:
        before = ["".join(export(connection, reader, form)) for reader in (PUBLIC_READER, PARTICIPANT)]
    with writing(office.engine) as connection:
        entry_id = connection.execute(text("SELECT max(id) FROM lunar_entry")).scalar_one()
        again = NewVersion(
            {**OTHER_BAND, "contact": ROVER["contact"]}, datetime(2027, 3, 1, tzinfo=UTC), "copuos-draft"
        )
        register.record(connection, Origin("import", "JPN"), again, entry_id)
    with reading(office.engine) as connection:
        after = ["".join(export(connection, reader, form)) for reader in (PUBLIC_READER, PARTICIPANT)]

    assert [True, False] == [one == two for one, two in zip(before, after, strict=True)]


def test_what_each_version_is_to_everybody_is_made_again_from_the_versions(office: Office) -> None:
    """Emptied and rebuilt, versions, ages and the index say what they said; a wrong number is named before that."""
    key = four(office)
    with reading(office.engine) as connection:
        assert [] == list(index_findings(connection))
    with writing(office.engine) as connection:
        connection.execute(text("UPDATE lunar_public SET number = 3 WHERE number = 2"))
        (said,) = index_findings(connection)
        assert "To everybody 2 versions are others than their public parts say." == said.sentence

        connection.execute(text("DELETE FROM lunar_public"))
        connection.execute(text("DELETE FROM lunar_index"))
        assert 1 == register.rebuild(connection)
        assert [] == list(index_findings(connection))

    assert [(2, JANUARY), (1, NOTICED)] == versions(office, PUBLIC_READER, key)


def test_fifty_versions_are_read_at_a_time(office: Office) -> None:
    """Of 121 versions every second one changed for participants alone: the newest 50, the next, and what is left."""
    said = [{**ROVER, "nature": f"Plan {n // 2}", "resources": [{"kind": "water", "use": "prospecting"}] * (n % 2),
             "members_only": ["resources", "emissions", "contact"]} for n in range(121)]  # fmt: skip
    key = told(office, *((NOTICED, one) for one in said))

    with reading(office.engine) as connection:
        for reader, numbers in ((KEEPER, range(121, 0, -1)), (PUBLIC_READER, range(61, 0, -1))):
            found: Any = read_entry(connection, reader, key)
            given, first = [one.number for one in found.versions], found
            assert list(numbers[:50]) == given
            while found.older:
                assert numbers[len(given)] == found.older.number
                found = read_older(connection, reader, first, given[-1])
                assert len(found.versions) <= 50
                given += [one.number for one in found.versions]
            assert list(numbers) == given
