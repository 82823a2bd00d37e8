"""A contact point that two officers of a secretariat try by hand in the same moment."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from consult import people
from consult.db import reading, writing
from consult.delivery import drills
from consult.models.channels import DRILL_POINT
from consult.people import NewContact
from consult.refusals import Closed, Unknown
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn


def test_what_came_of_a_point_that_two_try_at_once_is_recorded_once(office: Office) -> None:
    """20 November 2026: one officer reached nobody by telephone and records that; the other presses “reached” in the
    same moment. The first record stands, as it does where the second presses later."""
    korea = office.standings["KOR"]
    desk = replace(korea, organ_kind="secretariat", party_kind="body", capacities=frozenset({"office"}))
    with writing(office.engine) as connection:
        people.add_contact(connection, None, office.standings["JPN"].organ_id, NewContact("telephone", "+81 3 1234"))
        drill = drills.start(connection, desk, START)
        point = connection.execute(select(DRILL_POINT.c.id)).scalar_one()

    def tried(reached: bool) -> Any:
        return lambda conn: drills.record_by_hand(conn, desk, drill, point, START, reached=reached)

    def again() -> None:
        with writing(office.engine) as connection:
            tried(True)(connection)

    _done, answer = in_turn(office.engine, tried(False), again)

    assert isinstance(answer, Unknown | Closed), answer
    with reading(office.engine) as connection:
        assert drills.FAILED == connection.execute(select(DRILL_POINT.c.result)).scalar_one()
