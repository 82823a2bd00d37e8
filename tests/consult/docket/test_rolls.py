"""Who is on the roll of a charter, read from the cases by which one came to take part."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from consult import people
from consult.db import reading, writing
from consult.docket import Refused
from consult.docket.rolls import classes_of, entered, on_roll
from consult.people import NewMandate, NewOrgan, NewParty, NewPerson
from consult.people.persons import add_person
from consult.standing import of_mandate
from tests.consult.docket.conftest import START, Office

PROCEDURE = "lunar_participation"
OPEN = {"charter": "open-copuos"}
MEMBER = {"class_sought": "member"}


@pytest.fixture
def team(office: Office) -> Office:
    """Give the office with chairs, one of them with a desk, and the secretariat."""
    with writing(office.engine) as connection:
        for key, name, kind in (("ROU", "Romania", "state"), ("PAK", "Pakistan", "state"), ("OOSA", "Office", "body")):
            people.add_party(connection, NewParty(key, name, kind, "UTC", "", ("en",)))
        desks = {key: _desk(connection, key) for key in ("ROU", "OOSA")}
    with reading(office.engine) as connection:
        for key, mandate in desks.items():
            standing = of_mandate(connection, mandate, START)
            assert standing is not None
            office.standings[key] = standing
    return office


def _desk(connection: Connection, key: str) -> int:
    organ = people.add_organ(connection, None, key, NewOrgan("DESK", "Desk", "registry"))
    person = add_person(connection, NewPerson(f"Desk {key}", f"desk@{key.lower()}.example"), START)
    mandate = NewMandate(
        organ, "Desk", ("draft", "office"), "Standing mandate", datetime(2026, 1, 1, tzinfo=UTC).date()
    )
    return people.record_mandate(connection, None, person, mandate, START)


def begin(office: Office, who: str, step: str = "accept_charter", terms: Any = None, **rest: Any) -> str:
    """Open a case of participation and take its first step."""
    exercise = bool(rest.pop("exercise", False))
    made = office.docket.open(
        office.standings[who], PROCEDURE, at=START, title="", proposed=terms or OPEN, exercise=exercise
    )
    office.take(who, str(made.ref), step, body=MEMBER | ({"activity": "A lander."} if step == "apply" else {}), **rest)
    return str(made.ref)


def roll(office: Office, of: str = "member", under: str = "open-copuos", *, exercise: bool = False) -> list[str]:
    """Read a roll."""
    with reading(office.engine) as connection:
        return on_roll(connection, office.docket.editions, PROCEDURE, under, of, exercise=exercise)


def test_a_roll_lists_who_accepted_under_its_charter_and_nobody_whose_paper_is_not_out(team: Office) -> None:
    """A draft and an application put nobody on it, nor does another charter."""
    begin(team, "JPN")
    begin(team, "KOR", terms={"charter": "copuos-draft"})
    begin(team, "BRA", "apply")
    team.docket.open(team.standings["FRA"], PROCEDURE, at=START, title="", proposed=OPEN)
    assert (["JPN"], ["KOR"], []) == (roll(team), roll(team, under="copuos-draft"), roll(team, "observer"))


def test_members_on_the_roll_are_named_in_a_case_that_convenes_them(team: Office) -> None:
    """Japan is a member when Brazil applies; France is none."""
    begin(team, "JPN")
    ref = begin(team, "BRA", "apply")
    parties = team.see("JPN", ref).case.parties
    assert (("JPN",), ("ROU", "PAK"), ("OOSA",)) == tuple(parties[role] for role in ("member", "chair", "secretariat"))


def test_a_change_of_class_and_a_notice_of_leaving_leave_the_roll_as_it_is_until_they_take_effect(team: Office) -> None:
    """On the thirtieth day it is a member; the day after it takes part no more."""
    ref = begin(team, "JPN")
    team.take("JPN", ref, "change_class", body={"class_sought": "observer", "activity": "Less."})
    assert (["JPN"], []) == (roll(team), roll(team, "observer"))
    team.take("OOSA", ref, "circulate_for_plenary", body={"plenary_on": "2026-12-01"})
    team.take("ROU", ref, "admit", body={"held_on": "2026-11-20"})
    assert ([], ["JPN"]) == (roll(team), roll(team, "observer"))
    team.take("JPN", ref, "leave")
    team.docket.sweep(datetime(2026, 12, 20, 23, 59, tzinfo=UTC))
    with reading(team.engine) as connection:
        assert {"observer"} == classes_of(connection, team.docket.editions, PROCEDURE, "open-copuos", "JPN")
    team.docket.sweep(datetime(2026, 12, 21, 0, 0, tzinfo=UTC))
    assert [] == roll(team, "observer")


def test_an_exercise_has_a_roll_of_its_own(team: Office) -> None:
    """What is played is never mixed with what is meant."""
    begin(team, "JPN")
    begin(team, "FRA", exercise=True)
    assert (["JPN"], ["FRA"]) == (roll(team), roll(team, exercise=True))


def test_a_second_case_of_the_same_party_is_refused_by_the_reference_of_the_first(team: Office) -> None:
    """Under another charter there is none."""
    ref = begin(team, "KOR")
    with pytest.raises(Refused) as refused:
        begin(team, "KOR", "apply")
    assert f"You have a case on this already ({ref}): go on there." == str(refused.value)
    begin(team, "KOR", terms={"charter": "copuos-draft"})
    with reading(team.engine) as connection:
        found = entered(connection, team.docket.editions, PROCEDURE, "open-copuos", "KOR")
    assert [(ref, "admitted"), ("draft",)] == [found[0], found[1][1:]]


def test_after_a_refusal_no_new_case_is_a_way_round_the_twelve_months(team: Office) -> None:
    """The same case is the way back, when the period is over."""
    ref = begin(team, "BRA", "apply")
    team.take("OOSA", ref, "circulate_for_plenary", body={"plenary_on": "2026-12-01"})
    team.take("ROU", ref, "find_no_consensus", body={"held_on": "2026-11-20"})
    team.take("ROU", ref, "refuse", START + timedelta(days=1), body={"held_on": "2026-11-21"})
    with pytest.raises(Refused, match="go on there"):
        begin(team, "BRA", "apply")
    with pytest.raises(Refused, match="runs until 21 November 2027"):
        team.take("BRA", ref, "apply_again", START + timedelta(days=2), body={**MEMBER, "activity": "Again."})
