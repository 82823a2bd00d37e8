"""A State's key in a real browser: made there, kept there, used for a filing; read from a file; and without script."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from consult import clock, people
from consult.db import reading
from consult.docket.replaying import Openings
from consult.log.notes import SigningKey, save_key, sign_note
from consult.log.statements import key_name
from consult.log.verify import verify
from consult.people import NewMandate
from tests.browser.harness import Watched, served, watched
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth
from tests.consult.web.world import PASSWORD, World

pytestmark = pytest.mark.browser
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OFFICE, KEYS = "all@jpn.example", "/parties/JPN/organs/MFA/keys"
NAME = key_name("consult.example.int", "JPN", "MFA")


@pytest.fixture
def ministry(tmp_path: Path) -> Iterator[tuple[World, str]]:
    """Serve a world in which the ministry's one official also manages its party; verify its log at the end."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        with world.writing() as conn:
            who = people.find_person_by_mail(conn, OFFICE)
            organ = people.find_organ(conn, "JPN", "MFA").id
            office = people.mandates_of(conn, "JPN", who.id)[0]
            new = NewMandate(
                organ, "Head of section", ("draft", "clear", "dispatch", "manage"), "Letter", date(2026, 1, 1)
            )
            people.record_mandate(conn, None, who.id, new, AT)
            people.revoke_mandate(conn, None, office.id, AT)
        with served(world.app) as start:
            yield world, start
        with reading(world.engine) as connection:
            assert verify(connection, replay=Openings(connection)).sound
        world.engine.dispose()


@contextmanager
def office(
    browser: Browser, start: str, size: str = "wide", scheme: str = "light", script: bool = True
) -> Iterator[Watched]:
    """Sit at the desk of the ministry, and see at the end that the window had nothing to complain about."""
    with watched(browser, start, size, scheme, script) as window:
        window.sign_in(OFFICE, PASSWORD)
        yield window
        assert [] == window.complaints


def prepared(world: World) -> str:
    """Prepare a request that only lacks to be sent."""
    japan = world.signed_in(OFFICE)
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, **BODY)
    return draft


def send(page: Page) -> None:
    """Press the button that sends."""
    page.locator("#sending .btn-primary").click()


def fine(window: Watched) -> None:
    """Assert that the page as it stands is accessible and no wider than its window."""
    assert [] == window.violations(), window.page.url
    assert not window.overflows(), window.page.url


def test_a_key_made_in_the_browser_is_registered_and_signs_a_filing_there(
    browser: Browser, ministry: tuple[World, str]
) -> None:
    """Two presses register it, two presses file with it; the act says that it is signed and verified."""
    world, start = ministry
    with office(browser, start) as window:
        page = window.open(KEYS).page
        page.get_by_role("button", name="Make a key in this browser").click()
        expect(page.get_by_text("Signed. The note stands below")).to_be_visible()
        page.get_by_role("button", name="Register the key").click()
        expect(page.get_by_text("The key is registered.")).to_be_visible()
        expect(page.get_by_text("signs now")).to_be_visible()
        fine(window)
        window.open(f"{prepared(world)}/send")
        send(page)
        expect(page.get_by_text("Your organ has a key: sign the text")).to_be_visible()
        page.get_by_role("button", name="Sign with the key of this browser").click()
        expect(page.get_by_label("Signed note")).to_have_value(re.compile(rf"— {re.escape(NAME)} "))
        fine(window)
        send(page)
        expect(page.get_by_text("This page is your receipt")).to_be_visible()
        expect(page.get_by_text("verified now")).to_be_visible()
        fine(window)


def test_a_key_of_the_browser_is_replaced_by_one_from_a_file_with_both_signatures(
    browser: Browser, ministry: tuple[World, str], tmp_path: Path
) -> None:
    """The file is read in the browser and signs; afterwards the filing is signed from it in a window that lacks it."""
    world, start = ministry
    key = SigningKey.draw(NAME)
    save_key(tmp_path / "state.key", key)
    with office(browser, start) as window:
        page = window.open(KEYS).page
        page.get_by_role("button", name="Make a key in this browser").click()
        page.get_by_role("button", name="Register the key").click()
        expect(page.get_by_text("signs now")).to_be_visible()
        page.get_by_label("Or use a key from its file").set_input_files(tmp_path / "state.key")
        expect(page.get_by_text("Signed. The note stands below")).to_be_visible()
        page.get_by_role("button", name="Register the key").click()
        expect(page.get_by_text("The key is registered.")).to_be_visible()
        expect(page.locator(".organ-key").first).to_contain_text(key.vkey)
    with office(browser, start) as window:
        page = window.open(f"{prepared(world)}/send").page
        expect(page.get_by_role("button", name="Sign with the key of this browser")).to_be_hidden()
        wrong = tmp_path / "other.key"
        save_key(wrong, SigningKey.draw(NAME))
        page.get_by_label("Sign with a key from its file").set_input_files(wrong)
        expect(page.get_by_text("This file holds no signing key of this organ.")).to_be_visible()
        page.get_by_label("Sign with a key from its file").set_input_files(tmp_path / "state.key")
        expect(page.get_by_text("Signed. The note stands below")).to_be_visible()
        send(page)
        expect(page.get_by_text("verified now")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), [("narrow", "light"), ("narrow", "dark"), ("wide", "dark")])
def test_without_script_keys_and_filings_are_signed_elsewhere(
    browser: Browser, ministry: tuple[World, str], size: str, scheme: str
) -> None:
    """Text copied, note pasted; nothing on the pages speaks of a browser's key."""
    world, start = ministry
    key = SigningKey.draw(NAME)
    with office(browser, start, size, scheme, script=False) as window:
        page = window.open(KEYS).page
        expect(page.get_by_role("button", name="Make a key in this browser")).to_be_hidden()
        page.get_by_label("Verifier key").fill(key.vkey)
        page.get_by_role("button", name="Show the text to sign").click()
        page.get_by_label("Signed note").fill(sign_note(text_on(page), key))
        page.get_by_role("button", name="Register the key").click()
        expect(page.get_by_text("The key is registered.")).to_be_visible()
        window.open(f"{prepared(world)}/send")
        page.get_by_label("Signed note").fill(sign_note(text_on(page), key))
        send(page)
        expect(page.get_by_text("verified now")).to_be_visible()
    with office(browser, start, size, scheme) as window:
        for address in (KEYS, f"{prepared(world)}/send"):
            window.open(address)
            fine(window)


def text_on(page: Page) -> str:
    """Read the text to be signed from a page, as somebody who copies it."""
    return str(page.locator("#to-sign").text_content())
