"""Lists of parties that were not kept with an act are found to be so, and are made anew; what is whole stays so."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, delete, insert, select

from consult import casebook
from consult.db import reading, writing
from consult.docket import relisting, taking
from consult.docket.relisting import Drift, Listed, drift, drift_nearby, rebuild
from consult.docket.replaying import replay_cases
from consult.models.cases import CASES
from consult.models.listed import FOREVER, PARTY_LIMIT, PARTY_WAITING
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_levels import day, stated
from tests.consult.docket.test_taking import asked

ENDED = datetime(2026, 12, 24, tzinfo=UTC)
WHOLE = Drift(0, 0)


def listed(office: Office, who: str) -> list[str]:
    """Name the cases whose limits a party finds."""
    with reading(office.engine) as connection:
        rows = casebook.deadlines_for(connection, Viewer.of(office.standings[who]), START)
    return [row.ref for row in rows]


def drifts(office: Office) -> list[Drift]:
    """Compare all, and what is nearest."""
    with reading(office.engine) as connection:
        return [drift(connection), drift_nearby(connection, START)]


def held(connection: Connection) -> list[list[tuple[object, ...]]]:
    """Give both lists."""
    return [sorted(map(tuple, connection.execute(select(one)))) for one in (PARTY_LIMIT, PARTY_WAITING)]


def unlisted(office: Office, monkeypatch: pytest.MonkeyPatch) -> str:
    """20 November 2026: a process of an earlier version records what France received; one of this version, Korea."""
    ref = asked(office)
    with monkeypatch.context() as old:
        old.setattr(taking, "write_listed", lambda *_all: None)
        office.take("FRA", ref, "record_receipt")
    office.take("KOR", ref, "record_receipt")
    return ref


def test_lists_that_an_act_was_not_entered_in_are_made_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """France finds the limit within which it has to answer, and the replay no longer names the case."""
    ref = unlisted(office, monkeypatch)
    assert [] == listed(office, "FRA")
    assert [Drift(3, 0), Drift(3, 0)] == drifts(office)

    with writing(office.engine) as connection:
        assert Listed(6, 0) == rebuild(connection)

    assert [ref] == listed(office, "FRA")
    assert [WHOLE, WHOLE] == drifts(office)
    with reading(office.engine) as connection:
        assert [] == list(replay_cases(connection))


def test_without_the_lists_the_replay_says_that_the_record_itself_is_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a record whose lists have drifted can be carried into another database, where they are made anew."""
    unlisted(office, monkeypatch)

    with reading(office.engine) as connection:
        assert [] == list(replay_cases(connection, lists=False))
        assert [True] == ["lists do not find is stored as 3" in one.sentence for one in replay_cases(connection)]


def test_lists_that_are_whole_are_the_same_when_they_were_made_anew(office: Office) -> None:
    """Limits that run, that have ended or wait for their start, and hands that wait for other hands."""
    ref, n = stated(office)
    office.take("JPN", ref, "lower_level", day(21), body={"act": n, "level": "C1"})
    office.take("FRA", asked(office), "record_receipt")
    with writing(office.engine) as connection:
        before = held(connection)
        made = rebuild(connection)

        assert before == held(connection)
    assert made == Listed(len(before[0]), len(before[1]))
    assert made.limits
    assert made.waiting


@pytest.mark.parametrize("ends_at", [ENDED, FOREVER], ids=["ended", "without end"])
def test_rows_that_lead_nowhere_are_counted_and_gone_when_the_lists_were_made_anew(
    office: Office, ends_at: datetime
) -> None:
    """A limit where none ends, one of a stranger, and two parties that are told of hands where none wait."""
    ref = asked(office)
    office.take("FRA", ref, "record_receipt")
    with writing(office.engine) as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        for party in ("FRA", "BRA"):
            row = {"party": party, "ends_at": ends_at, "case_id": case, "key": "answer:FRA"}
            connection.execute(insert(PARTY_LIMIT).values(row))
            connection.execute(insert(PARTY_WAITING).values(party=party, case_id=case))
    assert [Drift(0, 4), Drift(0, 4)] == drifts(office)

    with writing(office.engine) as connection:
        rebuild(connection)

    assert [WHOLE, WHOLE] == drifts(office)


def test_hands_that_wait_and_are_told_to_nobody_are_counted(office: Office) -> None:
    """Japan asks on 21 November to lower a paper; both sides have it among what waits, until the list is lost."""
    ref, n = stated(office)
    office.take("JPN", ref, "lower_level", day(21), body={"act": n, "level": "C1"})
    with writing(office.engine) as connection:
        lost = connection.execute(delete(PARTY_WAITING)).rowcount

    assert lost
    assert [Drift(lost, 0), Drift(lost, 0)] == drifts(office)


def test_in_a_large_database_only_so_many_rows_are_looked_at(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two cases without lists the limits that end next, of each list the rows that end next, the newest cases."""
    for _case in range(2):
        office.take("FRA", asked(office), "record_receipt")
    with reading(office.engine) as connection:
        assert not relisting.is_large(connection)
    with writing(office.engine) as connection:
        connection.execute(delete(PARTY_LIMIT))
        cases = connection.execute(select(CASES.c.id)).scalars().all()
        rows = [{"party": "BRA", "ends_at": ENDED, "case_id": case, "key": "x"} for case in cases]
        connection.execute(insert(PARTY_LIMIT), rows)
    monkeypatch.setattr(relisting, "NEAREST", 1)
    monkeypatch.setattr(relisting, "NEAREST_OF_ONE", 1)

    with reading(office.engine) as connection:
        assert relisting.is_large(connection)
        assert (Drift(3, 1), 2) == (drift_nearby(connection, START), drift(connection).strayed)
        assert Drift(3, 0) == drift_nearby(connection, ENDED.replace(year=2030))
