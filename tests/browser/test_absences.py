"""Absence in a real browser: recorded by hand, taken up by the substitute, both names beside the act; at every look."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consult import clock, people
from consult.models.absence import SUBSTITUTION
from consult.people import NewSubstitution
from tests.browser.harness import served, watched
from tests.browser.test_people_pages import LOOKS, assert_fine
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.test_absences import MONDAY, mandate
from tests.consult.web.world import PASSWORD

pytestmark = pytest.mark.browser
OFFICIAL, DRAFTER = "all@jpn.example", "draft@jpn.example"


def test_a_substitute_signs_in_acts_and_both_names_stand_beside_the_act(browser: Browser, tmp_path: Path) -> None:
    """The official records the absence; on Monday the drafter chooses the place, drafts, clears and dispatches."""
    world = build_cases(tmp_path)
    ref = serve_berth(world.signed_in(OFFICIAL))
    with served(world.app) as start:
        with watched(browser, start) as window:
            window.sign_in(OFFICIAL, PASSWORD)
            page = window.open("/my-party/absences/new").page
            page.get_by_label("Who stands in").select_option(mandate(world, DRAFTER))
            page.get_by_label("First day").fill("2026-11-23")
            page.get_by_label("Last day").fill("2026-11-27")
            for capacity in ("Draft", "Clear", "Dispatch"):
                page.get_by_label(capacity, exact=True).check()
            page.get_by_role("button", name="Record the absence").click()
            expect(page.get_by_role("status")).to_have_text("The absence is recorded.")
        with clock.frozen(MONDAY), watched(browser, start) as window:
            window.sign_in(DRAFTER, PASSWORD)
            page = window.open("/capacity").page
            page.locator(".choice-card", has_text="acting for").get_by_role("button").click()
            window.open(f"/cases/{ref}")
            expect(page.locator(".acting")).to_contain_text("(absent until 27 November 2026)")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            page.get_by_role("button", name="Place a statement on record").first.click()
            page.locator("textarea").first.fill("Our view")
            page.get_by_role("button", name="Go on: who will see it").click()
            page.get_by_role("button", name="Clear").first.click()
            page.locator("#sending .btn-primary").first.click()
            expect(page.locator("dl.facts").first).to_contain_text(
                "draft@jpn.example (Office draft@jpn.example), for all@jpn.example (Office all@jpn.example) "
                "(absent until 27 November 2026)"
            )
    world.engine.dispose()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_of_absences_are_accessible(browser: Browser, tmp_path: Path, size: str, scheme: str) -> None:
    """List, form, end, choice of capacity, both desks and the act, in every look."""
    world = build_cases(tmp_path)
    official = world.signed_in(OFFICIAL)
    ref = serve_berth(official)
    numbers = int(mandate(world, OFFICIAL)), int(mandate(world, DRAFTER))
    with world.app.app_context(), world.writing() as conn:
        new = NewSubstitution(*numbers, ("draft", "clear", "dispatch"), date(2026, 11, 23), date(2026, 11, 27))
        people.record_substitution(conn, None, new, MONDAY)
    with world.reading() as conn:
        assert 1 == len(conn.execute(SUBSTITUTION.select()).all())
    with clock.frozen(MONDAY), served(world.app) as start, watched(browser, start, size, scheme) as window:
        window.sign_in(OFFICIAL, PASSWORD)
        for address in ("/desk", "/my-party/absences", "/my-party/absences/new", "/my-party/absences/1/end"):
            assert_fine(window.open(address))
        window.page.context.clear_cookies()
        window.sign_in(DRAFTER, PASSWORD)
        assert_fine(window.open("/capacity"))
        window.page.locator(".choice-card button").last.click()
        assert_fine(window.open(f"/cases/{ref}"))
        window.open("/capacity").page.locator(".choice-card button").first.click()
        assert_fine(window.open("/desk"))
    world.engine.dispose()
