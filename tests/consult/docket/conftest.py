"""A docket over a seeded world, with the toy procedure of a berth in its catalogue."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, make_url, text

from consult import migrate, people
from consult.db import make_engine, reading, writing
from consult.docket import Docket, Filed
from consult.people import NewMandate, NewOrgan, NewParty, NewPerson
from consult.people.mandates import insert_mandate
from consult.people.persons import add_person
from consult.standing import Standing, of_mandate
from tests import postgres
from tests.scratch import scratch

PROCEDURES = Path(__file__).parents[2] / "procedures"
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PARTIES = (
    NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP", ("en",)),
    NewParty("FRA", "France", "state", "Europe/Paris", "FR", ("fr", "en")),
    NewParty("KOR", "Republic of Korea", "state", "Asia/Seoul", "KR", ("en",)),
    NewParty("BRA", "Brazil", "state", "America/Sao_Paulo", "BR", ("en",)),
)
ALL = ("draft", "clear", "dispatch")


@dataclass
class Office:
    """A docket, and the standings of its people by a short name such as "JPN" (all capacities) or "JPN draft"."""

    docket: Docket
    engine: Engine
    standings: dict[str, Standing] = field(default_factory=dict)

    def take(self, who: str, ref: str, step: str, at: datetime = START, **rest: Any) -> Any:
        """Take a step."""
        return self.docket.take(self.standings[who], ref, Filed(step, **rest), at=at)

    def see(self, who: str, ref: str, at: datetime = START) -> Any:
        """Look at a case."""
        with reading(self.engine) as connection:
            return self.docket.see(connection, self.standings[who], ref, at)


def _people(connection: Connection) -> dict[str, int]:
    """Seed one ministry a party, with a person for all capacities and one for drafting alone."""
    mandates = {}
    for party in PARTIES:
        people.add_party(connection, party)
        organ = people.add_organ(connection, None, party.key, NewOrgan("MFA", "Ministry", "ministry"))
        for name, capacities in ((party.key, ALL), (f"{party.key} draft", ("draft",))):
            mail = f"{name.replace(' ', '.').lower()}@example.int"
            person = add_person(connection, NewPerson(f"Office {name}", mail), START)
            mandate = NewMandate(organ, name, capacities, "Standing mandate", date(2026, 1, 1))
            # As mandates from before there were entries of them: the log of these stories begins with their first act.
            mandates[name], _entries = insert_mandate(connection, None, person, mandate, START)
    return mandates


def empty_engine(url: str) -> Engine:
    """Make the engine of a database that holds nothing, whatever an earlier test left in it."""
    engine = make_engine(url)
    if engine.dialect.name == "postgresql":
        with writing(engine) as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    return engine


def build_office(
    url: str, folder: Path, more: tuple[Path, ...] = (), engine: Engine | None = None, **docket: Any
) -> Office:
    """Build a docket over a fresh database; one after another over the same engine, where one is given that has no
    connection open, and then statements are compiled once for all of them."""
    mandates = _seed(url)
    engine = engine or make_engine(url)
    built = Office(Docket(engine, folder, (PROCEDURES, *more), **docket), engine)
    with reading(engine) as connection:
        for name, mandate in mandates.items():
            standing = of_mandate(connection, mandate, START)
            assert standing is not None
            built.standings[name] = standing
    return built


SEEDED: dict[str, tuple[str, dict[str, int]]] = {}
"""What was seeded first in this process, by the server on which it is kept: its name there, and the mandates."""


def _seed(url: str) -> dict[str, int]:
    """Let a database hold tables and people; only the first of a process is seeded, the others are its copies."""
    address = make_url(url)
    on_file, where = address.get_backend_name() == "sqlite", str(address.query.get("host") or address.host)
    if where not in SEEDED:
        SEEDED[where] = _seed_first(f"sqlite:///{scratch() / 'office.sqlite'}" if on_file else url)
    name, mandates = SEEDED[where]
    if on_file:
        shutil.copy(name, str(address.database))
    else:
        postgres.put_back(url, name)
    return mandates


def _seed_first(url: str) -> tuple[str, dict[str, int]]:
    """Make the tables and the people; give where they are kept, and the mandates."""
    engine = empty_engine(url)
    migrate.upgrade(engine)
    with writing(engine) as connection:
        mandates = _people(connection)
    engine.dispose()
    kept = str(engine.url.database) if engine.dialect.name == "sqlite" else postgres.keep(url)
    return kept, mandates


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path, beside: tuple[Path, ...]) -> Iterator[Office]:
    """Give a docket over a fresh database, once of each kind."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'consult.sqlite'}" if on_file else request.getfixturevalue("postgres_url")
    built = build_office(url, tmp_path, beside)
    yield built
    built.engine.dispose()
