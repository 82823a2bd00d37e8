"""`consult demo`: where it loads, where it refuses, and that it says so."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.commands.demo import MARK, demo
from consult.commands.installation import bring_up, load_settings
from consult.db import make_engine, writing
from consult.log.verifier import read_policy
from consult.people import NewParty, add_party


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an installation that is not there yet."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "new"))
    return tmp_path / "new"


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(demo, arguments)


def files_of(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.sqlite("its file is among those that are written")
def test_a_new_installation_is_made_marked_and_loaded_and_the_second_time_left_alone(instance: Path) -> None:
    """Folder, secret, settings, database and demonstration come from one command; the next one changes nothing."""
    first = run("--details")
    written = files_of(instance)
    second = run()

    assert [0, 0] == [first.exit_code, second.exit_code], first.output
    assert {"secret", "config.toml", "consult.sqlite"} <= written.keys()
    assert MARK == (instance / "config.toml").read_text()
    assert "The demonstration is loaded: " in first.output
    assert "plume: 6 acts\n" in first.output
    assert second.output.startswith("The demonstration is loaded already; nothing was changed.\n")
    assert "Four States witness the log; three are enough" in first.output
    policy = read_policy((instance / "policy.txt").read_text())
    assert ("BRA", "FRA", "JPN", "KOR") == tuple(policy.witnesses)
    assert policy.attested(("BRA", "JPN", "KOR"))
    assert not policy.attested(("BRA", "KOR"))
    assert written == files_of(instance)


def test_an_installation_with_parties_of_its_own_is_refused(instance: Path) -> None:
    """Exercises never come among cases that are meant in earnest."""
    settings = load_settings()
    bring_up(settings)
    engine = make_engine(settings.database_url)
    with writing(engine) as connection:
        add_party(connection, NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP"))
    engine.dispose()
    done = run()

    assert 1 == done.exit_code
    assert "This installation has parties of its own." in done.output
    assert not (instance / "config.toml").exists()


def test_settings_that_do_not_mark_an_exercise_are_not_rewritten(instance: Path) -> None:
    """The sentence names the file and the line to add."""
    instance.mkdir()
    (instance / "config.toml").write_text("port = 8123\n")
    done = run()

    assert 1 == done.exit_code
    assert "add the line exercise = true" in done.output
    assert "port = 8123\n" == (instance / "config.toml").read_text()


def test_settings_that_cannot_be_read_leave_with_two(instance: Path) -> None:
    """File, line and reason."""
    instance.mkdir()
    (instance / "config.toml").write_text("exercise = true\nprot = 8123\n")
    done = run()

    assert 2 == done.exit_code
    assert "config.toml, line 2" in done.output
