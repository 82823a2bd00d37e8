"""The desk and what stands beside it in a real browser: readable for everybody, and no wider than any window."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from tests.browser.desks import ADVISER, AT, Desks, furnish, seated
from tests.browser.harness import SIZES

pytestmark = pytest.mark.browser

PAGES = ("/desk", "/overview", "/search?q=lunar", "/cases?due=7&procedure=gone", "/desk?as_of=2027-03-01")


@pytest.fixture
def desks(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """Give the desks of States that have no case yet."""
    with clock.frozen(AT):
        app: Any = furnish(tmp_path_factory.mktemp("furnished"))
        with seated(browser, app) as found:
            yield found
    app.extensions["consult"].engine.dispose()


def test_every_page_beside_the_desk_is_readable_in_every_look(desks: Desks) -> None:
    """Light and dark, wide and narrow: nothing for the accessibility checker to find, nothing to scroll sideways."""
    office = desks.at(ADVISER.format("jpn"))
    for address in PAGES:
        office.open(address)
        for size, viewport in SIZES.items():
            office.page.set_viewport_size(viewport)
            for scheme in ("light", "dark"):
                office.page.emulate_media(color_scheme=scheme)
                assert [] == office.violations(whole=scheme == "light"), (address, size, scheme)
            assert not office.window.overflows(), (address, size)


def test_a_view_is_saved_opened_from_the_desk_and_removed_without_script(desks: Desks) -> None:
    """By hand, as on a machine that runs no script."""
    office = desks.at(ADVISER.format("fra"), script=False)
    page = office.open("/cases")
    page.get_by_label("Due").select_option("30")
    office.press("Filter")
    page.get_by_text("Save these filters as a view").click()
    page.get_by_label("Name of the view").fill("This month")
    office.press("Save")
    office.open("/desk")
    page.get_by_role("link", name="This month").click()
    expect(page.get_by_label("Due")).to_have_value("30")
    page.get_by_text("The view “This month”").click()
    office.press("Remove this view")
    office.open("/desk")
    expect(page.get_by_role("link", name="This month")).to_have_count(0)
