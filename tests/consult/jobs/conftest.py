"""Background work over the docket's seeded world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.jobs import Jobs, open_queue
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office

__all__ = ["jobs", "office"]


@pytest.fixture
def jobs(office: Office, tmp_path: Path) -> Iterator[Jobs]:
    """Give the background work of the seeded world, with a queue of its own."""
    made = Jobs(office.engine, office.docket, open_queue(tmp_path))
    yield made
    made.queue.storage.close()
