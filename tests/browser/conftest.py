"""Fixtures of browser tests: one Chromium, one served world, one still clock."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from consult import clock
from tests.browser.harness import served
from tests.consult.web.world import AT, World, build


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock still for the application served here."""
    with clock.frozen(AT):
        yield


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Give one Chromium for all tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a seeded world in exercise mode."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("browser"), exercise=True)
    yield built
    built.engine.dispose()


@pytest.fixture(scope="module")
def start(world: World) -> Iterator[str]:
    """Serve the world and give its address."""
    with served(world.app) as address:
        yield address
