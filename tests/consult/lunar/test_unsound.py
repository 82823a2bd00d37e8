"""A description of which the register can compare nothing is refused at its question before anything is recorded."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from consult.db import reading
from consult.docket import Filed
from tests.consult.docket.conftest import Office
from tests.consult.docket.test_races import sound
from tests.consult.lunar.conftest import NOTICED, RIM, ROVER, announced
from workflows.kernel.guards import CONTENT, Refused

CORNERS = (("0", "0"), ("1", "1"), ("0", "1"), ("1", "0"))
BOW = {"body": "moon", "shape": "polygon", "points": [{"lat": lat, "lon": lon} for lat, lon in CORNERS]}
TWO_BOWS = [{"kind": "operations", "label": name, "place": BOW} for name in ("A", "B")]
UNSOUND: dict[str, tuple[dict[str, Any], list[str]]] = {
    "ends before it starts": ({"latest_end": "2027-02-01"}, ["latest_end"]),
    "ends with the last day there is": ({"latest_end": "9999-12-31"}, ["latest_end"]),
    "two outlines cross themselves": ({"areas": TWO_BOWS}, ["areas/0/place/points", "areas/1/place/points"]),
    "a part ends before it starts": (
        {"areas": [{"kind": "operations", "place": RIM, "starts": "2028-05-01", "ends": "2028-04-01"}]},
        ["areas/0/ends"],
    ),
}


def rows(office: Office) -> dict[str, int]:
    """Count the rows of every table."""
    with reading(office.engine) as connection:
        return {
            one.name: connection.execute(select(func.count()).select_from(one)).scalar_one()
            for one in SQLModel.metadata.sorted_tables
        }


def refused(office: Office, ref: str, filed: Filed) -> list[str]:
    """Give the questions at which a paper is refused, on its preview and when it is filed, with nothing recorded."""
    before, standing = rows(office), office.standings["JPN"]
    with pytest.raises(Refused) as filing:
        office.docket.take(standing, ref, filed, at=NOTICED)
    with reading(office.engine) as connection, pytest.raises(Refused) as preview:
        office.docket.rehearse(
            connection, standing, office.docket.see(connection, standing, ref, NOTICED), filed, NOTICED
        )
    assert before == rows(office)
    assert filing.value.refusals == preview.value.refusals
    assert CONTENT == filing.value.kind
    return [one.field for one in filing.value.refusals]


@pytest.mark.parametrize(("changes", "fields"), UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_description_is_refused_at_its_questions_and_leaves_nothing(
    office: Office, changes: dict[str, Any], fields: list[str]
) -> None:
    """On 23 November Japan announces a rover; corrected, the same paper is taken, and the log is sound under replay."""
    ref = office.docket.open(office.standings["JPN"], "announcement", at=NOTICED, title="").ref

    assert fields == refused(office, ref, Filed("announce", body={**ROVER, **changes}))
    office.take("JPN", ref, "announce", at=NOTICED, body=ROVER)
    assert sound(office)


def test_a_paper_is_laid_over_what_was_said_before_it_is_looked_at(office: Office) -> None:
    """Put off until after its last day, which the form does not ask: refused at the day that it asks."""
    ref = announced(office)

    late = {"earliest_start": "2029-12-01", "reason": "The launcher is late."}
    assert ["earliest_start"] == refused(office, ref, Filed("put_off", body=late))
    office.take("JPN", ref, "put_off", at=NOTICED, body={**late, "earliest_start": "2028-08-01"})
    assert sound(office)
