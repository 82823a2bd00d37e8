"""Offices of four States at their desks: each in a browser window of its own, over the people of the demonstration."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import update

from consult import clock, create_app, migrate
from consult.db import reading, writing
from consult.demo.seeding import seed
from consult.demo.world import world
from consult.docket import Docket
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.parties import SIGN_IN_SESSION
from consult.settings import Settings
from tests.browser.harness import AXE, SIZES, Watched, served

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LIAISON, ADVISER, COUNSELLOR = "liaison@{}.example", "adviser@{}.example", "counsellor@{}.example"
DESK = "desk@oosa.example"


def furnish(folder: Path) -> Any:
    """Build an application over a database with the people of the demonstration and without a case."""
    app = create_app(Settings.for_tests(folder, exercise=True))
    parts = app.extensions["consult"]
    migrate.upgrade(parts.engine)
    with writing(parts.engine) as connection:
        seed(connection, parts.passwords.hash(world().password, ""), {}, AT)
    return app


@contextmanager
def seated(browser: Browser, app: Any, password: str = "") -> Iterator["Desks"]:
    """Serve an application to its offices, and see at the end that no window had anything to complain about."""
    with served(app) as start:
        desks = Desks(browser, app, start, password or world().password)
        yield desks
        complaints = desks.complaints()
        desks.close()
    assert [] == complaints


class Office:
    """One person in a window: signs in again where the session is over, fills in forms by hand, presses buttons."""

    def __init__(self, window: Watched, mail: str, password: str) -> None:
        """Keep the window, the address and the password."""
        self.window, self.mail, self.password, self.receipt = window, mail, password, ""

    @property
    def page(self) -> Page:
        """Answer the page."""
        return self.window.page

    @property
    def paper(self) -> str:
        """Answer the address of the paper on whose form this office is."""
        found = re.search(r"/(drafts/[^/?#]+)", self.page.url)
        assert found is not None, self.page.url
        return found[1]

    def open(self, address: str) -> Page:
        """Open an address, signed in."""
        self.window.open(address)
        if "/sign-in" in self.page.url:
            self.window.sign_in(self.mail, self.password)
            self.page.wait_for_url(lambda url: "/sign-in" not in url)
            self.window.open(address)
        return self.page

    def violations(self, *, whole: bool) -> list[str]:
        """Answer what the accessibility checker finds: in all, or in what a colour scheme can change."""
        if whole:
            return self.window.violations()
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run({runOnly: ['color-contrast']}).then(result => result.violations)")
        return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]

    def case(self, words: str) -> str:
        """Answer the address of the case whose title holds some words, from the list."""
        page = self.open(f"/cases?words={quote(words)}")
        return str(page.locator("#cases tbody a").first.get_attribute("href"))

    def press(self, name: str) -> Page:
        """Press a button, or follow a link that looks like one."""
        found = self.page.get_by_role("button", name=_whole(name))
        found.or_(self.page.get_by_role("link", name=_whole(name))).first.click()
        return self.page

    def begin(self, at: str, step: str) -> Page:
        """Press a step on a page; on which stage, seat or claim it is taken stands behind its name."""
        main, name = self.open(at).locator("main"), re.compile(rf"^{re.escape(step)}( · |$)")
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()
        return self.page

    def may(self, name: str) -> bool:
        """Tell whether the page offers a step that can be pressed."""
        button = self.page.locator("button:not([disabled])").filter(has_text=_whole(name))
        return (button.count() + self.page.locator("a.btn").filter(has_text=_whole(name)).count()) > 0

    def answer(self, **answers: Any) -> None:
        """Fill in questions by name: text, a choice, a list of choices, or parts and entries of a question."""
        for name, value in answers.items():
            _answer(self.page, f"f-{name}", value)

    def go_on(self) -> Page:
        """Go on from the form to the page before sending."""
        return self.press("Go on: who will see it")

    def file(self, **answers: Any) -> Page:
        """Fill in a form and go on to the page before sending."""
        self.answer(**answers)
        return self.go_on()

    def clear(self) -> None:
        """Clear the text that stands before sending."""
        self.press("Clear this text for dispatch")
        expect(self.page.locator(".tag-good").filter(has_text="cleared")).to_be_visible()

    def send(self) -> Page:
        """Send what stands before sending, and look at the receipt."""
        self.page.locator("#sending .btn-primary").click()
        expect(self.page.get_by_text("This page is your receipt")).to_be_visible()
        self.receipt = urlsplit(self.page.url).path
        return self.page


def _whole(name: str) -> re.Pattern[str]:
    """Match a name, and one behind which stands who will see the act."""
    return re.compile(rf"^\s*{re.escape(name)}\s*($|· )")


def _answer(page: Page, anchor: str, value: Any) -> None:
    """Answer one question, by the shape of what is given."""
    place = page.locator(f"[id='{anchor}']")
    if isinstance(value, Mapping):
        for part, inner in value.items():
            _answer(page, f"{anchor}--{part}", inner)
    elif isinstance(value, list) and isinstance(value[0], Mapping):
        for number, entry in enumerate(value):
            for part, inner in entry.items():
                _answer(page, f"{anchor}-{number}-{part}", inner)
    elif isinstance(value, list):
        _tick(place, value)
    elif _is_select(place):
        place.select_option(value)
    else:
        place.fill(value)


def _is_select(place: Locator) -> bool:
    return bool(place.evaluate("node => node.tagName === 'SELECT'"))


def _tick(question: Locator, labels: list[str]) -> None:
    """Tick boxes by their words, after opening the list where it is folded."""
    folded = question.locator("details:not([open]) > summary")
    if folded.count():
        folded.first.click()
    for label in labels:
        question.get_by_label(label, exact=True).check()


class Desks:
    """The offices that take part, each opened when it is first needed, and the clock that they share."""

    def __init__(self, browser: Browser, app: Any, start: str, password: str) -> None:
        """Keep the browser, where the application is served, and the one password of all offices."""
        self.browser, self.app, self.start, self.password = browser, app, start, password
        self.offices: dict[str, Office] = {}

    def at(self, mail: str, *, script: bool = True) -> Office:
        """Give the office of an address."""
        if mail not in self.offices:
            context = self.browser.new_context(
                viewport=SIZES["wide"], java_script_enabled=script, reduced_motion="reduce"
            )
            context.set_default_timeout(10_000)
            self.offices[mail] = Office(Watched(context.new_page(), self.start), mail, self.password)
        return self.offices[mail]

    @contextmanager
    def on(self, year: int, month: int, day: int, *time: int) -> Iterator[datetime]:
        """Hold the clock at a moment, at nine where no time is given; first what has lapsed is recorded, as the
        background work does.

        Whoever is signed in stays so, as if everybody had signed in again that morning.
        """
        hour, minute, second = (*(time or (9,)), 0, 0)[:3]
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        parts = self.app.extensions["consult"]
        docket: Docket = parts.docket
        while docket.sweep(moment):
            pass
        with writing(parts.engine) as connection:
            connection.execute(update(SIGN_IN_SESSION).values(created_at=moment, last_seen_at=moment, proved_at=moment))
        with clock.frozen(moment):
            yield moment

    def unsound(self) -> list[Any]:
        """Answer what is wrong with the log, and with what does not follow from the acts of a case."""
        with reading(self.app.extensions["consult"].engine) as connection:
            report = verify(connection, replay=Openings(connection))
            return [*report.findings, *replay_cases(connection)]

    def complaints(self) -> list[str]:
        """Answer what any of the windows complained about."""
        return [f"{office.mail}: {word}" for office in self.offices.values() for word in office.window.complaints]

    def close(self) -> None:
        """Close every window."""
        for office in self.offices.values():
            office.page.context.close()
