"""A tick and what has lapsed: what cannot be recorded is told, and nothing else waits for it."""

import logging
from functools import partial
from typing import Any

import pytest

from consult.db import Busy, Undone
from consult.docket import sweeping
from consult.jobs import Jobs
from tests.consult.docket.conftest import Office
from tests.consult.docket.test_sweeping import MORNING_AFTER, due, lapsed
from tests.consult.docket.test_sweeping_past_faults import broken, thrice_due


def test_a_tick_says_which_cases_failed_and_records_the_lapses_of_all_others(
    office: Office, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Two cases that cannot be settled, one with three limits, stand before two others; a batch is one case."""
    bad, good = [thrice_due(office), *due(office, 1)], due(office, 2)
    monkeypatch.setattr(office.docket, "sweep_all", partial(office.docket.sweep_all, batch=1))
    with broken(*bad), caplog.at_level(logging.INFO, "consult.jobs"):
        jobs.tick(MORNING_AFTER)

    assert good == lapsed(office)
    assert all(f"case {ref}" in caplog.text for ref in bad)
    assert "Failed and is tried again with the next tick: what has lapsed." in caplog.text


def test_a_tick_that_gets_no_turn_for_a_case_says_that_the_database_is_busy(
    office: Office, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is wrong then, and no fault is told: the batch was undone for others, and the case is held for too long
    when it is taken alone. The tick after has its turn."""
    refs, batch, met = due(office, 1), sweeping.Sweep._batch, [Undone("crossed"), Busy("held")]

    def batched(*given: Any) -> Any:
        if met:
            raise met.pop(0)
        return batch(*given)

    monkeypatch.setattr(sweeping.Sweep, "_batch", batched)
    with caplog.at_level(logging.INFO, "consult.jobs"):
        jobs.tick(MORNING_AFTER)

    assert "The database is busy; what has lapsed: tried again with the next tick." in caplog.text
    assert "Failed" not in caplog.text
    assert [] == lapsed(office)
    jobs.tick(MORNING_AFTER)
    assert refs == lapsed(office)
