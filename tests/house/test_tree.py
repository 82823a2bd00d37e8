"""Rules about the files of the tree. Each message says what to do instead."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

LOCKS = [path for path in tree.files() if path.suffix == ".lock"]
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:work|root|home|farm|Users)/")
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "tools"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 25
EXCUSE = "Long because:"
WITH_REASON = [
    re.compile(r"#\s*noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+(?:[-:#(]\s*)?[A-Za-z]\w* \w+"),
    re.compile(r"#\s*type:\s*ignore\[[\w-]+(?:,\s*[\w-]+)*\]\s+(?:[-#]\s*)[A-Za-z]\w* \w+"),
    re.compile(r"#\s*pragma:\s*no cover\s+[-:]?\s*\w+ \w+"),
]
IGNORE = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no cover)")


def machine_paths(text: str) -> list[str]:
    """Return the lines that name a folder of somebody's machine."""
    return [line.strip() for line in text.splitlines() if MACHINE_PATH.search(line)]


def ignores_without_reason(text: str) -> list[str]:
    """Return the lines that silence a tool and do not say why."""
    lines = [line.strip() for line in text.splitlines() if IGNORE.search(line)]
    return [line for line in lines if not any(form.search(line) for form in WITH_REASON)]


def long_functions(body: ast.Module, limit: int = LONGEST_FUNCTION) -> Iterator[tuple[str, int]]:
    """Yield the functions longer than the limit, without their docstring, unless the docstring says why."""
    for node in ast.walk(body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = ast.get_docstring(node, clean=False)
            first = node.body[0]
            spoken = (first.end_lineno or 0) - first.lineno + 1 if words is not None else 0
            lines = (node.end_lineno or 0) - node.lineno + 1 - spoken
            if lines > limit and EXCUSE not in (words or ""):
                yield node.name, lines


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_lock_files_name_no_host(lock: Path) -> None:
    """A lock holds versions and digests; where they come from is the installer's affair."""
    assert "://" not in tree.text(lock), f"{lock} names a host: pin again with make lock"


def test_there_is_a_lock_for_running_and_one_for_developing() -> None:
    """Both environments are pinned, and so are the installer, what the product is measured against, and mutmut."""
    running, beside = {"requirements.lock", "requirements-dev.lock"}, {"tests/bench/peers.lock", "tests/mutants.lock"}
    assert {*running, *beside, "tools/installer.lock"} == {str(lock) for lock in LOCKS}


def test_the_locks_agree_on_every_version() -> None:
    """What is tested is what runs."""
    pins = [set(re.findall(r"^(\S+==\S+)", tree.text(Path(name)), re.M)) for name in sorted(map(str, LOCKS))[:2]]
    developing, running = pins
    assert set() == running - developing, "make lock brings the two locks together"


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    """The tree works wherever it lies."""
    named = {str(path): lines for path in tree.files() if (lines := machine_paths(tree.text(path)))}
    assert {} == named, "Write a path from the tree's root, or take it as an argument."


def test_no_file_names_a_package_registry() -> None:
    """The tree works with whatever registry or mirror a machine is set to."""
    named = [(str(path), host) for path in tree.files() for host in REGISTRIES if host in tree.text(path)]
    assert [] == named, "Name the package and its version, not where it is fetched."


def test_no_list_goes_on_by_counting_rows() -> None:
    """A list goes on behind the last row that was shown: to pass over rows by their number reads all of them."""
    passing_over = re.compile(r"\.offset\(|\bOFFSET [:?%0-9{]")
    named = [str(path) for path in tree.sources("consult") if passing_over.search(tree.text(path))]
    assert [] == named, "Ask for the rows behind the last one by its key (docs/database.md)."
    assert all(map(passing_over.search, ("query.limit(50).offset(100)", "LIMIT 50 OFFSET ?")))


def test_files_are_short_or_say_why_not() -> None:
    """A long file is split by noun, or its docstring has a line that begins with the excuse."""
    long = []
    for path in tree.sources("consult", "workflows"):
        lines = len(tree.text(path).splitlines())
        if lines > LONGEST_FILE and EXCUSE not in (ast.get_docstring(tree.parsed(path)) or ""):
            long.append(f"{path}: {lines} lines")
    advice = f"Split by noun, or write a line '{EXCUSE} ...' in the module's docstring."
    assert [] == long, "\n".join([advice, *long])


def test_functions_are_short_or_say_why_not() -> None:
    """A long function is split, or its own docstring or its module's has the excuse."""
    long = []
    for path in tree.sources("consult", "workflows"):
        if EXCUSE not in (ast.get_docstring(tree.parsed(path)) or ""):
            long += [f"{path}: {name}, {lines} lines" for name, lines in long_functions(tree.parsed(path))]
    assert [] == long, "\n".join([f"Split it, or write a line '{EXCUSE} ...' in its docstring.", *long])


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A module is called after the noun it holds."""
    vague = [
        str(path) for path in tree.sources("consult", "workflows", "tests") if VAGUE & {path.stem, *path.parts[:-1]}
    ]
    assert [] == vague, "Name the module after what it holds."


def test_every_silenced_finding_has_a_reason() -> None:
    """Whoever silences a tool names the rule and says why on the same line."""
    paths = [path for path in tree.sources("consult", "workflows", "tests") if path.parent != Path("tests/house")]
    bare = [f"{path}: {line}" for path in paths for line in ignores_without_reason(tree.text(path))]
    advice = "Write '# noqa: S603 - the command is fixed' or '# type: ignore[misc]  # the library is untyped'."
    assert [] == bare, "\n".join([advice, *bare])


def test_every_rule_switched_off_for_the_project_has_a_reason() -> None:
    """The lists of ignored rules in pyproject.toml say why, rule by rule."""
    listed = re.findall(r'^\s+"[A-Z]{1,4}\d{3}",(.*)$', tree.text(Path("pyproject.toml")), re.M)
    assert [] == [rest for rest in listed if not re.search(r"# \w+ \w+", rest)]
    assert len(listed) >= len(tomllib.loads(tree.text(Path("pyproject.toml")))["tool"]["ruff"]["lint"]["ignore"])


@pytest.mark.parametrize("folder", ["work", "root", "home", "Users"])
def test_the_rule_on_machine_paths_finds_what_it_should(folder: str) -> None:
    """A folder at the root of a disk is found; a route or a folder of the tree with such a name is not."""
    assert [f'x = "/{folder}/somebody"'] == machine_paths(f'x = "/{folder}/somebody"\ny = "consult/{folder}/x"')


def test_the_rule_on_silence_finds_what_it_should() -> None:
    """A bare ignore and one without a reason are found; one with both passes."""
    comment = "x = 1  # no" + "qa"
    kept = "z = 1  # type: ign" + "ore[misc]"

    found = ignores_without_reason(f"{comment}\n{comment}: S603\n{comment}: S603 - the command is fixed\n")

    assert [comment, f"{comment}: S603"] == found
    assert [kept] == ignores_without_reason(f"{kept}\n{kept}  # the library is untyped\n")


def test_the_rule_on_long_functions_counts_code_only() -> None:
    """A docstring is free, and one with an excuse frees its function."""
    body = "\n".join(["    x = 1"] * 3)
    plain = f'def plain():\n    """One.\n\n    Two.\n    """\n{body}\n'
    excused = f'def excused():\n    """Do it. {EXCUSE} it is a table."""\n{body}\n{body}\n'

    assert [] == list(long_functions(ast.parse(plain), limit=4))
    assert [("plain", 4)] == list(long_functions(ast.parse(plain + excused), limit=3))
