"""A State not listed puts itself forward: in a case of which it may know, and on any activity that it sees registered
(OST IX fourth sentence).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web import cases_world
from tests.consult.web.consulted import BRAZIL, JAPAN, KOREA, acting, docket, moment, take
from tests.consult.web.registered import ROVER, registered
from tests.consult.web.world import AT, World

OPEN = Path(__file__).parent / "procedures"
ASK, BEGIN = "Ask for consultation on this activity", "Begin from the register"


@pytest.fixture
def open_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give the world of cases with a consultation of which everybody may know."""
    monkeypatch.setattr(cases_world, "PROCEDURES", OPEN)
    with clock.frozen(AT):
        built = cases_world.build_cases(tmp_path)
        yield built
        built.engine.dispose()


def served(world: World, procedure: str) -> str:
    """Serve Japan's notice on Korea alone; give the reference."""
    at = moment("2026-11-20")
    ref = str(docket(world).open(acting(world, JAPAN, at), procedure, at=at, title="").ref)
    take(world, JAPAN, "2026-11-20", ref, "start_assessment")
    take(world, JAPAN, "2026-11-20", ref, "serve_notice", addressees=["KOR"], earliest_start="2027-06-01")
    return ref


def test_a_state_that_may_know_of_a_case_asks_to_join_it(open_world: World) -> None:
    """Brazil was not addressed: it asks, and has a track on which it waits to be admitted."""
    ref = served(open_world, "open_notice")
    brazil = open_world.signed_in(BRAZIL)
    assert re.search(r'(value="|/steps/)request_join', brazil.get(f"/cases/{ref}").text)
    take(open_world, BRAZIL, "2026-11-20", ref, "request_join")
    assert "Brazil" in open_world.signed_in(JAPAN).get(f"/cases/{ref}").text


def test_a_state_that_may_not_know_of_a_case_gets_no_other_answer_than_for_none(berths: World) -> None:
    """The existence of a consultation under OST IX is for its parties: 404, and no step."""
    ref = served(berths, "ost9")
    brazil = berths.signed_in(BRAZIL)
    assert 404 == brazil.get(f"/cases/{ref}").status_code
    assert 404 == brazil.post(f"/cases/{ref}/steps/request_join", form_at="/desk", seen="0").status_code


def test_on_a_registered_activity_the_sheet_offers_the_right_of_its_own(berths: World) -> None:
    """Brazil and Japan may ask about Korea's rover, Korea may begin its own notice, and who does not write neither."""
    registered(berths, "KOR", ROVER, "LUN-0001")
    adviser = "adviser@jpn.example"
    readers = BRAZIL, JAPAN, KOREA, adviser
    pages = {mail: berths.signed_in(mail).get("/lunar/LUN-0001").text for mail in readers}
    assert ASK in pages[BRAZIL]
    assert ASK in pages[JAPAN]
    assert BEGIN not in pages[BRAZIL]
    assert ASK not in pages[KOREA]
    assert BEGIN in pages[KOREA]
    assert ASK not in pages[adviser]
    assert BEGIN not in pages[adviser]
