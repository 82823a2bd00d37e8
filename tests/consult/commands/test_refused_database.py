"""A database server that answers and refuses, when a program starts: that is said, and the program ends."""

import logging
import threading
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from consult.cli import cli
from consult.commands import awaiting, installation, serving
from consult.commands.server import Server, options
from consult.settings import Settings, SettingsError

HEAD = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '
REFUSED = [
    'FATAL:  password authentication failed for user "consult"',
    'FATAL:  database "consult" does not exist',
    'FATAL:  role "consult" does not exist',
    'FATAL:  role "consult" is not permitted to log in',
    'FATAL:  no pg_hba.conf entry for host "127.0.0.1", user "consult", database "consult", no encryption',
    "fe_sendauth: no password supplied",
]
LATER = [
    "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
    "FATAL:  the database system is starting up",
    "FATAL:  sorry, too many clients already",
]


def fault(text: str) -> OperationalError:
    """Give what the library raises of a connection that was not to be had."""
    return OperationalError(None, None, psycopg.OperationalError(text))


@pytest.mark.parametrize("text", REFUSED)
def test_what_a_server_refuses_does_not_mend_itself(text: str) -> None:
    """The sentence says what the server said, and what is to be mended."""
    told = awaiting.refusal_in(fault(f"{HEAD}{text}\nand a second line"))

    assert f"The database server refuses: {HEAD}{text}. Mend database_url or DATABASE_URL, or the server." == told


@pytest.mark.parametrize("text", LATER)
def test_a_server_that_is_away_is_waited_for(text: str) -> None:
    """It starts, or has no place for the moment: none of it is a refusal."""
    assert awaiting.refusal_in(fault(f"{HEAD}{text}")) is None


def test_a_code_counts_whatever_the_language_of_the_server() -> None:
    """Where the library gives the code of a refusal, no text is read."""

    class InFrench(psycopg.OperationalError):
        sqlstate = "3D000"

    told = awaiting.refusal_in(OperationalError(None, None, InFrench("la base n’existe pas")))

    assert told is not None
    assert told.startswith("The database server refuses: la base n’existe pas.")


@pytest.mark.parametrize("words", [["run", "--port", "8301"], ["worker"]], ids=" ".join)
def test_a_server_without_the_database_ends_the_program_with_a_sentence(
    words: list[str], tmp_path: Path, postgres_server: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real server says so; exit 2, and nobody is told that the installation answers."""
    monkeypatch.setattr(serving, "_refuse_taken", lambda _host, _port: None)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    absent = postgres_server.set(database="consult_test_absent")
    monkeypatch.setenv("DATABASE_URL", absent.render_as_string(hide_password=False))

    said = CliRunner().invoke(cli, words)

    assert 2 == said.exit_code
    assert 'database "consult_test_absent" does not exist. Mend database_url or DATABASE_URL' in said.output
    assert "answers on" not in said.output
    assert "it is tried again" not in said.output


def test_a_refusal_while_the_database_is_waited_for_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Away at first, then it refuses twice, then it takes the password."""
    answers = iter([fault(LATER[0]), fault(REFUSED[0]), fault(REFUSED[0]), None])

    def bring_up(_settings: Settings) -> None:
        if (found := next(answers)) is not None:
            raise found

    monkeypatch.setattr(installation, "bring_up", bring_up)
    monkeypatch.setattr(awaiting, "PAUSE", 0.0)
    with caplog.at_level(logging.ERROR, "consult.commands"):
        awaiting.wait(Settings.for_tests(tmp_path))

    assert [f"The database server refuses: {REFUSED[0]}. Mend database_url or DATABASE_URL, or the server."] == [
        one.getMessage() for one in caplog.records
    ]


def test_background_work_that_cannot_begin_is_tried_again_beside_a_process_that_serves(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """20 November 2026, a disk is full for a moment: a fault in a process that starts would end the whole server."""
    begun, faults = threading.Event(), [OSError("No space left on device")] * 3

    def begin() -> None:
        if faults:
            raise faults.pop()
        begun.set()

    monkeypatch.setattr(awaiting, "PAUSE", 0.0)
    awaiting.now_or_beside(begin)

    assert begun.wait(60)
    assert ["The background work could not begin; it is tried again."] == [one.message for one in caplog.records]


def test_a_server_serves_while_its_background_work_cannot_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What gunicorn calls in a process that has started raises nothing; it is done when it can be."""
    settings, tried, stood = Settings.for_tests(tmp_path), iter([True, False]), threading.Event()

    def stand(_server: Server) -> None:
        if next(tried):
            raise OSError("No space left on device")
        stood.set()

    monkeypatch.setattr(Server, "_stand", stand)
    Server(options(settings, "127.0.0.1:8301", 2, 4), settings, jobs=True)._begin(object())

    assert stood.wait(60)


def test_a_process_that_was_told_to_end_begins_no_background_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again while the process is told to end: what began then would hold the lease of the signer, and be
    killed with it. Where the end comes while it begins, it is stopped at once."""
    done: list[str] = []

    class Work:
        def start(self) -> None:
            done.append("begun")
            if ending:
                ending.pop().ended.set()

        def stop(self) -> None:
            done.append("stopped")

    settings, ending = Settings.for_tests(tmp_path), list[Server]()
    monkeypatch.setattr(Server, "_made", lambda _server: Work())
    told, late, whole = (Server(options(settings, "127.0.0.1:8301", 2, 4), settings, jobs=True) for _n in range(3))
    told.begin_to_end()
    told._stand()
    assert [] == done

    ending.append(late)
    late._stand()
    assert ["begun", "stopped"] == done

    whole._stand()
    whole._stand()  # tried again after something else of it had failed
    assert ["begun", "stopped", "begun"] == done


def test_an_address_of_no_queue_ends_the_program(tmp_path: Path) -> None:
    """No time mends it: it is not tried again."""

    def begin() -> None:
        raise SettingsError("jobs.queue: write sqlite")

    for way in (awaiting.now_or_beside, awaiting.until_done):
        with pytest.raises(SettingsError):
            way(begin)


def test_the_address_is_not_told_as_ready_while_the_database_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens where the database should: the line says from when on the server is ready."""
    monkeypatch.setattr(serving, "_refuse_taken", lambda _host, _port: None)
    monkeypatch.setattr(serving.Server, "run", lambda _self: None)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"postgresql://consult@/consult?host={tmp_path}")

    said = CliRunner().invoke(cli, ["run", "--port", "8301"])

    assert 0 == said.exit_code, said.output
    assert said.output.splitlines()[0] == f"Installation {tmp_path}, record in postgresql://consult@{tmp_path}/consult"
    assert said.output.endswith("http://localhost:8301 is ready as soon as the database answers (stop with Ctrl-C)\n")
