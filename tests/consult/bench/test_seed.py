"""Worlds to measure in: they verify, replay, are the same for the same seed on both databases, and begin in nothing."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from consult import carrying, migrate
from consult.bench import NotNew, Seeded, seed_world
from consult.db import make_engine, reading
from consult.docket import Docket
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, CASES, DEADLINE, OUTBOX, SERVICE
from tests.consult.docket.conftest import empty_engine

AT = datetime(2026, 11, 20, tzinfo=UTC)
CASES_MADE, DUE = 1000, 3


def make(engine: Engine, cases: int = CASES_MADE, seed: int = 1) -> Seeded:
    """Make a world."""
    migrate.upgrade(engine)
    return seed_world(engine, cases, at=AT, password_hash="no hash", seed=seed, due=DUE)


def digest(engine: Engine) -> str:
    """Give a digest of all that a world holds."""
    found = hashlib.sha256()
    with reading(engine) as connection:
        for table in carrying.carried_tables():
            found.update(table.name.encode())
            for rows in carrying._batches(connection, table):
                carrying._digest(found, rows)
    return found.hexdigest()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give a world of a thousand cases on SQLite, which tests read alone."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('world') / 'consult.sqlite'}")
    make(engine)
    yield engine
    engine.dispose()


def test_the_log_of_a_world_verifies_and_its_cases_replay(world: Engine) -> None:
    """Nothing is found: in leaves, nodes, head and chains, in what is stored beside acts, in any case."""
    with reading(world) as connection:
        report = verify(connection, replay=Openings(connection))
        cases = list(replay_cases(connection))
        acts = connection.execute(select(func.count()).select_from(ACT)).scalar_one()

    assert ((), []) == (report.findings, cases)
    assert acts < report.size < acts + 300


def test_a_world_has_cases_in_several_states_with_their_limits_and_services(world: Engine) -> None:
    """A thousand cases; a few due within a week, and none before; everything served is delivered and nothing waits."""
    with reading(world) as connection:
        states = set(connection.execute(select(CASES.c.state).distinct()).scalars())
        total = connection.execute(select(func.count()).select_from(CASES)).scalar_one()
        running = select(DEADLINE.c.case_id).where(DEADLINE.c.status == "running").distinct()
        ended = connection.execute(running.where(DEADLINE.c.expires_at <= AT)).all()
        soon = connection.execute(running.where(DEADLINE.c.expires_at <= AT + timedelta(days=7))).all()
        waiting = connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.done_at.is_(None))).first()
        served = set(connection.execute(select(SERVICE.c.state).distinct()).scalars())

    assert CASES_MADE == total
    assert {"draft", "request_pending"} <= states
    assert (0, DUE) == (len(ended), len(soon))
    assert waiting is None
    assert {"delivered"} <= served <= {"delivered", "acknowledged"}


@pytest.mark.postgres
def test_the_same_seed_gives_the_same_bytes_on_both_databases(world: Engine, postgres_url: str) -> None:
    """A digest over every row of every table."""
    other = empty_engine(postgres_url)
    make(other)
    found = digest(other)
    other.dispose()

    assert digest(world) == found


def test_another_seed_gives_other_bytes_and_the_product_goes_on_in_a_world(tmp_path: Path) -> None:
    """Keys, salts and tags are drawn from the seed; what has lapsed is then recorded and the log still verifies."""
    worlds = [make_engine(f"sqlite:///{tmp_path / name}") for name in ("one.sqlite", "two.sqlite")]
    for seed, engine in enumerate(worlds, 1):
        make(engine, 60, seed)
    taken = Docket(worlds[0], tmp_path, exercise=True).sweep(AT + timedelta(days=7))
    with reading(worlds[0]) as connection:
        report = verify(connection, replay=Openings(connection))
        cases = list(replay_cases(connection))
    digests = [digest(engine) for engine in worlds]
    for engine in worlds:
        engine.dispose()

    assert digests[0] != digests[1]
    assert taken >= DUE
    assert ((), []) == (report.findings, cases)


def test_an_installation_that_holds_anything_is_left_alone(world: Engine) -> None:
    """The sentence says what is there, and nothing is written."""
    before = digest(world)
    with pytest.raises(NotNew) as refusal:
        seed_world(world, 10, at=AT, password_hash="no hash")

    assert str(refusal.value) == ("This installation holds parties already. A world is made in a new one only.")
    assert digest(world) == before
