"""Where a party withholds the name of somebody who left, nothing goes of those whose names begin alike."""

from sqlalchemy import select

from consult.db import reading, writing
from consult.log.own import Own, record
from consult.models.audit import audit_opening
from consult.personal.naming import set_names
from tests.consult.docket.conftest import START
from tests.consult.docket.conftest import office as office
from tests.consult.personal.test_erasing import LATER, NAME, Told, erase_account
from tests.consult.personal.test_erasing import told as told

ANOTHER = f"Bernard Lefort, for {NAME}son"


def test_the_entries_of_whoever_stood_in_for_another_of_a_longer_name_keep_both_names(told: Told) -> None:
    """20 December 2026: the account of Akiko Canaryname is erased; that Bernard Lefort stood in for her stays without
    names, and that he stood in for Akiko Canarynameson is read as before."""
    with writing(told.office.engine) as connection:
        set_names(connection, told.manager(connection, "FRA"), "withhold", LATER)
        entries = [
            record(connection, Own("person", "FRA", {"number": number}, START, person=person)).seq
            for number, person in enumerate((f"Bernard Lefort, for {NAME}", ANOTHER))
        ]
    erase_account(told)

    with reading(told.office.engine) as connection:
        named = select(audit_opening.c.seq, audit_opening.c.value).where(audit_opening.c.field == "person")
        found = {seq: value for seq, value in connection.execute(named) if seq in entries}

    assert {entries[1]: f'"{ANOTHER}"'} == found
