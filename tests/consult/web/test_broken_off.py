"""A fault between the record and the answer: nobody is told that nothing was recorded, and the same request gets the
first answer.
"""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from consult.api import acts
from consult.db import Busy
from consult.models.cases import ACT
from tests.consult.api.conftest import berths, still_clock
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import World

__all__ = ["berths", "still_clock"]
MAY_BE = "A fault came between the record and this answer: what was sent may be recorded."


def number_of(world: World, step: str) -> int:
    """Count the acts of a step."""
    with world.reading() as connection:
        return len(connection.execute(ACT.select().where(ACT.c.step == step)).all())


@pytest.mark.parametrize(
    ("fault", "status"),
    [(OperationalError("SELECT", {}, Exception("gone")), 503), (Busy("busy"), 503), (RuntimeError("unforeseen"), 500)],
    ids=["the database is gone", "others keep it", "unforeseen"],
)
@pytest.mark.rewrites_mandates
def test_a_system_is_told_that_it_may_be_recorded_and_to_send_it_again_with_its_key(
    berths: World, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    """20 November 2026: the act is on record when the answer cannot be drawn; asked again it is the first one."""
    berths.app.config["PROPAGATE_EXCEPTIONS"] = False
    ref, asks = serve_berth(berths.signed_in("all@jpn.example")), machine(berths, "all@jpn.example")
    body = {"step": "make_statement", "filing": {"text": "Held"}, "seen": 1}

    def broken(*_given: Any) -> Any:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(acts, "ActReceipt", broken)
        first = asks.post(f"/api/v1/cases/{ref}/acts", body, Idempotency_Key="once")
    again = asks.post(f"/api/v1/cases/{ref}/acts", body, Idempotency_Key="once")

    assert (status, f"{MAY_BE} Send it again with the same Idempotency-Key.") == (
        first.status_code,
        first.json["detail"],
    )
    assert (200, True) == (again.status_code, again.json["repeated"])
    assert 1 == number_of(berths, "make_statement")


@pytest.mark.rewrites_mandates
def test_where_nothing_was_written_it_is_said(berths: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same fault before the record: nothing was recorded."""
    ref, asks = serve_berth(berths.signed_in("all@jpn.example")), machine(berths, "all@jpn.example")

    def gone(*_given: Any, **_named: Any) -> Any:
        raise OperationalError("SELECT", {}, Exception("gone"))

    body = {"step": "make_statement", "filing": {"text": "Held"}, "seen": 1}
    monkeypatch.setattr(berths.app.extensions["consult"].docket.__class__, "take", gone)
    answer = asks.post(f"/api/v1/cases/{ref}/acts", body)

    assert 503 == answer.status_code
    assert "nothing was recorded" in answer.json["detail"]
    assert "Retry-After" in answer.headers
