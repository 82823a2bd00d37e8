"""A case at another moment: what the clock would do is not told where it hangs on another case."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from consult.db import reading, writing
from consult.docket.rewinding import Stood, stood
from consult.models.cases import CASE_LINK, CASES
from tests import databases
from tests.consult.docket.conftest import PROCEDURES, START, Office, build_office
from tests.consult.web.cases_world import BODY

LINKED = PROCEDURES.with_name("procedures_linked")
AFTER = datetime(2026, 12, 2, tzinfo=UTC)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Office]:
    """Give an office in which Japan waits for an answer, from 20 November, beside a request of Brazil to Korea."""
    built = build_office(databases.at(tmp_path / "consult.sqlite"), tmp_path, more=(LINKED,))
    yield built
    built.engine.dispose()


def asked(office: Office, who: str, procedure: str, **body: object) -> str:
    """Open a case and serve its request, and let receipt be proved on the same day."""
    ref = str(office.docket.open(office.standings[who], procedure, at=START, title="").ref)
    office.take(who, ref, "ask", body={**BODY, **body})
    return ref


def look(office: Office, ref: str, other: str, state: str) -> Stood:
    """Look on 21 November at a case as it would stand on 2 December, while the other one stands in a state."""
    with writing(office.engine) as connection:
        connection.execute(update(CASES).where(CASES.c.ref == other).values(state=state))
    with reading(office.engine) as connection:
        row = connection.execute(select(CASES).where(CASES.c.ref == ref)).one()
        return stood(connection, office.docket, row, AFTER, datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.parametrize("procedure", ["berth", "watch"])
def test_a_day_to_come_is_the_same_whatever_became_of_a_case_that_its_reader_does_not_know(
    watching: Office, procedure: str
) -> None:
    """Brazil's request is settled, or is not: where the clock would ask, it goes no further; else it goes on."""
    ref, other = asked(watching, "JPN", procedure), asked(watching, "BRA", "berth", asked=["KOR"])
    watching.take("JPN", ref, "record_receipt", track="berth:FRA")
    with writing(watching.engine) as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        row = {"case_id": case, "kind": "watched", "other_ref": other, "act_n": 1}
        connection.execute(insert(CASE_LINK).values(row))

    found = [look(watching, ref, other, state) for state in ("asked", "settled")]

    told = [(one.is_settled, [act.step for act in one.would], one.seen.case.tracks) for one in found]
    assert told[0] == told[1]
    assert (procedure == "berth") == found[0].is_settled
    assert found[0].would if procedure == "berth" else not found[0].would


def test_a_day_that_is_over_hangs_on_no_other_case_either(watching: Office) -> None:
    """On 2 December the clock has not recorded anything: what was recorded by then is told, and no more."""
    ref = asked(watching, "JPN", "watch")
    watching.take("JPN", ref, "record_receipt", track="berth:FRA")

    with reading(watching.engine) as connection:
        row = connection.execute(select(CASES).where(CASES.c.ref == ref)).one()
        then = stood(connection, watching.docket, row, AFTER, datetime(2026, 12, 9, tzinfo=UTC))

    assert (False, "received") == (then.is_settled, then.seen.case.tracks["berth:FRA"].state)
