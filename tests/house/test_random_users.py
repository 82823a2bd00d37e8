"""Random users over the pages and the API: people of all parties follow links, fill forms in, press twice, go back,
send what others were offered, forge and let time pass. Nothing is a fault of ours, nobody reads what is for others,
nobody writes in the name of another party, and what is left behind is one sound record.

Everyday runs are the same each time. `CONSULT_RANDOM=200` makes so many walks of so many steps as
`CONSULT_RANDOM_STEPS` says, drawn anew.
"""

import os
import socket
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from tests.consult.docket.conftest import empty_engine
from tests.house.random_forms import Form, answers
from tests.house.random_places import ASKED, OF_CASE, PAGES
from tests.house.random_walking import Walking, forms_of
from tests.house.random_world import PEOPLE, tell

WALKS, STEPS = int(os.environ.get("CONSULT_RANDOM", "5")), int(os.environ.get("CONSULT_RANDOM_STEPS", "4"))
ANEW = "CONSULT_RANDOM" in os.environ
number = st.integers(0, 2**32 - 1)
AT_ONCE = 40
TOGETHER = 20
BOTH = "who", "n"
MOVES = (
    *[("open_a_page", BOTH), ("follow_a_link", BOTH), ("send_a_form", BOTH), ("work_on_a_case", BOTH)] * 2,
    ("go_back_and_send", BOTH),
    ("send_what_another_was_offered", ("who", "other", "n")),
    ("forge_ids", BOTH),
    ("send_without_token", BOTH),
    ("sign_in_again", BOTH),
    ("ask_as_a_machine", BOTH),
    ("let_time_pass", ("n",)),
)
"""What people do in a while, and what is drawn for it."""


class RandomUsers(Walking):
    """The walk of people over one world; each draw is a number, so that no answer changes what is drawn next."""

    @rule(who=number, n=number)
    def open_a_page(self, who: int, n: int) -> None:
        """Go to an address, of one's own or of somebody else's matter."""
        rng = Random(n)
        places = [*PAGES] * 2 + [f"/cases/{ref}{rng.choice(OF_CASE)}" for ref in self.refs]
        places += [f"/cases/{ref}/acts/{rng.randrange(1, 8)}" for ref in self.refs]
        places += [f"/drafts/{ref}{rng.choice(('', '/send', '/paper', '/affected'))}" for ref in self.drafts]
        self._get(self._who(who), rng.choice(places))

    @rule(who=number, n=number)
    def follow_a_link(self, who: int, n: int) -> None:
        """Press a link of the page in front."""
        browser, rng = self._who(who), Random(n)
        links = browser.page.links or list(PAGES)
        self._get(browser, rng.choice(links))

    @rule(who=number, n=number)
    def send_a_form(self, who: int, n: int) -> None:
        """Fill in a form of the page in front, as it is meant or oddly, once or twice; prove who one is where asked."""
        browser, rng = self._who(who), Random(n)
        forms = forms_of(browser.page)
        if not forms:
            self._get(browser, rng.choice([f"/cases/{ref}" for ref in self.refs]))
            forms = forms_of(browser.page)
        if forms:
            self._submit(browser, rng.choice(forms), rng, odd=rng.random() < 0.25, twice=rng.random() < 0.15)

    @rule(who=number, n=number)
    def work_on_a_case(self, who: int, n: int) -> None:
        """Open a case, begin a paper, fill it in and send it, as far as one is offered that."""
        browser, rng = self._who(who), Random(n)
        self._get(browser, f"/cases/{rng.choice(self.refs)}")
        for _each in range(4):
            forms = [one for one in forms_of(browser.page) if one.action.startswith(("/cases/", "/drafts/"))]
            if not forms:
                return
            form = rng.choice(forms)
            pressed = [one for one in form.buttons if one[1] in ("send", "save")] or form.buttons
            self._submit(browser, Form(form.action, form.method, form.at, form.controls, pressed), rng)

    @rule(who=number, n=number)
    def go_back_and_send(self, who: int, n: int) -> None:
        """Send a form of a page from before: what it stood on may have moved on."""
        browser, rng = self._who(who), Random(n)
        forms = [form for page in browser.pages for form in forms_of(page)]
        if forms:
            self._submit(browser, rng.choice(forms), rng)

    @rule(who=number, other=number, n=number)
    def send_what_another_was_offered(self, who: int, other: int, n: int) -> None:
        """Send somebody else's form from one's own browser, under one's own token."""
        browser, theirs, rng = self._who(who), self._who(other), Random(n)
        forms = [form for page in theirs.pages for form in forms_of(page)]
        if forms and browser is not theirs:
            self._submit(browser, rng.choice(forms), rng, own_token=True)

    @rule(who=number, n=number)
    def forge_ids(self, who: int, n: int) -> None:
        """Put what names matters of others into the hidden and chosen answers of a form."""
        browser, rng = self._who(who), Random(n)
        if forms := forms_of(browser.page):
            self._submit(browser, rng.choice(forms), rng, foreign=True)

    @rule(who=number, n=number)
    def send_without_token(self, who: int, n: int) -> None:
        """Send a form as another site would."""
        browser, rng = self._who(who), Random(n)
        if forms := [one for one in forms_of(browser.page) if one.method == "post"]:
            before = self._written()
            form = rng.choice(forms)
            data = answers(form, rng, "WORD", self.now.date(), odd=False)
            data.pop("csrf_token", None)
            answer = self._asked(browser, "POST", form.action, data)
            assert answer.status_code in (400, 401), (form.action, answer.status_code)
            assert before == self._written()

    @rule(who=number, n=number)
    def sign_in_again(self, who: int, n: int) -> None:
        """Leave and come back, or act in another capacity."""
        browser, rng = self._who(who), Random(n)
        if browser.email and rng.random() < 0.5:
            self.browsers[browser.email] = self._browser(browser.email)
        else:
            self._get(browser, "/capacity")
            if forms := forms_of(browser.page):
                self._submit(browser, rng.choice(forms), rng)

    @rule(who=number, n=number)
    def ask_as_a_machine(self, who: int, n: int) -> None:
        """Ask the API with the token of one's mandate, for matters of one's own and of others."""
        email, rng = PEOPLE[who % len(PEOPLE)], Random(n)
        if email not in self.told.tokens:
            return
        names = {"ref": rng.choice(self.refs), "n": rng.randrange(1, 30), "draft": rng.choice(self.drafts)}
        address = "/api/v1" + rng.choice(ASKED).format(**names)
        body, method = None, "GET"
        if rng.random() < 0.3:
            method, address, body = self._posted(rng, names, email)
        self._machine(email, method, address, body)

    @rule(n=number)
    def go_about(self, n: int) -> None:
        """Do several of these, one after the other: a search for short ways alone would see little of the house."""
        rng = Random(n)
        for _each in range(AT_ONCE):
            name, drawn = rng.choice(MOVES)
            getattr(self, name)(**{one: rng.getrandbits(32) for one in drawn})

    @rule(n=number)
    def let_time_pass(self, n: int) -> None:
        """Days go by, and the background work is done."""
        rng = Random(n)
        self._tick(rng.choice((timedelta(minutes=1), timedelta(minutes=20), timedelta(days=1), timedelta(days=20))))

    @precondition(lambda self: hasattr(self, "world"))
    @rule()
    def do_the_work_that_waits(self) -> None:
        """The background work is done."""
        self._tick(timedelta(seconds=1))


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no name be found: random users register endpoints, and nothing leaves this machine."""

    def nowhere(*_asked: Any, **_named: Any) -> Any:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)


@pytest.mark.usefixtures("no_names")
def test_random_users_find_no_fault_no_leak_and_leave_one_sound_record() -> None:
    """Walks of many people over one world, each judged at every step."""
    walk(RandomUsers, WALKS)
    assert 100 < sum(RandomUsers.seen.values())


@pytest.mark.postgres
@pytest.mark.usefixtures("no_names")
def test_over_postgresql_neither(postgres_url: str, tmp_path: Path) -> None:
    """Fewer walks, one after the other through one world."""
    empty_engine(postgres_url).dispose()

    class OverPostgres(RandomUsers):
        told = tell(tmp_path, database_url=postgres_url)
        keeps = True

    walk(OverPostgres, max(WALKS // 4, 2))


def walk(machine: type[RandomUsers], walks: int) -> None:
    """Let people walk, and print what they were answered. A world that is kept is never the same twice, which is taken
    for a fault of ours once a walk begins as an earlier one did: so only some walks are drawn together."""
    together = min(walks, TOGETHER) if machine.keeps else walks
    for _run in range(-(-walks // together)):
        draw(machine, together)
    if ANEW:
        print(dict(sorted(machine.seen.items())))  # noqa: T201 - what a long run got to is read by whoever began it


def draw(machine: type[RandomUsers], walks: int) -> None:
    """Draw so many walks, and let people go them."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=walks,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=not ANEW,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
