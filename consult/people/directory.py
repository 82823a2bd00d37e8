"""Read parties, organs, people, mandates and contact points, as rows of the database in a stable order."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from consult.models.parties import CONTACT_POINT, MANDATE, ORGAN, PARTY, PERSON
from consult.refusals import Unknown

Rows = Sequence[Row[Any]]


def list_parties(conn: Connection) -> Rows:
    """Answer every party by name."""
    return conn.execute(select(PARTY).order_by(PARTY.c.name, PARTY.c.key)).all()


def find_party(conn: Connection, key: str) -> Row[Any]:
    """Find a party by key, or refuse as unknown."""
    return _found(conn.execute(select(PARTY).where(PARTY.c.key == key)).first())


def organs_of(conn: Connection, party_key: str) -> Rows:
    """Answer the organs of a party by name."""
    return conn.execute(select(ORGAN).where(ORGAN.c.party_key == party_key).order_by(ORGAN.c.name, ORGAN.c.id)).all()


def find_organ(conn: Connection, party_key: str, organ_key: str) -> Row[Any]:
    """Find an organ of a party by key, or refuse as unknown."""
    return _found(conn.execute(select(ORGAN).where(ORGAN.c.party_key == party_key, ORGAN.c.key == organ_key)).first())


def contacts_of(conn: Connection, party_key: str) -> Rows:
    """Answer every contact point of a party, in the order in which its organs wish them to be tried."""
    query = select(CONTACT_POINT).select_from(CONTACT_POINT.join(ORGAN)).where(ORGAN.c.party_key == party_key)
    c = CONTACT_POINT.c
    return conn.execute(query.order_by(c.organ_id, c.position, c.id)).all()


def people_of(conn: Connection, party_key: str) -> Rows:
    """Answer everybody who holds or held a mandate of a party, by name."""
    held = select(MANDATE.c.person_id).select_from(MANDATE.join(ORGAN)).where(ORGAN.c.party_key == party_key)
    return conn.execute(select(PERSON).where(PERSON.c.id.in_(held)).order_by(PERSON.c.name, PERSON.c.id)).all()


def find_person(conn: Connection, person_id: int) -> Row[Any]:
    """Find a person by number, or refuse as unknown."""
    return _found(conn.execute(select(PERSON).where(PERSON.c.id == person_id)).first())


def find_person_by_mail(conn: Connection, email: str) -> Row[Any]:
    """Find a person by mail address, or refuse as unknown."""
    return _found(conn.execute(select(PERSON).where(PERSON.c.email == email.strip().lower())).first())


def mandates_of(conn: Connection, party_key: str, person_id: int | None = None) -> Rows:
    """Answer the mandates of a party, revoked ones included, newest first, with the key, name and kind of the organ."""
    query = (
        select(
            MANDATE, ORGAN.c.key.label("organ_key"), ORGAN.c.name.label("organ_name"), ORGAN.c.kind.label("organ_kind")
        )
        .select_from(MANDATE.join(ORGAN))
        .where(ORGAN.c.party_key == party_key)
        .order_by(MANDATE.c.recorded_at.desc(), MANDATE.c.id.desc())
    )
    if person_id is not None:
        query = query.where(MANDATE.c.person_id == person_id)
    return conn.execute(query).all()


def find_mandate(conn: Connection, party_key: str, mandate_id: int) -> Row[Any]:
    """Find a mandate of a party by number, or refuse as unknown."""
    query = select(MANDATE).select_from(MANDATE.join(ORGAN))
    return _found(conn.execute(query.where(ORGAN.c.party_key == party_key, MANDATE.c.id == mandate_id)).first())


def _found(row: Row[Any] | None) -> Row[Any]:
    """Answer the row, or refuse as unknown where there is none."""
    if row is None:
        raise Unknown
    return row
