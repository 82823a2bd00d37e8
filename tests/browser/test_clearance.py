"""The clearance lane in a real browser: a manager sets it, four people walk a paper through it, in every look."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harness import served, watched
from tests.browser.test_people_pages import LOOKS, assert_fine
from tests.consult.web.cases_world import build_cases
from tests.consult.web.clearance_world import DRAFTER, HEAD, LEGAL, MISSION, move, passed_by, ready, say, with_lane
from tests.consult.web.world import MANAGER, PASSWORD, World

pytestmark = pytest.mark.browser


def test_a_lane_is_set_and_a_paper_walks_through_it_to_dispatch(browser: Browser, tmp_path: Path) -> None:
    """The preset is kept; the drafter submits, legal comments and passes, the head passes, the mission sends."""
    world = build_cases(tmp_path)
    _drafter, draft = ready(world)
    with served(world.app) as start:
        with watched(browser, start) as window:
            window.sign_in(MANAGER, PASSWORD)
            page = window.open("/my-party/clearance").page
            page.get_by_role("button", name="Begin with draft, legal, head of delegation, Mission").click()
            page.get_by_label("Name").nth(1).fill("Treaty section")
            page.get_by_role("button", name="Keep this lane").last.click()
            expect(page.get_by_role("status")).to_contain_text("The lane is kept.")
            expect(page.locator("#stages")).to_contain_text("Treaty section")
        with watched(browser, start) as window:
            window.sign_in(DRAFTER, PASSWORD)
            page = window.open(f"{draft}/clearance").page
            page.get_by_role("button", name="Submit this text to clearance").click()
            expect(page.locator("[aria-current=step]")).to_contain_text("Treaty section")
        with watched(browser, start) as window:
            window.sign_in(LEGAL, PASSWORD)
            page = window.open("/desk").page
            page.get_by_role("link", name="Clearance queue").click()
            page.get_by_role("link", name="Read and decide").click()
            page.get_by_label("Comment", exact=True).fill("Agreed, with regret")
            page.get_by_role("button", name="Comment").click()
            expect(page.locator(".lane-comments")).to_contain_text("Agreed, with regret")
            page.get_by_role("button", name="Pass this text: Treaty section").click()
            page.get_by_role("button", name="Pass this text: Head of delegation").click()
            expect(page.locator("[aria-current=step]")).to_contain_text("Mission")
        with watched(browser, start) as window:
            window.sign_in(MISSION, PASSWORD)
            page = window.open("/clearance").page
            page.get_by_role("link", name="Read and dispatch").click()
            page.locator("#sending .btn-primary").click()
            expect(page.locator("dl.facts").first).to_contain_text("Mission: passed by dispatching")
            assert [] == window.complaints
    world.engine.dispose()


def in_every_state(world: World) -> str:
    """Give a paper that was sent back, came again and has comments."""
    with_lane(world)
    drafter, draft = ready(world)
    passed_by(world, draft, DRAFTER)
    legal = world.signed_in(LEGAL)
    move(legal, draft, "send_back", to="s1", reason="Say from which day")
    say(legal, draft, "Which vehicle is it?", "vehicle")
    say(drafter, draft, "It is the seventh of its kind")
    drafter.post(f"{draft}/comments/2", form_at=f"{draft}/clearance", do="settle")
    passed_by(world, draft, DRAFTER, LEGAL)
    return draft


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_of_clearance_are_accessible(browser: Browser, tmp_path: Path, size: str, scheme: str) -> None:
    """Queue, paper, form, page before sending, and the lane with its form, in every look."""
    world = build_cases(tmp_path)
    draft = in_every_state(world)
    with served(world.app) as start, watched(browser, start, size, scheme) as window:
        window.sign_in(HEAD, PASSWORD)
        for address in ("/clearance", f"{draft}/clearance", draft, f"{draft}/send", "/desk"):
            assert_fine(window.open(address))
        window.page.context.clear_cookies()
        window.sign_in(MANAGER, PASSWORD)
        assert_fine(window.open("/my-party/clearance"))
    world.engine.dispose()
