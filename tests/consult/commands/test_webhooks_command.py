"""`consult webhooks`: what a manager does on the pages, by the operator's hand."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo

from consult import clock
from consult.cli import cli
from consult.commands import installation
from tests.consult.web.world import AT

HOOK = "https://93.184.216.34/hook"


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an instance with one party."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert 0 == run("parties", "add", "japan").exit_code
    return tmp_path


def run(*words: str) -> Result:
    """Run a command as the command line does."""
    with clock.frozen(AT):
        return CliRunner().invoke(cli, list(words), obj=ScriptInfo(create_app=installation.open_application))


def test_an_endpoint_is_kept_from_registering_to_removing(instance: Path) -> None:
    """The secret is printed by the two commands that make one, and by no other."""
    del instance
    added = run("webhooks", "add", "jpn", HOOK, "--event", "drill", "--exercises")
    rotated = run("webhooks", "rotate", "1")
    rest = [run("webhooks", *words.split()) for words in ("retire 1", "test 1", "pause 1", "resume 1", "remove 1")]
    listed = run("webhooks", "list", "JPN")

    assert [0] * 8 == [one.exit_code for one in (added, rotated, *rest, listed)]
    secrets = [re.findall(r"whsec_[A-Za-z0-9+/=]{44}", one.output) for one in (added, rotated)]
    assert [1, 1] == [len(found) for found in secrets]
    assert secrets[0] != secrets[1]
    assert "whsec_" not in "".join(one.output for one in (*rest, listed))
    assert ["1", HOOK, "drill", "exercises", "removed", AT.isoformat()] == listed.output.splitlines()[1].split()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "NOSUCH"), "There is no party NOSUCH."),
        (("add", "NOSUCH", HOOK), "There is no party NOSUCH."),
        (("add", "JPN", "https://10.0.0.1/"), "not public"),
        (("add", "JPN", "http://93.184.216.34/"), "begins with https://"),
        (("rotate", "7"), "There is no endpoint 7."),
        (("retire", "7"), "There is no endpoint 7."),
        (("test", "7"), "There is no endpoint 7."),
        (("pause", "7"), "There is no endpoint 7."),
        (("resume", "7"), "There is no endpoint 7."),
        (("remove", "7"), "There is no endpoint 7."),
    ],
    ids=lambda value: "-".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_refused_with_a_sentence(instance: Path, words: tuple[str, ...], sentence: str) -> None:
    """And with a status that says so."""
    del instance
    refused = run("webhooks", *words)

    assert refused.exit_code != 0
    assert sentence in refused.output


def test_a_second_act_out_of_turn_is_refused(instance: Path) -> None:
    """With the sentence of the pages."""
    del instance
    assert 0 == run("webhooks", "add", "JPN", HOOK).exit_code

    assert "there is no old one" in run("webhooks", "retire", "1").output
    assert "is not paused" in run("webhooks", "resume", "1").output
    assert "registered already" in run("webhooks", "add", "JPN", HOOK).output
