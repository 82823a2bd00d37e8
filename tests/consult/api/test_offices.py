"""Offices through a system: a mediator, a secretariat; only where the mandate of that office says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.api.machine import Machine, let_dispatch, machine, standing_of
from tests.consult.web.neutrals_world import LISTED, MEDIATOR, build_roster, day, nominate
from tests.consult.web.world import SECRETARIAT, World
from tests.house.rooms_world import Disputed

EMAIL = LISTED[0].email
STEP = "take_office_as_mediator"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Disputed]:
    """Give a dispute in which both parties nominated a mediator, on the day on which that one takes office."""
    with clock.frozen(day(4)):
        found = build_roster(tmp_path)
        nominate(found)
        yield found
    found.world.engine.dispose()


def taken(asks: Machine, told: Disputed) -> tuple[int, str]:
    """Take office through a system; give the status, and why not where it is refused."""
    ref = told.refs["dispute"]
    found = asks.given(f"/api/v1/cases/{ref}")
    body = {"step": STEP, "track": f"mediator:{MEDIATOR}", "filing": {"disclosure": "None."}, "seen": found["seen"]}
    answer = asks.post(f"/api/v1/cases/{ref}/acts", body)
    return answer.status_code, answer.json["refusals"][0]["sentence"] if answer.status_code == 403 else ""


def test_a_mediators_system_takes_no_office_without_leave_of_the_mandate(told: Disputed) -> None:
    """403 with the mandate named; the offer says the same, and the person may do it still."""
    asks = machine(told.world, EMAIL, dispatches=False)
    found = asks.given(f"/api/v1/cases/{told.refs['dispute']}")
    offer = next(one for one in found["offers"] if one["step"] == STEP)
    status, why = taken(asks, told)

    assert (403, True) == (status, "does not let this go through a system." in why)
    assert ("closed", why) == (offer["way"], offer["refusals"][0]["sentence"])
    assert (["office"], []) == tuple(asks.given("/api/v1/token")[name] for name in ("kept_back", "capacities"))
    page = told.world.signed_in(EMAIL).get(f"/cases/{told.refs['dispute']}").text
    assert (True, False) == (offer["title"] in page, "go through a system" in page)


def test_with_leave_of_the_mandate_it_does(told: Disputed) -> None:
    """The act names system and office."""
    asks = machine(told.world, EMAIL)

    assert (201, "") == taken(asks, told)
    last = asks.given(f"/api/v1/cases/{told.refs['dispute']}/acts")["items"][-1]
    assert (STEP, True) == (last["step"], last["through_system"])


def test_a_secretariats_system_drills_nobody_without_leave(berths: World) -> None:
    """403 names the mandate, of a drill begun and of one that is there; with leave it goes."""
    asks = machine(berths, SECRETARIAT, dispatches=False)
    refused = asks.post("/api/v1/drills", {})
    assert (403, 403) == (refused.status_code, asks.get("/api/v1/drills/1").status_code)
    assert "(Desk officer, Secretariat of the Committee) does not let this go through a system." in refused.text

    let_dispatch(berths, standing_of(berths, SECRETARIAT).mandate_id)
    begun = asks.post("/api/v1/drills", {"parties": ["JPN"]}, Idempotency_Key="drill-1")
    again = asks.post("/api/v1/drills", {"parties": ["JPN"]}, Idempotency_Key="drill-1")
    assert (201, 200, begun.json) == (begun.status_code, again.status_code, again.json)
    assert [2] == [one["tried"] for one in asks.given("/api/v1/drills")["items"]]
