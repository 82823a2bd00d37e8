"""What waits for a party's hand stands on its desk, however many cases there are in which hands of others wait."""

from typing import Any

import pytest

from consult import casebook
from consult.casebook import lists
from consult.db import reading
from consult.pages.cases.waiting import waiting_on_desk
from consult.visibility import Viewer
from tests.consult.docket.conftest import Office
from tests.consult.docket.test_levels import day, stated
from tests.consult.docket.test_taking import asked

MISTAKE = {"reason": "Filed twice"}


def waited_for(office: Office, most: int = 25) -> list[str]:
    """Give the cases in which a hand of France is waited for on 23 November 2026, as its desk lists them."""
    with reading(office.engine) as conn:
        names = casebook.party_names(conn)
        lines = waiting_on_desk(conn, office.docket, office.standings["FRA"], names, day(23), most)
    return [one.ref for one in lines]


def test_a_hand_is_not_forgotten_over_hands_of_others_that_were_laid_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Japan asks for leave to lower a paper on 21 November 2026, and begins to void five cases the day after; two cases
    are read at once."""
    shown = _reading_two_at_once(monkeypatch)
    early, n = stated(office)
    office.take("JPN", early, "lower_level", day(21), body={"act": n, "level": "C1"})
    for _n in range(5):
        office.take("JPN", asked(office), "void_error", day(22), body=MISTAKE)
    late, n = stated(office)
    office.take("JPN", late, "lower_level", day(22), body={"act": n, "level": "C1"})

    assert [early, late] == waited_for(office)
    assert [early] == waited_for(office, most=1)
    with reading(office.engine) as conn:
        assert 7 == len(list(shown(conn, Viewer.of(office.standings["FRA"]))))


def _reading_two_at_once(monkeypatch: pytest.MonkeyPatch) -> Any:
    whole = lists.cases_with_hands
    monkeypatch.setattr(casebook, "cases_with_hands", lambda conn, viewer: whole(conn, viewer, at_once=2))
    return casebook.cases_with_hands
