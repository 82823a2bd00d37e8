"""A drill by hand: begun on the secretariat's desk, mailed by a real server of this machine, answered from the mail;
and a note verbale that becomes a reply. Pages in every look.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consult import clock, people
from consult.delivery.sending import Sender
from consult.jobs import Jobs, open_queue
from consult.people import Hours, NewContact
from tests.browser.harness import Watched, served, watched
from tests.consult.delivery.mailbox import Mailbox, serving
from tests.consult.web.cases_world import add_guest, build_cases, serve_berth
from tests.consult.web.world import AT, FRENCH_MANAGER, MANAGER, PASSWORD, SECRETARIAT, World

pytestmark = pytest.mark.browser

LOOKS = [(size, scheme) for size in ("wide", "narrow") for scheme in ("light", "dark")]
DAY = timedelta(days=1)
WEEK = (0, 1, 2, 3, 4)


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """Give a mail server on this machine."""
    with serving() as box:
        yield box


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox) -> Iterator[World]:
    """Give a world whose France has a mail address with hours, and an installation that sends mail."""
    with clock.frozen(AT):
        built = build_cases(tmp_path_factory.mktemp("drills"), mail=mailbox.settings)
        hours = Hours(WEEK, "09:00", "17:00", "Europe/Paris")
        with built.app.app_context(), built.writing() as conn:
            mail = NewContact("mail", "desk@meae.example", languages=("en",), hours=hours)
            people.add_contact(conn, None, built.organs["MEAE"], mail)
    yield built
    built.engine.dispose()


def work(world: World) -> None:
    """Do the background work once, as it is done beside the server: what is due is mailed."""
    parts = world.app.extensions["consult"]
    sender = Sender(world.engine, parts.settings)
    jobs = Jobs(
        world.engine, parts.docket, open_queue(parts.settings), errands={"send": sender}, drilling=parts.settings.drills
    )
    jobs.tick(clock.now())
    while (task := jobs.queue.dequeue()) is not None:
        jobs.queue.execute(task)
    jobs.queue.storage.close()


def fine(window: Watched) -> None:
    """Assert that the page as it stands is accessible, without complaint, and no wider than its window."""
    assert [] == window.violations(), window.page.url
    assert [] == window.complaints, window.page.url
    assert not window.overflows(), window.page.url


def test_a_drill_is_begun_mailed_answered_and_told(
    browser: Browser, start: str, world: World, mailbox: Mailbox
) -> None:
    """From the secretariat's desk to the figure on the party's page; the link is pressed without sign-in or script."""
    with watched(browser, start) as office, watched(browser, start, "narrow", "dark", script=False) as reader:
        office.sign_in(SECRETARIAT, PASSWORD).open("/desk")
        office.page.get_by_role("link", name="Secretariat's desk").click()
        office.page.get_by_role("link", name="Begin a drill").click()
        fine(office)
        office.page.get_by_role("button", name="Begin the drill").click()
        expect(office.page.get_by_role("heading", name="To try by hand")).to_be_visible()
        fine(office)
        work(world)
        mail = next(one for one in mailbox.received if one["To"] == "desk@meae.example")
        assert str(mail["Subject"]).startswith("Drill:")
        text = mail.get_body(("plain",))
        assert text is not None
        link = re.search(r"/drill/[\w-]+", text.get_content())
        assert link is not None

        with clock.frozen(AT + timedelta(hours=2)):
            reader.open(link[0])
            expect(reader.page.get_by_text("Nothing is served with it")).to_be_visible()
            reader.page.get_by_role("button", name="Yes, this address is read").click()
            expect(reader.page.get_by_role("status")).to_contain_text("this contact point is read")
            assert reader.open(link[0]).page.get_by_role("heading", name="This link cannot be used").is_visible()

        office.page.get_by_label("What you found").first.fill("The duty officer answered")
        office.page.get_by_role("button", name="Somebody answered").first.click()
        expect(office.page.get_by_role("status")).to_contain_text("The result is recorded.")
        with clock.frozen(AT + 7 * DAY):
            work(world)
    with clock.frozen(AT + 7 * DAY), watched(browser, start) as party:
        party.sign_in(MANAGER, PASSWORD).open("/parties/FRA")
        expect(party.page.get_by_text("1 of 1 answered (100 %), median time 2 h 0 min")).to_be_visible()
        fine(party)


def test_a_note_verbale_becomes_a_reply_by_hand(browser: Browser, start: str, world: World, tmp_path: Path) -> None:
    """Registered with its scan, taken as the reply of France, and told to France, which may object."""
    ref = serve_berth(world.signed_in("all@jpn.example"))
    add_guest(world, ref, "OOSA", AT, stake=False)
    scan = tmp_path / "note.pdf"
    scan.write_bytes(b"%PDF-1.4\nscan\n%%EOF\n")
    with clock.frozen(AT + 3 * DAY), watched(browser, start) as office, watched(browser, start) as france:
        page = office.sign_in(SECRETARIAT, PASSWORD).open("/desk/secretariat").page
        page.get_by_role("link", name="Register an incoming paper").click()
        page.get_by_label("Channel").select_option("note_verbale")
        page.get_by_label("From which party").select_option("FRA")
        page.get_by_label("Organ that stands on it").fill("Ministry for Europe and Foreign Affairs")
        page.get_by_label("Number on the paper").fill("NV 17/2026")
        page.get_by_label("Received").fill("2026-11-22T10:30")
        page.get_by_label("What it says, in short").fill("France gives the berth.")
        page.get_by_label("Scan").set_input_files(scan)
        page.get_by_role("button", name="Register the paper").click()
        page.get_by_label("Reference of the case").fill(ref)
        page.get_by_role("button", name="Go on: which step").click()
        page.get_by_label("Step").select_option("give")
        page.get_by_role("button", name="Show what this step asks").click()
        fine(office)
        page.get_by_role("textbox", name="Statement").fill("The berth is given.")
        page.get_by_role("button", name="Register in the name of France").click()
        expect(page.get_by_role("heading", name="Registered by the secretariat from a paper")).to_be_visible()
        fine(office)

        france.sign_in("all@fra.example", PASSWORD).open(f"/cases/{ref}/acts/2")
        france.page.get_by_text("This is not our reply", exact=True).click()
        france.page.get_by_label("What is wrong with it").fill("We sent no such note.")
        france.page.get_by_role("button", name="Say that this is not our reply").click()
        expect(france.page.get_by_text("“This is not our reply”, says France")).to_be_visible()
        fine(france)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_is_accessible_in_every_look(
    browser: Browser, start: str, world: World, size: str, scheme: str
) -> None:
    """No violation, no console error, no sideways scrolling."""
    for who, pages in (
        (SECRETARIAT, ("/desk/secretariat", "/papers", "/papers/new", "/papers/new?direction=out", "/drills/new")),
        (FRENCH_MANAGER, ("/directory", "/directory?state=unproved", "/desk", "/my-party", "/drill/dead")),
    ):
        with watched(browser, start, size, scheme) as window:
            window.sign_in(who, PASSWORD)
            for address in pages:
                fine(window.open(address))


@pytest.fixture(scope="module")
def start(world: World) -> Iterator[str]:
    """Serve the world and give its address."""
    with served(world.app) as address:
        yield address
