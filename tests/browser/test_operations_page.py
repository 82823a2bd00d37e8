"""The page of those who run an installation, in a real browser: every look, paper, from the right, the keyboard."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import insert, update

from consult.models.cases import OUTBOX
from consult.models.parties import PERSON
from consult.signs import Sign, give_for_all, give_sign
from consult.slowness import keep_slow
from tests.browser.harness import served, watched
from tests.browser.test_people_pages import LOOKS, assert_fine
from tests.consult.web.world import AT, LIAISON, PASSWORD, World
from tests.house.outputs_world import more_accounts

pytestmark = pytest.mark.browser

OPERATOR = "operator@jpn.example"
SILENT = "a-machine-with-a-long-name.internal.mofa.example 12345"
LONG = "SELECT a_column_with_a_name_of_its_own FROM a_table_whose_name_does_not_end WHERE " + "x" * 120


@pytest.fixture(scope="module")
def start(world: World) -> Iterator[str]:
    """Serve a world with an operator, a silent worker, a slow statement, and work that fails or was given up."""
    more_accounts(world)
    settings = world.app.extensions["consult"].settings
    common = {"payload": "{}", "run_at": AT - timedelta(hours=2), "attempts": 60}
    with world.writing() as conn:
        give_sign(conn, SILENT, AT - timedelta(days=1), AT - timedelta(hours=3))
    for name, runs, ago in (("web1", "0.1.0", 0), ("web2.a-long-name.internal.mofa.example", "0.2.0.dev1+abcdef", 600)):
        sign = Sign(f"{name} 7", AT - timedelta(days=1), AT - timedelta(seconds=ago), runs, 2)
        give_for_all(world.app.extensions["consult"].engine, sign)
    with world.writing() as conn:
        for number in (1, 2):
            given = {**common, "key": f"planted:{number}", "topic": "serve", "last_error": "OSError: secret"}
            conn.execute(insert(OUTBOX).values(given | ({"set_aside_at": AT} if number == 1 else {})))
    keep_slow(settings.instance, AT, 1.25, LONG)
    with served(world.app) as address:
        yield address


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_page_is_accessible_in_every_look(browser: Browser, start: str, size: str, scheme: str) -> None:
    """Also with what is sound unfolded; no complaint of the policy, nothing to push sideways."""
    with watched(browser, start, size, scheme) as window:
        window.sign_in(OPERATOR, PASSWORD).open("/operations")
        expect(window.page.get_by_role("heading", name="Operations", level=1)).to_be_visible()
        assert_fine(window)
        window.page.locator("summary", has_text="sound").click()

        assert_fine(window)
        window.page.emulate_media(media="print")
        assert not window.overflows()


def test_it_reads_from_the_right_where_the_language_does(browser: Browser, start: str, world: World) -> None:
    """Nothing leaves the window, and a statement of the database stays as it is written."""
    languages = world.app.extensions["consult_languages"]
    world.app.extensions["consult_languages"] = languages | {"ar"}
    with world.writing() as conn:
        conn.execute(update(PERSON).where(PERSON.c.email == OPERATOR).values(language="ar"))
    try:
        with watched(browser, start, "narrow") as window:
            window.sign_in(OPERATOR, PASSWORD).open("/operations")

            assert "rtl" == window.page.evaluate("document.documentElement.dir")
            expect(window.page.get_by_text(LONG)).to_have_attribute("dir", "ltr")
            assert_fine(window)
    finally:
        world.app.extensions["consult_languages"] = languages
        with world.writing() as conn:
            conn.execute(update(PERSON).where(PERSON.c.email == OPERATOR).values(language="en"))


def test_work_that_was_given_up_is_tried_again_by_the_keyboard(browser: Browser, start: str) -> None:
    """The button says which work to whoever hears the page; the page says what was done, and offers it no more."""
    with watched(browser, start) as window:
        window.sign_in(OPERATOR, PASSWORD).open("/operations")
        again = window.page.get_by_role("button", name="Try again")
        again.focus()
        again.press("Enter")

        expect(window.page.get_by_role("status")).to_contain_text("It is tried again now")
        expect(again).to_have_count(0)
        assert_fine(window)


def test_nobody_else_finds_the_page_or_a_way_to_it(browser: Browser, start: str) -> None:
    """A liaison has no entry in the bar, and the address is unknown."""
    with watched(browser, start) as window:
        window.sign_in(LIAISON, PASSWORD)
        expect(window.page.get_by_role("link", name="Operations")).to_have_count(0)
        window.open("/operations")

        expect(window.page.get_by_role("heading", level=1)).not_to_have_text("Operations")
        assert "Workers" not in window.page.content()
