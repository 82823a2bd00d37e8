"""Whoever comes into a case within whose period it has to act then finds that period as its own: on its desk, in its
calendar, its digest and its reminders."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consult import casebook
from consult.db import reading
from consult.delivery.digests import waiting_for
from consult.docket.relisting import Drift, drift
from consult.docket.replaying import replay_cases
from consult.models.cases import CASES, DEADLINE
from consult.pages import desk
from consult.pages.calendar_entries import entries_of
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office

SHARED = Path(__file__).parents[2] / "procedures_shared"
THIRD = START + timedelta(days=3)


@pytest.fixture
def beside() -> tuple[Path, ...]:
    """Name the folder of procedures whose limits several have to meet."""
    return (SHARED,)


def begun(office: Office, who: str = "JPN") -> str:
    """Let ten days begin on 20 November 2026 within which nobody has to act yet."""
    ref = str(office.docket.open(office.standings[who], "later", at=START, title="").ref)
    office.take(who, ref, "begin")
    return ref


def test_a_period_is_that_of_the_party_that_is_appointed_while_it_runs(office: Office) -> None:
    """Korea is appointed three days after the period began, Brazil a day later: the row names Korea, which is reminded
    of what is still to come, and the replay follows."""
    ref = begun(office)
    office.take("JPN", ref, "appoint", at=THIRD, body={"helpers": ["KOR"]})
    with reading(office.engine) as conn:
        row = conn.execute(select(DEADLINE).join(CASES).where(CASES.c.ref == ref)).one()
        assert ("KOR", THIRD) == (row.owner, row.dated_at)
        assert row.remind_at is not None
        assert row.remind_at > THIRD
        assert [ref] == [one.ref for one in casebook.owed_by(conn, Viewer("KOR"), THIRD, most=5)]
        assert 1 == len(waiting_for(conn, [office.standings["KOR"]], "UTC", THIRD, THIRD + timedelta(hours=1)).lines)
        (entry,) = entries_of(
            conn, office.docket, office.standings["KOR"], THIRD, date(2026, 11, 1), date(2026, 12, 31)
        )
        assert entry.mine

    office.take("JPN", ref, "appoint", at=THIRD + timedelta(days=1), body={"helpers": ["BRA"]})
    with reading(office.engine) as conn:
        again = conn.execute(select(DEADLINE).join(CASES).where(CASES.c.ref == ref)).one()
        assert (row.owner, row.remind_at, row.dated_at) == (again.owner, again.remind_at, again.dated_at)
        assert [ref] == [one.ref for one in casebook.owed_until(conn, Viewer("BRA"), THIRD, THIRD + timedelta(days=14))]
        assert Drift(0, 0) == drift(conn)
        assert [] == list(replay_cases(conn))


def test_a_step_that_is_proposed_stands_on_the_desk_behind_any_number_proposed_to_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of Japan's own, and three of France in which Japan was appointed later: the chair is asked to close."""
    monkeypatch.setattr(desk, "MOST_LOOKED", 1)
    mine = begun(office)
    for _n in range(3):
        office.take("FRA", begun(office, "FRA"), "appoint", body={"helpers": ["JPN"]})
    with reading(office.engine) as conn:
        page = desk.desk_page(conn, office.docket, office.standings["JPN"], THIRD)
        theirs = desk.desk_page(conn, office.docket, office.standings["FRA"], THIRD)

    assert [(mine, "close")] == [(one.ref, one.step) for one in page.proposed]
    assert 1 == len(theirs.proposed)
    monkeypatch.setattr(desk, "MOST_LOOKED", 9)
    with reading(office.engine) as conn:
        whole = desk.desk_page(conn, office.docket, office.standings["FRA"], THIRD)
    assert 3 == len(whole.proposed)
