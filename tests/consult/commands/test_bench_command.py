"""`consult bench seed`: a world in a new installation, and none in one that holds anything."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.commands.bench import bench
from consult.commands.demo import MARK
from consult.commands.installation import bring_up, load_settings
from consult.commands.log.checking import check
from consult.db import make_engine, writing
from consult.people import NewParty, add_party


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an installation that is not there yet."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "new"))
    return tmp_path / "new"


def seed(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(bench, ["seed", *arguments])


def test_a_new_installation_is_filled_and_marked_and_is_not_filled_twice(instance: Path) -> None:
    """What it says, what the settings say then, that the log verifies with that of the installation itself before it,
    and the sentence of the second time."""
    first = seed("--cases", "40", "--due", "2", "--on", "2026-11-20")
    checked = CliRunner().invoke(check, ["--replay"])
    second = seed("--cases", "40")

    assert [0, 0, 1] == [first.exit_code, checked.exit_code, second.exit_code], first.output + checked.output
    assert first.stdout.startswith("40 cases with ")
    assert first.output.endswith("in 2 cases a limit passes within a week.\n")
    assert MARK == (instance / "config.toml").read_text()
    expected = "Error: This installation holds parties already. A world is made in a new one only.\n"
    assert expected == second.output


def test_an_installation_with_parties_or_settings_of_its_own_is_left_alone(instance: Path) -> None:
    """Each refusal says what is in the way."""
    settings = load_settings()
    bring_up(settings)
    (instance / "config.toml").write_text("")
    unmarked = seed("--cases", "10")
    engine = make_engine(settings.database_url)
    with writing(engine) as connection:
        add_party(connection, NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP"))
    engine.dispose()
    inhabited = seed("--cases", "10")

    assert f"{instance / 'config.toml'}: add the line exercise = true to make a world here." in unmarked.output
    assert "This installation holds parties already. A world is made in a new one only." in inhabited.output
    assert [1, 1] == [unmarked.exit_code, inhabited.exit_code]


def test_more_due_cases_than_cases_are_refused(instance: Path) -> None:
    """The sentence names both numbers, and nothing was seeded."""
    refused = seed("--cases", "5", "--due", "6")

    assert (1, True) == (refused.exit_code, refused.output.endswith("Error: Of 5 cases no 6 can be due.\n"))
    assert 0 == seed("--cases", "5").exit_code
