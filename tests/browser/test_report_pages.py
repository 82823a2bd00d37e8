"""Reports in a real browser: a counsellor builds one and takes the PDF, an affected party consents and it changes, and
every look of the pages.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from consult.log.status import read_status
from tests.browser.harness import SIZES, Watched, served, watched
from tests.consult.log.signing import POLICY, sign_at
from tests.consult.web.cases_world import build_cases
from tests.consult.web.consulted import FRANCE, JAPAN, landing, moment
from tests.consult.web.submitted import consent, submission
from tests.consult.web.world import PASSWORD

pytestmark = pytest.mark.browser

NOW = moment("2026-12-03")
LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
SCOPE = "session=LSC-66&item=lsc_treaties&kind=national_report&since=2026-01-01&until=2026-12-31&language=en"


class Shown:
    """A landing, and a submission that tells of it: Korea has consented, France has not; the log is cosigned."""

    def __init__(self, folder: Path) -> None:
        """Let it happen until 2 December 2026."""
        self.world = build_cases(folder)
        self.case = landing(self.world)
        self.ref = submission(self.world, self.case)
        consent(self.world, self.ref, "KOR")
        (folder / "policy.txt").write_text(POLICY, encoding="utf-8")
        with self.world.reading() as conn:
            size = read_status(conn).size
        sign_at(self.world.engine, size, "JPN", "FRA", "BRA", at=NOW - timedelta(minutes=3))


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock at nine o'clock of 3 December 2026."""
    with clock.frozen(NOW):
        yield


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[tuple[Shown, str]]:
    """Give the story, and where it is served."""
    story = Shown(tmp_path)
    with served(story.world.app) as start:
        yield story, start
    story.world.engine.dispose()


def sign_in(window: Watched, mail: str) -> None:
    """Sign in, and wait until that is done."""
    window.sign_in(mail, PASSWORD)
    window.page.wait_for_url(lambda url: "/sign-in" not in url)


def test_a_counsellor_builds_a_report_and_takes_the_pdf(browser: Browser, shown: tuple[Shown, str]) -> None:
    """From the menu: the scope, the figures with their acts, the file; without script as well as with it."""
    _story, start = shown
    for script in (True, False):
        with watched(browser, start, script=script) as window:
            sign_in(window, JAPAN)
            page = window.open("/desk").page
            page.get_by_role("link", name="Reports", exact=True).click()
            page.get_by_role("link", name="New report").click()
            page.get_by_label("Session").select_option("LSC-66")
            page.get_by_label("Agenda item").select_option("lsc_treaties")
            page.get_by_label("For whom").select_option("full_internal")
            page.get_by_role("button", name="Show it").click()
            page.get_by_role("link", name="F1", exact=True).first.click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Figure F1")
            expect(page.locator("#acts tbody tr").first).to_be_visible()
            page.get_by_role("link", name="The report").click()
            page.get_by_label("Word", exact=True).uncheck()
            page.get_by_role("button", name="Have it made").click()
            row = page.locator("#outputs tbody tr").first
            expect(row).to_contain_text("ready")
            with page.expect_download() as taken:
                row.get_by_role("button", name="Take it").click()
            assert taken.value.suggested_filename.endswith(".pdf")
            assert b"%PDF" == Path(taken.value.path()).read_bytes()[:4]
            assert [] == window.complaints


def test_an_affected_party_consents_and_the_report_changes(browser: Browser, shown: tuple[Shown, str]) -> None:
    """Japan's sheet withholds the landing; France reads what of it would be released, consents, and it is told."""
    story, start = shown
    sheet = f"/cases/{story.ref}/sheets/report"
    with watched(browser, start) as japan, watched(browser, start) as france:
        sign_in(japan, JAPAN)
        expect(japan.open(sheet).page.locator("main")).to_contain_text("1 case is withheld")
        sign_in(france, FRANCE)
        page = france.open(sheet).page
        expect(page.get_by_role("heading", name="What of you would be released")).to_be_visible()
        page.get_by_role("button", name="Consent", exact=True).click()
        page.wait_for_url(lambda url: "/drafts/" in url)
        page.get_by_role("button", name="Go on: who will see it").click()
        page.get_by_role("button", name="Clear this text for dispatch").click()
        page.locator("#sending .btn-primary").click()
        page.wait_for_url(lambda url: "/acts/" in url)
        expect(japan.open(sheet).page.locator("#told")).to_contain_text(story.case)
        assert [] == japan.complaints + france.complaints


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_of_reports_are_accessible_in_every_look(
    browser: Browser, shown: tuple[Shown, str], size: str, scheme: str
) -> None:
    """No violation, no complaint of the policy, no sideways scrolling; everything unfolded."""
    story, start = shown
    with watched(browser, start, size, scheme) as window:
        sign_in(window, JAPAN)
        page = window.open("/reports/audit").page
        page.get_by_label("First day (UTC)").fill("2026-11-01")
        page.get_by_role("button", name="Have it made").click()
        expect(page.locator("#outputs")).to_contain_text("ready")
        for address, words in (
            ("/reports", "ready"),
            ("/reports/audit", "no document of the United Nations"),
            ("/reports/new", "every number leads to its acts"),
            (f"/reports/new?{SCOPE}&reach=full_internal", story.case),
            (f"/reports/figure?{SCOPE}&reach=full_internal&key=overview.cases", "Acts behind it"),
            (f"/cases/{story.ref}/sheets/report", "Who was asked, and what was answered"),
        ):
            window.open(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            expect(page.locator("main")).to_contain_text(words)
            assert [] == window.violations(), address
            assert not window.overflows(), address
        assert [] == window.complaints
