"""A table of contact points that two managers of a party bring in at the same moment."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from consult.db import reading, writing
from consult.exchange.contacts import import_contacts, read_contacts
from consult.models.parties import CONTACT_POINT
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("until", ["", "2027-06-30"])
def test_a_table_that_comes_twice_at_once_is_recorded_once(office: Office, until: str) -> None:
    """Whoever comes second finds the desk that the first one recorded, and changes nothing."""
    read = read_contacts(f"organ,channel,address,valid_until\nMFA,mail,desk@mofa.example.int,{until}\n")

    def brought(connection: Any) -> Any:
        return import_contacts(connection, None, "JPN", read, TODAY)

    def again() -> Any:
        with writing(office.engine) as connection:
            return brought(connection)

    first, second = in_turn(office.engine, brought, again)

    assert (1, 0) == (first.count("new"), first.count("same"))
    assert not isinstance(second, Exception), repr(second)
    assert (0, 1) == (second.count("new"), second.count("same"))
    with reading(office.engine) as connection:
        assert 1 == len(connection.execute(select(CONTACT_POINT.c.id)).all())
