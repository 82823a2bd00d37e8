"""Background work over the docket's seeded world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.jobs import Jobs
from consult.jobs.queueing import open_queue
from consult.settings import Settings
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office

__all__ = ["jobs", "office"]


@pytest.fixture
def jobs(office: Office, tmp_path: Path) -> Iterator[Jobs]:
    """Give the background work of the seeded world, with a queue of its own."""
    made = Jobs(office.engine, office.docket, open_queue(Settings.for_tests(tmp_path)))
    yield made
    made.queue.storage.close()
