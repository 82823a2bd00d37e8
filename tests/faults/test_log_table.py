"""The table of what was tried against the log names tests that exist, and every test of these faults stands in it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"


def named() -> set[str]:
    """Read the tests that the documentation of the log names, by path below tests and by name."""
    pages = [page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("log*.md"))]
    return set(re.findall(r"`([\w/]+\.py::test_\w+)`", "".join(pages)))


def written(path: str) -> set[str]:
    """Read the names of the tests of a file."""
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")}


def test_every_test_that_the_table_names_exists() -> None:
    """A row whose test was renamed or removed promises nothing."""
    found = {f"{path}::{name}" for path in {each.partition("::")[0] for each in named()} for name in written(path)}

    assert 30 < len(named())
    assert set() == named() - found


def test_every_story_of_faults_of_the_log_stands_in_the_table() -> None:
    """Whoever adds one says who notices, and by what."""
    files = [
        f"faults/{path.name}" for path in (TESTS / "faults").glob("test_log_*.py") if path.name != Path(__file__).name
    ]

    assert set() == {f"{path}::{name}" for path in files for name in written(path)} - named()
