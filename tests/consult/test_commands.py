"""The commands for the first parties and people, and the server they end in."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import select

from consult import clock, migrate
from consult.cli import cli
from consult.commands import installation
from consult.db import make_engine, reading, writing
from consult.models.parties import MANDATE
from consult.settings import Settings
from tests.consult.web.world import AT
from workflows.instruments import load

FIRST = (
    ["parties", "add", "japan"],
    ["parties", "organ", "JPN", "MOFA", "--name", "Ministry of Foreign Affairs", "--kind", "ministry"],
)
PERSON = [
    *("people", "add", "Manager@MOFA.example", "--name", "Manager, MOFA", "--party", "JPN", "--organ", "MOFA"),
    *(
        "--office",
        "Manager",
        "--capacity",
        "manage",
        "--capacity",
        "dispatch",
        "--instrument",
        "Letter of 5 January 2026",
    ),
]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a new instance folder with cheap password hashes and its tables."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    for name in ("CONSULT_SECRET_KEY", "DATABASE_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "config.toml").write_text("[hashing]\ntime_cost = 1\nmemory_kib = 8\nparallelism = 1\n")
    prepare(installation.load_settings())
    return tmp_path


def prepare(settings: Settings) -> None:
    """Bring a database up, with the tables that no migration brings yet."""
    engine = make_engine(settings.database_url)
    migrate.upgrade(engine)
    with writing(engine) as conn:
        migrate.tables().create_all(conn)
    engine.dispose()


def call(*arguments: str) -> Result:
    """Call `consult` as at a command line."""
    info = ScriptInfo(create_app=installation.open_application, set_debug_flag=False)
    return CliRunner().invoke(cli, list(arguments), obj=info)


@pytest.mark.usefixtures("instance")
def test_the_first_person_of_a_new_installation_gets_a_link() -> None:
    """Party, organ, person, link: what is known of Japan need not be typed."""
    for arguments in (*FIRST, PERSON):
        done = call(*arguments)
        assert 0 == done.exit_code, done.output

    invited = call("people", "invite", "manager@mofa.example")

    assert 0 == invited.exit_code
    assert re.match(r"http://localhost:8000/link/[\w-]{43}\n", invited.output)
    assert "cannot be shown again" in invited.output
    assert "Port 8000 is that of PORT or of the settings here; a server on another one has it there." in invited.output
    assert "JPN" in call("parties", "list").output


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["parties", "add", "JPN"], 1, "JPN is recorded already"),
        (["parties", "add", "ATLANTIS"], 2, "give --name, --kind and --zone"),
        (
            ["parties", "add", "ATL", "--name", "Atlantis", "--kind", "state", "--zone", "Sea/Deep"],
            2,
            "zone: There is no",
        ),
        (["parties", "organ", "FRA", "MEAE", "--name", "Ministry", "--kind", "ministry"], 1, "There is no party FRA."),
        (["people", "invite", "nobody@mofa.example"], 1, "There is no person with the mail address"),
        (["people", "reset", "manager@mofa.example"], 1, "consult people invite"),
        ([*PERSON, "--until", "2026-02-30"], 2, "--until"),
        ([*PERSON, "--from", "2026-01-02", "--until", "2026-01-01"], 2, "The last day lies before the first day."),
        ([*PERSON[:-1], " "], 2, "instrument: Name the instrument"),
    ],
)
@pytest.mark.usefixtures("instance")
def test_a_refusal_is_a_sentence_and_a_code(arguments: list[str], code: int, sentence: str) -> None:
    """1 for what is not possible, 2 for what cannot be read."""
    for earlier in (*FIRST, PERSON):
        call(*earlier)
    done = call(*arguments)

    assert code == done.exit_code, done.output
    assert sentence in done.output
    assert "Traceback" not in done.output


@pytest.mark.sqlite("writers take turns by a side file")
def test_a_command_that_finds_no_side_file_says_a_sentence(instance: Path) -> None:
    """Something else bears its name: why nothing was recorded, and no trace of the program; afterwards it is done."""
    gate = instance / "consult.sqlite.gate"
    call("parties", "list")
    gate.unlink(missing_ok=True)
    gate.mkdir()
    refused = call(*FIRST[0])
    gate.rmdir()

    assert (1, True) == (refused.exit_code, isinstance(refused.exception, SystemExit))
    assert "take turns cannot be used (Is a directory), and nothing was recorded." in refused.output
    assert 0 == call(*FIRST[0]).exit_code


@pytest.mark.usefixtures("instance")
def test_the_operator_lists_a_neutral_invites_and_retires_it() -> None:
    """One command for party, office, person and mandate, which prints no link; inviting is a command of its own."""
    given = ("--name", "A mediator", "--email", "one@neutral.example", "--as", "mediator", "--nationality", "BRA")
    with clock.frozen(AT):
        added = call("neutrals", "add", "neu-one", *given, "--language", "en", "--instrument", "Letter")
        invited = call("people", "invite", "one@neutral.example")
        listed = call("neutrals", "list")
        retired = call("neutrals", "retire", "NEU-ONE", "--on", "2026-12-31")
        again = call("neutrals", "retire", "NEU-ONE")
        nobody = call("neutrals", "retire", "NEU-NONE")

    assert 0 == added.exit_code, added.output
    assert "NEU-ONE, A mediator, is listed." in added.output
    assert "/link/" not in added.output
    assert "/link/" in invited.output
    assert "2026-11-20" in listed.output
    assert "NEU-ONE is listed until 2026-12-31." in retired.output
    assert (1, True) == (again.exit_code, "retired from the roster already" in again.output)
    assert (1, True) == (nobody.exit_code, "There is no neutral NEU-NONE." in nobody.output)


@pytest.mark.usefixtures("instance")
def test_the_operator_imports_an_index_of_objects_whole_or_not_at_all(tmp_path: Path) -> None:
    """What is wrong is told by line, with 2; an object is found by its name."""
    right, wrong = tmp_path / "right.csv", tmp_path / "wrong.csv"
    right.write_text("designator,name,state,launched_on\n1998-067A,Zarya,USA,1998-11-20\n")
    wrong.write_text("designator,name,state\n1998-067A,Zarya,USA\n98-1,Other,USA\n")
    given = ("--source", "A list", "--grade", "S")
    refused = call("objects", "import", str(wrong), *given)
    none = call("objects", "find", "zarya")
    done = call("objects", "import", str(right), *given)
    found = call("objects", "find", "zarya")

    assert (2, True, True) == (refused.exit_code, "Nothing was imported." in refused.output, "Line 3" in refused.output)
    assert (2, True) == (none.exit_code, "No object of the index fits." in none.output)
    assert (0, True) == (done.exit_code, "1 new, 0 changed, 0 as before." in done.output)
    assert "1998-067A  USA  1998-11-20  Zarya  [S]" in found.output


@pytest.mark.usefixtures("instance")
def test_a_mandate_may_be_recorded_that_dispatches_through_systems() -> None:
    """The option of the pages, for the first people of an installation."""
    for arguments in (*FIRST, [*PERSON, "--through-systems"]):
        done = call(*arguments)
        assert 0 == done.exit_code, done.output
    engine = make_engine(installation.load_settings().database_url)
    with reading(engine) as conn:
        assert [True] == list(conn.execute(select(MANDATE.c.through_systems)).scalars())
    engine.dispose()


def test_help_says_what_a_neutral_may_serve_as() -> None:
    """The choices stand in the help of the option."""
    text = CliRunner().invoke(cli, ["neutrals", "add", "--help"]).output
    assert "good_officer" in text
    assert "arbitrator" in text


def test_a_new_instance_gets_a_secret_that_only_its_owner_reads(instance: Path) -> None:
    """It is made once and then kept."""
    first = (instance / "secret").read_text()
    installation.load_settings()

    assert (0o600, first) == ((instance / "secret").stat().st_mode & 0o777, (instance / "secret").read_text())


def test_help_lists_every_command() -> None:
    """Without an instance, and without making one."""
    done = CliRunner().invoke(cli, ["--help"])

    for command in ("run", "parties", "people", "remote"):
        assert command in done.output


def test_run_serves_the_pages_and_prints_the_address(instance: Path) -> None:
    """The process answers on its port until it is told to stop, and writes nothing to a home folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = instance / "home"
    home.mkdir()
    command = [sys.executable, "-c", "from consult.cli import main; main()", "run", "--port", str(port)]
    variables = {**os.environ, "HOME": str(home)}
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            page = wait_for(f"http://127.0.0.1:{port}/sign-in", server)
        finally:
            server.terminate()
            printed, complaints = server.communicate(timeout=120)

    assert "<h1>Sign in</h1>" in page, complaints
    assert f"http://localhost:{port}" in printed
    assert "Traceback" not in complaints
    assert [] == list(home.iterdir())


def wait_for(address: str, server: subprocess.Popen[str]) -> str:
    """Answer a page as soon as it is served; nothing when the server has ended or two minutes are over."""
    until = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.05)
    return ""


@pytest.mark.parametrize("command", [["run", "--port", "1"], ["worker"], ["demo"], ["parties", "add", "FRA"]])
def test_a_holiday_file_that_cannot_be_read_is_named_before_anything_is_done(
    instance: Path, command: list[str]
) -> None:
    """By file, line and reason, exit 2: else the first act that counts working days there would find it."""
    file = instance / "holidays" / "JP.toml"
    file.parent.mkdir()
    file.write_text('place = "JP"\nremove = ["2026-13-01"]\n', encoding="utf-8")

    answer = CliRunner().invoke(cli, command, obj=ScriptInfo(create_app=installation.open_application))

    assert 2 == answer.exit_code
    assert f"{file}:2: remove must be a date" in answer.stderr


def test_an_instrument_that_cannot_be_read_is_named_by_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for a rehearsal, which needs no installation."""
    (tmp_path / "ost.toml").write_text('key = "OST"\nnosuch = 3\n', encoding="utf-8")
    monkeypatch.setattr("workflows.stories.library", lambda: load(tmp_path))

    answer = CliRunner().invoke(cli, ["rehearse", "workflows/stories/goes-ahead.toml"])

    assert 2 == answer.exit_code
    assert "ost.toml:2: nosuch: unknown key" in answer.stderr


@pytest.mark.parametrize("command", [["jobs", "status"], ["backup", "."], ["metrics", "show"], ["log", "status"]])
def test_a_command_that_finds_no_database_server_says_so(
    instance: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """In a sentence with the reason, exit 2, without the tail of the program's own calls."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("DATABASE_URL", f"postgresql://consult@127.0.0.1:{port}/consult")
    (instance / "secret").write_text("s" * 40 + "\n", encoding="ascii")
    (instance / "secret").chmod(0o600)

    answer = call(*command)

    assert 2 == answer.exit_code
    assert "The database" in answer.stderr
    assert "Connection refused" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_instance_that_is_no_folder_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the folder should be: said with its path and the reason."""
    taken = tmp_path / "taken"
    taken.write_text("", encoding="ascii")
    monkeypatch.setenv("CONSULT_INSTANCE", str(taken))
    monkeypatch.delenv("CONSULT_SECRET_KEY", raising=False)

    answer = call("jobs", "status")

    assert 2 == answer.exit_code
    assert f"{taken} cannot be the folder of an installation: File exists." in answer.stderr


def test_the_module_of_the_command_line_can_be_run_itself() -> None:
    """Else whoever writes it so into a timer would have no backup and no word of it."""
    done = subprocess.run([sys.executable, "-m", "consult.cli", "--help"], capture_output=True, text=True, timeout=60)

    assert "Commands:" in done.stdout
