"""The library in a real browser: readable for everybody, at any width, in light and dark, with and without script."""

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import SIZES, watched
from tests.consult.web.world import LIAISON, PASSWORD

pytestmark = pytest.mark.browser

PAGES = ("/procedures", "/procedures/ost9_precaution", "/instruments", "/instruments/LCM", "/agreements")
LONG_PAGES = ("/procedures/ost9", "/instruments/OST", "/agreements/iss-mou-1998-jpn?a=JPN&b=USA&on=2026-09-01")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_library_has_no_violation_and_fits_its_window(browser: Browser, start: str, size: str, scheme: str) -> None:
    """No finding of the accessibility checker, no error of the console, nothing wider than the window."""
    with watched(browser, start, size, scheme) as window:
        window.sign_in(LIAISON, PASSWORD)
        for address in PAGES:
            window.open(address)
            assert [] == window.violations(), address
            assert not window.overflows(), address
        assert [] == window.complaints


def test_the_longest_pages_have_no_violation_either(browser: Browser, start: str) -> None:
    """The whole of a procedure, and a treaty with every party on record."""
    with watched(browser, start) as window:
        window.sign_in(LIAISON, PASSWORD)
        for address in LONG_PAGES:
            assert [] == window.open(address).violations(), address


def test_a_citation_leads_to_its_provision(browser: Browser, start: str) -> None:
    """A click on the basis of a procedure shows the sentence of the treaty in view."""
    with watched(browser, start) as window:
        window.sign_in(LIAISON, PASSWORD)
        window.open("/procedures/ost9")
        window.page.get_by_role("link", name="Outer Space Treaty, Article IX, third sentence").first.click()
        assert window.page.url.endswith("/instruments/OST#p-IX-s3")
        assert window.page.locator("#p-IX-s3").is_visible()


def test_the_filter_by_party_works_without_script(browser: Browser, start: str) -> None:
    """The form is a plain one."""
    with watched(browser, start, script=False) as window:
        window.sign_in(LIAISON, PASSWORD)
        window.open("/instruments/OST")
        window.page.get_by_label("Party", exact=True).select_option("AUT")
        window.page.get_by_role("button", name="Show").click()
        assert 1 == window.page.locator("#party-rows tbody tr").count()


def test_the_ladder_between_two_parties_is_shown_without_script_and_fits_a_narrow_screen(
    browser: Browser, start: str
) -> None:
    """Chosen from two lists; each rung has its day or says why there is none."""
    with watched(browser, start, "narrow", script=False) as window:
        window.sign_in(LIAISON, PASSWORD)
        window.open("/agreements/pca-os-2011")
        window.page.get_by_label("One party").select_option("JPN")
        window.page.get_by_label("The other party").select_option("KOR")
        window.page.get_by_label("Notice received on").fill("2026-09-01")
        window.page.get_by_role("button", name="Show the ladder").click()
        rungs = window.page.locator(".rung")
        assert 4 == rungs.count()
        assert "Open to one party alone from 2 November 2026." in rungs.last.inner_text()
        assert not window.overflows()


def test_on_a_narrow_screen_each_cell_names_its_column(browser: Browser, start: str) -> None:
    """The table of steps becomes cards, and no word is lost."""
    with watched(browser, start, "narrow") as window:
        window.sign_in(LIAISON, PASSWORD)
        window.open("/procedures/ost9")
        assert window.page.locator("#step-serve_notice .cell-label").first.is_visible()
