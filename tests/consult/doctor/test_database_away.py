"""The doctor where the database does not answer: it says so, and looks at everything else."""

import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from consult.db import engine_of
from consult.doctor import Degree, examine
from consult.settings import Settings, create_secret

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
