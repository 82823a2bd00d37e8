"""A member that leaves the mechanism: its entries stay as external references, compared as far as everybody reads."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from consult.db import reading, writing
from consult.lunar import register
from consult.lunar.entries import list_entries, read_entry
from consult.lunar.exchange import export
from consult.lunar.reader import Reader
from consult.lunar.readers import keeper, reader_for
from consult.lunar.register import NewVersion, Origin
from consult.lunar.screening import screen
from tests.consult.docket import test_rolls
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_rolls import begin
from tests.consult.lunar.conftest import ROVER

team = test_rolls.team
LAST_DAY, DAY_AFTER = datetime(2026, 12, 20, 23, 59, tzinfo=UTC), datetime(2026, 12, 21, tzinfo=UTC)
CHARTER, KEY = "open-copuos", "LUN-0001"


@pytest.fixture
def leaving(team: Office) -> Office:
    """Japan and Korea are members on 20 November 2026; Japan tells of a rover, for members its bands, and leaves."""
    ref = begin(team, "JPN")
    begin(team, "KOR")
    with writing(team.engine) as connection:
        version = NewVersion(ROVER, START, charter=CHARTER, party="JPN")
        register.record(connection, Origin("import", "JPN"), version)
    team.take("JPN", ref, "leave")
    return team


def reader(office: Office, party: str) -> Reader:
    """Give the reader that a party is by the rolls."""
    with reading(office.engine) as connection:
        return reader_for(connection, office.docket.editions, party)


def told(office: Office, who: Reader) -> tuple[str, bool, bool]:
    """Say how a reader finds the entry: what it left, whether its bands are read, whether all of it is."""
    with reading(office.engine) as connection:
        entry = read_entry(connection, who, KEY)
        (listed,) = list_entries(connection, who).entries
    assert listed == entry.listed
    return listed.left, "emissions" in entry.newest.description, entry.newest.whole


def met(office: Office, who: Reader) -> set[str]:
    """Compare the same plan of Korea with the register."""
    plan: dict[str, Any] = {**ROVER, "members_only": []}
    with reading(office.engine) as connection:
        found = screen(connection, plan, reader=who, on=date(2026, 12, 21), state="KOR")
    return {match.finding.about for match in found.matches}


def test_until_the_notice_of_leaving_takes_effect_everything_is_as_before(leaving: Office) -> None:
    """On the thirtieth day Japan is a member still: Korea reads its bands and is told of both overlaps."""
    leaving.docket.sweep(LAST_DAY)
    who = reader(leaving, "KOR")
    assert ("", True, True) == told(leaving, who)
    assert {"physical", "spectrum"} == met(leaving, who)


def test_afterwards_its_entry_is_an_external_reference_compared_at_what_everybody_reads(leaving: Office) -> None:
    """On the day after, Korea is told of the place and not of the bands; nothing was rewritten."""
    leaving.docket.sweep(DAY_AFTER)
    who = reader(leaving, "KOR")
    assert (CHARTER, False, False) == told(leaving, who)
    assert {"physical"} == met(leaving, who)


def test_whoever_left_and_whoever_keeps_the_register_read_all_of_it(leaving: Office) -> None:
    """Both see that it is an external reference."""
    leaving.docket.sweep(DAY_AFTER)
    with reading(leaving.engine) as connection:
        keeps = keeper(connection, leaving.docket.editions)
    for who in (reader(leaving, "JPN"), keeps):
        assert (CHARTER, True, True) == told(leaving, who)
        assert {"physical", "spectrum"} == met(leaving, who)


def test_whoever_takes_no_part_learns_nothing_of_the_leaving(leaving: Office) -> None:
    """Who is a member is told to participants: for France and for the public the entry is what it always was."""
    before = [told(leaving, who) for who in (reader(leaving, "FRA"), Reader())]
    leaving.docket.sweep(DAY_AFTER)
    assert before == [told(leaving, who) for who in (reader(leaving, "FRA"), Reader())]
    assert [("", False, False)] * 2 == before


def test_an_exercise_of_leaving_changes_nothing_in_earnest(team: Office) -> None:
    """Japan plays at leaving; its real membership and its entry stand."""
    begin(team, "JPN")
    begin(team, "KOR")
    played = begin(team, "JPN", exercise=True)
    with writing(team.engine) as connection:
        register.record(connection, Origin("import", "JPN"), NewVersion(ROVER, START, charter=CHARTER, party="JPN"))
    team.take("JPN", played, "leave")
    team.docket.sweep(DAY_AFTER)
    assert ("", True, True) == told(team, reader(team, "KOR"))


def test_an_export_says_which_entries_are_external_references(leaving: Office) -> None:
    """A column names the charter for members; for others it is empty."""
    leaving.docket.sweep(DAY_AFTER)
    for party in ("KOR", "FRA"):
        who = reader(leaving, party)
        with reading(leaving.engine) as connection:
            head, row = "".join(export(connection, who, "csv")).splitlines()
        assert "external_reference" in head
        assert (party == "KOR") == (f",{CHARTER}," in row)
