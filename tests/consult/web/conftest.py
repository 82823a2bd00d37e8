"""Pages under test: a seeded world, and a clock that stands still on 20 November 2026, 09:00 UTC."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
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
