"""Pages under test: a seeded world, and a clock that stands still on 20 November 2026, 09:00 UTC."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from consult.db import reading
from consult.docket.replaying import Openings
from consult.log.verify import verify
from tests import leave
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, World, build, copy


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock still."""
    with clock.frozen(AT):
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Seed the world once; nobody writes in this one."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("template"))
    built.engine.dispose()
    return built


@pytest.fixture
def world(template: World, tmp_path: Path) -> Iterator[World]:
    """Give a fresh seeded world."""
    copied = copy(template, tmp_path)
    yield copied
    copied.engine.dispose()


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
