"""Exchange in a browser: a registry's file of notices is looked at, mended, brought in, and its paper is there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desks import COUNSELLOR, Desks, furnish, seated
from tests.browser.disputes import looked_at

pytestmark = pytest.mark.browser

TITLE = "Polar relay of the registry"


@pytest.fixture
def desks(browser: Browser, tmp_path: Path) -> Iterator[Desks]:
    """Give the desks."""
    with seated(browser, furnish(tmp_path)) as found:
        yield found


def upload(page: Page, **changes: Any) -> None:
    """Choose a file of two notices, the second as it is changed, and have it looked at."""
    row = {"procedure": "ost9_request", "step": "serve_request", "filing": {"activity_title": TITLE}}
    rows = [{**row, "ref": "2026/1"}, {**row, "ref": "2026/2", **changes}]
    content = json.dumps({"format": "consult.notices/1", "origin": "registry.mofa.example", "notices": rows})
    file = {"name": "notices.json", "mimeType": "application/json", "buffer": content.encode()}
    page.locator("#upload-notices").set_input_files(files=[file])
    page.locator("form:has(#upload-notices)").get_by_role("button", name="Look at it").click()


def test_a_file_of_notices_is_mended_brought_in_once_and_nothing_is_sent(desks: Desks) -> None:
    """On 20 November 2026 Japan finds the page from New notice; a wrong row keeps all of the file out."""
    with desks.on(2026, 11, 20):
        japan = desks.at(COUNSELLOR.format("jpn"))
        page = japan.open("/notices/new")
        page.get_by_role("link", name="Bring notices in from a file").click()
        upload(page, procedure="nosuch")
        expect(page.get_by_role("row", name="2 procedure There is no procedure “nosuch” here.")).to_be_visible()
        assert not japan.may("Import it")
        assert TITLE not in japan.open("/cases").locator("main").inner_text()

        page = japan.open("/exchange")
        upload(page)
        expect(page.locator("#found")).to_contain_text("New cases with a paper in preparation: 2")
        assert [] == japan.violations(whole=True)
        japan.press("Import it")
        expect(page.get_by_text("Nothing was sent.")).to_be_visible()

        page = japan.open("/exchange")
        upload(page)
        expect(page.locator("#found")).to_contain_text("There is nothing in it to import.")
        page.locator("#found").get_by_role("link").first.click()
        expect(page.locator('main a[href^="/drafts/"]').first).to_be_visible()
        looked_at(japan, "/exchange")
