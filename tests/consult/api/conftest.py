"""The API under test: the world of the pages, and the same clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from consult.db import reading
from consult.docket.replaying import Openings
from consult.log.verify import verify
from tests import leave
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, World


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock still."""
    with clock.frozen(AT):
        yield


@pytest.fixture
def berths(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """Give a world with the toy procedure, and verify log and cases when the story is over, but for the mandates that a
    story rewrote behind the log."""
    world = build_cases(tmp_path)
    yield world
    with reading(world.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == leave.left(connection, request)
    world.engine.dispose()
