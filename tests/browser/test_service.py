"""Service in real browsers: a mail server that refuses, a receiver of webhooks that takes it, what the filer reads of
each channel, and the work that is left to the secretariat and to the manager whose address failed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import delete, insert

from consult import clock
from consult.delivery import endpoints
from consult.delivery.endpoints import NewEndpoint
from consult.delivery.sending import Sender
from consult.jobs import Jobs
from consult.jobs.queueing import open_queue
from consult.jobs.receipts import Receipts
from consult.models.parties import CONTACT_POINT
from consult.people.contacts import NewContact, add_contact
from tests.browser.desks import Desks, seated
from tests.browser.test_consultation import NOTICE
from tests.consult.delivery.mailbox import Mailbox, serving
from tests.consult.delivery.webhooks.receiver import HERE, HERE_TOO, Receiver, receiving
from tests.consult.web.cases_world import build_cases
from tests.consult.web.consulted import FRANCE, JAPAN, KOREA, LANDING, acting, docket, moment, take
from tests.consult.web.world import FRENCH_MANAGER, PASSWORD, SECRETARIAT, World

pytestmark = pytest.mark.browser

OLD, NEW = "old-desk@meae.example", "new-desk@meae.example"
SAID = "550 5.1.1 no such mailbox"
OFFICE = "Office for Outer Space Affairs"


@dataclass
class Reached:
    """A world whose installation sends mail and webhooks, the servers that it reaches, and offices at their desks."""

    world: World
    mailbox: Mailbox
    receiver: Receiver
    desks: Desks

    def work(self, at: datetime) -> None:
        """Do the background work until nothing is due, as it is done beside the server."""
        engine, settings, desk = self.world.engine, self.world.app.extensions["consult"].settings, docket(self.world)
        errands: Any = {"send": Sender(engine, settings), "receipt": Receipts(engine, desk)}
        jobs = Jobs(engine, desk, open_queue(settings), errands=errands)
        with clock.frozen(at):
            while jobs.tick(at):
                while (task := jobs.queue.dequeue()) is not None:
                    jobs.queue.execute(task)
        jobs.queue.storage.close()

    def served_by_mail(self) -> list[str]:
        """Name whom mail reached, but for the words to Japan's own people that a mandate of theirs ends soon."""
        return [str(one["To"]) for one in self.mailbox.received if one["Subject"] != "A mandate ends soon"]

    def assess(self) -> str:
        """Let Japan assess a landing on 20 November 2026; give the reference of the case."""
        by = acting(self.world, JAPAN, moment("2026-11-20"))
        ref = str(docket(self.world).open(by, "ost9", at=moment("2026-11-20"), title="").ref)
        told = {"activity_title": LANDING, "earliest_start": "2027-06-01"}
        take(self.world, JAPAN, "2026-11-20", ref, "start_assessment", **told)
        return ref

    def serve(self, ref: str) -> int:
        """Let Japan serve its notice on France, with a copy to the secretariat; give the number of the act."""
        told = {"activity_title": LANDING, "addressees": ["FRA"], "copied_to": ["OOSA"]}
        return take(self.world, JAPAN, "2026-11-20", ref, "serve_notice", **told, earliest_start="2027-06-01")


@pytest.fixture
def reached(browser: Browser, tmp_path: Path) -> Iterator[Reached]:
    """Give the world, in which the first contact point of France is an address that its mail server refuses."""
    with serving() as mailbox, receiving() as receiver:
        with clock.frozen(moment("2026-11-20")):
            world = build_cases(tmp_path, mail=mailbox.settings, webhooks=HERE_TOO)
            with world.app.app_context(), world.writing() as conn:
                conn.execute(delete(CONTACT_POINT))
                add_contact(conn, None, world.organs["MEAE"], NewContact("mail", OLD))
        mailbox.to_address[OLD] = SAID
        with seated(browser, world.app, PASSWORD) as desks:
            yield Reached(world, mailbox, receiver, desks)
        world.engine.dispose()


def add_webhook(reached: Reached) -> None:
    """Let France have a webhook as its second contact point, with the receiver of this machine behind it."""
    world, at = reached.world, moment("2026-11-20")
    manager = acting(world, FRENCH_MANAGER, at)
    asked = endpoints.read(NewEndpoint(reached.receiver.url, events=("drill",)), HERE)
    secret = world.app.extensions["consult"].settings.secret_key
    row = {"organ_id": world.organs["MEAE"], "channel": "webhook", "address": reached.receiver.url}
    with world.writing() as conn:
        endpoints.register(conn, manager, "FRA", asked, secret, at)
        conn.execute(insert(CONTACT_POINT).values({**row, "urgent": False, "languages": [], "position": 2}))


def line(page: Page, *words: str) -> Locator:
    """Give the line of the table of services that begins with an addressee and a channel."""
    return page.locator("#service tbody tr", has_text=re.compile(r"\s*\S*\s*".join(map(re.escape, words))))


def test_what_the_mail_server_refuses_the_webhook_serves_and_the_filer_reads_both_with_their_proof(
    reached: Reached,
) -> None:
    """Japan files the notice by hand; France acknowledges it, Korea, which has no contact point, opens it here."""
    add_webhook(reached)
    desks, ref = reached.desks, reached.assess()
    japan, france, korea = (desks.at(mail) for mail in (JAPAN, FRANCE, KOREA))
    with desks.on(2026, 11, 20) as at:
        japan.open(f"/cases/{ref}")
        japan.press("Serve notice")
        japan.file(**NOTICE | {"addressees": ["France", "Republic of Korea"], "copied_to": [OFFICE]})
        japan.clear()
        japan.send()
        notice = japan.receipt
        reached.work(at + timedelta(seconds=3))

        page = japan.open(notice)
        expect(line(page, "France", "mail")).to_contain_text("failed")
        expect(line(page, "France", "mail").get_by_role("listitem").filter(has_text="failed")).to_contain_text(SAID)
        expect(line(page, "France", "webhook").locator("td").nth(1)).to_contain_text("delivered")
        expect(line(page, "France", "webhook").get_by_role("listitem").last).to_contain_text("HTTP 200 OK")
        assert not page.get_by_text("Not everybody was reached").count()
        assert ([], 1) == (reached.served_by_mail(), len(reached.receiver.got))
    with desks.on(2026, 11, 21) as at:
        korea.open(notice)
        france.begin(f"/cases/{ref}", "Acknowledge receipt")
        france.file(remark="Received and passed on.")
        france.send()
        reached.work(at + timedelta(seconds=3))

        page = japan.open(notice)
        expect(line(page, "Republic of Korea", "in this product").locator("td").nth(1)).to_contain_text("opened")
        for channel in ("in this product", "webhook"):
            expect(line(page, "France", channel).locator("td").nth(1)).to_contain_text("acknowledged")
            expect(line(page, "France", channel)).to_contain_text("Acknowledged by act")
        assert [] == [*japan.violations(whole=True), *korea.violations(whole=True)]


def test_what_reached_nobody_is_work_of_the_secretariat_and_of_the_manager_until_they_have_mended_it(
    reached: Reached,
) -> None:
    """The filer and the manager read it at once; the secretariat, which learns of no case by such a failure, finds the
    address in a drill. It delivers a note verbale and proves with it that France is served; the manager withdraws the
    address that is dead and records another one, where the next notice arrives."""
    desks = reached.desks
    japan, office, manager = (desks.at(mail) for mail in (JAPAN, SECRETARIAT, FRENCH_MANAGER))
    with desks.on(2026, 11, 20) as at:
        ref = reached.assess()
        notice = f"/cases/{ref}/acts/{reached.serve(ref)}"
        reached.work(at + timedelta(seconds=3))
        expect(japan.open(notice).get_by_role("note").filter(has_text="Not everybody was reached")).to_be_visible()
        expect(manager.open("/desk").locator(".mend")).to_contain_text(OLD)
        expect(manager.page.locator(".mend")).to_contain_text("Mail was refused or came back on 20 November 2026.")
        begin_drill(office.open("/desk/secretariat"))
        reached.work(at + timedelta(seconds=6))
        expect(office.open("/desk/secretariat").locator(".mend")).to_contain_text(OLD)
        expect(office.page.locator(".mend")).to_contain_text("Could not be reached in a drill on 20 November 2026.")
        assert [] == [*office.violations(whole=True), *manager.violations(whole=True)]
    with desks.on(2026, 11, 23):
        deliver_by_note(office.open("/papers/new?direction=out"), ref)
        expect(line(japan.open(notice), "France", "note verbale")).to_contain_text("NV 18/2026")
        assert not japan.page.get_by_text("Not everybody was reached").count()
    with desks.on(2026, 11, 24) as at:
        replace_address(manager.open("/my-party"))
        assert not manager.open("/desk").locator(".mend").count()
        assert not office.open("/desk/secretariat").locator(".mend").count()
        reached.serve(reached.assess())
        reached.work(at + timedelta(seconds=3))
        assert [NEW] == reached.served_by_mail()


def begin_drill(page: Page) -> None:
    """Begin a drill of all parties."""
    page.get_by_role("link", name="Begin a drill").click()
    page.get_by_role("button", name="Begin the drill").click()
    expect(page.get_by_role("status")).to_contain_text("The drill has begun.")


def deliver_by_note(page: Page, ref: str) -> None:
    """Register a note verbale that the secretariat delivered to France, and prove the service of act 2 with it."""
    page.get_by_label("Channel").select_option("note_verbale")
    page.get_by_label("To which party").select_option("FRA")
    page.get_by_label("Organ that stands on it").fill("Ministry for Europe and Foreign Affairs")
    page.get_by_label("Number on the paper").fill("NV 18/2026")
    page.get_by_label("Delivered").fill("2026-11-22T15:00")
    page.get_by_label("What it says, in short").fill("The notice of Japan, by hand.")
    page.get_by_role("button", name="Register the paper").click()
    page.get_by_label("Reference of the case").fill(ref)
    page.get_by_label("Number of the act").fill("2")
    page.get_by_role("button", name="Record the service as proved").click()
    expect(page.get_by_role("status")).to_contain_text("The service is on record as proved.")


def replace_address(page: Page) -> None:
    """Withdraw the address that is dead, and record another one of the same ministry."""
    page.get_by_role("row").filter(has_text=OLD).get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status")).to_contain_text("The contact point is withdrawn")
    page.locator("[href$='/organs/MEAE/contacts/new']").click()
    page.get_by_label("Channel").select_option("mail")
    page.get_by_label("Address, number or account").fill(NEW)
    page.get_by_role("button", name="Record the contact point").click()
    expect(page.get_by_role("status")).to_contain_text("The contact point is recorded.")
