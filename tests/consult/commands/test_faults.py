"""Commands over a database or a disk that fails: a sentence and an exit code, and no trace of the program."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from errno import EIO, ENOSPC
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy.exc import DBAPIError

from consult.cli import cli
from consult.commands import installation, serving
from consult.commands.faults import told
from consult.db import Lost, Moved, OnlyRead, Unsure, gate, make_engine

SQLITE = "the file of an SQLite database"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begin an installation that waits for its turn for no longer than a moment."""
    for name in ("CONSULT_SECRET_KEY", "DATABASE_URL", "CONSULT_QUEUE", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    (tmp_path / "config.toml").write_text("gate_seconds = 0.2\n")
    installation.bring_up(installation.load_settings())
    return tmp_path


def call(*words: str) -> Result:
    """Run a command as at a command line."""
    info = ScriptInfo(create_app=installation.open_application, set_debug_flag=False)
    return CliRunner().invoke(cli, list(words), obj=info)


@pytest.mark.sqlite(SQLITE)
def test_a_command_whose_turn_does_not_come_says_that_the_database_is_busy(folder: Path) -> None:
    """20 November 2026: somebody else writes the whole time; exit 1."""
    other = make_engine(f"sqlite:///{folder / 'consult.sqlite'}")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with gate(other).held():
            held.set()
            done.wait(60)

    writer = threading.Thread(target=hold)
    writer.start()
    held.wait(60)
    said = call("jobs", "retry", "5")
    done.set()
    writer.join()
    other.dispose()

    assert (1, "Error: The database was busy for 0.2 seconds; nothing was written.\n") == (said.exit_code, said.output)


@pytest.mark.sqlite(SQLITE)
def test_a_damaged_database_is_named_as_that(folder: Path) -> None:
    """A part of the file was overwritten: the sentence is SQLite's, exit 2."""
    lies = folder / "consult.sqlite"
    with closing(sqlite3.connect(lies)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = lies.read_bytes()
    lies.write_bytes(whole[:4096] + bytes(len(whole) - 4096))

    said = call("jobs", "status")

    assert (2, "Error: The database failed: database disk image is malformed\n") == (said.exit_code, said.output)


@pytest.mark.sqlite(SQLITE)
@pytest.mark.parametrize("words", [["run", "--port", "8301"], ["worker"], ["jobs", "status"]], ids=" ".join)
def test_a_file_that_is_no_database_is_named_as_that(
    words: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file was put at the name; exit 2."""
    monkeypatch.setattr(serving, "_refuse_taken", lambda _host, _port: None)
    for end in ("-wal", "-shm"):
        (folder / f"consult.sqlite{end}").unlink(missing_ok=True)
    (folder / "consult.sqlite").write_bytes(b"nonsense" * 1000)

    said = call(*words)

    assert 2 == said.exit_code
    assert said.output.endswith("Error: The database failed: file is not a database\n"), said.output


def of_sqlite(code: int, says: str = "disk I/O error") -> DBAPIError:
    """Give what the library raises of a statement that SQLite answers with a code."""
    fault = sqlite3.OperationalError(says)
    fault.sqlite_errorcode = code
    found = DBAPIError.instance("COMMIT", None, fault, sqlite3.Error)
    assert isinstance(found, DBAPIError)
    return found


NO_ROOM = "There is no room left on the disk, and this was not completed. Make room, and ask again."
FAULTS: list[tuple[Callable[[], Exception], int, str]] = [
    (lambda: OnlyRead("It may only be read."), 1, "It may only be read."),
    (lambda: Moved("It was moved away."), 1, "It was moved away."),
    (lambda: Lost("The connection broke."), 1, "The connection broke."),
    (lambda: Unsure("Nobody knows."), 1, "Nobody knows."),
    (lambda: of_sqlite(sqlite3.SQLITE_FULL, "database or disk is full"), 1, NO_ROOM),
    (lambda: of_sqlite(sqlite3.SQLITE_IOERR_WRITE), 1, NO_ROOM),
    (lambda: of_sqlite(sqlite3.SQLITE_IOERR_SHMSIZE), 1, NO_ROOM),
    (lambda: OSError(ENOSPC, "No space left on device"), 1, NO_ROOM),
    (lambda: of_sqlite(sqlite3.SQLITE_IOERR_READ), 2, "The database failed: disk I/O error"),
]


@pytest.mark.parametrize(("fault", "code", "sentence"), FAULTS)
def test_what_the_database_or_the_disk_is_at_fault_for_is_a_sentence(
    fault: Callable[[], Exception], code: int, sentence: str
) -> None:
    """What may pass leaves with 1, what has to be mended first with 2."""
    found = told(fault())

    assert found is not None
    assert (code, sentence) == (found.exit_code, found.message)


@pytest.mark.parametrize(
    "fault",
    [
        of_sqlite(sqlite3.SQLITE_ERROR, "no such table: nothing"),
        DBAPIError.instance("INSERT", None, sqlite3.IntegrityError("UNIQUE"), sqlite3.Error),
        OSError(EIO, "Input/output error"),
        KeyError("x"),
    ],
    ids=["a table that is not there", "a row that is there", "another disk", "the program"],
)
def test_a_fault_of_the_program_keeps_its_trace(fault: Exception) -> None:
    """Nobody can mend it without."""
    assert told(fault) is None
