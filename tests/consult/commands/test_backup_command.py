"""`consult backup` and `consult restore` as an operator runs them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult import clock
from consult.cli import cli
from consult.commands.installation import bring_up, load_settings
from consult.settings import create_secret
from tests.consult.docket.conftest import START
from tests.faults.logged import Logged, installed


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logged]:
    """An installation that the commands find by its folder."""
    with installed(tmp_path / "host") as made, clock.frozen(START):
        monkeypatch.setenv("CONSULT_INSTANCE", str(made.folder))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        create_secret(made.folder)
        yield made


def run(*words: str | Path) -> Result:
    """Run one command."""
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_a_backup_in_a_folder_is_named_by_its_instant_and_said_with_what_is_not_in_it(
    log: Logged, tmp_path: Path
) -> None:
    """Twice in one second: the second is refused, and the first stays."""
    (tmp_path / "kept").mkdir()

    first, second = run("backup", tmp_path / "kept"), run("backup", tmp_path / "kept")

    assert 0 == first.exit_code, first.output
    assert f"consult-20261120T090000Z.zip: entries of the log {log.size}, files 0" in first.output
    assert "Not in it, to be kept elsewhere: secret, mail-password, s3-credentials, signer/*.key" in first.output
    assert 1 == second.exit_code
    assert "a backup is never written over" in second.output


@pytest.mark.sqlite("its file is moved away")
def test_a_backup_is_put_back_in_the_place_of_a_record_that_was_moved_away(log: Logged, tmp_path: Path) -> None:
    """The signer's memory stayed here; its log is verified by the command that the answer names."""
    run("backup", tmp_path / "b.zip")
    log.office.engine.dispose()
    refused = run("restore", tmp_path / "b.zip")
    for path in log.folder.glob("consult.sqlite*"):
        shutil.move(path, tmp_path / path.name)

    done = run("restore", tmp_path / "b.zip")

    assert 1 == refused.exit_code
    assert "This installation has a record. Stop it and move its database away" in refused.output
    assert 0 == done.exit_code, done.output
    assert f"is back: {log.size} entries, and 0 read back" in done.output
    again = "What was revoked, closed or erased after 2026-11-20T09:00:00+00:00 is there again, and nothing here knows"
    assert again in done.output
    verified = run("log", "verify", "--replay")
    assert 0 == verified.exit_code, verified.output


@pytest.mark.sqlite("its file is moved away")
def test_what_the_signer_refuses_is_said_with_its_code(log: Logged, tmp_path: Path) -> None:
    """A published log of somebody else, and a file that is no backup."""
    run("backup", tmp_path / "b.zip")
    (tmp_path / "other").mkdir()
    for path in log.folder.glob("consult.sqlite*"):
        path.unlink()

    foreign = run("restore", tmp_path / "b.zip", "--published", tmp_path / "other")
    nothing = run("restore", log.folder / "signer" / "state.sqlite")

    assert 1 == foreign.exit_code
    assert "[no-export]" in foreign.output
    assert 2 == nothing.exit_code
    assert "is not a whole backup" in nothing.output
    assert not (log.folder / "consult.sqlite").exists()


@pytest.mark.sqlite("its file is moved away")
def test_without_a_record_there_is_nothing_to_back_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder: no empty database is made on the way."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "nowhere"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    result = run("backup", tmp_path / "b.zip")

    assert 0 != result.exit_code
    assert not (tmp_path / "nowhere" / "consult.sqlite").exists()
    assert not (tmp_path / "b.zip").exists()


def test_a_folder_that_is_not_there_yet_is_made_and_no_file_of_its_name(log: Logged, tmp_path: Path) -> None:
    """Only a name that ends in .zip is the file's."""
    assert 0 == run("backup", tmp_path / "backups").exit_code

    assert ["consult-20261120T090000Z.zip"] == [path.name for path in (tmp_path / "backups").iterdir()]


def test_a_place_where_nothing_can_be_written_is_told_in_a_sentence(log: Logged, tmp_path: Path) -> None:
    """A file in the place of the folder, and a folder that nobody can make; exit 1, and no number of the system."""
    (tmp_path / "file").write_text("mine")

    first, second = run("backup", tmp_path / "file" / "b.zip"), run("backup", "/proc/nowhere/b.zip")

    assert (1, f"Error: {tmp_path / 'file'} is no folder: no backup can be written there.\n") == (
        first.exit_code,
        first.output,
    )
    assert (1, "Error: No backup can be written to /proc/nowhere/b.zip: No such file or directory.\n") == (
        second.exit_code,
        second.output,
    )
    assert "mine" == (tmp_path / "file").read_text()


@pytest.mark.sqlite("an empty file lies in its place")
def test_a_database_with_nothing_in_it_is_not_called_a_record(log: Logged, tmp_path: Path) -> None:
    """What a server began in a new place before the backup was put back: settings in the log, no party and no case."""
    run("backup", tmp_path / "b.zip")
    log.office.engine.dispose()
    for path in log.folder.glob("consult.sqlite*"):
        shutil.move(path, tmp_path / path.name)
    (log.folder / "config.toml").write_text("port = 8300\n")
    bring_up(load_settings())

    refused = run("restore", tmp_path / "b.zip")
    for path in log.folder.glob("consult.sqlite*"):
        path.unlink()
    done = run("restore", tmp_path / "b.zip")

    place = log.folder / "consult.sqlite"
    says = f"There is an empty database here, with no party and no case: {place}. Stop what uses it and move it away;"
    assert (1, True) == (refused.exit_code, says in refused.output), refused.output
    assert 0 == done.exit_code, done.output


@pytest.mark.sqlite("its file is moved away")
def test_a_secret_that_nobody_put_there_is_said_when_a_backup_is_put_back(log: Logged, tmp_path: Path) -> None:
    """One-time codes are kept under the one of the backup; where that is there nothing is said."""
    run("backup", tmp_path / "b.zip")
    log.office.engine.dispose()
    (log.folder / "secret").unlink()
    says = f"There was no secret here; one was drawn: {log.folder / 'secret'}. What is kept under the one of the backup"

    told = []
    for _time in range(2):
        for path in log.folder.glob("consult.sqlite*"):
            path.unlink()
        told.append(run("restore", tmp_path / "b.zip"))

    assert [0, 0] == [one.exit_code for one in told], told[0].output
    assert [True, False] == [says in one.stderr for one in told]


@pytest.mark.sqlite("its file is moved away")
def test_the_origin_of_a_log_that_nobody_has_ends_by_a_word_of_its_own(log: Logged, tmp_path: Path) -> None:
    """The signer's memory burnt too: the answer says what to write before anything is started."""
    run("backup", tmp_path / "b.zip")
    log.office.engine.dispose()
    for path in (*log.folder.glob("consult.sqlite*"), log.folder / "signer" / "state.sqlite"):
        path.unlink()

    refused, both = (
        run("restore", tmp_path / "b.zip"),
        run("restore", tmp_path / "b.zip", "--end-origin", "--published", "x"),
    )
    done = run("restore", tmp_path / "b.zip", "--end-origin")

    assert (1, 2) == (refused.exit_code, both.exit_code)
    assert "leave --end-origin out" in both.output
    assert 0 == done.exit_code, done.output
    says = "Nothing is signed under consult.example.int/audit/1 any more. Write epoch = 2 under [log] in config.toml."
    assert says in done.output
    verified = run("log", "verify", "--replay")
    assert 0 == verified.exit_code, verified.output
