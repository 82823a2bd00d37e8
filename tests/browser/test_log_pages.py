"""The pages of the record in a real browser: every look, with and without script, and on paper."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from consult.log.notes import checkpoint_text, sign_note
from consult.log.status import read_status
from tests.browser.harness import SIZES, Watched, served, watched
from tests.consult.log.signing import LOG, ORIGIN, POLICY, sign_at
from tests.consult.web.cases_world import build_cases, file, serve_berth
from tests.consult.web.world import AT, PASSWORD

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
JAPAN, BRAZIL = "all@jpn.example", "all@bra.example"


class Shown:
    """A berth that Japan asked for, cosigned but for the last act; where it is served, and what somebody holds."""

    def __init__(self, folder: Path) -> None:
        """Let the story happen at nine o'clock on 20 November 2026."""
        self.world = build_cases(folder)
        self.ref = serve_berth(self.world.signed_in(JAPAN))
        file(self.world.signed_in("all@kor.example"), self.ref, "give", "berth:KOR", text="On the north side.")
        (folder / "policy.txt").write_text(POLICY, encoding="utf-8")
        sign_at(self.world.engine, 1, "JPN", "FRA", "BRA", at=AT - timedelta(minutes=9))
        with self.world.reading() as conn:
            size = read_status(conn).size
        sign_at(self.world.engine, size, "JPN", "FRA", "BRA", at=AT)
        file(self.world.signed_in("all@fra.example"), self.ref, "make_statement", text="We shall look at it.")
        self.proof = self.world.signed_in(BRAZIL).get("/audit/entries/1/receipt").text
        lie = sign_note(checkpoint_text(ORIGIN, size, b"\5" * 32), LOG)
        self.notes = (self.proof.partition("\n\n")[2], lie)


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock three minutes after the checkpoint."""
    with clock.frozen(AT + timedelta(minutes=3)):
        yield


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shown, str]]:
    """Give the story, and where it is served."""
    with clock.frozen(AT):
        story = Shown(tmp_path_factory.mktemp("shown"))
    with served(story.world.app) as start:
        yield story, start
    story.world.engine.dispose()


def sign_in(window: Watched, mail: str) -> None:
    """Sign in, and wait until that is done."""
    window.sign_in(mail, PASSWORD)
    window.page.wait_for_url(lambda url: "/sign-in" not in url)


def pages(window: Watched, story: Shown) -> Iterator[str]:
    """Open every page of the record, one after the other; give what must be on it."""
    window.open("/audit")
    yield "cosigned by 3 of 4 witnesses"
    window.open(f"/audit?case={story.ref}")
    yield "Filters look at what you may read"
    window.open("/audit/entries/1")
    yield "recomputed: the same"
    window.open(f"/cases/{story.ref}/acts/1/receipt")
    yield "a quorum of witnesses has cosigned a checkpoint that covers it"
    window.open(f"/cases/{story.ref}/acts/3/receipt")
    yield "This is not yet proof"
    window.open("/audit/check")
    window.page.get_by_label("Or its text").fill(story.proof)
    window.page.get_by_role("button", name="Check", exact=True).click()
    yield "The receipt holds."
    window.open("/audit/compare")
    window.page.get_by_label("One checkpoint").fill(story.notes[0])
    window.page.get_by_label("The other checkpoint").fill(story.notes[1])
    window.page.get_by_role("button", name="Compare", exact=True).click()
    yield "Keep both notes as they are"


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_of_the_record_are_accessible_in_every_look(
    browser: Browser, shown: tuple[Shown, str], size: str, scheme: str
) -> None:
    """No violation, no complaint of the policy, no sideways scrolling; everything unfolded."""
    story, start = shown
    with watched(browser, start, size, scheme) as window:
        sign_in(window, JAPAN)
        for words in pages(window, story):
            window.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            expect(window.page.locator("main")).to_contain_text(words)
            assert [] == window.violations(), words
            assert not window.overflows(), words
        assert [] == window.complaints


def test_the_record_is_read_and_checked_without_script(browser: Browser, shown: tuple[Shown, str]) -> None:
    """Every page answers plain links and forms; the foot of each says how far the record is."""
    story, start = shown
    with watched(browser, start, script=False) as window:
        sign_in(window, JAPAN)
        for words in pages(window, story):
            expect(window.page.locator("main")).to_contain_text(words)
            expect(window.page.locator("footer")).to_contain_text("last checkpoint 3 min ago")


def test_whoever_is_not_of_the_case_sees_seals_and_takes_the_proof_of_one(
    browser: Browser, shown: tuple[Shown, str]
) -> None:
    """Brazil goes from the list to a sealed entry and downloads its receipt."""
    _story, start = shown
    with watched(browser, start) as window:
        sign_in(window, BRAZIL)
        page = window.open("/audit").page
        rows = page.locator("#entries tbody tr")
        own = rows.filter(has_text="A mandate was recorded")  # Brazil's own, and nothing else
        expect(rows.filter(has_text="Sealed")).to_have_count(rows.count() - own.count())
        expect(own.filter(has_not_text="Brazil")).to_have_count(0)
        page.get_by_role("link", name="1", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Entry 1 is sealed to you")
        expect(page.get_by_role("link", name="openings")).to_have_count(0)
        with page.expect_download() as taken:
            page.get_by_role("link", name="receipt", exact=True).click()
        assert "1.tlog-proof" == taken.value.suggested_filename


def test_the_evidence_of_a_case_is_taken_with_one_press(browser: Browser, shown: tuple[Shown, str]) -> None:
    """Japan chooses on the page of the case to take it away, presses the button of a set, and gets one file."""
    story, start = shown
    with watched(browser, start) as window:
        sign_in(window, JAPAN)
        page = window.open(f"/cases/{story.ref}").page
        page.get_by_role("link", name="Take this case away").click()
        with page.expect_download() as taken:
            page.get_by_role("button", name="Take it (All that you may see)").click()
        assert f"{story.ref}-full-internal.zip" == taken.value.suggested_filename
        assert [] == window.complaints


def test_a_receipt_on_paper_has_its_proof_and_no_buttons(browser: Browser, shown: tuple[Shown, str]) -> None:
    """What is printed names the checkpoint and the witnesses; what can only be pressed is left out."""
    story, start = shown
    with watched(browser, start) as window:
        sign_in(window, JAPAN)
        page = window.open(f"/cases/{story.ref}/acts/1/receipt").page
        page.emulate_media(media="print")

        expect(page.get_by_text(re.compile("witness.jpn.example")).first).to_be_visible()
        expect(page.locator("main button:visible")).to_have_count(0)
