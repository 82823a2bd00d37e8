"""The loop that seals and publishes: it goes on whatever fails, and says what stands in its way once."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consult.db import Unsure, make_engine
from consult.jobs import sealing
from consult.jobs.sealing import Sealing
from consult.leases import Lease
from consult.log.publishing import publish
from consult.settings import Log
from tests.consult.log.sealed_world import House, build_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Give an installation whose loop turns twenty times a second."""
    built = build_house(tmp_path)
    built.settings = replace(built.settings, log=Log(checkpoint_seconds=0.05))
    yield built
    built.engine.dispose()


@pytest.fixture
def loop(house: House) -> Iterator[Sealing]:
    """Give its loop, ended in any case."""
    made = Sealing(make_engine(house.settings.database_url), house.settings)
    yield made
    made.stop()
    made.engine.dispose()


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    last = time.perf_counter() + 120
    while not holds():
        assert time.perf_counter() < last, "waited too long"
        time.sleep(0.02)


def covers(house: House, size: int) -> bool:
    """Say whether the published checkpoint covers as many entries."""
    return (house.folder / "checkpoint").is_file() and house.published() >= size


def test_every_entry_is_published_without_anybody_asking(house: House, loop: Sealing) -> None:
    """The key's first, then each that comes; when it is told to stop it stops."""
    loop.start()
    wait_for(lambda: covers(house, 1))
    house.record(3)
    wait_for(lambda: covers(house, 4))
    loop.stop()
    house.record()
    time.sleep(0.3)

    assert 4 == house.published() == house.check().checkpoint.size


def test_a_failure_is_reported_and_the_next_turn_comes(
    house: House, loop: Sealing, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The disk is full for two turns; then the same checkpoint is published, and nothing was lost."""
    left = [OSError(28, "No space left on device"), OSError(28, "No space left on device")]

    def fails(*given: object) -> object:
        if left:
            raise left.pop()
        return publish(*given)  # type: ignore[arg-type] # handed on as given

    monkeypatch.setattr(sealing, "publish", fails)
    house.record(2)
    with caplog.at_level(logging.ERROR, "consult.jobs"):
        loop.start()
        wait_for(lambda: covers(house, 3))

    said = [record.message for record in caplog.records if record.name == "consult.jobs"]
    assert ["The log could not be sealed or published; the next turn follows."] * 2 == said
    assert 3 == house.check().checkpoint.size


def test_a_refusal_is_said_once_and_not_every_second(
    house: House, loop: Sealing, caplog: pytest.LogCaptureFixture
) -> None:
    """The memory of the signer is gone; when it is back the log goes on."""
    house.turn()
    state = house.settings.instance / "signer" / "state.sqlite"
    state.rename(state.with_name("away"))
    house.record()
    with caplog.at_level(logging.ERROR, "consult.jobs"):
        loop.start()
        wait_for(lambda: bool(caplog.records))
        time.sleep(0.5)
        assert 1 == house.published()
        state.with_name("away").rename(state)
        wait_for(lambda: covers(house, 2))

    said = [record.message for record in caplog.records if record.name == "consult.jobs"]
    assert 1 == len(said)
    assert "[state-missing]" in said[0]
    assert 2 == house.check().checkpoint.size


def test_a_loop_ends_also_where_nobody_knows_whether_its_lease_was_given_back(
    house: House, loop: Sealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks in the commit: whoever stops the worker goes on, and the lease ends by itself."""

    def breaks(_lease: Lease) -> bool:
        raise Unsure("The connection to the database broke at the last moment.")

    house.record()
    loop.start()
    wait_for(lambda: covers(house, 2))
    with monkeypatch.context() as patch:
        patch.setattr(Lease, "give_back", breaks)
        loop.stop()

    assert loop._thread is not None
    assert not loop._thread.is_alive()
    assert 2 == house.check().checkpoint.size
