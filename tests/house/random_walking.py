"""People before their browsers, and what is judged at every step that they take."""

import json
import logging
import tempfile
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consult import clock
from consult.digests import digest_secret
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, DRAFT, OUTBOX
from consult.models.parties import MANDATE, PERSON, SIGN_IN_SESSION
from consult.models.tokens import API_TOKEN
from tests.consult.web.world import AT, PASSWORD, Visitor, World
from tests.house.drawn_files import text_of
from tests.house.random_forms import Form, Page, answers
from tests.house.random_oracle import NOBODY, Eyes, Oracle, eyes_of_session, eyes_of_token
from tests.house.random_world import PEOPLE, Told, fresh, told, worker
from tests.house.test_outputs import unpacked

SIGN_IN = frozenset({"/sign-in", "/sign-out"})


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


class _Faults(logging.Handler):
    """What the background work could not do."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(f"{record.getMessage()} {record.exc_info[1] if record.exc_info else ''}")


def forms_of(page: Page) -> list[Form]:
    """Give the forms of a page but that by which one leaves."""
    return [one for one in page.forms if one.action.partition("?")[0] not in SIGN_IN]


class Walking(RuleBasedStateMachine):
    """A world with browsers and machines in it: asks, judges each answer, and in the end what is left behind."""

    seen: Counter[str] = Counter()
    told: Told
    keeps: bool = False
    """Whether all walks go through one world, one after the other."""

    @initialize(n=st.integers(0, 2**32 - 1))
    def begin(self, n: int) -> None:
        """Open a fresh world, with a browser for each person, and go about in it before anything is searched for."""
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
        self.go_about(n)

    def go_about(self, n: int) -> None:
        """Do several things drawn from a number."""
        raise NotImplementedError

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
        ids = [
            *self.refs,
            *self.drafts,
            *self.told.secrets.entries.values(),
            "1",
            "2",
            "3",
            "7",
            "12",
            "FRA",
            "KOR",
            "JPN",
        ]
        ids += [digest for _ref, digest in self.told.secrets.files.values()] + [
            f"addressee:{k}" for k in ("FRA", "KOR")
        ]
        for one in form.controls:
            if one.name != "csrf_token" and one.kind in ("hidden", "select", "radio", "checkbox"):
                data[one.name] = rng.choice(ids) if rng.random() < 0.6 else data.get(one.name, one.value)

    def _asked(self, browser: Browser, method: str, address: str, data: Any) -> TestResponse:
        """Ask, and judge the answer; a file that was sent once is read to its end."""
        eyes, client = self._eyes(browser), browser.visitor.client
        typed = f"{address} {data} {browser.page.at if method == 'POST' else ''}"  # a refusal leads back
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
            found = list(self.oracle.leaks(conn, eyes, text, unquote(typed)))
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
        assert {one.party for one in acts} <= {eyes.party, "clock", "", None} | practice, (email, acts)
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
                (
                    "POST",
                    f"/api/v1/cases/{names['ref']}/acts",
                    {"step": step, "seen": rng.randrange(9), "filing": filing},
                ),
                ("POST", "/api/v1/cases", {"procedure": rng.choice(("berth", "ost9", "meeting")), "title": word}),
                ("POST", "/api/v1/views", {"name": word, "filters": {"kind": "open"}}),
            )
        )

    def _token_eyes(self, email: str) -> Eyes:
        with self.world.reading() as conn:
            return eyes_of_token(conn, self.told.tokens[email])

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
