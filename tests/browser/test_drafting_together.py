"""Two parties draft a settlement in their own windows and sign it; one of them without script."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from consult import clock
from tests.browser.harness import SIZES, Watched, served, watched
from tests.consult.web.cases_world import build_cases
from tests.consult.web.texts_world import FIRST, HOURS, NO_PRECEDENT, ONE, OTHER_HOURS, THIRD, TWO, Drafting, named
from tests.consult.web.world import AT, PASSWORD

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]


@pytest.fixture
def drafting(tmp_path: Path) -> Iterator[Drafting]:
    """Give a dispute of Japan and Korea in which nothing is tabled, on 27 November 2026."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
    with clock.frozen(THIRD):
        yield Drafting(world)
    world.engine.dispose()


def sign_in(window: Watched, mail: str) -> Page:
    """Sign in and wait for the first page."""
    window.sign_in(mail, PASSWORD)
    window.page.wait_for_url(lambda url: "/sign-in" not in url)
    return window.page


def send(page: Page) -> None:
    """Go on from the form, send, and look at the receipt."""
    page.get_by_role("button", name="Go on: who will see it").click()
    page.locator("#sending .btn-primary").click()
    expect(page.get_by_text("This page is your receipt")).to_be_visible()


def press(page: Page, name: str) -> None:
    """Press a button or follow a link."""
    whole = re.compile(rf"^{re.escape(name)}( · |$)")
    button = page.get_by_role("button", name=whole)
    button.or_(page.get_by_role("link", name=whole)).first.click()


def test_a_settlement_is_drafted_in_two_windows_and_signed_on_one_text(browser: Browser, drafting: Drafting) -> None:
    """Korea tables, Japan withholds and tables a version of its own, Korea assents and signs, Japan signs the same."""
    with ExitStack() as stack:
        start = stack.enter_context(served(drafting.world.app))
        windows = [stack.enter_context(watched(browser, start, script=script)) for script in (True, False)]
        korea, japan = (sign_in(w, f"all@{key}.example") for w, key in zip(windows, ("kor", "jpn"), strict=True))

        windows[0].open(drafting.sheet)
        press(korea, "Table a version of the text")
        korea.get_by_role("button", name="Add an entry").click()
        for i, one in enumerate(ONE):
            for part, words in one.items():
                korea.locator(f"[id='f-clauses-{i}-{part}']").fill(words)
        send(korea)

        windows[1].open(drafting.sheet)
        expect(japan.locator("#clause-1 .tx-text")).to_have_text(HOURS)
        japan.get_by_label("Choose 1").check()
        press(japan, "Withhold assent from clauses")
        expect(japan.locator("[id='f-clauses-0-key']")).to_have_value("1")
        japan.locator("[id='f-reasons']").fill("Sixty hours cannot be found.")
        send(japan)
        windows[1].open(drafting.sheet)
        press(japan, "Table a version of the text")
        expect(japan.locator("[id='f-clauses-1-text']")).to_have_value(NO_PRECEDENT)
        japan.locator("[id='f-clauses-0-text']").fill(OTHER_HOURS)
        send(japan)

        windows[0].open(drafting.sheet)
        changed = korea.locator(".tx-change").first
        expect(changed.locator("del")).to_have_text("taken out: sixty (end)")
        expect(changed.locator("ins").first).to_have_text("put in: forty (end)")
        expect(korea.locator("#clause-1")).not_to_contain_text("withholds assent")
        korea.get_by_label("Choose 1").check()
        press(korea, "Assent to clauses")
        send(korea)
        windows[0].open(drafting.sheet)
        expect(korea.locator("#clause-1")).to_contain_text("assents")
        press(korea, "Sign this text")
        korea.get_by_role("button", name="Go on: who will see it").click()
        expect(korea.locator(".notice-warn")).to_contain_text("Clause 2: no assent is on record")
        korea.locator("#sending .btn-primary").click()

        windows[1].open(drafting.sheet)
        expect(japan.locator(".tx-sign")).to_contain_text("signed")
        press(japan, "Read and sign the same text")
        press(japan, "Agree to this text")
        expect(japan.get_by_text("This page is your receipt")).to_be_visible()
        windows[1].open(drafting.sheet)
        expect(japan.get_by_text("in the words of version 2")).to_be_visible()
        assert [] == [complaint for window in windows for complaint in window.complaints]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_sheet_of_a_text_is_accessible_and_fits_in_every_look(
    browser: Browser, drafting: Drafting, size: str, scheme: str
) -> None:
    """With clauses agreed, withheld and open, differences, versions and a hand."""
    first = drafting.table("JPN", ONE, FIRST)
    drafting.take("KOR", "assent_to_clauses", {"version": first, "clauses": named("2")}, FIRST)
    second = drafting.table("KOR", TWO, FIRST, first, "What we can find.")
    withheld = {"version": second, "clauses": named("1"), "reasons": "Fifty would do."}
    drafting.take("JPN", "withhold_assent", withheld, FIRST)
    drafting.take("JPN", "assent_to_clauses", {"version": second, "clauses": named("2")}, FIRST)
    drafting.take("KOR", "settle", {"clauses": TWO}, FIRST)
    with served(drafting.world.app) as start, watched(browser, start, size, scheme) as window:
        sign_in(window, "all@jpn.example")
        for address in (drafting.sheet, f"{drafting.sheet}?from={second}&to={first}"):
            window.open(address)
            assert [] == window.violations()
            assert not window.overflows()
        assert [] == window.complaints
