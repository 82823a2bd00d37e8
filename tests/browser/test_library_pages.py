"""The library in a real browser: readable for everybody, at any width, in light and dark, with and without script."""

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import SIZES, watched
from tests.consult.web.world import LIAISON, PASSWORD

pytestmark = pytest.mark.browser

PAGES = ("/procedures", "/procedures/ost9_precaution", "/instruments", "/instruments/LCM")
LONG_PAGES = ("/procedures/ost9", "/instruments/OST")


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


def test_on_a_narrow_screen_each_cell_names_its_column(browser: Browser, start: str) -> None:
    """The table of steps becomes cards, and no word is lost."""
    with watched(browser, start, "narrow") as window:
        window.sign_in(LIAISON, PASSWORD)
        window.open("/procedures/ost9")
        assert window.page.locator("#step-serve_notice .cell-label").first.is_visible()
