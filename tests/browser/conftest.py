"""Fixtures of browser tests: one Chromium, one served world, one still clock."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, sync_playwright

from consult import clock
from tests.browser.harness import served
from tests.consult.web.world import AT, World, build


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock still for the application served here."""
    with clock.frozen(AT):
        yield


def _then_loaded(act: Callable[..., Any]) -> Callable[..., Any]:
    """Let an act of a person end when the page it leads to stands. The browser's own call returns as soon as the answer
    begins to come, so that what is read right after it may be half a page."""

    @wraps(act)
    def whole(element: Locator, *arguments: Any, **options: Any) -> Any:
        """Act, and look when the page is there."""
        done = act(element, *arguments, **options)
        element.page.wait_for_load_state("load")
        return done

    return whole


@pytest.fixture(scope="session", autouse=True)
def pages_stand_after_an_act() -> Iterator[None]:
    """Nobody reads a page before it is there."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("click", "press", "check", "select_option"):
            patch.setattr(Locator, name, _then_loaded(getattr(Locator, name)))
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
