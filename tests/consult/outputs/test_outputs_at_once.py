"""A made file whose time is over at the moment in which its party has it made again."""

from datetime import timedelta
from typing import Any

import pytest

from consult.db import reading, writing
from consult.outputs import rows
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn
from tests.consult.outputs.test_outputs import LATER, asked, row_of


@pytest.mark.parametrize("state", [rows.FAILED, rows.GONE])
def test_a_file_that_is_asked_for_anew_is_not_let_go_with_those_whose_time_is_over(office: Office, state: str) -> None:
    """It had failed, or had gone a month ago; somebody presses to have it made again as the day's tidying comes by.
    It stays asked for, and is made."""
    number, over = asked(office), LATER + rows.KEPT + rows.TOLD_GONE + timedelta(days=1)
    with writing(office.engine) as connection:
        rows.change(connection, number, LATER, state=state)
    row = row_of(office, number)

    def tidy() -> Any:
        with writing(office.engine) as connection:
            return rows.end_expired(connection, over)

    _done, answer = in_turn(office.engine, lambda connection: rows.retry(connection, row, over), tidy)

    assert answer == []
    with reading(office.engine) as connection:
        assert rows.WAITING == rows.find_output(connection, "JPN", row.key).state
