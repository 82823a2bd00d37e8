"""The turn of whoever names or takes away bytes: one after the other for the same digest, and nobody else waits for a
store that is slow."""

import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from consult import migrate
from consult.db import Busy, gate, make_engine, writing
from consult.documents import FolderStore
from consult.documents.holding import free, holding
from consult.outputs.keeping import OutputStore
from tests.asked_outside import depth
from tests.consult.docket.conftest import empty_engine

DATA = b"a scan"
DIGEST, OTHER = sha256(DATA).hexdigest(), "b" * 64


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give a database of either kind, whose writers wait for a moment."""
    url = f"sqlite:///{tmp_path / 'consult.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        empty_engine(url).dispose()
    made = make_engine(url, gate_seconds=0.3)
    migrate.upgrade(made)
    yield made
    made.dispose()


def elsewhere(does: Any) -> list[Any]:
    """Do something in another thread; give what came of it, or the fault."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(does())
        except Busy as busy:
            found.append(busy)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    return found


def hold(engine: Engine, digest: str) -> str:
    with holding(engine, [digest]):
        return "held"


def write(engine: Engine) -> str:
    with writing(engine) as connection:
        connection.execute(text("UPDATE worker_sign SET name = name"))
    return "written"


def test_whoever_has_the_turn_of_a_digest_keeps_nobody_from_writing(engine: Engine) -> None:
    """As while a bucket takes its time to answer; who wants the same digest waits, for as long as writers do."""
    with holding(engine, [DIGEST]):
        assert ["written"] == elsewhere(lambda: write(engine))
        (busy,) = elsewhere(lambda: hold(engine, DIGEST))
        assert isinstance(busy, Busy)

    assert ["held"] == elsewhere(lambda: hold(engine, DIGEST))


def test_the_turn_of_no_digest_is_everybodys(engine: Engine) -> None:
    """A paper without a scan waits for nobody."""
    with holding(engine, [DIGEST]), holding(engine, []):
        pass


@pytest.mark.postgres
def test_on_postgresql_another_digest_has_a_turn_of_its_own(postgres_url: str) -> None:
    """Two uploads to one bucket do not wait for each other."""
    made = make_engine(postgres_url, gate_seconds=0.3)
    with holding(made, [DIGEST]):
        assert ["held"] == elsewhere(lambda: hold(made, OTHER))
    made.dispose()


def test_what_nothing_names_goes_and_the_store_is_asked_outside_of_every_transaction(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the store takes the bytes away, somebody else writes; what is named stays."""
    store, told = FolderStore(tmp_path / "documents"), []
    assert DIGEST == store.put(DATA)
    remove = FolderStore.remove

    def slowly(self: FolderStore, digest: str) -> None:
        told.extend(elsewhere(lambda: write(engine)))
        remove(self, digest)

    monkeypatch.setattr(FolderStore, "remove", slowly)
    free(engine, "documents", store, [DIGEST])

    assert ["written"] == told
    assert not store.has(DIGEST)


def test_a_store_that_is_asked_while_the_gate_is_held_fails_every_test(engine: Engine, tmp_path: Path) -> None:
    """So that no later change brings it back."""
    store = FolderStore(tmp_path / "documents")
    with gate(engine).held():
        assert 1 == depth()
        with pytest.raises(AssertionError, match=r"the store is asked \(lend\) while the write gate is held"):
            OutputStore(tmp_path, store).open(DIGEST)
    assert (0, False) == (depth(), store.has(DIGEST))
