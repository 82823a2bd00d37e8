"""An installation with two persons, and the door by which they come in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from consult import accounts, migrate
from consult.accounts import Entered, Passwords, Place, SignedIn, Site, factors
from consult.accounts.codes import begin_codes
from consult.db import make_engine, reading, writing
from consult.models.parties import PERSON
from consult.settings import CHEAP_HASHING
from tests import databases
from tests.consult.accounts.device import Device

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SECRET = "a path between two craters"
KEY = "the secret of this installation, long enough"
SITE = Site("localhost", "http://localhost")
LIAISON, OTHER = "l@x.example", "o@x.example"


@dataclass
class Door:
    """The sign-in of one installation."""

    engine: Engine
    passwords: Passwords
    people: dict[str, int]

    def enter(self, password: str = SECRET, at: datetime = AT, email: str = LIAISON) -> Entered | None:
        """Try a password."""
        door = {"address": "192.0.2.1", "client": "test"}
        return accounts.sign_in(self.engine, self.passwords, email=email, password=password, **door, at=at)

    def complete(self, way: str, answer: str, at: datetime = AT, token: str = "") -> str | None:
        """Give a right password and then a second factor."""
        if not token:
            entered = self.enter(at=at)
            assert entered is not None
            assert entered.is_half
            token = entered.token
        with reading(self.engine) as conn:
            half = accounts.find_half(conn, token, at)
        place = Place(SITE, KEY, "192.0.2.1")
        return accounts.complete(self.engine, half, way, answer, place, at) if half else None

    def session(self, email: str = LIAISON, at: datetime = AT) -> SignedIn:
        """Give an open session of a person."""
        with writing(self.engine) as conn:
            token = accounts.sessions.open_session(conn, self.people[email], "test", at, "password")
            found = accounts.find_session(conn, token, at)
        assert found is not None
        return found

    def register(self, device: Device, email: str = LIAISON, name: str = "key", at: datetime = AT) -> tuple[str, ...]:
        """Register a device of a person and give the recovery codes that come with it."""
        who = self.session(email, at)
        with writing(self.engine) as conn:
            asked = accounts.passkeys.ask_to_register(conn, SITE, who.person_id, at)
        with writing(self.engine) as conn:
            drawn = factors.add_passkey(conn, SITE, who, name, device.make(asked), at)
        assert drawn is not None
        return drawn

    def set_up_codes(self, at: datetime = AT) -> str:
        """Draw a secret of one-time codes, still without its first code."""
        with writing(self.engine) as conn:
            return begin_codes(conn, self.people[LIAISON], KEY, at)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a database that was set up and holds nothing."""
    path = tmp_path_factory.mktemp("accounts") / "empty.sqlite"
    engine = make_engine(databases.at(path))
    migrate.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def door(tmp_path: Path, empty: Path) -> Iterator[Door]:
    """Give an installation with two persons."""
    engine = make_engine(databases.copy(empty, tmp_path / "accounts.sqlite"))
    passwords, people = Passwords(CHEAP_HASHING), {}
    with writing(engine) as conn:
        for email in (LIAISON, OTHER):
            values = {"name": email, "email": email, "language": "en", "active": True, "created_at": AT}
            row = insert(PERSON).values(**values, password_hash=passwords.hash(SECRET, email)).returning(PERSON.c.id)
            people[email] = int(conn.execute(row).scalar_one())
    yield Door(engine, passwords, people)
    engine.dispose()
