"""Parleys on both databases, and the report of the demonstration's year."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consult.demo.conftest import demonstration, loaded_folder
from tests.consult.reports.parleys import Parleys, build_parleys

__all__ = ["demonstration", "loaded_folder", "parleys"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def parleys(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Parleys]:
    """Give an office without cases, once on each kind of database."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'consult.sqlite'}" if on_file else request.getfixturevalue("postgres_url")
    built = build_parleys(url, tmp_path)
    yield built
    built.office.engine.dispose()
