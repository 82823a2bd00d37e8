"""A document that one of a party removes from the drafts at the moment in which another attaches it once more."""

from typing import Any

from sqlalchemy import select

from consult import drafts
from consult.db import reading, writing
from consult.documents.rows import Upload, add_document
from consult.models.cases import DOCUMENT
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn

ANNEX = Upload("a" * 64, "annex.pdf", "application/pdf", 9)


def test_a_document_that_is_attached_as_it_is_removed_is_there(office: Office) -> None:
    """20 November 2026: whoever attached it was told that it is attached, and so it is."""
    japan = office.standings["JPN"]
    case = office.docket.open(japan, "berth", at=START, title="").case_id

    def attaches(connection: Any) -> int:
        return add_document(connection, case, "JPN", japan.person_id, ANNEX, 5, START)

    def again() -> int:
        with writing(office.engine) as connection:
            return attaches(connection)

    again()
    removed, number = in_turn(
        office.engine, lambda connection: drafts.remove_document(connection, japan, case, ANNEX.digest), again
    )

    assert {ANNEX.digest} == removed
    with reading(office.engine) as connection:
        assert [number] == connection.execute(select(DOCUMENT.c.id)).scalars().all()
