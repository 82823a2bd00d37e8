"""`consult upgrade`: what is said before a database is brought up, and what is done."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import insert

from consult import clock, migrate
from consult.cli import cli
from consult.commands import awaiting, installation, serving
from consult.db import make_engine, writing
from consult.jobs.news import News
from consult.models.reminding import WORKER_SIGN
from consult.settings import Settings

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
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


@pytest.mark.sqlite("whether there is a database is told by its file")
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


def sign_at(address: str, given: datetime) -> None:
    """Keep the sign of life of a worker of the version before, which tells no version yet."""
    engine = make_engine(address)
    with writing(engine) as connection:
        connection.execute(insert(WORKER_SIGN).values(name="berth1 41", since=AT, at=given))
    engine.dispose()


@pytest.mark.sqlite("whether there is a database is told by its file")
def test_no_database_is_migrated_under_a_worker_that_must_be_stopped_first(address: str) -> None:
    """25 November 2026: it gave a sign of life five minutes ago. Nothing is done until it is silent for longer, or
    somebody says that it is stopped."""
    stand_at(address, BEFORE_LEVELS_OF_DRAFTS)
    sign_at(address, AT)

    with clock.frozen(AT + timedelta(minutes=5)):
        refused, looked = call(), call("--look")
        assert BEFORE_LEVELS_OF_DRAFTS == at(address)
        told = call("--stopped")

    assert (1, 1, 0) == (refused.exit_code, looked.exit_code, told.exit_code), told.output
    assert looked.output.endswith("At work within the last minutes: berth1 41.\n")
    assert "Nothing was migrated: these gave a sign of life within the last 5 minutes: berth1 41." in refused.output
    assert "run consult upgrade --stopped." in refused.output
    assert migrate.newest() == at(address)


@pytest.mark.sqlite("whether there is a database is told by its file")
@pytest.mark.parametrize("words", [("run", "--port", "1"), ("worker",)])
def test_nothing_that_starts_migrates_under_a_worker_that_must_be_stopped_first(
    address: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server or a worker of the new version, started too early, ends with the reason, and the old one goes on."""
    monkeypatch.setattr(serving, "_refuse_taken", lambda _host, _port: None)
    stand_at(address, BEFORE_LEVELS_OF_DRAFTS)
    sign_at(address, AT)

    with clock.frozen(AT + timedelta(minutes=5)):
        refused = CliRunner().invoke(cli, list(words))

    assert 1 == refused.exit_code
    assert "Nothing was migrated: these gave a sign of life within the last 5 minutes: berth1 41." in refused.output
    assert BEFORE_LEVELS_OF_DRAFTS == at(address)


@pytest.mark.sqlite("whether there is a database is told by its file")
def test_a_server_that_waited_for_the_database_says_once_who_must_be_stopped_and_goes_on_when_it_is_silent(
    address: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """At five minutes, again, and a second later."""
    stand_at(address, BEFORE_LEVELS_OF_DRAFTS)
    sign_at(address, AT)
    settings = Settings.load(tmp_path)
    moments = [AT + timedelta(minutes=5), AT + timedelta(minutes=5), AT + timedelta(minutes=5, seconds=1)]
    told: set[str] = set()

    tries = []
    for moment in moments:
        with clock.frozen(moment):
            tries.append(awaiting._tried(settings, told, News()))

    assert [False, False, True] == tries
    assert 1 == sum("Nothing was migrated" in line for line in caplog.messages)
    assert migrate.newest() == at(address)


@pytest.mark.sqlite("whether there is a database is told by its file")
def test_the_demonstration_migrates_no_installation_that_is_none(address: str) -> None:
    """It was not asked to, and leaves the database where it stands."""
    stand_at(address, BEFORE_LEVELS_OF_DRAFTS)

    refused = CliRunner().invoke(cli, ["demo"])

    assert 1 == refused.exit_code
    assert "this command does not migrate it" in refused.output
    assert BEFORE_LEVELS_OF_DRAFTS == at(address)


@pytest.mark.sqlite("whether there is a database is told by its file")
def test_a_worker_that_was_silent_for_longer_stands_in_the_way_of_no_upgrade(address: str) -> None:
    """It was killed, and the wait is over a second later."""
    stand_at(address, BEFORE_LEVELS_OF_DRAFTS)
    sign_at(address, AT)

    with clock.frozen(AT + timedelta(minutes=5, seconds=1)):
        done = call()

    assert (0, migrate.newest()) == (done.exit_code, at(address)), done.output


@pytest.mark.sqlite("whether there is a database is told by its file")
def test_a_worker_that_may_go_on_meanwhile_stands_in_the_way_of_no_upgrade(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sign is fresh, and every migration to come says that it may go on."""
    newest = ScriptDirectory(str(migrate.MIGRATIONS)).get_revision("head")
    stand_at(address, str(newest.down_revision))
    sign_at(address, AT)
    monkeypatch.setattr(migrate, "beside", lambda _since: True)

    with clock.frozen(AT):
        done = call()

    assert (0, migrate.newest()) == (done.exit_code, at(address)), done.output


@pytest.mark.sqlite("whether there is a database is told by its file")
@pytest.mark.parametrize(
    "words",
    [
        ("metrics", "show"),
        ("jobs", "status"),
        ("parties", "add", "JPN", "--name", "Japan", "--zone", "Asia/Tokyo", "--place", "JP"),
    ],
)
def test_a_command_that_is_there_for_something_else_migrates_nothing(address: str, words: tuple[str, ...]) -> None:
    """It says which command does; once that was run, nothing is said of it any more."""
    stand_at(address, BEFORE_LEVELS_OF_DRAFTS)
    info = ScriptInfo(create_app=installation.open_application, set_debug_flag=False)

    refused = CliRunner().invoke(cli, list(words), obj=info)

    assert 1 == refused.exit_code, refused.output
    assert f"The database is at revision {BEFORE_LEVELS_OF_DRAFTS}, and this version brings" in refused.output
    assert "then run consult upgrade." in refused.output
    assert BEFORE_LEVELS_OF_DRAFTS == at(address)
    call()
    again = ScriptInfo(create_app=installation.open_application, set_debug_flag=False)
    done = CliRunner().invoke(cli, list(words), obj=again)
    assert "this version brings" not in done.output


@pytest.mark.sqlite("whether there is a database is told by its file")
def test_the_version_before_goes_on_exactly_where_the_newest_migration_says_so(address: str) -> None:
    """One revision before the newest: both the sentence and the exit follow what the migration declares."""
    newest = ScriptDirectory(str(migrate.MIGRATIONS)).get_revision("head")
    stand_at(address, str(newest.down_revision))
    goes_on = bool(getattr(newest.module, "beside", False))

    looked = call("--look")

    assert (0 if goes_on else 1) == looked.exit_code
    assert goes_on == looked.output.startswith("Processes of the version before may go on meanwhile")


def test_an_empty_database_is_called_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no version before of which anything could be said."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'consult.sqlite'}")

    nowhere = CliRunner().invoke(cli, ["upgrade", "--look"])
    (tmp_path / "consult.sqlite").touch()
    monkeypatch.setenv("CONSULT_SECRET_KEY", "a secret of at least thirty-two characters")
    looked = CliRunner().invoke(cli, ["upgrade", "--look"])

    assert 2 == nowhere.exit_code
    assert f"{tmp_path}: there is no installation here." in nowhere.output
    assert 0 == looked.exit_code
    assert at(f"sqlite:///{tmp_path / 'consult.sqlite'}") is None
    assert f"The database is empty: it will be brought to this version's revision, {migrate.newest()}." in looked.output


def test_a_database_is_carried_neither_from_a_file_that_is_not_there_nor_from_what_is_no_address(
    tmp_path: Path,
) -> None:
    """A sentence for each, and no file is made."""
    gone = tmp_path / "gone.sqlite"

    nowhere = CliRunner().invoke(cli, ["migrate-database", f"sqlite:///{gone}", f"sqlite:///{tmp_path / 'new.sqlite'}"])
    nonsense = CliRunner().invoke(cli, ["migrate-database", "nonsense", "nonsense"])

    assert f"FROM: there is no file {gone}." in nowhere.output
    assert "nonsense is no address of a database" in nonsense.output
    assert (2, 2) == (nowhere.exit_code, nonsense.exit_code)
    assert [] == list(tmp_path.iterdir())
