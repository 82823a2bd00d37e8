"""A liaison takes a case away from one installation, and another one imports it: what a person does, in every look."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from consult.log.status import read_status
from tests.browser.harness import SIZES, Watched, served, watched
from tests.consult.log.signing import POLICY, sign_at
from tests.consult.web.cases_world import World, build_cases, file, serve_berth
from tests.consult.web.world import AT, PASSWORD

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
JAPAN = "all@jpn.example"


@dataclass
class Two:
    """Where the case runs and where it is imported, each with its address."""

    ref: str
    here: str
    there: str
    world: World


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock."""
    with clock.frozen(AT):
        yield


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """A berth that Japan asked for on 20 November 2026, answered by Korea and attested; and an empty installation."""
    with clock.frozen(AT):
        folders = [tmp_path_factory.mktemp(name) for name in ("here", "there")]
        worlds = [build_cases(folder) for folder in folders]
        ref = serve_berth(worlds[0].signed_in(JAPAN))
        file(worlds[0].signed_in("all@kor.example"), ref, "give", "berth:KOR", text="On the north side.")
        (folders[0] / "policy.txt").write_text(POLICY, encoding="utf-8")
        with worlds[0].reading() as conn:
            size = read_status(conn).size
        sign_at(worlds[0].engine, size, "JPN", "FRA", "BRA", at=AT)
    with served(worlds[0].app) as here, served(worlds[1].app) as there:
        yield Two(ref, here, there, worlds[1])
    for world in worlds:
        world.engine.dispose()


def enter(seen: Watched, address: str) -> None:
    """Sign in, wait until that is done, and open an address."""
    seen.sign_in(JAPAN, PASSWORD)
    seen.page.wait_for_url(lambda url: "/sign-in" not in url)
    seen.open(address)


def sound(seen: Watched) -> None:
    """No violation, no complaint, nothing wider than the window."""
    assert ([], [], False) == (seen.violations(), seen.complaints, seen.overflows())


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_a_case_is_taken_away_here_and_read_there(
    browser: Browser, two: Two, tmp_path: Path, size: str, scheme: str
) -> None:
    """From the page of the case to the file, from the file to the page of the imported case, and away again."""
    with watched(browser, two.here, size, scheme) as seen:
        enter(seen, f"/cases/{two.ref}")
        seen.page.get_by_role("link", name="Take this case away").click()
        expect(seen.page.get_by_text("It stays within that delegation.")).to_be_visible()
        sound(seen)
        with seen.page.expect_download() as download:
            seen.page.get_by_role("button", name="Take it (All that you may see)").click()
        kept = tmp_path / download.value.suggested_filename
        download.value.save_as(kept)
    assert f"{two.ref}-full-internal.zip" == kept.name
    with watched(browser, two.there, size, scheme) as seen:
        enter(seen, "/imports")
        sound(seen)
        seen.page.locator("#upload").set_input_files(kept)
        seen.page.get_by_label("A policy that I give").check()
        seen.page.locator("#policy").fill(POLICY)
        seen.page.get_by_role("button", name="Check, and store nothing").click()
        expect(seen.page.get_by_text("This is what would be imported.")).to_be_visible()
        sound(seen)
        seen.page.locator("#again").set_input_files(kept)
        seen.page.get_by_role("button", name="Import it").click()
        expect(seen.page.get_by_text("An imported case: it is read here and nobody acts in it.")).to_be_visible()
        seen.page.locator("summary").nth(1).click()
        sound(seen)
        seen.page.get_by_role("button", name="Remove this copy").click()
        expect(seen.page.get_by_text("Removed. The log of your party says that it was here.")).to_be_visible()
