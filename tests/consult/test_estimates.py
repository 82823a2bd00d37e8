"""What is due is found by the index of what runs, once the database has counted its rows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from consult import clock, migrate
from consult.db import make_engine, reading
from consult.estimates import estimate
from consult.jobs import Jobs
from consult.settings import Settings

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
COUNTED = text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")


@pytest.mark.sqlite("it looks at what SQLite counted")
def test_a_worker_lets_sqlite_count_with_its_first_tick(tmp_path: Path) -> None:
    """20 November 2026: nothing is counted before; afterwards the database knows its tables, and stands as it did."""
    settings = Settings.for_tests(tmp_path)
    engine = make_engine(settings.database_url)
    migrate.upgrade(engine)
    with reading(engine) as connection:
        assert 0 == connection.execute(COUNTED).scalar_one()

    with clock.frozen(AT):
        Jobs.over(settings).tick(AT)

    with reading(engine) as connection:
        assert 1 == connection.execute(COUNTED).scalar_one()
        assert "alembic_version" in connection.execute(text("SELECT tbl FROM sqlite_stat1")).scalars().all()
    assert [] == migrate.check(engine)
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_counts_by_itself(postgres_url: str) -> None:
    """Nothing is asked of it."""
    engine = make_engine(postgres_url)
    assert not estimate(engine)
    engine.dispose()
