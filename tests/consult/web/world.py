"""A small seeded world for tests of pages: two States, an organisation and a secretariat, people for every capacity."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert
from werkzeug.test import TestResponse

from consult import create_app, migrate, people
from consult.db import reading, writing
from consult.models.parties import PERSON
from consult.people import NewContact, NewMandate, NewOrgan, NewParty
from consult.settings import Settings
from tests import databases
from tests.scratch import scratch

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "a path between two craters"
MANAGER, LIAISON, OFFICIAL = "manager@mofa.example", "liaison@jaxa.example", "official@mofa.example"
FRENCH_MANAGER, SECRETARIAT, FORMER = "manager@meae.example", "desk@oosa.example", "former@jaxa.example"

PARTIES = (
    NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP", ("en",)),
    NewParty("FRA", "France", "state", "Europe/Paris", "FR", ("fr", "en")),
    NewParty("ESA", "European Space Agency", "igo", "Europe/Paris", "FR", ("en", "fr")),
    NewParty("OOSA", "Office for Outer Space Affairs", "body", "Europe/Vienna", "AT", ("en",)),
)
ORGANS = {
    "MOFA": ("JPN", NewOrgan("MOFA", "Ministry of Foreign Affairs", "ministry")),
    "JAXA": ("JPN", NewOrgan("JAXA", "Japan Aerospace Exploration Agency", "agency")),
    "VIENNA": ("JPN", NewOrgan("VIENNA", "Permanent Mission, Vienna", "mission")),
    "MEAE": ("FRA", NewOrgan("MEAE", "Ministry for Europe and Foreign Affairs", "ministry")),
    "CNES": ("FRA", NewOrgan("CNES", "National Centre for Space Studies", "agency")),
    "DESK": ("OOSA", NewOrgan("DESK", "Secretariat of the Committee", "secretariat")),
}
# mail, name, then mandates: organ, office, capacities, level, first and last day
PEOPLE: tuple[tuple[str, str, tuple[tuple[str, str, tuple[str, ...], str, date, date | None], ...]], ...] = (
    (MANAGER, "Manager, MOFA", (("MOFA", "Manager", ("manage",), "treaty", date(2026, 1, 1), None),)),
    (
        LIAISON,
        "Liaison, JAXA",
        (("JAXA", "Liaison", ("draft", "dispatch"), "agency", date(2026, 1, 1), date(2026, 12, 15)),),
    ),
    (
        OFFICIAL,
        "Director, MOFA",
        (
            ("MOFA", "Director", ("clear", "dispatch"), "treaty", date(2026, 1, 1), date(2027, 3, 31)),
            ("VIENNA", "Counsellor", ("draft", "dispatch"), "treaty", date(2026, 1, 1), None),
        ),
    ),
    (FRENCH_MANAGER, "Manager, MEAE", (("MEAE", "Manager", ("manage", "clear"), "treaty", date(2026, 1, 1), None),)),
    (SECRETARIAT, "Desk, OOSA", (("DESK", "Desk officer", ("office",), "treaty", date(2026, 1, 1), None),)),
    (
        FORMER,
        "Former liaison, JAXA",
        (("JAXA", "Liaison", ("draft",), "agency", date(2026, 1, 1), date(2026, 11, 20)),),
    ),
)


@dataclass(frozen=True)
class World:
    """The application over the seeded database, and the numbers of organs and people."""

    app: Flask
    organs: dict[str, int]
    people: dict[str, int]

    @property
    def engine(self) -> Any:
        """Answer the engine of the application."""
        return self.app.extensions["consult"].engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write behind the pages' back."""
        with writing(self.engine) as conn:
            yield conn

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read behind the pages' back."""
        with reading(self.engine) as conn:
            yield conn

    def visitor(self) -> "Visitor":
        """Answer a browser that is not signed in."""
        return Visitor(self.app.test_client())

    def signed_in(self, email: str) -> "Visitor":
        """Answer a browser in which somebody signed in; a sole mandate is then chosen."""
        visitor = self.visitor()
        visitor.post("/sign-in", form_at="/sign-in", email=email, password=PASSWORD)
        return visitor


class Visitor:
    """A browser that carries the form's token by itself."""

    def __init__(self, client: FlaskClient) -> None:
        """Keep the client."""
        self.client = client

    def get(self, address: str) -> TestResponse:
        """Open a page."""
        return self.client.get(address)

    def post(self, address: str, /, form_at: str | None = None, **answers: Any) -> TestResponse:
        """Send a form with the token of the page it stands on, and with its number where it has one."""
        page = self.client.get(form_at or "/my-party")
        unseen = dict(re.findall(r'name="(csrf_token|once)" value="([^"]+)"', page.text))
        return self.client.post(address, data={"csrf_token": "", **unseen, **answers})


def masked(page: str) -> str:
    """Leave out the token of a form, which tells the second in which it was made, and its number."""
    return re.sub(r'name="(csrf_token|once)" value="[^"]+"', "", page)


def build(folder: Path, **settings: Any) -> World:
    """Build the world in a folder; `settings` change those of the installation."""
    if "database_url" in settings:
        return _seed(_join(folder, settings))
    return copy(_seeded(), folder, **settings)


def copy(original: World, folder: Path, **settings: Any) -> World:
    """Build the same world in another folder from the first one's closed database, which is faster."""
    databases.copy(Path(original.app.instance_path) / "consult.sqlite", folder / "consult.sqlite")
    return World(_join(folder, settings), dict(original.organs), dict(original.people))


@cache
def _seeded() -> World:
    """Seed the world once in a process; nobody writes in this one."""
    return closed(_seed(_join(scratch(), {})))


def closed(world: World) -> World:
    """Close the database of a world, so that its file holds everything and can be copied."""
    world.engine.dispose()
    return world


def _seed(app: Flask) -> World:
    """Make the tables and fill them."""
    engine = app.extensions["consult"].engine
    migrate.upgrade(engine)
    with writing(engine) as conn:
        migrate.tables().create_all(conn)
    with app.app_context(), writing(engine) as conn:
        organs = _seed_parties(conn)
        persons = _seed_people(conn, app.extensions["consult"].passwords.hash(PASSWORD, ""), organs)
    return World(app, organs, persons)


def _join(folder: Path, settings: dict[str, Any]) -> Flask:
    """Join the application over a folder."""
    app = create_app(Settings.for_tests(folder, **settings))
    app.testing = True
    return app


def _seed_parties(conn: Connection) -> dict[str, int]:
    """Record parties, organs and two contact points."""
    for party in PARTIES:
        people.add_party(conn, party)
    organs = {key: people.add_organ(conn, None, party, new) for key, (party, new) in ORGANS.items()}
    mail = NewContact("mail", "space-law@mofa.example", languages=("en",))
    people.add_contact(conn, None, organs["MOFA"], mail)
    first = people.add_contact(conn, None, organs["JAXA"], NewContact("telephone", "+81 50 0000 0000", True, ("en",)))
    people.prove_contact(conn, None, first, date(2026, 11, 2), date(2026, 11, 20))
    return organs


def _seed_people(conn: Connection, password_hash: str, organs: dict[str, int]) -> dict[str, int]:
    """Record people who have set their password, with their mandates."""
    numbers = {}
    for email, name, mandates in PEOPLE:
        values = {"name": name, "email": email, "password_hash": password_hash, "language": "en", "active": True}
        person = insert(PERSON).values(**values, created_at=AT).returning(PERSON.c.id)
        numbers[email] = int(conn.execute(person).scalar_one())
        for organ, office, capacities, level, first, last in mandates:
            new = NewMandate(organs[organ], office, capacities, "Letter of 5 January 2026", first, last, level)
            people.record_mandate(conn, None, numbers[email], new, AT)
    return numbers
