"""The public register in a real browser, by somebody who never signs in: a notice is found, read, its document taken,
the feed followed; and every page in every look."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from tests.browser.harness import served, watched
from tests.consult.web.public_world import Told, build_leveled
from tests.consult.web.registered import BASE, registered
from tests.consult.web.test_notices_and_series import notice
from tests.consult.web.test_public import OPEN_TERMS
from tests.consult.web.world import AT

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in ("wide", "narrow") for scheme in ("light", "dark")]
NAME = "A launch that everybody may read of"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Told]]:
    """Serve a world with a released notice, one to named States, a case with a released document, and an activity."""
    with clock.frozen(AT):
        world = build_leveled(tmp_path_factory.mktemp("public"))
        world.app.extensions["consult_languages"] |= {"ar"}
        notice(world, sharing="public", notice_title=NAME)
        notice(world, notice_title="For named States alone")
        told = Told(world, {**OPEN_TERMS, "inner": "C2"})
        told.open()
        told.take("JPN", "tell", "C2")
        told.take("JPN", "release", "C0")
        registered(world, "BRA", BASE, "LUN-0001")
    with served(world.app) as address:
        yield address, told
    world.engine.dispose()


def test_a_reader_finds_a_notice_takes_a_document_and_follows_the_feed(
    browser: Browser, register: tuple[str, Told]
) -> None:
    """By the filter of the register to the notice; the file has the digest that the page says;
    the feed leads to the same page. No cookie is ever kept."""
    start, told = register
    with watched(browser, start) as window:
        page = window.page
        page.goto(f"{start}/public")
        expect(page.get_by_role("link", name=NAME)).to_be_visible()
        expect(page.get_by_text("For named States alone")).to_have_count(0)
        page.get_by_label("State or organisation").select_option(label="Japan")
        page.get_by_role("button", name="Filter").click()
        page.get_by_role("link", name=NAME).click()
        expect(page.get_by_role("heading", name=NAME)).to_be_visible()
        expect(page.get_by_text("Japan sent the notice to the Republic of Korea and France")).to_be_visible()

        page.goto(f"{start}/public/cases/{told.ref}")
        with page.expect_download() as taken:
            page.get_by_role("link", name=".pdf").first.click()
        digest = hashlib.sha256(Path(taken.value.path()).read_bytes()).hexdigest()
        expect(page.get_by_role("table").get_by_text(digest)).to_be_visible()

        page.goto(f"{start}/public")
        feed = page.request.get(start + str(page.get_by_role("link", name="Atom").get_attribute("href")))
        atom = "{http://www.w3.org/2005/Atom}"
        links = [one.find(f"{atom}link") for one in ElementTree.fromstring(feed.body()).iter(f"{atom}entry")]
        assert 2 == len(links)
        page.goto(str(links[-1].get("href")))  # type: ignore[union-attr]  # every entry has a link
        expect(page.get_by_role("heading", name=NAME, exact=True)).to_be_visible()
        assert [] == page.context.cookies()
        assert [] == window.complaints


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_is_well_in_every_look(browser: Browser, register: tuple[str, Told], size: str, scheme: str) -> None:
    """No violation, no complaint, no sideways scrolling; from right to left too; and as it is printed."""
    start, told = register
    pages = ("", f"/cases/{told.ref}", "/lunar", "/lunar/LUN-0001", "/figures", "/about", "/nosuch")
    with watched(browser, start, size, scheme) as window:
        for address in (*pages, f"/cases/{told.ref}?lang=ar", "?lang=ar"):
            window.open(f"/public{address}")
            assert [] == window.violations(), address
            assert not window.overflows(), address
        assert "rtl" == window.page.evaluate("document.documentElement.dir")
        window.page.emulate_media(media="print")
        assert not window.page.get_by_role("navigation", name="Main").is_visible()
        assert [] == window.page.context.cookies()
        assert [] == window.complaints
