"""The demonstration, loaded once for all processes of a test run and copied for each test that writes."""

import fcntl
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from consult import demo, migrate
from consult.db import make_engine
from consult.settings import Settings
from tests import databases

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TOLD = "told.json"


@dataclass
class Demonstration:
    """A loaded demonstration: its settings, its engine, what loading said, and the statements that it took."""

    settings: Settings
    engine: Engine
    told: dict[str, dict[str, Any]]
    statements: int


def load_into(folder: Path) -> None:
    """Make an installation in a folder, load the demonstration, and keep what loading said beside it."""
    settings = Settings.for_tests(folder, exercise=True)
    engine = make_engine(settings.database_url)
    migrate.upgrade(engine)
    engine.dispose()
    statements: Counter[str] = Counter()
    if databases.on_postgresql():
        event.listen(engine, "before_cursor_execute", lambda *_said: statements.update("s"))
    else:
        trace = lambda raw, _record: raw.set_trace_callback(lambda _said: statements.update("s"))  # noqa: E731 - one use
        event.listen(engine, "connect", trace)
    loaded = demo.load(engine, settings, AT)
    engine.dispose()
    told = {one.key: asdict(one) for one in loaded.told}
    (folder / TOLD).write_text(json.dumps({"told": told, "statements": statements["s"]}), encoding="utf-8")


@contextmanager
def opened(folder: Path) -> Iterator[Demonstration]:
    """Open a loaded demonstration."""
    settings = Settings.for_tests(folder, exercise=True)
    engine = make_engine(settings.database_url)
    yield Demonstration(settings, engine, **json.loads((folder / TOLD).read_text(encoding="utf-8")))
    engine.dispose()


@pytest.fixture(scope="session")
def loaded_folder(run_folder: Path) -> Path:
    """Give a folder with the demonstration; the first process of a run loads it, the others wait."""
    folder = run_folder / "demonstration"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / TOLD).exists():
            load_into(folder)
    return folder


@pytest.fixture(scope="session")
def demonstration(loaded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Give the demonstration for reading: a copy for each process, since others copy the first one meanwhile, which
    nobody may have open on a server."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(loaded_folder, folder, ignore=shutil.ignore_patterns("consult.sqlite*", "lock"), dirs_exist_ok=True)
    databases.copy(loaded_folder / "consult.sqlite", folder / "consult.sqlite")
    with opened(folder) as found:
        yield found


@pytest.fixture
def copied(loaded_folder: Path, tmp_path: Path) -> Iterator[Demonstration]:
    """Give a copy of the demonstration in which a test may write."""
    shutil.copy(loaded_folder / TOLD, tmp_path / TOLD)
    databases.copy(loaded_folder / "consult.sqlite", tmp_path / "consult.sqlite")
    with opened(tmp_path) as found:
        yield found
