"""Sign-in through a party's own identity provider, in a browser: registered, linked, used, proved again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from consult.settings import Identity
from tests.browser.harness import served, watched
from tests.browser.test_passkeys import looked_at
from tests.consult.accounts.provider_server import CLIENT, SECRET, Provider, running
from tests.consult.web.world import AT, MANAGER, PASSWORD, World, build

NAME = "Sign-in of the ministry"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world whose operator has opened the way to providers."""
    opened = Identity(enabled=True, allow_private=True, allow_http=True, allow_any_port=True)
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("providers"), exercise=True, identity=opened)
    yield built
    built.engine.dispose()


@pytest.fixture(scope="module")
def start(world: World) -> Iterator[str]:
    """Serve it."""
    with served(world.app) as address:
        yield address


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """Run the ministry's provider."""
    with running() as one:
        one.people["manager-sub"] = {"email": MANAGER, "email_verified": True, "amr": ["mfa"]}
        yield one


def test_a_manager_registers_links_and_signs_in(browser: Browser, start: str, provider: Provider) -> None:
    """The whole way, wide and light, and on the way back narrow and dark; then a form waits for a proof in another tab.

    Long because: one way of one person.
    """
    with watched(browser, start) as seen:
        page = seen.sign_in(MANAGER, PASSWORD).page
        seen.open("/my-party/sign-in/provider")
        looked_at(seen)
        page.get_by_label("Name on the button").fill(NAME)
        page.get_by_label("Issuer").fill(provider.issuer)
        page.get_by_label("Client identifier").fill(CLIENT)
        page.get_by_label("Client secret").fill(SECRET)
        page.get_by_label("What counts as a second factor").fill("mfa")
        page.get_by_role("button", name="Keep").click()
        expect(page.get_by_text("It is kept.")).to_be_visible()
        seen.open("/my-sign-in")
        page.get_by_role("button", name="Link your account").click()
        page.get_by_role("link", name="manager-sub").click()
        expect(page.get_by_text("Your account is linked.")).to_be_visible()
        looked_at(seen)

    with watched(browser, start, "narrow", "dark") as seen:
        page = seen.open("/sign-in").page
        page.get_by_role("link", name="Through your party's identity provider").click()
        looked_at(seen)
        page.get_by_role("button", name=NAME).click()
        page.get_by_role("link", name="manager-sub").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_attached()
        seen.open("/my-party")
        expect(page.get_by_role("heading", name="Japan JPN")).to_be_visible()
        seen.open("/my-party/sign-in")
        page.get_by_label("Before what binds").select_option("30")
        with clock.frozen(AT.replace(hour=10)):
            page.get_by_role("button", name="Keep").click()
            expect(page.get_by_role("heading", name="Prove that it is you")).to_be_visible()
            with page.expect_popup() as opened:
                page.get_by_role("button", name=NAME).click()
            other = opened.value
            other.get_by_role("link", name="manager-sub").click()
            expect(other.get_by_role("heading", name="It is proved")).to_be_visible()
            page.get_by_role("button", name="Go on", exact=True).click()
            expect(page.get_by_text("What your party asks is kept.")).to_be_visible()
