"""What a person writes outlasts the session and a fault, in a real browser: a draft that saves itself, and files that
are taken twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from consult import clock
from consult.db import Busy
from consult.web import drafts
from tests.browser.harness import SIZES, Watched, served, watched
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth
from tests.consult.web.world import AT, PASSWORD, World

pytestmark = pytest.mark.browser

WHO = "draft@jpn.example"
LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure."""
    with clock.frozen(AT):
        built = build_cases(tmp_path)
    yield built
    built.engine.dispose()


@pytest.fixture
def draft(world: World) -> str:
    """Give the address of a paper in preparation of Japan."""
    drafter = world.signed_in(WHO)
    found = begin(drafter, open_berth(drafter), "ask")
    fill_in(drafter, found, do="save", **BODY)
    return found


@pytest.fixture
def start(world: World) -> Iterator[str]:
    """Serve the world and give its address."""
    with served(world.app) as address:
        yield address


def write(page: Page, words: str) -> None:
    """Write into a question without leaving it, and let a while go by."""
    page.locator("#f-remark").fill(words)
    page.clock.run_for(4_000)


def opened(window: Watched, draft: str) -> Page:
    """Sign in and open the paper, with a clock of the page that the test moves."""
    window.sign_in(WHO, PASSWORD)
    window.page.wait_for_url(lambda url: "/sign-in" not in url)
    window.page.clock.install()
    window.open(draft)
    return window.page


def leave(window: Watched) -> None:
    """Sign out in another window of the same browser."""
    other = window.page.context.new_page()
    other.goto(f"{window.start}/desk")
    other.get_by_role("button", name="Sign out").click()
    other.close()


def come_back(window: Watched) -> None:
    """Sign in in another window of the same browser."""
    other = Watched(window.page.context.new_page(), window.start)
    other.sign_in(WHO, PASSWORD)
    other.page.wait_for_url(lambda url: "/sign-in" not in url)
    other.page.close()


def test_a_draft_is_saved_while_somebody_writes_on(browser: Browser, start: str, draft: str, world: World) -> None:
    """In one long question, which is not left."""
    with watched(browser, start) as window:
        page = opened(window, draft)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            write(page, "The first of many sentences.")

        expect(page.locator("#saved")).to_contain_text("Saved")
        assert "The first of many sentences." in world.signed_in(WHO).get(draft).text
        assert [] == window.complaints


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_a_session_that_ends_while_somebody_writes_takes_no_word(
    browser: Browser, start: str, draft: str, world: World, size: str, scheme: str
) -> None:
    """The form says so in its place; after a sign-in in another window it saves by itself what stands there."""
    with watched(browser, start, size, scheme) as window:
        page = opened(window, draft)
        leave(window)
        write(page, "Written after the session had ended.")
        expect(page.locator("#saved")).to_contain_text("Not saved: your session has ended.")
        assert [] == window.violations()
        assert not window.overflows()

        come_back(window)
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        page.wait_for_load_state("networkidle")
        page.clock.run_for(1_000)
        expect(page.locator("#saved")).to_have_text("Saved 20 November 2026, 09:00 UTC")
        assert "Written after the session had ended." in world.signed_in(WHO).get(draft).text
        assert [] == window.complaints


@pytest.mark.parametrize("script", [True, False])
def test_whoever_presses_after_the_session_ended_is_shown_what_he_wrote(
    browser: Browser, start: str, draft: str, script: bool
) -> None:
    """On the page that says that the session has ended, also without script."""
    with watched(browser, start, "narrow", script=script) as window:
        window.sign_in(WHO, PASSWORD)
        window.page.wait_for_url(lambda url: "/sign-in" not in url)
        window.open(draft)
        leave(window)
        window.page.locator("#f-remark").fill("Two lines,\n\nwith a gap.")
        window.page.get_by_role("button", name="Save", exact=True).last.click()

        expect(window.page.get_by_role("heading", name="What you wrote")).to_be_visible()
        expect(window.page.locator("dd", has_text="with a gap.")).to_be_visible()
        assert not script or [] == window.violations()
        assert not script or not window.overflows()


def test_a_draft_that_could_not_be_saved_is_saved_by_itself_when_it_can_be(
    browser: Browser, start: str, draft: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others keep the database for a while; then the network is away for a while."""

    def busy(*_given: object, **_named: object) -> int:
        raise Busy("busy")

    with watched(browser, start) as window:
        page = opened(window, draft)
        with monkeypatch.context() as patch:
            patch.setattr(drafts.drafts, "save", busy)
            write(page, "Through it all.")
            expect(page.locator("#saved")).to_contain_text("Not saved: the installation cannot take it in")
        page.clock.run_for(11_000)
        expect(page.locator("#saved")).to_contain_text("Saved 20 November 2026")

        page.context.set_offline(True)
        write(page, "Through this, too.")
        expect(page.locator("#saved")).to_contain_text("Not saved: the installation does not answer.")
        page.context.set_offline(False)
        page.clock.run_for(11_000)
        expect(page.locator("#saved")).to_contain_text("Saved 20 November 2026")
        assert "Through this, too." in world.signed_in(WHO).get(draft).text


def type_steadily(page: Page, seconds: int) -> None:
    """Type into one question with a quarter of a second between two letters."""
    for _letter in range(4 * seconds):
        page.evaluate(
            "() => { const one = document.getElementById('f-remark'); one.value += 'a';"
            " one.dispatchEvent(new Event('input', {bubbles: true})); }"
        )
        page.clock.run_for(250)


def test_who_types_without_a_pause_is_saved_a_few_times_a_minute(browser: Browser, start: str, draft: str) -> None:
    """With the network away it is tried no more often."""
    with watched(browser, start) as window:
        page, asked = opened(window, draft), []
        page.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
        type_steadily(page, 40)
        assert 2 <= len(asked) <= 4
        asked.clear()
        page.context.set_offline(True)
        type_steadily(page, 40)
        assert 2 <= len(asked) <= 5


def test_what_answers_in_place_of_the_installation_does_not_stand_in_the_form(
    browser: Browser, start: str, draft: str, world: World
) -> None:
    """A proxy's own page while the installation is begun anew; then the words are saved by themselves."""
    with watched(browser, start) as window:
        page = opened(window, draft)
        page.route(f"**{draft}", lambda route: route.fulfill(status=502, body="<html><h1>502 Bad Gateway</h1></html>"))
        write(page, "While it was away.")
        expect(page.locator("#saved")).to_contain_text("Not saved: the installation does not answer.")
        page.unroute(f"**{draft}")
        page.clock.run_for(11_000)
        expect(page.locator("#saved")).to_contain_text("Saved 20 November 2026")
        write(page, "And after it.")
        page.wait_for_load_state("networkidle")
        assert "And after it." in world.signed_in(WHO).get(draft).text
        assert [] == window.complaints


def test_a_file_that_was_chosen_is_not_sent_by_what_saves_itself(
    browser: Browser, start: str, draft: str, world: World
) -> None:
    """However large it is, the words are saved."""
    world.app.config["MAX_CONTENT_LENGTH"] = 100_000
    with watched(browser, start) as window:
        page = opened(window, draft)
        chosen: FilePayload = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4" + b" " * 200_000}
        page.locator("#filing input[type=file]").last.set_input_files(chosen)
        write(page, "Beside a large file.")
        page.wait_for_load_state("networkidle")
        expect(page.locator("#saved")).to_contain_text("Saved 20 November 2026")
        assert "Beside a large file." in world.signed_in(WHO).get(draft).text


def test_nothing_saves_itself_before_a_form_that_was_pressed(browser: Browser, start: str, draft: str) -> None:
    """While a file is under way for long: words that came first would be another text, and the file not attached."""
    with watched(browser, start) as window:
        page, asked = opened(window, draft), []
        page.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
        page.evaluate(
            "() => { const form = document.getElementById('filing'); const hold = (event) => event.preventDefault();"
            " form.addEventListener('submit', hold, {once: true});"
            " form.requestSubmit(form.querySelector('[value=save]')); }"
        )
        type_steadily(page, 20)
        assert [] == asked
        type_steadily(page, 60)
        assert asked


def test_a_form_does_not_take_up_the_session_of_another_person(
    browser: Browser, start: str, draft: str, world: World
) -> None:
    """What one wrote is not stored as another's words; whoever wrote it finds it where it stands."""
    with watched(browser, start) as window:
        page = opened(window, draft)
        leave(window)
        write(page, "Written by the drafter.")
        expect(page.locator("#saved")).to_contain_text("Not saved: your session has ended.")
        other = Watched(page.context.new_page(), window.start)
        other.sign_in("all@jpn.example", PASSWORD)
        other.page.wait_for_url(lambda url: "/sign-in" not in url)
        other.page.close()
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        page.wait_for_load_state("networkidle")
        page.clock.run_for(1_000)
        assert "Written by the drafter." not in world.signed_in(WHO).get(draft).text
        expect(page.locator("#saved")).to_contain_text("Not saved: your session has ended.")


def test_a_case_is_taken_away_twice_from_one_page(browser: Browser, start: str, draft: str, world: World) -> None:
    """The answer is a file, so that the page stays, and its button counts again after a while."""
    assert draft
    with watched(browser, start) as window:
        page = opened(window, "/cases")
        case = page.locator("main table a").first.get_attribute("href")
        window.open(f"{case}/take")
        take = page.locator("main form button[type=submit]").first
        for _time in range(2):
            with page.expect_download():
                take.click()
            page.clock.run_for(4_000)
        assert [] == window.complaints
