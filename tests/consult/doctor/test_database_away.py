"""The doctor where the database does not answer: it says so, and looks at everything else."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from consult import migrate
from consult.commands import installation
from consult.db import Busy, engine_of
from consult.doctor import Degree, examine
from consult.settings import Operations, Settings, create_secret

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_a_database_that_is_away_is_one_finding_among_the_others(tmp_path: Path) -> None:
    """20 November 2026, nobody listens at its address: that is wrong, and backups, the last part, are still told."""
    tmp_path.chmod(0o700)
    create_secret(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"postgresql://consult@127.0.0.1:{free.getsockname()[1]}/consult"
    settings = replace(Settings.for_tests(tmp_path), database_url=address)
    engine = engine_of(settings)

    found = list(examine(settings, engine, AT, outside=False))

    assert ["database"] == [one.part for one in found if one.degree is Degree.WRONG]
    assert "backups" == found[-1].part
    engine.dispose()


PARTS = ("clockwork", "database", "lists", "machines", "operations", "stored", "work")


def test_a_database_that_is_busy_is_one_finding_among_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 November 2026, somebody holds its tables for longer than anybody waits, or its server ends in the midst: each
    part is without what it would have read, and the database says why."""
    tmp_path.chmod(0o700)
    create_secret(tmp_path)
    settings = replace(Settings.for_tests(tmp_path), operations=Operations(organ="JPN/OPS"))
    installation.bring_up(settings)
    engine = engine_of(settings)

    @contextmanager
    def busy(_engine: Engine) -> Iterator[Connection]:
        raise Busy("The database was busy for too long; nothing was written.")
        yield

    monkeypatch.setattr(migrate, "current", lambda _engine: migrate.newest())
    monkeypatch.setattr(migrate, "check", lambda _engine: [])
    for part in PARTS:
        monkeypatch.setattr(f"consult.doctor.{part}.reading", busy)
    found = list(examine(settings, engine, AT, outside=False))

    told = [one.says for one in found if one.part == "database" and one.degree is Degree.WRONG]
    assert ["The database does not answer: The database was busy for too long; nothing was written."] == told
    assert "backups" == found[-1].part
    engine.dispose()
