"""Words that are erased while an act is recorded in their case."""

from typing import Any

from sqlalchemy import Connection, select, update

from consult.db import reading, writing
from consult.docket import case_rows
from consult.log.erasing import WORDS, Target, erase
from consult.models.cases import ACT, ACT_LEAF, CASES
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn
from tests.consult.docket.test_taking import BODY


def test_a_title_that_an_act_gives_at_this_moment_is_not_emptied_with_the_erased_one(office: Office) -> None:
    """The case was called by words of the request, which are to go; the act that is being recorded gives it another
    title. What stands afterwards is that one."""
    opened = office.docket.open(office.standings["JPN"], "berth", at=START, title=BODY["vehicle"])
    office.take("JPN", opened.ref, "ask", body=BODY)
    with reading(office.engine) as connection:
        of_request = select(ACT_LEAF.c.seq).select_from(ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id))
        seq = connection.execute(of_request.where(ACT.c.step == "ask")).scalar_one()

    def renames(connection: Connection) -> None:
        row: Any = case_rows.lock_case(connection, opened.ref)
        connection.execute(update(CASES).where(CASES.c.id == row.id).values(title="Another visit"))

    def erases() -> None:
        with writing(office.engine) as connection:
            erase(connection, [Target(seq, (), (WORDS,))], at=START, party="JPN")

    _done, answer = in_turn(office.engine, renames, erases)

    assert answer is None, answer
    with reading(office.engine) as connection:
        assert "Another visit" == connection.execute(select(CASES.c.title)).scalar_one()
