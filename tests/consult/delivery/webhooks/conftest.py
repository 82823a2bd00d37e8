"""Webhooks over the docket's seeded world: a receiver on this machine, an endpoint of France, and who sends."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, insert, select
from standardwebhooks import Webhook

from consult import clock, people
from consult.db import make_engine, reading, writing
from consult.delivery import endpoints
from consult.delivery.endpoints import NewEndpoint, Shown
from consult.delivery.sending import Sender
from consult.docket import Docket
from consult.jobs import Jobs, open_queue
from consult.models.cases import OUTBOX
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import CONTACT_POINT, ORGAN
from consult.people import NewMandate, NewPerson
from consult.people.persons import add_person
from consult.settings import Settings
from consult.standing import Standing, choices
from tests import databases
from tests.consult.delivery.webhooks.receiver import HERE, HERE_TOO, Receiver, receiving
from tests.consult.docket.conftest import PROCEDURES, START, Office, build_office
from tests.consult.docket.conftest import office as office

__all__ = ["office"]
SECRET_KEY = "a secret for tests only"
LATER = START + timedelta(seconds=2)
MAIL_WAITS = OUTBOX.c.payload.like('%"webhook"%')
"""Mail waits for a server that these tests do not have: work for it is always due again."""
ASKED: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}


@dataclass
class Post:
    """The world in which webhooks are sent: its managers, its receiver, and the background work."""

    office: Office
    settings: Settings
    jobs: Jobs
    receiver: Receiver
    managers: dict[str, Standing] = field(default_factory=dict)

    def register(self, party: str = "FRA", url: str = "", at: datetime = START, **new: Any) -> Shown:
        """Register an endpoint of a party, by default where the receiver is."""
        asked = endpoints.read(NewEndpoint(url or self.receiver.url, **new), HERE)
        with writing(self.office.engine) as conn:
            return endpoints.register(conn, self.managers[party], party, asked, self.settings.secret_key, at)

    def serve(self, at: datetime = START, **opening: Any) -> str:
        """Let Japan ask France and Korea for a berth; give the reference of the case."""
        ref = str(self.office.docket.open(self.office.standings["JPN"], "berth", at=at, title="", **opening).ref)
        self.office.take("JPN", ref, "ask", at=at, body=ASKED)
        return ref

    def run(self, at: datetime, rounds: int = 2) -> None:
        """Do the background work that is due: first the serving of acts, then the sending that it asks for."""
        with clock.frozen(at):
            for _round in range(rounds):
                self.jobs.tick(at)
                while (task := self.jobs.queue.dequeue()) is not None:
                    self.jobs.queue.execute(task)

    def run_until(self, until: datetime) -> None:
        """Do the background work for a while, whenever some is due."""
        due = select(func.min(OUTBOX.c.run_at)).where(OUTBOX.c.done_at.is_(None), OUTBOX.c.topic == "send")
        while True:
            with reading(self.office.engine) as conn:
                at = conn.execute(due.where(MAIL_WAITS)).scalar()
            if at is None or at > until:
                return
            self.run(at, rounds=1)

    def messages(self) -> list[Any]:
        """Read every message to an endpoint."""
        with reading(self.office.engine) as conn:
            return list(conn.execute(select(MESSAGE).where(MESSAGE.c.channel == "webhook").order_by(MESSAGE.c.id)))

    def read(self, number: int, secret: str, at: datetime = LATER) -> dict[str, Any]:
        """Check the signature of what arrived as that number, and read it."""
        headers, body = self.receiver.got[number]
        with time_machine.travel(at, tick=False):
            found: dict[str, Any] = Webhook(secret).verify(body, headers)
        return found

    def entries(self) -> list[dict[str, str]]:
        """Read what the chain of France says of its endpoints."""
        mine = AUDIT_ENTRY.c.kind == "webhook", AUDIT_ENTRY.c.party == "FRA"
        with reading(self.office.engine) as conn:
            rows = conn.execute(select(AUDIT_ENTRY.c.body).where(*mine).order_by(AUDIT_ENTRY.c.seq)).scalars()
            return [json.loads(body) for body in rows]

    def tries(self) -> list[tuple[str, str]]:
        """Read what came of each try."""
        with reading(self.office.engine) as conn:
            return [(row.outcome, row.said) for row in conn.execute(select(MESSAGE_TRY).order_by(MESSAGE_TRY.c.id))]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Standing], dict[str, Standing]]:
    """Build the world once; each test has a copy of its closed database."""
    folder = tmp_path_factory.mktemp("webhooks")
    made = build_office(databases.at(folder / "consult.sqlite"), folder)
    managers = _managers(made)
    made.engine.dispose()
    return folder / "consult.sqlite", made.standings, managers


@pytest.fixture
def post(built: tuple[Path, dict[str, Standing], dict[str, Standing]], tmp_path: Path) -> Iterator[Post]:
    """Give the world, with a manager for each State."""
    original, standings, managers = built
    engine = make_engine(databases.copy(original, tmp_path / "consult.sqlite"))
    with _joined(Office(Docket(engine, tmp_path, (PROCEDURES,)), engine, dict(standings)), tmp_path) as made:
        made.managers |= managers
        yield made
    engine.dispose()


@pytest.fixture
def post_on_both(office: Office, tmp_path: Path) -> Iterator[Post]:
    """Give the world over a fresh database, once of each kind."""
    with _joined(office, tmp_path) as made:
        made.managers |= _managers(office)
        yield made


@contextmanager
def _joined(office: Office, folder: Path) -> Iterator[Post]:
    url = office.engine.url.render_as_string(hide_password=False)
    settings = Settings.for_tests(folder, database_url=url, webhooks=HERE_TOO, https=True)
    jobs = Jobs(office.engine, office.docket, open_queue(settings), errands={"send": Sender(office.engine, settings)})
    with receiving() as receiver:
        yield Post(office, settings, jobs, receiver)
    jobs.queue.storage.close()


def _managers(office: Office) -> dict[str, Standing]:
    return {party: add_manager(office, party) for party in ("JPN", "FRA", "KOR", "BRA")}


def add_manager(office: Office, party: str, procedures: tuple[str, ...] | None = None) -> Standing:
    """Record somebody who manages a party, for all procedures or for some."""
    name = f"manager{len(procedures or ())}@{party.lower()}.example"
    with writing(office.engine) as conn:
        organ = conn.execute(select(ORGAN.c.id).where(ORGAN.c.party_key == party)).scalar_one()
        person = add_person(conn, NewPerson(f"Manager of {party}", name), START)
        mandate = NewMandate(organ, "Manager", ("manage",), "Letter", START.date(), procedures=procedures)
        people.record_mandate(conn, None, person, mandate, START)
    with reading(office.engine) as conn:
        return choices(conn, person, START)[0]


def add_contact(post: Post, party: str, url: str) -> None:
    """Record an address for webhooks as the contact point of a party's ministry; that of a receiver on this machine is
    none that the forms take."""
    with writing(post.office.engine) as conn:
        organ = conn.execute(select(ORGAN.c.id).where(ORGAN.c.party_key == party)).scalar_one()
        values = {"organ_id": organ, "channel": "webhook", "address": url, "urgent": False, "languages": []}
        conn.execute(insert(CONTACT_POINT).values(values | {"position": 1}))
