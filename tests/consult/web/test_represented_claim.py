"""A claim presented through another State (LC IX): the day before the arrangement, its days, and the day after it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from consult.db import reading, writing
from consult.docket import Filed
from consult.docket.represented import LawOf
from consult.log.verify import verify
from consult.people.representations import NewRepresentation, accept_representation, record_representation
from consult.refusals import Malformed, Unknown
from consult.standing import Standing, choices
from tests.consult.web.cases_world import ALL
from tests.consult.web.claims_world import CLAIM, at, build_claim
from tests.house.drawn_files import text_of
from tests.house.entrusted_world import ACTING, add_acting, in_its_name
from tests.house.rooms_world import MAIL, Disputed
from tests.house.tokens_world import ask, give_token
from workflows.kernel.guards import Refused

PRESENTED = {"respondents": ["JPN", "FRA"], "channel": "diplomatic", "standing": "nationality",
             "place_type": "surface", "remedies": "none", "reserves": "yes"}  # fmt: skip
ARRANGED = at(2026, 3, 1)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disputed]:
    """Give Brazil's claim up to 11 February 2026, not presented yet; India has an office here."""
    for party, mail in (("IND", ACTING), ("OOSA", "desk@oosa.example")):
        monkeypatch.setitem(MAIL, party, mail)
    with clock.frozen(ARRANGED):
        built = build_claim(tmp_path)
        add_acting(built.world)
    yield built
    built.world.engine.dispose()


def arrange(told: Disputed, **other: Any) -> int:
    """On 1 March Brazil entrusts India with the claim from 4 to 10 March 2026; India accepts."""
    new = NewRepresentation(
        "BRA", "IND", "state", "LC", "Note of 1 March 2026", ALL, ("liability",), date(2026, 3, 4), date(2026, 3, 10),
        (told.refs[CLAIM],),
    )  # fmt: skip
    new = replace(new, **other)
    brazil, acting = (replace(told.by(one), capacities=frozenset({"manage"})) for one in ("BRA", new.acting))
    with writing(told.world.engine) as conn:
        number = record_representation(conn, brazil, new, LawOf(told.docket), ARRANGED)
        accept_representation(conn, acting, number, ARRANGED)
    return number


def in_name(told: Disputed, when: datetime, acting: str = "IND") -> Standing | None:
    """Give the standing in Brazil's name that the office of the acting party may choose at an instant."""
    with reading(told.world.engine) as conn:
        found = choices(conn, told.by(acting).person_id, when)
    return next((one for one in found if one.in_name_of), None)


@pytest.mark.parametrize(
    ("when", "may"),
    [
        (datetime(2026, 3, 4, 2, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 4, 3, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 11, 2, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 11, 3, 0, tzinfo=UTC), False),
    ],
    ids=["the day before it begins", "its first day", "its last day", "the day after it ended"],
)
def test_india_presents_brazils_claim_on_the_days_of_the_arrangement_by_brazils_zone(
    told: Disputed, when: datetime, may: bool
) -> None:
    """São Paulo is three hours behind UTC. Outside those days India may not choose it, and a press that was prepared in
    time is refused; the claim is then not presented."""
    arrange(told)
    prepared = in_name(told, at(2026, 3, 5))
    assert prepared is not None
    body = told.body(told.by("BRA"), told.refs[CLAIM], "present", when, None, PRESENTED)

    assert may == (in_name(told, when) is not None)
    if may:
        assert told.docket.take(prepared, told.refs[CLAIM], Filed("present", None, body), at=when).n
    else:
        with pytest.raises(Refused, match="dispatches this"):
            told.docket.take(prepared, told.refs[CLAIM], Filed("present", None, body), at=when)
    with reading(told.world.engine) as conn:
        state = told.docket.see(conn, told.by("BRA"), told.refs[CLAIM], when).case.state
    assert may == (state == "claim_presented")


def test_page_list_document_and_api_name_both_states(told: Disputed) -> None:
    """Presented on 5 March by India in Brazil's name: Brazil, the launching States and machines read both names."""
    arrange(told)
    ref, when = told.refs[CLAIM], at(2026, 3, 5)
    by = in_name(told, when)
    assert by is not None
    body = told.body(told.by("BRA"), ref, "present", when, None, PRESENTED)
    n = told.docket.take(by, ref, Filed("present", None, body), at=when).n
    with clock.frozen(at(2026, 3, 6)):
        for mail in ("all@bra.example", "all@jpn.example"):
            visitor = told.world.signed_in(mail)
            for address in (f"/cases/{ref}", f"/cases/{ref}/acts/{n}"):
                assert "India on behalf of Brazil" in visitor.get(address).text, (mail, address)
            paper = text_of(visitor.get(f"/cases/{ref}/acts/{n}/paper.pdf"))
            assert "In its name, by" in paper, mail
            assert all(name in paper for name in ("India", "Brazil")), mail
            give_token(told.world, mail)
            answer = ask(told.world, mail, "GET", f"/api/v1/cases/{ref}/acts/{n}").json
            assert ("India", "Brazil") == (answer["party_name"], answer["on_behalf_of"]), mail
        assert 404 == told.world.signed_in("all@kor.example").get(f"/cases/{ref}/acts/{n}").status_code
        india = in_its_name(told.world, ACTING)
        assert "India on behalf of Brazil" in india.get(f"/cases/{ref}/acts/{n}").text
    with clock.frozen(at(2026, 3, 11)):
        assert 303 == india.get(f"/cases/{ref}/acts/{n}").status_code, "the arrangement has ended"
        assert "India on behalf of Brazil" in told.world.signed_in("all@bra.example").get(f"/cases/{ref}").text
    with reading(told.world.engine) as conn:
        assert verify(conn).sound


@pytest.mark.parametrize(
    ("other", "field", "sentence"),
    [
        ({"procedures": ("ost9",)}, "procedures", "LC lets a party be represented in these procedures: liability."),
        ({"procedures": ("moon_declaration",), "under": "MOON", "cases": None}, "procedures", "MOON lets a party be"),
        ({"way": "secretary_general"}, "acting", "acts here through the Office for Outer Space Affairs."),
    ],
    ids=["a consultation under LC", "a declaration on the Moon", "another State as the Secretary-General"],
)
def test_what_the_provision_does_not_carry_is_refused(
    told: Disputed, other: dict[str, Any], field: str, sentence: str
) -> None:
    """The refusal names the procedures that the instrument carries; nobody may then choose anything."""
    with pytest.raises(Malformed) as fault:
        arrange(told, **other)

    assert sentence in str(fault.value.fields[field])
    assert in_name(told, at(2026, 3, 5)) is None


def test_a_case_beyond_the_arrangement_is_unknown_to_who_acts_in_its_name(told: Disputed) -> None:
    """Another claim of Brazil, on another incident."""
    arrange(told)
    told.open("BRA", "liability", "other", at(2026, 3, 2))
    by = in_name(told, at(2026, 3, 5))
    assert by is not None
    with pytest.raises(Unknown):
        told.docket.take(by, told.refs["other"], Filed("log_incident", None, {}), at=at(2026, 3, 5))


def test_the_office_of_the_secretary_general_presents_it_as_the_article_lets_it(told: Disputed) -> None:
    """Brazil entrusts the Office for Outer Space Affairs; its desk presents on 5 March, in Brazil's name."""
    arrange(told, acting="OOSA", way="secretary_general")
    when = at(2026, 3, 5)
    by = in_name(told, when, "OOSA")
    assert by is not None
    body = told.body(told.by("BRA"), told.refs[CLAIM], "present", when, None, PRESENTED)
    n = told.docket.take(by, told.refs[CLAIM], Filed("present", None, body), at=when).n

    with clock.frozen(when):
        page = told.world.signed_in("all@bra.example").get(f"/cases/{told.refs[CLAIM]}/acts/{n}").text
    assert "Office for Outer Space Affairs on behalf of Brazil" in page
