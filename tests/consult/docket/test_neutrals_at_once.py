"""A person who is listed as a neutral at the moment in which a party gives the same person a mandate."""

from datetime import date
from typing import Any

from sqlalchemy import select

from consult import people
from consult.db import reading, writing
from consult.models.neutrals import NEUTRAL
from consult.people import NewMandate, NewNeutral, NewPerson
from consult.people.persons import add_person
from consult.refusals import Malformed
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import in_turn

LISTED = NewNeutral(
    "NEU-ONE", "A mediator", "one@neutral.example", ("mediator",), ("BRA",), ("en",), "Spectrum", "Letter",
    date(2026, 1, 2),
)  # fmt: skip


def test_nobody_is_listed_as_a_neutral_who_is_given_a_mandate_of_a_party_at_this_moment(office: Office) -> None:
    """20 November 2026: Japan gives somebody a mandate, and the operator lists the same person as a mediator."""
    with writing(office.engine) as connection:
        person = add_person(connection, NewPerson(LISTED.name, LISTED.email), START)
    new = NewMandate(office.standings["JPN"].organ_id, "Adviser", ("draft",), "Letter", date(2026, 1, 1))

    def lists() -> Any:
        with writing(office.engine) as connection:
            return people.add_neutral(connection, LISTED, START)

    def mandates(connection: Any) -> int:
        return people.record_mandate(connection, None, person, new, START)

    _number, answer = in_turn(office.engine, mandates, lists)

    assert isinstance(answer, Malformed), answer
    with reading(office.engine) as connection:
        assert [] == connection.execute(select(NEUTRAL)).all()
