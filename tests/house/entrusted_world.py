"""A State that acts in another's name: Korea entrusts India with one case, in which India has no part of its own.

India takes part in another case of Korea and prepares a paper there, which its session in Korea's name must not show.
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from consult import people
from consult.db import writing
from consult.models.parties import MANDATE, PERSON
from consult.people import NewMandate, NewOrgan, NewParty
from consult.people.persons import NewPerson, add_person
from consult.people.representations import NewRepresentation, accept_representation, record_representation
from tests.consult.web.cases_world import ALL
from tests.consult.web.world import AT, PASSWORD, Visitor, World
from tests.house.levels_world import NAME

if TYPE_CHECKING:
    from tests.house.outputs_world import Secrets

ACTING = "all@ind.example"


def add_acting(world: World) -> None:
    """Record India, with an office that does everything."""
    with world.app.app_context(), world.writing() as conn:
        people.add_party(conn, NewParty("IND", "India", "state", "Asia/Kolkata", "IN", ("en",)))
        organ = people.add_organ(conn, None, "IND", NewOrgan("MEA", "Ministry for cases", "ministry"))
        person = add_person(conn, NewPerson(f"Office {ACTING}", ACTING), AT)
        word = world.app.extensions["consult"].passwords.hash(PASSWORD, "")
        conn.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
        people.record_mandate(conn, None, person, NewMandate(organ, ACTING, ALL, "Letter", date(2026, 1, 1)), AT)


def entrust(told: "Secrets") -> None:
    """Korea entrusts India with the case of levels alone, in which it prepares a paper and an annex; India prepares a
    paper of its own in a case where Korea takes part as well."""
    own = told.mark("levels", "C4", "KOR")
    told.draft("KOR", NAME, "entrusted", "make_statement", text=own)
    told.attach("KOR", NAME, "entrusted", own, "C2")
    told.draft("IND", "beyond", "acting", "give", "berth:IND", text=told.mark("berth", "C4", "IND"))
    korea, india = (replace(told.by(one), capacities=frozenset({"manage"})) for one in ("KOR", "IND"))
    new = NewRepresentation(
        "KOR", "IND", "state", "LC", "Note 7", ALL, ("berth",), date(2026, 11, 1), cases=(told.refs[NAME],)
    )
    with writing(told.world.engine) as conn:
        accept_representation(conn, india, record_representation(conn, korea, new, lambda _conn, _new: {}, AT), AT)


def in_its_name(world: World, email: str) -> Visitor:
    """Give a browser in which somebody who may has chosen to act in another party's name."""
    visitor = world.signed_in(email)
    person = select(PERSON.c.id).where(PERSON.c.email == email).scalar_subquery()
    with world.reading() as conn:
        mandate = conn.execute(select(MANDATE.c.id).where(MANDATE.c.person_id == person)).scalar_one()
    answer = visitor.post("/capacity", form_at="/capacity", mandate=str(mandate), representation="1")
    assert answer.status_code == 303, answer.text
    return visitor
