"""An agreement is written in a browser: the ladder follows what is typed, with and without script, in every look."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import Watched, served, watched
from tests.consult.web.agreed import form, opened, recorded
from tests.consult.web.cases_world import begin, build_cases, fill_in
from tests.consult.web.world import PASSWORD, World

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in ("wide", "narrow") for scheme in ("light", "dark")]


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[World]:
    """Give a world with offices of four States."""
    world = build_cases(tmp_path)
    yield world
    world.engine.dispose()


@pytest.fixture
def start(offices: World) -> Iterator[str]:
    """Serve the world and give its address."""
    with served(offices.app) as address:
        yield address


def _draft(offices: World, **answers: Any) -> str:
    japan = offices.signed_in("all@jpn.example")
    draft = begin(japan, str(opened(japan).location).rpartition("/")[2], "table_text")
    fill_in(japan, draft, do="save", **answers)
    return draft


def _at(window: Watched, address: str) -> Page:
    window.sign_in("all@jpn.example", PASSWORD)
    window.page.wait_for_url(lambda url: "/sign-in" not in url)
    return window.open(address).page


def test_the_ladder_follows_what_is_typed(browser: Browser, offices: World, start: str) -> None:
    """Thirty days more, and the day of arbitration moves; without the authority it is said what is left out."""
    draft = _draft(offices, **form())
    with watched(browser, start) as window:
        page = _at(window, draft)
        shown = page.locator("#preview")
        expect(shown).to_contain_text("21 December 2026")
        page.locator("#f-stage-0-days").fill("60")
        page.locator("#f-stage-0-days").blur()
        expect(shown).to_contain_text("20 January 2027")
        expect(shown).not_to_contain_text("21 December 2026")
        page.locator("#f-appointing_authority").fill("")
        page.locator("#f-appointing_authority").blur()
        expect(shown).to_contain_text("This is required where there is a stage of arbitration")
        expect(page.locator("#preview")).to_have_count(1)

        assert [] == window.complaints


def test_without_script_the_ladder_follows_on_saving(browser: Browser, offices: World, start: str) -> None:
    """The same words after the button."""
    draft = _draft(offices, **form())
    with watched(browser, start, script=False) as window:
        page = _at(window, draft)
        page.locator("#f-stage-0-days").fill("60")
        page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.locator("#preview")).to_contain_text("20 January 2027")


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_of_agreements_are_accessible(
    browser: Browser, offices: World, start: str, size: str, scheme: str
) -> None:
    """No violation, no console error, no sideways scrolling: the form with faults, a recorded agreement, the list."""
    ref = recorded(offices)
    draft = _draft(offices, **form(arb_consent="case_by_case", appointing_authority=None))
    with watched(browser, start, size, scheme) as window:
        for address in (f"{draft}?check", f"{draft}/send", f"/agreements/{ref}", "/agreements"):
            if window.page.url == "about:blank":
                _at(window, address)
            window.open(address)

            assert [] == window.violations(), address
            assert [] == window.complaints, address
            assert not window.overflows(), address
