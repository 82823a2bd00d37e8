"""Webhooks in a real browser: an endpoint is registered, tried out and removed, at two widths, in light and dark."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harness import watched
from tests.browser.test_people_pages import LOOKS, assert_fine
from tests.consult.web.world import MANAGER, PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_an_endpoint_is_registered_and_kept_in_order_by_hand(
    browser: Browser, start: str, size: str, scheme: str
) -> None:
    """Each page on the way is accessible and no wider than its window; the secret stands on one of them."""
    with watched(browser, start, size, scheme) as window:
        page = window.sign_in(MANAGER, PASSWORD).open("/my-party").page
        page.get_by_role("link", name="Webhooks").click()
        assert_fine(window)
        page.get_by_role("link", name="Register an endpoint").click()
        page.get_by_label("Address").fill("https://10.0.0.1/")
        page.get_by_role("button", name="Register and show the secret").click()
        expect(page.get_by_role("alert")).to_contain_text("not public")
        assert_fine(window)
        page.get_by_label("Address").fill(f"https://93.184.216.34/{size}/{scheme}")
        page.get_by_role("button", name="Register and show the secret").click()
        assert page.get_by_label("Secret, as the Standard").input_value().startswith("whsec_")
        assert_fine(window)
        page.get_by_role("link", name="Go on to the endpoint").click()
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_role("table")).to_contain_text("on its way")
        for more in page.locator("summary").all():
            more.click()
        assert_fine(window)
        page.get_by_role("button", name="Remove it now").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("removed")
        assert_fine(window)
