"""Agencies of four States with liaisons who file under an agreement, beside the ministries of the world of cases."""

from datetime import date

from sqlalchemy import update

from consult import people
from consult.models.parties import PERSON
from consult.people import NewMandate, NewOrgan
from consult.people.persons import NewPerson, add_person
from tests.consult.web.cases_world import ALL
from tests.consult.web.world import AT, PASSWORD, World

JAXA, KARI, CNES, AEB = (f"agency@{key}.example" for key in ("jpn", "kor", "fra", "bra"))


def with_agencies(world: World) -> World:
    """Add an agency and its liaison for Japan, Korea, France and Brazil."""
    word = world.app.extensions["consult"].passwords.hash(PASSWORD, "")
    with world.app.app_context(), world.writing() as conn:
        for key in ("JPN", "KOR", "FRA", "BRA"):
            mail = f"agency@{key.lower()}.example"
            organ = people.add_organ(conn, None, key, NewOrgan("AGENCY", f"Agency {key}", "agency"))
            person = add_person(conn, NewPerson(f"Liaison {mail}", mail), AT)
            conn.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
            mandate = NewMandate(organ, "Liaison", ALL, "Letter", date(2026, 1, 1), None, "agency")
            people.record_mandate(conn, None, person, mandate, AT)
    return world
