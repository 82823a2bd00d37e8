"""`consult upgrade`: what is said before a database is brought up, and what is done."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from click.testing import CliRunner, Result

from consult import migrate
from consult.cli import cli
from consult.db import make_engine

BEFORE_LEVELS_OF_DRAFTS = "e5c0de31f00d"
"""A version at this revision would serve a paper without the level that its author chose: it must not go on."""


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of the database of an installation, which is not there yet."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    monkeypatch.setenv("CONSULT_SECRET_KEY", "a secret of at least thirty-two characters")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return f"sqlite:///{tmp_path / 'consult.sqlite'}"


def stand_at(address: str, revision: str) -> None:
    """Bring the database to a revision."""
    engine = make_engine(address)
    migrate.upgrade(engine, revision)
    engine.dispose()


def at(address: str) -> str | None:
    """Give the revision at which the database stands."""
    engine = make_engine(address)
    try:
        return migrate.current(engine)
    finally:
        engine.dispose()


def call(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli, ["upgrade", *words])


def test_whoever_looks_is_told_to_stop_the_version_before_and_nothing_is_done(address: str) -> None:
    """It leaves with 1, so that a script goes no further; without `--look` the database is brought up."""
    stand_at(address, BEFORE_LEVELS_OF_DRAFTS)

    looked = call("--look")

    assert 1 == looked.exit_code
    assert looked.output.startswith("Stop every process of the version before, on every machine")
    assert BEFORE_LEVELS_OF_DRAFTS == at(address)
    done = call()
    assert 0 == done.exit_code, done.output
    assert done.output.endswith(f"The database is at this version's revision, {migrate.newest()}.\n")
    assert migrate.newest() == at(address)
    again = call("--look")
    assert (0, f"The database is at this version's revision, {migrate.newest()}.\n") == (again.exit_code, again.output)


def test_the_version_before_goes_on_exactly_where_the_newest_migration_says_so(address: str) -> None:
    """One revision before the newest: both the sentence and the exit follow what the migration declares."""
    newest = ScriptDirectory(str(migrate.MIGRATIONS)).get_revision("head")
    stand_at(address, str(newest.down_revision))
    goes_on = bool(getattr(newest.module, "beside", False))

    looked = call("--look")

    assert (0 if goes_on else 1) == looked.exit_code
    assert goes_on == looked.output.startswith("Processes of the version before may go on meanwhile")
