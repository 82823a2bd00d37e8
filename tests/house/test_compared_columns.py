"""Every column of the rows beside acts, by which is decided who sees what, is compared with the acts, or named with the
reason why it is not.
"""

from sqlalchemy import Table

from consult.docket.following import KEPT, NOT_FROM_ACTS, row_of_case
from consult.models.cases import CASE_PARTY, CASE_TRACK, CASES, DEADLINE
from tests.workflows.test_rescue_persons import searching

COMPARED: dict[Table, set[str]] = {kept.table: {"case_id", *kept.columns} for kept in KEPT}


def test_a_column_that_is_added_later_is_compared_or_named_with_its_reason() -> None:
    """Of cases, roles, tracks and limits; nothing is named that is no column, and nothing is both."""
    play = searching()
    compared = {**COMPARED, CASES: set(row_of_case(play.case, play.case, play.acts))}

    assert {CASES, CASE_PARTY, CASE_TRACK, DEADLINE} == set(compared)
    assert {table.name for table in compared} == set(NOT_FROM_ACTS)
    for table, columns in compared.items():
        reasons = NOT_FROM_ACTS[table.name]
        assert {column.name for column in table.columns} == columns | set(reasons), table.name
        assert not columns & set(reasons), table.name
        assert all(reasons.values()), table.name


def test_whatever_tells_who_sees_a_row_is_compared() -> None:
    """These columns stand in the conditions of the policy (`consult/visibility.py`)."""
    assert {"party", "role", "stake", "since", "reads", "until"} <= COMPARED[CASE_PARTY]
    assert {"party", "level", "file"} <= COMPARED[CASE_TRACK]
    assert {"track", "level", "file", "owner"} <= COMPARED[DEADLINE]
