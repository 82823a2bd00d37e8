"""The four accounts of a dispute at their desks, the case between them, and how its pages are looked at."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import expect

from consult import clock
from tests.browser.desks import Desks, Office
from tests.browser.harness import SIZES
from tests.house.rooms_world import MAIL, MEDIATOR, TRIBUNAL, Disputed


class Dispute:
    """The four accounts at their desks, and the case between them."""

    def __init__(self, desks: Desks, docket: Disputed) -> None:
        """Seat all four."""
        self.desks, self.docket = desks, docket
        self.japan, self.france, self.neutral, self.tribunal = (
            desks.at(MAIL[key]) for key in ("JPN", "FRA", MEDIATOR, TRIBUNAL)
        )
        self.ref = self.paper = self.room = self.session = ""

    @property
    def case(self) -> str:
        """Answer the address of the case."""
        return f"/cases/{self.ref}"

    def sheet(self, office: Office, key: str) -> str:
        """Open a sheet of the case and answer its words."""
        return str(office.open(f"{self.case}/sheets/{key}").locator("main").inner_text())

    def file(self, office: Office, at: str, step: str, /, **answers: Any) -> None:
        """Press a step on a page, fill in its form by hand, look at who will see it, and send."""
        self.begin(office, at, step)
        office.file(**answers)
        office.send()

    def begin(self, office: Office, at: str, step: str) -> None:
        """Press a step on a page; on which stage, seat or claim it is taken stands behind its name."""
        office.begin(at, step)

    def act(self, party: str, step: str, track: str | None = None, /, **answers: Any) -> None:
        """Take a step that others have shown by hand, through the docket."""
        self.docket.take(party, "dispute", step, clock.now(), track, **answers)

    def open_room(self, name: str) -> str:
        """Open a room as the neutral, from the page of the case, and answer its address."""
        page = self.neutral.open(self.case)
        page.get_by_role("button", name=f"Open: {name}").click()
        page.wait_for_url(lambda url: self.ref not in url)
        return urlsplit(page.url).path

    def agree(self, office: Office, step: str) -> None:
        """Lay the hand of a second party on the text of a joint step."""
        self.begin(office, self.case, step)
        office.press("Agree to this text")
        expect(office.page.get_by_text("This page is your receipt")).to_be_visible()


def looked_at(office: Office, *addresses: str) -> None:
    """See that pages are accessible, wide and light, and narrow and dark, and that nothing stands out sideways."""
    for address in addresses:
        page = office.open(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert [] == office.violations(whole=True), address
        page.set_viewport_size(SIZES["narrow"])
        page.emulate_media(color_scheme="dark")
        assert [] == office.violations(whole=False), address
        assert not office.window.overflows(), address
        page.set_viewport_size(SIZES["wide"])
        page.emulate_media(color_scheme="light")


def begun_early(office: Office, case: str, step: str, track: str) -> str:
    """Begin a paper for which no page has a button, and answer its address."""
    asked = {"step": step, "track": track, "csrf_token": token(office)}
    found = office.page.request.post(f"{office.window.start}{case}/drafts", form=asked)
    return urlsplit(found.url).path


def refused(office: Office, case: str, paper: str) -> str:
    """Send a paper that has no button for it all the same, and answer what is said."""
    last = office.open(case).locator(".entry-what a").first.get_attribute("href") or ""
    version = office.open(paper).locator("#draft-version").get_attribute("value") or ""
    page = office.open(f"{paper}/send")
    assert not page.locator("#sending .btn-primary").count()
    form = {"csrf_token": token(office), "version": version, "seen": last.rpartition("/")[2]}
    answer = page.request.post(f"{office.window.start}{paper}/send", form=form)
    return f"{answer.status} {answer.text()}"


def token(office: Office) -> str:
    """Read what every form of a page carries."""
    return office.page.locator("input[name=csrf_token]").first.get_attribute("value") or ""
