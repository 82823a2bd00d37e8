"""The doctor looks whether the lists of parties find what they should, in a database of any size."""

import pytest
from sqlalchemy import delete, insert, select, text

from consult.db import writing
from consult.docket import relisting
from consult.doctor import lists
from consult.doctor.findings import Degree
from consult.doctor.lists import examine_lists
from consult.models.cases import CASES
from consult.models.listed import PARTY_LIMIT, PARTY_WAITING
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.test_taking import asked


def found(office: Office) -> list[tuple[Degree, str, str]]:
    """Examine the lists."""
    return [(one.degree, one.says, one.mends) for one in examine_lists(office.engine, START)]


@pytest.mark.parametrize("is_large", [False, True], ids=["all", "what is nearest"])
def test_lists_that_are_whole_lack_rows_or_lead_nowhere_are_told_apart(
    office: Office, monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    """20 November 2026: two cases; then the lists of France are lost, and Brazil is told that somebody waits for it."""
    refs = [asked(office) for _case in range(2)]
    for ref in refs:
        office.take("FRA", ref, "record_receipt")
    monkeypatch.setattr(lists, "is_large", lambda _connection: is_large)
    assert [Degree.SOUND] == [one[0] for one in found(office)]
    assert ("consult relist --check compares all" in found(office)[0][1]) is is_large

    with writing(office.engine) as connection:
        connection.execute(delete(PARTY_LIMIT).where(PARTY_LIMIT.c.party == "FRA"))
        first = connection.execute(select(CASES.c.id).where(CASES.c.ref == refs[0])).scalar_one()
        connection.execute(insert(PARTY_WAITING).values(party="BRA", case_id=first))

    lost = "The lists of parties lack 2 rows: somebody is not shown limits, or cases that wait."
    astray = "1 row of the lists of parties leads nowhere."
    assert [(Degree.WRONG, lost, "consult relist"), (Degree.WRONG, astray, "consult relist")] == found(office)
    with writing(office.engine) as connection:
        relisting.rebuild(connection)
    assert [Degree.SOUND] == [one[0] for one in found(office)]


def test_of_a_database_of_another_revision_nothing_is_said(office: Office) -> None:
    """That it is of another one is found elsewhere, and its tables may be other ones."""
    with writing(office.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '8ac0de44f00d'"))

    assert [] == found(office)
