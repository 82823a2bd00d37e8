"""A person looks at the formal paper of an act and of a draft, and takes it away; wide and narrow, light and dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from tests.browser.harness import SIZES, served, watched
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, serve_berth
from tests.consult.web.world import AT, PASSWORD, World

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]


@pytest.fixture
def berths(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        yield world
    world.engine.dispose()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_a_paper_is_found_from_its_act_looked_at_and_taken_away(
    browser: Browser, berths: World, size: str, scheme: str
) -> None:
    """From the receipt to the page of the paper, and from there a file of each form."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    with served(berths.app) as start, watched(browser, start, size=size, scheme=scheme) as window:
        window.sign_in("all@jpn.example", PASSWORD)
        window.page.wait_for_url(lambda url: "/sign-in" not in url)
        window.open(f"/cases/{ref}/acts/1")
        window.page.get_by_role("link", name="Take this paper away").click()
        expect(window.page.get_by_role("heading", name="Note verbale")).to_be_visible()
        expect(window.page.get_by_text("presents its compliments to")).to_be_visible()
        assert [] == window.violations()
        assert not window.overflows()
        for name, ending in (("PDF", "pdf"), ("Word", "docx"), ("HTML", "html")):
            with window.page.expect_download() as taken:
                window.page.get_by_role("link", name=name, exact=True).click()
            assert f"{ref} 1 ask en.{ending}" == taken.value.suggested_filename
        assert [] == window.complaints


def test_a_draft_is_looked_at_on_paper_before_it_is_sent(browser: Browser, berths: World) -> None:
    """From the form to its paper, which says that it is not filed, and back."""
    japan = berths.signed_in("all@jpn.example")
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, **BODY)
    with served(berths.app) as start, watched(browser, start) as window:
        window.sign_in("all@jpn.example", PASSWORD)
        window.page.wait_for_url(lambda url: "/sign-in" not in url)
        window.open(draft)
        window.page.get_by_role("link", name="As it would stand on paper").click()
        expect(window.page.get_by_text("Draft, not filed").first).to_be_visible()
        assert [] == window.violations()
        window.page.get_by_role("link", name="Draft", exact=True).click()
        assert window.page.url.endswith(draft)
        assert [] == window.complaints
