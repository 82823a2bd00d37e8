"""Messages over the docket's seeded world, with a mail server of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.jobs import Jobs, open_queue
from consult.settings import Settings
from tests.consult.delivery.mailbox import Mailbox, serving
from tests.consult.delivery.posted import Post, begun
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office

__all__ = ["mailbox", "office", "post"]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Give a mail server on this machine."""
    with serving() as box:
        yield box


@pytest.fixture
def post(office: Office, mailbox: Mailbox, tmp_path: Path) -> Iterator[Post]:
    """Give the seeded world with its background work, which reaches the mail server."""
    made = begun(office, mailbox, tmp_path, open_queue(Settings.for_tests(tmp_path)))
    assert isinstance(made.jobs, Jobs)
    yield made
    made.jobs.queue.storage.close()
