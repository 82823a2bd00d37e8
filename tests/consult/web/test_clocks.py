"""A machine whose clock is not that of the database: pages are read, nothing is recorded, and no proxy sends more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.web.clocks import APART
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import World


@pytest.fixture
def berths(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure."""
    world = build_cases(tmp_path)
    yield world
    world.engine.dispose()


def test_a_machine_whose_clock_is_wrong_records_nothing_until_it_is_right_again(berths: World) -> None:
    """20 November 2026: the page of a case is there, the step is refused with the reason, to a person and to a machine
    alike; whoever goes is signed out. With the clock right the same step is taken."""
    japan, asks = berths.signed_in("all@jpn.example"), machine(berths, "all@jpn.example")
    ref, step = serve_berth(japan), {"step": "make_statement", "filing": {"text": "On time."}, "seen": 1}
    step["seen"] = asks.get(f"/api/v1/cases/{ref}").json["seen"]
    berths.app.extensions[APART] = lambda: True

    page, pressed = japan.get(f"/cases/{ref}"), japan.post("/objects", form_at=f"/cases/{ref}")
    told = asks.post(f"/api/v1/cases/{ref}/acts", step)
    ready, lives = berths.app.test_client().get("/readyz"), berths.app.test_client().get("/healthz")
    berths.app.extensions[APART] = lambda: False
    taken = asks.post(f"/api/v1/cases/{ref}/acts", step)
    berths.app.extensions[APART] = lambda: True
    left = japan.post("/sign-out", form_at="/desk")

    assert (200, 503, 503) == (page.status_code, pressed.status_code, told.status_code)
    assert "dates in law hang on it: nothing was recorded" in pressed.text
    assert "dates in law hang on it: nothing was recorded" in told.json["detail"]
    assert (503, "clock", 200) == (ready.status_code, ready.json["code"], lives.status_code)
    assert 201 == taken.status_code, taken.text
    assert (303, "/sign-in") == (left.status_code, left.location)
