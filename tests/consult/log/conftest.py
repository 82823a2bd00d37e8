"""An empty log on each database, and an act to put into it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from consult.db import make_engine, writing
from consult.log.append import start_log
from consult.log.chain import open_chain
from consult.models import audit
from consult.models.base import metadata
from consult.models.triggers import install, record_triggers
from tests.consult.log.sealed_world import House, build_house

TABLES = [table for name, table in vars(audit).items() if name.startswith("audit_")]
ACT: dict[str, Any] = {
    "act": {"step": "serve_notice", "procedure": "ost9", "basis": ["OST", "IX", "LAW_T", "V"]},
    "actor": {"party": "JPN", "organ": "MOFA", "office": "Permanent Mission", "capacity": "dispatch"},
    "case": "consult.example.int/2026/0001",
    "doc": [{"digest": "b" * 64, "kind": "note", "level": "C2", "language": "fr"}],
    "from": {"case": "under_assessment"},
    "to": {"case": "open"},
    "note": "Zone d'essai réservée",
    "time": {"on": "2026-11-20", "recorded_at": "2026-11-20T12:00:00Z"},
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database with an empty log."""
    sqlite = request.param == "sqlite"
    made = make_engine(f"sqlite:///{tmp_path / 'log.sqlite'}" if sqlite else request.getfixturevalue("postgres_url"))
    with writing(made) as connection:
        if not sqlite:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        metadata.create_all(connection, tables=TABLES)
        install(connection, record_triggers(made.dialect.name, [table.name for table in TABLES]))
        start_log(connection)
    yield made
    made.dispose()


@pytest.fixture
def chain(engine: Engine) -> int:
    """The chain of a case in that log."""
    with writing(engine) as connection:
        return open_chain(connection, "case", case_id=1)


@pytest.fixture
def act() -> dict[str, Any]:
    """The fields of an act, all but those that the chain fills in."""
    return dict(ACT)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """An installation whose log is empty and was never signed, on each database."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    (tmp_path / "instance").mkdir()
    built = build_house(tmp_path / "instance", url)
    yield built
    built.engine.dispose()
