"""The loop that seals and publishes: it goes on whatever fails, and says what stands in its way once."""

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from consult.db import Unsure, make_engine
from consult.jobs import sealing
from consult.jobs.sealing import Sealing
from consult.leases import Lease
from consult.log.notes import NoKey
from consult.log.publishing import publish
from consult.log.signer import NotSigned
from consult.settings import Log
from tests.consult.log.sealed_world import AT, House, build_house


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


def test_a_failure_is_reported_once_and_the_next_turn_comes(
    house: House, loop: Sealing, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The disk fails in one turn and is full for two; then the same checkpoint is published, and nothing was lost. Each
    kind is reported as it begins, not with every turn."""
    full = OSError(28, "No space left on device")
    left = [full, full, OSError(5, "Input/output error")]

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
    assert ["The log could not be sealed or published; each turn tries again."] * 2 == said
    assert not left
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


def without_key(instance: Path) -> None:
    """Leave a machine no key that may be used: others may read it."""
    (instance / "signer" / "1.key").chmod(0o644)


def with_a_key_that_is_none(instance: Path) -> None:
    """Leave a machine a folder in the place of its key."""
    key = instance / "signer" / "1.key"
    key.unlink()
    key.mkdir()


def without_memory(instance: Path) -> None:
    """Leave a machine a memory that is none."""
    (instance / "signer" / "state.sqlite").write_bytes(b"This is no database." * 100)


def with_a_policy_that_is_none(instance: Path) -> None:
    """Leave a machine a folder in the place of the trust policy."""
    (instance / "policy.txt").mkdir()


@pytest.mark.parametrize("spoil", [without_key, with_a_key_that_is_none, without_memory, with_a_policy_that_is_none])
def test_a_machine_that_cannot_sign_leaves_it_to_another_one_at_once(
    house: House, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    """Its key is gone or may not be used, or its memory: it gives the lease back and says why, and the other seals."""
    house.turn()
    folder = tmp_path / "first"
    shutil.copytree(house.settings.instance / "signer", folder / "signer")
    spoil(folder)
    first = Sealing(house.engine, replace(house.settings, instance=folder))
    other = Sealing(house.engine, house.settings)
    house.record()

    with pytest.raises((NotSigned, NoKey)):
        first.take_part(AT)
    assert first.lease.term is None
    assert other.take_part(AT)
    with suppress(OSError):  # it publishes what the other signed, as far as it can
        first.take_part(AT)
    assert first.lease.term is None
    assert 2 == house.published() == house.check().checkpoint.size


def test_of_a_key_that_may_not_be_read_the_loop_says_why_once(
    house: House, loop: Sealing, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder lies in its place; with the key there again the log goes on."""
    house.turn()
    house.record()
    key = house.settings.instance / "signer" / "1.key"
    kept = key.read_text()
    with_a_key_that_is_none(house.settings.instance)
    loop.lease.seconds = 0.2
    with caplog.at_level(logging.ERROR, "consult.jobs"):
        loop.start()
        wait_for(lambda: bool(caplog.records))
        time.sleep(0.5)
    key.rmdir()
    key.write_text(kept)
    key.chmod(0o600)
    wait_for(lambda: covers(house, 2))

    why = f"What the signer keeps on this machine cannot be read or written: {key}: Is a directory."
    assert [f"The log is not sealed: {why} [signer-unreadable]"] == [
        one.message for one in caplog.records if one.name == "consult.jobs"
    ]
