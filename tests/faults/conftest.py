"""The docket's own fixtures, for faults, and an installation whose log four States witness."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.consult.docket.conftest import office
from tests.faults.logged import Logged, States, installed

__all__ = ["log", "office", "states"]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Logged]:
    """A small installation whose log is signed and published."""
    with installed(tmp_path / "host") as made:
        yield made


@pytest.fixture
def states(log: Logged, tmp_path: Path) -> Iterator[States]:
    """Four States, each with a witness that follows that log."""
    with ExitStack() as stack:
        yield States(tmp_path / "states", stack, log.key.vkey)
