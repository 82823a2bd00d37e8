"""The session of docs/remote.md, executed: every command as it stands there, and what is said to be printed."""

import re
import shlex
from pathlib import Path

import pytest

from tests.consult.remote.conftest import Line, Served
from tests.consult.remote.test_verify import POLICY, publish
from tests.house import tree

PAGE = tree.text(Path("docs/remote.md"))
ADDRESS, CASE = "http://127.0.0.1:8000", "OST9-2026-4K7QHM"
SESSION = re.search(r"```console\n(.*?)```", PAGE, re.S)


def commands() -> list[tuple[str, list[str]]]:
    """Read the commands, each with the lines that are to be printed."""
    assert SESSION is not None
    found: list[tuple[str, list[str]]] = []
    for one in SESSION[1].splitlines():
        if one.startswith("$ "):
            found.append((one[2:], []))
        else:
            found[-1][1].append(one)
    return found


def pattern(told: str) -> str:
    """Make a pattern of a line of the page: an ellipsis stands for anything."""
    return ".*".join(re.escape(part) for part in told.split("…"))


def test_the_session_of_the_page_is_as_it_says(
    instance: Served, japan: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its order, in an empty folder, against a served application."""
    monkeypatch.chdir(tmp_path)
    Path("token.txt").write_text(japan.token + "\n")
    Path("policy.txt").write_text(POLICY)
    line, case = Line(tmp_path / "home", instance.address, japan.token), ""
    for command, expected in commands():
        if " trust " in command:
            publish(instance)
        command, _hash, code = command.partition("  # ")
        command, _to, target = command.partition(" > ")
        words = shlex.split(command.replace(ADDRESS, instance.address).replace(CASE, case or "?"))
        assert ["consult", "remote"] == words[:2]
        printed = line.run(*words[2:], code=int(code or 0)).output
        if target:
            Path(target).write_text(printed)
        opened = re.search(r"Opened: (\S+)", printed)
        case = opened[1] if opened else case
        shown = printed.replace(instance.address, ADDRESS).replace(case or "?", CASE).splitlines()
        for told in (one for one in expected if one != "…"):
            assert any(re.fullmatch(pattern(told), one) for one in shown), f"{command}: {told!r} is not in {shown}"


def test_the_page_names_every_verb() -> None:
    """In its table."""
    from consult.commands.remote import VERBS

    named = set(re.findall(r"`(\w+)[^`]*`", PAGE.partition("| verb | what |")[2].partition("\n\n")[0]))
    assert {verb.name for verb in VERBS} <= named
