"""Pages of an incident aboard a station and of technical data: who reads what, and what nobody may do yet."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.cases_world import begin, fill_in, send
from tests.consult.web.claims_world import at
from tests.consult.web.station_world import (
    DATA,
    EVIDENCE,
    GROUNDS,
    INCIDENT,
    INSIDE,
    NEED,
    TRACK,
    build_station,
    consulted,
)
from tests.consult.web.world import AT, Visitor
from tests.house.rooms_world import MAIL, Disputed

NOW = at(2026, 3, 20)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Disputed]:
    """Give both cases on 20 March 2026."""
    with clock.frozen(AT):
        told = build_station(tmp_path)
    yield told
    told.world.engine.dispose()


def office(told: Disputed, party: str) -> Visitor:
    """Sign in as the office of a party."""
    return told.world.signed_in(MAIL[party])


def everything(visitor: Visitor, ref: str) -> str:
    """Give all that a visitor reads of a case."""
    pages = (f"/cases/{ref}", *(f"/cases/{ref}/acts/{n}" for n in range(1, 9)), f"/cases/{ref}/sheets/calendar")
    return "\n".join(visitor.get(page).text for page in (*pages, "/desk", f"/cases/{ref}/sheets/docket"))


def test_evidence_is_read_by_the_own_delegation_and_the_request_by_the_two_states(station: Disputed) -> None:
    """Korea was told of the incident and reads nothing of the request; Brazil finds no case."""
    with clock.frozen(NOW):
        ref = station.refs[INCIDENT]
        seen = {party: everything(office(station, party), ref) for party in ("JPN", "FRA", "KOR")}
        assert {"JPN": True, "FRA": False, "KOR": False} == {party: EVIDENCE in seen[party] for party in seen}
        assert {"JPN": True, "FRA": True, "KOR": False} == {party: GROUNDS in seen[party] for party in seen}
        assert {"JPN": True, "FRA": True, "KOR": False} == {party: "First meeting" in seen[party] for party in seen}
        assert 404 == office(station, "BRA").get(f"/cases/{ref}").status_code


def test_a_further_state_asks_in_a_case_of_its_own_and_has_no_other_button(station: Disputed) -> None:
    """Korea opens it; a paper of another step is refused."""
    with clock.frozen(NOW):
        ref, korea = station.refs[INCIDENT], office(station, "KOR")
        page = korea.get(f"/cases/{ref}").text
        assert "Open a separate case as an affected State" in page
        assert 'value="request_consultation"' not in page
        answer = korea.post(f"/cases/{ref}/drafts", form_at=f"/cases/{ref}", step="request_consultation", track="")
        assert 404 == answer.status_code


def test_nobody_is_entitled_before_the_end_of_the_period(station: Disputed) -> None:
    """The day before there is no button and the paper is refused; the day after it is taken."""
    with clock.frozen(AT):
        consulted(station)
    ref, begins = station.refs[INCIDENT], 'name="step" value="period_ends"'
    with clock.frozen(at(2026, 7, 2)):
        japan = office(station, "JPN")
        assert begins not in japan.get(f"/cases/{ref}").text
        draft = begin(japan, ref, "period_ends", TRACK)
        fill_in(japan, draft, remark="None came.")
        assert send(japan, draft).status_code in (403, 409)
        assert "Period for an assurance" in japan.get(f"/cases/{ref}").text
    with clock.frozen(at(2026, 7, 3)):
        japan = office(station, "JPN")
        assert begins in japan.get(f"/cases/{ref}").text
        assert begins not in office(station, "FRA").get(f"/cases/{ref}").text


def test_each_side_is_shown_the_period_in_both_readings(station: Disputed) -> None:
    """The later end and the earlier one, with their names; a third State sees neither."""
    with clock.frozen(AT):
        consulted(station)
    with clock.frozen(at(2026, 4, 10)):
        for party in ("JPN", "FRA"):
            page = office(station, party).get(f"/cases/{station.refs[INCIDENT]}").text
            assert "the later reading" in page
            assert "the earlier reading" in page
        assert "reading)" not in office(station, "KOR").get(f"/cases/{station.refs[INCIDENT]}").text


def test_a_state_whose_item_is_inside_reads_its_own_part_alone(station: Disputed) -> None:
    """Neither the need nor the classification."""
    with clock.frozen(NOW):
        ref = station.refs[DATA]
        seen = {party: everything(office(station, party), ref) for party in ("JPN", "FRA", "KOR")}
        assert {"JPN": True, "FRA": True, "KOR": False} == {party: NEED in seen[party] for party in seen}
        assert {True} == {INSIDE in page for page in seen.values()}
        assert 404 == office(station, "BRA").get(f"/cases/{ref}").status_code


def test_no_form_of_technical_data_takes_a_file(station: Disputed) -> None:
    """The page of a transfer asks for digest and custodian; no question takes a document, and the one file that may be
    read is a table of its entries."""
    with clock.frozen(NOW):
        station.take("KOR", DATA, "give_third_consent", NOW, "origin:KOR")
        station.take("FRA", DATA, "licence_not_needed", NOW, valid_until="2026-12-31")
        france = office(station, "FRA")
        page = france.get(begin(france, station.refs[DATA], "transfer")).text
        assert "SHA-256 digest" in page
        assert ["table:items"] == re.findall(r'type="file"[^>]* name="([^"]*)"', page)
