"""A period within which several parties have to act is each one's own: on its desk, in its calendar, in its digest."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from consult import casebook
from consult.db import reading
from consult.delivery.digests import waiting_for
from consult.log.reads import Reads, draw_from
from consult.pages import recalled
from consult.pages.calendar_entries import entries_of
from tests.consult.docket.conftest import START, Office, build_office

SHARED = Path(__file__).parents[2] / "procedures_shared"
BEFORE, AFTER = datetime(2026, 11, 25, 9, tzinfo=UTC), datetime(2026, 12, 2, 9, tzinfo=UTC)
"""Ten days from 20 November end with the 30th; Brazil sees it from the case, and has to answer nothing."""
OURS = {"JPN": False, "FRA": True, "KOR": True}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Give a docket in which Japan asked France and Korea on 20 November, once of each kind."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'consult.sqlite'}" if on_file else request.getfixturevalue("postgres_url")
    built = build_office(url, tmp_path, (SHARED,))
    ask(built)
    yield built
    built.engine.dispose()


def ask(office: Office) -> str:
    """Let Japan ask France and Korea."""
    ref = str(office.docket.open(office.standings["JPN"], "together", at=START, title="").ref)
    office.take("JPN", ref, "gather", body={"members": ["FRA", "KOR"]})
    return ref


def passed(office: Office, who: str, most: int = 25) -> list[str]:
    """Name the cases in which the desk of a party says that a period of its own passed."""
    with reading(office.engine) as connection:
        names = casebook.party_names(connection)
        lines = recalled.passed_on_desk(connection, office.docket, office.standings[who], names, AFTER, most)
        return [line.due.ref for line in lines]


def test_every_party_that_had_to_act_is_told_that_the_period_passed(office: Office) -> None:
    """Korea as France, which the row of the limit names first; Japan, which asked, is told of nothing of its own."""
    office.docket.sweep_all(AFTER)
    assert OURS == {who: bool(passed(office, who)) for who in OURS}


def test_what_passed_is_the_calendars_own_of_every_party_that_had_to_act(office: Office) -> None:
    """Before it passes and after; all owners are named to the second one."""
    for at in (BEFORE, AFTER):
        office.docket.sweep_all(at)
        mine, whose = {}, {}
        for who in OURS:
            with reading(office.engine) as connection:
                given = office.standings[who], at, date(2026, 11, 1), date(2026, 12, 31)
                (entry,) = entries_of(connection, office.docket, *given)
            mine[who], whose[who] = entry.mine, entry.whose
        assert mine == OURS
        assert "France, Republic of Korea" == whose["KOR"]


def test_every_party_that_has_to_act_is_told_in_its_digest_when_the_period_ends(office: Office) -> None:
    """On 25 November five days are left."""
    with reading(office.engine) as connection:
        told = {
            who: any(
                "a time limit ends on 30 November 2026" in line
                for line in waiting_for(connection, [office.standings[who]], "UTC", BEFORE, BEFORE).lines
            )
            for who in OURS
        }
    assert told == OURS


def test_periods_that_others_let_pass_push_none_of_ones_own_off_the_desk(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of two: of five that passed the newest three are shown, and only those are noted as read."""
    monkeypatch.setattr(casebook.passed, "AT_ONCE", 2)
    refs = [ask(office) for _n in range(5)]
    office.docket.sweep_all(AFTER)
    found = passed(office, "KOR")
    assert 6 == len(found) == len(set(found))
    assert set(refs) < set(found)

    reads = Reads()
    with reading(office.engine) as connection:
        names = casebook.party_names(connection)
        seen = draw_from(connection, reads)
        lines = recalled.passed_on_desk(seen, office.docket, office.standings["KOR"], names, AFTER, 3)
    assert found[:3] == [line.due.ref for line in lines]
    assert set(found[:3]) == {paper.removeprefix("act:").partition("/")[0] for paper in reads.open_ones}
