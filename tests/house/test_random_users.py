"""Random users over the pages and the API: people of all parties follow links, fill forms in, press twice, go back,
send what others were offered, forge and let time pass. Nothing is a fault of ours, nobody reads what is for others,
nobody writes in the name of another party, and what is left behind is one sound record.

Everyday runs are the same each time. `CONSULT_RANDOM=200` makes so many walks of so many steps as
`CONSULT_RANDOM_STEPS` says, drawn anew.
"""

import json
import logging
import os
import socket
import tempfile
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consult import clock
from consult.digests import digest_secret
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, DRAFT, OUTBOX
from consult.models.parties import MANDATE, PERSON, SIGN_IN_SESSION
from consult.models.tokens import API_TOKEN
from tests.consult.docket.conftest import empty_engine
from tests.consult.web.world import AT, PASSWORD, Visitor, World
from tests.house.drawn_files import text_of
from tests.house.random_forms import Form, Page, answers
from tests.house.random_oracle import NOBODY, Eyes, Oracle, eyes_of_mandate, eyes_of_session
from tests.house.random_world import PEOPLE, Told, fresh, tell, told, worker
from tests.house.test_outputs import unpacked

WALKS, STEPS = int(os.environ.get("CONSULT_RANDOM", "8")), int(os.environ.get("CONSULT_RANDOM_STEPS", "50"))
ANEW = "CONSULT_RANDOM" in os.environ
PAGES = (
    "/ /desk /overview /cases /search?q=WORD /calendar /deadlines /directory /parties /my-party /my-party/people/new "
    "/my-party/absences /my-party/tokens /my-tokens /my-feeds /my-settings /my-sign-in /my-party/sign-in "
    "/my-party/webhooks /my-party/organs/new /audit /audit/check /audit/compare /imports /reports /reports/new "
    "/reports/audit /papers /papers/new /drills/new /notices/new /lunar /lunar/screen /practice /silence /neutrals "
    "/objects /exchange /desk/secretariat /capacity /public /which-procedure /agreements /charters /procedures"
).split()
OF_CASE = ("", "/take", "/sheets/record", "/sheets/text", "/sheets/docket", "?as_of=2026-11-20", "?as_of=2027-03-01")
ASKED = (
    "/cases /cases/{ref} /cases/{ref}/acts /cases/{ref}/acts/{n} /cases/{ref}/acts/{n}/filing /cases/{ref}/filings "
    "/cases/{ref}/deadlines /cases/{ref}/service /cases/{ref}/tracks /cases/{ref}/rooms /cases/{ref}/beside "
    "/cases/{ref}/sheets /cases/{ref}/sheets/record /cases/{ref}/on/2026-12-01 /cases/{ref}/acts/{n}/receipt "
    "/cases/{ref}/acts/{n}/paper.html /drafts/{draft} /drafts/{draft}/paper.html /desk /overview /deadlines /events "
    "/log/entries /log/entries/{n} /log/entries/{n}/openings /search?q=WORD /service /silences /papers /people /tokens "
    "/views /webhooks /absences /files /imports /calendar /directory /lunar /objects"
).split()
SIGN_IN = frozenset({"/sign-in", "/sign-out"})
number = st.integers(0, 2**32 - 1)


@dataclass
class Browser:
    """What somebody has before him: a client, the last page, and those before it."""

    visitor: Visitor
    email: str
    pages: deque[Page] = field(default_factory=lambda: deque(maxlen=12))

    @property
    def page(self) -> Page:
        """Answer the page in front, or an empty one."""
        return self.pages[-1] if self.pages else Page("/", "")


class RandomUsers(RuleBasedStateMachine):
    """The walk of people over one world; each draw is a number, so that no answer changes what is drawn next."""

    seen: Counter[str] = Counter()
    told: Told
    keeps: bool = False
    """Whether all walks go through one world, one after the other."""

    @initialize()
    def begin(self) -> None:
        """Open a fresh world, with a browser for each person."""
        self.frozen = clock.frozen(AT)
        self.now: datetime = self.frozen.__enter__() or AT
        self.folder = tempfile.TemporaryDirectory(prefix="random-")
        type(self).told = self.told if self.keeps else told()
        self.world: World = self.told.secrets.world if self.keeps else fresh(Path(self.folder.name))
        self.oracle = Oracle(self.world.app.extensions["consult"].docket)
        self.jobs = worker(self.world)
        self.refs, self.drafts = sorted(self.told.refs.values()), sorted(self.told.secrets.drafts.values())
        self.browsers = {email: self._browser(email) for email in PEOPLE}
        self.faults = _Faults()
        logging.getLogger("consult.jobs").addHandler(self.faults)

    def teardown(self) -> None:
        """See that what is left behind is one sound record, and that no work is stuck."""
        if not hasattr(self, "jobs"):
            return
        try:
            self._tick(timedelta(hours=2))
            self._tick(timedelta(days=1))
            with self.world.reading() as conn:
                report = verify(conn, replay=Openings(conn))
                assert report.sound, report.findings
                assert [] == list(replay_cases(conn))
                broken = select(OUTBOX.c.topic, OUTBOX.c.last_error).where(OUTBOX.c.set_aside_at.is_not(None))
                assert [] == conn.execute(broken).all()
            assert [] == self.faults.told
        finally:
            logging.getLogger("consult.jobs").removeHandler(self.faults)
            self.world.engine.dispose()
            self.folder.cleanup()
            self.frozen.__exit__(None, None, None)

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
        forms = _forms(browser.page)
        if not forms:
            self._get(browser, rng.choice([f"/cases/{ref}" for ref in self.refs]))
            forms = _forms(browser.page)
        if forms:
            self._submit(browser, rng.choice(forms), rng, odd=rng.random() < 0.25, twice=rng.random() < 0.15)

    @rule(who=number, n=number)
    def work_on_a_case(self, who: int, n: int) -> None:
        """Open a case, begin a paper, fill it in and send it, as far as one is offered that."""
        browser, rng = self._who(who), Random(n)
        self._get(browser, f"/cases/{rng.choice(self.refs)}")
        for _each in range(4):
            forms = [one for one in _forms(browser.page) if one.action.startswith(("/cases/", "/drafts/"))]
            if not forms:
                return
            form = rng.choice(forms)
            pressed = [one for one in form.buttons if one[1] in ("send", "save")] or form.buttons
            self._submit(browser, Form(form.action, form.method, form.at, form.controls, pressed), rng)

    @rule(who=number, n=number)
    def go_back_and_send(self, who: int, n: int) -> None:
        """Send a form of a page from before: what it stood on may have moved on."""
        browser, rng = self._who(who), Random(n)
        forms = [form for page in browser.pages for form in _forms(page)]
        if forms:
            self._submit(browser, rng.choice(forms), rng)

    @rule(who=number, other=number, n=number)
    def send_what_another_was_offered(self, who: int, other: int, n: int) -> None:
        """Send somebody else's form from one's own browser, under one's own token."""
        browser, theirs, rng = self._who(who), self._who(other), Random(n)
        forms = [form for page in theirs.pages for form in _forms(page)]
        if forms and browser is not theirs:
            self._submit(browser, rng.choice(forms), rng, own_token=True)

    @rule(who=number, n=number)
    def forge_ids(self, who: int, n: int) -> None:
        """Put what names matters of others into the hidden and chosen answers of a form."""
        browser, rng = self._who(who), Random(n)
        if forms := _forms(browser.page):
            self._submit(browser, rng.choice(forms), rng, foreign=True)

    @rule(who=number, n=number)
    def send_without_token(self, who: int, n: int) -> None:
        """Send a form as another site would."""
        browser, rng = self._who(who), Random(n)
        if forms := [one for one in _forms(browser.page) if one.method == "post"]:
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
            if forms := _forms(browser.page):
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
    def let_time_pass(self, n: int) -> None:
        """Days go by, and the background work is done."""
        rng = Random(n)
        self._tick(rng.choice((timedelta(minutes=1), timedelta(minutes=20), timedelta(days=1), timedelta(days=20))))

    @precondition(lambda self: hasattr(self, "world"))
    @rule()
    def do_the_work_that_waits(self) -> None:
        """The background work is done."""
        self._tick(timedelta(seconds=1))

    def _browser(self, email: str) -> Browser:
        visitor = self.world.signed_in(email) if email else self.world.visitor()
        return Browser(visitor, email)

    def _who(self, n: int) -> Browser:
        return self.browsers[PEOPLE[n % len(PEOPLE)]]

    def _get(self, browser: Browser, address: str) -> TestResponse:
        return self._asked(browser, "GET", address, None)

    def _submit(
        self,
        browser: Browser,
        form: Form,
        rng: Random,
        *,
        odd: bool = False,
        twice: bool = False,
        own_token: bool = False,
        foreign: bool = False,
    ) -> None:
        eyes = self._eyes(browser)
        data = answers(form, rng, self.oracle.word(eyes.party), self.now.date(), odd=odd)
        if own_token:
            found = [one.hidden()["csrf_token"] for one in browser.page.forms if "csrf_token" in one.hidden()]
            data["csrf_token"] = found[0] if found else ""
        if foreign:
            self._forge(form, data, rng)
        if form.method == "get":
            self._asked(browser, "GET", form.action, data)
            return
        before, files = self._written(), any(isinstance(one, tuple) for one in data.values())
        answer = self._asked(browser, "POST", form.action, data)
        if answer.status_code == 403 and "Prove that it is you" in answer.text and not files:
            proving = [one for one in browser.page.forms if any(c.name == "proof_password" for c in one.controls)]
            for one in proving[:1]:
                again = answers(one, rng, "", self.now.date(), odd=False) | {"proof_password": PASSWORD}
                answer = self._asked(browser, "POST", one.action, again)
        if twice and not files:
            self._asked(browser, "POST", form.action, data)
        self._nobody_else_wrote(eyes, browser.email, before)
        if 300 <= answer.status_code < 400:
            self._get(browser, answer.location)

    def _forge(self, form: Form, data: dict[str, Any], rng: Random) -> None:
        ids = [*self.refs, *self.drafts, *self.told.secrets.entries.values(), "1", "2", "3", "7", "12", "FRA", "KOR", "JPN"]
        ids += [digest for _ref, digest in self.told.secrets.files.values()] + [f"addressee:{k}" for k in ("FRA", "KOR")]
        for one in form.controls:
            if one.name != "csrf_token" and one.kind in ("hidden", "select", "radio", "checkbox"):
                data[one.name] = rng.choice(ids) if rng.random() < 0.6 else data.get(one.name, one.value)

    def _asked(self, browser: Browser, method: str, address: str, data: Any) -> TestResponse:
        """Ask, and judge the answer; a file that was sent once is read to its end."""
        eyes, client = self._eyes(browser), browser.visitor.client
        typed = f"{address} {data}"
        if method == "GET":
            answer = client.get(address, query_string=data) if data else client.get(address)
        else:
            kept = {name: value for name, value in data.items() if value is not None}
            answer = client.post(address, data=kept, headers={"Referer": f"http://localhost{browser.page.at}"})
        at = address.partition("?")[0]
        self._judge(eyes, browser.email or "nobody", method, address, typed, answer)
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303):
            browser.pages.append(Page(at, answer.text))
        self._remember(answer)
        return answer

    def _judge(self, eyes: Eyes, who: str, method: str, address: str, typed: str, answer: TestResponse) -> None:
        self.seen[f"{method} {answer.status_code}"] += 1
        text = unpacked(answer.data) if answer.mimetype == "application/zip" else text_of(answer)
        text = f"{text} {answer.headers} {unquote(answer.location or '')}"
        assert answer.status_code < 500, (who, method, address, typed)
        with self.world.reading() as conn:
            found = list(self.oracle.leaks(conn, eyes, text, unquote(typed), self.now))
        assert [] == found, (who, eyes, method, address, found)

    def _remember(self, answer: TestResponse) -> None:
        place = (answer.location or "").partition("?")[0].split("/")
        for known, noun in ((self.refs, "cases"), (self.drafts, "drafts")):
            if len(place) > 2 and place[1] == noun and place[2] not in known:
                known.append(place[2])

    def _eyes(self, browser: Browser) -> Eyes:
        """Say in whose name a browser asks, from what its session keeps."""
        with browser.visitor.client.session_transaction() as kept:
            token = str(kept.get("_user_id", ""))
        with self.world.reading() as conn:
            of = SIGN_IN_SESSION.c.token_hash == digest_secret(token), SIGN_IN_SESSION.c.ended_at.is_(None)
            session = conn.execute(select(SIGN_IN_SESSION.c.id).where(*of)).scalar() if token else None
            return eyes_of_session(conn, session) if session else NOBODY

    def _written(self) -> tuple[int, ...]:
        with self.world.reading() as conn:
            tables = ACT, DRAFT, MANDATE, API_TOKEN
            return tuple(conn.execute(select(func.coalesce(func.max(one.c.id), 0))).scalar_one() for one in tables)

    def _nobody_else_wrote(self, eyes: Eyes, email: str, before: tuple[int, ...]) -> None:
        """What came of a form is written in the name of whoever sent it, and of nobody else."""
        with self.world.reading() as conn:
            me = conn.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar()
            acts = conn.execute(select(ACT.c.party).where(ACT.c.id > before[0])).all()
            drafts = conn.execute(select(DRAFT.c.party, DRAFT.c.author_id).where(DRAFT.c.id > before[1])).all()
            mandates = conn.execute(select(MANDATE.c.recorded_by).where(MANDATE.c.id > before[2])).scalars().all()
            tokens = conn.execute(select(API_TOKEN.c.made_by).where(API_TOKEN.c.id > before[3])).scalars().all()
        practice = {"KOR", "FRA", "JPN", "BRA", "OOSA"} if "answer" in email else set()
        assert {one.party for one in acts} <= {eyes.party, "", None} | practice, (email, acts)
        assert {(one.party, one.author_id) for one in drafts} <= {(eyes.party, me)}, (email, drafts)
        assert {*mandates, *tokens} <= {me}, (email, mandates, tokens)

    def _posted(self, rng: Random, names: dict[str, Any], email: str) -> tuple[str, str, Any]:
        word = self.oracle.word(self._token_eyes(email).party)
        step = rng.choice(("make_statement", "reply", "acknowledge", "give", "say", "make_offer", "withdraw", "nosuch"))
        filing = {rng.choice(("text", "terms", "remark")): word}
        return rng.choice(
            (
                ("POST", f"/api/v1/cases/{names['ref']}/drafts", {"step": step, "filing": filing}),
                ("PUT", f"/api/v1/drafts/{names['draft']}", {"filing": filing}),
                ("POST", f"/api/v1/drafts/{names['draft']}/clearance", {}),
                ("DELETE", f"/api/v1/drafts/{names['draft']}", None),
                ("POST", f"/api/v1/cases/{names['ref']}/acts", {"step": step, "seen": rng.randrange(9), "filing": filing}),
                ("POST", "/api/v1/cases", {"procedure": rng.choice(("berth", "ost9", "meeting")), "title": word}),
                ("POST", "/api/v1/views", {"name": word, "filters": {"kind": "open"}}),
            )
        )

    def _token_eyes(self, email: str) -> Eyes:
        handle = self.told.tokens[email].split("_")[1]
        with self.world.reading() as conn:
            of = select(API_TOKEN.c.mandate_id).where(API_TOKEN.c.handle == handle)
            return eyes_of_mandate(conn, conn.execute(of).scalar_one())

    def _machine(self, email: str, method: str, address: str, body: Any) -> None:
        eyes, before = self._token_eyes(email), self._written()
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        headers = {"Authorization": f"Bearer {self.told.tokens[email]}"}
        answer = self.world.app.test_client().open(address, method=method, headers=headers, **sent)
        self._judge(eyes, f"token of {email}", method, address, f"{address} {body}", answer)
        self._nobody_else_wrote(eyes, email, before)
        made = answer.json.get("ref") if answer.status_code == 201 and answer.is_json else None
        if made:
            known = self.drafts if "/drafts" in address else self.refs
            known.append(made)

    def _tick(self, later: timedelta) -> None:
        self.frozen.__exit__(None, None, None)
        self.now += later
        self.frozen = clock.frozen(self.now)
        self.frozen.__enter__()
        self.jobs.tick(self.now)


class _Faults(logging.Handler):
    """What the background work could not do."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(f"{record.getMessage()} {record.exc_info[1] if record.exc_info else ''}")


def _forms(page: Page) -> list[Form]:
    """Give the forms of a page but that by which one leaves."""
    return [one for one in page.forms if one.action.partition("?")[0] not in SIGN_IN]


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
    assert 50 * min(WALKS, 8) < sum(RandomUsers.seen.values())


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
    """Let people walk, and print what they were answered."""
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
    print(dict(sorted(machine.seen.items())))
