"""A passkey in a browser, from the first registration to the proof before an act, with Chromium's own authenticator."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from consult import clock
from tests.browser.harness import Watched, watched
from tests.consult.web.world import AT, FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, PASSWORD

LOOKS = [("wide", "light"), ("narrow", "dark")]


@contextmanager
def with_key(page: Page) -> Iterator[Any]:
    """Put a security key into the browser that verifies whoever holds it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    yield lambda verified: session.send(
        "WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": verified}
    )
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})


def here(start: str) -> str:
    """Give the address under the name that browsers have passkeys for."""
    return start.replace("127.0.0.1", "localhost")


def looked_at(seen: Watched) -> None:
    """Look at a page as it stands: nothing that a checker finds, nothing wider than its window, no complaint."""
    assert [] == seen.violations()
    assert not seen.overflows()
    assert [] == seen.complaints


def register(seen: Watched, name: str) -> None:
    """Register a passkey and keep the recovery codes that come with the first."""
    seen.open("/my-sign-in").page.get_by_label("What to call it").fill(name)
    seen.page.get_by_role("button", name="Register a passkey").click()


def test_a_passkey_is_registered_signs_in_and_proves(browser: Browser, start: str) -> None:
    """Registered, used without a password, and asked for again before an invitation whose words are kept."""
    with watched(browser, here(start)) as seen, with_key(seen.page):
        page = seen.sign_in(MANAGER, PASSWORD).page
        register(seen, "laptop")
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        expect(page.locator(".paper-codes li")).to_have_count(10)
        looked_at(seen)
        page.get_by_role("link", name="I keep them; go on").click()
        expect(page.get_by_role("rowheader", name="laptop")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()

        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_text("Acting for")).to_be_visible()

        for address in ("/my-party/sign-in", "/my-sign-in"):
            seen.open(address)
            looked_at(seen)
        seen.open("/my-party/people/new")
        with clock.frozen(AT + timedelta(minutes=20)):
            page.get_by_label("Name", exact=True).fill("Deputy, MOFA")
            page.get_by_label("Mail address").fill("deputy@mofa.example")
            page.locator("[name=organ]").select_option(index=1)
            page.locator("[name=office]").fill("Deputy")
            page.locator("[name=capacities]").first.check()
            page.locator("[name=instrument]").fill("Letter of 20 November 2026")
            page.locator("[name=level]").select_option("treaty")
            page.get_by_role("button", name="Record and show the link").click()
            expect(page.get_by_role("heading", name="Prove that it is you")).to_be_visible()
            looked_at(seen)
            page.get_by_role("button", name="Prove it with a passkey and go on").click()
            expect(page.get_by_text("This link is shown once.")).to_be_visible()
        assert [] == seen.complaints


def test_a_passkey_is_the_second_step_after_a_password(browser: Browser, start: str) -> None:
    """Whoever is not verified by the device stays outside; a recovery code is the way in without it."""
    with watched(browser, here(start)) as seen, with_key(seen.page) as verify:
        page = seen.sign_in(FRENCH_MANAGER, PASSWORD).page
        register(seen, "key")
        code = page.locator(".paper-codes code").first.inner_text()
        page.get_by_role("button", name="Sign out").click()
        seen.sign_in(FRENCH_MANAGER, PASSWORD)
        expect(page.get_by_role("heading", name="Sign in: second step")).to_be_visible()
        looked_at(seen)
        verify(False)
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_text("The browser gave no passkey.")).to_be_visible()
        page.get_by_text("I do not have it with me").click()
        page.get_by_label("Recovery code").fill(code)
        page.get_by_role("button", name="Use a recovery code").click()
        expect(page.get_by_text("Acting for")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("script", [True, False])
def test_one_time_codes_are_set_up_without_any_script(
    browser: Browser, start: str, size: str, scheme: str, script: bool
) -> None:
    """The picture is in the page; the buttons of passkeys are only where they can work."""
    email = LIAISON if script else OFFICIAL
    with watched(browser, here(start), size, scheme, script) as seen:
        page = seen.sign_in(email, PASSWORD).page
        seen.open("/my-sign-in")
        assert script is page.get_by_role("button", name="Register a passkey").is_visible()
        if page.get_by_role("button", name="Set up one-time codes").count():
            page.get_by_role("button", name="Set up one-time codes").click()
            expect(page.get_by_role("img", name=re.compile("The secret as a picture"))).to_be_visible()
            secret = page.locator(".secret-letters").inner_text().replace(" ", "")
            if script:
                looked_at(seen)
            page.get_by_label("One-time code").fill("000000")
            page.get_by_role("button", name="Set up with this code").click()
            expect(page.locator(".field-error")).to_contain_text("This code is not right now.")
            assert 32 == len(pyotp.TOTP(secret).secret)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("address", ["/sign-in", "/my-sign-in", "/prove", "/my-settings"])
def test_the_pages_of_signing_in_are_for_every_reader(
    browser: Browser, start: str, size: str, scheme: str, address: str
) -> None:
    """Wide and narrow, light and dark."""
    with watched(browser, here(start), size, scheme) as seen:
        if address != "/sign-in":
            seen.sign_in("desk@oosa.example", PASSWORD)
        seen.open(address)
        looked_at(seen)
