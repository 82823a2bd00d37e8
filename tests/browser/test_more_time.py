"""More time in real browsers: asked for by one State, granted to it and then to all by the State that waits, read on
the case, the desk and the calendar; who has no part in the granting is refused by the server too.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, expect

from consult import clock
from tests.browser.desks import Desks, Office, seated
from tests.consult.web.cases_world import build_cases
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, landing, moment
from tests.consult.web.world import PASSWORD

pytestmark = pytest.mark.browser

BELONGS = "This step belongs to the planning State."
WHY = "The tracking data arrive on 20 December."
GRANT, GRANT_ALL = re.compile("^Grant more time for"), re.compile("^Grant all more time for")
OLD, NEW, LATER = "23 December 2026", "7 January 2027", "22 January 2027"
PLACES = ("/cases/{ref}", "/desk", "/calendar?month=2027-01")


@pytest.fixture
def told(browser: Browser, tmp_path: Path) -> Iterator[tuple[Desks, str]]:
    """Give a landing that Korea and France are to answer by 23 December 2026, and the offices at their desks."""
    with clock.frozen(moment("2026-11-20")):
        world = build_cases(tmp_path)
        ref = landing(world)
    with seated(browser, world.app, PASSWORD) as desks:
        yield desks, ref
    world.engine.dispose()


def file(office: Office, reason: str) -> None:
    """Give the reason on the form of a step, clear where that is asked for, and send."""
    office.file(reason=reason)
    office.clear()
    office.send()


def press(office: Office, ref: str, name: re.Pattern[str]) -> Page:
    """Press the step of that name on the page of the case."""
    office.open(f"/cases/{ref}").locator("main").get_by_role("button", name=name).first.click()
    return office.page


def reads(office: Office, ref: str, *days: str) -> list[tuple[bool, ...]]:
    """Say for case, desk and calendar which of some days an office reads there."""
    texts = [office.open(place.format(ref=ref)).locator("main").inner_text() for place in PLACES]
    return [tuple(day in text for day in days) for text in texts]


def sent_anyway(office: Office, address: str, **form: str) -> APIResponse:
    """Send a form whose button is absent, with the token of a page that the office has."""
    token = office.open("/cases").locator("[name=csrf_token]").first.get_attribute("value")
    return office.page.request.post(
        f"{office.window.start}{address}", form={"csrf_token": str(token), **form}, max_redirects=0
    )


def test_more_time_is_asked_for_granted_to_one_and_then_to_all_and_read_wherever_the_date_stands(
    told: tuple[Desks, str],
) -> None:
    """Korea asks on 10 December and gets fifteen days; France's date stays until Japan gives them to all."""
    desks, ref = told
    korea, france, japan = (desks.at(mail) for mail in (KOREA, FRANCE, JAPAN))
    with desks.on(2026, 12, 10):
        press(korea, ref, re.compile("^Ask for more time for"))
        expect(korea.page.locator("main")).to_contain_text(OLD)
        file(korea, WHY)
        assert not korea.open(f"/cases/{ref}").get_by_role("button", name=GRANT).count()
        assert not france.open(f"/cases/{ref}").get_by_role("button", name=GRANT).count()
        assert WHY not in france.page.locator("main").inner_text()
    with desks.on(2026, 12, 11):
        expect(press(japan, ref, GRANT).locator("main")).to_contain_text(WHY)
        file(japan, "The data are of use.")
        assert [(True,)] * 3 == reads(korea, ref, NEW)
        assert [] == korea.violations(whole=True)
        assert [(True, False)] * 3 == reads(france, ref, OLD, NEW)
    with desks.on(2026, 12, 12):
        press(japan, ref, GRANT_ALL)
        file(japan, "The data are of use to all.")
        assert [(True,)] * 3 == reads(france, ref, NEW)
        assert [(True,)] * 3 == reads(korea, ref, LATER)


def test_who_has_no_standing_to_grant_is_offered_nothing_and_refused_by_the_server(told: tuple[Desks, str]) -> None:
    """Korea for itself, whose paper stays one in preparation; France for Korea, of whose period it knows nothing;
    and Brazil, which knows of no such case. The date stays where it was."""
    desks, ref = told
    with desks.on(2026, 12, 10):
        korea = desks.at(KOREA)
        press(korea, ref, re.compile("^Ask for more time for"))
        file(korea, WHY)
        begun = {"step": "grant_extension", "track": "addressee:KOR"}
        for who in (FRANCE, BRAZIL):
            assert 404 == sent_anyway(desks.at(who), f"/cases/{ref}/drafts", **begun).status
        paper = sent_anyway(korea, f"/cases/{ref}/drafts", **begun).headers["location"]
        korea.open(paper)
        korea.file(reason="For ourselves.")
        assert not korea.page.locator("#sending").count()
        version = str(korea.open(paper).locator("#draft-version").get_attribute("value"))
        refused = sent_anyway(korea, f"{paper}/send", seen="5", version=version)
        expect(korea.open(f"{paper}/send").locator("main")).to_contain_text(BELONGS)
        assert (403, True) == (refused.status, BELONGS in refused.text())
        assert [(True, False)] * 3 == reads(korea, ref, OLD, NEW)
