"""Sign-in, capacity, people, parties and errors in a real browser: by hand, at two widths, in light and dark."""

import re

import pytest
from playwright.sync_api import Browser, expect

from consult import people
from tests.browser.harness import Watched, watched
from tests.consult.web.world import AT, LIAISON, MANAGER, OFFICIAL, PASSWORD, World

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in ("wide", "narrow") for scheme in ("light", "dark")]
PAGES = (
    "/my-party",
    "/my-party/people/{person}",
    "/my-party/people/new",
    "/my-party/people/{person}/mandates/new",
    "/my-party/mandates/{mandate}/revoke",
    "/my-party/organs/new",
    "/my-party/organs/MOFA/contacts/new",
    "/parties",
    "/parties/FRA",
    "/neutrals",
    "/neutrals?serving=expert",
    "/capacity",
    "/pattern",
    "/no-such-page",
)


def assert_fine(window: Watched) -> None:
    """Assert that the page as it stands is accessible, without complaint, and no wider than its window."""
    assert [] == window.violations(), window.page.url
    assert [] == window.complaints, window.page.url
    assert not window.overflows(), window.page.url


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_of_the_party_is_accessible(
    browser: Browser, start: str, world: World, size: str, scheme: str
) -> None:
    """No violation, no console error, no sideways scrolling, in every look."""
    with world.reading() as conn:
        mandate = people.mandates_of(conn, "JPN", world.people[LIAISON])[0].id
    with watched(browser, start, size, scheme) as window:
        window.sign_in(MANAGER, PASSWORD)
        for page in PAGES:
            window.open(page.format(person=world.people[LIAISON], mandate=mandate))

            assert_fine(window)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_before_sign_in_are_accessible(
    browser: Browser, start: str, world: World, size: str, scheme: str
) -> None:
    """The question, its refusal, the one-time link and a dead link."""
    with world.writing() as conn:
        link = people.issue_link(conn, None, world.people[OFFICIAL], AT)
    with watched(browser, start, size, scheme) as window:
        for address in ("/sign-in", f"/link/{link.token}", "/link/nothing"):
            assert_fine(window.open(address))
        window.sign_in(f"nobody-{size}-{scheme}@mofa.example", "wrong wrong wrong")
        expect(window.page.get_by_role("alert")).to_be_focused()

        assert_fine(window)


def test_a_manager_invites_and_the_invited_person_signs_in(browser: Browser, start: str) -> None:
    """From the form to the first sign-in of another person, by hand."""
    with watched(browser, start) as manager, watched(browser, start) as invited:
        link = invite(manager, "First liaison, JAXA", "first@jaxa.example")
        invited.page.goto(link)
        invited.page.get_by_label("New password").fill("three words are fine")
        invited.page.get_by_label("The same again").fill("three words are fine")
        invited.page.get_by_role("button", name="Set password").click()
        expect(invited.page.get_by_role("status")).to_have_text("Your password is set. Sign in with it.")
        invited.sign_in("first@jaxa.example", "three words are fine")

        expect(invited.page.get_by_role("region", name="In what capacity you act")).to_contain_text("Japan")
        assert [] == manager.complaints + invited.complaints


def test_every_act_works_without_script(browser: Browser, start: str) -> None:
    """Invite, choose a capacity and sign out in a browser that runs no script."""
    with watched(browser, start, script=False) as window:
        assert "/link/" in invite(window, "Second liaison, JAXA", "second@jaxa.example")
        window.page.get_by_role("button", name="Sign out").click()
        expect(window.page.get_by_role("heading", name="Sign in")).to_be_visible()
        window.sign_in(OFFICIAL, PASSWORD)
        window.page.get_by_role("button", name=re.compile("Counsellor")).click()

        expect(window.page.get_by_role("region", name="In what capacity you act")).to_contain_text("Counsellor")


def test_a_form_with_faults_leads_to_them_by_keyboard(browser: Browser, start: str) -> None:
    """The list of faults has the focus; its first link leads into the first faulty field."""
    with watched(browser, start) as window:
        window.sign_in(MANAGER, PASSWORD).open("/my-party/organs/new")
        window.page.get_by_role("button", name="Record the organ").click()
        expect(window.page.get_by_role("alert")).to_be_focused()
        window.page.keyboard.press("Tab")
        window.page.keyboard.press("Enter")

        expect(window.page.get_by_label("Name of the organ")).to_be_in_viewport()
        assert_fine(window)


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(browser: Browser, start: str) -> None:
    """Whoever uses the keyboard passes the navigation by."""
    with watched(browser, start) as window:
        window.open("/sign-in")
        window.page.keyboard.press("Tab")
        expect(window.page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        window.page.keyboard.press("Enter")

        expect(window.page.locator("main")).to_be_focused()


def invite(window: Watched, name: str, email: str) -> str:
    """Fill in an invitation by hand and answer the link shown."""
    window.sign_in(MANAGER, PASSWORD).open("/my-party/people/new")
    page = window.page
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Acts for").select_option(label="Japan Aerospace Exploration Agency (agency)")
    page.get_by_label("Office", exact=True).first.fill("Liaison")
    page.get_by_label("Draft", exact=True).check()
    page.get_by_label("Level at which dispatch counts").select_option("agency")
    page.get_by_label("Instrument", exact=True).fill("Letter of 18 November 2026")
    page.get_by_role("button", name="Record and show the link").click()
    return page.get_by_label("One-time link").input_value()


@pytest.mark.parametrize("address", ["/my-party", "/my-party/people/{person}", "/parties", "/parties/FRA"])
def test_on_a_narrow_screen_no_table_is_pushed_aside_and_each_cell_names_its_column(
    browser: Browser, start: str, world: World, address: str
) -> None:
    """A row is a block; the head of the table is there for those who listen only."""
    pushed = "[...document.querySelectorAll('.table-frame')].filter(e => e.scrollWidth > e.clientWidth).length"
    with watched(browser, start, "narrow") as window:
        window.sign_in(MANAGER, PASSWORD)
        window.open(address.format(person=world.people[LIAISON]))

        assert window.page.locator(".table-frame").count()
        assert 0 == window.page.evaluate(pushed)
        assert "block" == window.page.locator(".rows tbody td").first.evaluate("e => getComputedStyle(e).display")
        expect(window.page.locator(".cell-label:visible").first).to_be_visible()


def test_what_is_folded_on_the_screen_is_open_on_paper(browser: Browser, start: str) -> None:
    """Everywhere, not in the library alone: paper cannot be unfolded."""
    folded = "<details><summary>More</summary><p id='within'>Text</p></details>"
    shown = "document.getElementById('within').checkVisibility({contentVisibilityAuto: true})"
    with watched(browser, start) as window:
        window.sign_in(MANAGER, PASSWORD)
        window.open("/my-party")
        window.page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", folded)
        assert window.page.evaluate(shown) is False

        window.page.emulate_media(media="print")

        assert window.page.evaluate("document.getElementById('within').getBoundingClientRect().height > 0")
        assert window.page.evaluate(shown) is True
