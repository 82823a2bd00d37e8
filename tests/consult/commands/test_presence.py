"""Where there is no installation: whoever only asks makes none, whoever begins one says so, and settings that are
misspelt are told in a sentence."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo

from consult.cli import cli
from consult.commands import installation, serving

SQLITE = "whether there is an installation is told by a file"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a folder as the installation that is not there."""
    for name in ("CONSULT_SECRET_KEY", "DATABASE_URL", "CONSULT_QUEUE", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "misspelt"))
    return tmp_path / "misspelt"


def call(*words: str) -> Result:
    """Run a command as at a command line."""
    info = ScriptInfo(create_app=installation.open_application, set_debug_flag=False)
    return CliRunner().invoke(cli, list(words), obj=info)


ASKING = [
    ["jobs", "status"],
    ["metrics", "show"],
    ["parties", "list"],
    ["people", "invite", "manager@mofa.example"],
    ["upgrade", "--look"],
    ["backup", "backups"],
    ["doctor", "--no-outside"],
    ["log", "status"],
    ["log", "verify"],
    ["log", "keygen"],
    ["log", "policy"],
    ["log", "receipt", "0", "--out", "receipt.txt"],
]


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_whoever_only_asks_is_told_that_there_is_no_installation_and_makes_none(words: list[str], empty: Path) -> None:
    """A misspelt CONSULT_INSTANCE is found out, instead of becoming a second installation; exit 2."""
    said = call(*words)

    assert (2, f"Error: {empty}: there is no installation here.\n") == (said.exit_code, said.output)
    assert not empty.exists()


@pytest.mark.sqlite(SQLITE)
@pytest.mark.parametrize("words", ASKING[:3], ids=" ".join)
def test_a_database_without_tables_is_no_installation(words: list[str], empty: Path) -> None:
    """An empty file, such as a program leaves that only looked, is brought up by no command that asks."""
    empty.mkdir()
    (empty / "consult.sqlite").touch()
    installation.load_settings()

    said = call(*words)

    assert (2, f"Error: {empty}: there is no installation here.\n") == (said.exit_code, said.output)


@pytest.mark.sqlite(SQLITE)
def test_a_folder_whose_database_is_gone_is_told_as_that(empty: Path) -> None:
    """The secret is there, so that the sentence names the file that is missing."""
    installation.load_settings()

    said = call("jobs", "status")

    assert (2, f"Error: {empty / 'consult.sqlite'}: there is no database.\n") == (said.exit_code, said.output)


@pytest.mark.parametrize("words", [["upgrade"], ["restore", "{backup}"]], ids=["upgrade", "restore"])
def test_a_folder_that_nobody_prepared_gets_no_secret_and_no_database(
    words: list[str], empty: Path, tmp_path: Path
) -> None:
    """What brings a database to an installation asks for its settings, its secret, or the environment; exit 2."""
    (tmp_path / "b.zip").touch()

    said = call(*(word.format(backup=tmp_path / "b.zip") for word in words))

    assert (2, f"Error: {empty}: there is no installation here.\n") == (said.exit_code, said.output)
    assert not empty.exists()


@pytest.mark.parametrize("words", [["upgrade"], ["restore", "{backup}"]], ids=["upgrade", "restore"])
def test_root_makes_no_database_for_another_user(
    words: list[str], empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server of that user could not write into it; exit 1, and nothing is made."""
    empty.mkdir()
    (empty / "config.toml").touch()
    (tmp_path / "b.zip").touch()
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(installation, "owner_of", lambda _folder: 990)

    said = call(*(word.format(backup=tmp_path / "b.zip") for word in words))

    sentence = f"{empty} belongs to another user (990), who could not use what root puts there: ask as that one."
    assert (1, f"Error: {sentence}\n") == (said.exit_code, said.output)
    assert ["config.toml"] == [path.name for path in empty.iterdir()]


@pytest.mark.sqlite(SQLITE)
def test_the_first_party_begins_an_installation_and_says_so(empty: Path) -> None:
    """As the README has it: no other command comes before; the second party is recorded without that word."""
    database = empty / "consult.sqlite"

    first, second = call("parties", "add", "JPN"), call("parties", "add", "FRA")

    assert 0 == first.exit_code, first.output
    assert f"An installation begins in {empty}; its record lies in {database}.\n" == first.stderr
    assert "JPN, Japan, is recorded.\n" == first.stdout
    assert (0, "") == (second.exit_code, second.stderr)


@pytest.mark.sqlite(SQLITE)
def test_the_server_says_first_which_installation_it_serves(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folder and database stand in the first line, and that both are new in the second; then the address."""
    monkeypatch.setattr(serving.Server, "run", lambda _self: None)
    monkeypatch.setattr(serving, "_refuse_taken", lambda _host, _port: None)

    said = call("run", "--port", "8301")

    assert 0 == said.exit_code, said.output
    database = empty / "consult.sqlite"
    assert [
        f"Installation {empty}, record in {database}",
        f"An installation begins in {empty}; its record lies in {database}.",
        "Consult answers on http://localhost:8301 (stop with Ctrl-C)",
    ] == said.output.splitlines()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://consult:hush@db1:5433/record", "postgresql://consult@db1:5433/record"),
        (
            "postgresql://consult@/record?host=/run/postgresql&password=hush",
            "postgresql://consult@/run/postgresql/record",
        ),
    ],
    ids=["server", "socket"],
)
def test_a_database_is_named_without_its_password(
    address: str, shown: str, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in a log of the machine must open nothing."""
    monkeypatch.setenv("DATABASE_URL", address)

    assert shown == installation.shown_database(installation.load_settings())


ADDRESS = "database_url or DATABASE_URL names no database: write sqlite:///PATH or postgresql://USER@HOST/NAME."
QUEUE = "jobs.queue: write sqlite, or an address that begins with postgresql:// or redis://."


@pytest.mark.parametrize(
    "words", [["run", "--port", "8301"], ["worker"], ["upgrade"], ["parties", "add", "JPN"]], ids=" ".join
)
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "postgresq://consult:hush@db1/record", ADDRESS),
        ("DATABASE_URL", "postgresql+other://consult:hush@db1/record", ADDRESS),
        ("DATABASE_URL", "postgresql://consult:hush@db1:port/record", ADDRESS),
        ("DATABASE_URL", "hush", ADDRESS),
        ("DATABASE_URL", "sqlite://", ADDRESS),
        ("CONSULT_QUEUE", "nonsense", QUEUE),
    ],
    ids=["kind", "driver", "port", "word", "memory", "queue"],
)
def test_a_misspelt_address_is_told_in_a_sentence(
    words: list[str], name: str, value: str, sentence: str, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2, no trace, and nothing of what may be a password is repeated."""
    monkeypatch.setattr(serving, "_refuse_taken", lambda _host, _port: None)
    monkeypatch.setenv(name, value)

    said = call(*words)

    assert (2, f"Error: {sentence}\n") == (said.exit_code, said.output)


def test_a_machine_without_the_library_for_postgresql_is_told_so(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra of the package; exit 2."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setenv("DATABASE_URL", "postgresql://consult@db1/record")

    said = call("upgrade")

    sentence = "The library for PostgreSQL is not installed here; `make setup` installs it, and the image has it."
    assert (2, f"Error: {sentence}\n") == (said.exit_code, said.output)
