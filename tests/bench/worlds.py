"""Worlds of many sizes on SQLite, made by the product's own seeder once in a run.

`CONSULT_BENCH_CASES` says how many cases the largest has (a million unless it says otherwise), and
`CONSULT_BENCH_WORLDS` names a folder in which worlds stay from one run to the next; tests work on copies or read.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from consult import create_app, migrate
from consult.accounts import Passwords
from consult.bench import seed_world
from consult.db import make_engine, reading
from consult.demo.seeding import standing_of
from consult.docket import Docket
from consult.settings import Settings
from consult.standing import Standing
from tests.consult.web.world import PASSWORD
from tests.consult.web.world import World as Pages
from tests.scratch import scratch

AT = datetime(2026, 11, 20, tzinfo=UTC)
FEW, MANY = 1_000, int(os.environ.get("CONSULT_BENCH_CASES", "1000000"))
BETWEEN = min(MANY, 100_000)
DUE = 1_000
"""Cases in which a limit passes within a week, in every world alike."""


@dataclass(frozen=True)
class Seeded:
    """A world in a folder."""

    folder: Path
    cases: int

    @property
    def url(self) -> str:
        """Give the address of its database."""
        return f"sqlite:///{self.folder / 'consult.sqlite'}"

    def engine(self) -> Engine:
        """Make an engine over it."""
        return make_engine(self.url)

    def docket(self, engine: Engine) -> Docket:
        """Give its docket."""
        return Docket(engine, self.folder, exercise=True)

    def pages(self) -> Pages:
        """Join the application over it."""
        app = create_app(Settings.for_tests(self.folder, exercise=True, database_url=self.url))
        app.testing = True
        return Pages(app, {}, {})

    def standing(self, engine: Engine, mail: str) -> Standing:
        """Find who acts under an address."""
        with reading(engine) as connection:
            found = standing_of(connection, mail, "treaty", AT)
        assert found is not None
        return found


@cache
def seeded(cases: int) -> Seeded:
    """Make a world of so many cases, or find the one that was made before; nobody writes in it."""
    kept = os.environ.get("CONSULT_BENCH_WORLDS")
    folder = (Path(kept) if kept else scratch()) / f"world-{cases}"
    made = Seeded(folder, cases)
    if (folder / "made").exists():
        return made
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    engine = made.engine()
    migrate.upgrade(engine)
    word = Passwords(Settings.for_tests(folder).hashing).hash(PASSWORD, "")
    seed_world(engine, cases, at=AT, password_hash=word, due=min(cases, DUE))
    engine.dispose()
    (folder / "made").touch()
    return made


def own_copy(cases: int, folder: Path) -> Seeded:
    """Give a world in which a test may write: a copy, in a folder that is not there yet."""
    shutil.copytree(seeded(cases).folder, folder)
    return Seeded(folder, cases)
