"""What whoever installs types first runs as the pages have it, in an empty folder."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from consult.cli import cli
from consult.commands import installation
from consult.settings import Settings
from tests.house import tree
from tests.house.test_deployment import lines_of


def test_the_first_lines_of_the_pages_end_in_two_links_under_the_name_of_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of README for the first party, then those of the page on operations for whoever runs it: each needs what
    the one before recorded, and the name is written before anything is recorded. Only the server is not started."""
    instance = tmp_path / "consult"
    for name in ("CONSULT_SECRET_KEY", "DATABASE_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(instance))
    deploy = tree.text(Path("README.md")).split("## Deploy")[1].split("\n## ")[0]
    operate = tree.text(Path("docs/operations.md")).split("## The page Operations")[1].split("\n## ")[0]
    printed = [said for line in (*lines_of("sh", deploy), *lines_of("sh", operate)) for said in run(line, instance)]
    links = re.findall(r"https?://\S+", "\n".join(printed))

    assert ["https://consult.mofa.example/link"] * 2 == [link.rpartition("/")[0] for link in links]
    assert "consult.mofa.example" == Settings.load(instance).host_name


def run(line: str, instance: Path) -> list[str]:
    """Do what a line says as far as it is of this program or makes its folder and settings; give what it prints."""
    program, *words = shlex.split(line.replace(".venv/bin/", ""))
    if program == "install":
        assert ["-d", "-m", "750", "/srv/consult"] == words
        instance.mkdir(mode=0o750)
    elif program == "printf":
        assert [">", "/srv/consult/config.toml"] == words[1:]
        (instance / "config.toml").write_text(words[0].replace("\\n", "\n"), encoding="utf-8")
    elif program == "consult" and words != ["run"]:
        opened = ScriptInfo(create_app=installation.open_application, set_debug_flag=False)
        done = CliRunner().invoke(cli, words, obj=opened)
        assert done.exit_code == 0, f"{line}: {done.output}"
        return done.output.splitlines() if words[:2] == ["people", "invite"] else []
    else:
        assert (program, words) in (
            ("make", ["setup"]),
            ("export", ["CONSULT_INSTANCE=/srv/consult"]),
            ("consult", ["run"]),
        )
    return []
