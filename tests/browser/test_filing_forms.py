"""Forms of filings in a real browser: every look, with and without script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from tests.browser.harness import served, watched
from tests.consult.forms import pages
from tests.consult.web.world import AT, LIAISON, PASSWORD, World, build

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in ("wide", "narrow") for scheme in ("light", "dark")]
PAGES = [*(f"/under-test/{which}" for which in pages.FILINGS), "/under-test/every/text"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a seeded world with the pages under test."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("forms"))
    pages.begin(built.app)
    yield built
    built.engine.dispose()


@pytest.fixture(scope="module")
def start(world: World) -> Iterator[str]:
    """Serve the world and give its address."""
    with served(world.app) as address:
        yield address


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_form_is_accessible(browser: Browser, start: str, size: str, scheme: str) -> None:
    """No violation, no console error, no sideways scrolling, in every look."""
    with watched(browser, start, size, scheme) as window:
        window.sign_in(LIAISON, PASSWORD)
        for page in PAGES:
            window.open(page)

            assert [] == window.violations(), page
            assert [] == window.complaints, page
            assert not window.overflows(), page


@pytest.mark.parametrize("script", [True, False])
def test_entries_of_a_list_are_added_and_removed_with_and_without_script(
    browser: Browser, start: str, script: bool
) -> None:
    """Each press comes back with all that was typed."""
    with watched(browser, start, script=script) as window:
        window.sign_in(LIAISON, PASSWORD)
        page = window.open("/under-test/every").page
        page.locator("#f-title_text").fill("Another title")
        page.locator('button[value="add:stations"]').click()

        expect(page.locator("#f-stations > .f-entry")).to_have_count(3)
        expect(page.locator("#f-title_text")).to_have_value("Another title")
        page.locator('button[value="remove:stations/0"]').click()
        expect(page.locator("#f-stations > .f-entry")).to_have_count(2)
        expect(page.locator("#f-stations-0-name")).to_have_value("South")


def test_a_long_list_of_parties_can_be_filtered(browser: Browser, start: str) -> None:
    """With script a box leaves the names that hold what is typed."""
    with watched(browser, start) as window:
        window.sign_in(LIAISON, PASSWORD)
        page = window.open("/under-test/empty").page
        question = page.locator("#f-affected")
        question.get_by_label("Find").fill("number 11")

        expect(question.locator(".form-check:visible")).to_have_count(11)


def test_an_answer_takes_back_that_it_is_not_known(browser: Browser, start: str) -> None:
    """With script; without it the form names the contradiction."""
    with watched(browser, start) as window:
        window.sign_in(LIAISON, PASSWORD)
        page = window.open("/under-test/empty").page
        unknown = page.get_by_label("Not known: Mass at landing")
        unknown.check()
        page.locator("#f-mass--value").fill("12")

        expect(unknown).not_to_be_checked()


def test_a_place_asks_for_what_its_shape_has(browser: Browser, start: str) -> None:
    """With script; without it everything stands there with its shape in words."""
    with watched(browser, start) as window:
        window.sign_in(LIAISON, PASSWORD)
        page = window.open("/under-test/empty").page
        page.locator("#f-site--shape").select_option("polygon")

        expect(page.locator("#f-site--points")).to_be_visible()
        expect(page.locator("#f-site--lat")).to_be_hidden()
