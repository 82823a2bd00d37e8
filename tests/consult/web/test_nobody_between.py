"""Who serves all parties, who stands between them and who works for one of them are kept apart: a State makes itself no
secretariat, a mediator's body speaks for no party, an operator stands in for no other organ, and a manager sees nothing
of what a person does for somebody else."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert, select

from consult import clock, people
from consult.docket import ByPaper, Docket, Filed
from consult.models.parties import ORGAN
from consult.people import NewMandate, NewOrgan, NewSubstitution
from consult.people.organs import add_organ
from consult.people.substitutions import record_substitution
from consult.refusals import Closed, Malformed
from consult.standing import Standing, choices
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import PROCEDURES
from tests.consult.web.test_ended_meanwhile import standing_of
from tests.consult.web.test_papers import register
from tests.consult.web.world import AT, LIAISON, MANAGER, OFFICIAL, SECRETARIAT, World
from tests.house.rooms_world import MEDIATOR, build_dispute

SENTENCE = "A secretariat registers papers in the names of others, so that no party makes itself one."


def test_a_state_makes_itself_no_secretariat(world: World) -> None:
    """Its manager is refused at the form with the reason, by the API too, and so is the operator."""
    new = {"key": "OWNDESK", "name": "A secretariat of our own", "kind": "secretariat"}
    answer = world.signed_in(MANAGER).post("/my-party/organs", form_at="/my-party/organs/new", **new)
    assert (422, True) == (answer.status_code, SENTENCE in answer.text)
    asked = machine(world, MANAGER, capacities=("manage",)).post("/api/v1/parties/JPN/organs", new)
    assert (422, True) == (asked.status_code, SENTENCE in asked.text)
    with pytest.raises(Malformed, match="no party makes itself one"), world.writing() as conn:
        add_organ(conn, None, "JPN", NewOrgan("OWNDESK", "A secretariat of our own", "secretariat"))
    with world.reading() as conn:
        assert conn.execute(select(ORGAN.c.id).where(ORGAN.c.key == "OWNDESK")).first() is None


def test_a_body_has_secretariats_and_an_organisation_by_the_installation_alone(world: World) -> None:
    """The one serves all; the other may be asked to by those who run the installation, and does not ask itself."""
    new = NewOrgan("SECOND", "Second desk", "secretariat")
    with world.writing() as conn:
        add_organ(conn, None, "OOSA", new)
        organ = add_organ(conn, None, "ESA", NewOrgan("HQ", "Headquarters", "agency"))
        person = people.add_person(conn, people.NewPerson("Manager, ESA", "manager@esa.example"), AT)
        people.record_mandate(
            conn, None, person, NewMandate(organ, "Manager", ("manage",), "Letter", date(2026, 1, 1)), AT
        )
        by = choices(conn, person, AT)[0]
        with pytest.raises(Malformed, match="no party makes itself one"):
            add_organ(conn, by, "ESA", new)
        add_organ(conn, None, "ESA", new)


def test_a_secretariat_that_a_state_once_recorded_is_none(world: World) -> None:
    """An installation from before: the office counts in a case, and opens neither register nor drill."""
    with world.writing() as conn:
        old = {"party_key": "JPN", "key": "OLD", "name": "Old desk", "kind": "secretariat"}
        organ = int(conn.execute(insert(ORGAN).values(old).returning(ORGAN.c.id)).scalar_one())
        new = NewMandate(organ, "Desk", ("office",), "Letter", date(2026, 1, 1))
        people.record_mandate(conn, None, world.people[MANAGER], new, AT)
        by = next(one for one in choices(conn, world.people[MANAGER], AT) if one.organ_key == "OLD")
    visitor = world.signed_in(MANAGER)
    chosen = visitor.post("/capacity", form_at="/capacity", mandate=str(by.mandate_id))
    assert 303 == chosen.status_code
    assert not by.is_secretariat
    for address in ("/papers", "/papers/new", "/drills/new", "/desk/secretariat"):
        assert 404 == visitor.get(address).status_code
    assert 404 == visitor.post("/drills", form_at="/my-sign-in", which="all").status_code
    assert 404 == register(visitor).status_code
    real = world.signed_in(SECRETARIAT)
    assert [200] * 3 == [real.get(address).status_code for address in ("/papers", "/drills/new", "/desk/secretariat")]


def test_a_mediator_registers_no_paper_in_the_name_of_a_party(tmp_path: Path) -> None:
    """The body of a mediator is a secretariat elsewhere; here it stands between the parties."""
    with clock.frozen(AT):
        told = build_dispute(tmp_path)
        by = told.by(MEDIATOR)
        assert by.is_secretariat
        docket = Docket(told.world.engine, tmp_path, (PROCEDURES,), Random(1).choice)
        paper = ByPaper(1, "0" * 64, "FRA")
        filed = Filed("make_statement", None, {"text": "Not ours"}, paper=paper, on=AT)
        with pytest.raises(Closed, match="holds an office between the parties of this case"):
            docket.take(by, told.refs["dispute"], filed, at=AT)
        visitor = told.world.signed_in("all@pca.example")
        made = register(visitor, came_at="2026-11-20T08:30", dated_on="2026-11-20")
        assert 303 == made.status_code
        shown = visitor.get(f"{made.location}/attach?case={told.refs['dispute']}&step=make_statement")
    told.world.engine.dispose()

    assert (409, True) == (shown.status_code, "holds an office between the parties of this case" in shown.text)


def operator_of(world: World) -> Standing:
    """Record somebody of an operator of Japan."""
    with world.writing() as conn:
        organ = add_organ(conn, None, "JPN", NewOrgan("OPS", "Operator", "operator"))
        person = people.add_person(conn, people.NewPerson("Operator", "operator@ops.example"), AT)
        new = NewMandate(organ, "Operator", ("draft",), "Letter", date(2026, 1, 1), level="agency")
        people.record_mandate(conn, None, person, new, AT)
        return choices(conn, person, AT)[0]


def test_nobody_of_an_operator_stands_in_for_another_organ(world: World) -> None:
    """Whoever sees no case is not let in by the absence of somebody who does, by whomever it is recorded."""
    own, absent, by = operator_of(world), standing_of(world, LIAISON), standing_of(world, MANAGER)
    new = NewSubstitution(absent.mandate_id, own.mandate_id, ("draft",), date(2026, 11, 20), date(2026, 12, 1))
    for who in (by, absent, None):
        with pytest.raises(Malformed) as refused, world.writing() as conn:
            record_substitution(conn, who, new, AT)
        assert "An operator supplies data and sees no case" in refused.value.fields["substitute"]


def test_a_manager_sees_no_session_in_which_a_person_acts_for_another_party(world: World) -> None:
    """Where somebody with two parties works for the other one is no business of the first."""
    with world.writing() as conn:
        new = NewMandate(world.organs["MEAE"], "Adviser", ("draft",), "Letter", date(2026, 1, 1))
        french = people.record_mandate(conn, None, world.people[OFFICIAL], new, AT)
        own = standing_of(world, OFFICIAL).mandate_id
    page = f"/my-party/people/{world.people[OFFICIAL]}/sign-in"
    official, manager = world.signed_in(OFFICIAL), world.signed_in(MANAGER)
    begun = manager.get(page).text.count("/sessions/")
    assert 0 < begun
    official.post("/capacity", form_at="/capacity", mandate=str(french))
    assert 0 == manager.get(page).text.count("/sessions/")
    official.post("/capacity", form_at="/capacity", mandate=str(own))
    assert begun == manager.get(page).text.count("/sessions/")
