"""Tokens in a real browser: made by hand, shown once, used by a machine, revoked; and the page of the API."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harness import served, watched
from tests.browser.test_people_pages import LOOKS, assert_fine
from tests.consult.api.machine import Machine
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import PASSWORD

pytestmark = pytest.mark.browser
OFFICIAL = "all@jpn.example"


def test_a_person_makes_a_token_and_revokes_it(browser: Browser, tmp_path: Path) -> None:
    """From the settings to the form, the token in a box of its own; after a press on Revoke it gives nothing."""
    world = build_cases(tmp_path)
    with served(world.app) as start, watched(browser, start) as window:
        page = window.sign_in(OFFICIAL, PASSWORD).page
        page.get_by_role("link", name="My settings").click()
        page.get_by_role("link", name="Tokens for machines").click()
        page.get_by_label("What you call it").fill("Registry")
        page.get_by_label("Under which mandate").select_option(index=1)
        page.get_by_label("Draft", exact=True).check()
        page.get_by_role("button", name="Make the token and show it").click()
        token = page.get_by_label("Token, and secret of the client").input_value()
        assert ["draft"] == Machine(world, token).given("/api/v1/token")["capacities"]
        page.get_by_role("button", name="Revoke").click()
        expect(page.get_by_role("status")).to_have_text("The token is revoked. It gives nothing any more.")
        assert 401 == Machine(world, token).get("/api/v1/token").status_code
        assert [] == window.complaints
    world.engine.dispose()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_of_tokens_and_of_the_api_are_accessible(
    browser: Browser, tmp_path: Path, size: str, scheme: str
) -> None:
    """Empty and with a token, and the whole API, in every look."""
    world = build_cases(tmp_path)
    with served(world.app) as start, watched(browser, start, size, scheme) as window:
        window.sign_in(OFFICIAL, PASSWORD)
        assert_fine(window.open("/my-tokens"))
        window.page.get_by_label("What you call it").fill("Registry")
        window.page.get_by_label("Under which mandate").select_option(index=1)
        window.page.get_by_role("button", name="Make the token and show it").click()
        assert_fine(window)
        assert_fine(window.open("/api"))
    world.engine.dispose()
