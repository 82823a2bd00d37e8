"""The commands that a newcomer types exist, are documented, and refuse with a sentence."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house import tree

TARGETS = set(re.findall(r"^([a-z][a-z-]*):", tree.text(Path("Makefile")), re.M))
PAGES = ["README.md", "CONTRIBUTING.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    """A reader who copies a command from a page gets what the page says."""
    code = re.findall(r"```.*?```|`[^`]+`", tree.text(Path(page)), re.S)
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", "\n".join(code)))

    assert set() == named - TARGETS


def test_every_target_without_a_description_is_part_of_another() -> None:
    """What make help does not list nobody has to know."""
    described = set(re.findall(r"^([a-z][a-z-]*):.*## ", tree.text(Path("Makefile")), re.M))
    expected = {"format-check", "translations-check"}
    assert expected == TARGETS - described


def test_an_interpreter_that_is_too_old_is_refused_with_a_sentence() -> None:
    """Nothing is installed, and the sentence says how to name another interpreter."""
    command = ["sh", "tools/environment", "requirements.lock"]
    variables = {"PYTHON": "false", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=tree.ROOT, env=variables, capture_output=True, text=True, check=False)

    assert 1 == done.returncode
    assert "needs Python 3.11 or later" in done.stderr


@pytest.mark.parametrize(("shell", "script"), [("sh", "tools/environment"), ("bash", ".ci/run")])
def test_a_script_can_be_read_by_its_shell(shell: str, script: str) -> None:
    """A slip in a script is found here and not on somebody's first day."""
    done = subprocess.run([shell, "-n", script], cwd=tree.ROOT, capture_output=True, text=True, check=False)

    assert ("", 0) == (done.stderr, done.returncode)
