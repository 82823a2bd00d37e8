"""The docket's own fixtures, for faults, an installation whose log four States witness, and the figures that were
seen.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.consult.docket.conftest import office
from tests.faults.figures import PROPERTY
from tests.faults.logged import Logged, States, installed

__all__ = ["log", "office", "states"]

Seen = Callable[[int, str], None]
"""Takes the number of a fault in `docs/faults.md`, and what was seen."""


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


@pytest.fixture
def seen(record_property: Callable[[str, object], None]) -> Seen:
    """Keep a figure beside the result of a test."""

    def keep(number: int, what: str) -> None:
        record_property(PROPERTY, [number, what])

    return keep


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell the figures that were seen, in the order of the table."""
    reports = [one for passed in terminalreporter.stats.values() for one in passed if hasattr(one, "user_properties")]
    found = {(*value, one.outcome) for one in reports for name, value in one.user_properties if name == PROPERTY}
    for number, what, outcome in sorted(found):
        terminalreporter.write_line(f"fault {number}: {what}" + ("" if outcome == "passed" else f" ({outcome})"))
